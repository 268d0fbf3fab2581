"""A plan read back from its folder, and a timetable put beside it: the same plan or none, whole or not at all."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from poolplan.errors import AuditError
from poolplan.outputs.folder import write_outputs
from poolplan.outputs.kept import kept_plan
from poolplan.outputs.manifest import manifest, plan_hash
from poolplan.outputs.registry import OUTPUTS
from poolplan.outputs.timetable.write import add_timetable, write_with_timetable
from poolplan.results.indicators import indicators
from poolplan.results.plan import Answer, Plan
from poolplan.scenario.read import resolved_yaml
from poolplan.timetable.check import Finding
from tests.timetable.tiny import YEAR, tiny_plan, tiny_timetable
from tests.worlds import two_schools_plan

FILES = ("schools", "pupils", "school_pools", "clubs", "public_pools", "wards", "travel")
KEPT = ("assignments.csv", "sites.csv", "ledger.csv", "report.html")


@pytest.fixture(autouse=True)
def _few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the files of a plan that these tests do not look at: they take most of the time."""
    from poolplan.outputs import everything  # noqa: F401  (fills OUTPUTS)

    for name in set(OUTPUTS) - set(KEPT):
        monkeypatch.delitem(OUTPUTS, name)


def answer_of_tiny() -> Answer:
    """Return the tiny city's answer, with a school day."""
    plan = tiny_plan()
    return Answer(plan, indicators(plan))


def contents(folder: Path) -> dict[Path, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plan_in(folder: Path) -> Plan:
    """Return the best plan of two schools, whose tables lie in a folder."""
    table = folder / "none.csv"
    table.write_text("", "utf-8")
    plan = two_schools_plan()
    scenario = plan.network.scenario
    places = scenario.places.model_copy(update=dict.fromkeys(FILES, str(table)))
    network = replace(plan.network, scenario=scenario.model_copy(update={"places": places}))
    return replace(plan, network=network)


def written(folder: Path) -> Path:
    """Write that plan, with its manifest and resolved scenario."""
    plan = plan_in(folder)
    scenario = plan.network.scenario
    out = folder / scenario.name
    texts = {
        "scenario.resolved.yaml": resolved_yaml(scenario, out),
        "manifest.json": manifest(plan, (folder / "none.csv",), (), {"solve": 1.0}),
    }
    write_outputs(Answer(plan, indicators(plan)), out, "ja", texts)
    return out


def test_a_timetable_is_written_with_its_plan_and_told_in_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    files = write_with_timetable(answer_of_tiny(), tiny_timetable(), folder, "en", {"manifest.json": "{}"}, ())
    assert {path.name for path in files} == {*KEPT, "manifest.json", f"timetable-{YEAR}"}
    report = (folder / "report.html").read_text("utf-8")
    assert "5. What the timetable says" in report
    assert "6. Budget" in report
    assert "Every one of the 75 sessions of the plan has a day and a slot." in report
    assert "Buses: 15 bus-days where the plan reckoned with 15 (±0)" in report
    assert ">30<span>/36<" in report, "slots used of the club, all weeks together"


def test_a_timetable_put_beside_a_plan_changes_nothing_but_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    write_outputs(answer_of_tiny(), folder, "en", {"manifest.json": "{}"})
    before = after = contents(folder)
    for full in (False, True):
        add_timetable(answer_of_tiny(), tiny_timetable(full=full), folder, "en", ())
        after = contents(folder)
        outside = {path: text for path, text in after.items() if path.parts[0] != f"timetable-{YEAR}"}
        assert {path for path in outside if outside[path] != before[path]} == {Path("report.html")}
        assert (b"74 of the 75 sessions" in after[Path("report.html")]) != full
        assert (b"1 more than the 50 now" in after[Path("report.html")]) != full
    written_at_once = tmp_path / "once"
    write_with_timetable(answer_of_tiny(), tiny_timetable(), written_at_once, "en", {"manifest.json": "{}"}, ())
    assert contents(written_at_once) == after, "the report is the same, whichever way the timetable came"


def test_a_timetable_that_fails_its_check_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tiny"
    write_with_timetable(answer_of_tiny(), tiny_timetable(), folder, "en", {"manifest.json": "{}"}, ())
    before = contents(tmp_path)
    finding = Finding("made_up", "kita", "swims twice")
    monkeypatch.setattr("poolplan.outputs.timetable.write.check_timetable", lambda *_: [finding] * 30)
    with pytest.raises(AuditError, match="timetable check: made_up: kita: swims twice; please report this"):
        add_timetable(answer_of_tiny(), tiny_timetable(full=False), folder, "en", ())
    assert contents(tmp_path) == before


def test_the_plan_of_a_folder_is_read_back(tmp_path: Path) -> None:
    kept = kept_plan(written(tmp_path), plan_in(tmp_path).network)
    assert kept is not None
    assert plan_hash(kept) == plan_hash(two_schools_plan())
    assert kept.proof.status == "proven"
    assert kept.ledger.to_numpy().tolist() == two_schools_plan().ledger.to_numpy().tolist()


def _replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        text = (folder / name).read_text("utf-8-sig")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return spoil


SPOILT: dict[str, Callable[[Path], object]] = {
    "another question": _replaced("scenario.resolved.yaml", "base_yen: 1000000", "base_yen: 1000001"),
    "another city": _replaced("manifest.json", '"data_sha256": "', '"data_sha256": "0'),
    "another plan": _replaced("assignments.csv", "hill,0,2025", "hill,0,2026"),
    "a dearer ledger": _replaced("ledger.csv", "1000000", "1100000"),
    "a table cut short": lambda folder: (folder / "sites.csv").write_text("site,ye", "utf-8"),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "an older manifest": _replaced("manifest.json", '"data_sha256"', '"data"'),
    "no JSON": lambda folder: (folder / "manifest.json").write_text("{", "utf-8"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_another_plan_is_not_taken_for_the_scenarios(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    folder = written(tmp_path)
    spoil(folder)
    assert kept_plan(folder, plan_in(tmp_path).network) is None


def test_no_folder_holds_no_plan(tmp_path: Path) -> None:
    assert kept_plan(tmp_path / "nothing", plan_in(tmp_path).network) is None
