"""Every mistake a planner is likely to make, on a copy of the Kumamoto case: one sentence each, nothing written."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from poolplan.cli import main

ROOT = Path(__file__).resolve().parents[1]
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


STAGES = "schools: 7"
CASES: dict[str, tuple[Change, list[str]]] = {
    "unknown key": (
        swap(SCENARIO, "rollout_schools_per_year: 6", "rollout_schools_per_yaer: 6"),
        ["rollout_schools_per_yaer", "did you mean 'rollout_schools_per_year'", "line 27"],
    ),
    "wrong type": (swap(SCENARIO, STAGES, "schools: seven"), ["programme.stages.2.schools", "'seven'"]),
    "wrong unit": (swap(CITY, "gap_share: 0.005", "gap_share: 0.5 %"), ["solver.gap_share", "share, 0 to 1"]),
    "missing file": (without_file, ["clubs.csv", "no such file"]),
    "missing column": (swap(f"{TABLES}/clubs.csv", "weeks_per_year", "weeks"), ["clubs.csv", "weeks_per_year"]),
    "duplicate id": (doubled_row, ["clubs.csv", "'club_01'", "line 3"]),
    "outside the city": (cell("schools.csv", "akita_jhs", "latitude", "35.68"), ["schools.csv", "line 2", "35.68"]),
    "swapped coordinates": (swapped_coordinates, ["schools.csv", "line 2", "swap"]),
    "stage too large": (swap(SCENARIO, STAGES, "schools: 135"), ["135", "134"]),
    "stages shrink": (swap(SCENARIO, STAGES, "schools: 4"), ["programme.stages.2", "4", "5"]),
    "unknown fixed school": (
        swap(SCENARIO, "akitaminami: commission", "akitaminam: commission"),
        ["'akitaminam'", "did you mean 'akitaminami'"],
    ),
    "unknown mode": (
        swap(SCENARIO, "tasoko: commission", "tasoko: comission"),
        ["'comission'", "did you mean 'commission'"],
    ),
    "stranded school": (stranded, ["'kawachi'", "29 min", "limit", "more"]),
    "capacity too small": (
        all_worn_out,
        ["sessions are needed", "sessions short"],
    ),
    "negative cost": (swap(PRICES, "cost_yen: 80000000", "cost_yen: -80000000"), ["cost_yen", "-80"]),
    "cost that is no number": (swap(PRICES, "cost_yen: 80000000", "cost_yen: .nan"), ["cost_yen", "nan"]),
    "end before start": (swap(CITY, "last: 2051", "last: 2021"), ["years.last", "2021", "2022"]),
    "key twice": (add(SCENARIO, "\nlabel: {ja: 別名, en: Other}\n"), ["label", "stands already in line 5"]),
    "tag": (swap(SCENARIO, STAGES, "schools: !!python/object/apply:os.getcwd []"), ["tag"]),
    "alias bomb": (bombed, ["alias"]),
}


def sentences(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was said on the error stream, without the lines of progress."""
    return "\n".join(line for line in capsys.readouterr().err.splitlines() if not line.endswith(" ..."))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Return a folder with a copy of the scenarios and tables of Kumamoto."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    shutil.copytree(ROOT / TABLES, tmp_path / TABLES)
    return tmp_path


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_a_sentence_and_nothing_is_written(
    case: str, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, words = CASES[case]
    earlier = city / "outputs" / "kumamoto_expand_cheapest" / "manifest.json"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("{}", encoding="utf-8")
    change(city)
    assert main(["run", str(city / SCENARIO), "--out", str(city / "outputs")]) == 1
    said = sentences(capsys)
    assert [word for word in words if word not in said] == [], said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1 or case == "alias bomb", said
    assert [path for path in (city / "outputs").rglob("*") if path.is_file()] == [earlier]
    assert earlier.read_text(encoding="utf-8") == "{}"


def test_problems_of_a_scenario_are_told_together(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for case in ("unknown key", "wrong type", "wrong unit", "negative cost"):
        CASES[case][0](city)
    assert main(["validate", str(city / SCENARIO)]) == 1
    assert len(sentences(capsys).splitlines()) == 4


def test_problems_of_the_tables_are_told_together(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for case in ("missing column", "outside the city"):
        CASES[case][0](city)
    cell("school_pools.csv", "akita_jhs_pool", "lanes", "many")(city)
    assert main(["validate", str(city / SCENARIO)]) == 1
    said = sentences(capsys)
    assert all(name in said for name in ("clubs.csv", "schools.csv", "school_pools.csv")), said


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
def test_tables_as_excel_saves_them_simply_work(encoding: str, city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(city / SCENARIO)]) == 0
    sound = capsys.readouterr().out
    for name in ("schools.csv", "clubs.csv", "pupils.csv"):
        path = city / TABLES / name
        path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    assert main(["validate", str(city / SCENARIO)]) == 0
    assert capsys.readouterr().out == sound
