"""From the road to the door: rows of the travel-time table, each with what its minutes rest on."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from poolplan.network.roads.engines.interface import Engine, Matrix
from poolplan.network.roads.geodesy import Bools, Floats, straight_metres
from poolplan.network.roads.kept_table import Trip
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import SpeedModel
from poolplan.scenario.blocks import TravelBy

APPROXIMATE = "approximate: straight line x detour"
"""Opens the source of every row that no road was found for; reports list such rows as assumptions."""
LONGEST_MIN = 600.0
DOUBTFUL = "doubtful: far from the road"
"""Closes the source of every row of a place whose snap should be looked at."""


class Doors(NamedTuple):
    """Door to door from each origin (row) to each destination (column)."""

    origins: tuple[Place, ...]
    destinations: tuple[Place, ...]
    travel_by: TravelBy
    minutes: Floats
    """Infinite where there is no way."""
    metres: Floats
    approximate: Bools
    """True where the straight line stands for the road."""
    doubtful: Bools
    """True where either place lies farther from its road than the speed model trusts."""


def door_to_door(
    engine: Engine | None,
    origins: Sequence[Place],
    destinations: Sequence[Place],
    travel_by: TravelBy,
    model: SpeedModel,
) -> tuple[Doors, Matrix | None]:
    """Minutes and metres from door to door, and what the engine said about the roads.

    Args:
        engine: None where there are no roads: straight lines with a detour, all marked approximate.
        origins: schools.
        destinations: places with water.
        travel_by: bus or walk.
        model: speeds, boarding, detours.
    """
    straight = straight_metres(origins, destinations)
    frame = tuple(origins), tuple(destinations), travel_by
    guessed = _straight(straight, travel_by, model)
    by_line = travel_by == "walk" and model.walking.along == "straight_line"
    if engine is None or by_line or travel_by not in engine.ways or not straight.size:
        return Doors(*frame, *guessed, np.ones(straight.shape, dtype=bool), np.zeros(straight.shape, dtype=bool)), None
    matrix = engine.matrix(origins, destinations, travel_by)
    near = straight < model.joining.near_m
    minutes, metres = (np.where(near, *pair) for pair in zip(guessed, _by_road(matrix, travel_by, model), strict=True))
    return Doors(*frame, minutes, metres, near, _any_beyond(matrix, model.joining.doubtful_m)), matrix


def _by_road(matrix: Matrix, travel_by: TravelBy, model: SpeedModel) -> tuple[Floats, Floats]:
    """Add the ways between doors and roads, the peak factor, and boarding; no way for places that are not there."""
    gaps = np.add.outer([s.metres for s in matrix.origins], [s.metres for s in matrix.destinations])
    gap_m = gaps * model.joining.detour
    if travel_by == "walk":
        minutes = matrix.minutes + gap_m / _m_per_min(model.walking.kmh)
    else:
        moving = matrix.minutes + gap_m / _m_per_min(model.joining.bus_kmh)
        minutes = model.stops_min + moving * model.hours.time_factor
    return np.where(_any_beyond(matrix, model.joining.lost_m), np.inf, minutes), matrix.metres + gap_m


def _any_beyond(matrix: Matrix, limit_m: float) -> Bools:
    """True for pairs of which either place lies farther from its road."""
    return np.logical_or.outer(
        [snap.metres > limit_m for snap in matrix.origins], [snap.metres > limit_m for snap in matrix.destinations]
    )


def _straight(straight: Floats, travel_by: TravelBy, model: SpeedModel) -> tuple[Floats, Floats]:
    if travel_by == "walk":
        metres = straight * model.straight.walk_detour
        minutes = metres / _m_per_min(model.walking.kmh)
    else:
        metres = straight * model.straight.bus_detour
        minutes = model.stops_min + metres / _m_per_min(model.straight.bus_kmh) * model.hours.time_factor
    return minutes, metres


def _m_per_min(kmh: float) -> float:
    """Metres a minute.

    >>> _m_per_min(3.6)
    60.0
    """
    return kmh * 1000 / 60


def rows_of(doors: Doors, way: str, version: str) -> Iterator[Trip]:
    """Rows of the table; none where there is no way, or none within ten hours.

    Args:
        doors: minutes and metres.
        way: what the minutes by road rest on.
        version: version of the speed model.
    """
    for row, column in np.argwhere(doors.minutes <= LONGEST_MIN).tolist():
        rests_on = APPROXIMATE if doors.approximate[row, column] else way
        doubt = f"; {DOUBTFUL}" if doors.doubtful[row, column] and not doors.approximate[row, column] else ""
        yield Trip(
            doors.origins[row].id,
            doors.destinations[column].id,
            doors.travel_by,
            round(float(doors.minutes[row, column]), 1),
            round(float(doors.metres[row, column])),
            f"{rests_on}; speed model {version}{doubt}",
        )
