"""Which sites for one year where room is scarce? The bounds of `location.py`, with a knapsack for each site.

Relaxing "every school goes somewhere" leaves, for given prices, the most valuable schools that fit each site, and the
cheapest sites whose rooms together hold all schools (Holmberg, Roennqvist and Yuan, EJOR 1999). Both are solved exactly
by dynamic programming over whole sessions, and so is the least that a plan with each option costs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from poolplan.model.bounds import Bounds, Floats

Wholes = NDArray[np.int64]
Marks = NDArray[np.bool_]

ROUNDS = 400
FIRST_STEP, SMALLEST_STEP = 2.0, 1e-3
PATIENCE_ROUNDS = 15
"""Rounds without a better bound before the step is halved."""
AHEAD_SHARE = 0.02
"""Where no plan is known, steps are sized as if the best one cost so much more than the bound."""
LARGEST_TABLE = 30_000_000
"""Cells of a table of the dynamic programme; larger problems are left to the solver alone."""


@dataclass(frozen=True)
class ScarceProblem:
    """Costs in yen; schools are columns, sites rows."""

    fixed: Floats
    """Cost of a contract with each site."""
    cost: Floats
    """Cost of each school at each site; infinite where it is no option."""
    needs: Wholes
    """Sessions of each school."""
    room: Wholes
    """Sessions of each site."""

    @property
    def is_large(self) -> bool:
        """True if the tables would take too much memory and time."""
        return self.cost.size * (int(self.room.max()) + 1) > LARGEST_TABLE


class _Packed(NamedTuple):
    """The most valuable schools for each site."""

    value: Floats
    taken: Marks
    """Site by school."""


def scarce_bounds(problem: ScarceProblem, target_yen: float) -> Bounds:
    """Search for the best prices of "every school goes somewhere" by the subgradient method.

    Args:
        problem: what to bound.
        target_yen: cost of a known plan, infinite if there is none: steps are sized by the distance to it.
    """
    prices = np.sort(problem.cost, axis=0)[:2].max(axis=0)
    prices = np.where(np.isfinite(prices), prices, problem.cost.min(axis=0))
    best, best_prices, step, waited = -np.inf, prices, FIRST_STEP, 0
    for _ in range(ROUNDS):
        packed = _pack(problem, problem.cost - prices)
        used, worth = _cover(problem, problem.fixed + packed.value)
        value = float(prices.sum() + worth)
        waited += 1
        if value > best:
            best, best_prices, waited = value, prices, 0
        slope = 1.0 - packed.taken[used].sum(axis=0)
        length = float(slope @ slope)
        if length == 0 or step < SMALLEST_STEP:
            break
        if waited > PATIENCE_ROUNDS:
            step, waited, prices = step / 2, 0, best_prices
        aim = target_yen if np.isfinite(target_yen) else best + AHEAD_SHARE * abs(best)
        prices = prices + step * max(aim - value, SMALLEST_STEP * abs(value)) / length * slope
    return _bounds(problem, best_prices)


def _pack(problem: ScarceProblem, reduced: Floats) -> _Packed:
    """For each site, the schools of least total reduced cost that fit."""
    sites, schools = reduced.shape
    most = int(problem.room.max())
    value, choice = np.zeros((sites, most + 1)), np.zeros((schools, sites, most + 1), dtype=bool)
    for school in range(schools):
        need, gain = int(problem.needs[school]), np.minimum(reduced[:, school], 0.0)
        if need <= most and gain.any():
            with_it = value[:, : most + 1 - need] + gain[:, None]
            choice[school][:, need:] = with_it < value[:, need:]
            value[:, need:] = np.minimum(with_it, value[:, need:])
    left, row, taken = problem.room.copy(), np.arange(sites), np.zeros(reduced.shape, dtype=bool)
    for school in reversed(range(schools)):
        taken[:, school] = choice[school][row, left]
        left = left - np.where(taken[:, school], problem.needs[school], 0)
    return _Packed(value[row, problem.room], taken)


def _cover(problem: ScarceProblem, worth: Floats) -> tuple[Marks, float]:
    """The sites of least total worth that together have room for all schools; infinite if none have."""
    used = worth < 0
    total = float(worth[used].sum())
    needed = max(0, int(problem.needs.sum() - problem.room[used].sum()))
    cost = np.concatenate([[0.0], np.full(needed, np.inf)])
    steps: list[tuple[int, Marks]] = []
    for site in (int(free) for free in np.flatnonzero(~used)):
        room = min(int(problem.room[site]), needed)
        with_it = np.concatenate([np.zeros(room), cost[: needed + 1 - room]]) + worth[site]
        with_it[0] = np.inf
        steps.append((site, with_it < cost))
        cost = np.minimum(with_it, cost)
    rest = needed
    for site, is_better in reversed(steps):
        if is_better[rest]:
            used[site] = True
            rest = max(0, rest - int(problem.room[site]))
    return used, total + float(cost[needed])


def _bounds(problem: ScarceProblem, prices: Floats) -> Bounds:
    """What plans must cost with each option, and without each site, by the relaxation at these prices."""
    reduced = problem.cost - prices
    packed = _pack(problem, reduced)
    worth = problem.fixed + packed.value
    _, least = _cover(problem, worth)
    with_site, without_site = (
        np.array([_cover_with(problem, worth, site, is_open=is_open) for site in range(worth.size)])
        for is_open in (True, False)
    )
    dearer = _forced(problem, reduced) - packed.value[:, None]
    base = float(prices.sum())
    return Bounds(base + least, base + with_site[:, None] + dearer, base + without_site)


def _cover_with(problem: ScarceProblem, worth: Floats, site: int, *, is_open: bool) -> float:
    """Worth of the best sites if one of them is, or is not, among them."""
    others = np.arange(worth.size) != site
    rest = ScarceProblem(problem.fixed[others], problem.cost[others], problem.needs, problem.room[others])
    if is_open:
        left = np.append(problem.needs, -problem.room[site])
        rest = ScarceProblem(rest.fixed, rest.cost, left, rest.room)
    return _cover(rest, worth[others])[1] + (float(worth[site]) if is_open else 0.0)


def _forced(problem: ScarceProblem, reduced: Floats) -> Floats:
    """For each site and school, the least total reduced cost of schools that fit with this one among them."""
    schools = reduced.shape[1]
    before, after = _tables(problem, reduced, range(schools)), _tables(problem, reduced, reversed(range(schools)))
    found = np.full(reduced.shape, np.inf)
    for school in range(schools):
        for site in np.flatnonzero(np.isfinite(reduced[:, school])):
            left = int(problem.room[site] - problem.needs[school])
            if left >= 0:
                both = before[school][site, : left + 1] + after[school][site, left::-1]
                found[site, school] = both.min() + reduced[site, school]
    return found


def _tables(problem: ScarceProblem, reduced: Floats, order: Iterable[int]) -> dict[int, Floats]:
    """Least reduced cost by site and sessions of those before each school in an order."""
    most = int(problem.room.max())
    value = np.zeros((problem.room.size, most + 1))
    tables = {}
    for school in order:
        tables[school] = value.copy()
        need, gain = int(problem.needs[school]), np.minimum(reduced[:, school], 0.0)
        if need <= most:
            value[:, need:] = np.minimum(value[:, need:], value[:, : most + 1 - need] + gain[:, None])
    return tables
