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
from poolplan.model.highs import hand_over
from poolplan.model.solve import solve
from poolplan.model.variables import PoolKey, UseKey, count
from poolplan.network.options import Network
from poolplan.scenario.costs import Costs, WorksOfYears
from poolplan.scenario.schema import Programme, Scenario, Stage
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


def freer(net: Network, **changes: object) -> Network:
    """The same places under a changed programme."""
    programme = Programme.model_validate(net.scenario.programme.model_dump() | changes)
    return varied(net, scenario=net.scenario.model_copy(update={"programme": programme}))


def apart(**changes: object) -> Network:
    """Schools of two grades, one of which may go without the other to a club that has no room for both."""
    net = two_schools(pool_slots=24, club_slots=3, hill_to_club_min=18.0, **changes)  # type: ignore[arg-type]
    few = {key: grades[:2] for key, grades in net.places.pupils.items()}
    return freer(varied(net, places=replace(net.places, pupils=few)), keep_together="grade")


def moving_on(**changes: object) -> Network:
    """Either school may go to the club or to the other's pool, and on from there."""
    net = freer(roomy(), moves_per_school_at_most=2, unmet_sessions={"yen_per_session": 500_000, **SOURCE})
    modes = net.scenario.modes
    club = modes["commission"].model_copy(update=changes)
    return varied(net, scenario=net.scenario.model_copy(update={"modes": {**modes, "commission": club}}))


def with_closures(**changes: object) -> Network:
    """Either school may go to the club or to the other's pool; works close a pool for a season."""
    net = freer(roomy(lake_can_rebuild=True), **changes)
    pool = net.scenario.costs.pool
    closing = {
        "repair": pool.repair.model_copy(update={"closed_seasons": 1}),
        "rebuild": pool.rebuild.model_copy(update={"closed_seasons": 1}),
    }
    costs = net.scenario.costs.model_copy(update={"pool": pool.model_copy(update=closing)})
    return varied(net, scenario=net.scenario.model_copy(update={"costs": costs}))


def aiming(**objective: object) -> Network:
    """The two schools, where lake alone can move (to the club, 15 min by bus), under an objective."""
    net = two_schools(lake_can_rebuild=True)
    values = net.scenario.model_dump() | {"objective": {"source": "made up", **objective}}
    return varied(net, scenario=Scenario.model_validate(values))


WORLDS: dict[str, Make] = {
    "teach_every_school": two_schools,
    "fit_in_open_sites": lambda: two_schools(hill_to_club_min=18.0),
    "hosts_stay_open": moving_on,
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
    "retire_when_left": two_schools,
    "retire_with_the_last_grade": apart,
    "move_model_schools_whole": lambda: apart(stages=stage(schools=1)),
    "swim_there_until_moving_on": moving_on,
    "move_no_more_often": moving_on,
    "stay_for_the_contract": lambda: moving_on(contract_years=3),
    "close_pools_under_works": with_closures,
    "stay_away_from_works": with_closures,
    "swim_elsewhere_meanwhile": with_closures,
    "visit_open_sites_only": lambda: with_closures(unmet_sessions={"yen_per_session": 500_000, **SOURCE}),
    "no_trip_beyond_the_longest": lambda: aiming(minimise=("worst_minutes",)),
    "keep_trips_short": lambda: aiming(at_most={"worst_minutes": 14}),
    "keep_aims_within_bounds": lambda: aiming(at_most={"travel_minutes": 1000}),
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


@pytest.mark.parametrize("rule", RULES)
def test_without_the_rule_a_forbidden_plan_would_win(rule: str) -> None:
    net = WORLDS[rule]()
    if rule in TEMPTATIONS:
        assert best_temptation(net, rule, frozenset()) > best_temptation(net, rule, frozenset({rule}))
        return
    lawful, loose = cheapest(net), solve(build_model(net, without=frozenset({rule})))
    assert loose is not None
    assert lawful is None or loose.objective_yen < lawful - 1


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
