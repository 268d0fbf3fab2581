"""ITEMS: every cost of a plan, one function per item, in undiscounted yen; one ledger for all. Here: lessons, buses."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

import pulp

from poolplan.model.variables import Decisions, UseKey, Variables
from poolplan.network.buses import DayFare, cheapest_bus
from poolplan.network.demand import pupil_visits_per_year
from poolplan.network.hired import fares_for
from poolplan.network.options import Network, Option

GENERAL_FUND = "general_fund"
NATIONAL_GRANT = "national_grant"
LOCAL_BOND = "local_bond"
USERS = "users"


class Line(NamedTuple):
    """A cost that falls due as often as its decisions say: once if one of them is taken, per session if left out."""

    year: int
    payer: str
    place: str
    """School or site."""
    yen: int
    """Whole yen at the base year's prices, or at the year's own where the item's price grows; undiscounted."""
    decisions: Variables


Lines = Iterator[Line]
Item = Callable[[Network, Decisions], Lines]
ITEMS: dict[str, Item] = {}


def cost_item(function: Item) -> Item:
    """Register a cost item under its function's name."""
    ITEMS[function.__name__] = function
    return function


def discount_factor(year: int, base_year: int, discount_share: float) -> float:
    """Value in the base year of one yen in `year`.

    >>> round(discount_factor(2024, 2022, 0.02), 6)
    0.961169
    >>> discount_factor(2050, 2022, 0.0)
    1.0
    """
    return float((1 + discount_share) ** (base_year - year))


def present_value(net: Network, lines: Iterable[tuple[str, Line]]) -> Iterator[tuple[pulp.LpVariable, float]]:
    """Terms whose sum is the worth in the base year of the lines of all payers that count, yen."""
    costs = net.scenario.costs
    factor = {t: discount_factor(t, costs.base_year, costs.discount_share) for t in net.scenario.planned_years}
    counted = (line for _, line in lines if line.payer in costs.counted_payers)
    return ((decision, line.yen * factor[line.year]) for line in counted for decision in line.decisions)


def price_level(net: Network, item: str, year: int) -> float:
    """Price of an item in a year as a multiple of the base year's.

    >>> from types import SimpleNamespace as Some
    >>> costs = Some(base_year=2022, growth=Some(share_per_year={"pool_rebuild": 0.03}))
    >>> net = Some(scenario=Some(costs=costs))
    >>> price_level(net, "pool_rebuild", 2024), price_level(net, "bus_hire", 2024)
    (1.0609, 1.0)
    """
    growth = net.scenario.costs.growth
    share = next((share for name, share in growth.share_per_year.items() if name == item), 0.0) if growth else 0.0
    return float((1 + share) ** (year - net.scenario.costs.base_year))


def _per_session(net: Network, x: Decisions, price: str) -> Lines:
    yen: dict[str, int] = {name: getattr(mode.prices, price) for name, mode in net.scenario.modes.items()}
    for (option, year), sign, use in _uses(net, x, {name for name in yen if yen[name]}):
        yield Line(year, GENERAL_FUND, option.school, sign * yen[option.mode] * net.needs(option, year), use)


def _uses(net: Network, x: Decisions, modes: Collection[str]) -> Iterator[tuple[UseKey, int, Variables]]:
    """Every option of some modes and year in use, for good or for a season; -1 where works keep them away."""
    years = net.scenario.planned_years
    for option in net.options:
        for year in years if option.mode in modes else ():
            key = UseKey(option, year)
            use = x.use(option, year)
            if use:
                yield key, 1, use
            if x.visits and key in x.visits:  # to look a key up takes longer than to see that the table is empty
                yield key, 1, (x.visits[key],)
            if x.absent and key in x.absent:
                yield key, -1, (x.absent[key],)


def priced(item: str, net: Network, x: Decisions) -> Lines:
    """Lines of an item at the prices of their years."""
    level = {year: price_level(net, item, year) for year in net.scenario.planned_years}
    for line in ITEMS[item](net, x):
        yield line if level[line.year] == 1 else line._replace(yen=round(line.yen * level[line.year]))


@cost_item
def lesson_hire(net: Network, x: Decisions) -> Lines:
    """Hire of the pool, per session."""
    return _per_session(net, x, "hire_yen")


@cost_item
def lesson_utilities(net: Network, x: Decisions) -> Lines:
    """Share of water, heat and light, per session."""
    return _per_session(net, x, "utilities_yen")


@cost_item
def lesson_coaching(net: Network, x: Decisions) -> Lines:
    """Instructors and lifeguards, per session."""
    return _per_session(net, x, "coaching_yen")


@cost_item
def lesson_entry(net: Network, x: Decisions) -> Lines:
    """Entry fee, per pupil and visit, shared between the pupils' families and the general fund."""
    asking = {name for name, mode in net.scenario.modes.items() if mode.prices.entry_yen}
    for (option, year), sign, use in _uses(net, x, asking):
        mode = net.scenario.modes[option.mode]
        fees = mode.prices.entry_yen * pupil_visits_per_year(net.pupils(option.cohort, year), mode)
        by_users = round(fees * mode.prices.entry_users_share)
        yield Line(year, USERS, option.school, sign * by_users, use)
        yield Line(year, GENERAL_FUND, option.school, sign * (fees - by_users), use)


@cost_item
def lesson_quote(net: Network, x: Decisions) -> Lines:
    """Yearly price that a site quotes for a school, on top of prices per session."""
    for (option, year), sign, use in _uses(net, x, {mode for _, _, mode in net.places.quotes}):
        yen = net.places.quotes.get((option.school, option.site, option.mode), 0)
        yield Line(year, GENERAL_FUND, option.school, sign * yen, use)


@cost_item
def site_contract(net: Network, x: Decisions) -> Lines:
    """Basic fee of a club or public pool in every year in which a school swims there."""
    for (site, year), contract in x.contracts.items():
        yield Line(year, GENERAL_FUND, site, net.places.sites[site].fee_yen, (contract,))


@cost_item
def unmet_sessions(net: Network, x: Decisions) -> Lines:
    """Substitute for lessons that are left out, per session: of the school of a closed pool, and of guests."""
    unmet = net.scenario.programme.unmet_sessions
    if unmet is None:
        return
    for (site, year), closed in x.closed.items() if net.keeps_schools_together else ():
        yield Line(year, GENERAL_FUND, site, unmet.yen_per_session * net.host_sessions(site, year), (closed,))
    for (site, year), short in x.short.items():
        yield Line(year, GENERAL_FUND, site, unmet.yen_per_session, (short,))


@cost_item
def bus_hire(net: Network, x: Decisions) -> Lines:
    """Chartered buses, by the day, tax included; put right by what timetables found (`places.bus_calibration`)."""
    bus, fares = net.scenario.costs.bus, dict[Option, list[DayFare]]()
    for (option, year), sign, use in _uses(
        net, x, {option.mode for option in net.options if option.travel_by == "bus"}
    ):
        if option.travel_by == "bus":
            mode, pupils = net.scenario.modes[option.mode], net.pupils(option.cohort, year)
            if option not in fares:
                fares[option] = fares_for(net, option)
            hired = cheapest_bus(pupils, mode, fares[option], bus)
            yield Line(year, GENERAL_FUND, option.school, sign * hired.fare_yen, use)
