"""Plain link tables: a CSV of links beside a CSV of their nodes, as traffic surveys and other tools export them."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from poolplan.errors import DataError
from poolplan.network.roads.classes import ROAD_CLASSES
from poolplan.network.roads.graph import RoadGraph, plain_graph
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.text import read_text, shown_path

METRES = ("metres", "length_m", "length")
LONGITUDE, LATITUDE = ("longitude", "lon", "x"), ("latitude", "lat", "y")
NODE = ("node", "id", "osmid")
CLASS, ONE_WAY = ("class", "highway"), ("one_way", "oneway")
YES, NO = frozenset({"1", "yes", "true"}), frozenset({"0", "no", "false", ""})


def nodes_beside(links: Path) -> Path:
    """Return the table of nodes that belongs to a table of links: `links` in its name gives way to `nodes`."""
    return links.with_name(links.name.replace("links", "nodes"))


def read_link_tables(links: Path, nodes: Path) -> RoadGraph:
    """Read a graph from two CSV tables: links (u, v, metres; class and one_way if known) and nodes (node, lon, lat).

    Raises:
        DataError: a missing column, a cell that is no number, a link without positive length or to an unknown node.
    """
    number: dict[str, int] = {}
    points: list[tuple[float, float]] = []
    for where, row in _rows(nodes, (NODE, LONGITUDE, LATITUDE)):
        number[_cell(row, NODE)] = len(points)
        points.append((_number(where, row, LONGITUDE), _number(where, row, LATITUDE)))
    ends: list[tuple[int, int]] = []
    values: list[tuple[float, int, bool]] = []
    for where, row in _rows(links, (("u",), ("v",), METRES)):
        for end in ("u", "v"):
            if row[end] not in number:
                raise DataError(f"{where}: {end} '{row[end]}' is no node of {shown_path(nodes)}; mend the ids")
        metres = _number(where, row, METRES)
        if not 0 < metres < float("inf"):
            raise DataError(f"{where}: {metres} m is no length; give metres above 0")
        ends.append((number[row["u"]], number[row["v"]]))
        values.append((metres, _class(where, row), _one_way(where, row)))
    if not ends:
        raise DataError(f"{shown_path(links)}: holds no link; export the roads again")
    joined, place = np.array(ends, dtype=np.int64), np.array(points)
    return plain_graph(
        place[:, 0],
        place[:, 1],
        joined[:, 0],
        joined[:, 1],
        np.array([metres for metres, _, _ in values]),
        road_class=np.array([road_class for _, road_class, _ in values], dtype=np.int8),
        one_way=np.array([one_way for _, _, one_way in values], dtype=bool),
    )


def _rows(path: Path, needed: Sequence[Sequence[str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield where a row stands, and its cells; raises DataError where a column is missing."""
    reader = csv.DictReader(io.StringIO(read_text(path)))
    header = reader.fieldnames or ()
    missing = [names[0] for names in needed if not set(names) & set(header)]
    if missing:
        wanted = ", ".join(names[0] for names in needed)
        raise DataError(f"{shown_path(path)}: no column {', '.join(missing)}; give the columns {wanted}")
    for line, row in enumerate(reader, start=2):
        yield f"{shown_path(path)}, line {line}", {name: (cell or "").strip() for name, cell in row.items() if name}


def _cell(row: dict[str, str], names: Sequence[str]) -> str:
    return next((row[name] for name in names if name in row), "")


def _number(where: str, row: dict[str, str], names: Sequence[str]) -> float:
    """The number in a cell; raises DataError where it holds none."""
    text = _cell(row, names)
    try:
        return float(text)
    except ValueError:
        raise DataError(f"{where}: {names[0]} is {text!r}, which is no number; give a decimal number") from None


def _class(where: str, row: dict[str, str]) -> int:
    name = _cell(row, CLASS).removesuffix("_link") or "other"
    if name not in ROAD_CLASSES:
        known = ", ".join(ROAD_CLASSES)
        raise DataError(f"{where}: class '{name}' is unknown{did_you_mean(name, ROAD_CLASSES)}; give one of {known}")
    return ROAD_CLASSES.index(name)


def _one_way(where: str, row: dict[str, str]) -> bool:
    text = _cell(row, ONE_WAY).lower()
    if text not in YES | NO:
        raise DataError(f"{where}: one_way is {text!r}; give yes or no")
    return text in YES
