"""Sessions without a slot: which group, how many, why, and what would cure it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from poolplan.errors import ScenarioError
from poolplan.scenario.clock import clock_of, minutes_of
from poolplan.timetable.case import Case, Placing
from poolplan.timetable.demand import Unit
from poolplan.timetable.rules import bells_of

REASONS = ("too_many_pupils", "does_not_fit", "too_few_days", "too_few_slots", "too_few_buses", "school_limits")
"""Why sessions find no slot: the group is larger than any slot takes; its trip fits no slot and bell times; its days
are too few for visits so far apart; the site's slots are too few; a day's buses are too few; or the school's own
limits stand against it."""


class Cure(NamedTuple):
    """Why, and what to do."""

    why: str
    cure: str


def unplaced_rows(case: Case, placing: Placing) -> Iterator[tuple[object, ...]]:
    """Rows of `Timetable.unplaced`."""
    for unit in case.units:
        for group in unit.groups:
            short = group.visits - min(group.visits, len(placing.get(unit, ())))
            if short:
                why, cure = cure_of(case, unit)
                weeks = "/".join(_weeks(case, unit))
                yield group.school, group.grade, group.number, group.site, group.mode, short, weeks, why, cure


def cure_of(case: Case, unit: Unit) -> Cure:
    """Say why a unit is short of sessions, the plainest reason first."""
    offer, chances = case.offers[unit.site], case.chances[unit]
    most = max(slot.pupils_at_most for slot in offer.slots)
    if unit.pupils > most:
        return Cure("too_many_pupils", f"smaller groups, or staff for {unit.pupils} pupils (a slot takes {most})")
    if not chances:
        return Cure("does_not_fit", _fitting(case, unit))
    if days_apart(case, unit) < unit.visits:
        return Cure("too_few_days", f"{unit.visits - days_apart(case, unit)} more open days of '{unit.site}', apart")
    wanted = sum(other.visits for other in case.units if other.site == unit.site)
    if wanted > offer.usable:
        return Cure("too_few_slots", f"{wanted - offer.usable} more slots a year at '{unit.site}' ({offer.usable} now)")
    if case.buses_a_day is not None and case.buses(unit):
        return Cure(
            "too_few_buses", f"more than {case.buses_a_day} buses on a day, or more days on which sites are open"
        )
    limits = case.rules.limits
    return Cure(
        "school_limits",
        f"visits less than {limits.days_between_visits} days apart, or more than {limits.sessions_per_day} sessions a "
        f"day or {limits.sessions_per_week} a week of the school; or a few slots more at '{unit.site}'",
    )


def _fitting(case: Case, unit: Unit) -> str:
    """What would let a trip fit the first slot of the day."""
    first = min(case.offers[unit.site].slots, key=lambda slot: slot.start)
    late = 0
    for group in unit.groups:
        bells = bells_of(case.rules, case.network.places.schools[group.school])
        ready = minutes_of(bells.board_from) + case.clock.boarding(group) + group.minutes
        latest = first.end - case.clock.visit(group).at_site
        back = max(ready, first.start) + case.clock.visit(group).at_site + group.minutes + case.clock.boarding(group)
        late = max(late, ready - latest, back - minutes_of(bells.lunch) - bells.lunch_wait_min)
    if late <= 0:
        return f"days on which '{unit.site}' is open and the school may swim"
    start = clock_of(first.start)
    return f"a slot {late} minutes later than {start}, boarding {late} minutes earlier, or a site that much nearer"


def days_apart(case: Case, unit: Unit) -> int:
    """Most visits of a unit that its days allow, as far apart as the school wants."""
    apart, visits, free_from = timedelta(days=case.rules.limits.days_between_visits), 0, date.min
    for day in sorted({slot.day for slot, _ in case.chances[unit]}):
        if day >= free_from:
            visits, free_from = visits + 1, day + apart
    return visits


def check_days(case: Case) -> None:
    """Refuse a calendar that leaves a site too few days for any of its groups.

    Raises:
        ScenarioError: one sentence for each such site.
    """
    problems = []
    for site in case.offers:
        units = [unit for unit in case.units if unit.site == site and unit.visits]
        possible = {unit: days_apart(case, unit) for unit in units if case.chances[unit]}
        if possible and all(days < unit.visits for unit, days in possible.items()):
            unit = max(possible, key=lambda unit: possible[unit])
            days, apart = possible[unit], case.rules.limits.days_between_visits
            text = f"timetable.calendar: the days of {case.year} allow {days} visits {apart} days apart at '{site}', "
            problems.append(f"{text}and each group needs {unit.visits}; shorten closures and events, or the distance")
    if problems:
        raise ScenarioError(problems)


def _weeks(case: Case, unit: Unit) -> tuple[str, str]:
    weeks = [slot.week for slot in case.offers[unit.site].slots]
    return min(weeks).isoformat(), max(weeks).isoformat()
