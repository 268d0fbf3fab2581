"""Sessions a school needs, counted on the fingers."""

import pytest

from poolplan.network.demand import Group, groups_of, pupil_visits_per_year, sessions_per_year
from poolplan.scenario.schema import Mode
from tests.world_parts import tiny_scenario

CLUB = tiny_scenario(range(2025, 2026)).modes["commission"]
"""Groups of at most 40, two visits each."""


def mode(group_pupils: int, sessions_per_group: int) -> Mode:
    """Return the club's mode with another size of group and number of visits."""
    return CLUB.model_copy(update={"group_pupils": group_pupils, "sessions_per_group": sessions_per_group})


@pytest.mark.parametrize(
    ("pupils", "expected"), [(1, Group(1, 1)), (40, Group(1, 40)), (41, Group(2, 21)), (80, Group(2, 40))]
)
def test_a_grade_is_split_only_when_it_exceeds_the_largest_group(pupils: int, expected: Group) -> None:
    """Groups of at most 40: 40 pupils are one group; 41 are two, the larger of 21."""
    assert groups_of([pupils], 40) == [expected]


@pytest.mark.parametrize("largest", [1, 7, 40])
def test_groups_are_the_fewest_that_hold_everybody(largest: int) -> None:
    """For every grade of 1 to 130: all find a place, no group is too large, and one group fewer would not do."""
    for pupils in range(1, 131):
        (group,) = groups_of([pupils], largest)
        assert group.pupils_per_group <= largest
        assert group.groups * group.pupils_per_group >= pupils
        assert (group.groups - 1) * largest < pupils


def test_grades_are_never_mixed() -> None:
    """Six grades of 5 would fit in one group of 40, but make six: 6 x 2 visits = 12 sessions."""
    assert groups_of([5] * 6, 40) == [Group(1, 5)] * 6
    assert sessions_per_year([5] * 6, CLUB) == 12


def test_a_grade_without_pupils_needs_no_session() -> None:
    """Grades of 30, 0 and 10: two groups x 2 visits = 4 sessions; no pupils at all: none."""
    assert sessions_per_year([30, 0, 10], CLUB) == 4
    assert sessions_per_year([0] * 6, CLUB) == 0
    assert sessions_per_year([], CLUB) == 0


def test_sessions_count_groups_while_visits_count_pupils() -> None:
    """Grades of 41 and 20: (2 + 1) groups x 2 = 6 sessions, but 61 x 2 = 122 visits of single pupils."""
    assert sessions_per_year([41, 20], CLUB) == 6
    assert pupil_visits_per_year([41, 20], CLUB) == 122


def test_fujisawa_needs_24_sessions_and_2640_visits() -> None:
    """Published for 2023: six grades of 110, one group each, 4 visits: 24 sessions; entry 2,640 x 200 = 528,000 yen."""
    fujisawa = mode(group_pupils=110, sessions_per_group=4)
    assert sessions_per_year([110] * 6, fujisawa) == 24
    assert pupil_visits_per_year([110] * 6, fujisawa) * 200 == 528_000
