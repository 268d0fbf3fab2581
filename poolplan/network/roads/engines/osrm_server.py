"""Any OSRM server by its address, one for buses and, if there is one, another for people on foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from poolplan.errors import DataError
from poolplan.network.roads.engines.interface import Job, register
from poolplan.network.roads.engines.osrm import Osrm, OsrmEngine
from poolplan.network.roads.engines.server import RefusedError, address, ask, shown
from poolplan.network.roads.points import Place
from poolplan.scenario.blocks import TravelBy


@dataclass(frozen=True)
class OsrmServer:
    """An OSRM server; the profile in its address is a name only, the server was prepared for one."""

    url: str

    def table(self, places: Sequence[Place], sources: Sequence[int], destinations: Sequence[int]) -> Any:
        """Ask for a table."""
        return ask(f"{self.url}/table/v1/driving/{_points(places)}?{_table_options(sources, destinations)}")

    def route(self, start: Place, end: Place) -> Any:
        """Ask for a way; None where the server says that there is none."""
        try:
            return ask(f"{self.url}/route/v1/driving/{_points([start, end])}?overview=simplified&geometries=geojson")
        except RefusedError as error:
            if "Impossible route" in error.said:
                return None
            raise


def _points(places: Sequence[Place]) -> str:
    return ";".join(f"{place.longitude:.6f},{place.latitude:.6f}" for place in places)


def _table_options(sources: Sequence[int], destinations: Sequence[int]) -> str:
    """Return the options of a table.

    >>> _table_options([0], [1, 2])
    'sources=0&destinations=1;2&annotations=duration,distance'
    """
    listed = (";".join(str(position) for position in positions) for positions in (sources, destinations))
    return "sources={}&destinations={}&annotations=duration,distance".format(*listed)


@register("osrm")
def open_osrm(job: Job) -> OsrmEngine:
    """Ask OSRM servers.

    Raises:
        DataError: no server is named, or its address is none.
    """
    if not job.url:
        raise DataError(
            "engine 'osrm': asks a server, and none is named; give its address (--url, or travel.url in a scenario)"
        )
    data: dict[TravelBy, Osrm] = {"bus": OsrmServer(address(job.url))}
    if job.walk_url:
        data["walk"] = OsrmServer(address(job.walk_url))
    return OsrmEngine(data, f"OSRM server {shown(job.url)}")
