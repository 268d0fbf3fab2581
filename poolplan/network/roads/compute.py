"""Computing a table of trips block by block, and joining it with what an earlier table still holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from poolplan.network.roads.engines.interface import Engine, Line, Matrix
from poolplan.network.roads.inputs import Changes
from poolplan.network.roads.kept_table import Kept, SnapRow, Trip
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import SpeedModel
from poolplan.network.roads.trips import Doors, door_to_door, rows_of
from poolplan.scenario.blocks import TravelBy

LINES_WITHIN_MIN = 30.0
"""Lines are kept for bus trips no longer than this: no plan uses longer ones."""


@dataclass(frozen=True)
class Task:
    """What is asked of an engine."""

    engine: Engine | None
    """None where there are no roads."""
    model: SpeedModel
    origins: tuple[Place, ...]
    destinations: tuple[Place, ...]
    ways: tuple[TravelBy, ...]


def compute(task: Task, changed: Changes, old: Kept | None) -> Kept:
    """Return the whole table: what changed computed, the rest as it was.

    Args:
        task: everything the table shall hold.
        changed: places whose trips must be computed.
        old: an earlier table over the same roads; None where there is none.
    """
    new_origins = [place for place in task.origins if place.id in changed.origins]
    other_origins = [place for place in task.origins if place.id not in changed.origins]
    new_destinations = [place for place in task.destinations if place.id in changed.destinations]
    blocks = [(new_origins, list(task.destinations)), (other_origins, new_destinations)]
    parts = [_block(task, origins, destinations) for origins, destinations in blocks if origins and destinations]
    if old is not None:
        parts.append(_still_true(task, changed, old))
    return Kept(
        tuple(sorted(trip for part in parts for trip in part.trips)),
        tuple(sorted({snap for part in parts for snap in part.snaps})),
        {key: line for part in parts for key, line in part.lines.items()},
        task.engine.attribution if task.engine else "",
    )


def _block(task: Task, origins: Sequence[Place], destinations: Sequence[Place]) -> Kept:
    """Compute every trip from some places to others."""
    way = task.engine.way if task.engine else ""
    kept = Kept((), (), {})
    for travel_by in task.ways:
        doors, matrix = door_to_door(task.engine, origins, destinations, travel_by, task.model)
        kept = replace(
            kept,
            trips=(*kept.trips, *rows_of(doors, way, task.model.version)),
            snaps=(*kept.snaps, *_snap_rows(matrix, travel_by, task.model)),
            lines={**kept.lines, **_lines(task.engine, doors, matrix)},
        )
    return kept


def _snap_rows(matrix: Matrix | None, travel_by: TravelBy, model: SpeedModel) -> Iterable[SnapRow]:
    if matrix is None:
        return
    for role, snaps in (("from", matrix.origins), ("to", matrix.destinations)):
        for snap in snaps:
            doubtful = "yes" if snap.metres > model.joining.doubtful_m else ""
            point = round(snap.longitude, 6), round(snap.latitude, 6)
            yield SnapRow(snap.place, role, travel_by, round(snap.metres, 1), snap.road, *point, doubtful)


def _lines(engine: Engine | None, doors: Doors, matrix: Matrix | None) -> dict[tuple[str, str, str], Line]:
    """Lines of the bus trips that a plan may use, where the licence allows to keep them."""
    if engine is None or matrix is None or not engine.attribution or doors.travel_by != "bus":
        return {}
    wanted = (doors.minutes <= LINES_WITHIN_MIN) & ~doors.approximate
    pairs = [(int(row), int(column)) for row, column in zip(*wanted.nonzero(), strict=True)]
    found = engine.routes(doors.origins, doors.destinations, doors.travel_by, pairs)
    names = [(doors.origins[row].id, doors.destinations[column].id, doors.travel_by) for row, column in pairs]
    return {name: line for name, line in zip(names, found, strict=True) if line}


def _still_true(task: Task, changed: Changes, old: Kept) -> Kept:
    """Rows of an earlier table whose places are still there and have not moved."""
    origins = {place.id for place in task.origins} - changed.origins
    destinations = {place.id for place in task.destinations} - changed.destinations
    holds = {"from": origins, "to": destinations}
    return Kept(
        tuple(Trip(*trip) for trip in old.trips if trip.school in origins and trip.site in destinations),
        tuple(snap for snap in old.snaps if snap.place in holds[snap.role]),
        {key: line for key, line in old.lines.items() if key[0] in origins and key[1] in destinations},
    )
