"""The same roads searched by networkx, one simple step after another: what the fast engine is compared with."""

from dataclasses import dataclass

import networkx as nx
import numpy as np

from poolplan.network.roads.arcs import Arcs
from poolplan.network.roads.engines.csr import GraphEngine, Joined
from poolplan.network.roads.engines.interface import Job, register
from poolplan.network.roads.geodesy import Floats


@dataclass(frozen=True)
class ReferenceEngine(GraphEngine):
    """Searches with networkx instead of scipy; everything else is the same."""

    def search(self, joined: Joined) -> tuple[Floats, Floats]:
        """Minutes and metres between the nodes of origins and destinations."""
        net = digraph(joined.arcs)
        shape = len(joined.starts), len(joined.ends)
        minutes, metres = np.full(shape, np.inf), np.full(shape, np.inf)
        for row, start in enumerate(joined.starts.tolist()):
            seconds, ways = nx.single_source_dijkstra(net, start, weight="seconds")
            for column, end in enumerate(joined.ends.tolist()):
                if end in seconds:
                    minutes[row, column] = seconds[end] / 60
                    metres[row, column] = nx.path_weight(net, ways[end], "metres")
        return minutes, metres


def digraph(arcs: Arcs) -> nx.DiGraph:
    """The arcs as a networkx graph; of parallel arcs the quickest, then the shortest."""
    net = nx.DiGraph()
    net.add_nodes_from(range(arcs.nodes))
    columns = (arcs.tail.tolist(), arcs.head.tolist(), arcs.seconds.tolist(), arcs.metres.tolist())
    for tail, head, seconds, metres in sorted(zip(*columns, strict=True), key=lambda arc: arc[2:], reverse=True):
        net.add_edge(tail, head, seconds=seconds, metres=metres)
    return net


@register("networkx")
def open_reference(job: Job) -> ReferenceEngine:
    """Read the job's roads and route on them slowly."""
    from poolplan.network.roads.kept_graph import graph_of

    graph, way = graph_of(job)
    return ReferenceEngine(graph, job.model, job.schools, way)
