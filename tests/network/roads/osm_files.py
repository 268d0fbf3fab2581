"""Small OpenStreetMap files written by hand, for readers to read and engines to route on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

STEP_DEG = 0.01
"""Nodes stand on a grid of 0.01 degrees: 1,112 m north-south; 943 m east-west at 32 degrees."""
WEST, SOUTH = 130.0, 32.0


class Way(NamedTuple):
    """Nodes are given by their names; `a3` stands in column a (west to east), row 3 (south to north)."""

    nodes: str
    tags: Mapping[str, str]


class Turn(NamedTuple):
    """A turn restriction: kind, numbers of the ways from 0, node."""

    kind: str
    coming: int
    node: str
    going: int


def point(name: str) -> tuple[float, float]:
    """Longitude and latitude of a node: `b2` is one step east and two north of `a0`."""
    return WEST + STEP_DEG * (ord(name[0]) - ord("a")), SOUTH + STEP_DEG * int(name[1:])


def osm_xml(
    ways: Sequence[Way], node_tags: Mapping[str, Mapping[str, str]] | None = None, turns: Sequence[Turn] = ()
) -> str:
    """Return the text of an .osm file."""
    names = sorted({name for way in ways for name in way.nodes.split()})
    number = {name: position for position, name in enumerate(names, start=1)}
    lines = ['<osm version="0.6">']
    for name in names:
        lon, lat = point(name)
        lines.append(f'<node id="{number[name]}" version="1" lon="{lon:.7f}" lat="{lat:.7f}">')
        lines += [*_tags((node_tags or {}).get(name, {})), "</node>"]
    for position, way in enumerate(ways, start=1):
        lines.append(f'<way id="{position}" version="1">')
        lines += [f'<nd ref="{number[name]}"/>' for name in way.nodes.split()]
        lines += [*_tags(way.tags), "</way>"]
    for position, turn in enumerate(turns, start=1):
        members = (("way", turn.coming + 1, "from"), ("node", number[turn.node], "via"), ("way", turn.going + 1, "to"))
        lines.append(f'<relation id="{position}" version="1">')
        lines += [f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members]
        lines += [*_tags({"type": "restriction", "restriction": turn.kind}), "</relation>"]
    return "\n".join([*lines, "</osm>"])


def _tags(tags: Mapping[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]


def write_osm(folder: Path, ways: Sequence[Way], **more: object) -> Path:
    """Write an .osm file and return its path."""
    path = folder / "roads.osm"
    path.write_text(osm_xml(ways, **more), encoding="utf-8")  # type: ignore[arg-type]
    return path


def write_pbf(folder: Path, ways: Sequence[Way]) -> Path:
    """Write the same roads as .osm.pbf."""
    import osmium

    source, path = write_osm(folder, ways), folder / "roads.osm.pbf"
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for found in osmium.FileProcessor(str(source)):
            writer.add(found)
    return path
