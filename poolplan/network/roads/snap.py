"""Joining places to roads: to the part of the network that leads everywhere, and the metres it takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from poolplan.errors import DataError
from poolplan.network.roads.arcs import Arcs, Join
from poolplan.network.roads.classes import ROAD_CLASSES, class_number
from poolplan.network.roads.engines.interface import Snap
from poolplan.network.roads.geodesy import Bools, Ints, columns_of, degrees, flat_metres, geodesic_m
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import Joining
from poolplan.scenario.blocks import TravelBy

if TYPE_CHECKING:
    from shapely import LineString, Point

SIDE_KNOWN_M = 2.0
"""A place nearer to the middle of a road than this says nothing about its side."""


def main_part(arcs: Arcs, junctions: int) -> Bools:
    """True for junctions of the largest part in which every junction can be reached from every other."""
    links = csr_array((np.ones(len(arcs.tail)), (arcs.tail, arcs.head)), shape=(arcs.nodes, arcs.nodes))
    _, label = connected_components(links, directed=True, connection="strong")
    return np.asarray(label == np.bincount(label).argmax())[:junctions]


def join_places(
    graph: RoadGraph, arcs: Arcs, places: Sequence[Place], joining: Joining, travel_by: TravelBy
) -> tuple[list[Join], list[Snap]]:
    """Join each place to the nearest point of the main part of the roads.

    Args:
        graph: the roads.
        arcs: where one may go by this way of travelling, uncut.
        places: what to join.
        joining: whether to a point of a road or to a junction, and on which roads the side counts.
        travel_by: only a bus is bound to a side.

    Raises:
        DataError: there is no road for this way of travelling.
    """
    if not places:
        return [], []
    if not len(arcs.tail):
        means = "for a bus" if travel_by == "bus" else "on foot"
        raise DataError(
            f"roads: none of them may be used {means}; give roads of every kind, not footways or main roads alone"
        )
    inside = main_part(arcs, graph.junctions)
    if joining.snap_to == "junction":
        return _to_junctions(graph, inside, places)
    used = np.zeros(graph.links, dtype=bool)
    used[arcs.link] = True
    usable = used & inside[graph.tail] & inside[graph.head] & (graph.road_class != class_number("ferry"))
    return _to_roads(graph, np.flatnonzero(usable), places, joining, travel_by)


def _to_junctions(graph: RoadGraph, inside: Bools, places: Sequence[Place]) -> tuple[list[Join], list[Snap]]:
    kept = np.flatnonzero(inside)
    squeeze = np.cos(np.radians(graph.latitude[kept].mean()))
    longitude, latitude = columns_of(places)
    tree = KDTree(np.column_stack([graph.longitude[kept] * squeeze, graph.latitude[kept]]))
    _, nearest = tree.query(np.column_stack([longitude * squeeze, latitude]))
    at = kept[nearest]
    metres = geodesic_m(longitude, latitude, graph.longitude[at], graph.latitude[at])
    snaps = [
        Snap(place.id, float(graph.longitude[node]), float(graph.latitude[node]), float(apart), "")
        for place, node, apart in zip(places, at, metres, strict=True)
    ]
    return [Join(int(node)) for node in at], snaps


def _to_roads(
    graph: RoadGraph, links: Ints, places: Sequence[Place], joining: Joining, travel_by: TravelBy
) -> tuple[list[Join], list[Snap]]:
    import shapely

    middle = float(np.mean([place.latitude for place in places]))
    lines = _lines(graph, links, middle)
    points: NDArray[np.object_] = np.asarray(shapely.points(flat_metres(*columns_of(places), middle)))
    which, row = shapely.STRtree(lines).query_nearest(points, all_matches=False)
    nearest = row[np.argsort(which)]
    along = shapely.line_locate_point(lines[nearest], points, normalized=True)
    on_road = shapely.line_interpolate_point(lines[nearest], along, normalized=True)
    longitude, latitude = degrees(shapely.get_coordinates(on_road), middle)
    joins, snaps = [], []
    for number, place in enumerate(places):
        link, fraction = int(links[nearest[number]]), float(along[number])
        ways = (True, True)
        if travel_by == "bus" and ROAD_CLASSES[graph.road_class[link]] in joining.kerb_classes:
            is_left = _is_left(lines[nearest[number]], fraction, points[number])
            ways = _kerb_ways(graph, link, joining.drives_on, is_left=is_left)
        joins.append(Join(-1, link, fraction, *ways))
        point = float(longitude[number]), float(latitude[number])
        metres = float(geodesic_m(place.longitude, place.latitude, *point))
        snaps.append(Snap(place.id, *point, metres, ROAD_CLASSES[graph.road_class[link]]))
    return joins, snaps


def _kerb_ways(
    graph: RoadGraph, link: int, drives_on: Literal["left", "right"], *, is_left: bool | None
) -> tuple[bool, bool]:
    """Directions in which a bus passes the place's own side; both where the side is unknown or the road one-way."""
    if is_left is None:
        return True, True
    own_side_forward = is_left == (drives_on == "left")
    forward = own_side_forward or not graph.bus_backward[link]
    backward = not own_side_forward or not graph.bus_forward[link]
    return bool(forward), bool(backward)


def _is_left(line: "LineString", fraction: float, point: "Point") -> bool | None:
    """Say whether a point lies left of a line in its direction; None where it lies on it."""
    if line.distance(point) < SIDE_KNOWN_M:
        return None
    reach = line.length * fraction
    before, after = line.interpolate(max(0.0, reach - 1.0)), line.interpolate(min(line.length, reach + 1.0))
    cross = (after.x - before.x) * (point.y - before.y) - (after.y - before.y) * (point.x - before.x)
    return bool(cross > 0)


def _lines(graph: RoadGraph, links: Ints, middle_latitude: float) -> "NDArray[np.object_]":
    """Lines of the links in flat metres, their ends included."""
    import shapely

    counts = (graph.shape_start[1:] - graph.shape_start[:-1])[links] + 2
    ends = np.cumsum(counts)
    starts = ends - counts
    longitude, latitude = np.empty(int(counts.sum())), np.empty(int(counts.sum()))
    for column, nodes, shape in (
        (longitude, graph.longitude, graph.shape_longitude),
        (latitude, graph.latitude, graph.shape_latitude),
    ):
        column[starts], column[ends - 1] = nodes[graph.tail[links]], nodes[graph.head[links]]
        inner = np.ones(len(column), dtype=bool)
        inner[starts] = inner[ends - 1] = False
        offset = np.arange(len(column)) - np.repeat(starts, counts) - 1
        column[inner] = shape[(np.repeat(graph.shape_start[links], counts) + offset)[inner]]
    flat = flat_metres(longitude, latitude, middle_latitude)
    return np.asarray(shapely.linestrings(flat, indices=np.repeat(np.arange(len(links)), counts)))
