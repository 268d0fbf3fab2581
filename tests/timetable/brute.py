"""Small years by trying everything: every slot for every visit, every way for a bus to go on, no solver."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from poolplan.timetable.case import Case, Placing
from poolplan.timetable.day import Lesson
from poolplan.timetable.demand import Group
from poolplan.timetable.fit import buses_of
from poolplan.timetable.settle import lessons_of
from poolplan.timetable.supply import Slot

Load = tuple[Lesson, Group]
NOON = 12 * 60 + 20


def fewest(case: Case) -> tuple[int, int]:
    """Return sessions left out and bus-days of the best timetable; one group of a school may be away at a time."""
    best = (10**6, 10**6)
    choices = [list(_subsets([slot for slot, _ in case.chances[unit]], unit.visits)) for unit in case.units]
    for slots in product(*choices):
        placing: Placing = dict(zip(case.units, slots, strict=True))
        short = sum(unit.visits - len(placing[unit]) for unit in case.units)
        if short <= best[0] and keeps_rules(case, placing):
            days = [buses(case, lessons) for lessons in lessons_of(case, placing).values()]
            if None not in days:
                best = min(best, (short, sum(number or 0 for number in days)))
    return best


def _subsets(slots: Sequence[Slot], most: int) -> list[tuple[Slot, ...]]:
    found: list[tuple[Slot, ...]] = [()]
    for slot in slots:
        found += [(*some, slot) for some in found if len(some) < most]
    return found


def keeps_rules(case: Case, placing: Placing) -> bool:
    """Whether slots are shared by nobody, visits lie apart and schools send no more than they want in day and week."""
    limits = case.rules.limits
    taken = [slot for slots in placing.values() for slot in slots]
    if len(taken) != len(set(taken)):
        return False
    asked: dict[tuple[str, object], int] = {}
    for unit, slots in placing.items():
        days = sorted(slot.day for slot in slots)
        if any((b - a).days < limits.days_between_visits for a, b in pairwise(days)):
            return False
        for slot in slots:
            for when in (slot.day, slot.week.isoformat()):
                key = (unit.groups[0].school, when)
                asked[key] = asked.get(key, 0) + 1
    return all(
        number <= (limits.sessions_per_week if isinstance(when, str) else limits.sessions_per_day)
        for (_, when), number in asked.items()
    )


def buses(case: Case, lessons: Sequence[Lesson]) -> int | None:
    """Return the fewest buses of a day; None where two groups of a school would be away at once."""
    loads = [
        (lesson, group)
        for lesson in sorted(lessons, key=lambda lesson: lesson.slot.start)
        for group in lesson.unit.groups
        for _ in range(buses_of(group, case.seats(group.vehicle)))
    ]
    counts = [len(loads) - len(links) for links in _links(case, loads, 0, {}) if keeps_times(case, lessons, links)]
    return min(counts, default=None)


def _links(case: Case, loads: Sequence[Load], at: int, links: dict[int, int]) -> Iterator[list[tuple[Load, Load]]]:
    """Yield every way in which buses go on from one load to a later one."""
    if at == len(loads):
        yield [(loads[before], loads[after]) for after, before in links.items()]
        return
    yield from _links(case, loads, at + 1, links)
    for before in range(at):
        one, then = loads[before][0].slot.start, loads[at][0].slot.start
        over_lunch = one < NOON <= then and not case.rules.fleet.chain_over_lunch
        if before not in links.values() and one < then and not over_lunch:
            yield from _links(case, loads, at + 1, {**links, at: before})


def keeps_times(case: Case, lessons: Sequence[Lesson], links: Sequence[tuple[Load, Load]]) -> bool:
    """Whether everybody can be in time when buses go on like this, and a school's groups wait for each other."""
    waits = [(one, then, case.clock.gap(group, other)) for (one, group), (then, other) in links]
    for one, then in product(lessons, repeat=2):
        first, second = one.unit.groups[0], then.unit.groups[0]
        if one != then and first.school == second.school and one.slot.start <= then.slot.start:
            waits.append((one, then, first.minutes + case.clock.visit(first).at_site + second.minutes))
    arrivals = {lesson: lesson.window.earliest for lesson in lessons}
    for _ in range(len(lessons) + 1):
        for one, then, gap in waits:
            arrivals[then] = max(arrivals[then], arrivals[one] + gap)
    return all(arrivals[lesson] <= lesson.window.latest for lesson in lessons)
