"""Whether everybody swims as often as the plan promises, where it says, in the groups it counts."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from poolplan.timetable.check.case import Assignment, Case
from poolplan.timetable.check.registry import Complaint, checked

GroupKey = tuple[str, int, int, bool]
"""School, grade, number and whether it has special needs."""


class Due(NamedTuple):
    """A group that the plan and the scenario call for."""

    assignment: Assignment
    pupils: int
    is_special: bool


def _due(case: Case) -> dict[GroupKey, Due]:
    """Return every group that the plan and the scenario call for."""
    found: dict[GroupKey, Due] = {}
    for row in case.assignments:
        for grade, sizes in _sizes(case, row):
            for number, pupils in enumerate(sizes, start=1):
                found[row.school, grade, number, False] = Due(row, pupils, is_special=False)
        special = case.rules.groups.special.get(row.school)
        if special and row.grade in (0, 1):
            found[row.school, 1, 1, True] = Due(row, special.pupils, is_special=True)
    return found


def _sizes(case: Case, row: Assignment) -> Iterator[tuple[int, list[int]]]:
    """Yield grades, joined as far as the scenario lets them, each with the sizes of its groups."""
    largest = case.scenario.modes[row.mode].group_pupils
    grouping = case.rules.groups
    limit = min(grouping.join_grades_up_to, largest, case.room(row.site, largest))
    every = case.places.pupils[row.school, case.year]
    classes = case.places.classes.get((row.school, case.year), ())
    grades = [row.grade] if row.grade else list(range(1, len(every) + 1))
    blocks: list[list[int]] = []
    for grade in grades:
        together = sum(every[g - 1] for g in blocks[-1]) + every[grade - 1] if blocks else limit + 1
        if together <= limit:
            blocks[-1].append(grade)
        else:
            blocks.append([grade])
    for block in blocks:
        pupils = sum(every[g - 1] for g in block)
        known = sum(classes[g - 1] for g in block) if grouping.classes_stay_whole and len(classes) >= block[-1] else 0
        if pupils:
            yield block[0], _split(pupils, largest, known)


def _split(pupils: int, largest: int, classes: int) -> list[int]:
    """Return the sizes of groups: as few and as even as can be, or of whole classes as long as these fit."""
    parts = classes if classes and -(-pupils // classes) <= largest else -(-pupils // largest)
    sizes = [pupils // parts] * parts
    for place in range(pupils % parts):
        sizes[place] += 1
    if parts != classes:
        return sizes
    at_once = largest // sizes[0]
    return [sum(sizes[start : start + at_once]) for start in range(0, parts, at_once)]


@checked
def every_group_swims_as_often_as_planned(case: Case) -> Iterator[Complaint]:
    """Each group has its visits, or they are listed as unplaced; no other group swims."""
    due = _due(case)
    told = Counter((row.school, row.grade, row.group, row.special) for row in case.files.sessions)
    for row in case.files.sessions:
        if (row.school, row.grade, row.group, row.special) not in due:
            yield row.session, "no such group swims at a shared site in the plan"
    for key in sorted({*due, *told, *case.short}):
        short = case.short[key].sessions_short if key in case.short else 0
        planned = _visits(case, due, key) if key in due else 0
        if told[key] + short != planned:
            text = f"{told[key]} sessions placed and {short} unplaced; the plan promises {planned}"
            yield _named(key), text


def _visits(case: Case, due: dict[GroupKey, Due], key: GroupKey) -> int:
    """Visits that the plan promises a group."""
    visits = case.scenario.modes[due[key].assignment.mode].sessions_per_group
    return visits if due[key].is_special else max(0, visits - _fewer(due, key))


def _fewer(due: dict[GroupKey, Due], key: GroupKey) -> int:
    """Visits that a group goes without because the plan leaves them out: the last groups first."""
    row = due[key].assignment
    same = [other for other, group in due.items() if group.assignment == row and not group.is_special]
    each, rest = divmod(row.unmet, len(same))
    return each + (same.index(key) >= len(same) - rest)


def _named(key: GroupKey) -> str:
    return f"{key[0]} grade {key[1]} {'special-needs ' if key[3] else ''}group {key[2]}"


@checked
def groups_are_as_large_as_planned(case: Case) -> Iterator[Complaint]:
    """A group has the pupils that the plan's numbers give it."""
    due = _due(case)
    for row in case.files.sessions:
        group = due.get((row.school, row.grade, row.group, row.special))
        if group and row.pupils != group.pupils:
            yield row.session, f"{row.pupils} pupils; the plan's numbers give {group.pupils}"


@checked
def sessions_are_where_the_plan_sends_them(case: Case) -> Iterator[Complaint]:
    """A session is held at the site, in the mode and by the way of travelling that the plan says."""
    due = _due(case)
    for row in case.files.sessions:
        group = due.get((row.school, row.grade, row.group, row.special))
        said = (row.site, row.mode, row.travel_by)
        if group and said != group.assignment[2:5]:
            yield row.session, f"{', '.join(said)}; the plan says {', '.join(group.assignment[2:5])}"


@checked
def visits_are_counted_in_order(case: Case) -> Iterator[Complaint]:
    """Visits of a group are numbered 1, 2, ... in order of date."""
    for rows in case.sessions_of.values():
        for number, row in enumerate(rows, start=1):
            if row.visit != number:
                yield row.session, f"visit {row.visit} is number {number} by its date {row.date}"


@checked
def unplaced_sessions_say_what_is_missing(case: Case) -> Iterator[Complaint]:
    """What found no place names a number of sessions, a reason and a cure."""
    for row in case.files.unplaced:
        if row.sessions_short < 1 or not row.why or not row.cure:
            yield (
                _named((row.school, row.grade, row.group, row.special)),
                f"{row.sessions_short} short, '{row.why}', '{row.cure}'",
            )
