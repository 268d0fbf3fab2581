"""`poolplan run --with-timetable` where a school rides: what was found is in plan, report, tables and folder."""

import json
from pathlib import Path

import pytest

from poolplan.cli import main
from poolplan.outputs.registry import OUTPUTS
from tests.data_city.little_city import copy_city, rows
from tests.timetable.test_command import HEAVY_FILES, SCHOOL_DAY, no_search

YEAR = "2025"


@pytest.fixture(autouse=True)
def _few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the files of a plan that these tests do not look at: they take most of the time."""
    from poolplan.outputs import everything  # noqa: F401  (fills OUTPUTS)

    for name in HEAVY_FILES:
        monkeypatch.delitem(OUTPUTS, name)


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return the little city with a school day, where ai goes to the club by bus in eight minutes.

    Its bus runs 2 x 15 + 2 x (2 x 8 + 70) = 202 min by the estimate, billed 3 + 2 hours. In the timetable it waits for
    the second slot, 105 min after the first, and pupils get on and off: 105 + 70 + 2 x (8 + 3 + 15) = 227 min, 4 + 2.
    """
    city = tmp_path / "city"
    city.mkdir()
    path = copy_city(city).with_name("days.yaml")
    path.write_text(SCHOOL_DAY, encoding="utf-8")
    table = next(file for file in city.glob("*.csv") if "ai,club_east,walk" in file.read_text("utf-8"))
    table.write_text(table.read_text("utf-8").replace("ai,club_east,walk,10", "ai,club_east,bus,8"), "utf-8")
    return path


def planned(scenario: Path, tmp_path: Path) -> Path:
    """Plan with a timetable; return the folder."""
    args = ["run", str(scenario), "--out", str(tmp_path / "out"), "--with-timetable", YEAR, "--lang", "en"]
    assert main(args) == 0
    return tmp_path / "out" / "days"


def test_plan_and_timetable_agree_and_say_so(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = planned(scenario, tmp_path)
    said = capsys.readouterr().err
    assert "round 1: " in said
    assert "they agree within 2 %" in said
    record = json.loads((folder / f"timetable-{YEAR}" / "timetable.json").read_text("utf-8"))
    assert record["feedback_ended"] == "agreed"
    assert record["fares_planned_yen"] == record["fares_yen"] != record["fares_estimated_yen"]
    hire = [row for row in rows(folder / "ledger.csv") if (row["year"], row["item"]) == (YEAR, "bus_hire")]
    assert sum(int(row["yen"]) for row in hire) == record["fares_yen"], "the plan pays what the timetable found"
    buses = rows(folder / f"timetable-{YEAR}" / "buses_by_school.csv")
    assert [row["school"] for row in buses] == ["ai"]
    assert buses[0]["planned_yen"] == buses[0]["timetabled_yen"] == str(record["fares_yen"])
    report = (folder / "report.html").read_text("utf-8")
    assert "Plan and timetable agree within 2 %" in report
    assert f"put right by timetables (years {YEAR}; pairs tried 1; table bus_calibration.csv)" in report
    assert "the calendar of a timetable leaves (table usable_slots.csv)" in report
    assert "Plan and timetable agree within 2 %" in (folder / f"timetable-{YEAR}" / "index.html").read_text("utf-8")


def test_the_folder_can_be_planned_and_timetabled_again(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own scenario names the table; the timetable of another year takes the plan as it stands."""
    folder = planned(scenario, tmp_path)
    table = rows(folder / "bus_calibration.csv")
    assert [(row["school"], row["site"], row["mode"]) for row in table] == [
        ("*", "*", "*"),
        ("*", "*", "commission"),
        ("*", "club_east", "*"),
        ("ai", "club_east", "commission"),
    ]
    assert "bus_calibration: bus_calibration.csv" in (folder / "scenario.resolved.yaml").read_text("utf-8")
    ledger = (folder / "ledger.csv").read_bytes()
    with monkeypatch.context() as context:
        no_search(context)
        assert main(["timetable", str(scenario), "--year", YEAR, "--out", str(tmp_path / "out")]) == 0
    assert (folder / "ledger.csv").read_bytes() == ledger
    again = tmp_path / "again"
    assert main(["run", str(folder / "scenario.resolved.yaml"), "--out", str(again)]) == 0
    assert (again / "days" / "ledger.csv").read_bytes() == ledger
    assert (again / "days" / "bus_calibration.csv").read_bytes() == (folder / "bus_calibration.csv").read_bytes()


def test_the_rounds_are_told_however_often_the_timetable_is_made(scenario: Path, tmp_path: Path) -> None:
    """Made again by the same rules, everything is told as before; by other rules, that it differs from the plan's."""
    folder = planned(scenario, tmp_path)
    inner = folder / f"timetable-{YEAR}"
    pages = (folder / "report.html", inner / "index.html")
    before = [page.read_bytes() for page in pages]
    again = ["timetable", str(scenario), "--year", YEAR, "--out", str(tmp_path / "out"), "--lang", "en"]
    assert main(again) == 0
    assert [page.read_bytes() for page in pages] == before
    assert b"Plans and timetables made in turn" in before[0]
    assert main([*again, "--set", "timetable.fleet.board_min=20"]) == 0
    assert json.loads((inner / "timetable.json").read_text("utf-8"))["feedback_rounds"]
    for page in pages:
        text = page.read_text("utf-8")
        assert "Plans and timetables made in turn" in text
        assert "since then other rules hold" in text
        assert "Against the plan the timetable needs" in text
        assert "agree within 2 %" not in text


def test_a_timetable_of_an_older_version_does_not_stand_in_the_way(scenario: Path, tmp_path: Path) -> None:
    folder = planned(scenario, tmp_path)
    (folder / "timetable-2026").mkdir()
    for name in ("timetable-2026", f"timetable-{YEAR}"):
        (folder / name / "timetable.json").write_text("{}", "utf-8")
    assert main(["timetable", str(scenario), "--year", YEAR, "--out", str(tmp_path / "out"), "--lang", "en"]) == 0
    assert "Every one of" in (folder / "report.html").read_text("utf-8")


def test_a_changed_table_is_no_longer_the_plans(scenario: Path, tmp_path: Path) -> None:
    """Whoever edits the table in the folder has the scenario planned anew, without it."""
    folder = planned(scenario, tmp_path)
    table = folder / "bus_calibration.csv"
    own = next(row for row in rows(table) if row["school"] == "ai")["yen"]
    table.write_text(table.read_text("utf-8-sig").replace(own, str(2 * int(own))), "utf-8")
    assert main(["timetable", str(scenario), "--year", YEAR, "--out", str(tmp_path / "out")]) == 0
    assert not table.exists()


def test_a_table_may_be_named_in_the_scenario(scenario: Path, tmp_path: Path) -> None:
    """The table that a timetable's folder holds, kept elsewhere and named: the plan pays the same."""
    folder = planned(scenario, tmp_path)
    kept = scenario.with_name("buses_of_2025.csv")
    kept.write_bytes((folder / f"timetable-{YEAR}" / "bus_calibration.csv").read_bytes())
    named = ["--set", f"places.bus_calibration={kept}"]
    assert main(["run", str(scenario), "--out", str(tmp_path / "named"), *named]) == 0
    assert (tmp_path / "named" / "days" / "ledger.csv").read_bytes() == (folder / "ledger.csv").read_bytes()
