"""Who swims together: joined grades, whole classes, tiny schools; and how many groups of a school are away at once."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from poolplan.network.travel import Trip
from poolplan.results.plan import Plan
from poolplan.timetable.solve import make_timetable
from poolplan.timetable.tables import Timetable
from tests.timetable.small_years import YEAR, findings, small_plan
from tests.world_parts import SOURCE


def made(plan: Plan) -> Timetable:
    """Return the timetable of a plan, which the re-check must find right."""
    timetable = make_timetable(plan, YEAR)
    assert findings(plan, timetable) == []
    return timetable


def groups(timetable: Timetable) -> list[tuple[int, int, int]]:
    """Return grade, number and pupils of each group."""
    table = timetable.sessions[["grade", "group", "pupils"]].drop_duplicates()
    return sorted(table.itertuples(index=False, name=None))


def test_neighbouring_grades_join_while_they_are_few_enough() -> None:
    """10 and 12 pupils make 22, with the next 8 they would be 30; 8 and 30 are too many to join: 22, 8, 30."""
    plan = small_plan({"hill": ("club", 10.0, (10, 12, 8, 30))}, {"groups.join_grades_up_to": 25})
    assert groups(made(plan)) == [(1, 1, 22), (3, 1, 8), (4, 1, 30)]


@pytest.mark.parametrize(
    "room",
    [
        {"staff": {"club": {"pupils_per_adult": 10, "instructors": 1, "teachers": 1, **SOURCE}}},
        {"patterns.club.shared_by": "lanes", "patterns.club.pupils_per_lane": 3},
        {"mode.group_pupils": 20},
    ],
)
def test_no_more_grades_join_than_a_slot_takes(room: dict[str, Any]) -> None:
    """Two adults watch 20 pupils, six lanes of 3 hold 18, the mode's groups have 20: 10 and 12 stay apart."""
    plan = small_plan({"hill": ("club", 10.0, (10, 12))}, {"groups.join_grades_up_to": 40, **room})
    timetable = made(plan)
    assert groups(timetable) == [(1, 1, 10), (2, 1, 12)]
    assert timetable.proof.placed == 4


@pytest.mark.parametrize(("whole", "sizes"), [(False, [35, 35]), (True, [47, 23])])
def test_classes_may_stay_whole(whole: bool, sizes: list[int]) -> None:  # noqa: FBT001 - a case
    """Seventy pupils in three classes of 24, 23 and 23, fifty to a group: two halves, or two classes and one."""
    plan = small_plan({"hill": ("club", 10.0, (70,))}, {"groups.classes_stay_whole": whole, "mode.group_pupils": 50})
    places = replace(plan.network.places, classes={("hill", YEAR): (3,)})
    timetable = made(replace(plan, network=replace(plan.network, places=places)))
    assert [pupils for *_, pupils in groups(timetable)] == sizes


def test_tiny_schools_join_in_a_slot() -> None:
    """Two schools of 8 and 6 pupils share their two slots, each on its own bus; both are told so."""
    schools = {"hill": ("club", 10.0, (8,)), "lake": ("club", 10.0, (6,)), "wood": ("club", 10.0, (30,))}
    timetable = made(small_plan(schools, {"groups.join_schools": (("hill", "lake"),)}))
    slots = timetable.sessions.groupby(["date", "slot"])["school"].agg(lambda schools: " ".join(sorted(schools)))
    assert sorted(slots) == ["hill lake", "hill lake", "wood", "wood"]
    assert set(timetable.sessions.loc[timetable.sessions["school"] != "wood", "flags"]) == {"joined"}


def test_a_joined_slot_has_room_for_everybody() -> None:
    """Together 50 pupils are more than the 40 of a slot: nobody is placed, and the rows say why."""
    schools = {"hill": ("club", 10.0, (26,)), "lake": ("club", 10.0, (24,))}
    timetable = made(small_plan(schools, {"groups.join_schools": (("hill", "lake"),)}))
    assert timetable.proof[:3] == (4, 0, 0)
    assert set(timetable.unplaced["numbers"]) == {"pupils=50 most=40"}


TWO_GRADES = {"hill": ("club", 10.0, (30, 30))}
FAR = {"hill": ("club", 26.0, (30, 30))}
ONE_DAY = {"mode.sessions_per_group": 1, "calendar.terms": ({"first": "06-02", "last": "06-02"},)}


def test_two_groups_are_not_away_at_once() -> None:
    """On the only day a school 10 minutes away sends its second group when the first is back: 10:35, not 10:45.

    At the club 09:15-10:25, back at 10:35; the slot from 10:55 lets the second leave at 10:45 at the earliest. One
    school 26 minutes away is back at 10:51, and must have left by 11:15 - 26 = 10:49 for the second slot: one swims.
    """
    near = made(small_plan(TWO_GRADES, ONE_DAY))
    assert sorted(near.sessions["leave"]) == ["09:05", "10:45"]
    far = made(small_plan(FAR, ONE_DAY))
    assert far.proof[:3] == (2, 1, 1)
    assert set(far.unplaced["why"]) == {"school_limits"}
    assert made(small_plan(FAR, {**ONE_DAY, "limits.grades_at_once": 2})).proof.placed == 2


def test_a_second_group_waits_for_the_first_to_be_back() -> None:
    """21 minutes away, back at 10:46: the second group leaves then and arrives at 11:07, not at 10:55.

    It is on a bus of its own: the first group's would be ready ten minutes later, at 10:56, and arrive after 11:15.
    """
    plan = small_plan({"hill": ("club", 21.0, (30, 30))}, {**ONE_DAY, "fleet.board_min": 5})
    timetable = made(plan)
    assert timetable.proof[:6] == (2, 2, 2, 2, 2, "proven")
    rows = timetable.sessions.sort_values("leave")
    assert rows[["leave", "back"]].to_numpy().tolist() == [["08:54", "10:46"], ["10:46", "12:38"]]


def two_clubs(changes: dict[str, Any]) -> Plan:
    """Return a plan in which the second grade of a school swims at a club of its own, whose slots start at 09:45."""
    other = {"weekdays": ("mon",), "starts": ("09:45",), "slot_min": 90, "opens": "09:00", "closes": "12:00"}
    season = {"season": ({"first": "05-01", "last": "02-28"},), **SOURCE}
    schools = {"hill": ("club", 10.0, (30, 30)), "lake": ("other", 10.0, ())}
    plan = small_plan(schools, {**ONE_DAY, "patterns_by_site": {"other": {**other, **season}}, **changes})
    row = plan.assignments[plan.assignments["school"] == "hill"]
    rows = [row.assign(grade=1, sessions=1), row.assign(grade=2, sessions=1, site="other")]
    travel = plan.network.travel | {("hill", "other", "bus"): Trip(10.0, 6000.0, "made up")}
    return replace(plan, assignments=pd.concat(rows), network=replace(plan.network, travel=travel))


@pytest.mark.parametrize(("at_once", "starts"), [(1, ["09:45", "10:55"]), (2, ["09:15", "09:45"])])
def test_groups_at_two_places_are_not_away_at_once_either(at_once: int, starts: list[str]) -> None:
    """At the club 09:15-10:25 and at the other 09:45-10:55: with one group away at a time the first takes 10:55.

    The group at the other club is back at 11:05, and the slot from 10:55 can be left for until 11:05.
    """
    changes = {"limits.grades_at_once": at_once, "patterns.club.starts": ("09:15", "10:55")[: 3 - at_once]}
    timetable = made(two_clubs(changes))
    assert timetable.proof.placed == 2
    assert sorted(timetable.sessions["slot"]) == starts
