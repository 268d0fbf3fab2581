"""Why a file of roads holds nothing around the places: no roads at all, another area, or swapped coordinates."""

from poolplan.errors import DataError
from poolplan.network.roads.clip import Box

NEAR_DEG = 2.0


def nothing_here(source: str, box: Box, seen: tuple[float, float] | None) -> DataError:
    """Return the error that says it.

    Args:
        source: the file, as messages name it.
        box: where roads were looked for.
        seen: longitude and latitude of any road of the file; None where it holds no road at all.
    """
    if seen is None:
        return DataError(f"{source}: holds no roads (no way with 'highway'); fetch an extract with all ways")
    middle = (box.west + box.east) / 2, (box.south + box.north) / 2
    apart = f"{source}: its roads lie around {_shown(seen)}, the places around {_shown(middle)}"
    if abs(seen[1] - middle[0]) < NEAR_DEG and abs(seen[0] - middle[1]) < NEAR_DEG:
        return DataError(f"{apart}; swap longitude and latitude in the table that has them the wrong way round")
    return DataError(f"{apart}; give roads of the same area")


def _shown(point: tuple[float, float]) -> str:
    """Longitude and latitude for a message.

    >>> _shown((130.7001, -32.8))
    'longitude 130.70, latitude -32.80'
    """
    return f"longitude {point[0]:.2f}, latitude {point[1]:.2f}"
