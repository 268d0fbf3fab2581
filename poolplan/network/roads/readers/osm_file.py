"""OpenStreetMap extracts (.osm.pbf, .osm and their packed forms), read way by way with pyosmium."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from poolplan.errors import DataError
from poolplan.network.roads.clip import Box
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.readers.assemble import assemble
from poolplan.network.roads.readers.ways import Ways, node_tags, restriction_of
from poolplan.scenario.text import shown_path

if TYPE_CHECKING:
    from osmium.osm import Way

KEYS = ("highway", "route", "barrier", "restriction", "restriction:bus")
PER_DEGREE = 10_000_000
"""Coordinates stand in the file as whole ten-millionths of a degree."""
UNKNOWN = 2**31 - 1
"""Coordinate of a node that the extract leaves out."""
FAR_DEG = 0.2
"""A way that begins and ends farther than this (about 20 km) outside the box is not looked at more closely."""


def read_osm(path: Path, box: Box) -> RoadGraph:
    """Read the roads of an extract inside a box.

    Raises:
        DataError: the file is cut off, or holds too many roads for a small computer.
    """
    ways = Ways(shown_path(path), box)
    try:
        _collect(path, ways)
    except (RuntimeError, ValueError) as error:
        why = " ".join(str(error).split()) or "no reason given"
        raise DataError(f"{shown_path(path)}: cannot be read to its end ({why}); fetch the extract again") from None
    return assemble(ways)


def _collect(path: Path, ways: Ways) -> None:
    import osmium

    kinds = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
    reader = osmium.FileProcessor(str(path), kinds).with_locations().with_filter(osmium.filter.KeyFilter(*KEYS))
    wide = Box(*(edge + step for edge, step in zip(ways.box, (-FAR_DEG, -FAR_DEG, FAR_DEG, FAR_DEG), strict=True)))
    for found in reader:
        tags = {tag.k: tag.v for tag in found.tags}
        if isinstance(found, osmium.osm.Way):
            rule = ways.rule(tags)
            if rule is None:
                continue
            ways.seen = ways.seen or _end_of(found)
            if _may_touch(found, wide):
                for nodes, longitude, latitude in _runs(found):
                    ways.add(found.id, rule, nodes, longitude, latitude)
        elif isinstance(found, osmium.osm.Node):
            node_tags(ways, found.id, tags)
        elif isinstance(found, osmium.osm.Relation):
            kinds_of = {"n": "node", "w": "way", "r": "relation"}
            members = [(kinds_of[member.type], member.role, member.ref) for member in found.members]
            ways.restrictions += filter(None, [restriction_of(tags, members)])


def _may_touch(way: "Way", wide: Box) -> bool:
    """Say whether either end of a way lies near the box, or is unknown."""
    for end in (way.nodes[0], way.nodes[-1]) if len(way.nodes) > 1 else ():
        at = end.location
        if not at.valid() or (wide.west < at.lon < wide.east and wide.south < at.lat < wide.north):
            return True
    return False


def _end_of(way: "Way") -> tuple[float, float] | None:
    """Longitude and latitude of the first node of a way, if it is known."""
    known = [node.location for node in way.nodes if node.location.valid()]
    return (known[0].lon, known[0].lat) if known else None


def _runs(way: "Way") -> Iterator[tuple[Sequence[int], Sequence[float], Sequence[float]]]:
    """Yield nodes, longitudes and latitudes of the parts of a way whose nodes are in the extract."""
    nodes: list[int] = []
    longitude: list[float] = []
    latitude: list[float] = []
    for node in way.nodes:
        at = node.location
        if at.x == UNKNOWN:
            yield nodes, longitude, latitude
            nodes, longitude, latitude = [], [], []
            continue
        nodes.append(node.ref)
        longitude.append(at.x / PER_DEGREE)
        latitude.append(at.y / PER_DEGREE)
    yield nodes, longitude, latitude
