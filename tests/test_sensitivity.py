"""`poolplan sensitivity` from file to files: killed, resumed, on Dask, refused; on a city of five schools."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from poolplan.analysis.sensitivity.records import FILE, read_records
from poolplan.cli import main
from tests.data_city.little_city import copy_city, rows

ROOT = Path(__file__).resolve().parents[1]
KILLS = 10
PATIENT_S = 600.0
"""Longer than anything takes on any machine."""
BLOCK = """\
extends: move.yaml
sensitivity:
  parameters:
    upkeep: {path: costs.pool.upkeep.base_yen, low: 100000, high: 3000000, label: {ja: 維持費, en: Upkeep}, source: x}
    hire: {path: modes.commission.prices.hire_yen, low: 0, high: 90000, label: {ja: 使用料, en: Hire}, source: x}
    ride: {path: modes.commission.max_travel_min.bus, low: 5, high: 20, label: {ja: 分, en: Minutes}, source: x}
  correlations: [{between: [upkeep, hire], rank: 0.5, source: x}]
  thresholds:
    moved: {label: {ja: 移る, en: Moves}, parameter: upkeep, decision: {what: schools_moved, at_least: 4}}
  grids: {both: {label: {ja: 表, en: Table}, rows: upkeep, columns: hire, steps: 2}}
  draws: 8
  gap_share: 0
"""
PRICES = """\
extends: move.yaml
sensitivity:
  parameters:
    upkeep: {path: costs.pool.upkeep.base_yen, low: 100000, high: 3000000, label: {ja: 維持費, en: Upkeep}, source: x}
    hire: {path: modes.commission.prices.hire_yen, low: 0, high: 90000, label: {ja: 使用料, en: Hire}, source: x}
  draws: 16
  index_draws: 8
  gap_share: 0
"""
SHORT = """\
extends: move.yaml
years: {last: 2024}
sensitivity:
  parameters: {end: {path: years.last, low: 2024, high: 2025, label: {ja: 最終年度, en: End}, source: x}}
"""
RESULT, WORK = "unsure-sensitivity", "unsure-sensitivity.work"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return a scenario of the little city in which some values are not known for sure."""
    folder = tmp_path / "city"
    folder.mkdir()
    path = copy_city(folder).with_name("unsure.yaml")
    path.write_text(BLOCK, encoding="utf-8")
    return path


def command(records: int, deed: str, scenario: Path, out: Path, *more: str) -> list[str]:
    """Return the command of a process that is cut short after so many new records: see `tests/cut_short.py`."""
    ours = ["sensitivity", str(scenario), "--out", str(out), *more]
    return [sys.executable, "-m", "tests.cut_short", str(records), deed, *ours]


def studied(scenario: Path, out: Path, *more: str) -> Path:
    """Run the command in this process; returns the result's folder."""
    assert main(["sensitivity", str(scenario), "--out", str(out), "--workers", "1", *more]) == 0
    return out / RESULT


