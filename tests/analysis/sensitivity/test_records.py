"""Answers on disk: what was written is found again, what was cut off is not believed, and nobody else writes there."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from poolplan.analysis.sensitivity.records import FILE, open_records, read_records
from poolplan.errors import PoolplanError

MINE = {"scenario": "a", "data": "b"}


def fill(folder: Path, *keys: str) -> Path:
    """Write some answers; returns the file."""
    with open_records(folder, MINE, {}) as records:
        for key in keys:
            records.add(key, {"status": "planned", "best_yen": 0.1 + 0.2, "note": "改修"})
    return folder / FILE


def test_what_was_written_is_read_again_to_the_bit(tmp_path: Path) -> None:
    found = read_records(fill(tmp_path, "one", "two"))
    assert list(found) == ["fingerprint", "one", "two"]
    assert found["one"]["best_yen"] == 0.1 + 0.2


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_a_line_cut_off_is_written_again(cut: int, tmp_path: Path) -> None:
    path = fill(tmp_path, "one", "two")
    path.write_bytes(path.read_bytes()[:-cut])
    assert list(read_records(path)) == ["fingerprint", "one"]
    fill(tmp_path, "three", "two")
    assert list(read_records(path)) == ["fingerprint", "one", "three", "two"]


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    path = fill(tmp_path, "one", "two")
    path.write_bytes(path.read_bytes().replace(b'"one"', b'"uno"'))
    assert list(read_records(path)) == ["fingerprint", "two"]


def test_answers_of_another_question_are_refused(tmp_path: Path) -> None:
    fill(tmp_path, "one")
    with (
        pytest.raises(PoolplanError, match="its answers belong to another data; remove"),
        open_records(tmp_path, MINE | {"data": "other"}, {}),
    ):
        pass


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with (
        open_records(tmp_path, MINE, {}),
        pytest.raises(PoolplanError, match="another run is at work here"),
        open_records(tmp_path, MINE, {}),
    ):
        pass


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as where a disk is full."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_a_full_disk_is_told_and_what_was_finished_is_kept(tmp_path: Path) -> None:
    """The second answer fits in part: its beginning is cut off when the run goes on."""
    size = fill(tmp_path, "one").stat().st_size
    with (
        pytest.raises(PoolplanError) as refused,
        no_more_than(size + 20),
        open_records(tmp_path, MINE, {}) as records,
    ):
        records.add("two", {"status": "planned"})
    (said,) = refused.value.problems
    assert said.endswith(
        "records.jsonl: cannot be written (File too large); 1 finished answers are kept: free some space and "
        "go on with --resume"
    )
    assert (tmp_path / FILE).stat().st_size == size + 20
    assert list(read_records(fill(tmp_path, "three"))) == ["fingerprint", "one", "three"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PoolplanError, match="cannot be written"), open_records(tmp_path / "file" / "work", MINE, {}):
        pass
