"""`poolplan timetable` and `run --with-timetable` on a city of five schools: which plan, which folder, whole or not."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import openpyxl
import pytest

from poolplan.cli import main
from poolplan.model.build import PlanModel
from poolplan.model.order import solve_for_aims
from poolplan.model.patience import Patience
from poolplan.model.solve import Progress, Solution
from poolplan.outputs.registry import OUTPUTS
from poolplan.outputs.timetable.write import FILES
from poolplan.timetable.check import Finding
from tests.data_city.little_city import copy_city, rows

WEEK = """
      weekdays: [mon, tue, wed, thu, fri]
      starts: ["09:00", "10:45"]
      slot_min: 90
      opens: "08:30"
      closes: "12:30"
      season: [{first: 05-07, last: 07-19}]
      source: made up"""
SCHOOL_DAY = f"""\
extends: move.yaml
timetable:
  calendar:
    terms: [{{first: 04-08, last: 07-20}}, {{first: 08-28, last: 12-24}}]
    source: made up
  bells:
    {{board_from: "08:45", lunch: "12:20", lunch_wait_min: 30, afternoon: "13:30", home: "15:40", source: made up}}
  patterns:
    club: {WEEK}
    public_pool: {WEEK}
    school_pool: {WEEK}
  limits: {{sessions_per_day: 2, sessions_per_week: 6, days_between_visits: 5, source: made up}}
  groups: {{source: made up}}
  fleet: {{board_min: 3, source: made up}}
