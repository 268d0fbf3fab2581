"""The two schools under every kind of rule; and for each rule a world in which it forbids the best plan."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from poolplan.network.options import Network
from poolplan.scenario.costs import Costs, WorksOfYears
from poolplan.scenario.schema import Programme, Scenario, Stage
from tests.world_parts import SOURCE
from tests.worlds import two_schools, varied

Make = Callable[[], Network]


def stage(**asked: object) -> tuple[Stage, ...]:
    return (Stage.model_validate({"year": 2026, **asked}),)


def roomy(**changes: object) -> Network:
    """Either school may go to the club or to the other's pool."""
    return two_schools(pool_slots=24, club_slots=24, hill_to_club_min=18.0, **changes)  # type: ignore[arg-type]


def with_costs(net: Network | None = None, **blocks: dict[str, Any]) -> Network:
    """The two schools, where lake alone can move (to the club, by bus), with further cost blocks."""
    net = net or two_schools(lake_can_rebuild=True)
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


def aiming(net: Network | None = None, **objective: object) -> Network:
    """The two schools, where lake alone can move (to the club, 15 min by bus), under an objective."""
    net = net or two_schools(lake_can_rebuild=True)
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
