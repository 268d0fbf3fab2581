"""The lines that ways over arcs draw on the map, simplified."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from poolplan.network.roads.arcs import Arcs
from poolplan.network.roads.engines.interface import Line
from poolplan.network.roads.geodesy import Floats
from poolplan.network.roads.graph import RoadGraph

TOLERANCE_DEG = 0.0001
"""About 10 metres: no bend that a reader of a city map would miss."""
DECIMALS = 5


def drawer(graph: RoadGraph, arcs: Arcs) -> Callable[[Sequence[int]], Line]:
    """Return a function from the nodes of a way to its line, longitudes and latitudes; empty for no way.

    Ways share most of their arcs: each arc is drawn once.
    """
    slow_first = np.argsort(-arcs.seconds, kind="stable")
    ends = zip(arcs.tail[slow_first].tolist(), arcs.head[slow_first].tolist(), strict=True)
    quickest = dict(zip(ends, slow_first.tolist(), strict=True))

    @cache
    def points(tail: int, head: int) -> Floats:
        return _points(graph, arcs, quickest[tail, head])

    def draw(nodes: Sequence[int]) -> Line:
        from shapely import LineString, simplify

        parts = [points(*step) for step in pairwise(nodes)]
        if not parts:
            return ()
        simple = simplify(LineString(np.concatenate(parts)), TOLERANCE_DEG, preserve_topology=False)
        return tuple((x, y) for x, y in np.round(simple.coords, DECIMALS).tolist())

    return draw


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
