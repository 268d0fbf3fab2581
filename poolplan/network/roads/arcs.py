"""Directed arcs to route on: every link in each direction it may be used, cut where places join it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from poolplan.network.roads.costs import LinkSeconds
from poolplan.network.roads.geodesy import Bools, Floats, Ints
from poolplan.network.roads.graph import RoadGraph


class Join(NamedTuple):
    """Where a place joins the graph: at a junction, or at a point of a link."""

    junction: int
    """Junction it stands on; -1 where it stands on a link."""
    link: int = -1
    fraction: float = 0.0
    """Where on the link, 0 at its tail to 1 at its head."""
    forward: bool = True
    """Reached by traffic from tail to head."""
    backward: bool = True
    """Reached by traffic from head to tail."""


class Arcs(NamedTuple):
    """One value per arc; junctions come first among the nodes, then one node per place on a link, then copies."""

    nodes: int
    tail: Ints
    head: Ints
    seconds: Floats
    metres: Floats
    link: Ints
    """Link of the graph the arc lies on."""
    begin: Floats
    """Where on the link the arc begins, 0 at the link's tail to 1 at its head."""
    end: Floats


def directed_arcs(graph: RoadGraph, seconds: LinkSeconds, joins: Sequence[Join] = ()) -> tuple[Arcs, Ints]:
    """Return the arcs of a graph with places joined to it, and the node of each place.

    A place on a link becomes a node of its own that costs nothing to pass: ways between other places stay as they are.
    """
    on_link = [number for number, join in enumerate(joins) if join.junction < 0]
    node_of = np.array([join.junction for join in joins], dtype=np.int64)
    node_of[on_link] = graph.junctions + np.arange(len(on_link))
    cut: dict[int, list[tuple[Join, int]]] = {}
    for number in on_link:
        cut.setdefault(joins[number].link, []).append((joins[number], int(node_of[number])))
    whole = np.ones(graph.links, dtype=bool)
    whole[list(cut)] = False
    pieces = [piece for link, places in sorted(cut.items()) for piece in _pieces(graph, seconds, link, places)]
    arcs = _whole_arcs(graph, seconds, whole, graph.junctions + len(on_link))
    return _without_banned_turns(_extended(arcs, pieces), seconds.banned_turns), node_of


def _whole_arcs(graph: RoadGraph, seconds: LinkSeconds, wanted: Bools, nodes: int) -> Arcs:
    """Arcs along links that no place cuts."""
    there = np.flatnonzero(wanted & np.isfinite(seconds.forward))
    back = np.flatnonzero(wanted & np.isfinite(seconds.backward))
    return Arcs(
        nodes,
        np.concatenate([graph.tail[there], graph.head[back]]),
        np.concatenate([graph.head[there], graph.tail[back]]),
        np.concatenate([(seconds.forward + seconds.at_head)[there], (seconds.backward + seconds.at_tail)[back]]),
        np.concatenate([graph.metres[there], graph.metres[back]]),
        np.concatenate([there, back]),
        np.concatenate([np.zeros(len(there)), np.ones(len(back))]),
        np.concatenate([np.ones(len(there)), np.zeros(len(back))]),
    )


Piece = tuple[int, int, float, float, int, float, float]


def _pieces(graph: RoadGraph, seconds: LinkSeconds, link: int, places: Sequence[tuple[Join, int]]) -> Iterator[Piece]:
    """Yield the arcs of a link cut at its places: tail, head, seconds, metres, link, begin, end."""
    metres = float(graph.metres[link])
    ends = (int(graph.tail[link]), int(graph.head[link]))
    ways = (
        (seconds.forward[link], seconds.at_head[link], (0.0, ends[0]), (1.0, ends[1]), "forward"),
        (seconds.backward[link], seconds.at_tail[link], (1.0, ends[1]), (0.0, ends[0]), "backward"),
    )
    for moving, delay, first, last, way in ways:
        if not np.isfinite(moving):
            continue
        stops = [(join.fraction, node) for join, node in places if getattr(join, way)]
        points = [first, *sorted(stops, reverse=way == "backward"), last]
        for (begin, tail), (end, head) in pairwise(points):
            share = abs(end - begin)
            lost = float(delay) if head == last[1] and end == last[0] else 0.0
            yield tail, head, share * float(moving) + lost, share * metres, link, begin, end


def _extended(arcs: Arcs, pieces: Sequence[Piece]) -> Arcs:
    columns = list(zip(*pieces, strict=True)) if pieces else [()] * 7
    joined = [
        np.concatenate([old, np.asarray(new, dtype=old.dtype)]) for old, new in zip(arcs[1:], columns, strict=True)
    ]
    return Arcs(arcs.nodes, *joined)


def _without_banned_turns(arcs: Arcs, banned_turns: Ints) -> Arcs:
    """Give each arc that may not turn everywhere a copy of its junction, which only the allowed arcs leave."""
    nodes, head = arcs.nodes, arcs.head.copy()
    added: list[Piece] = []
    turns: dict[tuple[int, int], set[int]] = {}
    for coming, junction, going in banned_turns.tolist():
        turns.setdefault((coming, junction), set()).add(going)
    for (coming, junction), banned in sorted(turns.items()):
        arriving = np.flatnonzero((arcs.link == coming) & (arcs.head == junction))
        if not len(arriving):
            continue
        leaving = np.flatnonzero((arcs.tail == junction) & ~np.isin(arcs.link, list(banned)))
        head[arriving] = nodes
        added += [(nodes, *(column[arc] for column in arcs[2:])) for arc in leaving.tolist()]
        nodes += 1
    return _extended(arcs._replace(nodes=nodes, head=head), added)
