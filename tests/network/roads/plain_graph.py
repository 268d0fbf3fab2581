"""Roads as tests write them down: straight links between numbered nodes."""

import numpy as np
from numpy.typing import NDArray

from poolplan.network.roads.classes import class_number
from poolplan.network.roads.geodesy import Bools, Floats, Ints
from poolplan.network.roads.graph import RoadGraph


def plain_graph(  # noqa: PLR0913 - the columns of a link table
    longitude: Floats,
    latitude: Floats,
    tail: Ints,
    head: Ints,
    metres: Floats,
    *,
    road_class: NDArray[np.int8] | None = None,
    one_way: Bools | None = None,
) -> RoadGraph:
    """Build a graph of straight links from a table of ends and metres; two-way and of class `other` unless told.

    Every link may be walked. Parallel links stay: an engine takes the fastest.
    """
    links = len(tail)
    back = np.ones(links, dtype=bool) if one_way is None else ~one_way
    other = np.full(links, class_number("other"), dtype=np.int8)
    nothing = np.zeros(0)
    return RoadGraph(
        longitude=np.asarray(longitude, dtype=float),
        latitude=np.asarray(latitude, dtype=float),
        has_signal=np.zeros(len(longitude), dtype=bool),
        tail=np.asarray(tail, dtype=np.int64),
        head=np.asarray(head, dtype=np.int64),
        metres=np.asarray(metres, dtype=float),
        road_class=other if road_class is None else np.asarray(road_class, dtype=np.int8),
        posted_kmh=np.full(links, np.nan),
        max_height_m=np.full(links, np.nan),
        max_width_m=np.full(links, np.nan),
        max_weight_t=np.full(links, np.nan),
        bus_forward=np.ones(links, dtype=bool),
        bus_backward=back,
        walk=np.ones(links, dtype=bool),
        shape_start=np.zeros(links + 1, dtype=np.int64),
        shape_longitude=nothing,
        shape_latitude=nothing,
        banned_turns=np.zeros((0, 3), dtype=np.int64),
    )
