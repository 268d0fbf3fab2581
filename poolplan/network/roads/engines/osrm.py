"""What OSRM's answers mean, whether a server gives them or the library in this process."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from poolplan.network.roads.engines.interface import Line, Matrix, Snap
from poolplan.network.roads.engines.server import OSM, parts_of
from poolplan.network.roads.geodesy import Floats
from poolplan.network.roads.points import Place
from poolplan.scenario.blocks import TravelBy


class Osrm(Protocol):
    """An OSRM data set that answers; the answers have the shape of its HTTP interface."""

    def table(self, places: Sequence[Place], sources: Sequence[int], destinations: Sequence[int]) -> Any:
        """Durations in seconds and distances in metres between positions in `places`."""

    def route(self, start: Place, end: Place) -> Any:
        """The quickest way, with its simplified line as GeoJSON; None where there is none."""


@dataclass(frozen=True)
class OsrmEngine:
    """OSRM behind the interface of all engines."""

    data: Mapping[TravelBy, Osrm]
    """A data set for each way of travelling it finds: OSRM prepares roads for one kind of vehicle."""
    way: str
    attribution: str = OSM

    @property
    def ways(self) -> Collection[TravelBy]:
        """Ways of travelling for which there is a data set."""
        return self.data.keys()

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place], travel_by: TravelBy) -> Matrix:
        """Minutes and metres from every origin to every destination."""
        shape = len(origins), len(destinations)
        seconds, metres = np.full(shape, np.inf), np.full(shape, np.inf)
        starts: list[Snap] = []
        ends: list[Snap] = []
        for rows in parts_of(len(origins)):
            for columns in parts_of(len(destinations)):
                places = [*origins[rows], *destinations[columns]]
                first = rows.stop - rows.start
                answer = self.data[travel_by].table(places, range(first), range(first, len(places)))
                seconds[rows, columns] = _floats(answer["durations"])
                metres[rows, columns] = _floats(answer["distances"])
                starts += _snaps(origins[rows], answer["sources"]) if columns.start == 0 else []
                ends += _snaps(destinations[columns], answer["destinations"]) if rows.start == 0 else []
        return Matrix(seconds / 60, metres, tuple(starts), tuple(ends))

    def routes(
        self,
        origins: Sequence[Place],
        destinations: Sequence[Place],
        travel_by: TravelBy,
        pairs: Sequence[tuple[int, int]],
    ) -> list[Line]:
        """Lines of the pairs asked for, in their order; empty where there is no way."""
        answers = (self.data[travel_by].route(origins[row], destinations[column]) for row, column in pairs)
        return [_line(answer) for answer in answers]


def _floats(rows: Any) -> Floats:
    """Numbers of a table; infinite where OSRM found no way."""
    return np.array([[np.inf if value is None else float(value) for value in row] for row in rows])


def _snaps(places: Sequence[Place], waypoints: Any) -> list[Snap]:
    """Where places join the roads; OSRM does not tell the class of the road."""
    return [
        Snap(place.id, float(point["location"][0]), float(point["location"][1]), float(point["distance"]), "")
        for place, point in zip(places, waypoints, strict=True)
    ]


def _line(answer: Any) -> Line:
    if answer is None:
        return ()
    points = answer["routes"][0]["geometry"]["coordinates"]
    return tuple((round(float(x), 5), round(float(y), 5)) for x, y in points)
