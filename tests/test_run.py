"""The whole way of a scenario: files in, audited results out; on a city of five schools, and on the real Kumamoto."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from poolplan.cli import main
from poolplan.errors import StoppedError
from poolplan.model import highs
from poolplan.model.solve import PROVEN_GAP_SHARE, Progress
from poolplan.progress import Journal
from poolplan.results.audit import Finding, audit
from poolplan.run import Request, run
from tests.data_city.little_city import copy_city, manifest_of, rows

ROOT = Path(__file__).resolve().parents[1]
CHEAPEST = ROOT / "scenarios" / "kumamoto_expand_cheapest.yaml"
KEEP_ALL = ROOT / "scenarios" / "kumamoto_keep_all.yaml"
THREE_YEARS = ["--set", "years.last=2024"]
FILES = {
    "assignments.csv",
    "sites.csv",
    "ledger.csv",
    "indicators.csv",
    "dropped.csv",
    "to_check.csv",
    "finance.xlsx",
    "finance.html",
    "workbook.xlsx",
    "plan.gpkg",
    "map.html",
    "board.html",
    "report.html",
    "rollout.html",
    "scenario.resolved.yaml",
    "manifest.json",
}
SECONDS_OF_A_RUN = {"manifest.json"}
"""Differs between runs: it says how many seconds each step took."""
STOPPED_WHILE_READING = """
import signal, sys
from poolplan import cli, run
run.city_of = lambda *_: signal.raise_signal(signal.SIGINT)
sys.exit(cli.main(sys.argv[1:]))
"""


def planned(out: Path, *more: str, scenario: Path = CHEAPEST) -> Path:
    """Plan three years and return the folder of the result."""
    assert main(["run", str(scenario), "--out", str(out), *THREE_YEARS, *more]) == 0
    return out / scenario.stem


def moved(folder: Path, year: int) -> dict[str, str]:
    """Return the schools that have left their own pool by a year, with their mode."""
    lessons = rows(folder / "assignments.csv")
    return {row["school"]: row["mode"] for row in lessons if row["year"] == str(year) and row["mode"] != "own"}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one planned scenario; read only."""
    return planned(tmp_path_factory.mktemp("once"))


def test_every_output_is_there(result: Path) -> None:
    assert {path.name for path in result.iterdir()} == FILES


