"""A computed table of trips with its snaps and lines, written whole or not at all, and read back only if unharmed."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from poolplan.errors import DataError
from poolplan.network.roads.inputs import Inputs
from poolplan.network.roads.whole_file import write_whole
from poolplan.scenario.text import shown_path

FORMAT = 1
"""Raise it when the files are written in another way: tables are then computed anew."""
ENCODING = "utf-8-sig"
"""With a mark that lets Excel open the tables by double-click."""


class Trip(NamedTuple):
    """A row of the travel-time table: one way, door to door."""

    school: str
    site: str
    travel_by: str
    minutes: float
    """One decimal."""
    metres: int
    source: str


class SnapRow(NamedTuple):
    """A row of the table of snaps: where a place joins the roads."""

    place: str
    role: str
    """from or to."""
    travel_by: str
    metres: float
    """From the place to the road, one decimal."""
    road: str
    """Class of the road."""
    longitude: float
    latitude: float
    doubtful: str
    """yes for a place farther from its road than the speed model trusts."""


@dataclass(frozen=True)
class Kept:
    """A table of trips, its snaps and its lines."""

    trips: tuple[Trip, ...]
    snaps: tuple[SnapRow, ...]
    lines: Mapping[tuple[str, str, str], tuple[tuple[float, float], ...]]
    """Points of the way by school, site and way of travelling; none where the licence forbids to keep them."""
    attribution: str = ""


def beside(out: Path, end: str) -> Path:
    """Return the path of a file that belongs to a table.

    >>> beside(Path("minutes.csv"), "snaps.csv").name
    'minutes.snaps.csv'
    """
    return out.with_name(f"{out.stem}.{end}")


def save(kept: Kept, inputs: Inputs, out: Path) -> list[Path]:
    """Write a table, its snaps, its lines and what they rest on; returns the files.

    Every file is complete before it takes its place, and what they rest on comes last: a table without it, or with
    another checksum than it names, counts as damaged.

    Raises:
        DataError: the folder cannot be written.
    """
    texts = {out: _csv(Trip._fields, kept.trips), beside(out, "snaps.csv"): _csv(SnapRow._fields, kept.snaps)}
    if kept.attribution:
        texts[beside(out, "routes.geojson")] = _geojson(kept)
    raw = {path: text.encode(ENCODING if path.suffix == ".csv" else "utf-8") for path, text in texts.items()}
    about = {
        "format": FORMAT,
        "inputs": asdict(inputs),
        "files": {path.name: hashlib.sha256(content).hexdigest() for path, content in raw.items()},
    }
    told = beside(out, "inputs.json")
    raw[told] = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if not kept.attribution:
            beside(out, "routes.geojson").unlink(missing_ok=True)
        for path, content in raw.items():
            write_whole(path, content)
    except OSError as error:
        advice = "check your rights and the space left, or give another file"
        raise DataError(f"{shown_path(out)}: cannot be written ({error.strerror}); {advice}") from error
    return list(raw)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _geojson(kept: Kept) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"school": school, "site": site, "travel_by": travel_by},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for (school, site, travel_by), line in sorted(kept.lines.items())
        if line
    ]
    whole = {"type": "FeatureCollection", "attribution": kept.attribution, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def load_inputs(out: Path) -> Inputs | None:
    """Return what a table rests on, if the table and its files are as they were written; None otherwise."""
    try:
        about = json.loads(beside(out, "inputs.json").read_text(encoding="utf-8"))
        listed: dict[str, str] = about["files"]
        same = all(hashlib.sha256((out.parent / name).read_bytes()).hexdigest() == sha for name, sha in listed.items())
        if about["format"] != FORMAT or not same or out.name not in listed:
            return None
        return _inputs(about["inputs"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _inputs(about: dict[str, Any]) -> Inputs:
    points = {
        key: {name: (point[0], point[1]) for name, point in about[key].items()} for key in ("origins", "destinations")
    }
    lists = {key: tuple(about[key]) for key in ("area", "ways")}
    return Inputs(**{**about, **points, **lists})


def load(out: Path) -> Kept:
    """Read back a table that `load_inputs` found unharmed."""
    trips = [
        Trip(row["school"], row["site"], row["travel_by"], float(row["minutes"]), int(row["metres"]), row["source"])
        for row in _rows(out)
    ]
    snaps = [
        SnapRow(
            row["place"],
            row["role"],
            row["travel_by"],
            float(row["metres"]),
            row["road"],
            float(row["longitude"]),
            float(row["latitude"]),
            row["doubtful"],
        )
        for row in _rows(beside(out, "snaps.csv"))
    ]
    lines, attribution = load_lines(out)
    return Kept(tuple(trips), tuple(snaps), lines, attribution)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding=ENCODING))))


Lines = dict[tuple[str, str, str], tuple[tuple[float, float], ...]]


def load_lines(out: Path) -> tuple[Lines, str]:
    """Return the lines kept beside a table, by school, site and way of travelling, and whom to name."""
    path = beside(out, "routes.geojson")
    if not path.is_file():
        return {}, ""
    whole = json.loads(path.read_text(encoding="utf-8"))
    lines: Lines = {}
    for feature in whole["features"]:
        names = feature["properties"]
        points = tuple((x, y) for x, y in feature["geometry"]["coordinates"])
        lines[names["school"], names["site"], names["travel_by"]] = points
    return lines, whole["attribution"]
