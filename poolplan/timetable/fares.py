"""The fare of a chartered bus on a day: the notified fare, and the surcharges that the scenario asks for."""

from datetime import date
from math import floor
from typing import NamedTuple

from poolplan.network.buses import run_fare_yen
from poolplan.scenario.clock import day_in, minutes_of
from poolplan.scenario.costs import Bus, BusClass
from poolplan.scenario.surcharges import BusSurcharges

A_DAY_MIN = 24 * 60


class Outing(NamedTuple):
    """A bus from its garage and back."""

    day: date
    out: int
    """Minutes since midnight; so is `back`."""
    back: int
    run_km: float


def outing_fare_yen(outing: Outing, kind: BusClass, bus: Bus, year: int) -> float:
    """Yen before tax; `year` is the fiscal year."""
    fare = run_fare_yen(outing.back - outing.out, outing.run_km, kind, bus.day)
    asked = bus.surcharges
    if asked is None or kind.per_day_yen is not None:
        return fare
    if _is_in_season(outing.day, asked, year):
        fare *= 1 + asked.season_share
    return fare + night_hours(outing.out, outing.back, bus.day.checks_h, asked) * kind.per_hour_yen * asked.night_share


def night_hours(out: int, back: int, checks_h: float, asked: BusSurcharges) -> int:
    """Hours at night from `out` to `back`, minutes since midnight, half of the checks before and half after.

    Half an hour and more counts as one, as in all hours billed:

    >>> asked = BusSurcharges(source="Kyushu", night_share=0.2)
    >>> [night_hours(out, 9 * 60, 2, asked) for out in (5 * 60 + 30, 5 * 60 + 31)]
    [1, 0]
    >>> [night_hours(15 * 60, back, 2, asked) for back in (21 * 60 + 29, 21 * 60 + 30)]
    [0, 1]
    """
    checks = round(checks_h * 60 / 2)
    first, last = out - checks, back + checks
    begins, ends = minutes_of(asked.night_from), minutes_of(asked.night_until)
    ends += A_DAY_MIN if ends <= begins else 0
    nights = ((begins + shift, ends + shift) for shift in (-A_DAY_MIN, 0, A_DAY_MIN))
    dark = sum(max(0, min(last, end) - max(first, begin)) for begin, end in nights)
    return floor(dark / 60 + 0.5)


def _is_in_season(day: date, asked: BusSurcharges, year: int) -> bool:
    return any(day_in(year, span.first) <= day <= day_in(year, span.last) for span in asked.season)
