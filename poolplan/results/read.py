"""Reading a Solution into the tidy tables of a Plan."""

from collections.abc import Iterable, Iterator

import pandas as pd

from poolplan.model.solve import Solution
from poolplan.model.variables import PoolKey, UseKey
from poolplan.network.options import Network, Option
from poolplan.network.places import Site
from poolplan.results.plan import AimValue, Plan, Proof

ASSIGNMENT_COLUMNS = [
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
WORKS = {"repairs": "repair", "rebuilds": "rebuild"}
CAPACITY_COLUMNS = frozenset({"slots_per_week", "weeks_per_year", "usable_share"})
AGE_COLUMNS = frozenset({"build_year", "condition"})
PLACE_COLUMNS = frozenset({"longitude", "latitude"})


def read_plan(network: Network, solution: Solution) -> Plan:
    """Turn the solver's answer into tables, sorted by their first columns."""
    swimming = _swimming(solution)
    unmet = _unmet(network, solution, swimming)
    assignments = pd.DataFrame(_assignments(network, swimming, unmet), columns=ASSIGNMENT_COLUMNS)
    sites = pd.DataFrame(_sites(network, solution, swimming, unmet), columns=SITE_COLUMNS)
    proof = Proof(
        status=solution.status,
        objective_yen=solution.objective_yen,
        best_bound_yen=solution.best_bound_yen,
        gap_share=solution.gap_share,
        solver=solution.solver,
        seconds=solution.seconds,
        aims=tuple(AimValue(*found) for found in solution.aims),
    )
    return Plan(network, assignments, sites, pd.DataFrame(solution.ledger, columns=LEDGER_COLUMNS), proof)


def _swimming(solution: Solution) -> dict[UseKey, str]:
    """Where everybody holds lessons in each year, with the site where they belong if that is another."""
    visits = {(key.option.cohort, key.year): key for key in solution.visits}
    swimming = {}
    for key in solution.chosen:
        instead = visits.get((key.option.cohort, key.year))
        swimming[instead or key] = key.option.site if instead else ""
    return swimming


def _unmet(network: Network, solution: Solution, swimming: Iterable[UseKey]) -> dict[UseKey, int]:
    """Sessions left out: all of a school whose pool is closed; elsewhere of those with the longest way first."""
    unmet: dict[UseKey, int] = {}
    short = dict(solution.short)
    for key in sorted(swimming, key=lambda key: (-key.option.minutes, key.option.cohort)):
        option, year = key
        pool, needed = PoolKey(option.site, year), network.needs(option, year)
        if option.is_home and network.keeps_schools_together:
            left_out = needed if pool in solution.pool_years["closed"] else 0
        else:
            left_out = min(needed, short.get(pool, 0))
            short[pool] = short.get(pool, 0) - left_out
        if left_out:
            unmet[key] = left_out
    return unmet


def _assignments(network: Network, swimming: dict[UseKey, str], unmet: dict[UseKey, int]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for key in sorted(swimming, key=lambda key: (*key.option.cohort, key.year)):
        option, year = key
        facts = " ".join(sorted(_assumed(network, option)))
        held = network.needs(option, year) - unmet.get(key, 0)
        way = (option.travel_by, option.minutes)
        said = (held, unmet.get(key, 0), swimming[key], facts)
        rows.append((*option.cohort, year, option.site, option.mode, *way, *said))
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
        if trip.is_assumed:
            yield "minutes"


def _sites(
    network: Network, solution: Solution, swimming: Iterable[UseKey], unmet: dict[UseKey, int]
) -> Iterator[tuple[object, ...]]:
    sessions: dict[PoolKey, int] = {}
    for use in swimming:
        key = PoolKey(use.option.site, use.year)
        sessions[key] = sessions.get(key, 0) + network.needs(*use) - unmet.get(use, 0)
    open_pools = {PoolKey(option.site, year) for option, year in solution.chosen if option.is_home}
    for site in network.places.sites.values():
        for year in network.scenario.planned_years:
            key = PoolKey(site.id, year)
            is_open = site.kind != "school_pool" or key in open_pools
            works = next((word for name, word in WORKS.items() if key in solution.pool_years[name]), "")
            if not is_open and _was_open(network, site, year, open_pools):
                works = "retire"
            state = _state(site, key, solution, is_open=is_open)
            is_shut = state in {"retired", "closed"} or key in solution.pool_years["under_works"]
            capacity = 0 if is_shut else site.capacity_slots
            yield (site.id, year, state, works, sessions.get(key, 0), capacity)


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
    if key in solution.pool_years["closed"]:
        return "closed"
    return "repaired" if key in solution.pool_years["repaired"] else "rebuilt"
