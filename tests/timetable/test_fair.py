"""What schools do not welcome is shared, and buses, sessions and regularity stay as they are."""

from typing import Any

import pandas as pd
import pytest

from poolplan.timetable.burdens import Burden, burdens
from poolplan.timetable.case import Case, Placing, case_of
from poolplan.timetable.fair import share_burdens
from poolplan.timetable.settle import Settled, chartered, settle
from poolplan.timetable.unwelcome import unwelcome
from tests.timetable.small_years import YEAR, small_plan

FAR_AND_NEAR = {"hill": ("club", 19.0, (30,)), "lake": ("club", 5.0, (30,))}


def settled(case: Case, starts: dict[str, tuple[tuple[int, int], ...]]) -> Settled:
    """Return a year in which each school's group takes the slots named by day of the year's and start."""
    days = sorted(case.open_days)
    placing: Placing = {}
    for unit in case.units:
        wanted = [(days[day], start) for day, start in starts[unit.groups[0].school]]
        placing[unit] = tuple(slot for slot, _ in case.chances[unit] if (slot.day, slot.start) in wanted)
        assert len(placing[unit]) == len(wanted)
    return settle(case, placing)


def disliked(case: Case, year: Settled) -> dict[str, int]:
    """Return unwelcome visits by school."""
    found = dict.fromkeys(sorted(unit.groups[0].school for unit in case.units), 0)
    for day in year.days.values():
        for lesson, arrival in day.arrivals.items():
            (group,) = lesson.unit.groups
            found[group.school] += any(unwelcome(case, lesson, group, arrival))
    return found


FIRST, SECOND = 9 * 60 + 15, 10 * 60 + 55


def test_the_far_school_gets_the_early_slots() -> None:
    """Hill, 19 minutes away, is back from the second slot at 12:24, after lunch has begun; lake, 5 minutes, at 12:10.

    Hill has both second slots and lake both first ones, on two days and two buses. After an exchange nobody is late.
    """
    case = case_of(small_plan(FAR_AND_NEAR, {}), YEAR)
    before = settled(case, {"hill": ((0, SECOND), (2, SECOND)), "lake": ((0, FIRST), (2, FIRST))})
    after = share_burdens(case, before)
    assert disliked(case, before) == {"hill": 2, "lake": 0}
    assert disliked(case, after) == {"hill": 0, "lake": 0}
    assert chartered(case, after.days.values()) == chartered(case, before.days.values()) == 2
    assert {slot.day for slots in after.placing.values() for slot in slots} == set(before.days)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"hill": 0, "lake": 0}),
        ({"limits.weekdays_by_school": {"hill": ("tue",), "lake": ("tue",)}}, {"hill": 2, "lake": 0}),
    ],
)
def test_preferred_weekdays_count_too(changes: dict[str, Any], expected: dict[str, int]) -> None:
    """Hill prefers Tuesdays and lake Mondays, and each has the other's days: they exchange.

    Where both prefer Tuesdays, one of them is worse off in any case: nothing is gained by an exchange.
    """
    wishes = {"limits.weekdays_by_school": {"hill": ("tue",), "lake": ("mon",)}, "limits.days_between_visits": 7}
    plan = small_plan(FAR_AND_NEAR, {**wishes, "patterns.club.starts": ("09:15",), **changes})
    case = case_of(plan, YEAR)
    mondays, tuesdays = ((0, FIRST), (3, FIRST)), ((1, FIRST), (4, FIRST))
    first, *_, last = sorted(case.open_days)
    assert (first.isoformat(), last.isoformat()) == ("2025-06-02", "2025-06-10")
    before = settled(case, {"hill": mondays, "lake": tuesdays})
    after = share_burdens(case, before)
    assert disliked(case, after) == expected


def test_an_exchange_that_costs_a_bus_is_not_made() -> None:
    """Hill, 26 minutes away, has the late slots: back at 12:31. Lake's early ones would help it, but cost a bus a day.

    Lake's bus goes on to wood: 70 + 5 to be back, 9 off and 9 on again, 2 empty, 14 on: arrival 110 minutes after
    09:15, and 11:15 is early enough. From hill (arrival 09:20) it could be nowhere in time, not even with lake.
    """
    schools = {"hill": ("club", 26.0, (30,)), "lake": ("club", 5.0, (30,)), "wood": ("other", 14.0, (30,))}
    case = case_of(small_plan(schools, {"fleet.board_min": 9}), YEAR)
    late, early = ((0, SECOND), (2, SECOND)), ((0, FIRST), (2, FIRST))
    before = settled(case, {"hill": late, "lake": early, "wood": late})
    after = share_burdens(case, before)
    assert chartered(case, before.days.values()) == 4
    assert after.placing == before.placing
    apart = settled(case, {"hill": early, "lake": late, "wood": late})
    assert chartered(case, apart.days.values()) == 6


def test_shares_are_counted_by_pool_and_school() -> None:
    sessions = pd.DataFrame(
        [
            ("club", "hill", "after_lunch other_day"),
            ("club", "hill", ""),
            ("club", "lake", "joined"),
            ("other", "hill", "other_day"),
        ],
        columns=["site", "school", "flags"],
    )
    assert burdens(sessions) == [
        Burden("other", "hill", 1, 0, 1, 1),
        Burden("club", "hill", 2, 1, 1, 1),
        Burden("club", "lake", 1, 0, 0, 0),
    ]
