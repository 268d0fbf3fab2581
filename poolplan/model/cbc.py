"""CBC, as PuLP brings it: started as a program of its own, asked to stop, and its files read."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pulp

from poolplan.errors import ScenarioError
from poolplan.model.build import PlanModel
from poolplan.model.cbc_log import points, proven_bound
from poolplan.model.highs import write_mps
from poolplan.model.search import (
    MILLION,
    SECONDS_BETWEEN_REPORTS,
    Ending,
    Floats,
    Found,
    Matrix,
    Progress,
    Watch,
    ctrl_c_calls,
)

GRACE_S = 30.0
"""CBC looks at the clock and at signals now and then only; after this it is ended."""
VERSION = re.compile(r"^Version: (\S+)", re.MULTILINE)
OUT_OF_MEMORY = re.compile(r"bad_alloc|out of memory", re.IGNORECASE)
NO_PLAN = "no integer solution"
ENDINGS: dict[str, Ending] = {
    "Infeasible": "infeasible",
    "Integer infeasible": "infeasible",
    "Stopped on time": "time_limit",
}
"""First words of the solution file."""


@dataclass
class Run:
    """What is left of a run of CBC."""

    log: str = ""
    answer: str = ""
    """Its solution file; empty if it wrote none."""
    code: int = 0
    seconds: float = 0.0
    was_stopped: bool = False
    """By Ctrl-C."""
    was_late: bool = False
    """Beyond the time limit."""


def search(model: PlanModel, matrix: Matrix, watch: Watch | None) -> Found:
    """Search with CBC, which gets the same matrix as HiGHS.

    Raises:
        ScenarioError: there is no CBC on this computer.
    """
    settings = model.network.scenario.solver
    limits = settings.gap_share, settings.time_limit_s
    answered = found(matrix, _run(matrix, *limits, watch))
    if answered.ending == "infeasible" and not matrix.has_finite_ranges:
        free = replace(matrix, costs=np.zeros_like(matrix.costs))  # CBC confuses this with costs that fall without end
        ending = found(free, _run(free, *limits, watch)).ending
        return answered._replace(ending="unbounded" if ending == "finished" else ending)
    return answered


def program() -> str:
    """Path of CBC: the one that PuLP 3 brings, or else one that is installed.

    Raises:
        ScenarioError: there is none.
    """
    brought = Path(pulp.PULP_CBC_CMD.pulp_cbc_path)
    path = str(brought) if os.access(brought, os.X_OK) else shutil.which("cbc")
    if path is None:
        raise ScenarioError("solver.name: there is no CBC for this computer; use highs, or install the program cbc")
    return path


def _run(matrix: Matrix, gap_share: float, time_limit_s: float, watch: Watch | None) -> Run:
    with TemporaryDirectory(prefix="poolplan-") as folder:
        return _run_in(Path(folder), matrix, gap_share, time_limit_s, watch)


def _run_in(folder: Path, matrix: Matrix, gap_share: float, time_limit_s: float, watch: Watch | None) -> Run:
    """Let CBC work in a folder; one thread, so that two runs take the same path."""
    start = perf_counter()
    problem, log, answer = (folder / name for name in ("model.mps", "cbc.log", "answer.txt"))
    write_mps(matrix, problem)
    left_s = max(1.0, time_limit_s - (perf_counter() - start))
    options = ["-sec", f"{left_s:.1f}", "-timeMode", "elapsed", "-ratio", repr(gap_share), "-randomCbcSeed", "1"]
    command = [program(), str(problem), *options, "-solve", "-solution", str(answer)]
    run = Run()
    with log.open("wb") as out, _started(command, out.fileno()) as process, ctrl_c_calls(lambda: _stop(process, run)):
        patience = left_s + GRACE_S
        while process.poll() is None:
            try:
                process.wait(SECONDS_BETWEEN_REPORTS)
            except subprocess.TimeoutExpired:
                spent = perf_counter() - start
                _tell(watch, log, spent)
                patience = min(patience, spent + GRACE_S) if run.was_stopped else patience
                if spent > patience:
                    process.kill()
    run.code, run.seconds = process.returncode, perf_counter() - start
    run.was_late = run.seconds >= time_limit_s
    run.log = log.read_text(encoding="utf-8", errors="replace")
    run.answer = answer.read_text(encoding="utf-8", errors="replace") if answer.exists() else ""
    return run


@contextmanager
def _started(command: list[str], out: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program that Ctrl-C at the terminal does not reach, and leave none behind."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _stop(process: subprocess.Popen[bytes], run: Run) -> None:
    """Ask CBC for the best plan so far."""
    run.was_stopped = True
    if sys.platform == "win32":
        process.terminate()
    else:
        process.send_signal(signal.SIGINT)


def _tell(watch: Watch | None, log: Path, seconds: float) -> None:
    if watch is not None:
        for point in list(points(log.read_text(encoding="utf-8", errors="replace")))[-1:]:
            best, bound = (None if million is None else million * MILLION for million in point[1:])
            watch(Progress(seconds, best, bound))


def found(matrix: Matrix, run: Run) -> Found:
    """Read CBC's files."""
    version = VERSION.search(run.log)
    title = run.answer.partition("\n")[0].strip()
    bound = proven_bound(run.log)
    ending = _ending(run, title)
    has_plan = title.startswith(("Optimal", "Stopped")) and NO_PLAN not in title
    values = _values(matrix, run.answer) if has_plan else None
    return Found(
        ending=ending,
        said=title or f"ended with code {run.code}",
        values=values,
        cost=float(title.rpartition(" ")[2]) if has_plan else np.nan,
        bound=-np.inf if bound is None else bound,
        solver=f"CBC {version[1] if version else '(unknown version)'}",
        seconds=run.seconds,
    )


def _ending(run: Run, title: str) -> Ending:
    """Say how CBC ended; a problem that it calls infeasible after it was stopped may well have a plan."""
    was_killed = not title and run.code == -signal.SIGKILL and not (run.was_stopped or run.was_late)
    if was_killed or OUT_OF_MEMORY.search(run.log):  # nobody else ends programs without a word
        return "out_of_memory"
    if title.startswith("Optimal"):
        return "finished"
    if title.startswith("Unbounded"):
        return "unbounded"
    if run.was_stopped or run.was_late:
        return "interrupted" if run.was_stopped else "time_limit"
    said = (ending for word, ending in ENDINGS.items() if title.startswith(word))
    return next(said, "failed")


def _values(matrix: Matrix, answer: str) -> Floats:
    """Values of all columns; CBC leaves out zeros."""
    values = np.zeros(len(matrix.variables))
    for line in answer.splitlines()[1:]:
        words = line.replace("**", " ").split()
        if words[1].startswith("c"):
            values[int(words[1][1:])] = float(words[2])
    return values
