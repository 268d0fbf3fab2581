"""Four ways to write the same plan down, compared on one city: size, linear bound, and the gap after a while.

* yearly: yes or no for every school, option and year, and for every state of a pool (`benchmarks/naive.py`);
* moves: the year in which a school moves, and states of pools as a path (`build_model`);
* schedules: the same with the works of each pool worked out beforehand (`poolplan/model/schedules.py`);
* histories: one column for all that a school and its pool do over the years.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import NamedTuple

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from benchmarks.cities import city
from benchmarks.naive import naive_model
from benchmarks.schoolwise import Schoolwise, schoolwise
from poolplan.model.build import build_model
from poolplan.model.highs import handed_over
from poolplan.model.schedules import without_states
from poolplan.model.search import Matrix, matrix_of
from poolplan.network.options import Network

HEADER = ("form", "rows", "columns", "nonzeros", "lp_bound", "lp_seconds", "objective", "best_bound", "gap", "seconds")


def forms(net: Network) -> Iterator[tuple[str, Matrix]]:
    """Write a plan of the city down in each way."""
    model = build_model(net)
    moves = matrix_of(model.problem)
    yield "moves", moves
    reduced = without_states(model, moves)
    assert reduced is not None  # noqa: S101 - nothing couples the pools of a made-up city
    yield "schedules", reduced.matrix
    ways = schoolwise(model, reduced.matrix)
    assert ways is not None  # noqa: S101 - schools of a made-up city move once
    yield "histories", histories(reduced.matrix, ways)
    yield "yearly", matrix_of(naive_model(net).problem)


def histories(matrix: Matrix, ways: Schoolwise) -> Matrix:
    """One column for each way of each school, of which each takes one, beside the columns that belong to no school."""
    possible = [way for way in _ways(ways, len(matrix.variables)) if (matrix.upper[way.columns] > 0).all()]
    others = [[int(column)] for column in np.flatnonzero(ways.others)]
    parts = [*(way.columns for way in possible), *others]
    at = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    made_of = csr_array((np.ones(at.size), (np.concatenate(parts), at)), shape=(len(matrix.variables), len(parts)))
    schools = np.array([way.school for way in possible])
    once = csr_array((np.ones(schools.size), (schools, np.arange(schools.size))), shape=(schools.max() + 1, len(parts)))
    rows, ones = csr_array(vstack([ways.rows @ made_of, once])), np.ones(once.shape[0])
    return replace(
        matrix,
        variables=[matrix.variables[part[0]] for part in parts],
        names=[""] * rows.shape[0],
        costs=np.asarray(made_of.T @ matrix.costs),
        lower=np.zeros(len(parts)),
        upper=np.append(np.ones(schools.size), matrix.upper[np.flatnonzero(ways.others)]),
        is_whole=np.ones(len(parts), dtype=bool),
        rows=rows,
        least=np.append(ways.least, ones),
        most=np.append(ways.most, ones),
    )


class Way(NamedTuple):
    """All that a school does: the columns it takes."""

    school: int
    columns: list[int]


def _ways(ways: Schoolwise, nobody: int) -> Iterator[Way]:
    """Every way of every school: in its pool until a year, then somewhere else; or in its pool to the end."""
    pools, years = ways.stays.shape
    ends = np.append(ways.starts[1:], ways.moves.size)
    for group, (start, end) in enumerate(zip(ways.starts, ends, strict=True)):
        has_pool = group < pools * years
        school, year = divmod(group, years) if has_pool else (pools + group - pools * years, 0)
        before = [*ways.stays[school, :year], ways.retires[school, year]] if has_pool else []
        for move in ways.moves[start:end]:
            if move != nobody:
                yield Way(school, [*before, move])
    for school in range(pools):
        yield Way(school, list(ways.stays[school]))


def measured(name: str, matrix: Matrix, gap_share: float, time_limit_s: float) -> list[object]:
    """One row under HEADER."""
    linear = handed_over(replace(matrix, is_whole=np.zeros_like(matrix.is_whole)))
    linear.setOptionValue("time_limit", time_limit_s)
    start = perf_counter()
    linear.run()
    middle = perf_counter()
    whole = handed_over(matrix)
    whole.setOptionValue("mip_rel_gap", gap_share)
    whole.setOptionValue("time_limit", time_limit_s)
    whole.run()
    end, info = perf_counter(), whole.getInfo()
    best, bound = info.objective_function_value, info.mip_dual_bound
    solved = linear.getModelStatus() == highspy.HighsModelStatus.kOptimal
    sizes = (len(matrix.names), len(matrix.variables), matrix.rows.nnz)
    lp_bound = f"{linear.getInfo().objective_function_value:.2f}" if solved else "none"
    gap = (best - bound) / abs(best) if np.isfinite(best) else np.inf
    seconds = f"{middle - start:.1f}", f"{end - middle:.1f}"
    return [name, *sizes, lp_bound, seconds[0], f"{best:.2f}", f"{bound:.2f}", f"{gap:.5f}", seconds[1]]


def main(words: Sequence[str] | None = None) -> None:
    """Print one CSV row per form; money in million yen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formulations", description=__doc__)
    parser.add_argument("--schools", type=int, default=134)
    parser.add_argument("--years", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", type=float, default=0.001, help="gap at which a search may end")
    parser.add_argument("--time-limit", type=float, default=180.0, help="seconds for each linear problem and search")
    asked = parser.parse_args(words)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADER)
    for name, matrix in forms(city(asked.schools, asked.years, asked.seed)):
        table.writerow(measured(name, matrix, asked.gap, asked.time_limit))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
