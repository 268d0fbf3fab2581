"""PLANTED: for every audit, plans that break its promise, each made from a correct one by a small lie."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from poolplan.results.plan import AimValue, Plan
from poolplan.scenario.costs import Budget, Bus, Drivers, WorksOfYears
from poolplan.scenario.objective import Objective
from poolplan.scenario.schema import LessonPrices, Programme, Scenario, Stage
from tests.worlds import BEST_YEN, shared_and_rebuilt_plan, two_schools, two_schools_plan

Corruption = Callable[[], Plan]
PLANTED: dict[str, list[Corruption]] = {}
Cells = Mapping[str, Any]

LAKE_2026 = {"school": "lake", "year": 2026}
LAKE_2027 = {"school": "lake", "year": 2027}
HILL_POOL_2027 = {"site": "hill_pool", "year": 2027}


def plant(rule: str, *corruptions: Corruption) -> None:
    """Enter corruptions that an audit must find."""
    PLANTED.setdefault(rule, []).extend(corruptions)


def lessons(where: Cells, lie: Cells) -> Corruption:
    """Change cells of the assignments."""
    return lambda: replace(two_schools_plan(), assignments=changed(two_schools_plan().assignments, where, lie))


def sites(where: Cells, lie: Cells) -> Corruption:
    """Change cells of the sites."""
    return lambda: replace(two_schools_plan(), sites=changed(two_schools_plan().sites, where, lie))


def ledger(where: Cells, lie: Cells) -> Corruption:
    """Change cells of the ledger of the plan that shares and rebuilds."""
    return lambda: replace(shared_and_rebuilt_plan(), ledger=changed(shared_and_rebuilt_plan().ledger, where, lie))


def invented(year: int, item: str, place: str, yen: int) -> Corruption:
    """Add a line to the ledger."""
    plan = two_schools_plan()
    line = pd.DataFrame([(year, item, "general_fund", place, yen)], columns=plan.ledger.columns)
    return lambda: replace(plan, ledger=pd.concat([plan.ledger, line], ignore_index=True))


def proof(lie: Cells) -> Corruption:
    """Change the proof."""
    return lambda: replace(two_schools_plan(), proof=replace(two_schools_plan().proof, **lie))


def other_question(change: Callable[[Scenario], Scenario], base: Callable[[], Plan] = two_schools_plan) -> Corruption:
    """Hand in a plan as the answer to another question."""

    def corrupt() -> Plan:
        plan = base()
        return replace(plan, network=replace(plan.network, scenario=change(plan.network.scenario)))

    return corrupt


def other_site(site: str, lie: Cells, base: Callable[[], Plan] = two_schools_plan) -> Corruption:
    """Hand in a plan for a city where a site has other facts."""

    def corrupt() -> Plan:
        plan = base()
        places = plan.network.places
        told = {**places.sites, site: replace(places.sites[site], **lie)}
        return replace(plan, network=replace(plan.network, places=replace(places, sites=told)))

    return corrupt


def changed(table: pd.DataFrame, where: Cells, lie: Cells) -> pd.DataFrame:
    """Copy a table with other values in the rows whose cells are as stated."""
    told = table.copy()
    rows = pd.Series(data=True, index=table.index)
    for column, value in where.items():
        rows &= table[column] == value
    assert rows.any(), where
    for column, value in lie.items():
        told.loc[rows, column] = value
    return told


def programme(stage: Stage | None = None, *, rollout: int = 1, **more: object) -> Callable[[Scenario], Scenario]:
    """Ask for another programme."""
    asked = Programme(stages=(stage,) if stage else (), rollout_schools_per_year=rollout).model_copy(update=more)
    return lambda scenario: scenario.model_copy(update={"programme": asked})


def mode(name: str, update: Cells) -> Callable[[Scenario], Scenario]:
    """Ask with another rule for a mode."""

    def change(scenario: Scenario) -> Scenario:
        told = scenario.modes[name].model_copy(update=dict(update))
        return scenario.model_copy(update={"modes": {**scenario.modes, name: told}})

    return change


def costs(**update: object) -> Callable[[Scenario], Scenario]:
    """Ask with another budget or other buses."""
    return lambda scenario: scenario.model_copy(update={"costs": scenario.costs.model_copy(update=update)})


def over_years(years: int, yen: int) -> Budget:
    """Return a ceiling on several successive years."""
    return Budget(works_over_years=WorksOfYears(years=years, yen=yen), source="x")


def half_paid_by_families() -> LessonPrices:
    """Return the club's prices where families pay half the entry fee."""
    return two_schools().scenario.modes["commission"].prices.model_copy(update={"entry_users_share": 0.5})


