"""Every rule has a golden LP file, and a plan that only this rule forbids."""

import os
from pathlib import Path

import pulp
import pytest

from poolplan.model.build import PlanModel, build_model
from poolplan.model.constraints import RULES
from poolplan.model.highs import hand_over
from poolplan.model.search import matrix_of
from poolplan.model.solve import solve
from poolplan.model.variables import PoolKey, UseKey, count
from poolplan.network.options import Network
from tests.model.brute import cheapest
from tests.model.rule_worlds import WORLDS
from tests.random_worlds import random_free_world

GOLDEN = Path(__file__).parents[1] / "golden"


def only(rule: str) -> pulp.LpProblem:
    """The rows of one rule, with a dummy objective: prices must not change golden files."""
    problem = build_model(WORLDS[rule](), without=frozenset(RULES) - {rule}).problem
    problem.setObjective(count(problem.variables()[:1]))
    return problem


def test_every_rule_has_a_world_and_a_golden_file() -> None:
    assert WORLDS.keys() == RULES.keys()
    assert {path.stem for path in GOLDEN.glob("*.lp")} == RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_rows_of_the_rule_are_the_golden_ones(rule: str, tmp_path: Path) -> None:
    golden, fresh = GOLDEN / f"{rule}.lp", tmp_path / "fresh.lp"
    only(rule).writeLP(str(fresh))
    if os.environ.get("POOLPLAN_UPDATE_GOLDEN"):
        golden.write_text(fresh.read_text(), newline="\n")
    assert fresh.read_text().split() == golden.read_text().split()


@pytest.mark.parametrize("rule", RULES)
def test_without_the_rule_a_forbidden_plan_would_win(rule: str) -> None:
    net = WORLDS[rule]()
    if rule in TEMPTATIONS:
        assert best_temptation(net, rule, frozenset()) > best_temptation(net, rule, frozenset({rule}))
        return
    lawful, loose = cheapest(net), solve(build_model(net, without=frozenset({rule})))
    assert loose is not None
    assert lawful is None or loose.objective_yen < lawful - 1


@pytest.mark.parametrize("rule", RULES)
def test_every_decision_has_a_least_and_a_greatest_value(rule: str) -> None:
    """Else prices of the relaxation may bound nothing. How much can be left out at most stands in the golden files."""
    assert matrix_of(build_model(WORLDS[rule]()).problem).has_finite_ranges


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_prices_of_the_rows_they_bound_a_free_city(seed: int) -> None:
    assert matrix_of(build_model(random_free_world(seed)).problem).has_finite_ranges


def tempting_return_to_the_old_tank(model: PlanModel) -> list[pulp.LpVariable]:
    """No price rewards it, but a repaired pool must not count as unrepaired a year later."""
    x = model.decisions
    return [x.repaired[PoolKey("hill_pool", 2025)], x.original[PoolKey("hill_pool", 2026)]]


def tempting_contract_that_nobody_uses(model: PlanModel) -> list[pulp.LpVariable]:
    """The fee speaks against it, but a search stopped early must not end with it either."""
    return [model.decisions.contracts[PoolKey("club", 2025)]]


def of_lake(model: PlanModel, table: str, site: str, year: int, grade: int = 0) -> pulp.LpVariable:
    """A decision about lake, or one of its grades, at a site in a year."""
    decisions: dict[UseKey, pulp.LpVariable] = getattr(model.decisions, table)
    where = ("lake", grade, site, year)
    return next(v for (option, y), v in decisions.items() if (*option.cohort, option.site, y) == where)


def tempting_pool_for_nobody(model: PlanModel) -> list[pulp.LpVariable]:
    """Both grades have left, but their pool is still in use: it has guests."""
    left = [of_lake(model, "moves", "hill_pool", 2025, grade) for grade in (1, 2)]
    return [*left, model.decisions.is_open[PoolKey("lake_pool", 2026)]]


def tempting_half_a_school(model: PlanModel) -> list[pulp.LpVariable]:
    """In the stage year one grade goes to the club and the other stays."""
    return [of_lake(model, "moves", "club", 2026, 1), of_lake(model, "stays", "lake_pool", 2026, 2)]


def tempting_third_move(model: PlanModel) -> list[pulp.LpVariable]:
    """No price rewards to and fro here, but two moves are all there are."""
    trips = (("club", 2025), ("hill_pool", 2026), ("club", 2027))
    return [of_lake(model, "moves", site, year) for site, year in trips]


def tempting_early_leave(model: PlanModel) -> list[pulp.LpVariable]:
    """A contract of three years ends after one."""
    return [of_lake(model, "moves", "club", 2025), of_lake(model, "leaves", "club", 2026)]


def tempting_retired_host(model: PlanModel) -> list[pulp.LpVariable]:
    """A school is sent to a pool out of use, and all its lessons are left out."""
    retired = model.decisions.retires[PoolKey("hill_pool", 2026)]
    return [retired, of_lake(model, "swims", "hill_pool", 2026)]


def tempting_building_site(model: PlanModel) -> list[pulp.LpVariable]:
    """Works close both pools, and lake is sent to hill's, where all its lessons are left out."""
    return [model.decisions.under_works[PoolKey("hill_pool", 2027)], of_lake(model, "visits", "hill_pool", 2027)]


def tempting_long_trip(model: PlanModel) -> list[pulp.LpVariable]:
    """The longest trip is to be 5 minutes, but the club lies 15 away."""
    (longest,) = model.decisions.longest
    longest.upBound = 5
    return [of_lake(model, "moves", "club", 2026)]


TEMPTATIONS = {
    "no_trip_beyond_the_longest": tempting_long_trip,
    "visit_open_sites_only": tempting_building_site,
    "retire_with_the_last_grade": tempting_pool_for_nobody,
    "move_model_schools_whole": tempting_half_a_school,
    "move_no_more_often": tempting_third_move,
    "stay_for_the_contract": tempting_early_leave,
    "hosts_stay_open": tempting_retired_host,
    "wear_on_until_repaired": tempting_return_to_the_old_tank,
    "contract_every_site_used": tempting_contract_that_nobody_uses,
}


def best_temptation(net: Network, rule: str, without: frozenset[str]) -> float:
    """Least value of minus the tempting decisions."""
    model = build_model(net, without=without)
    model.problem.setObjective(-1e6 * count(TEMPTATIONS[rule](model)))
    _, highs = hand_over(model.problem)
    highs.run()
    return float(highs.getInfo().objective_function_value)
