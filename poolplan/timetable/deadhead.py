"""Minutes and metres of empty buses between schools: from the travel table, or estimated from it and said to be."""

from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import NamedTuple

import numpy as np

from poolplan.network.options import Network
from poolplan.network.roads.geodesy import geodesic_m


class Way(NamedTuple):
    """An empty bus from one school to another."""

    minutes: int
    """Rounded up."""
    metres: float


@dataclass
class Ways:
    """Ways between schools, looked up once each.

    A school's own pool lies at the school, so the table's trips to that pool are trips to the school. Other ways take
    the minutes and metres that the table's bus trips of the same straight distance take: the table's own speed model.
    """

    network: Network
    estimated: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of schools whose way stands in no table."""
    _known: dict[tuple[str, str], Way] = field(default_factory=dict)

    def between(self, one: str, other: str) -> Way:
        """The way from one school to another."""
        if one == other:
            return Way(0, 0.0)
        pair = (one, other)
        if pair not in self._known:
            self._known[pair] = self._found(one, other) or self._guess(one, other)
        return self._known[pair]

    def _found(self, one: str, other: str) -> Way | None:
        for school, host in ((one, other), (other, one)):
            pool = self.network.places.home_site(host)
            trip = pool and self.network.travel.get((school, pool.id, "bus"))
            if trip:
                return Way(ceil(trip.minutes), trip.metres)
        return None

    def _guess(self, one: str, other: str) -> Way:
        self.estimated.add((one, other))
        schools = self.network.places.schools
        a, b = schools[one], schools[other]
        straight = float(geodesic_m(a.longitude, a.latitude, b.longitude, b.latitude))
        (fixed, per_m), detour = self._speed
        return Way(ceil(fixed + per_m * straight), detour * straight)

    @cached_property
    def _speed(self) -> tuple[tuple[float, float], float]:
        """Minutes (fixed, and per metre of straight line) and the detour of the table's bus trips; least squares."""
        places = self.network.places
        rows = [
            (places.schools[school], places.sites[site], trip)
            for (school, site, by), trip in self.network.travel.items()
            if by == "bus" and trip.metres > 0
        ]
        straight = np.array([float(geodesic_m(a.longitude, a.latitude, b.longitude, b.latitude)) for a, b, _ in rows])
        minutes = np.array([trip.minutes for *_, trip in rows])
        metres = np.array([trip.metres for *_, trip in rows])
        if not rows or straight.max() <= 0:
            return (0.0, float(minutes.sum() / max(metres.sum(), 1.0)) or 60 / 20_000), 1.3
        table = np.column_stack([np.ones_like(straight), straight])
        (fixed, per_m), *_ = np.linalg.lstsq(table, minutes, rcond=None)
        return (max(0.0, float(fixed)), max(1e-5, float(per_m))), max(1.0, float(metres.sum() / straight.sum()))
