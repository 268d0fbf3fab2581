"""A better plan at given prices, looked for where the linear relaxation and the best plan known already are.

Options that the relaxation finds too dear are left out, but for those of the plan known: what remains, some thousand of
forty thousand moves, is searched in a second or two (relaxation enforced neighbourhood search: Berthold, Mathematical
Programming Computation 6, 2014).
"""

from dataclasses import replace
from typing import NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from poolplan.model.covers import Covers
from poolplan.model.highs import Heard, ending_of, found, handed_over, has_plan, is_consistent, run, search_again
from poolplan.model.patience import Patience, endless
from poolplan.model.relaxation import Least
from poolplan.model.search import COST_TOLERANCE, Floats, Found, Matrix

FREE = 1e-6
"""What the relaxation takes, in shares, and finds no dearer than what it takes, in million yen."""
MOST_NODES = 100
NARROW_SHARE = 5e-4
"""The search among few moves ends at this gap."""
INITIAL_SWEEP = 1

Marks = NDArray[np.bool_]


def with_covers(matrix: Matrix, covers: Covers) -> Matrix:
    """Add rows that every plan keeps."""
    endless = np.full(covers.most.size, -np.inf)
    return replace(
        matrix,
        names=[*matrix.names, *(f"covers__{number}" for number in range(covers.most.size))],
        rows=csr_array(vstack([matrix.rows, covers.rows])),
        least=np.append(matrix.least, endless),
        most=np.append(matrix.most, covers.most),
    )


class Until(NamedTuple):
    """When a search has done enough, and who hears of it meanwhile."""

    gap_share: float
    """A plan so near to the bound will do."""
    seconds: float
    """Most seconds; usually it takes far fewer."""
    heard: Heard | None = None
    """Told how far the search is; may ask to stop."""

    @property
    def patience(self) -> Patience:
        """Over once somebody asked to stop."""
        return self.heard.patience if self.heard else endless()

    def listens(self, highs: highspy.Highs, *, is_partial: bool) -> None:
        """Let a solver be heard."""
        if self.heard:
            self.heard.is_partial = is_partial
            self.heard.to(highs)


def improved(matrix: Matrix, told: Least, moves: Marks, plan: Floats | None, until: Until) -> Floats | None:
    """Look for a plan near the relaxation and the plan known; None if none is found, or none is cheaper.

    Args:
        matrix: the problem.
        told: its relaxation.
        moves: columns that may be left out.
        plan: the best one known.
        until: what is enough.
    """
    taken = told.values > FREE if plan is None else (told.values > FREE) | (plan > FREE)
    free = np.flatnonzero(~moves | taken | (told.dearer <= FREE))
    smaller = only_columns(with_covers(matrix, told.covers), free)
    highs = solver_of(smaller, NARROW_SHARE, until.seconds, None if plan is None else plan[free])
    until.listens(highs, is_partial=True)
    if np.isfinite(told.bound):
        highs.setOptionValue("objective_target", told.bound + until.gap_share * abs(told.bound))
    highs.setOptionValue("mip_max_nodes", MOST_NODES)
    run(highs, until.patience)
    if not has_plan(highs) or not is_consistent(highs):
        return None
    values = np.zeros(matrix.costs.size)
    values[free] = smaller.rounded(np.array(highs.getSolution().col_value))
    is_better = plan is None or matrix.cost(values) < matrix.cost(plan)
    return values if is_better and not any(matrix.complaints(values)) else None


def searched(matrix: Matrix, told: Least, plan: Floats | None, until: Until) -> Found:
    """Search the whole problem but for what no plan cheaper than the one known can take; arguments as above."""
    whole = with_covers(matrix, told.covers)
    if plan is not None and np.isfinite(told.bound):
        too_dear = matrix.cost(plan) - told.bound + COST_TOLERANCE * abs(told.bound)
        never, always = (told.dearer > too_dear) & (plan < FREE), (told.dearer < -too_dear) & (plan > FREE)
        lower, upper = np.where(always, matrix.upper, matrix.lower), np.where(never, matrix.lower, matrix.upper)
        whole = replace(whole, lower=lower, upper=upper)
    highs = solver_of(whole, until.gap_share, until.seconds, plan)
    until.listens(highs, is_partial=False)
    run(highs, until.patience)
    if not is_consistent(highs):
        search_again(highs, until.seconds, until.patience)
    answer = found(highs, whole, ending_of(highs), plan, told.bound)
    values = None if answer.values is None else matrix.rounded(answer.values)
    if plan is not None and (values is None or matrix.cost(plan) < matrix.cost(values)):
        return answer._replace(values=plan, cost=matrix.cost(plan))
    return answer._replace(values=values)


def only_columns(matrix: Matrix, columns: NDArray[np.int_]) -> Matrix:
    """Leave out all other columns: they are 0."""
    return replace(
        matrix,
        variables=[matrix.variables[column] for column in columns],
        costs=matrix.costs[columns],
        lower=matrix.lower[columns],
        upper=matrix.upper[columns],
        is_whole=matrix.is_whole[columns],
        rows=csr_array(matrix.rows.tocsc()[:, columns]),
    )


def solver_of(matrix: Matrix, gap_share: float, time_limit_s: float, start: Floats | None = None) -> highspy.Highs:
    """Return a solver with a problem, the settings of every search, and a plan to start from if there is one."""
    highs = handed_over(matrix)
    options = (("mip_rel_gap", gap_share), ("time_limit", time_limit_s), ("presolve_mode", INITIAL_SWEEP))
    for option, value in options:
        highs.setOptionValue(option, value)
    if start is not None:
        highs.setSolution(start.size, np.arange(start.size, dtype=np.int32), start)
    return highs
