"""Sites decided about one by one: the best of all sets of sites, and a bound that holds wherever the search ends."""

from itertools import combinations

import numpy as np
import pytest

from poolplan.model import site_tree
from poolplan.model.exchange import LocationProblem, plan_yen
from poolplan.model.patience import endless
from poolplan.model.site_tree import Plan, search_sites

SEEDS = range(10)
SITES, SCHOOLS = 9, 14


def drawn(seed: int, most: int) -> LocationProblem:
    """Return a random problem in which some schools cannot go everywhere; with fixed costs if all sites may be used."""
    draw = np.random.default_rng(seed)
    cost = np.rint(draw.uniform(10, 99, (SITES, SCHOOLS)))
    cost[1:][draw.random((SITES - 1, SCHOOLS)) < 0.2] = np.inf
    fixed = np.rint(draw.uniform(20, 120, SITES)) if most == SITES else np.zeros(SITES)
    return LocationProblem(fixed, cost, most)


def every_plan(problem: LocationProblem) -> list[Plan]:
    rows = [
        np.isin(np.arange(SITES), some)
        for size in range(1, problem.most + 1)
        for some in combinations(range(SITES), size)
    ]
    return [Plan(sites, plan_yen(problem, sites)) for sites in rows]


def searched(problem: LocationProblem, step: float) -> tuple[site_tree.Searched, float]:
    """Search from the dearest plan and prices of nothing; also the cost of the best plan."""
    plans = [plan for plan in every_plan(problem) if np.isfinite(plan.yen)]
    worst = max(plans, key=lambda plan: plan.yen)
    return search_sites(problem, np.zeros(SCHOOLS), worst, step, endless()), min(plan.yen for plan in plans)


@pytest.mark.parametrize("step", [1.0, 0.0])
@pytest.mark.parametrize("most", [1, 3, SITES])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_all_sets_of_sites_is_found(seed: int, most: int, step: float) -> None:
    problem = drawn(seed, most)
    found, best = searched(problem, step)
    assert found.plan.yen == found.least_yen == best
    assert plan_yen(problem, found.plan.sites) == best
    assert found.plan.sites.sum() <= most


@pytest.mark.parametrize("costs", [0, 50_000, 200_000])
@pytest.mark.parametrize("most", [3, SITES])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_search_that_is_cut_short_claims_no_more_than_it_knows(
    seed: int, most: int, costs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_tree, "MOST_COSTS", costs)
    found, best = searched(drawn(seed, most), 1.0)
    assert found.least_yen <= best + 1e-6
    assert found.plan.yen >= best
