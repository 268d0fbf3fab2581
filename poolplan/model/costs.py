"""ITEMS: every cost of a plan, one function per item, in undiscounted yen of the base year; one ledger for all."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from poolplan.model.variables import Decisions, UseKey, Variables
from poolplan.network.buses import bus_year
from poolplan.network.demand import pupil_visits_per_year
from poolplan.network.options import Network
from poolplan.scenario.costs import Upkeep

GENERAL_FUND = "general_fund"
NATIONAL_GRANT = "national_grant"


class Line(NamedTuple):
    """A cost that falls due if one of the decisions is taken; at most one of them can be."""

    year: int
    payer: str
    place: str
    """School or site."""
    yen: int
    """Whole yen of the base year, undiscounted; negative for value left."""
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


def upkeep_yen(upkeep: Upkeep, wear_years: int) -> int:
    """Yearly upkeep of a pool, whole yen, after so many years of wear.

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(base_yen=1_000_000, growth_share=0.02, from_age=15)
    >>> [upkeep_yen(rules, years) for years in (0, 15, 45)]
    [1000000, 1000000, 1600000]
    """
    return round(upkeep.base_yen * (1 + upkeep.growth_share * max(0, wear_years - upkeep.from_age)))


@cost_item
def pool_upkeep(net: Network, x: Decisions) -> Lines:
    """Water, chemicals, filters and tests of each own pool in use; grows with wear."""
    rules, last = net.scenario.costs.pool, net.scenario.years.last
    for (site, year), original in x.original.items():
        wear = year - net.life_spans[site].build_year
        yield Line(year, GENERAL_FUND, site, upkeep_yen(rules.upkeep, wear), (original,))
    for (site, year), repaired in x.repaired.items():
        wear = max(0, year - net.life_spans[site].build_year - rules.repair.renews_wear_years)
        yield Line(year, GENERAL_FUND, site, upkeep_yen(rules.upkeep, wear), (repaired,))
    for (site, built), rebuilt in x.rebuilds.items():
        for year in range(built, last + 1):
            yield Line(year, GENERAL_FUND, site, upkeep_yen(rules.upkeep, year - built), (rebuilt,))


@cost_item
def pool_repair(net: Network, x: Decisions) -> Lines:
    """Major repair works."""
    for (site, year), repairs in x.repairs.items():
        yield Line(year, GENERAL_FUND, site, net.scenario.costs.pool.repair.cost_yen, (repairs,))


@cost_item
def pool_rebuild(net: Network, x: Decisions) -> Lines:
    """Rebuilding works, shared between the national grant and the general fund."""
    for (site, year), rebuilds in x.rebuilds.items():
        for payer, yen in _rebuild_shares(net):
            yield Line(year, payer, site, yen, (rebuilds,))


@cost_item
def demolition(net: Network, x: Decisions) -> Lines:
    """Removing the tank of a retired pool."""
    for (option, year), moves in x.moves.items():
        home = net.home_options.get(option.school)
        if home is not None:
            yield Line(year, GENERAL_FUND, home.site, net.scenario.costs.pool.retirement.demolition_yen, (moves,))


@cost_item
def residual_value(net: Network, x: Decisions) -> Lines:
    """Value left at the end of works done within the horizon, credited in the last year: plans stay honest there.

    Works wear out evenly, a rebuilt pool over its life, a repair from its year to the last year of use it allows.
    """
    rules, last = net.scenario.costs.pool, net.scenario.years.last
    for (site, year), rebuilds in x.rebuilds.items():
        left = max(0, rules.rebuild.life_years - (last + 1 - year)) / rules.rebuild.life_years
        for payer, yen in _rebuild_shares(net):
            yield Line(last, payer, site, -round(yen * left), (rebuilds,))
    for (site, year), lasting in x.lasting.items():
        until = net.life_spans[site].repaired_until
        left = (until - last) / (until - year + 1)
        yield Line(last, GENERAL_FUND, site, -round(rules.repair.cost_yen * left), (lasting,))


def _rebuild_shares(net: Network) -> list[tuple[str, int]]:
    rebuild = net.scenario.costs.pool.rebuild
    grant = round(rebuild.cost_yen * rebuild.grant_share)
    return [(NATIONAL_GRANT, grant), (GENERAL_FUND, rebuild.cost_yen - grant)]


def _per_session(net: Network, x: Decisions, price: str) -> Lines:
    for (option, year), use in _uses(net, x):
        yen: int = getattr(net.scenario.modes[option.mode].prices, price)
        yield Line(year, GENERAL_FUND, option.school, yen * net.needs(option, year), use)


def _uses(net: Network, x: Decisions) -> Iterator[tuple[UseKey, Variables]]:
    for option in net.options:
        for year in net.scenario.planned_years:
            use = x.use(option, year)
            if use:
                yield UseKey(option, year), use


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
    """Entry fee, per pupil and visit."""
    for (option, year), use in _uses(net, x):
        mode = net.scenario.modes[option.mode]
        visits = pupil_visits_per_year(net.places.pupils[option.school, year], mode)
        yield Line(year, GENERAL_FUND, option.school, mode.prices.entry_yen * visits, use)


@cost_item
def bus_hire(net: Network, x: Decisions) -> Lines:
    """Chartered buses, by the day, tax included."""
    bus = net.scenario.costs.bus
    for (option, year), use in _uses(net, x):
        if option.travel_by == "bus":
            mode, pupils = net.scenario.modes[option.mode], net.places.pupils[option.school, year]
            hired = bus_year(pupils, mode, option.minutes, option.metres, bus)
            yield Line(year, GENERAL_FUND, option.school, hired.fare_yen, use)