def same_tables(one: Path, other: Path) -> bool:
    """Tell whether two results have the same tables, byte for byte."""
    names = sorted(path.name for path in one.glob("*.csv"))
    assert len(names) == 9
    assert names == sorted(path.name for path in other.glob("*.csv"))
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_a_study_is_written_whole_and_can_be_done_again(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = studied(scenario, tmp_path)
    assert not (tmp_path / WORK).exists()
    assert str(folder) in capsys.readouterr().out
    facts = json.loads((folder / "sensitivity.json").read_text(encoding="utf-8"))
    assert facts["draws"]["planned"] == len(rows(folder / "draws.csv")) == 8
    answers = len(read_records(folder / FILE))
    scenario.write_text(BLOCK.replace("steps: 2", "steps: 3"), encoding="utf-8")
    again = studied(scenario, tmp_path, "--resume")
    assert len(rows(again / "grid.csv")) == 9
    assert len(read_records(again / FILE)) == answers + 5 + 5, "5 new cells bounded and planned"


def test_the_report_of_the_same_inputs_tells_the_study(scenario: Path, tmp_path: Path) -> None:
    """The tables of a year beyond the plan's are read for the study alone; the inputs are still the same."""
    scenario.write_text(SHORT, encoding="utf-8")
    studied(scenario, tmp_path)
    for more, is_told in (((), True), (("--set", "costs.pool.repair.cost_yen=70000000"), False)):
        assert main(["run", str(scenario), "--out", str(tmp_path), *more]) == 0
        report = (tmp_path / "unsure" / "report.html").read_text(encoding="utf-8")
        assert ('href="../unsure-sensitivity/sensitivity.html"' in report) == is_told


def test_the_block_must_be_there(scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensitivity", str(scenario.with_name("move.yaml")), "--out", str(tmp_path)]) == 1
    assert "move: has no block 'sensitivity'" in capsys.readouterr().err


def test_what_was_not_finished_is_neither_lost_nor_mixed_up(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of the records of a finished study, as a killed one leaves them, in its folder for work."""
    folder = studied(scenario, tmp_path)
    lines = (folder / FILE).read_bytes().splitlines(keepends=True)
    work = tmp_path / "half" / WORK
    work.mkdir(parents=True)
    (work / FILE).write_bytes(b"".join(lines[: len(lines) // 2]))
    assert main(["sensitivity", str(scenario), "--out", str(tmp_path / "half"), "--workers", "1"]) == 1
    assert "finished answers of a run that did not end; go on with --resume" in capsys.readouterr().err
    dearer = ("--set", "costs.pool.repair.cost_yen=70000000", "--resume")
    for where, advice in (("half", f"remove {work} to begin anew"), ("", "leave --resume out to begin anew")):
        assert main(["sensitivity", str(scenario), "--out", str(tmp_path / where), *dearer]) == 1
        assert f"its answers belong to another scenario; {advice}, or give another --out" in capsys.readouterr().err
    assert same_tables(studied(scenario, tmp_path / "half", "--resume"), folder)


def records_in(work: Path) -> int:
    """Count the whole lines that a run has written so far."""
    path = work / FILE
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.slow
def test_killed_ten_times_nothing_is_lost_and_nothing_done_twice(scenario: Path, tmp_path: Path) -> None:
    """Killed hard after one or two further records, or while the next is written: the tables are as if it never was.

    The draws differ in prices only, so that they are answered in rounds.
    """
    scenario.write_text(PRICES, encoding="utf-8")
    draw, work = random.Random(1), tmp_path / "killed" / WORK  # noqa: S311 - no secret is made here
    for number in range(KILLS):
        deed = ("kill", "kill_while_writing")[number % 2]
        cut = command(draw.randint(1, 2), deed, scenario, tmp_path / "killed", "--workers", "2", "--resume")
        ended = subprocess.run(cut, cwd=ROOT, capture_output=True, check=False)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
    before = read_records(work / FILE)
    assert len(before) >= KILLS
    folder = studied(scenario, tmp_path / "killed", "--resume")
    lines = (folder / FILE).read_bytes().splitlines()
    assert len(lines) == len(read_records(folder / FILE)), "an answer was written twice"
    assert before.items() <= read_records(folder / FILE).items()
    assert same_tables(folder, studied(scenario, tmp_path / "whole"))


@pytest.mark.slow
def test_ctrl_c_ends_it_with_a_sentence_and_no_process_stays(scenario: Path, tmp_path: Path) -> None:
    """Every process of the study holds its standard error open: it is read to its end."""
    cut = command(3, "ctrl_c", scenario, tmp_path, "--workers", "2")
    ended = subprocess.run(cut, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert ended.returncode == 4, ended.stderr
    kept = read_records(tmp_path / WORK / FILE)
    answers = sum("status" in said for said in kept.values())
    assert len(kept) == 4, "the fingerprint and three others"
    told = f"stopped by Ctrl-C; {answers} finished answers are kept: go on with --resume"
    assert ended.stderr.splitlines()[-1] == told


@contextmanager
def scheduler(folder: Path, *, workers: int) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Start a real scheduler on a free port of this computer, and workers; return its address, and the scheduler."""
    file, there = folder / "scheduler.json", {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"cwd": folder, "env": there, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    started = [
        subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", *common], **quiet)  # type: ignore[call-overload]
    ]
    try:
        while not (file.exists() and file.read_text().strip().endswith("}")):
            assert started[0].poll() is None
            time.sleep(0.05)
        one = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *common]
        started += [subprocess.Popen(one, **quiet) for _ in range(workers)]  # type: ignore[call-overload]
        yield json.loads(file.read_text())["address"], started[0]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@pytest.mark.slow
def test_dask_gives_the_same_answers(scenario: Path, tmp_path: Path) -> None:
    """One process, a cluster on this computer, and a scheduler with two workers of their own: the same tables."""
    here = studied(scenario, tmp_path / "here")
    assert same_tables(here, studied(scenario, tmp_path / "local", "--dask", "local"))
    with scheduler(tmp_path, workers=2) as (address, _):
        assert same_tables(here, studied(scenario, tmp_path / "there", "--dask", address))


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_told_and_the_work_is_kept(scenario: Path, tmp_path: Path) -> None:
    with scheduler(tmp_path, workers=1) as (address, master):
        cut = command(4, f"kill_other:{master.pid}", scenario, tmp_path, "--dask", address)
        ended = subprocess.run(cut, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.splitlines()[-1] == (
        f"--dask {address}: the scheduler is gone; what is finished is kept: go on with --resume"
    )
    assert records_in(tmp_path / WORK) >= 5


@pytest.mark.slow
def test_a_cluster_that_cannot_help_is_refused_before_anything_is_planned(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """However long it waits: no worker comes, nobody answers where no scheduler is, and versions differ."""
    from distributed import Client

    waits, wait_for_workers = "poolplan.analysis.sensitivity.on_dask.WAIT_S", Client.wait_for_workers
    with scheduler(tmp_path, workers=0) as (address, _), monkeypatch.context() as hasty:
        hasty.setattr(
            Client,
            "wait_for_workers",
            lambda client, number, timeout: wait_for_workers(client, number, min(timeout, 1)),
        )
        assert main(["sensitivity", str(scenario), "--out", str(tmp_path), "--dask", address]) == 1
        assert "no worker has joined the scheduler; start one with 'dask worker" in capsys.readouterr().err
    monkeypatch.setattr(waits, 1.0)
    for nowhere in (address, "nonsense://x"):
        assert main(["sensitivity", str(scenario), "--out", str(tmp_path), "--dask", nowhere]) == 1
        assert f"--dask {nowhere}: no scheduler answers (" in capsys.readouterr().err
    monkeypatch.setattr(waits, PATIENT_S)
    monkeypatch.setattr("poolplan.analysis.sensitivity.on_dask.versions", process_as_version)
    assert main(["sensitivity", str(scenario), "--out", str(tmp_path), "--dask", "local", "--workers", "1"]) == 1
    assert f"instead of {os.getpid()}; install the same versions there" in capsys.readouterr().err
    assert records_in(tmp_path / WORK) == 1, "more than the fingerprint"


def process_as_version() -> dict[str, str]:
    """Return a version that no other process has."""
    return {"highspy": str(os.getpid())}
