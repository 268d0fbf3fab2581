"""What people do to the files of a city: each change takes a folder with a copy of the Kumamoto case and spoils it."""

import re
from collections.abc import Callable
from pathlib import Path

SCENARIO = "scenarios/kumamoto_expand_cheapest.yaml"
CITY = "scenarios/shared/kumamoto.yaml"
PRICES = "scenarios/shared/prices_japan.yaml"
TABLES = "gis_data/kumamoto"

Change = Callable[[Path], None]


def swap(file: str, old: str, new: str) -> Change:
    """Return a change that replaces text in a file, once; the old text must be there."""

    def change(city: Path) -> None:
        text = (city / file).read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        (city / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(file: str, text: str) -> Change:
    """Return a change that appends lines to a file."""

    def change(city: Path) -> None:
        with (city / file).open("a", encoding="utf-8") as end:
            end.write(text)

    return change


def cell(table: str, row: str, column: str, value: str) -> Change:
    """Return a change of one cell of a city table; the row is told by its first column."""

    def change(city: Path) -> None:
        path = city / TABLES / table
        lines = path.read_text(encoding="utf-8").split("\n")
        place = lines[0].split(",").index(column)
        number = next(n for n, line in enumerate(lines) if line.startswith(f"{row},"))
        cells = lines[number].split(",")
        cells[place] = value
        lines[number] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8")

    return change


def every_cell(table: str, column: str, value: str) -> Change:
    """Return a change that gives one column the same value in every row."""

    def change(city: Path) -> None:
        path = city / TABLES / table
        head, *rows = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        place = head.split(",").index(column)
        cut = [row.split(",", place + 1) for row in rows]
        rows = [",".join([*cells[:place], value, *cells[place + 1 :]]) for cells in cut]
        path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")

    return change


def doubled_row(city: Path) -> None:
    """Give the second club the id of the first."""
    swap(f"{TABLES}/clubs.csv", "club_02,", "club_01,")(city)


def without_file(city: Path) -> None:
    """Lose a table."""
    (city / TABLES / "clubs.csv").unlink()


def swapped_coordinates(city: Path) -> None:
    """Write latitude before longitude."""
    swap(f"{TABLES}/schools.csv", "130.653522,32.760083", "32.760083,130.653522")(city)


def stranded(city: Path) -> None:
    """Let 河内小 have a pool past its life that may not be rebuilt, and no trip within its limits."""
    cell("school_pools.csv", "kawachi_pool", "build_year", "1950")(city)
    cell("school_pools.csv", "kawachi_pool", "can_rebuild", "no")(city)
    path = city / TABLES / "travel_times.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^kawachi,(\w+),(bus|walk),[\d.]+,", r"kawachi,\1,\2,29.0,", text), encoding="utf-8")


def all_worn_out(city: Path) -> None:
    """Let no school pool last, and clubs and public pools, however far, take few schools."""
    every_cell("school_pools.csv", "can_rebuild", "no")(city)
    every_cell("school_pools.csv", "build_year", "1950")(city)
    path = city / PRICES
    path.write_text(path.read_text(encoding="utf-8").replace("bus: 15", "bus: 30"), encoding="utf-8")
    for table in ("clubs.csv", "public_pools.csv"):
        every_cell(table, "slots_per_week", "2")(city)


def bombed(city: Path) -> None:
    """Nest aliases so that they would unfold to millions of values."""
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9))
    add(SCENARIO, f"\nl0: &l0 [lol]\n{levels}\n")(city)