"""


EVERY_FILE = dict(FILES)
HEAVY_FILES = ("workbook.xlsx", "plan.gpkg", "map.html", "board.html", "rollout.html")
KEPT = ("assignments.csv", "sites.csv", "ledger.csv", "report.html")


@pytest.fixture(autouse=True, scope="module")
def _few_files() -> Iterator[None]:
    """Leave out the files that these tests do not look at: they take most of the time."""
    from poolplan.outputs import everything  # noqa: F401  (fills OUTPUTS)

    with pytest.MonkeyPatch.context() as patch:
        for name in set(OUTPUTS) - set(KEPT):
            patch.delitem(OUTPUTS, name)
        for name in ("sites.html", "workbook.xlsx"):
            patch.delitem(FILES, name)
        yield


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return a scenario of the little city with a school day, named days."""
    city = tmp_path / "city"
    city.mkdir()
    path = copy_city(city).with_name("days.yaml")
    path.write_text(SCHOOL_DAY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with that city and, in out, its plan with the timetable of 2024: made once, only copied."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "city").mkdir()
    path = copy_city(folder / "city").with_name("days.yaml")
    path.write_text(SCHOOL_DAY, encoding="utf-8")
    assert main(["timetable", str(path), "--year", "2024", "--out", str(folder / "out"), "--lang", "en"]) == 0
    return folder


@pytest.fixture
def timetabled(made: Path, tmp_path: Path) -> Path:
    """Return the scenario in a copy of that folder."""
    copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "city" / "days.yaml"


def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody search for a plan."""
    monkeypatch.setattr("poolplan.run.solve_for_aims", lambda *_: pytest.fail("searched"))


def contents(folder: Path) -> dict[Path, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_plan_in_the_folder_is_timetabled_without_a_search(
    timetabled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In 2025 ai (club), ume (junior high's pool) and matsu (dome) have 12 sessions each; the host has 6."""
    out = tmp_path / "out"
    before = contents(out / "days")
    no_search(monkeypatch)
    assert main(["timetable", str(timetabled), "--year", "2025", "--out", str(out), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "timetable: 42 of 42 sessions placed; 0 bus-days, the fewest possible" in said.err
    after = contents(out / "days")
    changed = {path for path in after if before.get(path) != after[path] and path.parts[0] != "timetable-2025"}
    assert changed == {Path("report.html")}
    assert before.keys() <= after.keys()
    assert b"What the timetable says" in after[Path("report.html")]
    sessions = rows(out / "days" / "timetable-2025" / "sessions.csv")
    assert {row["school"]: row["mode"] for row in sessions if row["travel_by"] != "none"} == {
        "ai": "commission",
        "ume": "shared",
        "matsu": "public",
    }


def test_years_stand_side_by_side_and_one_is_replaced(timetabled: Path, tmp_path: Path) -> None:
    out = ["--out", str(tmp_path / "out"), "--lang", "en"]
    for year in ("2025", "2025"):
        assert main(["timetable", str(timetabled), "--year", year, *out]) == 0
    folder = tmp_path / "out" / "days"
    assert sorted(path.name for path in folder.glob("timetable-*")) == ["timetable-2024", "timetable-2025"]
    report = (folder / "report.html").read_text("utf-8")
    assert report.index('id="rp-timetable-2024"') < report.index('id="rp-timetable-2025"')


def test_without_a_plan_the_scenario_is_planned_first(scenario: Path, tmp_path: Path) -> None:
    assert main(["timetable", str(scenario), "--year", "2025", "--out", str(tmp_path / "out")]) == 0
    names = {path.name for path in (tmp_path / "out" / "days").iterdir()}
    assert {"assignments.csv", "manifest.json", "report.html", "timetable-2025"} <= names


@pytest.mark.parametrize("stale", ["price", "table", "tampered", "broken"])
def test_a_plan_of_another_question_or_city_is_not_timetabled(
    timetabled: Path, tmp_path: Path, stale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    change = []
    if stale == "price":
        change = ["--set", "costs.pool.upkeep.base_yen=1100000"]
    elif stale == "table":
        pupils = timetabled.parent / "pupils.csv"
        pupils.write_text(pupils.read_text("utf-8").replace(",20,", ",21,", 1), "utf-8")
    else:
        table = out / "days" / "assignments.csv"
        text = table.read_text("utf-8")
        table.write_text(text.replace(",12,", ",13,", 1) if stale == "tampered" else text[:90], "utf-8")
    searched: list[object] = []

    def search(model: PlanModel, watch: Callable[[Progress], None], patience: Patience) -> Solution | None:
        searched.append(model)
        return solve_for_aims(model, watch, patience)

    monkeypatch.setattr("poolplan.run.solve_for_aims", search)
    assert main(["timetable", str(timetabled), "--year", "2025", "--out", str(out), *change]) == 0
    assert len(searched) == 1
    assert [path.name for path in (out / "days").glob("timetable-*")] == ["timetable-2025"], (
        "2024's was of another plan"
    )


def test_another_school_day_leaves_the_plan_as_it_is(
    timetabled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = ["--out", str(tmp_path / "out")]
    no_search(monkeypatch)
    change = ["--set", "timetable.limits.days_between_visits=14"]
    assert main(["timetable", str(timetabled), "--year", "2025", *out, *change]) == 0
    folder = tmp_path / "out" / "days" / "timetable-2025"
    record = json.loads((folder / "timetable.json").read_text("utf-8"))
    assert record["overrides"] == ["timetable.limits.days_between_visits=14"]
    assert "days_between_visits: 14" in (folder / "scenario.resolved.yaml").read_text("utf-8")


def test_run_makes_plan_and_timetable_together(scenario: Path, tmp_path: Path) -> None:
    args = ["run", str(scenario), "--out", str(tmp_path / "out"), "--with-timetable", "2025", "--lang", "en"]
    assert main(args) == 0
    folder = tmp_path / "out" / "days"
    assert (folder / "timetable-2025" / "index.html").exists()
    assert "What the timetable says" in (folder / "report.html").read_text("utf-8")
    again = tmp_path / "again"
    assert main([*args[:3], str(again), *args[4:]]) == 0
    seconds = {Path("manifest.json"), Path("timetable-2025/timetable.json")}
    first, second = contents(folder), contents(again / "days")
    assert first.keys() == second.keys()
    assert {path for path in first if first[path] != second[path]} <= seconds


def test_a_year_in_which_every_school_stays_at_home_has_a_timetable_without_lessons(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keeping every pool: no session, no bus; every page and sheet is there all the same."""
    for name, write in EVERY_FILE.items():
        monkeypatch.setitem(FILES, name, write)
    scenario.write_text(SCHOOL_DAY.replace("extends: move.yaml", "extends: keep.yaml"), encoding="utf-8")
    assert main(["timetable", str(scenario), "--year", "2025", "--out", str(tmp_path / "results")]) == 0
    made = tmp_path / "results" / "days" / "timetable-2025"
    assert rows(made / "sessions.csv") == []
    assert "<li>この年度は全校が自校プールを使います。" in (made / "index.html").read_text(encoding="utf-8")
    assert EVERY_FILE.keys() <= {path.name for path in made.iterdir()}
    sheet = openpyxl.load_workbook(made / "workbook.xlsx")["授業"]
    assert sheet["A2"].value == "この年度は全校が自校プールを使います。"


def test_a_year_that_is_not_planned_is_refused(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    no_search(monkeypatch)
    for command in (["timetable", str(scenario), "--year", "2031"], ["run", str(scenario), "--with-timetable", "2031"]):
        assert main([*command, "--out", str(tmp_path / "out")]) == 1
        said = capsys.readouterr().err
        assert "timetable of 2031: is not planned; give a year from 2022 to 2025" in said
    assert not (tmp_path / "out").exists()


def test_a_timetable_that_fails_its_check_changes_nothing(
    timetabled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["timetable", str(timetabled), "--year", "2025", "--out", str(tmp_path / "out")]
    before = contents(tmp_path / "out")
    finding = Finding("made_up", "ai", "swims twice")
    monkeypatch.setattr("poolplan.outputs.timetable.write.check_timetable", lambda *_: [finding])
    assert main([*args, "--lang", "en"]) == 5
    assert "timetable check: made_up: ai: swims twice; please report this" in capsys.readouterr().err
    assert contents(tmp_path / "out") == before
