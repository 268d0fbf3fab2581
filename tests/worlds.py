"""Worlds small enough to check by hand, and tiny random ones for brute force.

`two_schools()` in numbers, years 2025-2028, no discounting, all money in yen:

* hill, 6 grades of 30 pupils: 6 groups x 2 visits = 12 sessions a year, in every mode. Its pool, built 1980, condition
  B (47 years), may be used until 1980 + 47 - 1 = 2026 without works. It may be repaired from age 46 = 2026 on, in 2027
  at the latest, and it may be rebuilt. The club lies 25 min away: beyond the limit of 20.
* lake, 6 grades of 20 pupils: 12 sessions too, but in 2025 its first grade has 41 pupils, which is two groups of at
  most 40: 14 sessions. Its pool, built 1975, condition D, is past its life: grace until 2026; it may be repaired in
  2025-2027, and not be rebuilt. The club lies 15 min and 6 km away by bus.
* The club offers 12 sessions: lake fits from 2026 on. A school pool offers 20: a guest with 12 does not fit beside a
  host with 12, so nobody shares (with `pool_slots=24` one can, on foot in 10 min).

Costs of one year:

* upkeep 1.0 M, and 10 % more for each year of wear beyond 45: hill 1.0, 1.1 M in 2025, 2026, unrepaired; lake 1.5,
  1.6 M. A repair takes 20 years of wear away: 1.0 M. A rebuilt pool: 1.0 M.
* lake at the club: 12 sessions x (20,000 hire + 5,000 utilities + 30,000 coaching) = 240,000 + 60,000 + 360,000;
  entry 120 pupils x 2 visits x 100 = 24,000. Bus: 22 seats taken, small bus of 24; a day of two trips runs
  2 x 15 + 2 x (2 x 15 + 60) = 210 min = 3.5 h, billed 4 + 2 = 6 h x 4,000, and 2 x 5 + 2 x 2 x 6 = 34 km, billed
  40 x 100: 28,000 a day; 12 / 2 = 6 days: 168,000, with tax 184,800. Together 868,800.
* works: repair 6.0 M, life + 4 years, so a pool repaired serves until 2030; repaired in 2027, half of these four years
  and so 3.0 M are left after 2028; repaired in 2026, two years of five, 2.4 M; in 2025, two of six, 2.0 M;
  rebuilding 20.0 M, a quarter of it from the state, life 10 years; demolition 2.0 M.

The best plan: hill is repaired in 2027: 1.0 + 1.1 + 2 x 1.0 + 6.0 - 3.0 = 7.1 M (in 2026: 4 x 1.0 + 6.0 - 2.4 =
7.6 M; rebuilt in 2027 with 8 of 10 years left: 1.0 + 1.1 + 2 x 1.0 + 20 - 16 = 8.1 M). Lake moves to the club in 2026:
1.5 + 2.0 + 3 x 0.8688 = 6.1064 M (in 2027: 1.5 + 1.6 + 2.0 + 2 x 0.8688 = 6.8376 M; repaired in 2025:
4 x 1.0 + 6.0 - 2.0 = 8.0 M). Together 13,206,400 yen, which is `BEST_YEN`; the plan is `two_schools_plan()`.
"""

from dataclasses import replace
from typing import Literal

import pandas as pd

from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import Places
from poolplan.network.travel import TravelTimes, Trip
from poolplan.results.plan import Plan, Proof
from poolplan.scenario.schema import Scenario, Stage
from tests.random_worlds import random_world
from tests.world_parts import Order, outside_site, own_pool, places_of, school_of, tiny_scenario

__all__ = [
    "BEST_YEN",
    "YEARS",
    "emptied",
    "random_world",
    "shared_and_rebuilt_plan",
    "two_schools",
    "two_schools_plan",
    "varied",
]

YEARS = range(2025, 2029)
BEST_YEN = 13_206_400
"""Cost of the best plan of `two_schools()`, with the arithmetic of the module's docstring."""
LESSON_COLUMNS = [
    "school",
    "grade",
    "year",
    "site",
    "mode",
    "travel_by",
    "minutes",
    "sessions",
    "unmet",
    "instead_of",
    "assumed",
]
SITE_COLUMNS = ["site", "year", "state", "works", "sessions", "capacity"]
LEDGER_COLUMNS = ["year", "item", "payer", "place", "yen"]


