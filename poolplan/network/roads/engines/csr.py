"""Our own engine: shortest times over compressed rows, minutes and metres in one pass of scipy's Dijkstra."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from poolplan.network.roads.arcs import Arcs, directed_arcs
from poolplan.network.roads.costs import LinkSeconds, link_seconds
from poolplan.network.roads.engines.interface import Job, Line, Matrix, Snap, register
from poolplan.network.roads.geodesy import Floats, Ints
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.lines import drawer
from poolplan.network.roads.points import Place
from poolplan.network.roads.snap import join_places
from poolplan.network.roads.speed import SpeedModel
from poolplan.scenario.blocks import TravelBy

UNITS_PER_S, UNITS_PER_M = 10_000, 100
SHIFT = 2.0**25
"""Centimetres stand in the lower 25 bits of a weight (335 km), tenths of milliseconds above (3.7 hours): a float64
holds both exactly, so one search gives the quickest way and, of equally quick ones, the shortest."""
ORIGINS_AT_ONCE = 50
"""Distances to all junctions are held for so many origins at a time."""


@dataclass(frozen=True)
class GraphEngine:
    """A road graph with its speed model, ready to answer; `search` does the routing."""

    graph: RoadGraph
    model: SpeedModel
    schools: tuple[Place, ...] = ()
    way: str = "road links"

    @property
    def attribution(self) -> str:
        """Whom to name beside the lines."""
        return self.graph.attribution

    @property
    def ways(self) -> Collection[TravelBy]:
        """Roads are known to drivers and walkers."""
        return "bus", "walk"

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place], travel_by: TravelBy) -> Matrix:
        """Minutes and metres from every origin to every destination, by the quickest way."""
        joined = self.joined(origins, destinations, travel_by)
        minutes, metres = self.search(joined)
        return Matrix(minutes, metres, joined.origins, joined.destinations)

    def search(self, joined: "Joined") -> tuple[Floats, Floats]:
        """Minutes and metres between the nodes of origins and destinations."""
        weights = packed(joined.arcs)
        rows = [
            dijkstra(weights, indices=part)[:, joined.ends]
            for part in np.array_split(joined.starts, max(1, -(-len(joined.starts) // ORIGINS_AT_ONCE)))
        ]
        return unpacked(np.vstack(rows))

    def routes(
        self,
        origins: Sequence[Place],
        destinations: Sequence[Place],
        travel_by: TravelBy,
        pairs: Sequence[tuple[int, int]],
    ) -> list[Line]:
        """Lines of the pairs asked for, in their order; empty where there is no way."""
        joined = self.joined(origins, destinations, travel_by)
        weights, draw = packed(joined.arcs), drawer(self.graph, joined.arcs)
        found: dict[tuple[int, int], Line] = {}
        for origin in sorted({origin for origin, _ in pairs}):
            _, before = dijkstra(weights, indices=joined.starts[[origin]], return_predecessors=True)
            for column in sorted({column for row, column in pairs if row == origin}):
                nodes = _way_back(before[0], int(joined.starts[origin]), int(joined.ends[column]))
                found[origin, column] = draw(nodes)
        return [found[pair] for pair in pairs]

    def joined(self, origins: Sequence[Place], destinations: Sequence[Place], travel_by: TravelBy) -> "Joined":
        """Arcs with all the places joined to them."""
        seconds = self._bus if travel_by == "bus" else self._walk
        bare, _ = directed_arcs(self.graph, seconds)
        joins, snaps = join_places(self.graph, bare, [*origins, *destinations], self.model.joining, travel_by)
        arcs, nodes = directed_arcs(self.graph, seconds, joins)
        first = len(origins)
        return Joined(arcs, nodes[:first], nodes[first:], tuple(snaps[:first]), tuple(snaps[first:]))

    @cached_property
    def _bus(self) -> LinkSeconds:
        return link_seconds(self.graph, self.model, "bus", self.schools)

    @cached_property
    def _walk(self) -> LinkSeconds:
        return link_seconds(self.graph, self.model, "walk", self.schools)


@dataclass(frozen=True)
class Joined:
    """Arcs to search, and the nodes to search between."""

    arcs: Arcs
    starts: Ints
    ends: Ints
    origins: tuple[Snap, ...]
    destinations: tuple[Snap, ...]


def packed(arcs: Arcs) -> csr_array:
    """Weights of all arcs, time above and metres below; of parallel arcs the least.

    >>> weight = 12.5 * UNITS_PER_S * SHIFT + 80 * UNITS_PER_M
    >>> minutes, metres = unpacked(np.array([[weight]]))
    >>> round(float(minutes[0, 0]) * 60, 4), float(metres[0, 0])
    (12.5, 80.0)
    """
    weight = np.maximum(1, np.rint(arcs.seconds * UNITS_PER_S)) * SHIFT + np.rint(arcs.metres * UNITS_PER_M)
    order = np.lexsort((weight, arcs.head, arcs.tail))
    tail, head, weight = arcs.tail[order], arcs.head[order], weight[order]
    first = np.ones(len(tail), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return csr_array((weight[first], (tail[first], head[first])), shape=(arcs.nodes, arcs.nodes))


def unpacked(weight: Floats) -> tuple[Floats, Floats]:
    """Minutes and metres of sums of packed weights; infinite where there is no way."""
    units = np.floor(weight / SHIFT)
    metres = np.where(np.isfinite(weight), weight - np.where(np.isfinite(units), units, 0) * SHIFT, np.inf)
    return units / UNITS_PER_S / 60, metres / UNITS_PER_M


def _way_back(before: NDArray[np.int32], start: int, end: int) -> list[int]:
    """Nodes from start to end; empty where there is no way."""
    nodes = [end]
    while nodes[-1] != start:
        node = int(before[nodes[-1]])
        if node < 0:
            return []
        nodes.append(node)
    return nodes[::-1]


@register("csr")
def open_csr(job: Job) -> GraphEngine:
    """Read the job's roads and route on them."""
    from poolplan.network.roads.kept_graph import graph_of

    graph, way = graph_of(job)
    return GraphEngine(graph, job.model, job.schools, way)
