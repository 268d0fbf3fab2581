"""GraphML as OSMnx saves it: nodes with x and y in degrees, one edge per direction."""

import xml.etree.ElementTree as ET
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path

from poolplan.errors import DataError
from poolplan.network.roads.clip import Box
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import checked_point
from poolplan.network.roads.readers.assemble import OSM
from poolplan.network.roads.readers.link_rows import LinkRow, checked_metres, graph_of_rows
from poolplan.network.roads.readers.osm_tags import RELEVANT, rule_of
from poolplan.scenario.text import shown_path

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
DEGREES = ("epsg:4326", "wgs84", "epsg:6668", "epsg:4612")
"""WGS84 and the Japanese systems that agree with it to a metre."""


def read_graphml(path: Path, box: Box) -> RoadGraph:
    """Read a graph saved by OSMnx, unprojected.

    Raises:
        DataError: no GraphML, no or another coordinate system than degrees, an edge without a length above 0.
    """
    shown = shown_path(path)
    points: dict[Hashable, tuple[float, float]] = {}
    signals: set[Hashable] = set()
    edges: list[tuple[str, str, dict[str, str]]] = []
    try:
        for kind, ends, data in _elements(path):
            if kind == "graph":
                _check_degrees(shown, data.get("crs", ""))
            elif kind == "node":
                where = f"{shown}, node {ends[0]}"
                points[ends[0]] = checked_point(where, _number(where, data, "x"), _number(where, data, "y"))
                signals |= {ends[0]} if data.get("highway") == "traffic_signals" else set()
            else:
                edges.append((ends[0], ends[1], data))
    except (ET.ParseError, OSError) as error:
        raise DataError(f"{shown}: not GraphML ({error}); save the graph again with OSMnx") from None
    lost = next((end for edge in edges for end in edge[:2] if end not in points), None)
    if lost is not None:
        raise DataError(f"{shown}: an edge joins node {lost}, which is missing; save the graph again with OSMnx")
    return graph_of_rows(shown, points, list(_rows(shown, edges)), box, attribution=OSM, signals=frozenset(signals))


def _elements(path: Path) -> Iterator[tuple[str, tuple[str, ...], dict[str, str]]]:
    """Yield kind, ids and data of the graph, its nodes and its edges."""
    names: dict[str, str] = {}
    about: dict[str, str] = {}
    told = False
    for _, element in ET.iterparse(path):  # noqa: S314 - expat limits what entities may grow to
        kind = element.tag.removeprefix(SPACE)
        if kind == "key":
            names[element.get("id", "")] = element.get("attr.name", "")
        elif kind == "data":
            about[names.get(element.get("key", ""), "")] = element.text or ""
        elif kind in ("node", "edge"):
            data = {names.get(part.get("key", ""), ""): part.text or "" for part in element}
            ends = (
                (element.get("id", ""),) if kind == "node" else (element.get("source", ""), element.get("target", ""))
            )
            if not told:  # data of the graph itself comes before its first node
                told = True
                yield "graph", (), about
            yield kind, ends, data
            element.clear()


def _check_degrees(shown: str, system: str) -> None:
    if not system:
        raise DataError(f"{shown}: names no coordinate system; save the graph again with OSMnx, or add crs epsg:4326")
    if system.lower() not in DEGREES:
        raise DataError(f"{shown}: is projected ({system[:40]}); save the graph unprojected, in epsg:4326")


def _number(where: str, data: dict[str, str], name: str) -> float:
    try:
        return float(data[name])
    except (KeyError, ValueError):
        raise DataError(f"{where}: {name} is {data.get(name)!r}; give a decimal number") from None


def _rows(shown: str, edges: Iterable[tuple[str, str, dict[str, str]]]) -> Iterator[LinkRow]:
    """Yield one link for each edge, and a single one for the two edges of a street that is open both ways."""
    found: dict[tuple[str, str, int], LinkRow] = {}
    for tail, head, data in edges:
        where = f"{shown}, edge {tail} - {head}"
        rule = rule_of({key: _first(data[key]) for key in RELEVANT if data.get(key) and key != "oneway"})
        if rule is None:
            continue
        metres = checked_metres(where, _number(where, data, "length"))
        back = (head, tail, round(metres))
        if back in found and found[back].rule.bus_forward == (rule.bus_forward or rule.bus_backward):
            other = found.pop(back)
            yield other._replace(rule=other.rule._replace(bus_backward=other.rule.bus_forward))
            continue
        drives = rule.bus_forward or rule.bus_backward
        row = LinkRow(tail, head, metres, rule._replace(bus_forward=drives, bus_backward=False), _shape(data))
        if (tail, head, round(metres)) in found:
            yield row
        else:
            found[tail, head, round(metres)] = row
    yield from found.values()


def _first(text: str) -> str:
    """The first of several values that OSMnx merged: its lists are written as Python writes them.

    >>> _first("['tertiary', 'residential']"), _first("trunk")
    ('tertiary', 'trunk')
    """
    return text.strip("[]").split(",")[0].strip(" '\"") if text.startswith("[") else text


def _shape(data: dict[str, str]) -> tuple[tuple[float, float], ...]:
    """Points between the ends of an edge's LINESTRING."""
    text = data.get("geometry", "").partition("(")[2].rstrip(") ")
    pairs = [pair.split() for pair in text.split(",")] if text else []
    return tuple((float(x), float(y)) for x, y, *_ in pairs[1:-1])
