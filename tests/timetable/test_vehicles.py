"""Whose bus a group rides on: chartered within numbers and the year's drivers, the city's own, a club's, welfare.

All schools lie 10 minutes (6 km) from their club; the days are Monday to Wednesday from 2 June 2025 on. A bus that
takes one group is out for 126 minutes and 22 km, billed 5 hours and 30 km (`test_make.test_times_of_a_morning`).
"""

from pathlib import Path
from typing import Any

import pytest

from poolplan.outputs.registry import Lang
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.duties_page import write_duties
from poolplan.results.plan import Plan
from poolplan.timetable.solve import make_timetable
from poolplan.timetable.tables import Timetable
from tests.timetable.small_years import YEAR, findings, small_plan
from tests.world_parts import SOURCE

ONE_GROUP = {"hill": ("club", 10.0, (30,))}
CITY_BUS: dict[str, Any] = {
    "owner": "city",
    "garage": "hill",
    "seats": 40,
    "per_day_yen": 9_000,
    "per_year_yen": 1_500_000,
    **SOURCE,
}
CLUB_BUS = {**CITY_BUS, "owner": "club", "garage": "club"}
WELFARE = {"seats": 10, "per_day_yen": 30_000, **SOURCE}


def made(plan: Plan) -> Timetable:
    """Return the timetable of a plan, which the re-check must find right."""
    timetable = make_timetable(plan, YEAR)
    assert findings(plan, timetable) == []
    return timetable


def owners(timetable: Timetable) -> list[str]:
    """Return the owner of each duty."""
    return sorted(timetable.duties["owner"])


def test_a_bus_of_the_city_goes_instead_of_a_chartered_one() -> None:
    """Two visits, two days of the city's bus at 9,000 yen; it stands at the school, and no hours are billed."""
    timetable = made(small_plan(ONE_GROUP, {"fleet.own": (CITY_BUS,)}))
    assert timetable.proof[:6] == (2, 2, 2, 0, 0, "proven")
    assert owners(timetable) == ["city", "city"]
    duty = timetable.duties.iloc[0]
    assert list(duty[["garage", "out", "back", "run_km", "billed_h", "fare_yen"]]) == [
        "hill", "09:02", "10:38", 12.0, 0, 9_000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bus", "expected"),
    [
        ({**CITY_BUS, "seats": 31}, ["charter"] * 2),
        ({**CITY_BUS, "vehicles": 2}, ["city"] * 2),
        ({**CLUB_BUS, "garage": "other"}, ["charter"] * 2),
    ],
)
def test_an_own_bus_must_seat_everybody_and_serve_the_place(bus: dict[str, Any], expected: list[str]) -> None:
    """Thirty pupils with two escorts need 32 seats; the bus of another club serves nobody here."""
    plan = small_plan({**ONE_GROUP, "lake": ("other", 10.0, ())}, {"fleet.own": (bus,)})
    assert owners(made(plan)) == expected


@pytest.mark.parametrize(("lang", "row"), [("ja", "市のバス（仮 hill）の年間費用"), ("en", "Yearly cost of the city")])
def test_the_yearly_cost_of_own_buses_stands_beside_the_fares(tmp_path: Path, lang: Lang, row: str) -> None:
    """Two days at 9,000 yen and two buses at 1,500,000 a year: 3,018,000 in all."""
    plan = small_plan(ONE_GROUP, {"fleet.own": ({**CITY_BUS, "vehicles": 2},)})
    write_duties(Desk(plan, made(plan), lang), tmp_path / "duties.html")
    page = (tmp_path / "duties.html").read_text("utf-8")
    assert row in page
    assert "3,000,000" in page
    assert "3,018,000" in page


def test_there_are_no_more_own_buses_than_there_are() -> None:
    """Three schools on the only two days: three buses each day, of which one is the city's."""
    schools = dict.fromkeys(("hill", "lake", "wood"), ("club", 10.0, (30,)))
    changes = {
        "patterns.club.shared_by": "lanes",
        "patterns.club.starts": ("09:15",),
        "calendar.terms": ({"first": "06-02", "last": "06-04"},),
        "fleet.own": (CITY_BUS,),
    }
    timetable = made(small_plan(schools, {**changes, "patterns.club.pupils_per_lane": 15}))
    assert timetable.proof.placed == 6
    assert timetable.proof.bus_days == owners(timetable).count("charter")
    assert timetable.duties[timetable.duties["owner"] == "city"].groupby("date").size().max() == 1


