"""A made-up city of roads as an OpenStreetMap extract: streets on a bent grid, main roads, one-way streets, houses."""

import math
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

WEST, SOUTH = 130.6, 32.7
STEP_DEG = 0.001
"""About 100 m between junctions."""
MAIN_EVERY, COLLECTOR_EVERY = 24, 6
BLOCK = 5
"""Junctions along one way."""
MISSING_SHARE, ONE_WAY_SHARE = 0.06, 0.15
HOUSES_PER_JUNCTION = 1.2
CITIES_APART_DEG = 0.4


class Node(NamedTuple):
    """A point of the extract."""

    id: int
    longitude: float
    latitude: float
    tags: dict[str, str]


class Way(NamedTuple):
    """A road or the outline of a house."""

    id: int
    nodes: list[int]
    tags: dict[str, str]


class CityRoads:
    """Nodes and ways of a city with so many junctions; the same seed gives the same city."""

    def __init__(self, seed: int, junctions: int, first_id: int, west: float) -> None:
        """Draw the city.

        Args:
            seed: of every draw.
            junctions: about so many; the side of the grid is their root.
            first_id: nodes and ways are numbered from here.
            west: longitude of its western edge.
        """
        self.draw = random.Random(seed)  # noqa: S311 - a made-up city needs no secrets
        self.side = math.isqrt(junctions)
        self.west = west
        self.next_id = first_id
        self.nodes: list[Node] = []
        self.ways: list[Way] = []
        grid = [[self._node(x, y, self._lights(x, y)) for y in range(self.side)] for x in range(self.side)]
        for line in range(self.side):
            self._street([grid[line][y] for y in range(self.side)], line)
            self._street([grid[x][line] for x in range(self.side)], line)
        for _ in range(int(junctions * HOUSES_PER_JUNCTION)):
            self._house()

    def _id(self) -> int:
        self.next_id += 1
        return self.next_id

    def _node(self, x: float, y: float, tags: dict[str, str] | None = None) -> Node:
        bend = 0.25 * math.sin(x / 9) + 0.25 * math.cos(y / 7)
        jitter = self.draw.uniform(-0.15, 0.15), self.draw.uniform(-0.15, 0.15)
        longitude = self.west + (x + bend + jitter[0]) * STEP_DEG
        node = Node(self._id(), longitude, SOUTH + (y + bend + jitter[1]) * STEP_DEG, tags or {})
        self.nodes.append(node)
        return node

    def _lights(self, x: int, y: int) -> dict[str, str]:
        both_large = x % COLLECTOR_EVERY == 0 and y % COLLECTOR_EVERY == 0
        return {"highway": "traffic_signals"} if both_large and self.draw.random() < 0.5 else {}  # noqa: PLR2004

    def _street(self, line: list[Node], number: int) -> None:
        small = "tertiary" if number % COLLECTOR_EVERY == 0 else "residential"
        kind = "primary" if number % MAIN_EVERY == 0 else small
        for begin in range(0, len(line) - 1, BLOCK):
            part = line[begin : begin + BLOCK + 1]
            if kind == "residential" and self.draw.random() < MISSING_SHARE:
                continue
            tags = {"highway": kind, "name": f"street {number}"}
            if kind == "residential" and self.draw.random() < ONE_WAY_SHARE:
                tags["oneway"] = "yes"
            self.ways.append(Way(self._id(), [node.id for node in self._bent(part)], tags))

    def _bent(self, part: list[Node]) -> Iterator[Node]:
        """Yield the junctions of a street with points between them."""
        for here, there in pairwise(part):
            yield here
            for share in (0.35, 0.7)[: self.draw.randint(0, 2)]:
                longitude = here.longitude + share * (there.longitude - here.longitude)
                latitude = here.latitude + share * (there.latitude - here.latitude)
                node = Node(self._id(), longitude + self.draw.uniform(-1e-4, 1e-4), latitude, {})
                self.nodes.append(node)
                yield node
        yield part[-1]

    def _house(self) -> None:
        x, y = self.draw.uniform(0, self.side), self.draw.uniform(0, self.side)
        corners = [(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1)]
        ids = []
        for east, north in corners:
            node = Node(self._id(), self.west + east * STEP_DEG, SOUTH + north * STEP_DEG, {})
            self.nodes.append(node)
            ids.append(node.id)
        self.ways.append(Way(self._id(), [*ids, ids[0]], {"building": "house"}))


def write_cities(path: Path, junctions: int, cities: int = 1, seed: int = 1) -> None:
    """Write an .osm.pbf of one city, or of several in a row from west to east."""
    import osmium
    from osmium.osm import mutable

    drawn: list[CityRoads] = []
    for number in range(cities):
        first = drawn[-1].next_id if drawn else 0
        drawn.append(CityRoads(seed + number, junctions, first, WEST + number * CITIES_APART_DEG))
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for city in drawn:
            for node in city.nodes:
                writer.add_node(mutable.Node(id=node.id, location=(node.longitude, node.latitude), tags=node.tags))
        for city in drawn:
            for way in city.ways:
                writer.add_way(mutable.Way(id=way.id, nodes=way.nodes, tags=way.tags))
