"""How many sessions a school needs: grades split into groups that one session can take."""

from collections.abc import Sequence
from typing import NamedTuple

from poolplan.scenario.schema import Mode


class Group(NamedTuple):
    """The groups of one grade: how many, and the pupils in the largest."""

    groups: int
    pupils_per_group: int


def groups_of(pupils_by_grade: Sequence[int], largest_group: int) -> list[Group]:
    """Split each grade into the fewest groups of at most `largest_group` pupils.

    >>> groups_of([110, 0, 81], largest_group=80)
    [Group(groups=2, pupils_per_group=55), Group(groups=2, pupils_per_group=41)]
    """
    split = [(pupils, -(-pupils // largest_group)) for pupils in pupils_by_grade if pupils > 0]
    return [Group(groups, -(-pupils // groups)) for pupils, groups in split]


def sessions_per_year(pupils_by_grade: Sequence[int], mode: Mode) -> int:
    """Return the sessions a school needs in a year, one visit of one group each.

    Fujisawa's case (six grades of 110 pupils, groups of 110, 4 visits) gives 24:

    >>> from types import SimpleNamespace
    >>> sessions_per_year([110] * 6, SimpleNamespace(group_pupils=110, sessions_per_group=4))
    24
    """
    groups = groups_of(pupils_by_grade, mode.group_pupils)
    return sum(group.groups for group in groups) * mode.sessions_per_group


def pupil_visits_per_year(pupils_by_grade: Sequence[int], mode: Mode) -> int:
    """Return the visits of single pupils in a year.

    >>> from types import SimpleNamespace
    >>> pupil_visits_per_year([110] * 6, SimpleNamespace(sessions_per_group=4))
    2640
    """
    return sum(pupils_by_grade) * mode.sessions_per_group
