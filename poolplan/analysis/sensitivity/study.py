"""The whole study: reference plan, one at a time, turning points, tables, then all at once against the candidates."""

from collections.abc import Mapping
from statistics import median
from typing import Any

import pandas as pd

from poolplan.analysis.sensitivity.answers import Question
from poolplan.analysis.sensitivity.asking import Ask, answered
from poolplan.analysis.sensitivity.grids import cells_by_grid, grid_table
from poolplan.analysis.sensitivity.kept_model import is_price
from poolplan.analysis.sensitivity.one_at_a_time import end_tasks, one_at_a_time
from poolplan.analysis.sensitivity.points import Point, leaves_of, scenario_at
from poolplan.analysis.sensitivity.rounds import answered_together, knowing
from poolplan.analysis.sensitivity.setting import Setting
from poolplan.analysis.sensitivity.spread import (
    candidates_of,
    draw_tasks,
    draws_table,
    index_tasks,
    indices_table,
    percentiles_table,
    regret_table,
)
from poolplan.analysis.sensitivity.stability import stability_table
from poolplan.analysis.sensitivity.tables import REFERENCE, Study, table_of
from poolplan.analysis.sensitivity.tasks import NOTHING_MORE, Candidate, Found, Task
from poolplan.analysis.sensitivity.thresholds import thresholds
from poolplan.errors import SolverFailedError
from poolplan.network.options import Network
from poolplan.scenario.schema import Scenario
from poolplan.scenario.sensitivity import Sensitivity


def setting_of(question: Question, asked: Sensitivity, network: Network, reference: Found) -> Setting:
    """Put together what every part of a study needs.

    Args:
        question: at the reference values.
        asked: the scenario's block.
        network: of the reference values.
        reference: the plan there.
    """
    assert reference.decided is not None  # noqa: S101 - without a plan there is no study
    assert reference.best_yen is not None  # noqa: S101 - it has a plan
    plan = Candidate(REFERENCE, REFERENCE, reference.decided)
    leaves = leaves_of(question.scenario, asked.parameters)
    return Setting(question, asked, leaves, network, plan, reference.best_yen)


def study(setting: Setting, ask: Ask, facts: Mapping[str, Any]) -> Study:
    """Ask all that the scenario's block wants to know.

    The ends of the ranges, the cells of each grid, the draws, and the draws of the indices are a set each, whose plans
    serve each other. What the ends have found serves all others, and what the draws have found the indices.

    Args:
        setting: question and reference plan.
        ask: answers tasks.
        facts: what `sensitivity.json` is to say besides.
    """
    question, keep_all = setting.question, Task(Point((), "keep_all"))
    ends = end_tasks(setting)
    first = answered_together(question, [keep_all, *ends.values()], ask, NOTHING_MORE)
    _refuse_if_nothing_works(list(first.found.values()))
    found_at = {place: first.found[task.key] for place, task in ends.items()}
    candidates = candidates_of(setting, first.found[keep_all.key], found_at)
    turns = answered(thresholds(setting), knowing(ask, first.known))
    cells = [answered_together(question, tasks, ask, first.known).found for tasks in cells_by_grid(setting)]
    drawn = draw_tasks(setting, candidates)
    many = answered_together(question, drawn.tasks, ask, first.known)
    draws = drawn.answered(many.found)
    for_indices = index_tasks(setting)
    who = answered_together(question, for_indices.tasks, ask, many.known)
    return Study(
        network=setting.network,
        parameters=_parameters(setting),
        one_at_a_time=one_at_a_time(setting, first.found),
        thresholds=turns,
        grid=grid_table(setting, {key: found for grid in cells for key, found in grid.items()}),
        draws=draws_table(setting, draws),
        indices=indices_table(setting, for_indices.answered(who.found)),
        percentiles=percentiles_table(candidates, draws),
        regret=regret_table(candidates, draws),
        stability=stability_table(setting, draws.found),
        facts={**facts, "reference_yen": setting.reference_yen, "draws": _counts(draws.found)},
    )


def _refuse_if_nothing_works(found: list[Found]) -> None:
    """Stop where every answer has failed: whatever is wrong would spoil the rest too.

    Raises:
        SolverFailedError: it has.
    """
    reasons = {answer.reason for answer in found}
    if all(answer.status == "failed" for answer in found):
        raise SolverFailedError(f"every one of the first {len(found)} plans failed: {reason}" for reason in reasons)


def _counts(found: tuple[Found, ...]) -> dict[str, float]:
    """Return how many draws have a plan, have none or failed, and how sure the plans are."""
    gaps = [answer.gap_share for answer in found if answer.gap_share is not None]
    counts = {status: sum(answer.status == status for answer in found) for status in ("planned", "no_plan", "failed")}
    sure = {"largest_gap_share": round(max(gaps), 6), "median_gap_share": round(median(gaps), 6)} if gaps else {}
    return {**counts, **sure}


def _at_low(setting: Setting, name: str) -> Scenario:
    return scenario_at(setting.question.scenario, setting.at({name: setting.parameters[name].low}))


def _parameters(setting: Setting) -> pd.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "parameter": name,
            "path": parameter.path,
            "label_ja": parameter.label.ja,
            "label_en": parameter.label.en,
            "unit": setting.leaves[name].unit,
            "low": parameter.low,
            "reference": setting.references[name],
            "high": parameter.high,
            "distribution": parameter.distribution,
            "is_price": is_price(setting.question.scenario, _at_low(setting, name)),
            "source": parameter.source,
            "assumed": parameter.assumed,
        }
        for name, parameter in setting.parameters.items()
    ]
    return table_of("parameters", rows)
