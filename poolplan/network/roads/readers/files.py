"""Which reader a file of roads needs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from poolplan.errors import DataError
from poolplan.network.roads.checksums import nodes_beside
from poolplan.network.roads.clip import Box, box_around
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import Place
from poolplan.network.roads.readers.geopackage import read_geopackage
from poolplan.network.roads.readers.graphml import read_graphml
from poolplan.network.roads.readers.link_table import read_link_tables
from poolplan.network.roads.readers.osm_file import read_osm
from poolplan.network.roads.readers.overpass import read_overpass
from poolplan.scenario.text import shown_path

Reader = Callable[[Path, Box], RoadGraph]
READERS: dict[str, Reader] = {
    ".pbf": read_osm,
    ".osm": read_osm,
    ".osm.gz": read_osm,
    ".osm.bz2": read_osm,
    ".json": read_overpass,
    ".graphml": read_graphml,
    ".gpkg": read_geopackage,
    ".csv": lambda path, box: read_link_tables(path, nodes_beside(path), box),
}
"""Readers by the end of a file's name."""
VERSION = 1
"""Raise it when the same file gives another graph: kept graphs are then built anew."""


def read_roads(path: Path, places: Sequence[Place], margin_m: float) -> RoadGraph:
    """Read the roads around places.

    Args:
        path: a file whose name ends as one of READERS.
        places: the roads are clipped around them.
        margin_m: and this far beyond, metres.

    Raises:
        DataError: one sentence that says what is wrong with the file, or that it lies elsewhere.
    """
    reader = next((read for end, read in READERS.items() if path.name.lower().endswith(end)), None)
    if reader is None:
        raise DataError(f"{shown_path(path)}: a file of roads ends in {', '.join(READERS)}; export it as one of these")
    if not path.is_file():
        raise DataError(f"{shown_path(path)}: no such file; check the path")
    return reader(path, box_around(places, margin_m))