def drivers(bus_days: int) -> Bus:
    """Return the buses of the worlds with so many bus-days a year."""
    return two_schools().scenario.costs.bus.model_copy(
        update={"drivers": Drivers(bus_days_per_year=bus_days, source="x")}
    )


def repair(update: Cells) -> Callable[[Scenario], Scenario]:
    """Ask with other rules for major repairs."""

    def change(scenario: Scenario) -> Scenario:
        told = scenario.costs.pool.repair.model_copy(update=dict(update))
        pool = scenario.costs.pool.model_copy(update={"repair": told})
        return scenario.model_copy(update={"costs": scenario.costs.model_copy(update={"pool": pool})})

    return change


def without_row(table: str, number: int) -> Corruption:
    """Leave a row out."""
    plan = two_schools_plan()
    told = {"assignments": plan.assignments, "sites": plan.sites, "ledger": plan.ledger}[table]
    return lambda: replace(plan, **{table: told.drop(index=number).reset_index(drop=True)})  # type: ignore[arg-type]


def with_row_twice(table: str) -> Corruption:
    """Say a row twice."""
    plan = two_schools_plan()
    told = {"assignments": plan.assignments, "sites": plan.sites, "ledger": plan.ledger}[table]
    return lambda: replace(plan, **{table: pd.concat([told, told[:1]], ignore_index=True)})  # type: ignore[arg-type]


def without_column() -> Plan:
    """Leave a column out."""
    plan = two_schools_plan()
    return replace(plan, assignments=plan.assignments.drop(columns="assumed"))


def sessions_in_halves() -> Plan:
    """Count sessions in fractions."""
    plan = two_schools_plan()
    return replace(plan, sites=plan.sites.assign(sessions=plan.sites["sessions"] + 0.5))


def minutes_in_words() -> Plan:
    """Write minutes as text."""
    plan = two_schools_plan()
    return replace(plan, assignments=plan.assignments.assign(minutes="ten"))


def sites_in_numbers() -> Plan:
    """Write ids as numbers."""
    plan = two_schools_plan()
    return replace(plan, sites=plan.sites.assign(site=range(len(plan.sites))))


def walk_is_near() -> Plan:
    """Ride to a club that lies 15 min away on foot."""
    plan = two_schools_plan()
    near = plan.network.travel["lake", "club", "walk"]._replace(minutes=15.0)
    return replace(plan, network=replace(plan.network, travel={**plan.network.travel, ("lake", "club", "walk"): near}))


def older_hill_stays() -> Plan:
    """Lake joins the stage although hill has an older pool and could go to the club too."""
    stage = Stage(year=2026, schools=1, by_mode={"commission": 1})
    return two_schools_plan(
        two_schools(stages=(stage,), order="oldest_pool_first", hill_to_club_min=20.0, hill_built=1970)
    )


def repaired(year: int) -> Corruption:
    """Repair hill's pool in another year."""

    def corrupt() -> Plan:
        plan = two_schools_plan()
        table = changed(plan.sites, {"site": "hill_pool"}, {"state": "in_use", "works": ""})
        for later in range(year, 2029):
            works = "repair" if later == year else ""
            table = changed(table, {"site": "hill_pool", "year": later}, {"state": "repaired", "works": works})
        return replace(plan, sites=table)

    return corrupt


def rebuilt_pool_retired() -> Plan:
    """Take a rebuilt pool out of use."""
    plan = shared_and_rebuilt_plan()
    lie = {"state": "retired", "works": "retire", "capacity": 0}
    return replace(plan, sites=changed(plan.sites, {"site": "hill_pool", "year": 2028}, lie))


