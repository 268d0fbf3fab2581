"""Buses of a day without a search, for when there is no time left: groups take whichever bus is free soonest."""

from collections import defaultdict
from collections.abc import Sequence

from poolplan.timetable.case import Case
from poolplan.timetable.day import Day, Lesson, Run, loads
from poolplan.timetable.demand import Group
from poolplan.timetable.fit import buses_of

Buses = list[list[Run]]


def as_they_come(case: Case, lessons: Sequence[Lesson]) -> Day | None:
    """Send buses to groups in order of time; None where a group would come too late for its slot."""
    arrivals: dict[Lesson, int] = {}
    buses: Buses = []
    backs: dict[str, list[int]] = defaultdict(lambda: [0] * case.rules.limits.grades_at_once)
    """When each of a school's turns is back."""
    for lesson in sorted(lessons, key=lambda lesson: (lesson.window.earliest, lesson.slot.site, lesson.unit.id)):
        first = max(min(backs[group.school]) + group.minutes for group in lesson.unit.groups)
        arrivals[lesson] = max(first, lesson.window.earliest)
        for group in lesson.unit.groups:
            arrivals[lesson] = max(arrivals[lesson], _board(case, buses, arrivals, lesson, group))
        if arrivals[lesson] > lesson.window.latest:
            return None
        for group in lesson.unit.groups:
            turns = sorted(backs[group.school])
            backs[group.school] = [arrivals[lesson] - group.minutes + case.clock.away(group), *turns[1:]]
    return Day(tuple(tuple(bus) for bus in buses), arrivals)


def _board(case: Case, buses: Buses, arrivals: dict[Lesson, int], lesson: Lesson, group: Group) -> int:
    """Put a group on buses; returns when the last of them can be at the site."""
    arrives = arrivals[lesson]
    for run in loads(lesson, group, buses_of(group, case.seats(group.vehicle))) if group.vehicle else ():
        free = [
            (max(arrives, arrivals[bus[-1].lesson] + case.clock.gap(bus[-1].group, group)), number)
            for number, bus in enumerate(buses)
            if bus[-1].lesson != lesson
            and case.clock.chains((bus[-1].group, bus[-1].lesson.window), (group, lesson.window))
        ]
        soonest, number = min(free, default=(lesson.window.latest + 1, 0))
        if soonest > lesson.window.latest:
            buses.append([run])
        else:
            buses[number].append(run)
            arrives = soonest
    return arrives
