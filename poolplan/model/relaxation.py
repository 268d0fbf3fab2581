"""How little a plan can cost at given prices: the linear relaxation, with the rows it breaks added, solved warm.

The bound is worked out from the prices that the relaxation puts on the rows, not read off the solver: whatever these
prices are, it holds (Geoffrion, Mathematical Programming Study 2, 1974).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

import highspy
import numpy as np

from poolplan.model.covers import Columns, Covers, Knapsacks, broken_covers, no_covers
from poolplan.model.highs import Heard, ending_of, handed_over, run
from poolplan.model.patience import Patience, endless
from poolplan.model.search import Floats, Matrix
from poolplan.model.year_by_year import YearByYear, year_by_year

ROUNDS = 12
"""Times that broken rows are added, at most."""
WORTH_SHARE = 5e-5
"""Rows are added for as long as they raise the bound by this share of it."""
MOST_STEPS = 20_000
"""Steps of the simplex after which a relaxation is given up: counted, not timed, so that two runs give the same."""


class Held(NamedTuple):
    """A problem of which the solver holds the linear relaxation."""

    matrix: Matrix
    knapsacks: Knapsacks
    """Where guests share room in it."""
    written: YearByYear
    """As the solver has it, perhaps at other prices."""
    highs: highspy.Highs


@dataclass(frozen=True)
class Relaxation:
    """A linear relaxation that is kept in the solver."""

    held: Held
    covers: Covers
    """Rows that the solver has after those of the problem."""
    basis: highspy.HighsBasis
    """Where each price starts, so that no answer depends on the one before."""


class Least(NamedTuple):
    """What the relaxation tells at some prices."""

    bound: float
    """No plan costs less, million yen; minus infinity where the relaxation was given up."""
    values: Floats
    """Of each column."""
    dearer: Floats
    """How much each column costs more than it helps to save at the prices of the rows."""
    covers: Covers
    """All rows added."""

    def widened(self, kept: Columns, columns: int) -> "Least":
        """Say the same of a problem of more columns, of which this one has some."""
        values, dearer = np.zeros(columns), np.zeros(columns)
        values[kept], dearer[kept] = self.values, self.dearer
        return Least(self.bound, values, dearer, self.covers.widened(kept, columns))

    def only(self, values: Floats) -> "Least":
        """Say that only what a plan takes is worth taking."""
        return self._replace(values=values, dearer=np.full(values.size, np.inf))


def nothing_known(columns: int) -> Least:
    """Say that nothing is known of a problem of so many columns."""
    nothing = np.zeros(columns)
    return Least(-np.inf, nothing, nothing, no_covers(columns))


def relaxation_of(matrix: Matrix, knapsacks: Knapsacks, covers: Covers | None = None) -> Relaxation:
    """Solve the relaxation of a problem.

    Args:
        matrix: the problem.
        knapsacks: where guests share room in it.
        covers: rows known to be broken; without them they are looked for at the problem's own costs.
    """
    held = _held(matrix, knapsacks)
    held.highs.setOptionValue("simplex_iteration_limit", MOST_STEPS)
    if covers is None:
        covers = _solved(held, no_covers(matrix.costs.size)).covers
    else:
        _add(held.highs, covers)
        run(held.highs, endless())
    return Relaxation(held, covers, held.highs.getBasis())


def _held(matrix: Matrix, knapsacks: Knapsacks) -> Held:
    """Hand a problem over in which decisions may be taken in shares."""
    written = year_by_year(matrix)
    whole = written.matrix
    highs = handed_over(replace(whole, is_whole=np.zeros_like(whole.is_whole)))
    return Held(matrix, knapsacks, written, highs)


def least_at_first(matrix: Matrix, knapsacks: Knapsacks, seconds: float, heard: Heard) -> Least:
    """Bound what plans cost where nothing is known yet.

    Args:
        matrix: the problem.
        knapsacks: where guests share room in it.
        seconds: most; usually it takes far fewer.
        heard: who is told, and may ask to stop.
    """
    held = _held(matrix, knapsacks)
    heard.to(held.highs).setOptionValue("time_limit", seconds)
    return _solved(held, no_covers(matrix.costs.size), patience=heard.patience)


def least(relaxation: Relaxation, matrix: Matrix, enough: float = np.inf) -> Least:
    """Bound what plans cost at other prices; the same whatever was asked before.

    Args:
        relaxation: of the same problem at some prices.
        matrix: the problem at the prices asked for.
        enough: a bound so high will do, million yen.
    """
    with _at_prices(relaxation, matrix) as held:
        return _solved(held, relaxation.covers, enough)


@contextmanager
def _at_prices(relaxation: Relaxation, matrix: Matrix) -> Iterator[Held]:
    """Lend the solver; rows added meanwhile are taken out again."""
    held = relaxation.held._replace(matrix=matrix)
    highs, columns = held.highs, np.arange(matrix.costs.size, dtype=np.int32)
    highs.clearSolver()
    highs.changeColsCost(columns.size, columns, matrix.costs)
    highs.changeColsBounds(columns.size, columns, matrix.lower, matrix.upper)
    highs.setBasis(relaxation.basis)
    known = len(matrix.names) + relaxation.covers.most.size
    try:
        yield held
    finally:
        added = np.arange(known, highs.getNumRow(), dtype=np.int32)
        if added.size:
            highs.deleteRows(added.size, added)


def _solved(held: Held, covers: Covers, enough: float = np.inf, patience: Patience | None = None) -> Least:
    """Solve, add what is broken, and solve again."""
    best: Least | None = None
    for _ in range(ROUNDS):
        run(held.highs, patience or endless())
        if ending_of(held.highs) != "finished":
            break
        now = _read(held, covers)
        is_better = best is None or now.bound - best.bound > WORTH_SHARE * abs(now.bound)
        is_worth_it = is_better and now.bound < enough
        best = now if best is None or now.bound > best.bound else best
        found = broken_covers(held.knapsacks, now.values) if is_worth_it else no_covers(now.values.size)
        if not found.most.size:
            break
        _add(held.highs, found)
        covers = covers.joined(found)
    best = best or nothing_known(held.matrix.costs.size)
    return best._replace(covers=covers)


def _add(highs: highspy.Highs, covers: Covers) -> None:
    rows, count = covers.rows, covers.most.size
    endless = np.full(count, -highspy.kHighsInf)
    starts, columns = rows.indptr.astype(np.int32), rows.indices.astype(np.int32)
    highs.addRows(count, endless, covers.most, rows.nnz, starts, columns, rows.data)


def _read(held: Held, covers: Covers) -> Least:
    """Work out the bound from the prices of the rows; prices of what has no limit count as nothing."""
    solution, matrix = held.highs.getSolution(), held.matrix
    prices, height = np.array(solution.row_dual), len(matrix.names)
    of_problem, of_covers = held.written.prices(prices[:height]), np.minimum(prices[height:], 0.0)
    limits = np.where(of_problem > 0, matrix.least, matrix.most)
    of_problem = np.where(np.isfinite(limits), of_problem, 0.0)
    limits = np.where(np.isfinite(limits), limits, 0.0)
    dearer = matrix.costs - matrix.rows.T @ of_problem - covers.rows.T @ of_covers
    cheapest = np.where(dearer > 0, matrix.lower, matrix.upper)
    bound = matrix.offset + of_problem @ limits + of_covers @ covers.most + dearer[dearer != 0] @ cheapest[dearer != 0]
    return Least(float(bound), np.array(solution.col_value)[: dearer.size], dearer, covers)
