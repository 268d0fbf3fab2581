"""The report's section on what moves the answer: a study of the same inputs, of others, spoilt, or none."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from poolplan.outputs.registry import Lang
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.page import report_page
from poolplan.outputs.report.studied import what_moves
from poolplan.outputs.report.summary import reading_of
from poolplan.outputs.sensitivity.firmness import firm_text
from poolplan.outputs.sensitivity.record import FACTS, RESTS_ON, kept_study, rests_on
from poolplan.outputs.sensitivity.telling import Telling, threshold_sentences, tornado_of
from poolplan.outputs.study import write_study
from poolplan.outputs.words import WORDS
from poolplan.results.plan import Answer
from poolplan.results.timetabled import BUS_COLUMNS, WEEK_COLUMNS, Timetabled
from poolplan.timetable.tables import UNPLACED_COLUMNS
from tests.outputs.studies import made_study

FOLDER = "tiny-sensitivity"


def beside(answer: Answer, root: Path, label: str = "借上げ料") -> Answer:
    """Return the answer with the hand-made study of it that lies under `root`; it is written first."""
    network = answer.plan.network
    study = replace(made_study(network, label), facts={RESTS_ON: rests_on(network)})
    write_study(study, root / FOLDER, "ja", {})
    return replace(answer, studied=kept_study(root, network))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_study_of_the_same_inputs_is_told_as_on_its_own_page(answer: Answer, tmp_path: Path, lang: Lang) -> None:
    told = beside(answer, tmp_path)
    part, telling = what_moves(Book(told, lang)), Telling(made_study(), lang)
    assert part.tornado == tornado_of(telling, "rp-tornado")
    assert part.turns == tuple(threshold_sentences(telling))
    assert part.firm[1] == firm_text(telling)
    page = report_page(told, lang)
    assert f'<a href="../{FOLDER}/sensitivity.html">' in page
    assert page == report_page(beside(answer, tmp_path), lang)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_without_a_study_one_sentence_says_how_to_make_one(answer: Answer, tmp_path: Path) -> None:
    assert kept_study(tmp_path, answer.plan.network) is None
    part = what_moves(Book(answer, "en"))
    assert "run poolplan sensitivity" in part.status
    assert part[1:] == ("", "", (), ())


def test_a_study_of_other_values_or_another_city_is_named_and_not_told(answer: Answer, tmp_path: Path) -> None:
    network = beside(answer, tmp_path).plan.network
    scenario, places = network.scenario, network.places
    later = scenario.model_copy(update={"years": scenario.years.model_copy(update={"first": scenario.years.first + 1})})
    fewer = replace(places, pupils=dict(list(places.pupils.items())[1:]))
    for other in (replace(network, scenario=later), replace(network, places=fewer)):
        found = kept_study(tmp_path, other)
        assert found is not None
        assert not found.fits
        part = what_moves(Book(replace(answer, studied=found), "en"))
        assert part.status.startswith(f"There is a study ({FOLDER}), but it rests on other inputs")
        assert not part.tornado


def test_what_the_plan_does_not_hang_on_may_change(answer: Answer, tmp_path: Path) -> None:
    network = beside(answer, tmp_path).plan.network
    longer = network.scenario.solver.model_copy(update={"time_limit_s": 7.0})
    scenario = network.scenario.model_copy(update={"solver": longer, "sensitivity": None, "finance": None})
    found = kept_study(tmp_path, replace(network, scenario=scenario))
    assert found is not None
    assert found.fits


def _no_mark(folder: Path) -> None:
    (folder / FACTS).write_text(json.dumps({"draws": 4}), encoding="utf-8")


def _no_object(folder: Path) -> None:
    (folder / FACTS).write_text("[1]", encoding="utf-8")


def _no_table(folder: Path) -> None:
    (folder / "stability.csv").unlink()


def _no_number(folder: Path) -> None:
    path = folder / "one_at_a_time.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("130000000", "dear"), encoding="utf-8")


def _no_column(folder: Path) -> None:
    (folder / "thresholds.csv").write_text("threshold\na\n", encoding="utf-8")


@pytest.mark.parametrize("spoil", [_no_mark, _no_object, _no_table, _no_number, _no_column])
def test_a_spoilt_study_does_not_spoil_the_report(
    answer: Answer, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    beside(answer, tmp_path)
    spoil(tmp_path / FOLDER)
    found = kept_study(tmp_path, answer.plan.network)
    assert found is not None
    assert not found.fits
    assert "<svg" not in str(what_moves(Book(replace(answer, studied=found), "ja")))


def test_flags_beside_empty_cells_are_read_as_flags(answer: Answer, tmp_path: Path) -> None:
    """A decision that ends as a price rises, beside one that never flips and so says neither yes nor no."""
    network = answer.plan.network
    study = made_study(network)
    rows = [{**row, "is_true_above": None} for row in study.thresholds.to_dict("records")]
    rows[0]["is_true_above"] = False
    mixed = replace(study, thresholds=pd.DataFrame(rows), facts={RESTS_ON: rests_on(network)})
    write_study(mixed, tmp_path / FOLDER, "ja", {})
    part = what_moves(Book(replace(answer, studied=kept_study(tmp_path, network)), "en"))
    assert "ceases to be true" in part.turns[0]


def test_names_of_a_study_stay_text(answer: Answer, tmp_path: Path) -> None:
    page = report_page(beside(answer, tmp_path, "<script>alert(1)</script>"), "ja")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_timetable_that_was_made_is_not_called_left_out(answer: Answer) -> None:
    weeks, buses, unplaced = (
        pd.DataFrame(columns=columns) for columns in (WEEK_COLUMNS, BUS_COLUMNS, UNPLACED_COLUMNS)
    )
    timetabled = replace(answer, timetabled=(Timetabled(2023, 1, 1, 1, 1, weeks, buses, unplaced),))
    said = WORDS["r_not_timetable"][0]
    assert said in reading_of(Book(answer, "ja")).not_modelled
    assert said not in reading_of(Book(timetabled, "ja")).not_modelled
