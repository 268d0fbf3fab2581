"""The block tariff of chartered buses, by hand; prices of the worlds: small bus 24 seats, 4,000 an hour, 100 a km.

A day in the worlds: 2 round trips, 60 min at the site, garage 15 min and 5 km away, 2 escorts, at least 3 running
hours + 2 of checks, kilometres rounded up to 10, tax 10 %. For a club 15 min and 6 km away: 2 x 15 + 2 x (30 + 60) =
210 min = 3.5 h, billed 4 + 2 = 6 h; 2 x 5 + 2 x 12 = 34 km, billed 40. A day of the large bus (50 seats) is 6 x 6,000 +
40 x 140 = 41,600 before tax, medium (40) 6 x 5,000 + 40 x 120 = 34,800, small (24) 28,000, commuter (12) 24,200.
"""

import pytest

from poolplan.network.buses import BusYear, bus_year, day_fare_yen
from poolplan.scenario.costs import Bus, BusClass, BusDay
from tests.world_parts import tiny_scenario

TINY = tiny_scenario(range(2025, 2026))
CLUB = TINY.modes["commission"]
BUS = TINY.costs.bus
MINUTES, METRES = 15.0, 6000.0

KYUSHU_LARGE = BusClass(seats=50, per_hour_yen=6330, per_km_yen=140, source="Kyushu notification of 2023-10")
NEAR_GARAGE = BUS.day.model_copy(update={"garage_min": 10.0, "garage_km": 2.0})


def bus_with(**classes: BusClass | BusDay) -> Bus:
    """Return the buses of the worlds with some parts exchanged."""
    return BUS.model_copy(update=classes)


def test_half_a_day_of_a_large_bus_costs_34450_yen_in_kyushu() -> None:
    """10 min and 4 km away: 20 + 2 x 80 = 180 min = 3 h, 4 + 16 = 20 km: 5 h x 6,330 + 20 x 140 = 34,450."""
    assert day_fare_yen(10, 4000, KYUSHU_LARGE, NEAR_GARAGE) == 34_450


def test_a_shorter_day_is_billed_the_minimum_hours() -> None:
    """5 min away: 20 + 2 x 70 = 160 min, still 3 + 2 h; 1 km: 4 + 4 = 8 km, billed 10: 31,650 + 1,400."""
    assert day_fare_yen(5, 1000, KYUSHU_LARGE, NEAR_GARAGE) == 33_050


@pytest.mark.parametrize(("minutes", "fare"), [(17.4, 34_450), (17.5, 40_780)])
def test_half_an_hour_more_is_billed_as_an_hour_and_less_is_not(minutes: float, fare: int) -> None:
    """17.4 min: 20 + 2 x 94.8 = 209.6 min, billed 3 + 2 h; 17.5 min: 210 min = 3.5 h, billed 4 + 2: + 6,330."""
    assert day_fare_yen(minutes, 4000, KYUSHU_LARGE, NEAR_GARAGE) == fare


def test_a_metre_more_is_billed_as_ten_kilometres() -> None:
    """4 km + 1 m away: 20.004 km, billed 30: 34,450 + 10 x 140 = 35,850."""
    assert day_fare_yen(10, 4001, KYUSHU_LARGE, NEAR_GARAGE) == 35_850


def test_every_round_trip_of_a_day_is_driven_and_the_garage_only_once() -> None:
    """Three round trips: 20 + 3 x 80 = 260 min = 4.33 h, billed 4 + 2; 4 + 3 x 8 = 28 km, billed 30: 42,180."""
    three = NEAR_GARAGE.model_copy(update={"round_trips": 3})
    assert day_fare_yen(10, 4000, KYUSHU_LARGE, three) == 6 * 6330 + 30 * 140


def test_getting_on_and_off_takes_the_time_of_every_trip() -> None:
    """10 min away, 20 + 2 x 80 = 180 min; 8 min on and 8 off for each of two trips: 212 min = 3.53 h, billed 4 + 2."""
    boarding = NEAR_GARAGE.model_copy(update={"board_min": 8.0})
    assert day_fare_yen(10, 4000, KYUSHU_LARGE, boarding) == 6 * 6330 + 20 * 140


def test_a_school_year_is_bus_days_times_the_day_fare_with_tax() -> None:
    """Lake: 6 groups of 20 + 2 in the small bus: 12 trips, 6 days x 28,000 x 1.1 = 184,800."""
    assert bus_year([20] * 6, CLUB, MINUTES, METRES, BUS) == BusYear("small", 6, 184_800)


