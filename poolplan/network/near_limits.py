"""Trips too uncertain to say on which side of a limit they lie: to be driven by bus before anything is decided."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.network.options import Network
from poolplan.network.travel import Trip
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.travel import Travel

WAYS: tuple[TravelBy, ...] = ("walk", "bus")
DECIMALS = 1


class NearLimit(NamedTuple):
    """A trip that the plan counts on one side of a limit, and that may lie on the other; minutes one way."""

    school: str
    site: str
    mode: str
    travel_by: TravelBy
    minutes: float
    low_min: float
    """The least it may take."""
    high_min: float
    """The most it may take."""
    limit_min: float
    """Longest trip of the mode for schools of this level."""
    counts_as: str
    """within or beyond: the side on which the plan counts it."""
    source: str
    """What the minutes rest on."""


def near_limits(network: Network) -> tuple[NearLimit, ...]:
    """Return trips that their uncertainty may carry over a limit, sorted; of modes that the scenario offers."""
    return tuple(sorted(_near_limits(network)))


def _near_limits(network: Network) -> Iterator[NearLimit]:
    asked = network.scenario.travel or Travel()
    for name, mode in network.scenario.modes.items():
        if mode.at_own_school or not mode.offered:
            continue
        for (school, site, travel_by), trip in network.travel.items():
            place = network.places.sites[site]
            limits = mode.travel_limits(network.places.schools[school].level)
            limit = getattr(limits, travel_by) if limits else None
            if limit is None or place.kind != mode.site_kind or place.school == school:
                continue
            low, high = span_min(trip, asked)
            if low <= limit < high:
                side = "within" if trip.minutes <= limit else "beyond"
                yield NearLimit(school, site, name, travel_by, trip.minutes, low, high, limit, side, trip.source)


def span_min(trip: Trip, asked: Travel) -> tuple[float, float]:
    """Return the least and the most minutes that a trip may take.

    >>> span_min(Trip(10.0, 2000, "roads"), Travel(error_share=0.1))
    (9.0, 11.0)
    >>> span_min(Trip(10.0, 2000, "approximate: straight line x detour"), Travel())
    (8.0, 12.0)
    """
    share = asked.error_share
    if trip.is_approximate:
        share = max(share, asked.approximate_error_share)
    return round(trip.minutes * (1 - share), DECIMALS), round(trip.minutes * (1 + share), DECIMALS)