def back_home() -> Plan:
    """Lake returns to its own pool in 2028."""
    plan = two_schools_plan()
    lie = {"site": "lake_pool", "mode": "own", "travel_by": "none", "minutes": 0.0}
    return replace(plan, assignments=changed(plan.assignments, {"school": "lake", "year": 2028}, lie))


def left_after_a_year() -> Plan:
    """Lake leaves the club for hill's pool although the contract runs two years."""
    plan = other_question(mode("commission", {"contract_years": 2}))()
    lie = {"site": "hill_pool", "mode": "shared"}
    return replace(plan, assignments=changed(plan.assignments, LAKE_2027, lie))


def grades_apart() -> Plan:
    """In the stage year one grade of lake is at the club, the others at hill's pool."""
    asked = Stage(year=2026, schools=1)
    plan = other_question(programme(asked, keep_together="grade"))()
    table = pd.concat([plan.assignments.assign(grade=grade) for grade in range(1, 7)], ignore_index=True)
    lie = {"site": "hill_pool", "mode": "shared"}
    return replace(plan, assignments=changed(table, {**LAKE_2026, "grade": 2}, lie))


plant("tables_have_their_columns", without_column)
plant("no_value_is_missing", sites(HILL_POOL_2027, {"works": None}))
plant("numbers_are_numbers", sessions_in_halves, minutes_in_words, sites_in_numbers)
plant("numbers_are_numbers", lessons(LAKE_2026, {"sessions": -12}))
plant("words_are_known", lessons(LAKE_2026, {"site": "moon"}), lessons(LAKE_2026, {"mode": "by_sea"}))
plant("words_are_known", lessons(LAKE_2026, {"year": 2031}), lessons(LAKE_2026, {"travel_by": "ship"}))
plant("words_are_known", sites(HILL_POOL_2027, {"state": "sold"}), sites(HILL_POOL_2027, {"works": "paint"}))
plant("words_are_known", ledger({"item": "demolition"}, {"item": "party"}))
plant("words_are_known", ledger({"item": "demolition"}, {"payer": "lottery"}))
plant("no_row_stands_twice", with_row_twice("assignments"), with_row_twice("sites"), with_row_twice("ledger"))
plant("every_school_and_site_has_every_year", without_row("assignments", 3), without_row("sites", 0))
plant("no_line_is_zero", invented(2026, "pool_repair", "hill_pool", 0))

plant("modes_are_offered_and_fit_the_site", lessons(LAKE_2026, {"mode": "public"}))
plant("modes_are_offered_and_fit_the_site", other_question(mode("commission", {"offered": False})))
plant("own_mode_is_for_the_own_pool", lessons(LAKE_2026, {"mode": "own"}))
plant("own_mode_is_for_the_own_pool", lessons({"school": "lake", "year": 2025}, {"mode": "shared"}))
plant("own_mode_is_for_the_own_pool", other_site("lake_pool", {"capacity_slots": 13}))
plant("minutes_are_those_of_the_travel_table", lessons(LAKE_2026, {"minutes": 14.0}))
plant("minutes_are_those_of_the_travel_table", lessons(LAKE_2026, {"travel_by": "none"}))
plant("minutes_are_those_of_the_travel_table", lessons({"school": "hill"}, {"travel_by": "walk"}))
plant("minutes_are_those_of_the_travel_table", lessons({"school": "hill"}, {"minutes": 3.0}))
limits = {"max_travel_min": two_schools().scenario.modes["commission"].max_travel_min.model_copy(update={"bus": 14.0})}  # type: ignore[union-attr]
plant("trips_keep_within_the_limit", other_question(mode("commission", limits)))
plant("trips_keep_within_the_limit", lessons(LAKE_2026, {"travel_by": "walk", "minutes": 80.0}))
plant("levels_swim_where_they_should", other_question(programme(levels_that_stay=("elementary",))))
plant("levels_swim_where_they_should", other_site("club", {"levels": frozenset({"junior_high"})}))
plant("nobody_rides_where_walking_is_near", walk_is_near)
plant("sessions_are_what_the_pupils_need", lessons(LAKE_2026, {"sessions": 13}))
plant("schools_move_no_more_often_than_allowed", back_home)
plant("schools_move_no_more_often_than_allowed", lessons(LAKE_2027, {"site": "hill_pool", "mode": "shared"}))
plant("lessons_are_left_out_only_where_allowed", lessons(LAKE_2026, {"sessions": 10, "unmet": 2}))
plant("lessons_are_left_out_only_where_allowed", sites({"site": "hill_pool", "year": 2028}, {"state": "retired"}))
plant("lessons_are_left_out_only_where_allowed", sites({"site": "hill_pool", "year": 2028}, {"state": "closed"}))
plant("works_alone_send_schools_away", lessons(LAKE_2026, {"instead_of": "hill_pool"}))
plant("works_alone_send_schools_away", other_question(repair({"closed_seasons": 1})))


