"""Every way to fill a site that a better plan could use: few enough to be listed, once prices are good."""

from typing import NamedTuple

import numpy as np

from poolplan.model.bounds import Floats
from poolplan.model.packing import Knapsacks, Marks, Wholes

ROUNDING_SHARE = 1e-9
"""Noise of adding costs up in another order, as a share of the sum."""


class Fillings(NamedTuple):
    """Schools that fill a site together, one row each."""

    sites: Wholes
    """Row of the site."""
    taken: Marks
    """Filling by school."""


def fillings(sacks: Knapsacks, most_cost: Floats, at_most: int) -> Fillings | None:
    """All fillings of every site that cost no more than a limit of the site; None if there are too many.

    Args:
        sacks: sites and schools.
        most_cost: limit of each site.
        at_most: fillings that may be listed.
    """
    found: list[Marks] = []
    for site in range(sacks.room.size):
        taken = _of_site(sacks, site, float(most_cost[site]), at_most - sum(map(len, found)))
        if taken is None:
            return None
        found.append(taken)
    sites = np.repeat(np.arange(sacks.room.size), [len(taken) for taken in found])
    return Fillings(sites, np.concatenate(found))


def _of_site(sacks: Knapsacks, site: int, most_cost: float, at_most: int) -> Marks | None:
    """Decide about school after school; what cannot be completed within room and limit is not followed."""
    room, costs = int(sacks.room[site]), sacks.cost[site]
    schools = np.flatnonzero(np.isfinite(costs) & (sacks.needs <= room))
    rest = _completions(sacks, site, schools)
    limit = most_cost + ROUNDING_SHARE * max(1.0, float(np.abs(costs[schools]).sum()))
    load, cost, steps = np.zeros(1, dtype=np.int64), np.zeros(1), []
    for school, after in zip(schools, rest[1:], strict=True):
        fuller, dearer = load + sacks.needs[school], cost + costs[school]
        left_out = cost + after[load] <= limit
        taken = dearer + after[np.minimum(fuller, room + 1)] <= limit
        steps.append((np.concatenate([np.flatnonzero(left_out), np.flatnonzero(taken)]), int(left_out.sum())))
        load, cost = np.append(load[left_out], fuller[taken]), np.append(cost[left_out], dearer[taken])
        if load.size > at_most:  # each of these can be completed
            return None
    if not rest[0, 0] <= limit:
        return np.zeros((0, costs.size), dtype=bool)
    return _read_back(steps, schools, load.size, costs.size)


def _completions(sacks: Knapsacks, site: int, schools: Wholes) -> Floats:
    """Least cost of filling a site up, from each school of a list on (row), with so much taken already (column)."""
    room, spare = int(sacks.room[site]), int(sacks.spare[site])
    rest = np.full((schools.size + 1, room + 2), np.inf)  # the last column: overfilled
    rest[-1, max(0, room - spare) : room + 1] = 0.0
    for number in reversed(range(schools.size)):
        need, school = int(sacks.needs[schools[number]]), schools[number]
        rest[number] = rest[number + 1]
        with_it = rest[number + 1, need:-1] + sacks.cost[site, school]
        rest[number, : room + 1 - need] = np.minimum(rest[number, : room + 1 - need], with_it)
    return rest


def _read_back(steps: list[tuple[Wholes, int]], schools: Wholes, size: int, width: int) -> Marks:
    """Which schools the decisions took, one row for each of the last step."""
    taken = np.zeros((size, width), dtype=bool)
    at = np.arange(size)
    for school, (before, left_out) in zip(reversed(schools), reversed(steps), strict=True):
        taken[:, school] = at >= left_out
        at = before[at]
    return taken
