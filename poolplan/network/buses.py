"""What chartered buses cost a school in a year: a block tariff by the day, not yen per kilometre."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from poolplan.network.demand import groups_of
from poolplan.scenario.costs import Bus, BusClass, BusDay
from poolplan.scenario.schema import Mode


class BusYear(NamedTuple):
    """Buses hired by one school in one year."""

    bus_class: str
    bus_days: int
    fare_yen: int
    """Yen with tax, whole."""


def billed_hours(running_h: float, day: BusDay) -> float:
    """Hours billed for a bus-day: running hours, half an hour and more rounded up, at least the minimum, plus checks.

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(min_running_h=3, checks_h=2)
    >>> [billed_hours(h, rules) for h in (2.98, 3.0, 3.49, 3.5)]
    [5, 5, 5, 6]
    """
    return max(day.min_running_h, floor(running_h + 0.5 + 1e-9)) + day.checks_h


def billed_km(run_km: float, day: BusDay) -> int:
    """Kilometres billed for a bus-day, rounded up to the step.

    >>> from types import SimpleNamespace
    >>> [billed_km(km, SimpleNamespace(km_step=10)) for km in (19.9, 20.0, 20.1)]
    [20, 20, 30]
    """
    return ceil(run_km / day.km_step - 1e-9) * day.km_step


def day_fare_yen(minutes: float, metres: float, bus_class: BusClass, day: BusDay) -> float:
    """Price of one bus for one day, yen before tax, for trips of `minutes` and `metres` one way.

    By the notified fare less the discount of a yearly contract, or flat where a price per day is agreed.
    """
    return run_fare_yen(*_run(minutes, metres, day), bus_class, day)


def billed_day(minutes: float, metres: float, day: BusDay) -> tuple[float, int]:
    """Hours and kilometres billed for one bus for one day, for trips of `minutes` and `metres` one way."""
    running_min, run_km = _run(minutes, metres, day)
    return billed_hours(running_min / 60, day), billed_km(run_km, day)


def _run(minutes: float, metres: float, day: BusDay) -> tuple[float, float]:
    running_min = 2 * day.garage_min + day.round_trips * (2 * minutes + day.at_site_min + 2 * day.board_min)
    return running_min, 2 * day.garage_km + day.round_trips * 2 * metres / 1000


def run_fare_yen(running_min: float, run_km: float, bus_class: BusClass, day: BusDay) -> float:
    """Price of one bus for one day of so many minutes and kilometres from garage to garage, yen before tax.

    Up to 3 hours and a half cost the same; so do 19.9 and 20 km (Kyushu, large bus: 6,330 yen/h, 140 yen/km):

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(min_running_h=3, checks_h=2, km_step=10, contract_discount_share=0)
    >>> large = SimpleNamespace(per_day_yen=None, per_hour_yen=6330, per_km_yen=140)
    >>> [run_fare_yen(minutes, 20.0, large, rules) for minutes in (179, 180, 209, 210)]
    [34450, 34450, 34450, 40780]
    >>> [run_fare_yen(180, km, large, rules) for km in (19.9, 20.0, 20.1)]
    [34450, 34450, 35850]
    """
    if bus_class.per_day_yen is not None:
        return bus_class.per_day_yen
    hours = billed_hours(running_min / 60, day)
    fare = hours * bus_class.per_hour_yen + billed_km(run_km, day) * bus_class.per_km_yen
    return fare * (1 - day.contract_discount_share)


def bus_year(pupils_by_grade: Sequence[int], mode: Mode, minutes: float, metres: float, bus: Bus) -> BusYear:
    """Cheapest class of bus that serves every session of a school in a year, with its days and fare.

    Bus-days are the trips of all groups divided by the round trips of a day, rounded up. Ties go to the larger class.
    """
    return cheapest_bus(pupils_by_grade, mode, day_fares(minutes, metres, bus), bus)


class DayFare(NamedTuple):
    """What a bus of a class costs for one day of trips to one place."""

    bus_class: str
    seats: int
    yen: float
    """With tax."""


def day_fares(minutes: float, metres: float, bus: Bus) -> list[DayFare]:
    """Fares of all classes, the largest first, for trips of `minutes` and `metres` one way: the same in every year."""
    classes = [("large", bus.large), ("medium", bus.medium), ("small", bus.small), ("commuter", bus.commuter)]
    tax = 1 + bus.day.tax_share
    return [DayFare(name, kind.seats, day_fare_yen(minutes, metres, kind, bus.day) * tax) for name, kind in classes]


def cheapest_bus(pupils_by_grade: Sequence[int], mode: Mode, fares: Iterable[DayFare], bus: Bus) -> BusYear:
    """Cheapest class of bus as in `bus_year`, where the fares of a day are known."""
    offers = []
    for name, seats, yen in fares:
        days = bus_days(pupils_by_grade, mode, seats, bus.day)
        offers.append(BusYear(name, days, round(days * yen)))
    return min(offers, key=lambda offer: offer.fare_yen)


def bus_days(pupils_by_grade: Sequence[int], mode: Mode, seats: int, day: BusDay) -> int:
    """Days of one bus that all sessions of a school in a year need: the trips of all groups, so many a day."""
    loads = _loads(tuple(pupils_by_grade), mode.group_pupils, day.escorts, seats)
    return ceil(mode.sessions_per_group * loads / day.round_trips)


@lru_cache(maxsize=1 << 17)
def _loads(pupils_by_grade: tuple[int, ...], group_pupils: int, escorts: int, seats: int) -> int:
    """Buses that one visit of every group fills."""
    groups = groups_of(pupils_by_grade, group_pupils)
    return sum(group.groups * ceil((group.pupils_per_group + escorts) / seats) for group in groups)
