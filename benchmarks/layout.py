"""Where made-up towns, schools, clubs and public pools lie, on a plane of kilometres."""

import random
from collections.abc import Callable
from math import cos, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

CENTRE = (130.70, 32.80)
"""Longitude and latitude of the middle of every city; inside the bounds of the Kumamoto scenarios."""
KM_PER_DEGREE = 111.2
KM2_PER_SCHOOL = 2.9
"""Kumamoto: 390 square kilometres, 134 schools."""
SCHOOLS_PER_TOWN = 12
IN_THE_MIDDLE_SHARE = 0.4
"""Share of the schools around the main centre; the others are spread over the towns."""
TOWN_SPREAD_KM = 1.1
MIDDLE_SPREAD_SHARE = 0.3
"""Spread of the main centre as a share of the city's radius."""
APART_KM = 0.8
TRIES = 40


class Point(NamedTuple):
    """Kilometres east and north of the middle."""

    east: float
    north: float


def apart_km(one: Point, other: Point) -> float:
    """Straight line, kilometres."""
    return hypot(one.east - other.east, one.north - other.north)


def degrees(point: Point) -> tuple[float, float]:
    """Longitude and latitude."""
    longitude, latitude = CENTRE
    east = point.east / (KM_PER_DEGREE * cos(radians(latitude)))
    return round(longitude + east, 6), round(latitude + point.north / KM_PER_DEGREE, 6)


def radius_km(schools: int) -> float:
    """Radius of a round city with so many schools."""
    return sqrt(schools * KM2_PER_SCHOOL / pi)


def draw_towns(draw: random.Random, schools: int) -> list[Point]:
    """Centres of towns, the main centre first."""
    towns = [Point(0.0, 0.0)]
    for _ in range(max(2, schools // SCHOOLS_PER_TOWN)):
        distance, angle = radius_km(schools) * sqrt(draw.random()), 2 * pi * draw.random()
        towns.append(Point(distance * cos(angle), distance * sin(angle)))
    return towns


def draw_school_points(draw: random.Random, towns: list[Point], number: int, schools: int) -> list[Point]:
    """Points of the schools of one level, clustered around the towns and some way apart from each other."""
    points: list[Point] = []
    for _ in range(number):
        points.append(_spaced(points, lambda: _near_a_town(draw, towns, schools), APART_KM))
    return points


def _near_a_town(draw: random.Random, towns: list[Point], schools: int) -> Point:
    is_middle = draw.random() < IN_THE_MIDDLE_SHARE
    spread = MIDDLE_SPREAD_SHARE * radius_km(schools) if is_middle else TOWN_SPREAD_KM
    return around(draw, towns[0] if is_middle else draw.choice(towns), spread)


def draw_places(draw: random.Random, schools: list[Point], weights: list[float], number: int, km: float) -> list[Point]:
    """Points near schools, more likely near large ones, `km` apart from each other if that can be had."""
    points: list[Point] = []
    for _ in range(number):
        points.append(_spaced(points, lambda: around(draw, draw.choices(schools, weights)[0], 0.7), km))
    return points


def _spaced(taken: list[Point], drawn: Callable[[], Point], km: float) -> Point:
    """Draw until a point keeps its distance from those taken; after some tries any point will do."""
    for _ in range(TRIES):
        point = drawn()
        if all(apart_km(point, other) >= km for other in taken):
            return point
    return drawn()


def around(draw: random.Random, point: Point, spread_km: float) -> Point:
    """Return a point some way off another, normally distributed."""
    return Point(point.east + draw.gauss(0, spread_km), point.north + draw.gauss(0, spread_km))
