"""How many groups of a school are away at once: a group is away from leaving its school to being back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ortools.sat.python import cp_model

from poolplan.timetable.case import Case
from poolplan.timetable.day import Lesson
from poolplan.timetable.demand import Group


def at_home(
    case: Case, model: cp_model.CpModel, lessons: Sequence[Lesson], arrival: Mapping[Lesson, cp_model.IntVar]
) -> None:
    """No more groups of a school are away at once than it puts up with."""
    most = case.rules.limits.grades_at_once
    for there in _who_may_meet(case, lessons):
        spans = [
            model.new_fixed_size_interval_var(arrival[lesson] - group.minutes, case.clock.away(group), "")
            for lesson, group in there
        ]
        model.add_cumulative(spans, [1] * len(spans), most)


def in_turn(case: Case, arrivals: Mapping[Lesson, int]) -> Iterator[tuple[Lesson, Lesson, int]]:
    """Pairs of lessons of a school of which the second waits for the first, and the minutes between their arrivals.

    Groups wait in as many turns as may be away at once; arrivals that keep the limit keep every pair.
    """
    most = case.rules.limits.grades_at_once
    for there in _who_may_meet(case, list(arrivals)):
        turns: list[list[tuple[Lesson, Group]]] = [[] for _ in range(most)]
        for lesson, group in sorted(there, key=lambda pair: arrivals[pair[0]] - pair[1].minutes):
            leaves = arrivals[lesson] - group.minutes
            turn = next(turn for turn in turns if not turn or _back(case, arrivals, *turn[-1]) <= leaves)
            if turn:
                before, other = turn[-1]
                yield before, lesson, case.clock.away(other) - other.minutes + group.minutes
            turn.append((lesson, group))


def _back(case: Case, arrivals: Mapping[Lesson, int], lesson: Lesson, group: Group) -> int:
    return arrivals[lesson] - group.minutes + case.clock.away(group)


def _who_may_meet(case: Case, lessons: Sequence[Lesson]) -> Iterator[list[tuple[Lesson, Group]]]:
    """Lessons of each school that might keep more groups away at once than it wants."""
    found: dict[str, list[tuple[Lesson, Group]]] = defaultdict(list)
    for lesson in lessons:
        for group in lesson.unit.groups:
            found[group.school].append((lesson, group))
    for there in found.values():
        spans = [(lesson.window.earliest - g.minutes, lesson.window.latest - g.minutes, g) for lesson, g in there]
        if any(
            sum(other <= first < last + case.clock.away(group) for other, last, group in spans)
            > case.rules.limits.grades_at_once
            for first, _, _ in spans
        ):
            yield there
