"""On tiny worlds the model's optimum is the cheapest of all plans, and its plan survives the audit."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poolplan.model.build import build_model
from poolplan.model.solve import solve
from poolplan.network import build
from poolplan.network.feasibility import school_problems
from poolplan.network.options import Network
from poolplan.results.audit import audit
from poolplan.results.read import read_plan
from poolplan.scenario.schema import Stage
from tests.model.brute import cheapest
from tests.random_worlds import random_free_world, random_rich_world
from tests.worlds import BEST_YEN, random_world, two_schools, varied


def agree(net: Network) -> float | None:
    """Compare the model with every plan there is; returns the cost, None if no plan exists."""
    tried, found = cheapest(net), solve(build_model(net))
    assert (tried is None) == (found is None)
    if tried is None or found is None:
        return None
    assert found.objective_yen == pytest.approx(tried, abs=100)
    assert found.status == "proven"
    assert audit(read_plan(net, found)) == []
    return tried


def test_two_schools_cost_what_the_arithmetic_says() -> None:
    assert agree(two_schools()) == BEST_YEN


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_random_worlds_agree_with_brute_force(seed: int) -> None:
    agree(random_world(seed))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_rich_random_worlds_agree_with_brute_force(seed: int) -> None:
    agree(random_rich_world(seed))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_free_random_worlds_agree_with_brute_force(seed: int) -> None:
    agree(random_free_world(seed))


def test_a_school_that_moves_on_to_another_mode_does_not_join_a_stage_again() -> None:
    """World 1169: all four schools moved in 2025; two of them move on to the club in 2026, oldest pools first."""
    assert agree(random_free_world(1169)) is not None


def test_the_solver_never_hands_back_its_start_in_place_of_a_better_plan() -> None:
    """World 257: HiGHS 1.16 finds a plan of 10.1 million yen and hands back the start, which costs 11.0."""
    assert agree(random_world(257)) is not None


@pytest.mark.parametrize("seed", [125, 333, 360, 536])
def test_a_world_refused_because_works_close_pools_has_no_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "school_problems", lambda _net: ())
    net = random_free_world(seed)
    assert any("while it is closed" in said for said in school_problems(net))
    assert cheapest(net) is None


@pytest.mark.parametrize(
    "stage",
    [
        Stage(year=2026, schools=0),
        Stage(year=2026, schools=1),
        Stage(year=2027, schools=1, fixed={"lake": "commission"}),
        Stage(year=2027, schools=1, by_mode={"shared": 1}),
        Stage(year=2027, schools=1, by_mode={"shared": 1}, host_levels={"shared": "junior_high"}),
        Stage(year=2027, schools=2, every_ward=True),
        Stage(year=2027, schools=1, every_ward=True),
    ],
    ids=str,
)
@pytest.mark.parametrize("order", ["cost", "oldest_pool_first"])
def test_stages_agree_with_brute_force(stage: Stage, order: str) -> None:
    net = two_schools(stages=(stage,), order=order, pool_slots=24, club_slots=24, hill_to_club_min=18.0)  # type: ignore[arg-type]
    agree(net)


@pytest.mark.parametrize("seed", range(130, 150))
def test_no_bound_lies_above_the_best_plan_where_freed_sites_earn_more_than_they_cost(seed: int) -> None:
    """Sites worth 40 M make every plan earn money: that no plan costs less than nothing is then no bound."""
    net = with_freed_sites(random_world(seed), 40_000_000)
    best, found = cheapest(net), solve(build_model(net))
    assert (best is None) == (found is None)
    if best is not None and found is not None:
        assert found.best_bound_yen <= best + 1


def with_freed_sites(net: Network, yen: int) -> Network:
    """Return the world with another value of freed sites, where any plan is near enough."""
    pool = net.scenario.costs.pool
    retirement = pool.retirement.model_copy(update={"freed_site_yen": yen})
    costs = net.scenario.costs.model_copy(update={"pool": pool.model_copy(update={"retirement": retirement})})
    solver = net.scenario.solver.model_copy(update={"gap_share": 1.0})
    return varied(net, scenario=net.scenario.model_copy(update={"costs": costs, "solver": solver}))