def test_a_bus_of_a_club_serves_its_club_alone() -> None:
    plan = small_plan({**ONE_GROUP, "lake": ("other", 10.0, (30,))}, {"fleet.own": (CLUB_BUS,)})
    timetable = made(plan)
    served = timetable.sessions.set_index("session")["site"]
    for duty, owner in timetable.duties[["duty", "owner"]].itertuples(index=False):
        legs = timetable.legs[timetable.legs["duty"] == duty]
        assert {served[name] for name in legs["session"] if name} == {"club" if owner == "club" else "other"}
    assert owners(timetable) == ["charter", "charter", "club", "club"]


def test_special_needs_groups_have_staff_and_vehicle_of_their_own() -> None:
    """Five pupils and three escorts, twice, in the welfare vehicle: 30,000 yen a day and tax; nobody else is in it."""
    special = {"hill": {"pupils": 5, "escorts": 3, **SOURCE}}
    timetable = made(small_plan(ONE_GROUP, {"groups.special": special, "welfare": WELFARE}))
    assert timetable.proof[:6] == (4, 4, 4, 4, 4, "proven")
    rides = timetable.sessions.set_index("session")
    vans = timetable.duties[timetable.duties["bus_class"] == "welfare"]
    assert vans["fare_yen"].tolist() == [33_000, 33_000]
    for duty in vans["duty"]:
        on_board = timetable.legs[(timetable.legs["duty"] == duty) & (timetable.legs["session"] != "")]
        assert rides.loc[on_board["session"], "special"].all()
        assert set(on_board["pupils"]) == {5}


def test_special_needs_groups_that_fill_two_vehicles_take_two() -> None:
    """Fourteen pupils and four escorts on ten seats: two vehicles of seven pupils and two escorts each."""
    special = {"hill": {"pupils": 14, "escorts": 4, **SOURCE}}
    timetable = made(small_plan(ONE_GROUP, {"groups.special": special, "welfare": WELFARE}))
    legs = timetable.legs[timetable.legs["session"].str.contains("1s1")]
    assert set(legs["pupils"]) == {7}
    assert (timetable.duties["bus_class"] == "welfare").sum() == 4


def test_a_special_needs_group_without_a_slot_is_named_beside_its_grade() -> None:
    """One slot a year for two groups of the first grade, one of them special: both have a row of their own."""
    special = {"hill": {"pupils": 5, "escorts": 3, **SOURCE}}
    timetable = made(small_plan(ONE_GROUP, {"groups.special": special, "welfare": WELFARE}, slots=1))
    assert timetable.proof.placed == 1
    assert sorted(timetable.unplaced[["special", "sessions_short"]].itertuples(index=False, name=None)) in (
        [(False, 1), (True, 2)],
        [(False, 2), (True, 1)],
    )


def test_the_yearly_contract_takes_its_share_off_the_fare() -> None:
    """A medium bus: (5 x 5,000 + 30 x 120) x 0.7 = 20,020, with tax 22,022."""
    timetable = made(small_plan(ONE_GROUP, {"bus.day.contract_discount_share": 0.3}))
    assert timetable.duties["fare_yen"].tolist() == [22_022, 22_022]


SURCHARGES: dict[str, tuple[dict[str, Any], list[int]]] = {
    "the season": ({"season_share": 0.2, "season": ({"first": "06-02", "last": "06-02"},)}, [37_752, 31_460]),
    "a season with a yearly contract": (
        {"season_share": 0.2, "season": ({"first": "06-04", "last": "07-31"},)},
        [31_460, 37_752],
    ),
    "the night": ({"night_share": 0.2, "night_until": "08:16"}, [31_460, 31_460]),
    "an hour of the night": ({"night_share": 0.2, "night_until": "08:17"}, [32_560, 32_560]),
    "an hour of the day": ({"night_share": 0.2, "night_from": "08:00", "night_until": "09:15"}, [32_560, 32_560]),
    "a night of no weight": ({"night_from": "00:00", "night_until": "23:59"}, [31_460, 31_460]),
}


