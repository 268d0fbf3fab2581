"""Which sites for one year where room is scarce? The bounds of `location.py`, with a knapsack for each site.

Relaxing "every school goes somewhere" leaves, for given prices, the most valuable schools that fit each site, and the
cheapest sites whose rooms together hold all schools (Holmberg, Roennqvist and Yuan, EJOR 1999). Both are solved exactly
by dynamic programming over whole sessions, and so is the least that a plan with each option costs.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from poolplan.model.bounds import Bounds, Floats
from poolplan.model.packing import Knapsacks, Marks, Wholes, forced, pack
from poolplan.model.patience import Patience

ROUNDS = 400
FIRST_STEP, SMALLEST_STEP = 2.0, 1e-3
PATIENCE_ROUNDS = 15
"""Rounds without a better bound before the step is halved."""
AHEAD_SHARE = 0.02
"""Steps are sized as if the best plan cost so much more than the bound."""
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

    def knapsacks(self, prices: Floats) -> Knapsacks:
        """Sites to be filled at given prices of the schools; they may stay as empty as they like."""
        return Knapsacks(self.cost - prices, self.needs, self.room, self.room)


class Relaxed(NamedTuple):
    """The relaxation at the best prices found."""

    prices: Floats
    """Of each school: what it is worth to have it somewhere, yen."""
    worth: Floats
    """What each site adds to the cost: its contract, and its cheapest schools less their prices."""


def relaxed(problem: ScarceProblem, patience: Patience) -> Relaxed:
    """Search for the best prices of "every school goes somewhere" by the subgradient method.

    Args:
        problem: what to bound.
        patience: ends it early.
    """
    prices = np.sort(problem.cost, axis=0)[:2].max(axis=0)
    prices = np.where(np.isfinite(prices), prices, problem.cost.min(axis=0))
    best, best_prices, step, waited = -np.inf, prices, FIRST_STEP, 0
    for _ in range(ROUNDS):
        packed = pack(problem.knapsacks(prices))
        used, worth = cover(problem.room, problem.fixed + packed.value, int(problem.needs.sum()))
        value = float(prices.sum() + worth)
        waited += 1
        if value > best:
            best, best_prices, waited = value, prices, 0
        slope = 1.0 - packed.taken[used].sum(axis=0)
        length = float(slope @ slope)
        if length == 0 or step < SMALLEST_STEP or patience.is_over:
            break
        if waited > PATIENCE_ROUNDS:
            step, waited, prices = step / 2, 0, best_prices
        ahead = best + AHEAD_SHARE * abs(best) - value
        prices = prices + step * max(ahead, SMALLEST_STEP * abs(value)) / length * slope
    return Relaxed(best_prices, problem.fixed + pack(problem.knapsacks(best_prices)).value)


def cover(room: Wholes, worth: Floats, sessions: int) -> tuple[Marks, float]:
    """The sites of least total worth that together have room for all sessions; infinite if none have."""
    used = worth < 0
    total = float(worth[used].sum())
    needed = max(0, int(sessions - room[used].sum()))
    cost = np.concatenate([[0.0], np.full(needed, np.inf)])
    steps: list[tuple[int, Marks]] = []
    for site in (int(free) for free in np.flatnonzero(~used)):
        gained = min(int(room[site]), needed)
        with_it = np.concatenate([np.zeros(gained), cost[: needed + 1 - gained]]) + worth[site]
        with_it[0] = np.inf
        steps.append((site, with_it < cost))
        cost = np.minimum(with_it, cost)
    rest = needed
    for site, is_better in reversed(steps):
        if is_better[rest]:
            used[site] = True
            rest = max(0, rest - int(room[site]))
    return used, total + float(cost[needed])


def bounds_at(problem: ScarceProblem, known: Relaxed) -> Bounds:
    """What plans must cost with each option, and without each site, by the relaxation at these prices."""
    base, sessions, worth = float(known.prices.sum()), int(problem.needs.sum()), known.worth
    with_site, without_site = np.empty(worth.size), np.empty(worth.size)
    for site in range(worth.size):
        others = np.arange(worth.size) != site
        room, rest = problem.room[others], worth[others]
        with_site[site] = cover(room, rest, sessions - int(problem.room[site]))[1] + worth[site]
        without_site[site] = cover(room, rest, sessions)[1]
    dearer = forced(problem.knapsacks(known.prices)) - (worth - problem.fixed)[:, None]
    _, least = cover(problem.room, worth, sessions)
    return Bounds(base + least, base + with_site[:, None] + dearer, base + without_site)
