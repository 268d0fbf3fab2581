"""Bounds school by school: what couples schools has a price, and each school then goes the way that is cheapest for it.

The Lagrangian relaxation of every rule but "a school is somewhere". It bounds as well as the linear relaxation and
takes hundredths of a second where prices are known that fit (Geoffrion, Mathematical Programming Study 2, 1974).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from poolplan.model.build import PlanModel
from poolplan.model.search import Floats, Matrix
from poolplan.model.variables import PoolKey, UseKey

OWN_RULES = frozenset({"teach_every_school", "retire_when_left"})
"""Rules that every way of a school keeps by itself."""
ROUNDS = 60
PATIENCE_ROUNDS = 8
"""Rounds without a better bound before the step is halved."""

Columns = NDArray[np.int_]


class Way(NamedTuple):
    """What all schools do at given costs."""

    cost: float
    taken: Floats
    """Value of each column."""


@dataclass(frozen=True)
class Schoolwise:
    """A problem without the states of pools, in which every school moves once at most."""

    stays: Columns
    """Own pool in use: one row per school that has one, one column per year."""
    retires: Columns
    """Same shape: the pool's last year is the year before."""
    moves: Columns
    """Moves by school with a pool and year, then by school without; the number of columns stands for no move."""
    starts: Columns
    """Where the moves of each begin."""
    others: NDArray[np.bool_]
    """Columns that belong to no school."""
    upper: Floats
    coupling: Columns
    """Rows of the problem that couple schools."""
    rows: csr_array
    least: Floats
    most: Floats

    def cheapest(self, costs: Floats) -> Way:
        """Let each school go the way that is cheapest for it.

        Args:
            costs: of each column, infinite where it cannot be taken.
        """
        known = np.append(costs, np.inf)
        moves = np.minimum.reduceat(known[self.moves], self.starts)
        pools, years = self.stays.shape
        open_until = np.pad(np.cumsum(known[self.stays], axis=1), ((0, 0), (1, 0)))
        leaving = open_until[:, :-1] + known[self.retires] + moves[: pools * years].reshape(pools, years)
        ways = np.column_stack([leaving, open_until[:, -1]])
        until = np.argmin(ways, axis=1)
        taken = np.zeros(known.size)
        taken[self.stays[np.arange(years) < until[:, None]]] = 1.0
        left = np.flatnonzero(until < years)
        taken[self.retires[left, until[left]]] = 1.0
        chosen = [*(left * years + until[left]), *range(pools * years, self.starts.size)]
        ends = np.append(self.starts[1:], self.moves.size)
        for group in chosen:
            columns = self.moves[self.starts[group] : ends[group]]
            taken[columns[np.argmin(known[columns])]] = 1.0
        taken = taken[:-1]
        gains = self.others & (costs < 0)
        taken[gains] = self.upper[gains]
        cost = ways.min(axis=1).sum() + moves[pools * years :].sum() + float(costs[gains] @ self.upper[gains])
        return Way(float(cost), taken)

    def bound(self, costs: Floats, prices: Floats, wanted: float) -> float:
        """Bound what every plan costs, by the subgradient method.

        Args:
            costs: of each column, infinite where it cannot be taken.
            prices: of the rows that couple schools, to begin with; above 0 for what must be reached.
            wanted: enough is proven at this bound.
        """
        best, best_prices, step, waited = -np.inf, prices, 1.0, 0
        for _ in range(ROUNDS):
            way = self.cheapest(costs - self.rows.T @ prices)
            value = way.cost + self._worth(prices)
            if value > best:
                best, best_prices, waited = value, prices, 0
            waited += 1
            if best >= wanted or not np.isfinite(value):
                break
            if waited > PATIENCE_ROUNDS:
                step, waited, prices = step / 2, 0, best_prices
                continue
            slope = self._slope(prices, self.rows @ way.taken)
            length = float(slope @ slope)
            if length == 0:
                break
            prices = self._allowed(prices + step * (wanted - value) / length * slope)
        return best

    def _worth(self, prices: Floats) -> float:
        return float(prices @ np.where(prices > 0, self.least, np.where(prices < 0, self.most, 0.0)))

    def _slope(self, prices: Floats, sums: Floats) -> Floats:
        broken = np.where(sums < self.least, self.least - sums, np.minimum(self.most - sums, 0.0))
        return np.where(prices > 0, self.least - sums, np.where(prices < 0, self.most - sums, broken))

    def _allowed(self, prices: Floats) -> Floats:
        """No price for what has no limit."""
        low = np.where(np.isfinite(self.most), prices, np.maximum(prices, 0.0))
        return np.where(np.isfinite(self.least), low, np.minimum(low, 0.0))


def schoolwise(model: PlanModel, matrix: Matrix) -> Schoolwise | None:
    """Read the ways of schools off a problem without states of pools; None where schools have other ways."""
    net, x = model.network, model.decisions
    if x.swims or x.stays or x.visits or x.short:
        return None
    years, column = net.scenario.planned_years, {v: index for index, v in enumerate(matrix.variables)}
    sites = [home.site for home in net.home_options.values()]
    nobody = len(column)
    moves: list[int] = []
    starts: list[int] = []
    with_pool = [(school, year) for school in net.home_options for year in years]
    without = [(school, years.start) for school in net.away_options if school not in net.home_options]
    for school, year in [*with_pool, *without]:
        keys = [UseKey(option, year) for option in net.away_options[school]]
        starts.append(len(moves))
        moves += [column[x.moves[key]] for key in keys if key in x.moves] or [nobody]
    is_own = matrix.of_rules(OWN_RULES)
    stays, retires = (
        np.array([[column[table[PoolKey(site, year)]] for year in years] for site in sites], dtype=np.int64).reshape(
            len(sites), len(years)
        )
        for table in (x.is_open, x.retires)
    )
    others = np.ones(nobody + 1, dtype=bool)
    others[np.concatenate([stays.ravel(), retires.ravel(), np.array(moves, dtype=np.int64)])] = False
    return Schoolwise(
        stays=stays,
        retires=retires,
        moves=np.array(moves, dtype=np.int64),
        starts=np.array(starts, dtype=np.int64),
        others=others[:-1],
        upper=matrix.upper,
        coupling=np.flatnonzero(~is_own),
        rows=matrix.rows[np.flatnonzero(~is_own)],
        least=matrix.least[~is_own],
        most=matrix.most[~is_own],
    )
