"""OSRM in this process (package osrm-bindings, Python 3.12 or newer): roads prepared once beside the table."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.resources import files
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Any
from uuid import uuid4

from poolplan.errors import DataError
from poolplan.network.roads.checksums import SHORT, checksum
from poolplan.network.roads.engines.interface import Job, register
from poolplan.network.roads.engines.osrm import Osrm, OsrmEngine
from poolplan.network.roads.points import Place
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.text import shown_path

PACKAGE = "osrm-bindings"
PROFILES: dict[TravelBy, str] = {"bus": "car", "walk": "foot"}
"""OSRM ships no profile for buses; the speed model's time factor makes up for what a bus is slower."""
STEPS = ("partition", "customize")


@dataclass(frozen=True)
class OsrmData:
    """A prepared data set, opened in this process."""

    osrm: Any
    """The package."""
    router: Any

    def table(self, places: Sequence[Place], sources: Sequence[int], destinations: Sequence[int]) -> Any:
        """Work out a table."""
        asked = self.osrm.TableParameters(
            coordinates=_points(places),
            sources=list(sources),
            destinations=list(destinations),
            annotations=["duration", "distance"],
        )
        return self.router.Table(asked)

    def route(self, start: Place, end: Place) -> Any:
        """Work out a way; None where there is none."""
        asked = self.osrm.RouteParameters(
            coordinates=_points([start, end]), overview="simplified", geometries="geojson"
        )
        try:
            return self.router.Route(asked)
        except RuntimeError as error:
            if "NoRoute" in str(error):
                return None
            raise


def _points(places: Sequence[Place]) -> list[tuple[float, float]]:
    return [(place.longitude, place.latitude) for place in places]


@register("osrm-embedded")
def open_embedded(job: Job) -> OsrmEngine:
    """Prepare the job's roads for buses and for people on foot, and open them.

    Raises:
        DataError: the package is missing, or OSRM cannot read the roads.
    """
    try:
        osrm = import_module("osrm")
    except ImportError:
        raise DataError(
            f"engine 'osrm-embedded': needs the package {PACKAGE} and Python 3.12 or newer; install it, or use 'csr'"
        ) from None
    if job.roads is None or not job.roads.name.endswith((".osm.pbf", ".osm")):
        raise DataError("engine 'osrm-embedded': reads .osm.pbf and .osm only; give such a file with --roads")
    mark, version = checksum(job.roads)[:SHORT], metadata.version(PACKAGE)
    keep_in = job.keep_in or job.roads.parent
    data: dict[TravelBy, Osrm] = {}
    for travel_by, profile in PROFILES.items():
        folder = keep_in / f"roads-{mark}-{profile}-{version}"
        if not folder.is_dir():
            _prepare(job.roads, Path(str(files("osrm") / "share" / "profiles" / f"{profile}.lua")), folder)
        router = osrm.OSRM(storage_config=str(folder / "roads.osrm"), algorithm="MLD", use_shared_memory=False)
        data[travel_by] = OsrmData(osrm, router)
    return OsrmEngine(data, f"OSRM {version} on {job.roads.name} ({mark})")


def _prepare(roads: Path, profile: Path, folder: Path) -> None:
    """Let OSRM's own programs prepare roads; the folder appears when it is complete.

    No folder may have `.osrm` in its name: those programs cut a path there.
    """
    fresh = folder.with_name(f".{folder.name}.{uuid4().hex}")
    fresh.mkdir(parents=True)
    try:
        copied = fresh / ("roads" + "".join(roads.suffixes[-2:]))
        copyfile(roads, copied)
        _call("extract", "-p", str(profile), str(copied), roads=roads)
        for step in STEPS:
            _call(step, str(fresh / "roads.osrm"), roads=roads)
        copied.unlink()
        fresh.rename(folder)
    finally:
        rmtree(fresh, ignore_errors=True)


def _call(*arguments: str, roads: Path) -> None:
    done = subprocess.run(  # noqa: S603 - OSRM's own programs
        [sys.executable, "-m", "osrm", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        told = f" ({last[0].strip()})" if last else ""
        raise DataError(f"{shown_path(roads)}: OSRM cannot {arguments[0]} it{told}; check the file, or use 'csr'")
