"""One day's buses: which bus takes which groups one after another, with times that every group keeps."""

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from poolplan.timetable.at_home import at_home, in_turn
from poolplan.timetable.case import Case
from poolplan.timetable.day import Day, Lesson, Run, loads
from poolplan.timetable.demand import Group
from poolplan.timetable.fit import buses_of
from poolplan.timetable.rush import as_they_come
from poolplan.timetable.solver import run
from poolplan.timetable.sums import total, weighted

DAY_SECONDS = 10.0
BUS_DAY, LATE = 1_000_000, 2_000
"""Fewest buses first, then fewest groups back after lunch, then fewest empty minutes."""
_Riding = Sequence[tuple[Lesson, Group, int]]
"""Groups that ride, each with the buses it fills."""


def chain(case: Case, lessons: Sequence[Lesson]) -> Day | None:
    """Find the fewest buses that take all lessons of a day, no more groups of a school away at once than it wants.

    None where no times of arrival keep that limit. Where patience has ended, buses take groups as they come.
    """
    riding = riding_of(case, lessons)
    model = cp_model.CpModel()
    arrival = {lesson: model.new_int_var(lesson.window.earliest, lesson.window.latest, "") for lesson in lessons}
    at_home(case, model, lessons, arrival)
    late = total(_is_late(model, lesson, arrival[lesson]) for lesson in lessons if lesson.unit.groups[0].vehicle)
    links = _links(case, model, riding, arrival)
    rides = sum(number for *_, number in riding)
    empty = {
        pair: case.clock.ways.between(riding[pair[0]][1].school, riding[pair[1]][1].school).minutes for pair in links
    }
    costs = weighted((empty[pair] - BUS_DAY, link) for pair, link in links.items())
    model.minimize(BUS_DAY * rides + costs + LATE * late)
    solver = run(case.patience, model, DAY_SECONDS)
    if solver is None:
        return as_they_come(case, lessons) if case.patience.is_over else None
    linked = {pair: solver.value(link) for pair, link in links.items() if solver.value(link)}
    found = {lesson: solver.value(at) for lesson, at in arrival.items()}
    return Day(_buses(riding, linked), _arrivals(case, found, riding, linked))


def riding_of(case: Case, lessons: Sequence[Lesson]) -> _Riding:
    """Groups of a day that ride."""
    return [
        (lesson, group, buses_of(group, case.seats(group.vehicle)))
        for lesson in lessons
        for group in lesson.unit.groups
        if group.vehicle
    ]


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
        for bus, load in zip(coming, loads(lesson, group, wanted), strict=True):
            if not bus:
                buses.append(bus)
            bus.append(load)
        going = iter(coming)
        for (one, then), times in sorted(linked.items()):
            if one == number:
                waiting[then] += [next(going) for _ in range(times)]
    return tuple(tuple(bus) for bus in buses)


def _arrivals(
    case: Case, found: dict[Lesson, int], riding: _Riding, linked: dict[tuple[int, int], int]
) -> dict[Lesson, int]:
    """Everybody arrives as early as the slot, the bus and the school's other groups allow, in the order found."""
    waits: dict[Lesson, list[tuple[Lesson, int]]] = defaultdict(list)
    for one, then in linked:
        waits[riding[then][0]].append((riding[one][0], case.clock.gap(riding[one][1], riding[then][1])))
    for before, lesson, minutes in in_turn(case, found):
        waits[lesson].append((before, minutes))
    arrivals: dict[Lesson, int] = {}
    for lesson in sorted(found, key=lambda lesson: found[lesson]):
        ready = [arrivals[before] + minutes for before, minutes in waits[lesson]]
        arrivals[lesson] = max([lesson.window.earliest, *ready])
    return arrivals
