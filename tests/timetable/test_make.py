"""Timetables of small years: worked out by hand, against brute force, and the published case of Fujisawa."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolplan.errors import ScenarioError
from poolplan.model.build import build_model
from poolplan.model.order import solve_for_aims
from poolplan.network.build import build_network
from poolplan.network.places import read_places
from poolplan.network.travel import read_travel_times
from poolplan.results.plan import Plan
from poolplan.results.read import read_plan
from poolplan.scenario.read import read_scenario
from poolplan.timetable.case import case_of
from poolplan.timetable.solve import make_timetable
from tests.timetable.brute import fewest
from tests.timetable.small_years import YEAR, findings, small_plan

ROOT = Path(__file__).resolve().parents[2]


def test_groups_of_two_schools_share_buses() -> None:
    """Hill has two groups that fill a bus each (32 seats taken), lake one that fills two; all swim twice.

    Alone, hill needs 2 bus-days (its groups one after the other, twice) and lake 2 x 2 = 4. Lake's two buses, coming
    from the garage at 10:47, may as well take a group of hill first: 8 rides on 5 bus-days, as each of lake's visits
    can follow one ride only, and hill's other two rides follow each other: 2 + 2 + 1.
    """
    plan = small_plan({"hill": ("club", 10.0, (30, 30)), "lake": ("club", 5.0, (60,))}, {"mode.group_pupils": 80})
    timetable = make_timetable(plan, YEAR)
    assert timetable.proof[:6] == (6, 6, 6, 5, 5, "proven")
    assert len(timetable.duties) == 5
    assert timetable.estimated in ({"hill lake"}, {"lake hill"})


def test_a_timetable_boards_as_long_as_the_plan_reckons_unless_it_knows_better() -> None:
    """Out from 9:15 - 10 - 15 = 8:50 to 10:50, 120 min, and twice the time to board: 5 min, or 7 of the timetable's."""
    once = {"mode.sessions_per_group": 1, "bus.day.board_min": 5.0}
    schools = {"hill": ("club", 10.0, (30,))}
    for own, running_min in ((None, 130), (7, 134)):
        timetable = make_timetable(small_plan(schools, {**once, "fleet.board_min": own}), YEAR)
        assert timetable.duties["running_min"].tolist() == [running_min]


def test_two_groups_on_one_bus_keep_within_the_slots_of_a_week() -> None:
    """The club gives one slot a week: two groups, which one bus could take in a morning, come in two weeks."""
    plan = small_plan({"hill": ("club", 10.0, (30, 30))}, {"mode.sessions_per_group": 1})
    sites = {name: replace(site, slots_per_week=1.0) for name, site in plan.network.places.sites.items()}
    places = replace(plan.network.places, sites=sites)
    timetable = make_timetable(replace(plan, network=replace(plan.network, places=places)), YEAR)
    assert timetable.proof[:5] == (2, 2, 2, 2, 2)
    assert {date.fromisoformat(day).isocalendar().week for day in timetable.sessions["date"]} == {23, 24}


def test_times_of_a_morning() -> None:
    """One group, 10 minutes away: the bus leaves 09:05 for 09:15, changes 12 min, swims 45, is back 10:35.

    The bus is out from 09:05 - 3 - 15 = 08:47 to 10:35 + 3 + 15 = 10:53: 126 min, billed 3 + 2 hours; 2 x 5 km to the
    garage and 2 x 6 km to the club, 22 km, billed 30. Medium: (5 x 5,000 + 30 x 120) x 1.1 = 31,460.
    """
    timetable = make_timetable(small_plan({"hill": ("club", 10.0, (30,))}, {"mode.sessions_per_group": 1}), YEAR)
    row = timetable.sessions.iloc[0]
    times = ["leave", "arrive", "water_start", "water_end", "depart", "back"]
    assert list(row[times]) == ["09:05", "09:15", "09:27", "10:12", "10:25", "10:35"]
    duty = timetable.duties.iloc[0]
    assert list(duty[["bus_class", "out", "back", "running_min", "run_km"]]) == ["medium", "08:47", "10:53", 126, 22.0]
    assert list(duty[["billed_h", "billed_km", "fare_yen"]]) == [5, 30, 31_460]


def fujisawa() -> Plan:
    """Return the plan of the published case: one school of 660 pupils goes to a club."""
    scenario = read_scenario(ROOT / "scenarios" / "backtests" / "fujisawa_outsourced.yaml")
    places = read_places(scenario)
    network = build_network(scenario, places, read_travel_times(scenario, places))
    solution = solve_for_aims(build_model(network))
    assert solution is not None
    return read_plan(network, solution)


