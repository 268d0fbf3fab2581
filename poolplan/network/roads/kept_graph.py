"""The roads of a job, ready to route on; what was read once is kept in a file and read back in a moment."""

import io
import zipfile
from dataclasses import fields
from pathlib import Path

import numpy as np

from poolplan.errors import DataError
from poolplan.network.roads.checksums import SHORT, checksum, road_files
from poolplan.network.roads.clip import box_around
from poolplan.network.roads.engines.interface import Job
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.whole_file import write_whole


def graph_of(job: Job) -> tuple[RoadGraph, str]:
    """Return the roads around a job's places, and what the source of minutes calls them.

    Raises:
        DataError: no roads named, or a file that cannot be used.
    """
    if job.roads is None:
        raise DataError("no file of roads is named; give one with --roads, or choose an engine that needs none")
    digest = checksum(*road_files(job.roads))
    way = f"roads {job.roads.name} {digest[:SHORT]}"
    if job.keep_in is None:
        return _read(job, job.roads), way
    kept = job.keep_in / f"{_key(job, digest)}.npz"
    graph = load_graph(kept)
    if graph is None:
        graph = _read(job, job.roads)
        save_graph(graph, kept)
    return graph, way


def _read(job: Job, roads: Path) -> RoadGraph:
    from poolplan.network.roads.readers.files import read_roads

    return read_roads(roads, job.places, job.margin_m)


def _key(job: Job, digest: str) -> str:
    """Name that changes with the file, the area, and the way roads are read."""
    from poolplan.network.roads.readers.files import VERSION

    box = box_around(job.places, job.margin_m)
    area = "_".join(f"{edge:.2f}" for edge in box)
    return f"roads-{digest[:16]}-{area}-{VERSION}"


def save_graph(graph: RoadGraph, path: Path) -> None:
    """Write a graph whole or not at all.

    Raises:
        DataError: the folder cannot be written.
    """
    columns = {part.name: np.asarray(getattr(graph, part.name)) for part in fields(graph)}
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **columns)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.getvalue())
    except OSError as error:
        raise DataError(f"{path.parent}: cannot be written ({error.strerror}); check your rights and space") from error


def load_graph(path: Path) -> RoadGraph | None:
    """Read a graph back; None where there is none, or the file is damaged: it is then read from its source again."""
    names = [part.name for part in fields(RoadGraph)]
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            columns = {name: file[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    attribution = str(columns.pop("attribution"))
    return RoadGraph(**columns, attribution=attribution)
