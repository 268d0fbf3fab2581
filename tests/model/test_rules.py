"""Every rule has a golden LP file, and a plan that only this rule forbids."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulp
import pytest

from poolplan.model.build import PlanModel, build_model
from poolplan.model.constraints import RULES
from poolplan.model.solve import hand_over, solve
from poolplan.model.variables import PoolKey, count
from poolplan.network.options import Network
from poolplan.scenario.costs import Costs, WorksOfYears
from poolplan.scenario.schema import Stage
from tests.model.brute import cheapest
from tests.world_parts import SOURCE
from tests.worlds import two_schools, varied

GOLDEN = Path(__file__).parents[1] / "golden"
Make = Callable[[], Network]


def stage(**asked: object) -> tuple[Stage, ...]:
    return (Stage.model_validate({"year": 2026, **asked}),)


def roomy(**changes: object) -> Network:
    """Either school may go to the club or to the other's pool."""
    return two_schools(pool_slots=24, club_slots=24, hill_to_club_min=18.0, **changes)  # type: ignore[arg-type]


def with_costs(**blocks: dict[str, Any]) -> Network:
    """The two schools, where lake alone can move (to the club, by bus), with further cost blocks."""
    net = two_schools(lake_can_rebuild=True)
    costs = net.scenario.costs.model_dump()
    for name, block in blocks.items():
        costs[name] = {**(costs[name] or {}), **{key: _sourced(value) for key, value in block.items()}}
        costs[name] |= {} if name == "bus" else SOURCE
    return varied(net, scenario=net.scenario.model_copy(update={"costs": Costs.model_validate(costs)}))


def _sourced(value: Any) -> Any:
    return {**value, **SOURCE} if isinstance(value, dict) else value


def with_programme(**changes: object) -> Network:
    """The two schools, where lake alone can move, with a changed programme."""
    net = two_schools(lake_can_rebuild=True)
    programme = net.scenario.programme.model_copy(update=changes)
    return varied(net, scenario=net.scenario.model_copy(update={"programme": programme}))


def with_fee(yen: int) -> Network:
    """The two schools, where the club asks for a basic fee."""
    net = two_schools(lake_can_rebuild=True)
    sites = net.places.sites | {"club": replace(net.places.sites["club"], fee_yen=yen)}
    return varied(net, places=replace(net.places, sites=sites))


WORLDS: dict[str, Make] = {
    "teach_every_school": two_schools,
    "fit_in_open_sites": lambda: two_schools(hill_to_club_min=18.0),
    "hosts_stay_open": roomy,
    "open_pools_have_a_state": two_schools,
    "wear_on_until_repaired": lambda: two_schools(hill_built=1979),
    "repaired_means_repaired": two_schools,
    "credit_lasting_repairs": two_schools,
    "reach_each_stage": lambda: roomy(stages=stage(schools=2)),
    "keep_fixed_schools": lambda: roomy(stages=stage(schools=1, fixed={"hill": "commission"})),
    "mix_modes_as_stated": lambda: roomy(stages=stage(schools=1, by_mode={"commission": 1})),
    "hosts_of_stated_level": lambda: roomy(stages=stage(schools=1, host_levels={"shared": "junior_high"})),
    "serve_every_ward": lambda: roomy(stages=stage(schools=1, every_ward=True)),
    "oldest_pools_first": lambda: roomy(stages=stage(schools=1), order="oldest_pool_first", hill_built=1974),
    "roll_out_steadily": lambda: roomy(rollout_schools_per_year=0),
    "keep_within_the_works_budget": lambda: with_costs(budget={"works_yen_per_year": 5_000_000}),
    "level_the_works": lambda: with_costs(budget={"works_over_years": WorksOfYears(years=2, yen=7_000_000)}),
    "have_enough_drivers": lambda: with_costs(bus={"drivers": {"bus_days_per_year": 5}}),
    "contract_every_site_used": lambda: with_fee(10_000_000),
    "keep_contracts_few": lambda: with_programme(outside_sites_at_most=0),
    "let_clubs_cover_each_other": lambda: with_programme(clubs_cover_each_other=True),
}
"""A world for each rule, in which the rule forbids the plan that would be best without it."""


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


@pytest.mark.parametrize("rule", [name for name, kept in RULES.items() if not kept.tightens])
def test_without_the_rule_a_forbidden_plan_would_win(rule: str) -> None:
    net = WORLDS[rule]()
    if rule in TEMPTATIONS:
        assert best_temptation(net, rule, frozenset()) > best_temptation(net, rule, frozenset({rule}))
        return
    lawful, loose = cheapest(net), solve(build_model(net, without=frozenset({rule})))
    assert loose is not None
    assert lawful is None or loose.objective_yen < lawful - 1


@pytest.mark.parametrize("rule", [name for name, kept in RULES.items() if kept.tightens])
def test_a_tightening_rule_changes_no_optimum(rule: str) -> None:
    net = WORLDS[rule]()
    loose = solve(build_model(net, without=frozenset({rule})))
    assert loose is not None
    assert loose.objective_yen == pytest.approx(cheapest(net))


def tempting_return_to_the_old_tank(model: PlanModel) -> list[pulp.LpVariable]:
    """No price rewards it, but a repaired pool must not count as unrepaired a year later."""
    x = model.decisions
    return [x.repaired[PoolKey("hill_pool", 2025)], x.original[PoolKey("hill_pool", 2026)]]


def tempting_contract_that_nobody_uses(model: PlanModel) -> list[pulp.LpVariable]:
    """The fee speaks against it, but a search stopped early must not end with it either."""
    return [model.decisions.contracts[PoolKey("club", 2025)]]


TEMPTATIONS = {
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
