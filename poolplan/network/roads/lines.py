"""The lines that ways over arcs draw on the map, simplified."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from poolplan.network.roads.arcs import Arcs
from poolplan.network.roads.engines.interface import Line
from poolplan.network.roads.geodesy import Floats
from poolplan.network.roads.graph import RoadGraph

TOLERANCE_DEG = 0.0001
"""About 10 metres: no bend that a reader of a city map would miss."""
DECIMALS = 5


def arcs_by_ends(arcs: Arcs) -> dict[tuple[int, int], int]:
    """Number of the quickest arc between two nodes."""
    slow_first = np.argsort(-arcs.seconds, kind="stable")
    ends = zip(arcs.tail[slow_first].tolist(), arcs.head[slow_first].tolist(), strict=True)
    return dict(zip(ends, slow_first.tolist(), strict=True))


def line_of(graph: RoadGraph, arcs: Arcs, by_ends: Mapping[tuple[int, int], int], nodes: Sequence[int]) -> Line:
    """Longitudes and latitudes along a way given by its nodes; empty for no way."""
    from shapely import LineString

    parts = [_points(graph, arcs, by_ends[ends]) for ends in pairwise(nodes)]
    if not parts:
        return ()
    simple = LineString(np.concatenate(parts)).simplify(TOLERANCE_DEG)
    return tuple((round(float(x), DECIMALS), round(float(y), DECIMALS)) for x, y in simple.coords)


def _points(graph: RoadGraph, arcs: Arcs, arc: int) -> Floats:
    """Points of the part of a link that an arc goes along, in its direction."""
    longitude, latitude = graph.shape_of(int(arcs.link[arc]))
    squeeze = np.cos(np.radians(latitude[0]))
    steps = np.hypot(np.diff(longitude) * squeeze, np.diff(latitude))
    whole = float(steps.sum()) or 1.0
    along = np.concatenate([[0.0], np.cumsum(steps)]) / whole
    begin, end = float(arcs.begin[arc]), float(arcs.end[arc])
    low, high = min(begin, end), max(begin, end)
    inner = (along > low) & (along < high)
    at = np.concatenate([[low], along[inner], [high]])
    points = np.column_stack([np.interp(at, along, longitude), np.interp(at, along, latitude)])
    return points if begin <= end else points[::-1]
