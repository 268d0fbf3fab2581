"""The folder of results: whole or not at all."""

import errno
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest

from poolplan.errors import PoolplanError
from poolplan.outputs.assets import _record
from poolplan.outputs.folder import check_before_search, folder_inside, replace_folder, write_outputs
from poolplan.outputs.foreign import OURS
from poolplan.outputs.registry import OUTPUTS, Lang
from poolplan.outputs.study import write_study
from poolplan.results.plan import Answer
from tests.outputs.studies import made_study
from tests.outputs.tiny import tiny_answer

EXTRA = {"manifest.json": "{}\n", "scenario.resolved.yaml": "name: tiny\n"}
ARCHIVES_TELL_APART_S = 2.1


def _old(folder: Path) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text("old", encoding="utf-8")


def _new(into: Path) -> Iterable[Path]:
    (into / "manifest.json").write_text("new", encoding="utf-8")
    return into.iterdir()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_every_output_and_the_extra_files(answer: Answer, tmp_path: Path) -> None:
    written = write_outputs(answer, tmp_path / "tiny", "ja", EXTRA)
    assert [path.name for path in written] == sorted([*OUTPUTS, *EXTRA])
    assert _names(tmp_path / "tiny") == sorted([*OUTPUTS, *EXTRA])
    assert _names(tmp_path) == ["tiny"]
    assert (tmp_path / "tiny" / "scenario.resolved.yaml").read_text(encoding="utf-8") == "name: tiny\n"


def test_two_writes_give_the_same_bytes(tmp_path: Path) -> None:
    """Though the clock has gone on by more than the two seconds that archives tell apart."""
    langs: tuple[Lang, ...] = get_args(Lang)
    for number in ("one", "two"):
        for lang in langs:
            write_outputs(tiny_answer(), tmp_path / lang / number, lang, EXTRA)
        time.sleep(ARCHIVES_TELL_APART_S if number == "one" else 0)
    first = list(tmp_path.glob("*/one/*"))
    assert {path.name for path in first} == OUTPUTS.keys() | EXTRA.keys()
    for path in first:
        assert path.read_bytes() == (path.parents[1] / "two" / path.name).read_bytes(), path


def test_what_people_put_beside_a_result_stays_and_what_poolplan_wrote_goes(tmp_path: Path) -> None:
    """Notes, a figure of their own, a renamed workbook; not last year's timetable, nor the lock of an open workbook."""
    folder = tmp_path / "x"
    _old(folder)
    for name in ("会議メモ.txt", "finance_v2.xlsx", "finance.xlsx", "~$finance.xlsx"):
        (folder / name).write_text(name, encoding="utf-8")
    for name in ("figures", "timetable-2024"):
        (folder / name).mkdir()
        (folder / name / "1.png").write_text(name, encoding="utf-8")
    assert [path.name for path in replace_folder(folder, _new)] == ["manifest.json"]
    assert _names(folder) == ["figures", "finance_v2.xlsx", "manifest.json", "会議メモ.txt"]
    assert (folder / "figures" / "1.png").read_text(encoding="utf-8") == "figures"


def test_a_comparison_of_other_scenarios_takes_the_pages_of_the_earlier_ones_away(tmp_path: Path) -> None:
    folder = tmp_path / "comparison"
    folder.mkdir()
    for name in ("comparison.csv", "report_old.html", "finance_old.xlsx", "読む順.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    replace_folder(folder, _new)
    assert _names(folder) == ["manifest.json", "読む順.txt"]


def test_every_output_of_a_plan_is_known_as_ours() -> None:
    assert [name for name in (*OUTPUTS, *EXTRA) if not OURS.fullmatch(name)] == []


def test_every_file_of_a_study_is_known_as_ours(tmp_path: Path) -> None:
    written = write_study(made_study(), tmp_path / "study", "ja", {"records.jsonl": b""})
    assert [path.name for path in written if not OURS.fullmatch(path.name)] == []


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), ValueError("broken"), OSError(errno.ENOSPC, "No space left")])
def test_a_failure_keeps_the_earlier_result(failure: BaseException, tmp_path: Path) -> None:
    _old(tmp_path / "x")

    def write(into: Path) -> Iterable[Path]:
        (into / "manifest.json").write_text("half", encoding="utf-8")
        raise failure

    with pytest.raises((type(failure), PoolplanError)):
        replace_folder(tmp_path / "x", write)
    assert (tmp_path / "x" / "manifest.json").read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["x"]


def test_a_failure_while_swapping_puts_the_earlier_result_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _old(tmp_path / "x")
    rename = Path.rename

    def stubborn(path: Path, target: Path) -> Path:
        if ".new-" in path.name:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(KeyboardInterrupt):
        replace_folder(tmp_path / "x", _new)
    assert (tmp_path / "x" / "manifest.json").read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["x"]


def test_full_disk_is_one_sentence(tmp_path: Path) -> None:
    def write(_into: Path) -> Iterable[Path]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(PoolplanError) as caught:
        replace_folder(tmp_path / "x", write)
    (sentence,) = caught.value.problems
    assert sentence.startswith(f"{tmp_path / 'x'}: cannot be written (No space left on device); free some space")
    assert sentence.endswith("nothing was changed")
    assert not (tmp_path / "x").exists()


def test_a_full_disk_inside_a_map_layer_is_one_sentence(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("poolplan.outputs.geopackage._write_styles", full)
    with pytest.raises(PoolplanError, match="database or disk is full"):
        write_outputs(answer, tmp_path / "x", "ja", {})
    assert _names(tmp_path) == []


def test_a_parent_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PoolplanError, match="cannot be written"):
        replace_folder(tmp_path / "file" / "x", _new)


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "/etc"])
def test_names_stay_inside_the_root(name: str, tmp_path: Path) -> None:
    with pytest.raises(PoolplanError, match="leads out of"):
        folder_inside(tmp_path, name)


def test_extra_files_stay_inside_the_folder(answer: Answer, tmp_path: Path) -> None:
    with pytest.raises(PoolplanError, match="leads out of"):
        write_outputs(answer, tmp_path / "x", "ja", {"../evil.txt": ""})
    assert _names(tmp_path) == []


def test_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(PoolplanError, match="is a link"):
        folder_inside(tmp_path, "link")


def test_somebody_elses_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "thesis.docx").write_text("dear", encoding="utf-8")
    with pytest.raises(PoolplanError, match=r"thesis\.docx"):
        replace_folder(tmp_path / "x", _new)
    assert _names(tmp_path / "x") == ["thesis.docx"]


def test_what_a_killed_run_left_is_mended(tmp_path: Path) -> None:
    _old(tmp_path / ".x.old-1")
    (tmp_path / ".x.new-1").mkdir()
    (tmp_path / ".x.new-2").mkdir()
    os.utime(tmp_path / ".x.new-1", (1, 1))

    def write(_into: Path) -> Iterable[Path]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_folder(tmp_path / "x", write)
    assert (tmp_path / "x" / "manifest.json").read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == [".x.new-2", "x"]


def test_what_cannot_be_written_is_refused_before_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_before_search(tmp_path / "not yet" / "result")
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(PoolplanError, match="taken: is no folder; give another output folder"):
        check_before_search(tmp_path / "taken" / "result")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PoolplanError, match="may not be written to; check your rights"):
        check_before_search(tmp_path / "result")


def test_scripts_that_were_never_fetched_are_missed_before_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poolplan.outputs.assets._vendor", lambda: tmp_path)
    _record.cache_clear()
    with pytest.raises(PoolplanError, match=r"the map.s scripts are missing; run `python3 install\.py` once"):
        check_before_search(tmp_path / "result")
