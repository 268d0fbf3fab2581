"""Sites filled one by one: every filling is listed, and the cheapest plan of given sites is found and proven."""

from itertools import product

import numpy as np
import pytest

from poolplan.model import set_choice
from poolplan.model.fillings import fillings
from poolplan.model.knapsacks import ScarceProblem, relaxed
from poolplan.model.packing import Knapsacks
from poolplan.model.patience import endless
from poolplan.model.set_choice import Settled, Task, settle
from poolplan.model.settling import Sites, settled_sets
from poolplan.model.site_sets import SiteSet, sacks_of, site_sets
from tests.model.test_knapsacks import SCHOOLS, SEEDS, SITES, drawn, plans, problem_of

STEP = 1000.0
"""All costs of the drawn instances are multiples of it."""


def every_set(problem: ScarceProblem) -> list[SiteSet]:
    return list(site_sets(problem, relaxed(problem, endless())))


def asked(problem: ScarceProblem, chosen: SiteSet, limit: float) -> Task:
    return Task(sacks_of(problem, chosen), limit, STEP, endless())


def least(problem: ScarceProblem, chosen: SiteSet) -> float:
    """The cheapest way to fill some sites, contracts apart, by looking at all plans; infinite if there is none."""
    columns = range(SCHOOLS)
    within = [at for at, _ in plans(problem) if chosen.used[list(at)].all()]
    return min((float(problem.cost[list(at), columns].sum()) for at in within), default=np.inf)


def answer(problem: ScarceProblem, chosen: SiteSet, limit: float) -> Settled:
    return settle(asked(problem, chosen, limit), relaxed(problem, endless()).prices)


@pytest.mark.parametrize("seed", SEEDS)
def test_fillings_are_all_there_are(seed: int) -> None:
    """Against every set of five schools: those that fit, leave no more free than may be, and are cheap enough."""
    draw = np.random.default_rng(seed)
    cost = np.where(draw.random((2, 5)) < 0.2, np.inf, draw.integers(-9, 10, (2, 5)))
    sacks = Knapsacks(cost, draw.integers(0, 6, 5), draw.integers(4, 12, 2), draw.integers(0, 8, 2))
    limit = draw.integers(-6, 6, 2).astype(float)
    found = fillings(sacks, limit, 1000)
    assert found is not None
    listed = {(int(site), *taken.tolist()) for site, taken in zip(*found, strict=True)}
    assert len(listed) == len(found.sites)
    wanted = set()
    for site, taken in product(range(2), product((False, True), repeat=5)):
        load, paid = sacks.needs[list(taken)].sum(), cost[site][list(taken)].sum()
        if sacks.room[site] - sacks.spare[site] <= load <= sacks.room[site] and paid <= limit[site]:
            wanted.add((site, *taken))
    assert listed == wanted
    assert fillings(sacks, limit, len(wanted)) is not None
    assert not wanted or fillings(sacks, limit, len(wanted) - 1) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cheapest_plan_of_every_set_is_found(seed: int) -> None:
    problem = problem_of(drawn(seed))
    for chosen in every_set(problem):
        best, rows = least(problem, chosen), np.flatnonzero(chosen.used)
        found = answer(problem, chosen, min(best, 1e9) * 1.5)
        assert found.is_known
        if np.isinf(best):
            assert found.at is None
        else:
            assert found.at is not None
            assert problem.cost[rows[found.at], range(SCHOOLS)].sum() == best
            assert (np.bincount(found.at, weights=problem.needs) <= problem.room[rows]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_below_the_cheapest_plan(seed: int) -> None:
    problem = problem_of(drawn(seed))
    for chosen in every_set(problem):
        best = least(problem, chosen)
        if np.isfinite(best):
            assert answer(problem, chosen, best - 1) == (None, True)
            assert answer(problem, chosen, best + 1).at is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_it_gives_up_where_fillings_are_too_many(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_of(drawn(seed))
    monkeypatch.setattr(set_choice, "MOST", 2)
    chosen = every_set(problem)[0]
    assert answer(problem, chosen, least(problem, chosen) * 1.5) == (None, False)


@pytest.mark.parametrize("seed", SEEDS)
def test_set_after_set_ends_at_the_best_plan_of_all(seed: int) -> None:
    """From the dearest plan; and what is called done holds none that is cheaper."""
    problem = problem_of(drawn(seed))
    known, every = relaxed(problem, endless()), list(plans(problem))
    at, yen = max(every, key=lambda plan: plan[1])
    found = settled_sets(problem, known, Sites(np.array(at), yen), STEP, endless())
    best = min(cost for _, cost in every)
    assert found.plan.yen == best
    assert problem.cost[found.plan.at, range(SCHOOLS)].sum() + problem.fixed[np.unique(found.plan.at)].sum() == best
    sets = {one.name: one for one in site_sets(problem, known)}
    assert all(sets[name].used.size == SITES for name in found.done)
    open_sets = [one for name, one in sets.items() if name not in found.done]
    assert all(one.least_yen > best - STEP for one in open_sets)