@pytest.mark.parametrize(("asked", "fares"), SURCHARGES.values(), ids=list(SURCHARGES))
def test_surcharges_that_are_asked_for_are_billed(asked: dict[str, Any], fares: list[int]) -> None:
    """A medium bus on Monday 2 and Wednesday 4 June, 8:47 to 10:53, with its checks 7:47 to 11:53: 28,600 before tax.

    The season adds 5,720. Of the night until 8:16 there are 29 minutes, until 8:17 half an hour, which counts as one
    of 5,000, a fifth of it 1,000; so does the hour and a quarter from 8:00 to 9:15.
    """
    timetable = made(small_plan(ONE_GROUP, {"bus.surcharges": {**asked, **SOURCE}}))
    assert timetable.duties["fare_yen"].tolist() == fares


def test_a_yearly_contract_takes_nothing_off_the_night_and_a_days_price_has_all_in_it() -> None:
    """28,600 x 1.2 x 0.7 + 1,000 = 25,024, with tax 27,526.4; a price of a day stays what it is."""
    asked = {"season_share": 0.2, "season": ({"first": "06-02", "last": "06-10"},), "night_share": 0.2, **SOURCE}
    changes: dict[str, Any] = {"bus.surcharges": {**asked, "night_until": "08:17"}}
    changes["bus.day.contract_discount_share"] = 0.3
    assert made(small_plan(ONE_GROUP, changes)).duties["fare_yen"].tolist() == [27_526, 27_526]
    agreed = {**changes, "bus.medium.per_day_yen": 20_000}
    assert made(small_plan(ONE_GROUP, agreed)).duties["fare_yen"].tolist() == [22_000, 22_000]


def test_seasons_cost_alike() -> None:
    """Notified fares know a surcharge at night; none is billed unless asked for: June and December cost the same."""
    winter = {"calendar.terms": ({"first": "12-01", "last": "12-09"},)}
    fares = [made(small_plan(ONE_GROUP, changes)).duties["fare_yen"].tolist() for changes in ({}, winter)]
    assert fares == [[31_460, 31_460]] * 2


def test_the_years_drivers_are_a_hard_limit() -> None:
    """Two schools of one group, one after the other on the same bus: two bus-days for four sessions.

    With drivers for one day two sessions are left out, and one bus-day more would do.
    """
    schools = {"hill": ("club", 10.0, (30,)), "lake": ("club", 10.0, (30,))}
    enough = made(small_plan(schools, {"bus.drivers": {"bus_days_per_year": 2, **SOURCE}}))
    assert enough.proof[:6] == (4, 4, 4, 2, 2, "proven")
    scarce = made(small_plan(schools, {"bus.drivers": {"bus_days_per_year": 1, **SOURCE}}))
    assert scarce.proof[:6] == (4, 2, 2, 1, 1, "proven")
    assert set(scarce.unplaced["why"]) == {"too_few_drivers"}
    assert set(scarce.unplaced["numbers"]) == {"days=1 now=1"}
    none = made(small_plan(schools, {"bus.drivers": {"bus_days_per_year": 0, **SOURCE}}))
    assert none.proof[:6] == (4, 0, 0, 0, 0, "proven")


def test_drivers_are_not_needed_for_own_buses() -> None:
    plan = small_plan(ONE_GROUP, {"bus.drivers": {"bus_days_per_year": 0, **SOURCE}, "fleet.own": (CITY_BUS,)})
    assert made(plan).proof[:5] == (2, 2, 2, 0, 0)


def test_buses_of_one_class_are_as_many_as_there_are() -> None:
    """Only the medium bus seats 32 (the large one is not to be had): one a day, so two schools at two clubs take turns.

    Four sessions on four days of the five; without the limit two days would do.
    """
    schools = {"hill": ("club", 10.0, (30,)), "lake": ("other", 10.0, (30,))}
    limit = {"fleet.vehicles": {"large": 0, "medium": 1}, "patterns.club.starts": ("09:15",)}
    timetable = made(small_plan(schools, limit))
    assert timetable.proof.placed == 4
    assert timetable.duties["bus_class"].tolist() == ["medium"] * 4
    assert timetable.duties["date"].is_unique


def test_a_city_may_do_with_its_own_buses_alone() -> None:
    """No class of bus can be chartered, and the city's own takes both visits."""
    nothing = {"fleet.vehicles": dict.fromkeys(("large", "medium", "small", "commuter"), 0), "fleet.own": (CITY_BUS,)}
    timetable = made(small_plan(ONE_GROUP, nothing))
    assert timetable.proof[:5] == (2, 2, 2, 0, 0)
    assert owners(timetable) == ["city", "city"]
