"""CSV files as offices save them, and every problem in them named by file, line and column."""

from pathlib import Path

import pytest

from poolplan.network.rows import PupilRow, SchoolRow
from poolplan.network.tables import MOST_PROBLEMS_PER_FILE, Row, read_table


class Pond(Row):
    """A table for the tests."""

    pond: str
    depth_m: float
    label: str = "unnamed"


def read(text: str | bytes) -> tuple[list[Pond], list[str]]:
    """Write `ponds.csv` into the current folder; return its rows and the problems found."""
    path = Path("ponds.csv")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems: list[str] = []
    return read_table(path, Pond, ("pond",), problems), problems


pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_utf8_with_or_without_bom_and_cp932_simply_work(encoding: str) -> None:
    rows, problems = read("pond,depth_m,label\nbig,1.5,江津湖①\n".encode(encoding))
    assert problems == []
    assert [(row.pond, row.depth_m, row.label) for row in rows] == [("big", 1.5, "江津湖①")]


def test_utf16_is_told_how_to_be_saved_again() -> None:
    assert read("pond,depth_m\nbig,1\n".encode("utf-16"))[1] == [
        "ponds.csv: saved as UTF-16 ('Unicode'); save it again as 'CSV UTF-8'"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_blank_lines_and_spaces_do_no_harm(end: str) -> None:
    """Spaces around names and values, plain or full-width, and lines left empty."""
    rows, problems = read(end.join([" pond ,　depth_m,label", "", "big , 1.5 ,x", "", "small,0.5,y", ""]))
    assert problems == []
    assert [(row.pond, row.depth_m) for row in rows] == [("big", 1.5), ("small", 0.5)]


@pytest.mark.parametrize("blank", [",,", " ,　,", '"",,,,'])
def test_rows_that_were_emptied_in_a_spreadsheet_are_passed_over(blank: str) -> None:
    """Excel saves an emptied line as its commas, and more of them where the sheet was wider."""
    rows, problems = read(f"pond,depth_m,label\n{blank}\nbig,1,x\n{blank}\nsmall,2,y\n{blank}\n")
    assert problems == []
    assert [(row.pond, row.line) for row in rows] == [("big", 3), ("small", 5)]


def test_columns_come_in_any_order_and_further_ones_are_ignored() -> None:
    rows, problems = read("remark,depth_m,pond\nnice,1.5,big\n")
    assert problems == []
    assert [(row.pond, row.depth_m) for row in rows] == [("big", 1.5)]


def test_a_quoted_cell_may_hold_a_comma() -> None:
    assert read('pond,depth_m,label\nbig,1.5,"Ezu, upper"\n')[0][0].label == "Ezu, upper"


def test_rows_know_their_line_although_blank_lines_stand_between() -> None:
    rows, _ = read("pond,depth_m\nbig,1\n\nsmall,2\n")
    assert [row.line for row in rows] == [2, 4]


def test_every_missing_column_is_named_with_a_near_miss() -> None:
    """No row is then read: each would be told off for the same thing."""
    rows, problems = read("ponds,deep\nbig,nonsense\n")
    assert rows == []
    assert problems == [
        "ponds.csv: column 'pond' is missing (is it 'ponds'?); add it to the first line",
        "ponds.csv: column 'depth_m' is missing; add it to the first line",
    ]


def test_an_optional_column_may_be_missing() -> None:
    assert read("pond,depth_m\nbig,1\n")[0][0].label == "unnamed"


def test_a_column_that_is_there_is_no_near_miss_of_another() -> None:
    """'long' is meant; 'latitude' looks more alike, but stands for itself."""
    problems: list[str] = []
    Path("schools.csv").write_text(
        f"{','.join(SchoolRow.model_fields)}\n".replace("longitude", "long"), encoding="utf-8"
    )
    read_table(Path("schools.csv"), SchoolRow, ("school",), problems)
    assert problems == ["schools.csv: column 'longitude' is missing (is it 'long'?); add it to the first line"]


@pytest.mark.parametrize(("separator", "named"), [("\t", "tabs"), (";", "semicolons")])
def test_cells_separated_by_something_else_are_one_problem(separator: str, named: str) -> None:
    assert read(f"pond{separator}depth_m\nbig{separator}1\n")[1] == [
        f"ponds.csv: its cells are separated by {named}, not commas; save it again as 'CSV UTF-8'"
    ]


def test_a_title_above_the_column_names_is_one_problem() -> None:
    assert read("市内のプール,\n,\npond,depth_m\nbig,1\n")[1] == [
        "ponds.csv: the names of the columns stand in line 3, not in line 1; delete the lines above them"
    ]


def test_a_workbook_that_was_only_renamed_is_told_so() -> None:
    assert read(b"PK\x03\x04\x14\x00")[1] == [
        "ponds.csv: an Excel workbook, whatever its name says; save it from Excel as 'CSV UTF-8'"
    ]


def test_the_same_mistake_in_many_lines_is_told_once() -> None:
    """And so leaves room for the others."""
    lines = "".join(f"p{n},1 m\n" for n in range(40))
    assert read(f"pond,depth_m\n{lines}big,deep\nflat,deep\n")[1] == [
        "ponds.csv, line 2 and 39 further lines, column 'depth_m': '1 m' is not a number; give a number",
        "ponds.csv, lines 42, 43, column 'depth_m': 'deep' is not a number; give a number",
    ]


def test_an_empty_file_is_told_which_columns_to_name() -> None:
    assert read("")[1] == ["ponds.csv: empty; the first line must name the columns pond, depth_m, label"]


def test_a_missing_file_is_a_problem_with_a_near_miss() -> None:
    Path("ponds.csv").touch()
    problems: list[str] = []
    assert read_table(Path("pond.csv"), Pond, ("pond",), problems) == []
    assert problems == ["pond.csv: no such file; check the path (did you mean 'ponds.csv'?)"]


def test_every_bad_cell_is_told_by_line_and_column_and_sound_rows_are_kept() -> None:
    rows, problems = read("pond,depth_m\nbig,deep\nsmall,0.5\nflat,\nshort\n")
    assert [row.pond for row in rows] == ["small"]
    assert problems == [
        "ponds.csv, line 2, column 'depth_m': 'deep' is not a number; give a number",
        "ponds.csv, line 4, column 'depth_m': is empty; give a number",
        "ponds.csv, line 5, column 'depth_m': 'depth_m' is missing; add it",
    ]


def test_problems_are_added_to_those_of_other_files() -> None:
    problems = ["other.csv: something"]
    Path("ponds.csv").write_text("pond,depth_m\nbig,deep\n", encoding="utf-8")
    read_table(Path("ponds.csv"), Pond, ("pond",), problems)
    assert [sentence.split(":")[0] for sentence in problems] == ["other.csv", "ponds.csv, line 2, column 'depth_m'"]


def test_a_name_that_stands_twice_tells_both_lines_and_the_first_row_counts() -> None:
    rows, problems = read("pond,depth_m\nbig,1\nsmall,2\nbig,3\n")
    assert [row.depth_m for row in rows] == [1, 2]
    assert problems == [
        "ponds.csv, line 4: pond 'big' stands already in line 2; drop one of the two or give it another id"
    ]


def test_a_name_of_several_columns_repeats_only_when_all_of_them_do(folder: Path) -> None:
    """Same school and year, other grade: sound. The same grade again: not."""
    line = "hill,2025,{},30,1,survey\n"
    text = "school,year,grade,pupils,classes,source\n" + "".join(line.format(grade) for grade in (1, 2, 1))
    (folder / "pupils.csv").write_text(text, encoding="utf-8")
    problems: list[str] = []
    rows = read_table(folder / "pupils.csv", PupilRow, ("school", "year", "grade"), problems)
    assert [row.grade for row in rows] == [1, 2]
    assert problems == [
        "pupils.csv, line 4: school + year + grade 'hill, 2025, 1' stands already in line 2; "
        "drop one of the two or give it another id"
    ]


@pytest.mark.parametrize(("bad", "more"), [(MOST_PROBLEMS_PER_FILE, 0), (MOST_PROBLEMS_PER_FILE + 3, 3)])
def test_at_most_twenty_problems_of_a_file_are_told_and_the_others_counted(bad: int, more: int) -> None:
    _, problems = read("pond,depth_m\n" + "".join(f"p{n},deep {n}\n" for n in range(bad)))
    assert len(problems) == 20 + (more > 0)
    assert ("ponds.csv: 3 more problems of this kind; mend these first" in problems) == (more > 0)


def test_a_broken_quotation_is_no_traceback() -> None:
    """The quote that is never closed swallows the rest of the file."""
    rows, problems = read('pond,depth_m\nbig,"1\nsmall,2\n')
    assert rows == []
    assert problems[0].startswith("ponds.csv: not a CSV table (")


def test_a_row_with_more_cells_than_columns_is_told() -> None:
    """An unquoted comma in a label: 'Ezu, upper' makes four cells of three."""
    assert read("pond,depth_m,label\nbig,1.5,Ezu, upper\n")[1]


def test_a_column_that_stands_twice_is_told() -> None:
    assert read("pond,depth_m,depth_m\nbig,1.5,2.5\n")[1]
