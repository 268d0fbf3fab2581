"""Prices worked out a second time, in whole numbers: chartered buses, and exact shares of yen."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from poolplan.scenario.costs import Bus, BusClass, BusDay
from poolplan.scenario.schema import Mode

THOUSANDTHS = 1000
"""Minutes, kilometres and hours are counted in thousandths: the travel table gives tenths of minutes, whole metres."""


@lru_cache(maxsize=1024)
def share(value: float) -> Fraction:
    """Return a share exactly as it is written in decimals.

    >>> share(0.1)
    Fraction(1, 10)
    """
    return Fraction(str(value))


def bus_yen(pupils_by_grade: Sequence[int], mode: Mode, minutes: float, metres: float, bus: Bus) -> Fraction:
    """Yen with tax, exact, for the cheapest class of bus that takes every session of a school in a year.

    Args:
        pupils_by_grade: pupils of each grade.
        mode: group size and visits.
        minutes: one way.
        metres: one way.
        bus: tariff.
    """
    fare, _ = _cheapest(pupils_by_grade, mode, minutes, metres, bus)
    return fare / THOUSANDTHS * (1 + share(bus.day.tax_share))


def bus_days(pupils_by_grade: Sequence[int], mode: Mode, minutes: float, metres: float, bus: Bus) -> int:
    """Days for which a school hires a bus in a year, in the cheapest class; arguments as for `bus_yen`."""
    return _cheapest(pupils_by_grade, mode, minutes, metres, bus)[1]


def _cheapest(
    pupils_by_grade: Sequence[int], mode: Mode, minutes: float, metres: float, bus: Bus
) -> tuple[Fraction, int]:
    """Thousandths of a yen before tax and bus-days of the cheapest class; of classes as cheap, the largest."""
    day = bus.day
    hours, kilometres = _billed_hours(minutes, day), _billed_km(metres, day)
    offers = []
    for rank, offer in enumerate((bus.large, bus.medium, bus.small, bus.commuter)):
        loads = _bus_loads(pupils_by_grade, mode.group_pupils, day.escorts, offer.seats) * mode.sessions_per_group
        days = _ceiling(loads, day.round_trips)
        offers.append((days * _day_price(hours, kilometres, offer, day), rank, days))
    fare, _, days = min(offers)
    return fare, days


def _bus_loads(pupils_by_grade: Sequence[int], largest_group: int, escorts: int, seats: int) -> int:
    """Buses needed for one visit of every group, all groups of a grade as large as its largest."""
    loads = 0
    for pupils in pupils_by_grade:
        if pupils:
            groups = _ceiling(pupils, largest_group)
            loads += groups * _ceiling(_ceiling(pupils, groups) + escorts, seats)
    return loads


def duty_yen(running_min: float, run_m: float, offer: BusClass, day: BusDay) -> Fraction:
    """Yen with tax, exact, for one bus on one day.

    Args:
        running_min: minutes from leaving the garage to being back.
        run_m: metres run, empty or not.
        offer: class of bus.
        day: how a bus-day is billed.
    """
    hours, kilometres = hours_billed(_thousandths(running_min), day), km_billed(round(run_m), day)
    return _day_price(hours, kilometres, offer, day) / THOUSANDTHS * (1 + share(day.tax_share))


def hours_billed(running: int, day: BusDay) -> int:
    """Thousandths of an hour billed for thousandths of a minute out of the garage: half an hour counts as one.

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(min_running_h=3, checks_h=2)
    >>> [hours_billed(minutes * 1000, rules) // 1000 for minutes in (179, 180, 209, 210)]
    [5, 5, 5, 6]
    """
    half, hour = 30 * THOUSANDTHS, 60 * THOUSANDTHS
    full_hours = (running + half) // hour
    return max(_thousandths(day.min_running_h), full_hours * THOUSANDTHS) + _thousandths(day.checks_h)


def km_billed(run_m: int, day: BusDay) -> int:
    """Thousandths of a kilometre billed for whole metres run, up to the next full step.

    >>> from types import SimpleNamespace
    >>> [km_billed(metres, SimpleNamespace(km_step=10)) // 1000 for metres in (19_900, 20_000, 20_001)]
    [20, 20, 30]
    """
    step = day.km_step * THOUSANDTHS
    return _ceiling(run_m, step) * step


def _day_price(hours: int, kilometres: int, offer: BusClass, day: BusDay) -> Fraction:
    """Thousandths of a yen before tax for thousandths of hours and kilometres billed, or the price of a day."""
    if offer.per_day_yen is not None:
        return Fraction(offer.per_day_yen * THOUSANDTHS)
    return (hours * offer.per_hour_yen + kilometres * offer.per_km_yen) * (1 - share(day.contract_discount_share))


def _billed_hours(minutes: float, day: BusDay) -> int:
    """Thousandths of an hour billed for a bus-day of one school."""
    trip = 2 * _thousandths(minutes) + _thousandths(day.at_site_min) + 2 * _thousandths(day.board_min)
    return hours_billed(2 * _thousandths(day.garage_min) + day.round_trips * trip, day)


def _billed_km(metres: float, day: BusDay) -> int:
    """Thousandths of a kilometre billed for a bus-day of one school."""
    return km_billed(2 * _thousandths(day.garage_km) + 2 * day.round_trips * round(metres), day)


def _thousandths(value: float) -> int:
    return round(value * THOUSANDTHS)


def _ceiling(amount: int, unit: int) -> int:
    return (amount + unit - 1) // unit