def aims(found: AimValue, **objective: object) -> Corruption:
    """Hand in the plan for lake's trip of 15 minutes as the answer to an objective, with what it says of its aim."""

    def corrupt() -> Plan:
        asked = Objective.model_validate({"source": "made up", **objective})
        plan = other_question(lambda scenario: scenario.model_copy(update={"objective": asked}))()
        cost = AimValue("cost", "yen of the base year", BEST_YEN, BEST_YEN)
        return replace(plan, proof=replace(plan.proof, aims=(found, cost)))

    return corrupt


TRUE_AIM = AimValue("worst_minutes", "minutes one way", 15.0, 15.0)
plant("aims_are_what_the_tables_say", aims(TRUE_AIM._replace(value=14.0), minimise=("worst_minutes",)))
plant("aims_are_what_the_tables_say", aims(TRUE_AIM._replace(least=16.0), minimise=("worst_minutes",)))
plant("aims_keep_their_bounds", aims(TRUE_AIM, minimise=("worst_minutes",), at_most={"worst_minutes": 14}))
plant("aims_are_those_asked_for", aims(TRUE_AIM, minimise=("travel_minutes",)))
plant("contracts_run_their_term", left_after_a_year)
plant("model_schools_move_whole", grades_apart)
plant("assumed_facts_are_named", lessons(LAKE_2026, {"assumed": ""}), lessons({"school": "hill"}, {"assumed": "place"}))

plant("pools_in_use_are_used_by_their_school", sites({"site": "lake_pool"}, {"state": "in_use"}))
plant("pools_in_use_are_used_by_their_school", sites(HILL_POOL_2027, {"state": "retired"}))
plant(
    "pool_states_follow_each_other",
    sites({"site": "hill_pool", "year": 2028}, {"state": "in_use"}),
    rebuilt_pool_retired,
)
plant("works_stand_in_the_year_of_the_change", sites(HILL_POOL_2027, {"works": ""}))
plant("works_stand_in_the_year_of_the_change", sites({"site": "hill_pool", "year": 2026}, {"works": "repair"}))
plant("pools_are_used_no_longer_than_they_last", sites({"site": "hill_pool"}, {"state": "in_use"}))
plant("pools_are_used_no_longer_than_they_last", other_question(repair({"extends_years": 1})))
plant("repairs_are_done_in_their_years", repaired(2025), repaired(2028), other_question(repair({"offered": False})))
plant("only_sites_that_allow_it_are_rebuilt", sites({"site": "lake_pool", "year": 2026}, {"state": "rebuilt"}))
plant("only_sites_that_allow_it_are_rebuilt", other_site("hill_pool", {"can_rebuild": False}, shared_and_rebuilt_plan))
plant("outside_sites_stay_as_they_are", sites({"site": "club"}, {"state": "retired"}))
plant("outside_sites_stay_as_they_are", sites({"site": "club"}, {"works": "repair"}))
plant("lessons_fit_in_the_slots", other_site("club", {"capacity_slots": 11}))
plant("lessons_fit_in_the_slots", lessons({"school": "hill"}, {"mode": "commission", "site": "club"}))
plant("lessons_fit_in_the_slots", sites(HILL_POOL_2027, {"state": "retired"}))
plant("sites_report_their_sessions", sites({"site": "club", "year": 2026}, {"sessions": 11}))
plant("sites_report_their_capacity", sites(HILL_POOL_2027, {"capacity": 21}))
plant("sites_report_their_capacity", sites({"site": "lake_pool", "year": 2027}, {"capacity": 20}))

