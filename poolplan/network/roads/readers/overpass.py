"""Answers of an Overpass server, saved as JSON."""

import json
from pathlib import Path
from typing import Any

from poolplan.errors import DataError
from poolplan.network.roads.clip import Box
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.readers.assemble import assemble
from poolplan.network.roads.readers.ways import Ways, node_tags, restriction_of
from poolplan.scenario.text import read_text, shown_path


def read_overpass(path: Path, box: Box) -> RoadGraph:
    """Read the roads of an Overpass answer inside a box.

    Raises:
        DataError: no JSON of that kind, or ways without the coordinates of their nodes.
    """
    shown = shown_path(path)
    try:
        elements = list(json.loads(read_text(path))["elements"])
    except (ValueError, KeyError, TypeError):
        raise DataError(f"{shown}: not the JSON of an Overpass server; save its answer again with [out:json]") from None
    ways = Ways(shown, box)
    where: dict[int, tuple[float, float]] = {}
    try:
        for element in elements:
            if element["type"] == "node":
                where[element["id"]] = float(element["lon"]), float(element["lat"])
                node_tags(ways, element["id"], element.get("tags", {}))
        for element in elements:
            _take(ways, element, where)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{shown}: an element lacks {error}; save the answer again with 'out body; >; out skel qt'"
        ) from None
    return assemble(ways)


def _take(ways: Ways, element: dict[str, Any], where: dict[int, tuple[float, float]]) -> None:
    tags = element.get("tags", {})
    if element["type"] == "relation":
        members = [(member["type"], member["role"], member["ref"]) for member in element.get("members", [])]
        ways.restrictions += filter(None, [restriction_of(tags, members)])
    if element["type"] != "way":
        return
    rule = ways.rule(tags)
    if rule is None:
        return
    nodes = [node for node in element["nodes"] if node in where]
    ways.seen = ways.seen or (where[nodes[0]] if nodes else None)
    ways.add(element["id"], rule, nodes, [where[node][0] for node in nodes], [where[node][1] for node in nodes])
