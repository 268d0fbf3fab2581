"""Which of the sessions that found a slot keep it: every day has its buses and times, and the year its drivers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from poolplan.timetable.case import Case, Placing
from poolplan.timetable.chains import chain
from poolplan.timetable.day import Day, Lesson
from poolplan.timetable.demand import Unit
from poolplan.timetable.fleet import CHARTER, hires_of
from poolplan.timetable.supply import Slot


class Settled(NamedTuple):
    """A year that can be lived through."""

    placing: Placing
    days: dict[date, Day]
    lost: int
    """Sessions that had a slot and gave it up: too few buses of a day, drivers of the year, or times for a school."""
    drivers_short: int
    """Bus-days that the year's drivers are short of for the sessions given up."""


def settle(case: Case, placing: Placing) -> Settled:
    """Find the buses of every day; the last sessions of days that need more than there is are left out."""
    days = {day: day_of(case, lessons) for day, lessons in lessons_of(case, placing).items()}
    drivers_short = 0
    if case.drivers is not None:
        drivers_short = max(0, chartered(case, days.values()) - case.drivers)
        days = _within_drivers(case, days, case.drivers)
    kept = {(lesson.unit, lesson.slot) for day in days.values() for lesson in day.arrivals}
    found = {unit: tuple(slot for slot in slots if (unit, slot) in kept) for unit, slots in placing.items()}
    lost = sum(unit.sessions * (len(slots) - len(found[unit])) for unit, slots in placing.items())
    return Settled(found, {day: buses for day, buses in days.items() if buses.arrivals}, lost, drivers_short)


def lessons_of(case: Case, placing: Placing) -> dict[date, list[Lesson]]:
    """Visits by day, in order of slot, site and unit."""
    by_day: dict[date, list[Lesson]] = defaultdict(list)
    for unit, slots in placing.items():
        for slot in slots:
            by_day[slot.day].append(lesson_of(case, unit, slot))
    return {
        day: sorted(by_day[day], key=lambda at: (at.slot.start, at.slot.site, at.unit.id)) for day in sorted(by_day)
    }


def lesson_of(case: Case, unit: Unit, slot: Slot) -> Lesson:
    """A visit of a unit to a slot that it may take."""
    return Lesson(unit, slot, case.window(unit, slot))


def day_of(case: Case, lessons: Sequence[Lesson]) -> Day:
    """The buses of a day, of as many of its lessons as can be."""
    left = list(lessons)
    while True:
        day = chain(case, left)
        if day is not None and has_buses(case, day):
            return day
        left.remove(_given_up(case, left, is_for_want_of_buses=day is not None))


def _given_up(case: Case, lessons: Iterable[Lesson], *, is_for_want_of_buses: bool) -> Lesson:
    """The lesson that a day gives up: the last one that rides, or the last one of a school that has several."""
    schools = Counter(group.school for lesson in lessons for group in lesson.unit.groups)
    crowded = {school for school, number in schools.items() if number > case.rules.limits.grades_at_once}
    asked = (
        lesson
        for lesson in lessons
        if (
            case.buses(lesson.unit)
            if is_for_want_of_buses
            else any(group.school in crowded for group in lesson.unit.groups)
        )
    )
    return max(asked, key=lambda lesson: (lesson.slot.start, case.buses(lesson.unit)))


def has_buses(case: Case, day: Day) -> bool:
    """Whether there are so many buses of every class, and in all."""
    fleet = case.rules.fleet
    if not fleet.vehicles and fleet.bus_days_per_day is None:
        return True
    classes = Counter(hire.bus_class for hire in hires_of(case, day) if hire.owner == CHARTER)
    there = fleet.bus_days_per_day is None or classes.total() <= fleet.bus_days_per_day
    return there and all(classes[name] <= most for name, most in fleet.vehicles.items())


def chartered(case: Case, days: Iterable[Day]) -> int:
    """Chartered bus-days."""
    if not case.rules.fleet.own:
        return sum(len(day.buses) for day in days)
    return sum(hire.owner == CHARTER for day in days for hire in hires_of(case, day))


class _Offer(NamedTuple):
    """Lessons whose buses a day could do without."""

    sessions_per_bus: float
    lessons: frozenset[Lesson]


def _within_drivers(case: Case, days: Mapping[date, Day], most: int) -> dict[date, Day]:
    """Give up the buses that take fewest sessions, until the year's drivers are enough."""
    left, changed = dict(days), set[date]()
    while (over := chartered(case, left.values()) - most) > 0:
        offers = {day: offer for day in left if (offer := _least_used(case, left[day])) is not None}
        least = min(offer.sessions_per_bus for offer in offers.values())
        for day in [day for day in sorted(offers) if offers[day].sessions_per_bus <= least][-over:]:
            left[day] = _without(left[day], offers[day].lessons)
            changed.add(day)
    return {day: day_of(case, list(left[day].arrivals)) if day in changed else left[day] for day in left}


def _least_used(case: Case, day: Day) -> _Offer | None:
    """The lessons on the chartered bus that takes fewest sessions for each bus that their absence sets free."""
    hires = hires_of(case, day)
    offers = []
    for bus, hire in zip(day.buses, hires, strict=True):
        if hire.owner == CHARTER:
            gone = frozenset(run.lesson for run in bus)
            free = sum(all(run.lesson in gone for run in other) for other in day.buses)
            offers.append(_Offer(sum(len(lesson.unit.groups) for lesson in gone) / free, gone))
    return min(offers, key=lambda offer: offer.sessions_per_bus, default=None)


def _without(day: Day, gone: frozenset[Lesson]) -> Day:
    """The day without some lessons, everybody else on the same bus."""
    buses = (tuple(run for run in bus if run.lesson not in gone) for bus in day.buses)
    arrivals = {lesson: at for lesson, at in day.arrivals.items() if lesson not in gone}
    return Day(tuple(bus for bus in buses if bus), arrivals)
