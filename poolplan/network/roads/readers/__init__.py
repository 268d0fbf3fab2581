"""Reading roads from files: OpenStreetMap extracts, exports of other tools, and plain link tables."""

from poolplan.errors import DataError
from poolplan.network.roads.engines.interface import Job
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.readers.link_table import nodes_beside, read_link_tables


def graph_of(job: Job) -> tuple[RoadGraph, str]:
    """Read the roads of a job, clipped around its places; returns them and what the source of minutes calls them.

    Raises:
        DataError: no roads named, a kind of file that is not read, or a file that cannot be used.
    """
    if job.roads is None:
        raise DataError("no file of roads is named; give one with --roads, or use an engine that needs none")
    return read_link_tables(job.roads, nodes_beside(job.roads)), f"roads {job.roads.name}"
