"""The roads of a job, ready to route on; what was read once is kept beside the table and read back in a moment."""

from poolplan.errors import DataError
from poolplan.network.roads.engines.interface import Job
from poolplan.network.roads.graph import RoadGraph


def graph_of(job: Job) -> tuple[RoadGraph, str]:
    """Return the roads around a job's places, and what the source of minutes calls them.

    Raises:
        DataError: no roads named, or a file that cannot be used.
    """
    from poolplan.network.roads.readers.files import read_roads

    if job.roads is None:
        raise DataError("no file of roads is named; give one with --roads, or choose an engine that needs none")
    return read_roads(job.roads, job.places, job.margin_m), f"roads {job.roads.name}"