def test_a_block_begun_is_paid_in_full() -> None:
    """Two grades x 1 visit are 2 trips, one day; three grades 3 trips, two days of 28,000 x 1.1."""
    once = CLUB.model_copy(update={"sessions_per_group": 1})
    assert bus_year([20] * 2, once, MINUTES, METRES, BUS) == BusYear("small", 1, 30_800)
    assert bus_year([20] * 3, once, MINUTES, METRES, BUS) == BusYear("small", 2, 61_600)


def test_escorts_take_seats_too() -> None:
    """22 pupils + 2 fill the small bus: one day. 23 + 2 need two small (56,000) or one medium (34,800, tax 3,480)."""
    assert bus_year([22], CLUB, MINUTES, METRES, BUS) == BusYear("small", 1, 30_800)
    assert bus_year([23], CLUB, MINUTES, METRES, BUS) == BusYear("medium", 1, 38_280)


def test_a_group_that_no_single_bus_holds_cheaply_rides_in_two() -> None:
    """40 + 2 pupils: one large bus (41,600) before two small (56,000) or medium; dear large ones lose to two small."""
    assert bus_year([40], CLUB, MINUTES, METRES, BUS) == BusYear("large", 1, 45_760)
    dear = BUS.large.model_copy(update={"per_hour_yen": 20_000})
    assert bus_year([40], CLUB, MINUTES, METRES, bus_with(large=dear)) == BusYear("small", 2, 61_600)


def test_equal_fares_go_to_the_larger_class() -> None:
    """A medium bus at the price of the small one, both large enough: the medium one comes."""
    medium = BUS.medium.model_copy(update={"per_hour_yen": 4000, "per_km_yen": 100})
    assert bus_year([20], CLUB, MINUTES, METRES, bus_with(medium=medium)) == BusYear("medium", 1, 30_800)


def test_a_school_without_pupils_hires_no_bus() -> None:
    """No group, no trip, no fare: not even the minimum."""
    found = bus_year([0] * 6, CLUB, MINUTES, METRES, BUS)
    assert (found.bus_days, found.fare_yen) == (0, 0)


def test_a_price_per_day_takes_the_place_of_hours_and_kilometres() -> None:
    """Small buses at 20,000 a day, near or far: 6 days x 20,000 x 1.1 = 132,000."""
    flat = bus_with(small=BUS.small.model_copy(update={"per_day_yen": 20_000}))
    assert bus_year([20] * 6, CLUB, MINUTES, METRES, flat) == BusYear("small", 6, 132_000)
    assert bus_year([20] * 6, CLUB, 4 * MINUTES, 4 * METRES, flat) == BusYear("small", 6, 132_000)


def test_a_dear_price_per_day_is_not_taken() -> None:
    """A small bus at 35,000 a day loses to the medium one at 34,800 by the tariff: 6 x 34,800 x 1.1 = 229,680."""
    flat = bus_with(small=BUS.small.model_copy(update={"per_day_yen": 35_000}))
    assert bus_year([20] * 6, CLUB, MINUTES, METRES, flat) == BusYear("medium", 6, 229_680)


def test_a_yearly_contract_takes_its_discount_off_the_fare_and_not_off_a_price_per_day() -> None:
    """30 % off 28,000 are 19,600: 6 x 19,600 x 1.1 = 129,360; a day agreed at 19,000 stays at 19,000: 125,400."""
    day = BUS.day.model_copy(update={"contract_discount_share": 0.3})
    assert bus_year([20] * 6, CLUB, MINUTES, METRES, bus_with(day=day)) == BusYear("small", 6, 129_360)
    flat = bus_with(day=day, small=BUS.small.model_copy(update={"per_day_yen": 19_000}))
    assert bus_year([20] * 6, CLUB, MINUTES, METRES, flat) == BusYear("small", 6, 125_400)


def test_fujisawa_pays_1200000_yen_for_buses() -> None:
    """Published: 24 sessions of 110 pupils in 3 buses, 3 round trips a day, 8 days at 150,000 for the three.

    Here 3 x 40 seats at 50,000 a bus-day with tax: 72 trips / 3 = 24 bus-days: 1,200,000.
    """
    day = BUS.day.model_copy(update={"round_trips": 3, "escorts": 0, "tax_share": 0.0})
    coach = BusClass(seats=40, per_hour_yen=0, per_km_yen=0, per_day_yen=50_000, source="Fujisawa 2023")
    buses = bus_with(large=coach, medium=coach, small=coach, commuter=coach, day=day)
    fujisawa = CLUB.model_copy(update={"group_pupils": 110, "sessions_per_group": 4})
    assert bus_year([110] * 6, fujisawa, 10, 3000, buses) == BusYear("large", 24, 1_200_000)
