"""How much faster two workers of this computer answer the same draws of prices than one, on Dask or without it."""

import argparse
import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
import psutil

from benchmarks import KUMAMOTO
from poolplan.analysis.sensitivity.answers import Question, reference_plan
from poolplan.analysis.sensitivity.asking import Ask
from poolplan.analysis.sensitivity.on_dask import LOCAL, on_dask
from poolplan.analysis.sensitivity.rounds import Shared, answered_together
from poolplan.analysis.sensitivity.sampling import correlated_draws
from poolplan.analysis.sensitivity.setting import Setting
from poolplan.analysis.sensitivity.study import setting_of
from poolplan.analysis.sensitivity.tasks import NOTHING_MORE, Found, Task
from poolplan.analysis.sensitivity.workers import Compute, Hire, in_processes
from poolplan.model.draws import Asked
from poolplan.progress import Journal
from poolplan.run import Request, read_checked
from poolplan.study import question_of

HEADER = (
    *("crew", "workers", "draws", "seconds_until_ready", "seconds_draws", "cpu_seconds_busiest"),
    *("searched", "largest_gap", "median_gap"),
)
CREWS: dict[str, Callable[[int], AbstractContextManager[Hire]]] = {
    "dask": lambda workers: on_dask(LOCAL, workers),
    "processes": in_processes,
}


class Timed(NamedTuple):
    """What a crew took for the draws, and its answers."""

    seconds: float
    busiest_cpu_seconds: float
    """Of the process that worked most; on a quiet machine the crew cannot be faster."""
    shared: Shared


def tasks_of(where: Setting, number: int) -> list[Task]:
    """Return the first draws of the scenario's ranges."""
    drawn = correlated_draws(where.asked, where.references, number)
    return [where.task(dict(zip(where.parameters, map(float, row), strict=True))) for row in drawn]


def asking(compute: Compute, searched: list[str]) -> Ask:
    """Return what answers tasks, and tells which draws were searched."""

    def ask(tasks: Sequence[Task]) -> Mapping[str, Found]:
        searched.extend(task.key for task in tasks if task.kind == "searches")
        return {task.key: found for task, found in compute(tasks)}

    return ask


def cpu_seconds() -> dict[int, float]:
    """Seconds of work of this process and of each that it started, by process."""
    me = psutil.Process()
    times = {process.pid: process.cpu_times() for process in (me, *me.children(recursive=True))}
    return {pid: found.user + found.system for pid, found in times.items()}


def timed(crew: str, workers: int, question: Question, tasks: Sequence[Task]) -> Timed:
    """Answer the draws with a crew, and print its row."""
    start, searched = perf_counter(), list[str]()
    with CREWS[crew](workers) as hire:
        compute = hire(question)
        dict(compute([Task(task.point, how=Asked(1.0)) for task in tasks[:workers]]))
        ready, before = perf_counter(), cpu_seconds()
        shared = answered_together(question, tasks, asking(compute, searched), NOTHING_MORE)
        seconds, after = perf_counter() - ready, cpu_seconds()
    busiest = max(spent - before.get(pid, 0.0) for pid, spent in after.items())
    gaps = [answer.gap_share or 0.0 for answer in shared.found.values()]
    told = [f"{ready - start:.1f}", f"{seconds:.1f}", f"{busiest:.1f}", str(len(searched))]
    row = [crew, str(workers), str(len(tasks)), *told, f"{max(gaps):.5f}", f"{np.median(gaps):.5f}"]
    csv.writer(sys.stdout, lineterminator="\n").writerow(row)
    return Timed(seconds, busiest, shared)


def main(words: Sequence[str] | None = None) -> int:
    """Answer the same draws with one worker and with two; prints a CSV row each, and the speed-up.

    Before the draws are timed, each worker bounds one, which makes its model ready.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    parser.add_argument("--scenario", type=Path, default=KUMAMOTO, help="scenario file (default: Kumamoto, cheapest)")
    parser.add_argument("--draws", type=int, default=64, help="draws answered by each crew (default 64)")
    parser.add_argument("--crew", choices=CREWS, default="dask", help="who works (default dask)")
    asked = parser.parse_args(words)
    bare, block, network = question_of(read_checked(asked.scenario, Request(root=Path())), Journal())
    found, question = reference_plan(bare)
    tasks = tasks_of(setting_of(question, block, network, found), asked.draws)
    csv.writer(sys.stdout, lineterminator="\n").writerow(HEADER)
    one, two = (timed(asked.crew, workers, question, tasks) for workers in (1, 2))
    same = "the same answers" if one.shared == two.shared else "OTHER ANSWERS"
    by_work = f"{one.busiest_cpu_seconds / two.busiest_cpu_seconds:.2f} by seconds of work of the busiest process"
    sys.stdout.write(f"speed-up {one.seconds / two.seconds:.2f}, {by_work}; {same}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
