"""How much faster two workers of this computer answer the same draws of prices than one, on Dask or without it."""

import argparse
import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from time import perf_counter

import numpy as np

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

SCENARIO = Path(__file__).resolve().parent.parent / "scenarios" / "kumamoto_expand_cheapest.yaml"
HEADER = ("crew", "workers", "draws", "seconds_until_ready", "seconds_draws", "searched", "largest_gap", "median_gap")
CREWS: dict[str, Callable[[int], AbstractContextManager[Hire]]] = {
    "dask": lambda workers: on_dask(LOCAL, workers),
    "processes": in_processes,
}


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


def timed(crew: str, workers: int, question: Question, tasks: Sequence[Task]) -> tuple[list[str], float, Shared]:
    """Return the row of a crew, the seconds it took for the draws, and the answers."""
    start, searched = perf_counter(), list[str]()
    with CREWS[crew](workers) as hire:
        compute = hire(question)
        dict(compute([Task(task.point, how=Asked(1.0)) for task in tasks[:workers]]))
        ready = perf_counter()
        shared = answered_together(question, tasks, asking(compute, searched), NOTHING_MORE)
        seconds = perf_counter() - ready
    gaps = [answer.gap_share or 0.0 for answer in shared.found.values()]
    told = [f"{ready - start:.1f}", f"{seconds:.1f}", str(len(searched)), f"{max(gaps):.5f}", f"{np.median(gaps):.5f}"]
    return [crew, str(workers), str(len(tasks)), *told], seconds, shared


def main(words: Sequence[str] | None = None) -> int:
    """Answer the same draws with one worker and with two; prints a CSV row each, and the speed-up.

    Before the draws are timed, each worker bounds one, which makes its model ready.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    parser.add_argument("--scenario", type=Path, default=SCENARIO, help="scenario file (default: Kumamoto, cheapest)")
    parser.add_argument("--draws", type=int, default=64, help="draws answered by each crew (default 64)")
    parser.add_argument("--crew", choices=CREWS, default="dask", help="who works (default dask)")
    asked = parser.parse_args(words)
    bare, block, network = question_of(read_checked(asked.scenario, Request(root=Path())), Journal())
    found, question = reference_plan(bare)
    tasks = tasks_of(setting_of(question, block, network, found), asked.draws)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADER)
    rows = [timed(asked.crew, workers, question, tasks) for workers in (1, 2)]
    table.writerows(row for row, _, _ in rows)
    same = "the same answers" if rows[0][2] == rows[1][2] else "OTHER ANSWERS"
    sys.stdout.write(f"speed-up {rows[0][1] / rows[1][1]:.2f}, {same}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
