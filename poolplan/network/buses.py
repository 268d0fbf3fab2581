"""What chartered buses cost a school in a year: a block tariff by the day, not yen per kilometre."""

from collections.abc import Sequence
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
    """Hours billed for a bus day: running hours, half an hour and more rounded up, at least the minimum, plus checks.

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(min_running_h=3, checks_h=2)
    >>> [billed_hours(h, rules) for h in (2.98, 3.0, 3.49, 3.5)]
    [5, 5, 5, 6]
    """
    return max(day.min_running_h, floor(running_h + 0.5 + 1e-9)) + day.checks_h


def billed_km(run_km: float, day: BusDay) -> int:
    """Kilometres billed for a bus day, rounded up to the step.

    >>> from types import SimpleNamespace
    >>> [billed_km(km, SimpleNamespace(km_step=10)) for km in (19.9, 20.0, 20.1)]
    [20, 20, 30]
    """
    return ceil(run_km / day.km_step - 1e-9) * day.km_step


def day_fare_yen(minutes: float, metres: float, bus_class: BusClass, day: BusDay) -> float:
    """Price of one bus for one day, yen before tax, for trips of `minutes` and `metres` one way.

    By the notified fare less the discount of a yearly contract, or flat where a price per day is agreed.
    """
    if bus_class.per_day_yen is not None:
        return bus_class.per_day_yen
    running_min = 2 * day.garage_min + day.round_trips * (2 * minutes + day.at_site_min)
    run_km = 2 * day.garage_km + day.round_trips * 2 * metres / 1000
    hours = billed_hours(running_min / 60, day)
    fare = hours * bus_class.per_hour_yen + billed_km(run_km, day) * bus_class.per_km_yen
    return fare * (1 - day.contract_discount_share)


def bus_year(pupils_by_grade: Sequence[int], mode: Mode, minutes: float, metres: float, bus: Bus) -> BusYear:
    """Cheapest class of bus that serves every session of a school in a year, with its days and fare.

    Bus-days are the trips of all groups divided by the round trips of a day, rounded up. Ties go to the larger class.
    """
    groups = groups_of(pupils_by_grade, mode.group_pupils)
    offers = []
    for name, bus_class in _classes(bus):
        trips = sum(
            group.groups * mode.sessions_per_group * ceil((group.pupils_per_group + bus.day.escorts) / bus_class.seats)
            for group in groups
        )
        days = ceil(trips / bus.day.round_trips)
        fare = days * day_fare_yen(minutes, metres, bus_class, bus.day) * (1 + bus.day.tax_share)
        offers.append(BusYear(name, days, round(fare)))
    return min(offers, key=lambda offer: offer.fare_yen)


def _classes(bus: Bus) -> list[tuple[str, BusClass]]:
    return [("large", bus.large), ("medium", bus.medium), ("small", bus.small), ("commuter", bus.commuter)]
