"""From ways with nodes to a graph of junctions and links: cut at every node two ways share, and nowhere else."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from poolplan.network.roads.geodesy import Bools, Floats, Ints, geodesic_m
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.readers.elsewhere import nothing_here
from poolplan.network.roads.readers.osm_tags import Rule
from poolplan.network.roads.readers.ways import Ways

OSM = "© OpenStreetMap contributors (ODbL)"


class _Points(NamedTuple):
    """Every point of every way, one after another."""

    way: Ints
    """Position of the way in the list of ways."""
    node: Ints
    """Position of the node among the different nodes."""
    longitude: Floats
    latitude: Floats
    leads_on: Bools
    """True where a segment that is kept leads from this point to the next."""
    led_to: Bools
    """True where a segment that is kept leads from the point before to this one."""


class _Links(NamedTuple):
    """The links cut out of the ways."""

    way: Ints
    """Position of the way each link is cut from."""
    tail: Ints
    """Position of its first node among the different nodes."""
    head: Ints
    metres: Floats
    shape_start: Ints
    inner: Bools
    """True for points between the ends of links."""


def assemble(ways: Ways) -> RoadGraph:
    """Build the graph of the ways inside their box; segments that cross its edge are kept whole.

    Raises:
        DataError: there is no road in the box.
    """
    if not ways.ids:
        raise nothing_here(ways.source, ways.box, ways.seen)
    ids, points = _points(ways)
    is_signal, is_barrier = np.isin(ids, ways.signals), np.isin(ids, ways.barriers)
    is_via = np.isin(ids, [restriction.node for restriction in ways.restrictions])
    if not points.leads_on.any():
        raise nothing_here(ways.source, ways.box, ways.seen)
    links = _links(points, _shared(points, len(ids)) | is_signal | is_barrier | is_via)
    kept, ends = np.unique(np.concatenate([links.tail, links.head]), return_inverse=True)
    at = np.zeros(len(ids), dtype=np.int64)
    at[points.node] = np.arange(len(points.node))
    banned = [*_at_barriers(links, is_barrier), *_restricted(ways, links, ids)]
    rule = _rule_columns(ways, links)
    return RoadGraph(
        longitude=points.longitude[at[kept]],
        latitude=points.latitude[at[kept]],
        has_signal=is_signal[kept],
        tail=ends[: len(links.tail)],
        head=ends[len(links.tail) :],
        metres=links.metres,
        road_class=rule["road_class"].astype(np.int8),
        posted_kmh=_posted(points, links, rule),
        max_height_m=rule["max_height_m"],
        max_width_m=rule["max_width_m"],
        max_weight_t=rule["max_weight_t"],
        bus_forward=rule["bus_forward"].astype(bool),
        bus_backward=rule["bus_backward"].astype(bool),
        walk=rule["walk"].astype(bool),
        shape_start=links.shape_start,
        shape_longitude=points.longitude[links.inner],
        shape_latitude=points.latitude[links.inner],
        banned_turns=_by_junction(np.array(banned, dtype=np.int64).reshape(-1, 3), kept),
        attribution=OSM,
    )


def _points(ways: Ways) -> tuple[Ints, _Points]:
    ids, node = np.unique(np.frombuffer(ways.nodes, dtype=np.int64), return_inverse=True)
    longitude, latitude = (np.frombuffer(column, dtype=float) for column in (ways.longitude, ways.latitude))
    way = np.repeat(np.arange(len(ways.counts)), np.frombuffer(ways.counts, dtype=np.int64))
    inside = ways.box.holds(longitude, latitude)
    kept = (way[1:] == way[:-1]) & (inside[1:] | inside[:-1])
    return ids, _Points(way, node, longitude, latitude, np.append(kept, [False]), np.append([False], kept))


def _shared(points: _Points, nodes: int) -> Bools:
    """True for nodes where ways begin, end or meet."""
    ends = points.led_to != points.leads_on
    shared = np.bincount(points.node[points.led_to | points.leads_on], minlength=nodes) > 1
    shared[points.node[ends]] = True
    return np.asarray(shared)


def _links(points: _Points, is_junction: Bools) -> _Links:
    breaks = is_junction[points.node]
    begins, ends = (np.flatnonzero(part & breaks) for part in (points.leads_on, points.led_to))
    link = np.cumsum(points.leads_on & breaks) - 1
    segment = np.flatnonzero(points.leads_on)
    lon, lat = points.longitude, points.latitude
    length = geodesic_m(lon[segment], lat[segment], lon[segment + 1], lat[segment + 1])
    inner = points.led_to & points.leads_on & ~breaks
    return _Links(
        points.way[begins],
        points.node[begins],
        points.node[ends],
        np.bincount(link[segment], weights=length, minlength=len(begins)).astype(float),
        np.append([0], np.cumsum(np.bincount(link[inner], minlength=len(begins)))),
        inner,
    )


def _rule_columns(ways: Ways, links: _Links) -> dict[str, Floats]:
    """What each link's way allows, one column per field of Rule."""
    table = np.array(ways.rules, dtype=float)[links.way]
    return {name: table[:, column] for column, name in enumerate(Rule._fields)}


def _posted(points: _Points, links: _Links, rule: dict[str, Floats]) -> Floats:
    """Speed posted; for a ferry with a duration, the whole crossing divided by it."""
    crossing = np.bincount(links.way, weights=links.metres, minlength=int(points.way.max(initial=0)) + 1)[links.way]
    duration = rule["duration_min"]
    return np.where(np.isnan(duration), rule["posted_kmh"], crossing / 1000 / (np.fmax(duration, 1) / 60))


def _at_barriers(links: _Links, is_barrier: Bools) -> Iterator[tuple[int, int, int]]:
    """Yield every turn at a barrier: from each link there to every other."""
    for node in np.flatnonzero(is_barrier).tolist():
        here = np.flatnonzero((links.tail == node) | (links.head == node)).tolist()
        yield from ((coming, node, going) for coming in here for going in here if coming != going)


def _restricted(ways: Ways, links: _Links, ids: Ints) -> Iterator[tuple[int, int, int]]:
    """Yield the turns that restrictions ban."""
    position = {way: number for number, way in enumerate(ways.ids)}
    for turn in ways.restrictions:
        node = int(np.searchsorted(ids, turn.node))
        if node == len(ids) or ids[node] != turn.node or turn.coming not in position or turn.going not in position:
            continue
        here = np.flatnonzero((links.tail == node) | (links.head == node)).tolist()
        coming = [link for link in here if links.way[link] == position[turn.coming]]
        going = [link for link in here if links.way[link] == position[turn.going]]
        banned = [link for link in here if link not in (*going, *coming)] if turn.is_only else going
        yield from ((a, node, b) for a in coming for b in banned)


def _by_junction(banned: Ints, kept: Ints) -> Ints:
    """Number the nodes of banned turns as the graph's junctions."""
    banned[:, 1] = np.searchsorted(kept, banned[:, 1])
    return banned
