"""Reading a Solution into the tidy tables of a Plan."""

from collections.abc import Iterator

import pandas as pd

from poolplan.model.solve import Solution
from poolplan.model.variables import PoolKey
from poolplan.network.options import Network, Option
from poolplan.network.places import Site
from poolplan.results.plan import Plan, Proof

ASSIGNMENT_COLUMNS = ["school", "year", "site", "mode", "travel_by", "minutes", "sessions", "assumed"]
SITE_COLUMNS = ["site", "year", "state", "works", "sessions", "capacity"]
LEDGER_COLUMNS = ["year", "item", "payer", "place", "yen"]
WORKS = {"repairs": "repair", "rebuilds": "rebuild"}
CAPACITY_COLUMNS = frozenset({"slots_per_week", "weeks_per_year", "usable_share"})
AGE_COLUMNS = frozenset({"build_year", "condition"})
PLACE_COLUMNS = frozenset({"longitude", "latitude"})


def read_plan(network: Network, solution: Solution) -> Plan:
    """Turn the solver's answer into tables, sorted by their first columns."""
    assignments = pd.DataFrame(_assignments(network, solution), columns=ASSIGNMENT_COLUMNS)
    sites = pd.DataFrame(_sites(network, solution), columns=SITE_COLUMNS)
    proof = Proof(
        status=solution.status,
        objective_yen=solution.objective_yen,
        best_bound_yen=solution.best_bound_yen,
        gap_share=solution.gap_share,
        solver=solution.solver,
        seconds=solution.seconds,
    )
    return Plan(network, assignments, sites, pd.DataFrame(solution.ledger, columns=LEDGER_COLUMNS), proof)


def _assignments(network: Network, solution: Solution) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for option, year in sorted(solution.chosen, key=lambda key: (key.option.school, key.year)):
        facts = " ".join(sorted(_assumed(network, option)))
        sessions = network.needs(option, year)
        rows.append((option.school, year, option.site, option.mode, option.travel_by, option.minutes, sessions, facts))
    return rows


def _assumed(network: Network, option: Option) -> Iterator[str]:
    """Names of the assumed facts that decide where a school swims."""
    places = network.places
    site, home = places.sites[option.site], places.home_site(option.school)
    if option.school in places.assumed_pupils:
        yield "pupils"
    if home is not None and home.assumed & AGE_COLUMNS:
        yield "pool_age"
    if site.assumed & CAPACITY_COLUMNS:
        yield "capacity"
    if site.assumed & PLACE_COLUMNS:
        yield "place"
    if not option.is_home:
        trip = network.travel[option.school, option.site, option.travel_by]  # type: ignore[index]
        if "approximate" in trip.source or "assumed" in trip.source:
            yield "minutes"


def _sites(network: Network, solution: Solution) -> Iterator[tuple[object, ...]]:
    sessions: dict[PoolKey, int] = {}
    open_pools: set[PoolKey] = set()
    for option, year in solution.chosen:
        key = PoolKey(option.site, year)
        sessions[key] = sessions.get(key, 0) + network.needs(option, year)
        if option.is_home:
            open_pools.add(key)
    for site in network.places.sites.values():
        for year in network.scenario.planned_years:
            key = PoolKey(site.id, year)
            is_open = site.kind != "school_pool" or key in open_pools
            works = next((word for name, word in WORKS.items() if key in solution.pool_years[name]), "")
            if not is_open and _was_open(network, site, year, open_pools):
                works = "retire"
            capacity = site.capacity_slots if is_open else 0
            yield (site.id, year, _state(site, key, solution, is_open=is_open), works, sessions.get(key, 0), capacity)


def _was_open(network: Network, site: Site, year: int, open_pools: set[PoolKey]) -> bool:
    """True if the pool was in use in the year before; every pool with a home option enters the first year in use."""
    if year == network.scenario.years.first:
        return site.school in network.home_options
    return PoolKey(site.id, year - 1) in open_pools


def _state(site: Site, key: PoolKey, solution: Solution, *, is_open: bool) -> str:
    if not is_open:
        return "retired"
    if site.kind != "school_pool" or key in solution.pool_years["original"]:
        return "in_use"
    return "repaired" if key in solution.pool_years["repaired"] else "rebuilt"
