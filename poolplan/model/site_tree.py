"""Sites taken in or left out one after the other, each choice bounded by prices: plans of one year with room for all.

The bounds are those of `location.py`. Where they leave a gap, few sites are mostly left to decide about, and a choice
is bounded in a few hundredths of a second (branch and bound on Lagrangian bounds: Beasley, EJOR 1993).
"""

import heapq
from itertools import count
from typing import NamedTuple

import numpy as np

from poolplan.model.bounds import Floats
from poolplan.model.exchange import LocationProblem, exchanged, plan_yen
from poolplan.model.packing import Marks
from poolplan.model.patience import Patience
from poolplan.model.steps import STEP_NOISE_SHARE

MOST_COSTS = 1_000_000_000
"""Costs looked at before the rest is left to the solver: some five seconds of work."""
ROUNDS, FIRST_STEP, SMALLEST_STEP, PATIENCE_ROUNDS = 100, 1.0, 1e-2, 6
"""Of the subgradient method, for each choice."""
MEMORY = 0.9
"""Weight of earlier rounds in how often a site is taken."""
NOISE_SHARE = 1e-9
HALF = 0.5


class Plan(NamedTuple):
    """Sites with a contract; every school goes to its cheapest one."""

    sites: Marks
    yen: float


class Searched(NamedTuple):
    """The end of a search among sites."""

    plan: Plan
    least_yen: float
    """No plan costs less."""


class _Choice(NamedTuple):
    """Some sites taken in, some left out, some free."""

    within: Marks
    free: Marks
    prices: Floats
    """Of the schools."""


class _Bounded(NamedTuple):
    """What is known of the plans that keep to a choice."""

    least: float
    choice: _Choice
    """Sites that no cheaper plan has, or does without, are no longer free."""
    likely: Marks
    """Sites that the relaxation takes."""
    next: int
    """The site to decide about."""
    costs_seen: int


def search_sites(problem: LocationProblem, prices: Floats, plan: Plan, step_yen: float, patience: Patience) -> Searched:
    """Search among sets of sites, the choice with the lowest bound first.

    Args:
        problem: costs.
        prices: of the schools, as good as they are known.
        plan: the cheapest one known.
        step_yen: costs of plans are multiples of this; 0 where no such step is known.
        patience: ends it early.
    """
    none, number, seen = np.zeros(problem.fixed.size, dtype=bool), count(), 0
    heap: list[tuple[float, int, _Bounded]] = []
    waiting: tuple[_Choice, ...] = (_Choice(none, ~none, prices),)
    while True:
        for choice in waiting:
            node = _bounded(problem, choice, _limit(plan.yen, step_yen), plan.yen)
            seen += node.costs_seen
            plan = _cheaper(problem, plan, node.likely)
            if node.choice.free.any():
                heapq.heappush(heap, (node.least, next(number), node))
        if not heap or heap[0][0] > _limit(plan.yen, step_yen):
            return Searched(plan, plan.yen)
        if seen >= MOST_COSTS or patience.is_over:
            return Searched(plan, min(plan.yen, heap[0][0]))
        waiting = _branches(heapq.heappop(heap)[2])


def _limit(yen: float, step_yen: float) -> float:
    """What a plan that is cheaper costs at most."""
    return yen - step_yen * (1 - STEP_NOISE_SHARE) if step_yen else yen - NOISE_SHARE * abs(yen)


def _cheaper(problem: LocationProblem, plan: Plan, sites: Marks) -> Plan:
    """The known plan, or the one at these sites if that is cheaper: then exchanged until nothing pays."""
    yen = plan_yen(problem, sites) if sites.any() else np.inf
    if yen >= plan.yen:
        return plan
    better = exchanged(problem, sites)
    return Plan(better, plan_yen(problem, better))


def _branches(node: _Bounded) -> tuple[_Choice, _Choice]:
    within, free, prices = node.choice
    one = np.arange(free.size) == node.next
    return _Choice(within | one, free & ~one, prices), _Choice(within, free & ~one, prices)


