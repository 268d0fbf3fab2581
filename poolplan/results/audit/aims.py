"""The aims of the objective: their values worked out from the tables, and the bounds they must keep."""

from collections.abc import Iterator

from poolplan.results.audit.facts import Case, Lesson
from poolplan.results.audit.proof import present_value_yen
from poolplan.results.audit.registry import Complaint, audited

TOLERANCE_SHARE = 1e-5
"""Share of a value: sums of many numbers, and the solvers' own tolerance."""


def aim_value(case: Case, aim: str) -> float:
    """Value of an aim, in its own unit, from the assignments and the ledger."""
    objective = case.scenario.objective
    if aim == "weighted":
        return sum(weight * aim_value(case, name) for name, weight in objective.weights.items()) if objective else 0.0
    if aim == "cost":
        return present_value_yen(case)
    if aim == "worst_minutes":
        return max((lesson.minutes for lesson in case.lessons.values()), default=0.0)
    each = {"lost_water_minutes": _lost_min, "travel_minutes": _travel_min}[aim]
    return sum(
        each(case, lesson) * sum(case.pupils(lesson.school, lesson.year, lesson.grade))
        for lesson in case.lessons.values()
    )


def _lost_min(case: Case, lesson: Lesson) -> float:
    """Minutes that each pupil misses of a full programme."""
    objective, own = case.scenario.objective, case.scenario.modes[case.own_mode]
    full = own.sessions_per_group * own.water_min_per_session
    if objective and objective.full_water_min is not None:
        full = objective.full_water_min
    mode = case.scenario.modes[lesson.mode]
    return max(0.0, full - mode.sessions_per_group * mode.water_min_per_session * mode.delivered_share)


def _travel_min(case: Case, lesson: Lesson) -> float:
    """Minutes that each pupil spends on the way, there and back, in all visits of a year."""
    return case.scenario.modes[lesson.mode].sessions_per_group * 2 * lesson.minutes


@audited
def aims_are_what_the_tables_say(case: Case) -> Iterator[Complaint]:
    """The value of each aim follows from the tables, and its least is not above it."""
    for found in case.plan.proof.aims:
        value = aim_value(case, found.aim)
        if not abs(found.value - value) <= TOLERANCE_SHARE * max(1.0, abs(value)):
            yield found.aim, f"{found.value:,.6g} {found.unit}; the tables give {value:,.6g}"
        if not found.least <= found.value + TOLERANCE_SHARE * max(1.0, abs(value)):
            yield found.aim, f"least {found.least:,.6g} above the plan's {found.value:,.6g} {found.unit}"


@audited
def aims_keep_their_bounds(case: Case) -> Iterator[Complaint]:
    """No aim exceeds what the objective allows."""
    objective = case.scenario.objective
    for aim, most in objective.at_most.items() if objective else ():
        value = aim_value(case, aim)
        if value > most + TOLERANCE_SHARE * max(1.0, abs(most)):
            yield aim, f"{value:,.6g}; at most {most:,.6g}"


@audited
def aims_are_those_asked_for(case: Case) -> Iterator[Complaint]:
    """The proof names the aims of the objective, in its order, and none where cost alone decides."""
    objective = case.scenario.objective
    asked = tuple(objective.order or ("weighted",)) if objective else ()
    named = tuple(found.aim for found in case.plan.proof.aims)
    if named != asked:
        yield "proof", f"aims {', '.join(named) or 'none'}; asked for {', '.join(asked) or 'none'}"
