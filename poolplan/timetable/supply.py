"""When places with water take schools: the slots of a year, by date, start and room."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from poolplan.errors import ScenarioError
from poolplan.network.options import Network
from poolplan.network.places import Site
from poolplan.scenario.clock import clock_of, minutes_of
from poolplan.scenario.lessons import TimetableRules, WeekPattern
from poolplan.timetable.calendar import open_days, reserve_days, school_days
from poolplan.timetable.demand import Unit
from poolplan.timetable.rules import pattern_of, pupils_at_most, rules_of


class Slot(NamedTuple):
    """A span of time at a site in which groups change, swim and change."""

    site: str
    day: date
    start: int
    """Minutes since midnight."""
    end: int
    lanes: int
    pupils_at_most: int
    exclusive: bool
    reserve: bool
    """Kept free for lessons that rain cancels."""

    @property
    def week(self) -> date:
        """The Monday of its week."""
        return date.fromordinal(self.day.toordinal() - self.day.weekday())


class Offer(NamedTuple):
    """What a site offers schools in a year."""

    site: Site
    pattern: WeekPattern
    slots: tuple[Slot, ...]
    """In order of time, reserve days included."""
    per_week: int
    """Slots taken in a week, at most: what the city's table says."""
    per_year: int
    """Slots taken in a year, at most: what the city's table says the site gives schools."""

    @property
    def usable(self) -> int:
        """Slots that schools can take in the year: of those the calendar leaves, as many as the site gives."""
        by_week: dict[date, int] = {}
        for slot in self.slots:
            if not slot.reserve:
                by_week[slot.week] = by_week.get(slot.week, 0) + 1
        return min(self.per_year, sum(min(self.per_week, number) for number in by_week.values()))

    def lanes_of(self, pupils: int) -> int:
        """Lanes that a group takes: all of them where a slot is one group's alone."""
        if self.pattern.shared_by == "group":
            return self.site.lanes
        return min(self.site.lanes, -(-pupils // self.pattern.pupils_per_lane))


def offers_of(network: Network, units: Iterable[Unit], year: int) -> dict[str, Offer]:
    """Slots of every site where units swim, on days on which at least one school has lessons.

    Raises:
        ScenarioError: sites without a pattern or without an open day, all together.
    """
    rules = rules_of(network.scenario)
    problems: list[str] = []
    modes: dict[str, set[str]] = {}
    for unit in units:
        modes.setdefault(unit.site, set()).add(unit.groups[0].mode)
    lessons = _lesson_days(network, rules, year)
    offers: dict[str, Offer] = {}
    for name, used in sorted(modes.items()):
        most = max(network.scenario.modes[mode].group_pupils for mode in used)
        try:
            offers[name] = _offer(network.places.sites[name], rules, lessons, most, year)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(sorted(set(problems)))
    return offers


def _lesson_days(network: Network, rules: TimetableRules, year: int) -> frozenset[date]:
    """Days on which any school has lessons."""
    schools = network.places.schools.values()
    return frozenset().union(*(school_days(rules.calendar, year, school) for school in schools))


def _days(site: Site, rules: TimetableRules, lessons: frozenset[date], year: int) -> tuple[WeekPattern, list[date]]:
    """When a site takes schools, and the days of the year on which it does."""
    where, pattern = pattern_of(rules, site)
    days = [day for day in open_days(pattern, year) if day in lessons]
    if not days:
        text = f"{where}.season: no day of {year} is open both here and at a school (terms, holidays, events); "
        raise ScenarioError([f"{text}lengthen the season or the terms"])
    return pattern, days


def _offer(site: Site, rules: TimetableRules, lessons: frozenset[date], group_pupils: int, year: int) -> Offer:
    pattern, days = _days(site, rules, lessons, year)
    reserve = reserve_days(days, pattern, site)
    room = (site.lanes, pupils_at_most(rules, site, group_pupils))
    slots = tuple(
        Slot(site.id, day, start, start + pattern.slot_min, *room, pattern.shared_by == "group", day in reserve)
        for day in days
        for start in sorted(minutes_of(clock) for clock in pattern.starts)
    )
    a_day = len(pattern.starts) * len(pattern.weekdays)
    per_week = a_day if site.slots_per_week is None else int(site.slots_per_week + 1e-9)
    return Offer(site, pattern, slots, min(per_week, a_day), site.capacity_slots)


def named(slot: Slot) -> str:
    """A slot as messages name it.

    >>> named(Slot("club", date(2024, 5, 14), 555, 645, 6, 80, True, False))
    'club 2024-05-14 09:15'
    """
    return f"{slot.site} {slot.day.isoformat()} {clock_of(slot.start)}"
