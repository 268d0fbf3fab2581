"""Set of sites after set of sites: the cheapest plan of each, until no other set can hold a cheaper one."""

from typing import NamedTuple

import numpy as np

from poolplan.model.knapsacks import Relaxed, ScarceProblem
from poolplan.model.packing import Wholes
from poolplan.model.patience import Patience
from poolplan.model.set_choice import Task, settle
from poolplan.model.site_sets import best_prices, sacks_of, site_sets
from poolplan.model.steps import limit_yen

MOST_SETS, MOST_OPEN = 60, 3
"""Sets looked at; sets that could not be settled before the rest is left alone."""


class Sites(NamedTuple):
    """A plan."""

    at: Wholes
    """Row of the site of each school."""
    yen: float


class Settlement(NamedTuple):
    """The cheapest plan met, and where no cheaper one is."""

    plan: Sites
    done: frozenset[bytes]
    """Names of the sets of sites that hold no cheaper plan."""


def settled_sets(
    problem: ScarceProblem, known: Relaxed, plan: Sites, step_yen: float, patience: Patience
) -> Settlement:
    """Settle the sets that could hold a cheaper plan than the one known, those with the lowest bounds first.

    Args:
        problem: costs, lessons and room.
        known: its relaxation.
        plan: a plan that fits.
        step_yen: costs of plans are multiples of this; 0 where no such step is known.
        patience: ends it early.
    """
    done: set[bytes] = set()
    for number, chosen in enumerate(site_sets(problem, known)):
        limit = limit_yen(plan.yen, step_yen)
        is_enough = number == MOST_SETS or number - len(done) == MOST_OPEN or patience.is_over
        if is_enough or chosen.least_yen > limit:
            break
        rows, fixed = np.flatnonzero(chosen.used), float(problem.fixed[chosen.used].sum())
        sacks = sacks_of(problem, chosen)
        task = Task(sacks, limit - fixed, step_yen, patience)
        found = settle(task, best_prices(sacks, known.prices, task.limit, patience))
        if found.at is not None:
            cost = float(sacks.cost[found.at, np.arange(found.at.size)].sum())
            plan = min(plan, Sites(rows[found.at], cost + fixed), key=lambda one: one.yen)
        if found.is_known:
            done.add(chosen.name)
    return Settlement(plan, frozenset(done))
