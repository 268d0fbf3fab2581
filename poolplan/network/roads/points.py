"""The places that are travelled between, from any table with ids and degrees."""

import csv
import io
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints

from poolplan.errors import DataError
from poolplan.network.tables import Row, read_table
from poolplan.scenario.text import read_text, shown_path

EAST, NORTH = 180.0, 90.0
Ident = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\s=+@\-][^\n\r\t]*$")]
"""Any text that no spreadsheet takes for a formula."""
Degrees = Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"unit": "degrees"})]


class Place(NamedTuple):
    """A point to travel from or to, degrees WGS84."""

    id: str
    longitude: float
    latitude: float


class _Point(Row):
    longitude: Degrees
    latitude: Degrees


class _Named(_Point):
    id: Ident


class _School(_Point):
    school: Ident


class _Site(_Point):
    site: Ident


ROWS: dict[str, type[_Point]] = {"id": _Named, "school": _School, "site": _Site}
"""Kinds of table by the column that holds the ids."""


def read_points(path: Path) -> list[Place]:
    """Read places from a CSV table with longitude, latitude, and ids in a column `id`, `school` or `site`.

    Raises:
        DataError: every problem of the table, each with its line.
    """
    header = [name.strip() for name in next(csv.reader(io.StringIO(read_text(path))), [])]
    key = next((name for name in ROWS if name in header), "id")
    problems: list[str] = []
    rows = read_table(path, ROWS[key], (key,), problems)
    places: list[Place] = []
    for row in rows:
        where = f"{shown_path(path)}, line {row.line}"
        try:
            places.append(Place(getattr(row, key), *checked_point(where, row.longitude, row.latitude)))
        except DataError as error:
            problems += error.problems
    if not rows and not problems:
        problems.append(f"{shown_path(path)}: holds no place; add a line for each")
    if problems:
        raise DataError(problems)
    return places


def checked_point(where: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Return a point in degrees.

    Raises:
        DataError: it lies nowhere on the earth.
    """
    if -EAST <= longitude <= EAST and -NORTH <= latitude <= NORTH:
        return longitude, latitude
    if -EAST <= latitude <= EAST and -NORTH <= longitude <= NORTH:
        raise DataError(
            f"{where}: latitude {latitude:g} is beyond 90 degrees; longitude and latitude seem swapped: swap them"
        )
    raise DataError(
        f"{where}: ({longitude:g}, {latitude:g}) are no degrees but seem projected; export them in EPSG:4326"
    )
