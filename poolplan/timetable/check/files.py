"""Reading the written tables again, as a stranger would: every cell by its column's type, every id by its table."""

import csv
import re
from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_type_hints

from poolplan.network.options import Network
from poolplan.timetable.rows import Duty, Leg, Session, Slot, Unplaced

CLOCKS = frozenset(
    {"slot", "end", "leave", "arrive", "water_start", "water_end", "depart", "back", "out"},
)
"""Columns of times of day."""
KEYS: dict[type[Any], tuple[str, ...]] = {
    Session: ("session",),
    Slot: ("site", "date", "slot"),
    Duty: ("duty",),
    Leg: ("duty", "leg"),
    Unplaced: ("school", "grade", "group", "special"),
}
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
FORMULA_STARTS = ("'=", "'+", "'-", "'@", "'\t")
"""Cells that were guarded against spreadsheets by an apostrophe."""

Row = TypeVar("Row", Session, Slot, Duty, Leg, Unplaced)


class Files(NamedTuple):
    """The tables of a timetable."""

    sessions: list[Session]
    slots: list[Slot]
    duties: list[Duty]
    legs: list[Leg]
    unplaced: list[Unplaced]


def read_files(folder: Path, network: Network) -> tuple[Files, list[tuple[str, str]]]:
    """Return the tables in a folder, with what is wrong with them: where, and what."""
    problems: list[tuple[str, str]] = []
    files = Files(
        _read(folder / "sessions.csv", Session, problems),
        _read(folder / "slots.csv", Slot, problems),
        _read(folder / "duties.csv", Duty, problems),
        _read(folder / "legs.csv", Leg, problems),
        _read(folder / "unplaced.csv", Unplaced, problems),
    )
    if not problems:
        problems += _unknown(files, network)
    return files, problems


def minutes_of(clock: str) -> int:
    """Minutes since midnight.

    >>> minutes_of("08:45")
    525
    """
    return int(clock[:2]) * 60 + int(clock[3:])


def _read(path: Path, kind: type[Row], problems: list[tuple[str, str]]) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append((path.name, f"cannot be read ({error})"))
        return []
    head = [name.rstrip("_") for name in kind._fields]
    if not lines or lines[0] != head:
        told = ", ".join(lines[0]) if lines else "none"
        problems.append((path.name, f"its columns are {told}; must be {', '.join(head)}"))
        return []
    rows: list[Row] = []
    kinds = get_type_hints(kind)
    for number, cells in enumerate(lines[1:], start=2):
        try:
            rows.append(kind(*_cells(kind._fields, kinds, cells)))
        except ValueError as error:
            problems.append((f"{path.name} line {number}", str(error)))
    problems += _twice(path.name, kind, rows)
    return rows


def _cells(fields: Sequence[str], kinds: dict[str, type[Any]], cells: Sequence[str]) -> Iterator[Any]:
    if len(cells) != len(fields):
        raise ValueError(f"{len(cells)} cells; must be {len(fields)}")
    for name, cell in zip(fields, cells, strict=True):
        yield _value(name, kinds[name], cell[1:] if cell.startswith(FORMULA_STARTS) else cell)


def _value(name: str, kind: type[Any], cell: str) -> Any:
    readers: dict[type[Any], Callable[[str], Any]] = {str: str, int: int, float: float, bool: _truth}
    try:
        value = _clock(cell) if name in CLOCKS else readers[kind](cell)
        if name == "date":
            date.fromisoformat(cell)
    except (ValueError, KeyError):
        what = "a time of day HH:MM" if name in CLOCKS else "a date" if name == "date" else kind.__name__
        raise ValueError(f"{name.rstrip('_')} is {cell!r}; must be {what}") from None
    return value


def _clock(cell: str) -> str:
    if not CLOCK.fullmatch(cell):
        raise ValueError(cell)
    return cell


def _truth(cell: str) -> bool:
    return {"True": True, "False": False}[cell]


def _twice(name: str, kind: type[Row], rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = tuple(getattr(row, column) for column in KEYS[kind])
        if key in seen:
            yield name, f"{' '.join(map(str, key))} stands there twice"
        seen.add(key)


def _unknown(files: Files, network: Network) -> Iterator[tuple[str, str]]:
    """Yield ids that no table of the city, the scenario or the timetable knows."""
    schools, sites, modes = network.places.schools, network.places.sites, network.scenario.modes
    duties, sessions = {row.duty for row in files.duties}, {row.session for row in files.sessions}
    named: list[tuple[str, str, Container[str]]] = []
    swimming: list[Session | Unplaced] = [*files.sessions, *files.unplaced]
    for row in swimming:
        named += [("school", row.school, schools), ("site", row.site, sites), ("mode", row.mode, modes)]
    named += [("site", slot.site, sites) for slot in files.slots]
    named += [("duty", name, duties) for session in files.sessions for name in session.duties.split()]
    for leg in files.legs:
        named += [("duty", leg.duty, duties), *(("session", name, sessions) for name in leg.session.split())]
    unknown = dict.fromkeys((kind, ident) for kind, ident, known in named if ident not in known)
    yield from ((kind, f"'{ident}' is in no table") for kind, ident in unknown)
