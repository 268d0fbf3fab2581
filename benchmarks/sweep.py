"""How much faster two Dask workers on this computer answer the same draws of prices than one."""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from poolplan.analysis.sensitivity.answers import reference_plan
from poolplan.analysis.sensitivity.on_dask import LOCAL, on_dask
from poolplan.analysis.sensitivity.sampling import correlated_draws
from poolplan.analysis.sensitivity.setting import Setting
from poolplan.analysis.sensitivity.study import setting_of
from poolplan.analysis.sensitivity.tasks import Found, Task
from poolplan.progress import Journal
from poolplan.run import Request, read_checked
from poolplan.study import question_of

SCENARIO = Path(__file__).resolve().parent.parent / "scenarios" / "kumamoto_expand_cheapest.yaml"
HEADER = ("workers", "draws", "seconds_until_ready", "seconds_draws", "largest_gap", "median_gap")


def tasks_of(where: Setting, number: int) -> list[Task]:
    """Return the first draws of the scenario's ranges."""
    drawn = correlated_draws(where.asked, where.references, number)
    return [where.task(dict(zip(where.parameters, map(float, row), strict=True))) for row in drawn]


def main(words: Sequence[str] | None = None) -> int:
    """Answer the same draws with one worker and with two; prints a CSV row each, and the speed-up.

    The first draws of each worker, as many as there are workers, make its model ready and are not counted as draws.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    parser.add_argument("--scenario", type=Path, default=SCENARIO, help="scenario file (default: Kumamoto, cheapest)")
    parser.add_argument("--draws", type=int, default=32, help="draws answered by each crew")
    asked = parser.parse_args(words)
    bare, block, network = question_of(read_checked(asked.scenario, Request(root=Path())), Journal())
    found, question = reference_plan(bare)
    tasks = tasks_of(setting_of(question, block, network, found), asked.draws + 2)
    table, seconds, answers = csv.writer(sys.stdout, lineterminator="\n"), [], list[dict[str, Found]]()
    table.writerow(HEADER)
    for workers in (1, 2):
        start = perf_counter()
        with on_dask(LOCAL, workers) as hire:
            compute = hire(question)
            dict(compute(tasks[:workers]))
            ready = perf_counter()
            answers.append({task.key: answer for task, answer in compute(tasks[2:])})
            seconds.append(perf_counter() - ready)
        gaps = [answer.gap_share or 0.0 for answer in answers[-1].values()]
        told = (f"{ready - start:.1f}", f"{seconds[-1]:.1f}", f"{max(gaps):.5f}", f"{np.median(gaps):.5f}")
        table.writerow((workers, len(tasks) - 2, *told))
    same = "the same answers" if answers[0] == answers[1] else "OTHER ANSWERS"
    sys.stdout.write(f"speed-up {seconds[0] / seconds[1]:.2f}, {same}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