plant("stages_have_their_schools", other_question(programme(Stage(year=2026, schools=0))))
plant("stages_have_their_schools", other_question(programme(Stage(year=2028, schools=2))))
plant(
    "fixed_schools_are_where_they_should",
    other_question(programme(Stage(year=2026, schools=1, fixed={"lake": "shared"}))),
)
plant("stages_have_their_mix", other_question(programme(Stage(year=2026, schools=1, by_mode={"commission": 0}))))
plant("stages_have_their_mix", other_question(programme(Stage(year=2026, schools=1, by_mode={"shared": 1}))))
other_host = Stage(year=2026, schools=1, host_levels={"shared": "junior_high"})
plant("hosts_have_the_stated_level", other_question(programme(other_host), shared_and_rebuilt_plan))
plant("every_ward_is_served", other_question(programme(Stage(year=2026, schools=1, every_ward=True))))
plant("oldest_pools_go_first", older_hill_stays)
plant("roll_out_keeps_its_pace", other_question(programme(rollout=0)))
plant("roll_out_keeps_its_pace", other_question(programme(Stage(year=2025, schools=0), rollout=0)))

plant("works_keep_within_the_budget", other_question(costs(budget=Budget(works_yen_per_year=5_990_000, source="x"))))
later = {"2027": 5_000_000}
plant("works_keep_within_the_budget", other_question(costs(budget=Budget(works_yen_by_year=later, source="x"))))
plant(
    "works_are_level",
    other_question(costs(budget=over_years(2, 7_990_000))),
    other_question(costs(budget=over_years(9, 7_990_000))),
)
plant("contracts_are_few", other_question(programme(outside_sites_at_most=0)))
plant("buses_have_drivers", other_question(costs(bus=drivers(5))))
plant("clubs_cover_each_other", other_question(programme(clubs_cover_each_other=True)))

plant("ledger_lines_are_right", ledger({"item": "demolition"}, {"yen": 1_999_998}))
plant("ledger_lines_are_right", ledger({"item": "residual_value", "payer": "national_grant"}, {"yen": 3_500_000}))
plant("ledger_lines_are_right", ledger({"item": "pool_upkeep", "place": "lake_pool"}, {"yen": 1_600_000}))
plant("no_ledger_line_is_missing", without_row("ledger", 0), ledger({"item": "pool_rebuild"}, {"year": 2027}))
plant("ledger_lines_are_right", other_question(mode("commission", {"prices": half_paid_by_families()})))
plant("no_ledger_line_is_missing", other_question(mode("commission", {"prices": half_paid_by_families()})))
plant("no_ledger_line_is_invented", invented(2026, "pool_repair", "hill_pool", 6_000_000))
plant("no_ledger_line_is_invented", ledger({"item": "demolition"}, {"payer": "national_grant"}))
plant("no_ledger_line_is_invented", ledger({"item": "lesson_coaching"}, {"item": "lesson_hire"}))

plant(
    "objective_is_the_discounted_ledger", proof({"objective_yen": 13_206_402.0}), proof({"objective_yen": float("nan")})
)
plant(
    "objective_is_the_discounted_ledger",
    other_question(costs(counted_payers=("general_fund",)), shared_and_rebuilt_plan),
    other_question(costs(counted_payers=("national_grant", "users"))),
)
plant("no_plan_beats_the_bound", proof({"best_bound_yen": 13_206_402.0}), proof({"best_bound_yen": float("nan")}))
plant("gap_follows_from_objective_and_bound", proof({"best_bound_yen": 13_000_000.0}), proof({"gap_share": 0.001}))
plant("status_claims_no_more_than_the_gap_shows", proof({"best_bound_yen": 13_000_000.0, "gap_share": 0.01563}))
plant("status_claims_no_more_than_the_gap_shows", proof({"status": "gap", "best_bound_yen": 13_000_000.0}))
plant("status_claims_no_more_than_the_gap_shows", proof({"status": "perhaps"}))
