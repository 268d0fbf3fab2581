"""Metres between points in degrees, and the flat metres in which nearest roads are found."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from poolplan.network.roads.points import Place

EARTH_RADIUS_M = 6_371_008.8
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def geodesic_m(lon_a: Floats | float, lat_a: Floats | float, lon_b: Floats | float, lat_b: Floats | float) -> Floats:
    """Metres along the great circle between points in degrees.

    One degree of latitude is 111.2 km:

    >>> round(float(geodesic_m(130.0, 32.0, 130.0, 33.0)))
    111195
    """
    a, b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(np.subtract(lon_b, lon_a)) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half)))


def columns_of(places: Sequence[Place]) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of places, one value per place."""
    return np.array([p.longitude for p in places], dtype=float), np.array([p.latitude for p in places], dtype=float)


def straight_metres(origins: Sequence[Place], destinations: Sequence[Place]) -> Floats:
    """Metres along the straight line from each origin (row) to each destination (column)."""
    lon_a, lat_a = columns_of(origins)
    lon_b, lat_b = columns_of(destinations)
    return geodesic_m(lon_a[:, None], lat_a[:, None], lon_b[None, :], lat_b[None, :])


def flat_metres(longitude: Floats, latitude: Floats, middle_latitude: float) -> Floats:
    """Points as metres east and north on a plane that is true near the middle latitude; one row per point.

    A city is small enough: 50 km north of the middle, east-west lengths at 33 degrees are off by half a per cent.
    """
    east = np.radians(longitude) * np.cos(np.radians(middle_latitude))
    return np.column_stack([east, np.radians(latitude)]) * EARTH_RADIUS_M


def degrees(flat: Floats, middle_latitude: float) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of points on the plane of `flat_metres`.

    >>> [round(float(column[0]), 6) for column in degrees(flat_metres(np.array([130.7]), np.array([32.8]), 33.0), 33.0)]
    [130.7, 32.8]
    """
    east, north = flat[:, 0] / EARTH_RADIUS_M, flat[:, 1] / EARTH_RADIUS_M
    return np.degrees(east / np.cos(np.radians(middle_latitude))), np.degrees(north)
