"""Plain link tables: a CSV of links beside a CSV of their nodes, as traffic surveys and other tools export them."""

import csv
import io
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path

from poolplan.errors import DataError
from poolplan.network.roads.clip import Box
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import checked_point
from poolplan.network.roads.readers.link_rows import (
    LinkRow,
    checked_metres,
    graph_of_rows,
    known_class,
    plain_rule,
)
from poolplan.scenario.text import read_text, shown_path

METRES = ("metres", "length_m", "length")
LONGITUDE, LATITUDE = ("longitude", "lon", "x"), ("latitude", "lat", "y")
NODE = ("node", "id", "osmid")
CLASS, ONE_WAY = ("class", "highway"), ("one_way", "oneway")
YES, NO = frozenset({"1", "yes", "true"}), frozenset({"0", "no", "false", ""})


def read_link_tables(links: Path, nodes: Path, box: Box | None = None) -> RoadGraph:
    """Read a graph from two CSV tables: links (u, v, metres; class and one_way if known) and nodes (node, lon, lat).

    Raises:
        DataError: a missing column, a cell that is no number, a link without positive length or to an unknown node.
    """
    points: dict[Hashable, tuple[float, float]] = {
        cell(row, NODE): checked_point(where, number(where, row, LONGITUDE), number(where, row, LATITUDE))
        for where, row in _rows(nodes, (NODE, LONGITUDE, LATITUDE))
    }
    rows: list[LinkRow] = []
    for where, row in _rows(links, (("u",), ("v",), METRES)):
        for end in ("u", "v"):
            if row[end] not in points:
                raise DataError(f"{where}: {end} '{row[end]}' is no node of {shown_path(nodes)}; mend the ids")
        metres = checked_metres(where, number(where, row, METRES))
        rule = plain_rule(known_class(where, cell(row, CLASS)), one_way=is_one_way(where, cell(row, ONE_WAY)))
        rows.append(LinkRow(row["u"], row["v"], metres, rule))
    return graph_of_rows(shown_path(links), points, rows, box)


def _rows(path: Path, needed: Sequence[Sequence[str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield where a row stands, and its cells; raises DataError where a column is missing."""
    reader = csv.DictReader(io.StringIO(read_text(path)))
    check_columns(shown_path(path), reader.fieldnames or (), needed)
    for line, row in enumerate(reader, start=2):
        yield f"{shown_path(path)}, line {line}", {name: (text or "").strip() for name, text in row.items() if name}


def check_columns(where: str, header: Sequence[str], needed: Sequence[Sequence[str]]) -> None:
    """Refuse a table without a column that is needed under one of its names.

    Raises:
        DataError: the columns that are missing.
    """
    missing = [names[0] for names in needed if not set(names) & set(header)]
    if missing:
        wanted = ", ".join(names[0] for names in needed)
        raise DataError(f"{where}: no column {', '.join(missing)}; give the columns {wanted}")


def cell(row: dict[str, str], names: Sequence[str]) -> str:
    """Text of the column that has one of the names; empty where there is none."""
    return next((row[name] for name in names if name in row), "")


def number(where: str, row: dict[str, str], names: Sequence[str]) -> float:
    """Number in a cell.

    Raises:
        DataError: it holds none.
    """
    text = cell(row, names)
    try:
        return float(text)
    except ValueError:
        raise DataError(f"{where}: {names[0]} is {text!r}, which is no number; give a decimal number") from None


def is_one_way(where: str, text: str) -> bool:
    """Read yes or no.

    Raises:
        DataError: it is neither.
    """
    if text.lower() not in YES | NO:
        raise DataError(f"{where}: one_way is {text!r}; give yes or no")
    return text.lower() in YES