def two_schools(  # noqa: PLR0913 - each keyword varies one thing
    *,
    stages: tuple[Stage, ...] = (),
    order: Order = "cost",
    rollout_schools_per_year: int = 1,
    prefer_mode: str | None = None,
    discount_share: float = 0.0,
    gap_share: float = 0.0,
    club_slots: int = 12,
    pool_slots: int = 20,
    hill_to_club_min: float = 25.0,
    hill_has_pool: bool = True,
    hill_built: int = 1980,
    lake_can_rebuild: bool = False,
    lake_ward: Literal["north", "south"] = "south",
) -> Network:
    """Return the world of the module's docstring, where schools are hill and lake, sites club, hill_pool, lake_pool.

    Args:
        stages: model-school programme.
        order: who joins a stage.
        rollout_schools_per_year: schools that may move in a year after the last stage.
        prefer_mode: mode that takes the others away.
        discount_share: yearly discount, from 2025 on.
        gap_share: gap asked of the solver.
        club_slots: sessions a year that the club offers.
        pool_slots: sessions a year that each school pool offers.
        hill_to_club_min: bus trip from hill to the club, minutes one way (limit 20), 10 km.
        hill_has_pool: False: hill never had a pool.
        hill_built: year in which hill's pool was built.
        lake_can_rebuild: True: lake's pool may be rebuilt.
        lake_ward: ward of lake and its pool; hill and the club lie in the north.
    """
    scenario = tiny_scenario(
        YEARS,
        stages=stages,
        order=order,
        rollout_schools_per_year=rollout_schools_per_year,
        prefer_mode=prefer_mode,
        discount_share=discount_share,
        gap_share=gap_share,
    )
    schools = {"hill": school_of("hill", "north"), "lake": school_of("lake", lake_ward)}
    sites = [outside_site("club", "club", club_slots, assumed=("longitude", "slots_per_week"))]
    sites.append(
        own_pool(schools["lake"], pool_slots, 1975, "D", can_rebuild=lake_can_rebuild, assumed=("build_year",))
    )
    if hill_has_pool:
        sites.append(own_pool(schools["hill"], pool_slots, hill_built, "B", can_rebuild=True))
    pupils = {("hill", year): (30,) * 6 for year in YEARS} | {("lake", year): (20,) * 6 for year in YEARS}
    pupils["lake", 2025] = (41, *(20,) * 5)
    places = places_of(schools, sites, pupils, frozenset({"lake"}))
    return build_network(scenario, places, _two_schools_travel(hill_to_club_min, has_hill_pool=hill_has_pool))


def varied(
    network: Network,
    *,
    scenario: Scenario | None = None,
    places: Places | None = None,
    travel: TravelTimes | None = None,
) -> Network:
    """Build a network again with another scenario, other places or other trips; the rest stays.

    Scenario blocks vary by `model_copy(update={...})`, places by `dataclasses.replace`.
    """
    return build_network(scenario or network.scenario, places or network.places, travel or network.travel)


def emptied(network: Network) -> Network:
    """Return the network without anything derived: scenario, places and travel only."""
    return replace(network, options=(), dropped=(), sessions={}, life_spans={})


def two_schools_plan(network: Network | None = None) -> Plan:
    """Return the best plan of `two_schools()`, written by hand: hill repaired in 2027, lake at the club from 2026.

    Args:
        network: a variation in which the plan is still right; the proof holds without discounting.
    """
    lessons = [("hill", year, "hill_pool", "own", "none", 0.0, 12, "") for year in YEARS]
    lessons.append(("lake", 2025, "lake_pool", "own", "none", 0.0, 14, "pool_age pupils"))
    facts = "capacity minutes place pool_age pupils"
    lessons += [("lake", year, "club", "commission", "bus", 15.0, 12, facts) for year in YEARS[1:]]
    sites = [
        *[("club", year, "in_use", "", 0 if year == 2025 else 12, 12) for year in YEARS],
        *[("hill_pool", year, "in_use", "", 12, 20) for year in YEARS[:2]],
        ("hill_pool", 2027, "repaired", "repair", 12, 20),
        ("hill_pool", 2028, "repaired", "", 12, 20),
        ("lake_pool", 2025, "in_use", "", 14, 20),
        ("lake_pool", 2026, "retired", "retire", 0, 0),
        *[("lake_pool", year, "retired", "", 0, 0) for year in YEARS[2:]],
    ]
    ledger = [
        *[(year, "pool_upkeep", "general_fund", "hill_pool", 1_000_000) for year in (2025, 2027, 2028)],
        (2026, "pool_upkeep", "general_fund", "hill_pool", 1_100_000),
        (2025, "pool_upkeep", "general_fund", "lake_pool", 1_500_000),
        (2027, "pool_repair", "general_fund", "hill_pool", 6_000_000),
        (2026, "demolition", "general_fund", "lake_pool", 2_000_000),
        (2028, "residual_value", "general_fund", "hill_pool", -3_000_000),
        *[(year, "lesson_hire", "general_fund", "lake", 240_000) for year in YEARS[1:]],
        *[(year, "lesson_utilities", "general_fund", "lake", 60_000) for year in YEARS[1:]],
        *[(year, "lesson_coaching", "general_fund", "lake", 360_000) for year in YEARS[1:]],
        *[(year, "lesson_entry", "general_fund", "lake", 24_000) for year in YEARS[1:]],
        *[(year, "bus_hire", "general_fund", "lake", 184_800) for year in YEARS[1:]],
    ]
    return _plan(network or two_schools(), lessons, sites, ledger, BEST_YEN)


