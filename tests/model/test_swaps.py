"""Schools shifted and swapped, and sets of sites: the best plans of tiny worlds, and bounds that hold in every set."""

from itertools import combinations, islice

import numpy as np
import pytest

from poolplan.model.knapsacks import relaxed
from poolplan.model.packing import Knapsacks, forced, pack
from poolplan.model.patience import endless
from poolplan.model.scarce_start import left, tried
from poolplan.model.site_sets import bounds_of, site_sets
from poolplan.model.swaps import Effort, swapped
from tests.model.test_knapsacks import SCHOOLS, SEEDS, SITES, drawn, plans, problem_of


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plans_tried_end_at_the_best(seed: int) -> None:
    problem = problem_of(drawn(seed))
    best = min(yen for _, yen in plans(problem))
    found = tried(problem, relaxed(problem, endless()), endless())
    assert found is not None
    assert found.yen == best
    assert found.options[found.at, range(SCHOOLS)].all()


def test_no_plan_is_made_up_where_none_fits() -> None:
    """Two schools of 3 sessions and two sites with room for 2."""
    assert swapped(np.ones((2, 2)), np.array([3, 3]), np.array([2, 2]), Effort(50, 0, endless())) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_every_set_with_room_comes_once_and_in_order(seed: int) -> None:
    problem = problem_of(drawn(seed))
    found = list(site_sets(problem, relaxed(problem, endless())))
    every = [set(some) for size in range(1, SITES + 1) for some in combinations(range(SITES), size)]
    with_room = [some for some in every if problem.room[list(some)].sum() >= problem.needs.sum()]
    assert sorted(sorted(np.flatnonzero(one.used).tolist()) for one in found) == sorted(sorted(s) for s in with_room)
    assert [one.least_yen for one in found] == sorted(one.least_yen for one in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_a_set_hold_for_every_plan_in_it(seed: int) -> None:
    """With an option no plan that uses exactly these sites costs less than the bound says; nor where limits differ."""
    problem = problem_of(drawn(seed))
    known = relaxed(problem, endless())
    best = min(yen for _, yen in plans(problem))
    for chosen in islice(site_sets(problem, known), 5):
        bounds = bounds_of(problem, known, chosen, best, endless())
        for sites, yen in plans(problem):
            if set(sites) == set(np.flatnonzero(chosen.used).tolist()):
                assert bounds.least_yen <= yen + 1
                assert (bounds.with_option_yen[list(sites), range(SCHOOLS)] <= yen + 1).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_holds_the_best_plan(seed: int) -> None:
    """With the best cost as the limit every best plan is left, and below it none needs to be."""
    problem = problem_of(drawn(seed))
    best = min(yen for _, yen in plans(problem))
    rest = left(problem, relaxed(problem, endless()), best + 1, endless())
    for sites, yen in plans(problem):
        if yen == best:
            load = np.bincount(sites, weights=problem.needs, minlength=SITES)
            used = load > 0
            assert (rest.bounds.with_option_yen[list(sites), range(SCHOOLS)] <= best + 1).all()
            assert (load[used] >= (problem.room - rest.spare)[used]).all()


def test_a_site_that_must_be_full_takes_what_it_would_rather_not() -> None:
    """Room 5, schools of 2, 3 and 4 at 1, 1 and -10: at ease it takes the third for -10, full the first two for 2.

    With one session free it may take the third again; forced to take the first and be full: 2, with two free: 1.
    """
    sacks = Knapsacks(np.array([[1.0, 1.0, -10.0]]), np.array([2, 3, 4]), np.array([5]), np.array([5]))
    assert pack(sacks).value == [-10.0]
    full = sacks._replace(spare=np.array([0]))
    assert pack(full).value == [2.0]
    assert pack(full).taken.tolist() == [[True, True, False]]
    assert pack(sacks._replace(spare=np.array([1]))).value == [-10.0]
    assert forced(full).tolist() == [[2.0, 2.0, np.inf]]
    assert forced(sacks).tolist() == [[1.0, 1.0, -10.0]]
