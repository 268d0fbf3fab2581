"""Sessions without a slot: which group, how many, why, and what would cure it."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.errors import ScenarioError
from poolplan.model.explain.wording import several
from poolplan.scenario.clock import clock_of, minutes_of
from poolplan.timetable.calendar import most_visits
from poolplan.timetable.case import Case, Placing
from poolplan.timetable.demand import Unit
from poolplan.timetable.rules import bells_of

REASONS = (
    "too_many_pupils",
    "does_not_fit",
    "too_few_days",
    "too_few_slots",
    "too_few_drivers",
    "too_few_buses",
    "school_limits",
)
"""Why sessions find no slot: the group is larger than any slot takes; its trip fits no slot and bell times; its days
are too few for visits so far apart; the site's slots are too few; the year's drivers are too few; a day's buses are
too few; or the school's own limits stand against it."""
CURES: dict[str, tuple[str, ...]] = {
    "smaller_groups": ("pupils", "most"),
    "nearer_or_later": ("min", "start"),
    "days_in_common": (),
    "more_days": ("days",),
    "more_slots": ("slots", "now"),
    "more_drivers": ("days", "now"),
    "more_buses": ("now",),
    "looser_limits": ("apart", "day", "week"),
}
"""What would cure it, with the names of the numbers that each cure tells; outputs put them into words."""
CALENDAR_CURE = "shorten closures and events, or the distance"
"""What would give a group days enough."""


class Cure(NamedTuple):
    """Why, and what to do."""

    why: str
    """A name of `REASONS`."""
    cure: str
    """A name of `CURES`."""
    numbers: tuple[int | str, ...] = ()
    """The numbers of that cure, in their order."""

    @property
    def told(self) -> str:
        """Names and numbers in one cell.

        >>> Cure("too_few_slots", "more_slots", (1, 3)).told
        'slots=1 now=3'
        """
        return " ".join(f"{name}={number}" for name, number in zip(CURES[self.cure], self.numbers, strict=True))


def unplaced_rows(case: Case, placing: Placing, drivers_short: int = 0) -> Iterator[tuple[object, ...]]:
    """Rows of `Timetable.unplaced`.

    Args:
        case: the year.
        placing: slots found.
        drivers_short: bus-days that the year's drivers are short of for all sessions; 0 where there are enough.
    """
    for unit in case.units:
        for group in unit.groups:
            short = group.visits - min(group.visits, len(placing.get(unit, ())))
            if short:
                found = cure_of(case, unit, drivers_short)
                weeks = "/".join(_weeks(case, unit))
                who = (group.school, group.grade, group.number, group.special, group.site, group.mode)
                yield (*who, short, weeks, found.why, found.cure, found.told, "")


def cure_of(case: Case, unit: Unit, drivers_short: int = 0) -> Cure:
    """Say why a unit is short of sessions, the plainest reason first."""
    return next(_cures(case, unit, drivers_short))


def _cures(case: Case, unit: Unit, drivers_short: int) -> Iterator[Cure]:
    """Yield whatever stands in the way, the plainest first."""
    offer = case.offers[unit.site]
    most = max(slot.pupils_at_most for slot in offer.slots)
    if unit.pupils > most:
        yield Cure("too_many_pupils", "smaller_groups", (unit.pupils, most))
    if not case.chances[unit]:
        yield _fitting(case, unit)
    if days_apart(case, unit) < unit.visits:
        yield Cure("too_few_days", "more_days", (unit.visits - days_apart(case, unit),))
    wanted = sum(other.visits for other in case.units if other.site == unit.site)
    if wanted > offer.usable:
        yield Cure("too_few_slots", "more_slots", (wanted - offer.usable, offer.usable))
    if drivers_short and case.drivers is not None and case.buses(unit):
        yield Cure("too_few_drivers", "more_drivers", (drivers_short, case.drivers))
    if case.chartered_a_day is not None and case.buses(unit):
        yield Cure("too_few_buses", "more_buses", (case.chartered_a_day,))
    limits = case.rules.limits
    numbers = (limits.days_between_visits, limits.sessions_per_day, limits.sessions_per_week)
    yield Cure("school_limits", "looser_limits", numbers)


def _fitting(case: Case, unit: Unit) -> Cure:
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
        return Cure("does_not_fit", "days_in_common")
    return Cure("does_not_fit", "nearer_or_later", (late, clock_of(first.start)))


def days_apart(case: Case, unit: Unit) -> int:
    """Most visits of a unit that its days allow, as far apart as the school wants."""
    return most_visits({slot.day for slot, _ in case.chances[unit]}, case.rules.limits.days_between_visits)


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
            text = f"timetable.calendar: the days of {case.year} allow {several(days, 'visit')} {apart} days apart at "
            problems.append(f"{text}'{site}', and each group needs {unit.visits}; {CALENDAR_CURE}")
    if problems:
        raise ScenarioError(problems)


def _weeks(case: Case, unit: Unit) -> tuple[str, str]:
    weeks = [slot.week for slot in case.offers[unit.site].slots]
    return min(weeks).isoformat(), max(weeks).isoformat()
