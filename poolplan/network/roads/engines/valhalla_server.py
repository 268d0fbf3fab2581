"""Any Valhalla server by its address: one server finds the ways of buses and of people on foot."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from poolplan.errors import DataError
from poolplan.network.roads.engines.interface import Job, Line, Matrix, Snap, register
from poolplan.network.roads.engines.server import OSM, RefusedError, address, ask, parts_of, shown
from poolplan.network.roads.geodesy import straight_metres
from poolplan.network.roads.points import Place
from poolplan.scenario.blocks import TravelBy

COSTING: dict[TravelBy, str] = {"bus": "bus", "walk": "pedestrian"}
LOCATED_AT_ONCE = 20
"""Places per question about snaps, as servers are delivered."""
NO_WAY = ("No path could be found", "unconnected regions", "No suitable edges near location")
"""Words in which Valhalla says that there is no way."""
NOTHING = {"time": None, "distance": None}
SHAPE_DIGITS = 6
"""Decimals of the degrees in Valhalla's encoded lines."""


@dataclass(frozen=True)
class ValhallaServer:
    """A Valhalla server behind the interface of all engines."""

    url: str
    way: str
    attribution: str = OSM

    @property
    def ways(self) -> Collection[TravelBy]:
        """It knows both."""
        return COSTING.keys()

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place], travel_by: TravelBy) -> Matrix:
        """Minutes and metres from every origin to every destination."""
        shape = len(origins), len(destinations)
        minutes, metres = np.full(shape, np.inf), np.full(shape, np.inf)
        for rows in parts_of(len(origins)):
            for columns in parts_of(len(destinations)):
                asked = {
                    "sources": _points(origins[rows]),
                    "targets": _points(destinations[columns]),
                    "costing": COSTING[travel_by],
                    "units": "kilometers",
                }
                cells = self._cells(asked)
                minutes[rows, columns] = [[_number(cell["time"]) / 60 for cell in row] for row in cells]
                metres[rows, columns] = [[_number(cell["distance"]) * 1000 for cell in row] for row in cells]
        return Matrix(minutes, metres, self._snaps(origins, travel_by), self._snaps(destinations, travel_by))

    def _cells(self, asked: dict[str, Any]) -> Any:
        """Rows of a table; Valhalla refuses one in which no pair has a way."""
        try:
            return ask(f"{self.url}/sources_to_targets", asked)["sources_to_targets"]
        except RefusedError as error:
            if any(words in error.said for words in NO_WAY):
                return [[NOTHING] * len(asked["targets"])] * len(asked["sources"])
            raise

    def _snaps(self, places: Sequence[Place], travel_by: TravelBy) -> tuple[Snap, ...]:
        snaps: list[Snap] = []
        for first in range(0, len(places), LOCATED_AT_ONCE):
            part = places[first : first + LOCATED_AT_ONCE]
            found = ask(f"{self.url}/locate", {"locations": _points(part), "costing": COSTING[travel_by]})
            snaps += (_snap(place, answer) for place, answer in zip(part, found, strict=True))
        return tuple(snaps)

    def routes(
        self,
        origins: Sequence[Place],
        destinations: Sequence[Place],
        travel_by: TravelBy,
        pairs: Sequence[tuple[int, int]],
    ) -> list[Line]:
        """Lines of the pairs asked for, in their order; empty where there is no way."""
        return [self._line(origins[row], destinations[column], travel_by) for row, column in pairs]

    def _line(self, start: Place, end: Place, travel_by: TravelBy) -> Line:
        asked = {"locations": _points([start, end]), "costing": COSTING[travel_by], "directions_type": "none"}
        try:
            legs = ask(f"{self.url}/route", asked)["trip"]["legs"]
        except RefusedError as error:
            if any(words in error.said for words in NO_WAY):
                return ()
            raise
        return tuple(point for leg in legs for point in decoded(leg["shape"]))


def _points(places: Sequence[Place]) -> list[dict[str, float]]:
    return [{"lon": place.longitude, "lat": place.latitude} for place in places]


def _number(value: float | None) -> float:
    """A number of a table; infinite where Valhalla found no way."""
    return np.inf if value is None else float(value)


def _snap(place: Place, answer: Any) -> Snap:
    """The first road that Valhalla would join; a place without one lies infinitely far from the roads."""
    edges = (answer or {}).get("edges") or []
    if not edges:
        return Snap(place.id, place.longitude, place.latitude, np.inf, "")
    longitude, latitude = float(edges[0]["correlated_lon"]), float(edges[0]["correlated_lat"])
    metres = straight_metres([place], [Place(place.id, longitude, latitude)])[0, 0]
    return Snap(place.id, longitude, latitude, float(metres), "")


def decoded(shape: str) -> list[tuple[float, float]]:
    """Longitudes and latitudes of an encoded line: differences in units of 1e-6 degrees, five bits a character.

    >>> decoded("_izlhA~rlgdF_{geC~ywl@")
    [(-120.2, 38.5), (-120.95, 40.7)]
    """
    values, value, shift = [0, 0], 0, 0
    points: list[tuple[float, float]] = []
    axis = 0
    for character in shape:
        bits = ord(character) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:  # noqa: PLR2004 - the sixth bit says that more follow
            values[axis] += ~(value >> 1) if value & 1 else value >> 1
            if axis:
                points.append((round(values[1] / 10**SHAPE_DIGITS, 5), round(values[0] / 10**SHAPE_DIGITS, 5)))
            axis, value, shift = 1 - axis, 0, 0
    return points


@register("valhalla")
def open_valhalla(job: Job) -> ValhallaServer:
    """Ask a Valhalla server.

    Raises:
        DataError: no server is named, or its address is none.
    """
    if not job.url:
        raise DataError(
            "engine 'valhalla': asks a server, and none is named; give its address (--url, or travel.url in a scenario)"
        )
    return ValhallaServer(address(job.url), f"Valhalla server {shown(job.url)}")
