"""Sessions, bus-days and fares against published and hand-made figures."""

import pytest

from poolplan.network.buses import bus_year, day_fare_yen
from poolplan.network.demand import pupil_visits_per_year, sessions_per_year
from poolplan.scenario.costs import Bus
from poolplan.scenario.schema import Mode
from tests.world_parts import tiny_scenario

SCENARIO = tiny_scenario(range(2025, 2026))
CLUB, BUS = SCENARIO.modes["commission"], SCENARIO.costs.bus
FUJISAWA = (110,) * 6
"""Fujisawa 2023: six grades of 110 pupils, groups of a whole grade, four visits."""


def fujisawa() -> Mode:
    """Return the lessons Fujisawa published: a whole grade at a time, four visits."""
    prices = {"hire_yen": 20_000, "utilities_yen": 25_000, "coaching_yen": 50_000, "entry_yen": 200, "source": "S"}
    figures = {"group_pupils": 110, "sessions_per_group": 4}
    return CLUB.model_copy(update={**figures, "prices": type(CLUB.prices).model_validate(prices)})


def test_fujisawa_published_its_lessons_to_the_yen() -> None:
    """Hire 0.48, utilities 0.60, coaching 1.20, entry 0.528 million yen a year."""
    mode = fujisawa()
    sessions = sessions_per_year(FUJISAWA, mode)
    assert sessions == 24
    assert sessions * mode.prices.hire_yen == 480_000
    assert sessions * mode.prices.utilities_yen == 600_000
    assert sessions * mode.prices.coaching_yen == 1_200_000
    assert pupil_visits_per_year(FUJISAWA, mode) * mode.prices.entry_yen == 528_000


def test_fujisawa_published_its_buses_to_the_yen() -> None:
    """Three buses at 150,000 yen a day in all, three round trips a day: 8 days, 1.20 million yen."""
    day = BUS.day.model_copy(update={"round_trips": 3, "escorts": 2, "tax_share": 0.0, "min_running_h": 10.0})
    priced = {"seats": 38, "per_hour_yen": 4166, "per_km_yen": 0}  # three buses of 38 seats carry 110 and escorts
    one = BUS.large.model_copy(update=priced)
    buses = Bus(large=one, medium=one, small=one, commuter=one, day=day)
    hired = bus_year(FUJISAWA, fujisawa(), minutes=10.0, metres=3000.0, bus=buses)
    assert hired.bus_days == 3 * 8
    assert hired.fare_yen / 8 == pytest.approx(150_000, abs=40)


def test_a_grade_larger_than_a_group_is_split_evenly() -> None:
    """41 pupils in groups of at most 40 make two groups; an empty grade makes none."""
    assert sessions_per_year((41, 0, 40), CLUB) == (2 + 1) * 2


def test_a_bus_day_is_a_block() -> None:
    """Two trips of 15 min and 6 km: 2 x 15 + 2 x (30 + 60) = 210 min = 3.5 h, billed 4 + 2; 34 km, billed 40."""
    assert day_fare_yen(15.0, 6000.0, BUS.small, BUS.day) == 6 * 4000 + 40 * 100


def test_a_short_day_is_billed_its_minimum() -> None:
    """One trip of 1 min: 30 + 62 = 92 min, billed 3 h and 2 h of checks; 10.2 km, billed 20."""
    day = BUS.day.model_copy(update={"round_trips": 1})
    assert day_fare_yen(1.0, 100.0, BUS.small, day) == 5 * 4000 + 20 * 100


def test_the_cheapest_class_of_bus_is_hired() -> None:
    """20 pupils and 2 escorts: one small bus (24 seats) a trip is cheaper than two commuters or one large bus."""
    assert bus_year((20,) * 6, CLUB, 15.0, 6000.0, BUS) == ("small", 6, round(6 * 28_000 * 1.1))


def test_days_are_trips_over_round_trips_rounded_up() -> None:
    """Five groups of one grade each, two visits: 10 trips with two a day are 5 days; with three a day, 4."""
    day = BUS.day.model_copy(update={"round_trips": 3})
    pupils = (20,) * 5
    assert bus_year(pupils, CLUB, 15.0, 6000.0, BUS).bus_days == 5
    assert bus_year(pupils, CLUB, 15.0, 6000.0, BUS.model_copy(update={"day": day})).bus_days == 4
