"""What every engine answers: minutes and metres on the road from many places to many, and the lines driven."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from poolplan.network.roads.geodesy import Floats
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import SpeedModel
from poolplan.scenario.blocks import TravelBy

Line = tuple[tuple[float, float], ...]
"""Longitude and latitude of each point of a route."""


class Snap(NamedTuple):
    """Where a place joins the roads."""

    place: str
    longitude: float
    """Of the point on the road, degrees."""
    latitude: float
    metres: float
    """Straight line from the place to that point."""
    road: str
    """Class of the road, empty where the engine does not tell."""


class Matrix(NamedTuple):
    """On the road, between the points where places join it; without boarding, peak factor and the way to the road."""

    minutes: Floats
    """From each origin (row) to each destination (column); infinite where there is no way."""
    metres: Floats
    """Along the way of those minutes."""
    origins: tuple[Snap, ...]
    destinations: tuple[Snap, ...]


class Engine(Protocol):
    """A router that is ready to answer."""

    @property
    def way(self) -> str:
        """What the minutes rest on, as the source of every row says it."""

    @property
    def attribution(self) -> str:
        """Whom to name beside the lines; empty where lines may not be kept."""

    @property
    def ways(self) -> Collection[TravelBy]:
        """Ways of travelling it finds; straight lines stand in for the others."""

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place], travel_by: TravelBy) -> Matrix:
        """Minutes and metres from every origin to every destination."""

    def routes(
        self,
        origins: Sequence[Place],
        destinations: Sequence[Place],
        travel_by: TravelBy,
        pairs: Sequence[tuple[int, int]],
    ) -> list[Line]:
        """Lines of the pairs asked for (positions in both lists), in their order; empty where there is no way."""


MARGIN_M = 5_000.0


@dataclass(frozen=True)
class Job:
    """What an engine is opened for."""

    model: SpeedModel
    places: tuple[Place, ...]
    """Everywhere that is travelled from or to: the roads are clipped around them."""
    schools: tuple[Place, ...] = ()
    """Places with a school zone around them."""
    roads: Path | None = None
    """File of the roads, for engines that read one."""
    url: str = ""
    """Address of a server, for engines that ask one."""
    walk_url: str = ""
    """Address of a server for people on foot, where the other knows buses or cars only."""
    margin_m: float = MARGIN_M
    """Roads are kept so far around the places."""
    keep_in: Path | None = None
    """Folder where roads that were read once are kept for the next time."""


Opener = Callable[[Job], Engine]
ENGINES: dict[str, Opener] = {}
"""Engines by the name a user gives, filled by `register`."""


def register(name: str) -> Callable[[Opener], Opener]:
    """Put the function that opens an engine into ENGINES."""

    def keep(opener: Opener) -> Opener:
        ENGINES[name] = opener
        return opener

    return keep
