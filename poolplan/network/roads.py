"""Minutes on the road: a graph of road links, snapping with a report, and a stated speed model."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

from poolplan.errors import DataError

EARTH_RADIUS_M = 6_371_008.8
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SpeedModel:
    """How metres become minutes; every value is an assumption until bus runs have been timed."""

    version: str = "kumamoto-2"
    bus_kmh: float = 22.0
    """Mean speed of a bus between places on a school morning, km/h."""
    bus_fixed_min: float = 4.0
    """Boarding, turning and alighting together, minutes a trip."""
    walk_m_per_min: float = 60.0
    """Walking speed of a class, metres a minute (3.6 km/h)."""
    walk_detour: float = 1.5
    """Walk divided by the straight line; streets of central Kumamoto (OpenStreetMap) give 1.54 between 0.5 and 1 km."""
    detour: float = 1.3
    """Way of a bus on minor roads divided by the straight line."""
    near_m: float = 1_000.0
    """Straight lines shorter than this are not routed over main roads, metres."""


class Place(NamedTuple):
    """A point to travel from or to, degrees WGS84."""

    id: str
    longitude: float
    latitude: float


class Snap(NamedTuple):
    """Where a place joins the road graph."""

    place: str
    node: int
    metres: float
    """Straight line from the place to the node."""


class Trip(NamedTuple):
    """A row of the travel-time table: one way, door to door."""

    school: str
    site: str
    travel_by: str
    minutes: float
    """One decimal."""
    metres: int
    source: str


@dataclass(frozen=True)
class RoadGraph:
    """An undirected road network: node coordinates in degrees, links in metres."""

    longitude: Floats
    latitude: Floats
    metres: csr_array
    """Symmetric matrix of link lengths."""


def geodesic_m(lon_a: Floats | float, lat_a: Floats | float, lon_b: Floats | float, lat_b: Floats | float) -> Floats:
    """Metres along the great circle between points in degrees.

    One degree of latitude is 111.2 km:

    >>> round(float(geodesic_m(130.0, 32.0, 130.0, 33.0)))
    111195
    """
    a, b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(np.subtract(lon_b, lon_a)) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half)))


def read_links(nodes: Path, links: Path) -> RoadGraph:
    """Read a road graph from CSV: nodes (node, lon, lat) and links (u, v, length_m); keep the largest connected part.

    Raises:
        DataError: a missing column, a cell that is no number, a link without positive length or to an unknown node.
    """
    rows = [
        (row["node"], _number(nodes, line, row, "lon"), _number(nodes, line, row, "lat"))
        for line, row in _rows(nodes, ("node", "lon", "lat"))
    ]
    number = {name: index for index, (name, _, _) in enumerate(rows)}
    ends: list[tuple[int, int]] = []
    lengths: list[float] = []
    for line, row in _rows(links, ("u", "v", "length_m")):
        length = _number(links, line, row, "length_m")
        if row["u"] not in number or row["v"] not in number:
            raise DataError(f"{links}, line {line}: joins a node that {nodes} does not hold; mend the ids")
        if not 0 < length < float("inf"):
            raise DataError(f"{links}, line {line}: {length} m is no length; give metres above 0")
        ends.append((number[row["u"]], number[row["v"]]))
        lengths.append(length)
    return road_graph(np.array([r[1] for r in rows]), np.array([r[2] for r in rows]), ends, lengths)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV table with their lines; raises DataError where a column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
            raise DataError(f"{path}: no column {', '.join(missing)}; give the columns {', '.join(columns)}")
        yield from enumerate(reader, start=2)


def _number(path: Path, line: int, row: dict[str, str], column: str) -> float:
    """The number in a cell; raises DataError where it holds none."""
    try:
        return float(row[column])
    except (TypeError, ValueError):
        problem = f"{column} is {row[column]!r}, which is no number"
        raise DataError(f"{path}, line {line}: {problem}; give a decimal number") from None


def road_graph(
    longitude: Floats, latitude: Floats, ends: Sequence[tuple[int, int]], metres: Sequence[float]
) -> RoadGraph:
    """Build a graph; of parallel links the shortest counts, and only the largest connected part is kept."""
    shortest: dict[tuple[int, int], float] = {}
    for (u, v), length in zip(ends, metres, strict=True):
        key = (min(u, v), max(u, v))
        shortest[key] = min(length, shortest.get(key, float("inf")))
    size = len(longitude)
    pairs = np.array(list(shortest), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(shortest.values()))
    one_way = csr_array((values, (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    both = csr_array(one_way + one_way.T)
    _, label = connected_components(both, directed=False)
    kept = np.flatnonzero(label == np.bincount(label).argmax())
    return RoadGraph(longitude[kept], latitude[kept], csr_array(both[kept][:, kept]))


def snap(graph: RoadGraph, places: Iterable[Place]) -> list[Snap]:
    """Join each place to the nearest node of the graph, with the metres between them."""
    listed = list(places)
    if not listed:
        return []
    squeeze = np.cos(np.radians(graph.latitude.mean()))
    tree = KDTree(np.column_stack([graph.longitude * squeeze, graph.latitude]))
    _, nearest = tree.query(np.array([(p.longitude * squeeze, p.latitude) for p in listed]))
    nodes = np.atleast_1d(nearest)
    metres = geodesic_m(
        np.array([p.longitude for p in listed]),
        np.array([p.latitude for p in listed]),
        graph.longitude[nodes],
        graph.latitude[nodes],
    )
    return [Snap(p.id, int(n), float(m)) for p, n, m in zip(listed, nodes, metres, strict=True)]


def bus_metres(graph: RoadGraph, schools: Sequence[Place], sites: Sequence[Place], model: SpeedModel) -> Floats:
    """Metres by road from each school (row) to each site (column); infinite where there is no way.

    The way from a place to its node, and the whole way between near neighbours, is the straight line times the detour.
    """
    starts, ends = snap(graph, schools), snap(graph, sites)
    found = dijkstra(graph.metres, directed=False, indices=[s.node for s in starts])[:, [s.node for s in ends]]
    access = np.add.outer([s.metres for s in starts], [s.metres for s in ends]) * model.detour
    straight = straight_metres(schools, sites)
    return np.where(straight < model.near_m, straight * model.detour, found + access)


def straight_metres(schools: Sequence[Place], sites: Sequence[Place]) -> Floats:
    """Metres along the straight line from each school (row) to each site (column)."""
    lon_a, lat_a = (np.array([getattr(p, axis) for p in schools])[:, None] for axis in ("longitude", "latitude"))
    lon_b, lat_b = (np.array([getattr(p, axis) for p in sites])[None, :] for axis in ("longitude", "latitude"))
    return geodesic_m(lon_a, lat_a, lon_b, lat_b)


def trips(graph: RoadGraph, schools: Sequence[Place], sites: Sequence[Place], model: SpeedModel) -> Iterator[Trip]:
    """Bus and walking trips from every school to every site; no row where there is no way.

    Walking: the graph may hold main roads only, so the walk is the straight line times its detour, marked approximate.
    """
    road, straight = bus_metres(graph, schools, sites, model), straight_metres(schools, sites)
    for row, school in enumerate(schools):
        for column, site in enumerate(sites):
            near = straight[row, column] < model.near_m
            way = "approximate: straight line x detour" if near else "road links"
            metres = road[row, column]
            if np.isfinite(metres):
                minutes = model.bus_fixed_min + metres / (model.bus_kmh * 1000 / 60)
                source = f"{way}; speed model {model.version}"
                yield Trip(school.id, site.id, "bus", round(float(minutes), 1), round(float(metres)), source)
            metres = straight[row, column] * model.walk_detour
            source = f"approximate: straight line x detour; speed model {model.version}"
            minutes = metres / model.walk_m_per_min
            yield Trip(school.id, site.id, "walk", round(float(minutes), 1), round(float(metres)), source)
