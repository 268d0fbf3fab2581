"""manifest.json: what went in, what did the work, and how good the answer is."""

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from poolplan.network.options import Network
from poolplan.results.plan import Plan
from poolplan.scenario.schema import PlaceFiles

PACKAGES = (
    *("poolplan", "pulp", "highspy", "ortools", "numpy", "scipy", "pandas", "pydantic"),
    *("geopandas", "shapely", "networkx", "folium"),
)
"""What an answer or its files may depend on."""
TABLES = (
    "schools",
    "pupils",
    "school_pools",
    "clubs",
    "public_pools",
    "wards",
    "travel",
    "quotes",
    "landmarks",
    "bus_calibration",
    "usable_slots",
    "roads",
    "speed_model",
)


def manifest(
    plan: Plan,
    scenario_files: Iterable[Path],
    overrides: Iterable[str],
    seconds: Mapping[str, float],
    asked: Network | None = None,
) -> str:
    """Describe a finished run as JSON text; seconds differ from run to run, the rest does not.

    Args:
        plan: the answer.
        scenario_files: the scenario first, its oldest parent last.
        overrides: values set on the command line.
        seconds: of each step.
        asked: the network as read, where timetables have given something back to the plan's own.
    """
    proof, asked = plan.proof, asked or plan.network
    described = {
        "scenario": plan.network.scenario.name,
        "overrides": list(overrides),
        "inputs_sha256": _checksums(scenario_files, asked.scenario.places),
        "plan_sha256": plan_hash(plan),
        "data_sha256": data_hash(asked),
        "solver": proof.solver,
        "status": proof.status,
        "objective_yen": round(proof.objective_yen),
        "best_bound_yen": round(proof.best_bound_yen),
        "gap_share": round(proof.gap_share, 6),
        "aims": [found._asdict() for found in proof.aims],
        "seconds": {name: round(spent, 2) for name, spent in seconds.items()},
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def plan_hash(plan: Plan) -> str:
    """Checksum of the decisions: equal for equal plans."""
    text = plan.assignments.to_csv(index=False) + plan.sites.to_csv(index=False)
    return hashlib.sha256(text.encode()).hexdigest()


def data_hash(network: Network) -> str:
    """Checksum of the city's tables as read: equal for equal schools, sites, pupils, quotes and trips."""
    places = network.places
    said = [
        [asdict(school) for school in places.schools.values()],
        [asdict(site) for site in places.sites.values()],
        sorted(places.pupils.items()),
        sorted(places.quotes.items()),
        sorted(places.calibration.items()),
        sorted((key, tuple(trip)) for key, trip in network.travel.items()),
    ]
    text = json.dumps(said, default=_plain, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """Write what JSON does not know: sets in the order of letters, labels as they read."""
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _checksums(scenario_files: Iterable[Path], places: PlaceFiles) -> dict[str, str]:
    tables = [getattr(places, name) for name in TABLES]
    paths = [*scenario_files, *(Path(path) for path in tables if path)]
    return {_beside(path, paths[0]): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _beside(path: Path, scenario: Path) -> str:
    """Path of a file as seen from the scenario's folder: two files may share a name."""
    return Path(os.path.relpath(path, scenario.parent)).as_posix()
