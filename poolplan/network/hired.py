"""Buses as the plan reckons with them: the estimate of each school alone, put right by what timetables found."""

from typing import NamedTuple

from poolplan.network.buses import BusYear, DayFare, bus_year, cheapest_bus, day_fares
from poolplan.network.measured import Measured, measured_for
from poolplan.network.options import Network, Option


class Hired(NamedTuple):
    """Buses that an option takes in a year."""

    bus_days: float
    """To two decimals: a bus that several schools share is shared out."""
    fare_yen: int
    """Yen with tax, whole, before any growth of prices."""


def hired(network: Network, option: Option, year: int) -> Hired:
    """Return the bus-days and yen that the plan reckons with."""
    alone, found = estimated(network, option, year), _measured(network, option)
    if found is None:
        return Hired(alone.bus_days, alone.fare_yen)
    mode, pupils = network.scenario.modes[option.mode], network.pupils(option.cohort, year)
    cheapest = cheapest_bus(pupils, mode, fares_for(network, option), network.scenario.costs.bus)
    return Hired(found.days(alone.bus_days), cheapest.fare_yen)


def estimated(network: Network, option: Option, year: int) -> BusYear:
    """Return the estimate alone: as if nobody else rode the same buses, and without what timetables found."""
    mode, pupils = network.scenario.modes[option.mode], network.pupils(option.cohort, year)
    return bus_year(pupils, mode, option.minutes, option.metres, network.scenario.costs.bus)


def fares_for(network: Network, option: Option) -> list[DayFare]:
    """Return what each class of bus costs for an estimated day of an option, yen with tax: the same in every year."""
    fares, found = day_fares(option.minutes, option.metres, network.scenario.costs.bus), _measured(network, option)
    return [fare._replace(yen=fare.yen * found.yen_factor) for fare in fares] if found else fares


def _measured(network: Network, option: Option) -> Measured | None:
    return measured_for(network.places.calibration, option.school, option.site, option.mode)
