"""A set of tasks answered together: plans found where the gap is widest serve the others, in rounds over the whole set.

The rounds depend on the set, not on who works or in which order. Steps are tasks with keys of their own, so that they
are kept on disk like all answers, and a run that goes on walks through the same rounds again.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from poolplan.analysis.sensitivity.answers import Question
from poolplan.analysis.sensitivity.asking import Ask
from poolplan.analysis.sensitivity.kept_model import is_price
from poolplan.analysis.sensitivity.points import Point, scenario_at
from poolplan.analysis.sensitivity.shared_plans import packed, plan_of, unpacked
from poolplan.analysis.sensitivity.tasks import Found, Known, Task
from poolplan.errors import ScenarioError
from poolplan.model.draw_rounds import Work, answer_draws
from poolplan.model.draws import Asked, DrawAnswer, Knowledge

Paths = tuple[str, ...]


class Shared(NamedTuple):
    """Answers of a set of tasks, and the plans they leave behind."""

    found: Mapping[str, Found]
    """By the key of the task as it was given."""
    known: Known


def answered_together(question: Question, tasks: Sequence[Task], ask: Ask, known: Known) -> Shared:
    """Answer a set of tasks; those that differ from the reference in prices only share their plans.

    Args:
        question: of the tasks.
        tasks: the set; equal ones are answered once.
        ask: answers tasks.
        known: plans known before, besides those of the question.
    """
    wanted = {task.key: task for task in tasks}
    sharing = _sharing(question, wanted)
    others = {key: task._replace(known=known) for key, task in wanted.items() if key not in sharing}
    told: dict[str, Task] = others
    if question.knowledge is not None and sharing:
        work = _work(question.knowledge, list(sharing.values()), list(others.values()), ask)
        before = unpacked(question.knowledge, known)
        *_, last = answer_draws(before, len(sharing), question.wanted_gap_share, work)
        known = packed(question.knowledge, last.knowledge)
        bounds = (answer.bound_yen if np.isfinite(answer.bound_yen) else None for answer in last.answers)
        pairs = zip(sharing.items(), bounds, strict=True)
        told |= {key: task._replace(known=known, bound_yen=bound) for (key, task), bound in pairs}
    found = ask(list(told.values()))
    return Shared({key: found[task.key] for key, task in told.items()}, known)


def knowing(ask: Ask, known: Known) -> Ask:
    """Return what answers tasks one by one, with these plans known to each."""

    def with_plans(tasks: Sequence[Task]) -> Mapping[str, Found]:
        told = {task.key: task._replace(known=known) for task in tasks}
        found = ask(list(told.values()))
        return {key: found[task.key] for key, task in told.items()}

    return with_plans


def _sharing(question: Question, wanted: Mapping[str, Task]) -> dict[str, Task]:
    """Return the tasks that ask for a plan of the same model at other prices."""
    if question.knowledge is None:
        return {}
    are_prices: dict[Paths, bool] = {}
    for task in wanted.values():
        paths = _paths(task.point)
        if paths not in are_prices:
            are_prices[paths] = _is_at_prices(question, task.point)
    return {
        key: task for key, task in wanted.items() if task.point.variant == "plan" and are_prices[_paths(task.point)]
    }


def _paths(point: Point) -> Paths:
    return tuple(path for path, _ in point.values)


def _is_at_prices(question: Question, point: Point) -> bool:
    try:
        return is_price(question.scenario, scenario_at(question.scenario, point))
    except ScenarioError:
        return False


def _work(base: Knowledge, tasks: Sequence[Task], beside: Sequence[Task], ask: Ask) -> Work:
    """Return what answers the steps of a round; tasks `beside` them are asked for at once, to keep everybody busy."""

    def work(knowledge: Knowledge, asked: Sequence[tuple[int, Asked]]) -> list[DrawAnswer]:
        known = packed(base, knowledge)
        steps = [Task(tasks[number].point, known=known, how=how) for number, how in asked]
        found = ask([*beside, *steps])
        return [_draw_answer(found[step.key], knowledge.plans.shape[1]) for step in steps]

    return work


def _draw_answer(found: Found, columns: int) -> DrawAnswer:
    """Read the answer of a step; one without is left to be planned by itself, and nobody waits for its gap."""
    nothing = np.zeros(0)
    if found.best_yen is None or found.bound_yen is None:
        return DrawAnswer(np.inf, -np.inf, 0.0, 0, nothing, None)
    new = plan_of(found.new_plan, columns) if found.new_plan else None
    return DrawAnswer(found.best_yen, found.bound_yen, found.gap_share or 0.0, 0, nothing, new)
