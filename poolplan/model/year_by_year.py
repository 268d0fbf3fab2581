"""The rows of a problem written year by year: how the guests of a site change, not who they all are.

A move counts in every year from its own on, so the rows of a site repeat it up to thirty times. Less the row of the
year before, a row holds little more than the moves of its year. The relaxation stays the same, and is solved faster.
"""

import re
from dataclasses import dataclass, replace

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from poolplan.model.search import Floats, Matrix

YEARLY = re.compile(r"fit_in_open_sites__(.+)__\d+(__for_good)?")
"""Names of rows that repeat each move; those of a site follow each other in the order of years."""


@dataclass(frozen=True)
class YearByYear:
    """A problem with the same plans, of which each has a column more for the room that a row leaves."""

    matrix: Matrix
    columns: int
    """Of the problem itself; they come first."""
    changes: csr_array
    """Makes the rows of this problem, but for the room left, of those of the problem itself."""

    def prices(self, of_changes: Floats) -> Floats:
        """Prices of the problem's rows, from those of the rows of this one."""
        return np.asarray(self.changes.T @ of_changes)


def year_by_year(matrix: Matrix) -> YearByYear:
    """Write the rows of sites as changes from the year before."""
    height, yearly, before = len(matrix.names), list[int](), list[tuple[int, int]]()
    last: dict[tuple[str | None, ...], int] = {}
    for row, name in enumerate(matrix.names):
        site = YEARLY.fullmatch(name)
        if site and np.isneginf(matrix.least[row]):
            before += [(row, last[site.groups()])] if site.groups() in last else []
            last[site.groups()] = row
            yearly.append(row)
    now, then = np.array(before, dtype=np.int_).reshape(-1, 2).T
    signs = np.concatenate([np.ones(height), np.full(now.size, -1.0)])
    where = np.concatenate([np.arange(height), now]), np.concatenate([np.arange(height), then])
    changes = csr_array((signs, where), shape=(height, height))
    left = csr_array((np.ones(len(yearly)), (yearly, np.arange(len(yearly)))), shape=(height, len(yearly)))
    return YearByYear(_written(matrix, np.array(yearly, dtype=np.int_), changes, left), matrix.costs.size, changes)


def _written(matrix: Matrix, yearly: NDArray[np.int_], changes: csr_array, left: csr_array) -> Matrix:
    """Write the problem down, with the room that each row of a site leaves."""
    rooms, none = pulp.LpProblem("room_left"), np.zeros(yearly.size)
    variables = [rooms.add_variable(f"room_left__{row}", 0) for row in yearly]
    rows = csr_array(changes @ matrix.rows)
    rows.eliminate_zeros()
    least, most = matrix.least.copy(), matrix.most.copy()
    least[yearly] = most[yearly] = (changes @ np.where(np.isfinite(matrix.most), matrix.most, 0.0))[yearly]
    return replace(
        matrix,
        variables=[*matrix.variables, *variables],
        costs=np.append(matrix.costs, none),
        lower=np.append(matrix.lower, none),
        upper=np.append(matrix.upper, np.full(yearly.size, np.inf)),
        is_whole=np.append(matrix.is_whole, np.zeros(yearly.size, dtype=bool)),
        rows=csr_array(hstack([rows, changes @ left])),
        least=least,
        most=most,
    )
