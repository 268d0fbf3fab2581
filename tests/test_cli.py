"""The command line: what it offers, what it refuses, and that every option arrives; on a city of five schools."""

import subprocess
import sys
from pathlib import Path

import pytest

from poolplan.cli import main
from tests.data_city.little_city import copy_city, manifest_of, rows
from tests.test_house import HEAVY

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("run", "validate", "compare", "timetable", "travel", "doctor", "sensitivity")
TABLES = ("assignments.csv", "sites.csv", "ledger.csv", "indicators.csv", "dropped.csv", "to_check.csv")


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return the scenario of the little city in which schools move."""
    folder = tmp_path / "city"
    folder.mkdir()
    return copy_city(folder)


def started(*command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with some arguments in the project's folder."""
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:")[2].split("\n")
    assert tuple(line.split()[0] for line in listed if line.strip()) == COMMANDS


def test_help_of_a_command_is_light() -> None:
    """It must answer at once, so it imports no heavy package; asked of the modules, for seconds depend on the day."""
    script = f"""
import sys
from poolplan.cli import main
codes = [main([command, "--help"]) for command in {COMMANDS}]
print("found:", codes, sorted(set(sys.modules) & set({HEAVY})))
"""
    assert started("-c", script).stdout.splitlines()[-1] == f"found: {[0] * len(COMMANDS)} []"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["run", "SCENARIO", "--bogus"], "No such option: --bogus"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["run"], "Missing argument"),
        (["run", "SCENARIO", "--lang", "fr"], "'fr' is not one of 'ja', 'en'"),
        (["run", "SCENARIO", "--gap", "small"], "Invalid value for '--gap'"),
        (["compare", "SCENARIO"], "give two scenario files or more"),
    ],
    ids=["option", "command", "no scenario", "language", "gap", "compare one"],
)
def test_a_misspelt_command_ends_with_code_2_and_says_what_is_wrong(
    args: list[str], words: str, scenario: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(scenario.parent)
    assert main([scenario.name if arg == "SCENARIO" else arg for arg in args]) == 2
    assert words in capsys.readouterr().err
    assert not (scenario.parent / "outputs").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("--set costs.bus.large.per_huor_yen=7", "did you mean 'costs.bus.large.per_hour_yen'?"),
        ("--set costs.bus.large.per_hour_yen", "has no '='"),
        ("--set costs.bus.large.per_hour_yen=dear", "'dear' is not a whole number"),
        ("--set name=../elsewhere", "the name is the file's"),
        ("--gap nan", "solver.gap_share: 'nan' is not a number"),
        ("--gap 1.5", "solver.gap_share: 1.5 is out of range; give a value at most 1"),
        ("--time-limit 0", "solver.time_limit_s: 0.0 is out of range; give a value more than 0"),
    ],
)
def test_an_impossible_value_is_refused_in_one_sentence_and_nothing_is_written(
    change: str, words: str, scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(scenario), "--out", str(tmp_path / "out"), *change.split()]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert words in said[0]
    assert not (tmp_path / "out").exists()


def test_validate_counts_what_it_found_and_writes_nothing(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five schools; five pools, two clubs and a dome; five stay options and the four trips of the table."""
    monkeypatch.chdir(tmp_path)
    assert main(["validate", str(scenario)]) == 0
    assert capsys.readouterr().out.endswith("move.yaml: sound; 5 schools, 8 sites, 9 options\n")
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_a_run_says_where_the_result_lies_and_how_sure_it_is(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(scenario), "--out", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"{tmp_path / 'move'}: assignments.csv, ")
    assert "plan: 16.9 million yen (present value), proven to be the cheapest" in told.err


def test_verbose_tells_the_seconds_of_each_step(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(scenario)]) == 0
    assert "places: " not in capsys.readouterr().err
    assert main(["validate", str(scenario), "-v"]) == 0
    said = capsys.readouterr().err
    assert all(words in said for words in ("places: ", "options: 9 kept, ")), said


def test_gap_and_time_limit_arrive_in_the_scenario_that_is_solved(scenario: Path, tmp_path: Path) -> None:
    assert main(["run", str(scenario), "--out", str(tmp_path), "--gap", "0.25", "--time-limit", "700"]) == 0
    solved = (tmp_path / "move" / "scenario.resolved.yaml").read_text(encoding="utf-8")
    assert "  gap_share: 0.25\n  time_limit_s: 700.0\n" in solved
    manifest = manifest_of(tmp_path / "move")
    assert manifest["overrides"] == ["solver.time_limit_s=700.0", "solver.gap_share=0.25"]
    assert manifest["gap_share"] <= 0.25


@pytest.mark.parametrize(("lang", "title"), [("ja", "移る"), ("en", "Move")])
def test_the_map_speaks_the_language_asked_for(lang: str, title: str, scenario: Path, tmp_path: Path) -> None:
    assert main(["run", str(scenario), "--out", str(tmp_path), "--lang", lang]) == 0
    page = (tmp_path / "move" / "map.html").read_text(encoding="utf-8")
    assert f'<html lang="{lang}"' in page
    assert f"<title>{title}" in page


def test_a_price_set_on_the_command_line_stands_in_the_ledger(scenario: Path, tmp_path: Path) -> None:
    """Pools in use cost 1.2 instead of 1 million yen: four in 2022, two in each of the three years after."""
    change = "costs.pool.upkeep.base_yen=1200000"
    assert main(["run", str(scenario), "--out", str(tmp_path), "--set", change]) == 0
    ledger = rows(tmp_path / "move" / "ledger.csv")
    assert [int(row["yen"]) for row in ledger if row["item"] == "pool_upkeep"] == [1_200_000] * 10


@pytest.mark.parametrize("name", ["move.yaml", "none.yaml"])
def test_run_scenario_is_poolplan_run(
    name: str, scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Same exit code, words and files, for a sound scenario and for one that is not there."""
    args = [str(scenario.with_name(name)), "--out", str(tmp_path / "out")]
    script = started("run_scenario.py", *args)
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("move/*") if path.name in TABLES}
    assert main(["run", *args]) == script.returncode == (0 if name == "move.yaml" else 1)
    said = capsys.readouterr()
    assert (said.out, said.err) == (script.stdout, script.stderr)
    assert {path.name for path in (tmp_path / "out").glob("move/*.csv")} == written.keys()
    assert all((tmp_path / "out" / "move" / table).read_bytes() == old for table, old in written.items())
