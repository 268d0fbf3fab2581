"""Tasks answered together: the same answers whoever works, in whatever order, however often interrupted."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from poolplan.analysis.sensitivity.answers import Question, answer
from poolplan.analysis.sensitivity.asking import Ask, asker
from poolplan.analysis.sensitivity.records import open_records
from poolplan.analysis.sensitivity.rounds import Shared, answered_together
from poolplan.analysis.sensitivity.setting import Setting
from poolplan.analysis.sensitivity.shared_plans import packed, plan_of, plan_text, unpacked
from poolplan.analysis.sensitivity.spread import draw_tasks
from poolplan.analysis.sensitivity.tasks import NOTHING_MORE, Candidate, Found, Task
from poolplan.model.draws import Knowledge, learned
from tests.analysis.sensitivity.studies import HIRE, REPAIR, RIDE, asked_of, best_yen, parameter, setting
from tests.random_worlds import random_world

DRAWS = 12
PRICES = {"repair": parameter(REPAIR, 1_000_000, 90_000_000), "hire": parameter(HIRE, 0, 200_000)}
SEED = 11
"""A world in which several draws have plans of their own."""


@pytest.fixture(scope="module")
def where() -> Setting:
    """Return the setting of a random world whose prices are not sure, every plan wanted to be proven."""
    return setting(asked_of(PRICES, draws=DRAWS), random_world(SEED))


def tasks_of(where: Setting) -> list[Task]:
    """Return the draws, each with the reference plan priced."""
    return draw_tasks(where, (where.reference,)).tasks


def working(question: Question, order: Sequence[int], said: list[str]) -> Ask:
    """Return what answers tasks in this process, in an order drawn from `order`; tells the kind of each."""

    def ask(tasks: Sequence[Task]) -> Mapping[str, Found]:
        mixed = sorted(tasks, key=lambda task: order[int(task.key, 16) % len(order)])
        said.extend(task.kind for task in mixed)
        return {task.key: answer(question, task) for task in mixed}

    return ask


def together(where: Setting, ask: Ask) -> Shared:
    """Answer all draws."""
    return answered_together(where.question, tasks_of(where), ask, NOTHING_MORE)


def test_shared_plans_are_as_good_as_a_search_for_each_and_hang_on_no_order(where: Setting) -> None:
    """Some draws are searched, the others take over what was found; every cost is that of the draw planned alone."""
    said: list[str] = []
    one = together(where, working(where.question, [0], said))
    other = together(where, working(where.question, random.Random(2).sample(range(97), 97), []))  # noqa: S311
    assert one == other
    assert said.count("bounds") == said.count("plans") == DRAWS
    assert said.count("searches") > 0
    assert one.known != NOTHING_MORE
    names, draws = list(where.parameters), draw_tasks(where, (where.reference,))
    for row, task in zip(draws.values, draws.tasks, strict=True):
        found = one.found[task.key]
        alone = best_yen(where, dict(zip(names, map(float, row), strict=True)))
        assert found.best_yen == pytest.approx(alone, abs=2)
        assert found.bound_yen is not None
        assert found.bound_yen <= alone + 2
        assert found.kept[0].yen is not None
        assert found.kept[0].yen >= alone - 2


def test_rounds_that_are_interrupted_go_on_from_disk(where: Setting, tmp_path: Path) -> None:
    """Whatever number of answers is on disk when a run ends, the next one asks for the rest only."""
    whole = together(where, working(where.question, [0], []))
    asked: list[str] = []

    def compute(tasks: Sequence[Task]) -> Iterator[tuple[Task, Found]]:
        for task in tasks:
            if len(asked) % 5 == 4:
                asked.append("stop")
                raise KeyboardInterrupt
            asked.append(task.key)
            yield task, answer(where.question, task)

    found = None
    while found is None:
        with open_records(tmp_path, {"run": "all"}, {}) as records:
            try:
                found = together(where, asker(compute, records, lambda *_: None))
            except KeyboardInterrupt:
                continue
    assert found == whole
    answered = [key for key in asked if key != "stop"]
    assert len(answered) == len(set(answered))
    assert "stop" in asked


def test_a_step_that_fails_is_planned_by_itself_and_stops_no_other(where: Setting) -> None:
    """The first draw fails whenever it is asked for: it is told as failed, the others are as good as before."""
    poor, *others = tasks_of(where)
    broken = Found("failed", "by chance")

    def ask(tasks: Sequence[Task]) -> Mapping[str, Found]:
        return {task.key: broken if task.point == poor.point else answer(where.question, task) for task in tasks}

    found = together(where, ask).found
    assert found[poor.key] == broken
    whole = together(where, working(where.question, [0], [])).found
    for task in others:
        assert found[task.key].best_yen == pytest.approx(whole[task.key].best_yen, abs=2)


def test_what_is_no_price_is_planned_anew_beside_the_rounds() -> None:
    where = setting(asked_of({**PRICES, "ride": parameter(RIDE, 5, 30)}))
    tasks = [where.task({"hire": 60_000}), where.task({"ride": 12}), where.task({}, "keep_all")]
    said: list[str] = []
    found = answered_together(where.question, tasks, working(where.question, [0], said), NOTHING_MORE).found
    assert said.count("bounds") == 1
    assert {key: answer.best_yen for key, answer in found.items()} == {
        task.key: answer(where.question, task).best_yen for task in tasks
    }


def test_tasks_are_told_apart_by_what_is_known(where: Setting) -> None:
    task = where.task({"hire": 1})
    assert where.question.knowledge is not None
    knowledge = learned(where.question.knowledge, [1 - where.question.knowledge.plans[0]])
    known = packed(where.question.knowledge, knowledge)
    kinds = (task, task._replace(known=known), task._replace(bound_yen=1.0), task._replace(candidates=()))
    assert len({one.key for one in kinds}) == len(kinds)
    other = task._replace(candidates=(Candidate("other", "", where.reference.decided),))
    assert other.key != task.key


def test_plans_arrive_as_they_were_sent(where: Setting) -> None:
    base = where.question.knowledge
    assert base is not None
    draw = np.random.default_rng(1)
    plans = draw.integers(0, 2, (5, base.plans.shape[1]), dtype=np.uint8)
    more = Knowledge(base.model, np.vstack([base.plans, plans]), base.covers)
    assert np.array_equal(unpacked(base, packed(base, more)).plans, more.plans)
    assert packed(base, base) == NOTHING_MORE
    assert unpacked(base, NOTHING_MORE) is base
    assert np.array_equal(plan_of(plan_text(plans[0]), plans.shape[1]), plans[0])