def _bounded(problem: LocationProblem, choice: _Choice, limit: float, plan_yen: float) -> _Bounded:
    """Bound the plans that keep to a choice, and decide about the sites that this leaves no choice about."""
    within, free = choice.within, choice.free
    nobody = np.zeros_like(free)
    rows = np.flatnonzero(within | free)
    cost, inside = problem.cost[rows], within[rows]
    if within.sum() >= problem.most or not free.any() or not np.isfinite(cost).any(axis=0).all():
        return _Bounded(np.inf, choice._replace(free=nobody), within, 0, 0)
    part = _Part(cost, problem.fixed[rows], inside, problem.most)
    found = _best_round(part, choice.prices, limit, plan_yen)
    likely = nobody.copy()
    likely[rows[found.taken]] = True
    if found.least > limit:
        return _Bounded(found.least, choice._replace(free=nobody), likely, 0, found.rounds * cost.size)
    others = part.is_free & ~found.taken
    is_full = found.taken.sum() == problem.most
    worst = found.value[part.is_free & found.taken].max(initial=-np.inf) if is_full else 0.0
    spare = min(0.0, float(found.value[others].min(initial=0.0)))
    without, needed = nobody.copy(), nobody.copy()
    without[rows[others & (found.least + found.value - worst > limit)]] = True
    needed[rows[part.is_free & found.taken & (found.least - found.value + spare > limit)]] = True
    rest = _Choice(within | needed, free & ~without & ~needed, found.prices)
    undecided = np.where(rest.free[rows], np.abs(found.often - HALF), np.inf)
    return _Bounded(found.least, rest, likely, int(rows[undecided.argmin()]), found.rounds * cost.size)


class _Part(NamedTuple):
    """The problem with the sites that are not left out."""

    cost: Floats
    fixed: Floats
    inside: Marks
    """Sites that are taken in."""
    most: int

    @property
    def is_free(self) -> Marks:
        """Sites that may be taken or not."""
        return ~self.inside

    def taken(self, value: Floats) -> Marks:
        """Sites taken in, and the best others that are worth it."""
        taken = np.zeros(value.size, dtype=bool)
        taken[np.argsort(np.where(self.inside, -np.inf, value), kind="stable")[: self.most]] = True
        return taken & (self.inside | (value < 0))


class _Round(NamedTuple):
    """The best prices found."""

    least: float
    prices: Floats
    value: Floats
    """What each site adds: its contract, and every cost less its price below 0."""
    taken: Marks
    often: Floats
    """Share of the last rounds in which each site was taken."""
    rounds: int


def _best_round(part: _Part, prices: Floats, limit: float, plan_yen: float) -> _Round:
    """Search for the best prices by the subgradient method, until they put the choice above a limit."""
    best = _Round(-np.inf, prices, part.fixed, part.inside, np.zeros(part.fixed.size), 0)
    step, waited, often = FIRST_STEP, 0, part.inside.astype(float)
    for now in range(1, ROUNDS + 1):
        reduced = part.cost - prices
        value = part.fixed + np.minimum(reduced, 0.0).sum(axis=1)
        taken = part.taken(value)
        least, waited = float(prices.sum() + value[taken].sum()), waited + 1
        often = MEMORY * often + (1 - MEMORY) * taken
        if least > best.least:
            best, waited = _Round(least, prices, value, taken, often, now), 0
        slope = 1.0 - (reduced[taken] < 0).sum(axis=0)
        length = float(slope @ slope)
        if length == 0 or step < SMALLEST_STEP or best.least > limit:
            break
        if waited > PATIENCE_ROUNDS:
            step, waited, prices = step / 2, 0, best.prices
        ahead = max(plan_yen - least, SMALLEST_STEP * abs(plan_yen - limit), NOISE_SHARE * abs(least))
        prices = prices + step * ahead / length * slope
    return best._replace(often=often, rounds=now)
