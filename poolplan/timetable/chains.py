"""One day's buses: which bus takes which groups one after another, with times that every group keeps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from poolplan.timetable.case import Case
from poolplan.timetable.demand import Group, Unit
from poolplan.timetable.fit import Window, buses_of
from poolplan.timetable.solver import run
from poolplan.timetable.sums import total, weighted
from poolplan.timetable.supply import Slot

BUS_DAY, LATE = 1_000_000, 2_000
"""Fewest buses first, then fewest groups back after lunch, then fewest empty minutes."""


class Lesson(NamedTuple):
    """A visit of a unit on a day."""

    unit: Unit
    slot: Slot
    window: Window


class Run(NamedTuple):
    """A bus load of a group: out and back on the same bus."""

    lesson: Lesson
    group: Group
    pupils: int
    escorts: int


@dataclass(frozen=True)
class Day:
    """The buses of a day: the runs of each in order, and when each lesson's group arrives."""

    buses: tuple[tuple[Run, ...], ...]
    arrivals: dict[Lesson, int]
    """Minutes since midnight."""


def chain(case: Case, lessons: Sequence[Lesson], seconds: float) -> Day:
    """Find the fewest buses that take all lessons of a day."""
    riding = [
        (lesson, group, buses_of(group, case.seats(group.vehicle)))
        for lesson in lessons
        for group in lesson.unit.groups
        if group.vehicle
    ]
    model = cp_model.CpModel()
    arrival = {lesson: model.new_int_var(lesson.window.earliest, lesson.window.latest, "") for lesson in lessons}
    late = total(_is_late(model, lesson, arrival[lesson]) for lesson in lessons if lesson.unit.groups[0].vehicle)
    links = _links(case, model, riding, arrival)
    rides = sum(number for *_, number in riding)
    empty = {
        pair: case.clock.ways.between(riding[pair[0]][1].school, riding[pair[1]][1].school).minutes for pair in links
    }
    costs = weighted((empty[pair] - BUS_DAY, link) for pair, link in links.items())
    model.minimize(BUS_DAY * rides + costs + LATE * late)
    solver = run(model, seconds)
    linked = {pair: solver.value(link) for pair, link in links.items()} if solver else {}
    return Day(_buses(riding, linked), _arrivals(case, lessons, riding, linked))


_Riding = Sequence[tuple[Lesson, Group, int]]


def _is_late(model: cp_model.CpModel, lesson: Lesson, arrival: cp_model.IntVar) -> cp_model.IntVar:
    late = model.new_bool_var("")
    model.add(arrival <= max(lesson.window.prompt, lesson.window.earliest - 1)).only_enforce_if(~late)
    return late


def _links(
    case: Case, model: cp_model.CpModel, riding: _Riding, arrival: dict[Lesson, cp_model.IntVar]
) -> dict[tuple[int, int], cp_model.IntVar]:
    """How many buses go from one group to another; the second arrives late enough for them."""
    links: dict[tuple[int, int], cp_model.IntVar] = {}
    for i, (one, group, number) in enumerate(riding):
        for j, (then, other, wanted) in enumerate(riding):
            if one.slot.start < then.slot.start and case.clock.chains((group, one.window), (other, then.window)):
                link = links[i, j] = model.new_int_var(0, min(number, wanted), "")
                goes = model.new_bool_var("")
                model.add(link == 0).only_enforce_if(~goes)
                gap = case.clock.gap(group, other)
                model.add(arrival[then] >= arrival[one] + gap).only_enforce_if(goes)
    for number, (_, _, buses) in enumerate(riding):
        for end in (0, 1):
            ends = [link for pair, link in links.items() if pair[end] == number]
            if ends:
                model.add(total(ends) <= buses)
    return links


def _buses(riding: _Riding, linked: dict[tuple[int, int], int]) -> tuple[tuple[Run, ...], ...]:
    """The runs of each bus: buses that finish a group go on to the groups they are linked to."""
    waiting: dict[int, list[list[Run]]] = defaultdict(list)
    buses: list[list[Run]] = []
    for number in sorted(range(len(riding)), key=lambda n: (riding[n][0].slot.start, n)):
        lesson, group, wanted = riding[number]
        coming = waiting[number]
        coming += [[] for _ in range(wanted - len(coming))]
        for bus, load in zip(coming, _loads(lesson, group, wanted), strict=True):
            if not bus:
                buses.append(bus)
            bus.append(load)
        going = iter(coming)
        for (one, then), times in sorted(linked.items()):
            if one == number:
                waiting[then] += [next(going) for _ in range(times)]
    return tuple(tuple(bus) for bus in buses)


def _loads(lesson: Lesson, group: Group, buses: int) -> list[Run]:
    """Pupils and escorts spread over the buses of a group, nobody standing."""
    people = group.pupils + group.escorts
    sizes = [people // buses + (bus < people % buses) for bus in range(buses)]
    escorts = [group.escorts // buses + (bus >= buses - group.escorts % buses) for bus in range(buses)]
    return [Run(lesson, group, size - adults, adults) for size, adults in zip(sizes, escorts, strict=True)]


def _arrivals(
    case: Case, lessons: Sequence[Lesson], riding: _Riding, linked: dict[tuple[int, int], int]
) -> dict[Lesson, int]:
    """Everybody arrives as early as the slot and the bus allow."""
    arrivals = {lesson: lesson.window.earliest for lesson in lessons}
    for (one, then), times in sorted(linked.items(), key=lambda item: riding[item[0][1]][0].slot.start):
        if times:
            ready = arrivals[riding[one][0]] + case.clock.gap(riding[one][1], riding[then][1])
            arrivals[riding[then][0]] = max(arrivals[riding[then][0]], ready)
    return arrivals
