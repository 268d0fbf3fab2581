"""What the columns of the city's tables accept; the cells of a sound row are changed one at a time."""

from pathlib import Path

import pytest

from poolplan.network.rows import PlaceRow, PoolRow, PupilRow, SchoolRow, TripRow
from poolplan.network.tables import Row, read_table

PLACE = {"source": "list", "longitude": "130.5", "latitude": "32.5", "label_ja": "丘", "label_en": "Hill"}
SLOTS = {"lanes": "6", "slots_per_week": "8", "weeks_per_year": "28", "usable_share": "0.75", "source": "list"}
SCHOOL = {**PLACE, "school": "hill", "level": "elementary", "ward": "north"}
PUPILS = {"school": "hill", "year": "2025", "grade": "1", "pupils": "30", "classes": "1", "source": "survey"}
POOL = {**SLOTS, "site": "pool", "school": "hill", "build_year": "1980", "condition": "B", "can_rebuild": "no"}
CLUB = {**SLOTS, **PLACE, "site": "club", "ward": ""}
TRIP = {"school": "hill", "site": "club", "travel_by": "bus", "minutes": "12.5", "metres": "6000", "source": "clock"}


def read(row_type: type[Row], cells: dict[str, str]) -> tuple[list[Row], list[str]]:
    """Write a table of one row into the current folder; return the rows and the problems found."""
    Path("table.csv").write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n", encoding="utf-8")
    problems: list[str] = []
    return read_table(Path("table.csv"), row_type, (), problems), problems


pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize(
    ("row_type", "cells"),
    [(SchoolRow, SCHOOL), (PupilRow, PUPILS), (PoolRow, POOL), (PlaceRow, CLUB), (TripRow, TRIP)],
)
def test_a_sound_row_is_accepted(row_type: type[Row], cells: dict[str, str]) -> None:
    rows, problems = read(row_type, cells)
    assert (len(rows), problems) == (1, [])


@pytest.mark.parametrize(
    ("row_type", "cells", "column", "value", "said"),
    [
        (SchoolRow, SCHOOL, "school", "Hill School", "is no id; use small letters, digits and _"),
        (SchoolRow, SCHOOL, "level", "elementry", "did you mean 'elementary'?"),
        (SchoolRow, SCHOOL, "label_ja", "", "is empty; give text"),
        (SchoolRow, SCHOOL, "source", "", "is empty; give text"),
        (PupilRow, PUPILS, "year", "令和7", "give a whole number (fiscal year, April-March), written 2025"),
        (PupilRow, PUPILS, "pupils", "３０人", "give a whole number, written 30"),
        (
            SchoolRow,
            SCHOOL,
            "longitude",
            "nan",
            "is not a finite number; give a finite number (decimal degrees east, WGS84)",
        ),
        (SchoolRow, SCHOOL, "latitude", "north", "is not a number; give a number (decimal degrees north, WGS84)"),
        (PupilRow, PUPILS, "pupils", "-1", "'-1' is out of range; give a value at least 0"),
        (PupilRow, PUPILS, "pupils", "30.5", "is not a whole number"),
        (PupilRow, PUPILS, "pupils", "2001", "give a value at most 2000"),
        (PupilRow, PUPILS, "grade", "0", "give a value at least 1"),
        (PupilRow, PUPILS, "year", "FY2025", "is not a whole number"),
        (PoolRow, POOL, "build_year", "198", "give a value at least 1900"),
        (PoolRow, POOL, "condition", "E", "'E' is not one of 'A', 'B', 'C' or 'D'"),
        (PoolRow, POOL, "can_rebuild", "perhaps", "is not yes or no; give yes or no"),
        (PoolRow, POOL, "lanes", "0", "give a value at least 1"),
        (PlaceRow, CLUB, "slots_per_week", "-8", "give a value at least 0"),
        (PlaceRow, CLUB, "weeks_per_year", "53", "give a value at most 52"),
        (PlaceRow, CLUB, "usable_share", "75", "give a value at most 1"),
        (PlaceRow, CLUB, "usable_share", "inf", "inf"),
        (TripRow, TRIP, "travel_by", "car", "is not one of 'walk' or 'bus'"),
        (TripRow, TRIP, "minutes", "-0.1", "give a value at least 0 (minutes one way)"),
        (TripRow, TRIP, "metres", "nan", "(metres)"),
    ],
)
def test_a_bad_cell_is_refused_with_line_column_and_what_to_give(
    row_type: type[Row], cells: dict[str, str], column: str, value: str, said: str
) -> None:
    rows, problems = read(row_type, {**cells, column: value})
    assert rows == []
    (sentence,) = problems
    assert sentence.startswith(f"table.csv, line 2, column '{column}': ")
    assert said in sentence


def test_several_bad_cells_of_one_row_are_all_told() -> None:
    _, problems = read(PupilRow, {**PUPILS, "pupils": "-1", "grade": "10", "classes": "one"})
    assert [sentence.split("'")[1] for sentence in problems] == ["grade", "pupils", "classes"]


@pytest.mark.parametrize(("yes", "no"), [("yes", "no"), ("TRUE", "FALSE"), ("1", "0")])
def test_yes_and_no_are_understood_as_excel_writes_them(yes: str, no: str) -> None:
    (may,), _ = read(PoolRow, {**POOL, "can_rebuild": yes})
    (may_not,), _ = read(PoolRow, {**POOL, "can_rebuild": no})
    assert isinstance(may, PoolRow)
    assert isinstance(may_not, PoolRow)
    assert (may.can_rebuild, may_not.can_rebuild) == (True, False)


@pytest.mark.parametrize(
    ("week", "weeks", "share", "slots"),
    [
        ("8", "28", "0.75", 168),  # 8 x 28 = 224, x 0.75
        ("7.5", "9", "0.5", 33),  # 33.75: a part of a session is none
        ("10", "10", "0.29", 29),  # 28.999999999999996 in binary arithmetic
        ("10", "28", "0", 0),
    ],
)
def test_capacity_is_slots_times_weeks_times_usable_share_rounded_down(
    week: str, weeks: str, share: str, slots: int
) -> None:
    cells = {**CLUB, "slots_per_week": week, "weeks_per_year": weeks, "usable_share": share}
    (row,), _ = read(PlaceRow, cells)
    assert isinstance(row, PlaceRow)
    assert row.capacity_slots == slots


def test_assumed_names_columns_separated_by_spaces() -> None:
    (some,), _ = read(SchoolRow, {**SCHOOL, "assumed": " longitude  latitude "})
    (none,), _ = read(SchoolRow, SCHOOL)
    assert isinstance(some, SchoolRow)
    assert isinstance(none, SchoolRow)
    assert some.assumed_columns == {"longitude", "latitude"}
    assert none.assumed_columns == frozenset()