def test_fujisawa_to_the_yen() -> None:
    """Published: 24 sessions on 8 days, 3 buses a day at 150,000 yen in all: 1,200,000 yen."""
    timetable = make_timetable(fujisawa(), 2023)
    assert len(timetable.sessions) == 24
    assert timetable.sessions["date"].nunique() == 8
    assert timetable.proof.bus_days == timetable.proof.bus_days_bound == 8 * 3
    assert timetable.duties.groupby("date").size().eq(3).all()
    assert timetable.duties["fare_yen"].sum() == 1_200_000


GRADES = st.lists(st.sampled_from([20, 45, 60]), min_size=1, max_size=2).map(tuple)
MINUTES = st.sampled_from([4.0, 9.0, 14.0, 21.0, 26.0])


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["hill", "lake"]), st.tuples(st.sampled_from(["club", "other"]), MINUTES, GRADES), min_size=1
    ),
    st.sampled_from([("09:15",), ("09:15", "10:55"), ("10:55", "13:40")]),
    st.sampled_from([1, 2]),
    st.sampled_from([1, 2]),
    st.booleans(),
)
def test_small_years_agree_with_brute_force(
    schools: dict[str, tuple[str, float, tuple[int, ...]]],
    starts: tuple[str, ...],
    visits: int,
    per_day: int,
    over_lunch: bool,  # noqa: FBT001 - a case
) -> None:
    """No timetable places more sessions, and none that places as many needs fewer bus-days: by proof, and by trial.

    Schools at one club or two, mornings alone or both halves of the day; the re-check finds nothing to complain of.
    """
    changes = {
        "fleet.chain_over_lunch": over_lunch,
        "calendar.terms": ({"first": "06-02", "last": "06-04"},),
        "patterns.club.starts": starts,
        "limits.sessions_per_day": per_day,
        "mode.group_pupils": 80,
        "mode.sessions_per_group": visits,
    }
    plan = small_plan(schools, changes)
    timetable = make_timetable(plan, YEAR)
    proof = timetable.proof
    short, bus_days = fewest(case_of(plan, YEAR))
    assert (proof.demanded - proof.placed, proof.bus_days) == (short, bus_days)
    assert (proof.placed_bound, proof.bus_days_bound) == (proof.placed, proof.bus_days)
    assert findings(plan, timetable) == []


def test_no_open_day_is_refused() -> None:
    plan = small_plan({"hill": ("club", 10.0, (30,))}, {"patterns.club.season": ({"first": "08-01", "last": "08-20"},)})
    with pytest.raises(ScenarioError) as caught:
        make_timetable(plan, YEAR)
    assert caught.value.problems == (
        "timetable.patterns.club.season: no day of 2025 is open both here and at a school (terms, holidays, events); "
        "lengthen the season or the terms",
    )


def test_a_calendar_with_too_few_days_is_refused() -> None:
    plan = small_plan({"hill": ("club", 10.0, (30,))}, {"calendar.terms": ({"first": "06-02", "last": "06-03"},)})
    with pytest.raises(ScenarioError) as caught:
        make_timetable(plan, YEAR)
    assert caught.value.problems == (
        "timetable.calendar: the days of 2025 allow 1 visit 2 days apart at 'club', and each group needs 2; shorten "
        "closures and events, or the distance",
    )


def test_days_have_no_more_buses_than_there_are() -> None:
    """Two groups that fill two buses each, twice: with one bus a day none can swim, with two all can, each day."""
    schools = {"hill": ("club", 10.0, (60, 60))}
    two = make_timetable(small_plan(schools, {"mode.group_pupils": 80, "fleet.bus_days_per_day": 2}), YEAR)
    assert (two.proof.placed, int(two.duties.groupby("date").size().max())) == (4, 2)
    one = make_timetable(small_plan(schools, {"mode.group_pupils": 80, "fleet.bus_days_per_day": 1}), YEAR)
    assert (one.proof.placed, one.proof.placed_bound) == (0, 0)
    assert set(one.unplaced["why"]) == {"too_few_buses"}


def test_what_is_not_placed_is_named_with_a_cure() -> None:
    """A club that gives 3 slots a year for 2 groups of 2 visits: one session short, and one slot more would do."""
    timetable = make_timetable(small_plan({"hill": ("club", 10.0, (30, 30))}, {}, slots=3), YEAR)
    assert (timetable.proof.placed, timetable.proof.placed_bound, timetable.proof.status) == (3, 3, "proven")
    row = timetable.unplaced.iloc[0]
    assert (row["sessions_short"], row["why"]) == (1, "too_few_slots")
    assert tuple(row[["cure", "numbers"]]) == ("more_slots", "slots=1 now=3")