def test_a_city_without_wards_and_minutes_is_planned_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Coordinates are enough to begin with: no outline on the maps, every trip marked approximate."""
    scenario = copy_city(tmp_path).with_name("plain.yaml")
    names = "label: {ja: 座標だけ, en: Plain}\nquestion: {ja: どこへ移るか。, en: Where to?}\n"
    programme = "programme: {rollout_schools_per_year: 5}\n"
    scenario.write_text(f"extends: city.yaml\n{names}{programme}places: {{wards: , travel: }}\n", encoding="utf-8")
    assert main(["run", str(scenario), "--out", str(tmp_path / "results")]) == 0
    assert "places.travel is left out: straight lines" in capsys.readouterr().err
    found = tmp_path / "results" / "plain"
    assert {path.name for path in found.iterdir()} == FILES
    away = [row for row in rows(found / "assignments.csv") if row["mode"] != "own"]
    assert away
    assert all("minutes" in row["assumed"] for row in away)


def test_stages_hold_two_five_and_seven_nested_schools(result: Path) -> None:
    first, second, third = (moved(result, year) for year in (2022, 2023, 2024))
    assert first == {"akitaminami": "commission", "tasoko": "commission"}
    assert first.items() <= second.items() <= third.items()
    assert sorted(second.values()) == ["commission"] * 4 + ["shared"]
    assert len(third) == 7


def test_there_is_a_row_for_every_school_and_year(result: Path) -> None:
    lessons = rows(result / "assignments.csv")
    assert len({(row["school"], row["year"]) for row in lessons}) == len(lessons) == 134 * 3


def test_manifest_tells_the_proof_and_the_checksum_of_every_input(result: Path) -> None:
    manifest = json.loads((result / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "proven"
    assert manifest["best_bound_yen"] <= manifest["objective_yen"]
    assert manifest["gap_share"] <= 1e-4
    assert {"kumamoto_expand_cheapest.yaml", "schools.csv", "travel_times.csv"} <= {
        Path(name).name for name in manifest["inputs_sha256"]
    }
    assert {"places", "options", "model", "solve", "audit"} <= set(manifest["seconds"])


def test_a_second_run_gives_the_same_bytes(result: Path, tmp_path: Path) -> None:
    again = planned(tmp_path)
    for name in sorted(FILES - SECONDS_OF_A_RUN - {"scenario.resolved.yaml"}):
        assert (again / name).read_bytes() == (result / name).read_bytes(), name


def test_the_resolved_scenario_gives_the_same_tables(result: Path, tmp_path: Path) -> None:
    assert main(["run", str(result / "scenario.resolved.yaml"), "--out", str(tmp_path)]) == 0
    again = tmp_path / CHEAPEST.stem
    for name in ("assignments.csv", "sites.csv", "ledger.csv", "indicators.csv"):
        assert (again / name).read_bytes() == (result / name).read_bytes(), name


def test_a_price_set_on_the_command_line_changes_the_ledger_and_is_recorded(result: Path, tmp_path: Path) -> None:
    change = "costs.pool.retirement.demolition_yen=30000000"
    dearer = planned(tmp_path, "--set", change)
    for folder, price in ((result, 20_000_000), (dearer, 30_000_000)):
        paid = [int(row["yen"]) for row in rows(folder / "ledger.csv") if row["item"] == "demolition"]
        assert paid == [price] * 7
    assert change in json.loads((dearer / "manifest.json").read_text(encoding="utf-8"))["overrides"]


def test_two_scenarios_are_compared_in_one_table_and_one_page(tmp_path: Path) -> None:
    args = ["compare", str(KEEP_ALL), str(CHEAPEST), "--out", str(tmp_path), *THREE_YEARS]
    assert main(args) == 0
    folder = tmp_path / "comparison"
    assert {"comparison.csv", "comparison.html"} <= {path.name for path in folder.iterdir()}
    found = {
        (r["scenario"], r["year"], r["indicator"]): float(r["value"] or 0) for r in rows(folder / "comparison.csv")
    }
    assert found["kumamoto_keep_all", "2024", "schools_moved"] == 0
    assert found["kumamoto_expand_cheapest", "2024", "schools_moved"] == 7
    assert found["kumamoto_expand_cheapest", "2024", "pools_retired"] == 7


def test_rules_that_contradict_each_other_end_with_code_3_and_say_what_must_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five schools in 2023, of them four with clubs and one sharing: no fifth mode is left for a sixth school."""
    city = ROOT / "scenarios" / "shared" / "kumamoto.yaml"
    text = CHEAPEST.read_text(encoding="utf-8").replace("shared/kumamoto.yaml", city.as_posix())
    scenario = tmp_path / "impossible.yaml"
    scenario.write_text(
        text.replace("      schools: 5\n", "      schools: 6\n") + "  prefer_mode: commission\n", "utf-8"
    )
    scenario.write_text(scenario.read_text("utf-8").replace("shared: 1", "shared: 1\n        public: 0"), "utf-8")
    assert main(["run", str(scenario), "--out", str(tmp_path / "out"), *THREE_YEARS]) == 3
    said = capsys.readouterr().err
    assert "no plan satisfies every rule" in said
    assert "any one of these changes allows one, cheapest plan first:" in said
    assert "Set programme.stages.1.schools to 5: 1 school: 5 instead of 6 in 2023 (rule: By each stage exactly" in said
    assert not (tmp_path / "out").exists()


