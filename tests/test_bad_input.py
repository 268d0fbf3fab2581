"""Every mistake a planner is likely to make, on a copy of the Kumamoto case: one sentence each, nothing written."""

import shutil
from pathlib import Path

import pytest

from poolplan.cli import main
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import read_places
from poolplan.network.travel import read_travel_times
from poolplan.scenario.read import read_scenario
from poolplan.scenario.schema import Scenario
from tests.data_city.changes import (
    CITY,
    PRICES,
    SCENARIO,
    TABLES,
    Change,
    add,
    all_worn_out,
    bombed,
    cell,
    doubled_row,
    stranded,
    swap,
    swapped_coordinates,
    without_file,
)

ROOT = Path(__file__).resolve().parents[1]

STAGES = "schools: 7"
CASES: dict[str, tuple[Change, list[str]]] = {
    "unknown key": (
        swap(SCENARIO, "rollout_schools_per_year: 6", "rollout_schools_per_yaer: 6"),
        ["rollout_schools_per_yaer", "did you mean 'rollout_schools_per_year'", "line 27"],
    ),
    "wrong type": (
        swap(SCENARIO, STAGES, "schools: seven"),
        ["line 25", "programme.stages.2.schools", "'seven'", "give a whole number"],
    ),
    "wrong unit": (
        swap(CITY, "gap_share: 0.005", "gap_share: 0.5 %"),
        ["line 26", "solver.gap_share", "'0.5 %'", "give a number (share, 0 to 1)"],
    ),
    "missing file": (without_file, ["clubs.csv", "no such file", "check the path"]),
    "missing column": (
        swap(f"{TABLES}/clubs.csv", "weeks_per_year", "weeks"),
        ["clubs.csv", "'weeks_per_year'", "add it"],
    ),
    "duplicate id": (doubled_row, ["clubs.csv", "'club_01'", "line 3"]),
    "outside the city": (
        cell("schools.csv", "akita_jhs", "latitude", "35.68"),
        ["schools.csv", "line 2", "35.68", "mend"],
    ),
    "swapped coordinates": (swapped_coordinates, ["schools.csv", "line 2", "are swapped; exchange"]),
    "stage too large": (swap(SCENARIO, STAGES, "schools: 135"), ["line 25", "135", "give 134 or fewer"]),
    "stages shrink": (
        swap(SCENARIO, STAGES, "schools: 4"),
        ["line 25", "programme.stages.2", "4 is fewer", "give 5 or more"],
    ),
    "unknown fixed school": (
        swap(SCENARIO, "akitaminami: commission", "akitaminam: commission"),
        ["line 15", "'akitaminam'", "did you mean 'akitaminami'"],
    ),
    "unknown mode": (
        swap(SCENARIO, "tasoko: commission", "tasoko: comission"),
        ["line 16", "'comission'", "did you mean 'commission'"],
    ),
    "stranded school": (
        stranded,
        ["'kawachi'", "walk 29 min > limit 12 min", "bus 29 min > limit 15 min", " and 145 more; widen a limit"],
    ),
    "capacity too small": (
        all_worn_out,
        ["year 2042", "3540 sessions are needed", "at most 840: 2700 sessions short; add sites"],
    ),
    "negative cost": (
        swap(PRICES, "cost_yen: 80000000", "cost_yen: -80000000"),
        ["line 130", "costs.pool.repair.cost_yen", "-80000000", "give a value at least 0"],
    ),
    "cost that is no number": (
        swap(PRICES, "cost_yen: 80000000", "cost_yen: .nan"),
        ["line 130", "costs.pool.repair.cost_yen", ".nan", "give a whole number"],
    ),
    "minutes that are no number": (
        swap(f"{TABLES}/travel_times.csv", ",bus,7.1,", ",bus,nan,"),
        ["travel_times.csv", "line 2", "'minutes'", "give a finite number"],
    ),
    "end before start": (
        swap(CITY, "last: 2051", "last: 2021"),
        ["line 7", "years.last", "2021", "give 2022 or later"],
    ),
    "key twice": (
        add(SCENARIO, "\nlabel: {ja: 別名, en: Other}\n"),
        ["line 29", "label", "stands already in line 5; keep one"],
    ),
    "tag": (
        swap(SCENARIO, STAGES, "schools: !!python/object/apply:os.getcwd []"),
        ["line 25", "the tag", "write the plain value"],
    ),
    "alias bomb": (bombed, ["line 29", "aliases (*l0) are not read", "write the values out"]),
}


def sentences(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was said on the error stream, without the lines of progress."""
    return "\n".join(line for line in capsys.readouterr().err.splitlines() if not line.endswith(" ..."))


def network_of(scenario: Scenario) -> Network:
    """Return the options that the tables leave."""
    places = read_places(scenario)
    return build_network(scenario, places, read_travel_times(scenario, places))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Return a folder with a copy of the scenarios and tables of Kumamoto."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    shutil.copytree(ROOT / TABLES, tmp_path / TABLES)
    return tmp_path


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_a_sentence_and_nothing_is_written(
    case: str, city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("poolplan.run.solve_for_aims", lambda *_: pytest.fail("a search was begun"))
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


@pytest.mark.parametrize(
    "cases",
    [
        ("stages shrink", "unknown mode", "unknown fixed school"),
        ("end before start", "missing column", "outside the city"),
        ("unknown key", "negative cost", "wrong type"),
    ],
    ids=" + ".join,
)
def test_problems_of_different_kinds_are_told_together(
    cases: tuple[str, ...], city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two lists at most: what cannot be read as a scenario; then contradictions, within it and with the tables."""
    for case in cases:
        CASES[case][0](city)
    assert main(["validate", str(city / SCENARIO)]) == 1
    assert len(sentences(capsys).splitlines()) == 3


def test_a_doubled_row_is_told_with_what_to_do(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doubled_row(city)
    assert main(["validate", str(city / SCENARIO)]) == 1
    assert "'club_01' stands already in line 2; " in sentences(capsys)


def test_a_table_that_is_read_already_is_not_offered_for_a_missing_one(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_file(city)
    assert main(["validate", str(city / SCENARIO)]) == 1
    assert "did you mean" not in sentences(capsys)


def test_a_cost_beyond_all_budgets_is_refused(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Eight thousand million million yen: today the audit fails on it (code 5, "please report this")."""
    swap(PRICES, "demolition_yen: 20000000", "demolition_yen: 8000000000000000")(city)
    assert main(["validate", str(city / SCENARIO)]) == 1
    assert "demolition_yen" in sentences(capsys)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
def test_tables_as_excel_saves_them_give_the_same_network(encoding: str, city: Path) -> None:
    scenario = read_scenario(city / SCENARIO)
    sound = network_of(scenario)
    tables = sorted((city / TABLES).glob("*.csv"))
    assert len(tables) == 7
    for path in tables:
        path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    assert read_scenario(city / SCENARIO) == scenario
    assert network_of(scenario) == sound