def shared_and_rebuilt_plan(network: Network | None = None) -> Plan:
    """Return a correct, dear plan of `two_schools(pool_slots=24)`: hill rebuilt in 2026, where lake then walks.

    Three of ten years of the new pool are used by the end: 70 % of 20 M is left, a quarter of it the state's. Total
    2.5 M + 20 M + 2 M + 3 x (1.0 + 12 x 10,000) - 14 M = 13.86 M.
    """
    lessons = [("hill", year, "hill_pool", "own", "none", 0.0, 12, "") for year in YEARS]
    lessons.append(("lake", 2025, "lake_pool", "own", "none", 0.0, 14, "pool_age pupils"))
    lessons += [("lake", year, "hill_pool", "shared", "walk", 10.0, 12, "pool_age pupils") for year in YEARS[1:]]
    sites = [
        *[("club", year, "in_use", "", 0, 12) for year in YEARS],
        ("hill_pool", 2025, "in_use", "", 12, 24),
        ("hill_pool", 2026, "rebuilt", "rebuild", 24, 24),
        *[("hill_pool", year, "rebuilt", "", 24, 24) for year in YEARS[2:]],
        ("lake_pool", 2025, "in_use", "", 14, 24),
        ("lake_pool", 2026, "retired", "retire", 0, 0),
        *[("lake_pool", year, "retired", "", 0, 0) for year in YEARS[2:]],
    ]
    ledger = [
        *[(year, "pool_upkeep", "general_fund", "hill_pool", 1_000_000) for year in YEARS],
        (2025, "pool_upkeep", "general_fund", "lake_pool", 1_500_000),
        (2026, "pool_rebuild", "national_grant", "hill_pool", 5_000_000),
        (2026, "pool_rebuild", "general_fund", "hill_pool", 15_000_000),
        (2026, "demolition", "general_fund", "lake_pool", 2_000_000),
        (2028, "residual_value", "national_grant", "hill_pool", -3_500_000),
        (2028, "residual_value", "general_fund", "hill_pool", -10_500_000),
        *[(year, "lesson_coaching", "general_fund", "lake", 120_000) for year in YEARS[1:]],
    ]
    return _plan(network or two_schools(pool_slots=24), lessons, sites, ledger, 13_860_000)


def _plan(
    network: Network,
    lessons: list[tuple[str, int, str, str, str, float, int, str]],
    sites: list[tuple[str, int, str, str, int, int]],
    ledger: list[tuple[int, str, str, str, int]],
    cost_yen: int,
) -> Plan:
    proof = Proof("proven", float(cost_yen), float(cost_yen), 0.0, "by hand", 0.0)
    return Plan(
        network,
        pd.DataFrame([(row[0], 0, *row[1:7], 0, "", row[7]) for row in lessons], columns=LESSON_COLUMNS),
        pd.DataFrame(sites, columns=SITE_COLUMNS),
        pd.DataFrame(sorted(ledger), columns=LEDGER_COLUMNS),
        proof,
    )


def _two_schools_travel(hill_to_club_min: float, *, has_hill_pool: bool) -> TravelTimes:
    trips: TravelTimes = {
        ("hill", "club", "bus"): Trip(hill_to_club_min, 10_000.0, "timed by stopwatch"),
        ("hill", "lake_pool", "walk"): Trip(10.0, 700.0, "timed by stopwatch"),
        ("lake", "club", "bus"): Trip(15.0, 6_000.0, "roads, approximate"),
        ("lake", "club", "walk"): Trip(80.0, 5_600.0, "roads, approximate"),
    }
    if has_hill_pool:
        trips["lake", "hill_pool", "walk"] = Trip(10.0, 700.0, "timed by stopwatch")
    return trips
