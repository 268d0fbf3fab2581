"""One site given up for another as long as that pays, where every site has room for all."""

from dataclasses import dataclass

import numpy as np

from poolplan.model.bounds import Floats
from poolplan.model.packing import Marks

ROUNDS = 200
"""More exchanges than any question of a city has needed."""
CLOSE_SHARE = 1e-9


@dataclass(frozen=True)
class LocationProblem:
    """Costs in yen; schools are columns, sites rows."""

    fixed: Floats
    """Cost of a contract with each site."""
    cost: Floats
    """Cost of each school at each site; infinite where it is no option."""
    most: int
    """Sites that may have a contract."""


def plan_yen(problem: LocationProblem, sites: Marks) -> float:
    """Cost of contracts with these sites, every school at the cheapest of them; infinite if a school has none."""
    return float(problem.fixed[sites].sum() + problem.cost[sites].min(axis=0).sum())


def exchanged(problem: LocationProblem, sites: Marks) -> Marks:
    """Take a site in, give one up, or both at once, whatever pays most, until nothing pays.

    All exchanges are priced together (Whitaker, INFOR 1983; Resende and Werneck, EJOR 2007).

    Args:
        problem: costs.
        sites: sites of a plan that costs less than infinity.
    """
    dear = 1.0 + float(problem.cost[np.isfinite(problem.cost)].sum() + np.abs(problem.fixed).sum())
    cost = np.where(np.isfinite(problem.cost), problem.cost, dear)
    for _ in range(ROUNDS):
        saving = _savings(problem, cost, sites)
        taken, given = np.unravel_index(int(saving.argmax()), saving.shape)
        if saving[taken, given] <= CLOSE_SHARE * abs(plan_yen(problem, sites)):
            break
        sites = sites.copy()
        sites[[row for row in (taken, given) if row < sites.size]] ^= True
    return sites


def _savings(problem: LocationProblem, cost: Floats, sites: Marks) -> Floats:
    """Yen saved by taking in the site of the row and giving up that of the column; the last of both: none."""
    size, used, columns = sites.size, np.flatnonzero(sites), np.arange(cost.shape[1])
    ranked = np.argpartition(cost[used], range(min(2, used.size)), axis=0)[:2]
    nearest, first = used[ranked[0]], cost[used[ranked[0]], columns]
    second = cost[used[ranked[1]], columns] if used.size > 1 else np.full(columns.size, cost.max())
    gain = np.append(np.maximum(first - cost, 0.0).sum(axis=1) - problem.fixed, 0.0)
    loss = np.bincount(nearest, weights=second - first, minlength=size) - problem.fixed
    order = np.argsort(nearest, kind="stable")
    spared = np.maximum(second - np.maximum(cost, first), 0.0)[:, order]
    serving, starts = np.unique(nearest[order], return_index=True)
    saving: Floats = gain[:, None] - np.append(loss, 0.0)
    saving[:size, serving] += np.add.reduceat(spared, starts, axis=1)
    saving[:size][sites] = -np.inf
    saving[:, :size][:, ~sites] = -np.inf
    if used.size >= problem.most:
        saving[:size, size] = -np.inf
    if used.size == 1:
        saving[size, :size] = -np.inf
    return saving
