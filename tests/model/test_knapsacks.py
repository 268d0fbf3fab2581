"""Choosing sites where room is scarce: bounds that hold for every plan, and the best of all plans."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from benchmarks.instances import YEN, Instance, as_network
from poolplan.model.build import build_model
from poolplan.model.knapsacks import LARGEST_TABLE, ScarceProblem, bounds_at, relaxed
from poolplan.model.location import location_problem
from poolplan.model.patience import endless
from poolplan.model.solve import solve

SEEDS = range(8)
SITES, SCHOOLS = 3, 6


def drawn(seed: int) -> Instance:
    """Return a random instance of 3 sites and 6 customers in which no site has room for all, and all sites do."""
    draw = np.random.default_rng(seed)
    demand = draw.integers(2, 9, SCHOOLS).astype(float)
    room = np.ceil(draw.uniform(0.45, 0.8, SITES) * demand.sum())
    cost = np.rint(draw.uniform(5, 60, (SITES, SCHOOLS)))
    return Instance("drawn", np.rint(draw.uniform(20, 80, SITES)), room, demand, cost, 0.0)


def problem_of(instance: Instance) -> ScarceProblem:
    """Return what is read off the model."""
    problem = location_problem(build_model(as_network(instance)))
    assert isinstance(problem, ScarceProblem)
    return problem


def plans(problem: ScarceProblem) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every plan: the site of each school, and the cost."""
    for sites in product(range(SITES), repeat=SCHOOLS):
        load = np.bincount(sites, weights=problem.needs, minlength=SITES)
        if (load <= problem.room).all():
            used = sorted(set(sites))
            yield sites, float(problem.cost[list(sites), range(SCHOOLS)].sum() + problem.fixed[used].sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_hold_for_every_plan(seed: int) -> None:
    problem = problem_of(drawn(seed))
    best = min(yen for _, yen in plans(problem))
    bounds = bounds_at(problem, relaxed(problem, endless()))
    assert 0.8 * best <= bounds.least_yen <= best + 1
    for sites, yen in plans(problem):
        assert (bounds.with_option_yen[list(sites), range(SCHOOLS)] <= yen + 1).all()
        assert all(bounds.without_site_yen[site] <= yen + 1 for site in set(range(SITES)) - set(sites))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_found_is_the_best_of_all(seed: int) -> None:
    instance = drawn(seed)
    found = solve(build_model(as_network(instance)))
    assert found is not None
    assert found.objective_yen == min(yen for _, yen in plans(problem_of(instance)))
    assert found.best_bound_yen <= found.objective_yen


def test_some_options_and_sites_are_ruled_out() -> None:
    """Without that the bounds would be of no use: with the best plan known, some cannot be in a better one."""
    hopeless = 0
    for seed in SEEDS:
        problem = problem_of(drawn(seed))
        best = min(yen for _, yen in plans(problem))
        bounds = bounds_at(problem, relaxed(problem, endless()))
        hopeless += int((bounds.with_option_yen > best + YEN).sum())
    assert hopeless > 0.2 * len(SEEDS) * SITES * SCHOOLS


def test_tables_that_would_take_too_much_memory_are_left_to_the_solver() -> None:
    wide = ScarceProblem(np.ones(10), np.ones((10, 100)), np.ones(100, dtype=int), np.full(10, LARGEST_TABLE // 1000))
    assert wide.is_large
    assert not problem_of(drawn(0)).is_large
