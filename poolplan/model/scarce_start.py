"""Good plans and what they rule out where room is scarce, before the solver proper: few sets of sites, each tried."""

from collections.abc import Container
from itertools import islice
from typing import NamedTuple

import numpy as np

from poolplan.model.bounds import Bounds
from poolplan.model.knapsacks import Relaxed, ScarceProblem, bounds_at
from poolplan.model.packing import Marks, Wholes
from poolplan.model.patience import Patience
from poolplan.model.site_sets import SiteSet, bounds_of, bounds_of_all, site_sets, spare_of_each
from poolplan.model.steps import grain_yen
from poolplan.model.swaps import Effort, swapped

SETS_TRIED, SETS_KEPT, SETS_BOUNDED = 4, 2, 60
"""Sets of sites that get a first try; that are tried again; that are bounded one by one."""
FIRST_ROUNDS, ROUNDS, RUNS = 20, 30, 5
"""Moves per school of a first try; of each further one, and how many of these for every set that is kept."""
WORSE_TIMES = 10.0
"""What is no option costs so many times the dearest one while plans are tried."""


class Tried(NamedTuple):
    """Plans found by shifting and swapping schools."""

    at: Wholes
    """Row of the site of each school, in the cheapest plan."""
    yen: float
    """Its cost."""
    options: Marks
    """Site by school: the choices of all plans together."""


class Left(NamedTuple):
    """What a plan that is cheaper than the known one may still do."""

    bounds: Bounds
    spare: Wholes
    """Sessions that each site may leave free if it is used."""


def tried(problem: ScarceProblem, known: Relaxed, patience: Patience, runs: int = RUNS) -> Tried | None:
    """Shift and swap schools within the most promising sets of sites; None if no plan is met.

    Args:
        problem: costs, lessons and room.
        known: its relaxation.
        patience: ends it early, but not before there is a plan, unless somebody asked to stop.
        runs: further tries in each of the best sets.
    """
    found: list[Tried] = []
    sets = list(islice(site_sets(problem, known), SETS_TRIED))
    for chosen in sets:
        if patience.ends(has_plan=bool(found)) or any(plan.yen <= chosen.least_yen for plan in found):
            break
        found += _try(problem, chosen, FIRST_ROUNDS, 0, patience)
    step = grain_yen(problem.fixed, problem.cost)
    for seed in range(1, 1 + runs):
        for chosen in _most_promising(problem, sets, found):
            if not patience.is_over and not any(plan.yen < sets[0].least_yen + step for plan in found):
                found += _try(problem, chosen, ROUNDS, seed, patience)
    if not found:
        return None
    best = min(found, key=lambda plan: plan.yen)
    return best._replace(options=np.logical_or.reduce([plan.options for plan in found]))


def _most_promising(problem: ScarceProblem, sets: list[SiteSet], found: list[Tried]) -> list[SiteSet]:
    """The sets in which the cheapest plans were met, then those with the lowest bounds."""
    met = {tuple(_sites_of(problem, plan.at)): plan.yen for plan in found}
    return sorted(sets, key=lambda chosen: met.get(tuple(chosen.used), np.inf))[:SETS_KEPT]


def _sites_of(problem: ScarceProblem, at: Wholes) -> Marks:
    """Sites that a plan uses."""
    used = np.zeros(problem.room.size, dtype=bool)
    used[at] = True
    return used


def _try(problem: ScarceProblem, chosen: SiteSet, rounds_per_school: int, seed: int, patience: Patience) -> list[Tried]:
    """The plan met in a set of sites, if any."""
    rows, columns = np.flatnonzero(chosen.used), np.arange(problem.needs.size)
    cost = problem.cost[rows]
    dearest = float(cost[np.isfinite(cost)].max(initial=1.0))
    passable = np.where(np.isfinite(cost), cost, WORSE_TIMES * dearest)
    effort = Effort(rounds_per_school * columns.size, seed, patience)
    plan = swapped(passable, problem.needs, problem.room[rows], effort)
    if plan is None or not np.isfinite(cost[plan.at, columns]).all():
        return []
    at = rows[plan.at]
    return [as_tried(problem, at, plan.cost + float(problem.fixed[_sites_of(problem, at)].sum()))]


def alike(problem: ScarceProblem, yen: float) -> Bounds:
    """Say the same of all plans, with whatever option and without whatever site."""
    return Bounds(yen, np.full(problem.cost.shape, yen), np.full(problem.fixed.shape, yen))


def as_tried(problem: ScarceProblem, at: Wholes, yen: float) -> Tried:
    """A single plan with its choices."""
    options = np.zeros(problem.cost.shape, dtype=bool)
    options[at, np.arange(at.size)] = True
    return Tried(at, yen, options)


def cheaper(one: Tried, other: Tried | None) -> Tried:
    """The cheaper of two, with the choices of both."""
    if other is None:
        return one
    return min(one, other, key=lambda plan: plan.yen)._replace(options=one.options | other.options)


def left(
    problem: ScarceProblem, known: Relaxed, limit: float, patience: Patience, done: Container[bytes] = frozenset()
) -> Left:
    """Bound every set of sites that a plan of `limit` yen or less could use, and put the bounds together.

    Args:
        problem: costs, lessons and room.
        known: its relaxation.
        limit: dearer plans are of no use.
        patience: ends it early, with what is known of all sets together.
        done: names of sets that are known to hold none.
    """
    parts: list[Bounds] = []
    sets, rest = [], np.inf
    for number, chosen in enumerate(site_sets(problem, known)):
        if chosen.least_yen > limit or number == SETS_BOUNDED:
            rest = chosen.least_yen
            break
        if chosen.name in done:
            continue
        if patience.is_over:
            return Left(alike(problem, min([chosen.least_yen, *(one.least_yen for one in parts)])), problem.room)
        part = bounds_of(problem, known, chosen, limit, patience)
        if part.least_yen <= limit:
            parts.append(part)
            sets.append(chosen)
    if rest <= limit:
        return Left(bounds_at(problem, known), problem.room)
    if not parts:
        return Left(alike(problem, np.inf), problem.room)
    return Left(bounds_of_all(parts, rest), spare_of_each(sets, problem.room))
