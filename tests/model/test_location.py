"""Choosing sites for one year: bounds that hold for every plan, and the best plan of all sets of sites."""

from itertools import combinations

import numpy as np
import pytest

from benchmarks.instances import YEN, Instance, as_network
from poolplan.model.build import build_model
from poolplan.model.exchange import LocationProblem, exchanged, plan_yen
from poolplan.model.location import lagrangian, location_problem
from poolplan.model.patience import endless
from poolplan.model.solve import solve
from poolplan.results.audit import audit
from poolplan.results.read import read_plan
from tests.worlds import two_schools

SEEDS = range(12)


def drawn(seed: int, *, fixed: bool = True) -> Instance:
    """Return a random instance of 6 sites and 12 customers: with fixed costs, or with at most 2 sites."""
    draw = np.random.default_rng(seed)
    sites, customers = draw.uniform(0, 100, (6, 2)), draw.uniform(0, 100, (12, 2))
    cost = np.rint(np.hypot(*(sites[:, None, :] - customers[None, :, :]).transpose(2, 0, 1)))
    price = np.rint(draw.uniform(20, 120, 6)) if fixed else np.zeros(6)
    unbound = np.full(6, np.inf)
    return Instance("drawn", price, unbound, np.ones(12), cost, 0.0, sites_at_most=None if fixed else 2)


def yen_of(problem: LocationProblem, sites: tuple[int, ...]) -> float:
    """Cost of a set of sites, every school at the cheapest of them."""
    used = np.zeros(problem.fixed.size, dtype=bool)
    used[list(sites)] = True
    return plan_yen(problem, used)


def sets_of_sites(problem: LocationProblem) -> list[tuple[int, ...]]:
    rows = range(len(problem.fixed))
    return [sites for size in range(1, problem.most + 1) for sites in combinations(rows, size)]


@pytest.mark.parametrize("fixed", [True, False], ids=["fixed costs", "two sites at most"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_is_the_best_of_all_sets_of_sites(seed: int, fixed: bool) -> None:  # noqa: FBT001
    net = as_network(drawn(seed, fixed=fixed))
    problem = location_problem(build_model(net))
    assert isinstance(problem, LocationProblem)
    found = solve(build_model(net))
    assert found is not None
    assert found.objective_yen == min(yen_of(problem, sites) for sites in sets_of_sites(problem))
    assert found.status in ("proven", "gap")
    assert audit(read_plan(net, found)) == []


@pytest.mark.parametrize("fixed", [True, False], ids=["fixed costs", "two sites at most"])
@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_hold_for_every_plan(seed: int, fixed: bool) -> None:  # noqa: FBT001
    """No plan costs less than the bound, with any option than its own bound, without any site than the site's."""
    problem = location_problem(build_model(as_network(drawn(seed, fixed=fixed))))
    assert isinstance(problem, LocationProblem)
    bounds = lagrangian(problem, 0.0, endless()).bounds
    for sites in sets_of_sites(problem):
        cost = yen_of(problem, sites)
        assert bounds.least_yen <= cost + 1
        for site in set(range(6)) - set(sites):
            assert bounds.without_site_yen[site] <= cost + 1
        for school in range(12):
            nearest = min(sites, key=lambda site: problem.cost[site, school])
            for site in sites:
                dearer = cost + problem.cost[site, school] - problem.cost[nearest, school]
                assert bounds.with_option_yen[site, school] <= dearer + 1


def test_the_bound_is_near_the_best_plan() -> None:
    """Within 5 % on average: without that it would close nothing."""
    shares = []
    for seed in SEEDS:
        problem = location_problem(build_model(as_network(drawn(seed))))
        assert isinstance(problem, LocationProblem)
        best = min(yen_of(problem, sites) for sites in sets_of_sites(problem))
        shares.append(lagrangian(problem, 0.0, endless()).bounds.least_yen / best)
    assert np.mean(shares) > 0.95


def test_other_questions_are_left_to_the_solver() -> None:
    """Several years and own pools; or so many sites at most that lack room for all."""
    assert location_problem(build_model(two_schools())) is None
    instance = drawn(0)
    scarce = Instance("scarce", instance.fixed, np.full(6, 4.0), instance.demand, instance.cost, 0.0, sites_at_most=4)
    assert location_problem(build_model(as_network(scarce))) is None


def test_costs_are_those_of_the_instance() -> None:
    instance = drawn(3)
    problem = location_problem(build_model(as_network(instance)))
    assert isinstance(problem, LocationProblem)
    ranked = np.argsort([f"s{number}" for number in range(12)])
    assert np.array_equal(problem.cost, instance.cost[:, ranked] * YEN)
    assert np.array_equal(problem.fixed, instance.fixed * YEN)


@pytest.mark.parametrize("fixed", [True, False], ids=["fixed costs", "two sites at most"])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_single_exchange_of_sites_pays(seed: int, fixed: bool) -> None:  # noqa: FBT001
    """From any one site: afterwards no site more, none less and no other one instead makes the plan cheaper."""
    problem = location_problem(build_model(as_network(drawn(seed, fixed=fixed))))
    assert isinstance(problem, LocationProblem)
    sites = exchanged(problem, np.arange(6) == seed % 6)
    used = frozenset(np.flatnonzero(sites).tolist())
    yen = yen_of(problem, tuple(used))
    near = [used ^ {one} for one in range(6)] + [used - {one} | {other} for one in used for other in range(6)]
    assert all(yen <= yen_of(problem, tuple(other)) for other in near if 0 < len(other) <= problem.most)
