"""The part of the map that trips can run through: a box around the places and a margin."""

from collections.abc import Sequence
from math import cos, floor, radians
from typing import TYPE_CHECKING, NamedTuple

from poolplan.network.roads.points import Place

if TYPE_CHECKING:  # a look at the area must not load numpy
    from poolplan.network.roads.geodesy import Bools, Floats

METRES_PER_DEGREE = 111_195.0
GRID_DEG = 0.02
"""Edges are rounded outwards to this grid: a place that moves a little does not change the roads."""


class Box(NamedTuple):
    """A part of the map, degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: "Floats", latitude: "Floats") -> "Bools":
        """True for points inside."""
        return (longitude >= self.west) & (longitude <= self.east) & (latitude >= self.south) & (latitude <= self.north)


def box_around(places: Sequence[Place], margin_m: float) -> Box:
    """Return the box that holds the places and everything within the margin, metres, on a grid of 0.02 degrees.

    >>> box_around([Place("school", 130.70, 32.80)], 5_000)
    Box(west=130.64, south=32.74, east=130.76, north=32.86)
    """
    west, east = (pick(p.longitude for p in places) for pick in (min, max))
    south, north = (pick(p.latitude for p in places) for pick in (min, max))
    up = margin_m / METRES_PER_DEGREE
    across = up / max(0.01, cos(radians(max(abs(south), abs(north)))))
    return Box(_down(west - across), _down(south - up), -_down(-east - across), -_down(-north - up))


def _down(degrees: float) -> float:
    return round(floor(degrees / GRID_DEG) * GRID_DEG, 6)
