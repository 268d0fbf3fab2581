"""Which engines work on this computer: each is asked for the minutes along one short road."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from poolplan.errors import DataError
from poolplan.network.roads.engines.everything import ENGINES
from poolplan.network.roads.engines.interface import Job
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import read_speed_model

STREET_M = 935
ENDS = Place("west", 130.70, 32.80), Place("east", 130.71, 32.80)
"""Ends of the road, in Kumamoto; a server that knows another area answers too, from afar."""


class Finding(NamedTuple):
    """What became of an engine."""

    engine: str
    works: bool
    told: str
    """What it rests on, or what is missing."""


def examine(url: str = "", walk_url: str = "") -> Iterator[Finding]:
    """Ask every engine in turn; a server only if its address is given, and then by both kinds of engine.

    Args:
        url: address of an OSRM or Valhalla server.
        walk_url: address of an OSRM server for people on foot.
    """
    with TemporaryDirectory() as folder:
        roads = Path(folder) / "road.osm"
        roads.write_text(_road(), encoding="utf-8")
        job = Job(read_speed_model(), ENDS, (), roads, url, walk_url, keep_in=Path(folder))
        for name in ENGINES:
            yield _finding(name, job)


def _finding(name: str, job: Job) -> Finding:
    try:
        engine = ENGINES[name](job)
        minutes = engine.matrix(ENDS[:1], ENDS[1:], "bus").minutes
    except DataError as error:
        return Finding(name, works=False, told=str(error).removeprefix(f"engine '{name}': "))
    if np.isfinite(minutes).all():
        return Finding(name, works=True, told=f"{minutes[0, 0]:.1f} min along a street of {STREET_M} m")
    return Finding(
        name, works=True, told=f"{engine.way} answers; it knows no road between {ENDS[0][1:]} and {ENDS[1][1:]}"
    )


def _road() -> str:
    """A street of two ends, as OpenStreetMap writes it."""
    ends = "".join(f'<node id="{i}" lat="{end.latitude}" lon="{end.longitude}"/>' for i, end in enumerate(ENDS, 1))
    return f'<osm version="0.6">{ends}<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way></osm>'
