"""Which sets of sites can a better plan use? Where room is scarce few can, and each is bounded on its own.

In a given set the sites must be nearly full: together they may leave free what their rooms exceed the lessons by. With
that the knapsacks of `packing.py` bound much better.
"""

import heapq
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

import numpy as np

from poolplan.model.bounds import Bounds, Floats
from poolplan.model.knapsacks import Relaxed, ScarceProblem, cover
from poolplan.model.packing import Knapsacks, Marks, Wholes, forced, pack
from poolplan.model.patience import Patience

ROUNDS = 200
FIRST_STEP, SMALLEST_STEP = 1.0, 1e-3
PATIENCE_ROUNDS = 10


class SiteSet(NamedTuple):
    """Sites with a contract in a plan, exactly these."""

    least_yen: float
    """No plan with these sites costs less."""
    used: Marks
    spare: int
    """Sessions that the rooms together exceed the lessons by."""

    @property
    def name(self) -> bytes:
        """The same for the same sites."""
        return self.used.tobytes()


def site_sets(problem: ScarceProblem, known: Relaxed) -> Iterator[SiteSet]:
    """Every set of sites with room for all, the one with the lowest bound first (Lawler, Management Science 1972)."""
    none = np.zeros(problem.room.size, dtype=bool)
    number, base = count(), float(known.prices.sum())
    first = _best_set(problem, known.worth, none, none)
    heap = [(first[0], next(number), first[1], none, none)] if first else []
    while heap:
        worth, _, used, within, without = heapq.heappop(heap)
        yield SiteSet(base + worth, used, int(problem.room[used].sum() - problem.needs.sum()))
        within, without = within.copy(), without.copy()
        for site in np.flatnonzero(~(within | without)):
            inside, outside = within.copy(), without.copy()
            (outside if used[site] else inside)[site] = True
            found = _best_set(problem, known.worth, inside, outside)
            if found:
                heapq.heappush(heap, (found[0], next(number), found[1], inside, outside))
            (within if used[site] else without)[site] = True


def _best_set(problem: ScarceProblem, worth: Floats, within: Marks, without: Marks) -> tuple[float, Marks] | None:
    """The set of least worth with some sites in it and others not; None if there is no room for all."""
    free = ~(within | without)
    sessions = int(problem.needs.sum() - problem.room[within].sum())
    if problem.room[free].sum() < sessions:
        return None
    used = within.copy()
    chosen, rest = cover(problem.room[free], worth[free], sessions)
    used[np.flatnonzero(free)[chosen]] = True
    return float(worth[within].sum()) + rest, used


def bounds_of(problem: ScarceProblem, known: Relaxed, chosen: SiteSet, target_yen: float, patience: Patience) -> Bounds:
    """What plans with exactly these sites must cost, by option; infinite at other sites.

    Args:
        problem: what to bound.
        known: prices to begin with.
        chosen: the sites.
        target_yen: cost of a known plan; the search for better prices ends once the bound is above it.
        patience: ends that search early.
    """
    rows = np.flatnonzero(chosen.used)
    fixed, sacks = float(problem.fixed[rows].sum()), sacks_of(problem, chosen)
    prices = best_prices(sacks, known.prices, target_yen - fixed, patience)
    reduced = sacks._replace(cost=sacks.cost - prices)
    packed = pack(reduced)
    least = fixed + float(prices.sum() + packed.value.sum())
    with_option = np.full(problem.cost.shape, np.inf)
    if np.isfinite(least):
        with_option[rows] = least + forced(reduced) - packed.value[:, None]
    return Bounds(least, with_option, np.where(chosen.used, np.inf, least))


def sacks_of(problem: ScarceProblem, chosen: SiteSet) -> Knapsacks:
    """The sites of a set, each to be filled up to what all of them together may leave free."""
    rows = np.flatnonzero(chosen.used)
    room = problem.room[rows]
    return Knapsacks(problem.cost[rows], problem.needs, room, np.minimum(room, chosen.spare))


def best_prices(sacks: Knapsacks, prices: Floats, target: float, patience: Patience) -> Floats:
    """Search for the best prices of the schools by the subgradient method.

    Args:
        sacks: the sites of a set.
        prices: to begin with.
        target: cost of a known plan, contracts apart; the search ends once the bound is above it.
        patience: ends it early.
    """
    best, best_prices, step, waited = -np.inf, prices, FIRST_STEP, 0
    for _ in range(ROUNDS):
        packed = pack(sacks._replace(cost=sacks.cost - prices))
        value = float(prices.sum() + packed.value.sum())
        waited += 1
        if value > best:
            best, best_prices, waited = value, prices, 0
        slope = 1.0 - packed.taken.sum(axis=0)
        length = float(slope @ slope)
        if length == 0 or step < SMALLEST_STEP or best > target or patience.is_over:
            break
        if waited > PATIENCE_ROUNDS:
            step, waited, prices = step / 2, 0, best_prices
        prices = prices + step * max(target - value, SMALLEST_STEP * abs(target)) / length * slope
    return best_prices


def bounds_of_all(parts: list[Bounds], rest_yen: float) -> Bounds:
    """Put together what is known of several sets of sites and, by one number, of all others."""
    return Bounds(
        min([rest_yen, *(part.least_yen for part in parts)]),
        np.minimum(rest_yen, np.min([part.with_option_yen for part in parts], axis=0)),
        np.minimum(rest_yen, np.min([part.without_site_yen for part in parts], axis=0)),
    )


def spare_of_each(sets: list[SiteSet], room: Wholes) -> Wholes:
    """Sessions that each site may leave free, whichever of the sets is used."""
    spare = np.zeros_like(room)
    for chosen in sets:
        spare[chosen.used] = np.maximum(spare[chosen.used], np.minimum(room[chosen.used], chosen.spare))
    return spare
