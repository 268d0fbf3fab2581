"""Links listed one by one, from whatever table: checked, clipped, and put in the columns of a graph."""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from poolplan.errors import DataError
from poolplan.network.roads.classes import ROAD_CLASSES
from poolplan.network.roads.clip import Box
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import EAST, NORTH
from poolplan.network.roads.readers.elsewhere import nothing_here
from poolplan.network.roads.readers.osm_tags import Rule
from poolplan.network.roads.readers.ways import MOST_POINTS, too_many
from poolplan.scenario.messages import did_you_mean

NAN = float("nan")


class LinkRow(NamedTuple):
    """A link of a table."""

    tail: Hashable
    head: Hashable
    metres: float
    rule: Rule
    shape: tuple[tuple[float, float], ...] = ()
    """Longitude and latitude of the points between its ends."""


def plain_rule(road_class: str, *, one_way: bool) -> Rule:
    """What a link allows of which only class and direction are known."""
    number = ROAD_CLASSES.index(road_class)
    may_drive = road_class not in ("path", "steps")
    return Rule(number, may_drive, may_drive and not one_way, road_class != "motorway", NAN, NAN, NAN, NAN, NAN)


def known_class(where: str, name: str) -> str:
    """Return the class a table names, `_link` dropped; `other` where it names none.

    Raises:
        DataError: a class that poolplan does not know.
    """
    plain = name.strip().removesuffix("_link") or "other"
    if plain not in ROAD_CLASSES:
        near = did_you_mean(plain, ROAD_CLASSES)
        raise DataError(f"{where}: class '{plain}' is unknown{near}; give one of {', '.join(ROAD_CLASSES)}")
    return plain


def checked_metres(where: str, metres: float) -> float:
    """Return the length of a link.

    Raises:
        DataError: it is no length.
    """
    if not 0 < metres < float("inf"):
        raise DataError(f"{where}: {metres} m is no length; give metres above 0")
    return metres


def graph_of_rows(  # noqa: PLR0913
    source: str,
    points: Mapping[Hashable, tuple[float, float]],
    rows: Sequence[LinkRow],
    box: Box | None,
    *,
    attribution: str = "",
    signals: frozenset[Hashable] = frozenset(),
) -> RoadGraph:
    """Build a graph of the links that touch the box.

    Args:
        source: the file, as messages name it.
        points: longitude and latitude of every junction.
        rows: the links; their ends are keys of `points`.
        box: links with both ends outside are left out; None keeps all.
        attribution: whom to name where the geometry is shown.
        signals: junctions with traffic lights.

    Raises:
        DataError: no link touches the box, or more than a small computer can route on.
    """
    number = {name: position for position, name in enumerate(points)}
    longitude, latitude = (np.array([point[axis] for point in points.values()], dtype=float) for axis in (0, 1))
    inside = np.ones(len(number), dtype=bool) if box is None else box.holds(longitude, latitude)
    kept = [row for row in rows if inside[number[row.tail]] or inside[number[row.head]]]
    if not kept:
        raise nothing_here(source, box or Box(-EAST, -NORTH, EAST, NORTH), points[rows[0].tail] if rows else None)
    if len(kept) > MOST_POINTS:
        raise too_many(source)
    ends = np.array([(number[row.tail], number[row.head]) for row in kept], dtype=np.int64).reshape(-1, 2)
    used, joined = np.unique(ends, return_inverse=True)
    joined = joined.reshape(-1, 2)
    rules = np.array([row.rule for row in kept], dtype=float).reshape(-1, len(Rule._fields))
    rule = {name: rules[:, column] for column, name in enumerate(Rule._fields)}
    inner = np.array([point for row in kept for point in row.shape], dtype=float).reshape(-1, 2)
    return RoadGraph(
        longitude=longitude[used],
        latitude=latitude[used],
        has_signal=np.array([name in signals for name in points], dtype=bool)[used],
        tail=joined[:, 0],
        head=joined[:, 1],
        metres=np.array([row.metres for row in kept], dtype=float),
        road_class=rule["road_class"].astype(np.int8),
        posted_kmh=rule["posted_kmh"],
        max_height_m=rule["max_height_m"],
        max_width_m=rule["max_width_m"],
        max_weight_t=rule["max_weight_t"],
        bus_forward=rule["bus_forward"].astype(bool),
        bus_backward=rule["bus_backward"].astype(bool),
        walk=rule["walk"].astype(bool),
        shape_start=np.append([0], np.cumsum([len(row.shape) for row in kept])).astype(np.int64),
        shape_longitude=inner[:, 0],
        shape_latitude=inner[:, 1],
        banned_turns=np.zeros((0, 3), dtype=np.int64),
        attribution=attribution,
    )