def test_a_comparison_never_leaves_the_folder_of_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["compare", str(KEEP_ALL), str(CHEAPEST), "--out", str(tmp_path / "out"), "--name", "../elsewhere"]
    assert main([*args, *THREE_YEARS]) == 1
    assert "give a plain name" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_search_cut_short_is_never_called_proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is up as soon as there is a plan: whatever the machine, nothing is known then of how good it is."""
    clock = Clock()
    monkeypatch.setattr(highs, "perf_counter", clock)
    monkeypatch.setattr(Journal, "watch", lambda _, progress: clock.hear(progress))
    manifest = manifest_of(planned(tmp_path, "--gap", "0", "--set", "years.last=2031"))
    assert manifest["status"] == "time_limited"
    assert manifest["gap_share"] > PROVEN_GAP_SHARE


class Clock:
    """A clock of the search that stands still until there is a plan, and is then a day ahead."""

    seconds = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds

    def hear(self, progress: Progress) -> None:
        """Note how far the search is."""
        if progress.best_yen is not None:
            self.seconds = 86_400.0


def test_ctrl_c_leaves_the_earlier_result_as_it_was(tmp_path: Path) -> None:
    """It comes while the tables are read: the process sends it to itself."""
    earlier = tmp_path / CHEAPEST.stem / "manifest.json"
    earlier.parent.mkdir()
    earlier.write_text("{}", encoding="utf-8")
    command = [sys.executable, "-c", STOPPED_WHILE_READING, "run", str(CHEAPEST), "--out", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 4, ended.stderr
    assert ended.stderr.splitlines() == ["places ...", "stopped by Ctrl-C; nothing was written"]
    assert earlier.read_text(encoding="utf-8") == "{}"


def test_every_yen_of_the_little_city_is_the_one_worked_out_by_hand(tmp_path: Path) -> None:
    """Schools have 6 grades of 20 pupils, so 12 sessions a year; a pool costs 1 M yen a year, its demolition 2 M.

    ai walks to a club from 2022 (12 x 10,000), ume to the junior high's pool (12 x 5,000) and matsu to the dome
    (12 x 6,000) from 2023. kiku would have to go by bus and pay more than its pool costs. Pools in use: 4, 2, 2, 2.
    """
    assert main(["run", str(copy_city(tmp_path)), "--out", str(tmp_path)]) == 0
    sums: dict[str, int] = {}
    for row in rows(tmp_path / "move" / "ledger.csv"):
        sums[row["item"]] = sums.get(row["item"], 0) + int(row["yen"])
    assert sums == {
        "pool_upkeep": 10_000_000,
        "demolition": 3 * 2_000_000,
        "lesson_hire": 4 * 120_000 + 3 * 72_000,
        "lesson_coaching": 3 * 60_000,
    }
    assert manifest_of(tmp_path / "move")["objective_yen"] == sum(sums.values()) == 16_876_000
    assert moved(tmp_path / "move", 2025) == {"ai": "commission", "ume": "shared", "matsu": "public"}


@pytest.mark.parametrize("ending", ["stopped", "audit"])
def test_a_run_that_ends_badly_leaves_the_earlier_result_as_it_was(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise StoppedError("no plan was found in 1 s")

    args = ["run", str(copy_city(tmp_path)), "--out", str(tmp_path / "out")]
    assert main(args) == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    finding = Finding("made_up", "ai", "moves twice")
    function, substitute = ("solve_for_aims", stopped) if ending == "stopped" else ("audit", lambda _: [finding])
    monkeypatch.setattr(f"poolplan.run.{function}", substitute)
    assert main([*args, "--lang", "en"]) == {"stopped": 4, "audit": 5}[ending]
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_a_scenario_whose_name_leads_elsewhere_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = copy_city(tmp_path)
    evil = tmp_path / "scenario.resolved.yaml"
    evil.write_text(f"name: ../../evil\n{scenario.read_text(encoding='utf-8')}", encoding="utf-8")
    here = sorted(tmp_path.rglob("*"))
    assert main(["run", str(evil), "--out", str(tmp_path / "a" / "b")]) == 1
    assert "'../../evil' is no id" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == here


def test_manifest_keeps_the_checksums_of_two_files_of_the_same_name(tmp_path: Path) -> None:
    parent = tmp_path / "shared"
    parent.mkdir()
    copy_city(parent)
    (tmp_path / "move.yaml").write_text("extends: shared/move.yaml\n", encoding="utf-8")
    assert main(["run", str(tmp_path / "move.yaml"), "--out", str(tmp_path)]) == 0
    assert len(manifest_of(tmp_path / "move")["inputs_sha256"]) == 3 + 7  # three scenarios, seven tables


def test_a_scenario_given_twice_is_refused_before_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = str(copy_city(tmp_path))
    monkeypatch.setattr("poolplan.run.solve_for_aims", lambda *_: pytest.fail("searched"))
    assert main(["compare", scenario, scenario, "--out", str(tmp_path)]) == 1


@pytest.mark.slow
def test_the_whole_of_kumamoto_is_planned_and_survives_the_audit(tmp_path: Path) -> None:
    answer, files = run(CHEAPEST, Request(tmp_path, ("solver.gap_share=0.01",)), Journal())
    assert audit(answer.plan) == []
    assert answer.plan.proof.status in {"proven", "gap"}
    assert answer.plan.proof.gap_share <= 0.01
    assert {path.name for path in files} == FILES
    folder = files[0].parent
    assert len({(row["school"], row["year"]) for row in rows(folder / "assignments.csv")}) == 134 * 30
    assert [len(moved(folder, year)) for year in (2022, 2023, 2024)] == [2, 5, 7]
