"""A day of the timetable: its lessons, and the buses that take them one after another."""

from dataclasses import dataclass
from typing import NamedTuple

from poolplan.timetable.demand import Group, Unit
from poolplan.timetable.fit import Window
from poolplan.timetable.supply import Slot


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


def loads(lesson: Lesson, group: Group, buses: int) -> list[Run]:
    """Pupils and escorts spread over the buses of a group, nobody standing."""
    people = group.pupils + group.escorts
    sizes = [people // buses + (bus < people % buses) for bus in range(buses)]
    escorts = [group.escorts // buses + (bus >= buses - group.escorts % buses) for bus in range(buses)]
    return [Run(lesson, group, size - adults, adults) for size, adults in zip(sizes, escorts, strict=True)]
