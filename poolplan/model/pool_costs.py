"""ITEMS of the own pools: upkeep, breakdowns, works, what follows retirement, and the value left at the end."""

from collections.abc import Iterator

from poolplan.model.costs import GENERAL_FUND, LOCAL_BOND, NATIONAL_GRANT, Line, Lines, cost_item, price_level
from poolplan.model.variables import Decisions, PoolKey, Variables
from poolplan.network.options import Network
from poolplan.scenario.costs import Failure, Upkeep

WORKS = ("pool_repair", "pool_rebuild", "demolition", "fire_cistern")
"""Items that are works: what budgets cover and reports call capital spending; what freed sites earn is not set off."""


def upkeep_yen(upkeep: Upkeep, wear_years: int) -> int:
    """Yearly upkeep of a pool, whole yen, after so many years of wear.

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(base_yen=1_000_000, growth_share=0.02, from_age=15)
    >>> [upkeep_yen(rules, years) for years in (0, 15, 45)]
    [1000000, 1000000, 1600000]
    """
    return round(upkeep.base_yen * (1 + upkeep.growth_share * max(0, wear_years - upkeep.from_age)))


def failure_yen(failure: Failure, wear_years: int) -> int:
    """Expected cost of breakdowns in a year, whole yen: the chance of one times its price.

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(cost_yen=2_000_000, chance_share=0.1, growth_share=0.05, from_age=30)
    >>> [failure_yen(rules, years) for years in (30, 34, 60)]
    [200000, 600000, 2000000]
    """
    chance = failure.chance_share + failure.growth_share * max(0, wear_years - failure.from_age)
    return round(failure.cost_yen * min(1.0, chance))


def worn(net: Network, x: Decisions) -> Iterator[tuple[PoolKey, int, Variables]]:
    """Every own pool and year of use: years of wear, and the decision that brings it about."""
    rules, last = net.scenario.costs.pool, net.scenario.years.last
    for key, original in x.original.items():
        yield key, key.year - net.life_spans[key.site].build_year, (original,)
    for key, repaired in x.repaired.items():
        age = key.year - net.life_spans[key.site].build_year
        yield key, max(0, age - rules.repair.renews_wear_years), (repaired,)
    for (site, built), rebuilt in x.rebuilds.items():
        for year in range(built, last + 1):
            yield PoolKey(site, year), year - built, (rebuilt,)


@cost_item
def pool_upkeep(net: Network, x: Decisions) -> Lines:
    """Water, chemicals, filters and tests of each own pool in use; grows with wear."""
    for (site, year), wear, decisions in worn(net, x):
        yield Line(year, GENERAL_FUND, site, upkeep_yen(net.scenario.costs.pool.upkeep, wear), decisions)


@cost_item
def pool_failure(net: Network, x: Decisions) -> Lines:
    """Breakdowns of own pools in use, weighted by their chance, which grows with wear."""
    failure = net.scenario.costs.pool.failure
    if failure is None:
        return
    for (site, year), wear, decisions in worn(net, x):
        yield Line(year, GENERAL_FUND, site, failure_yen(failure, wear), decisions)


@cost_item
def pool_repair(net: Network, x: Decisions) -> Lines:
    """Major repair works, shared between local bonds and the general fund."""
    shares = _repair_shares(net)
    for (site, year), repairs in x.repairs.items():
        for payer, yen in shares:
            yield Line(year, payer, site, yen, (repairs,))


@cost_item
def pool_rebuild(net: Network, x: Decisions) -> Lines:
    """Rebuilding works, shared between the national grant, local bonds and the general fund."""
    shares = _rebuild_shares(net)
    for (site, year), rebuilds in x.rebuilds.items():
        for payer, yen in shares:
            yield Line(year, payer, site, yen, (rebuilds,))


def _retiring(net: Network, x: Decisions) -> Iterator[tuple[PoolKey, bool, Variables]]:
    """Every own pool and year of retirement, and whether its tank is kept for fire water."""
    keeps_tanks = net.scenario.costs.pool.retirement.fire_water == "keep_tank"
    for key, retires in x.retires.items():
        yield key, keeps_tanks and net.places.sites[key.site].is_fire_water, (retires,)


@cost_item
def demolition(net: Network, x: Decisions) -> Lines:
    """Removing the tank of a retired pool, unless it is kept for fire water."""
    rules = net.scenario.costs.pool.retirement
    shares = _given(_shares(rules.demolition_yen, 0.0, rules.bond_share))
    for (site, year), is_kept, retires in _retiring(net, x):
        for payer, yen in () if is_kept else shares:
            yield Line(year, payer, site, yen, retires)


@cost_item
def fire_cistern(net: Network, x: Decisions) -> Lines:
    """A cistern in place of a retired pool that was a named fire-water source."""
    yen = net.scenario.costs.pool.retirement.cistern_yen
    for (site, year), is_kept, retires in _retiring(net, x):
        if net.places.sites[site].is_fire_water and not is_kept:
            yield Line(year, GENERAL_FUND, site, yen, retires)


@cost_item
def idle_tank(net: Network, x: Decisions) -> Lines:
    """Yearly upkeep of a tank kept for fire water after its pool was retired."""
    yen, last = net.scenario.costs.pool.retirement.idle_tank_yen, net.scenario.years.last
    for (site, retired), is_kept, retires in _retiring(net, x):
        for year in range(retired, last + 1) if is_kept else ():
            yield Line(year, GENERAL_FUND, site, yen, retires)


@cost_item
def freed_site(net: Network, x: Decisions) -> Lines:
    """Value of the site that a demolished pool frees, credited in that year."""
    yen = net.scenario.costs.pool.retirement.freed_site_yen
    for (site, year), is_kept, retires in _retiring(net, x):
        if not is_kept:
            yield Line(year, GENERAL_FUND, site, -yen, retires)


@cost_item
def residual_value(net: Network, x: Decisions) -> Lines:
    """Value left at the end of works done within the horizon, credited in the last year: plans stay honest there.

    Works wear out evenly, a rebuilt pool over its life, a repair from its year to the last year of use it allows; what
    they are worth is counted from the price that was paid.
    """
    rules, last = net.scenario.costs.pool, net.scenario.years.last
    of_rebuilding, of_repair = _rebuild_shares(net), _repair_shares(net)
    for (site, year), rebuilds in x.rebuilds.items():
        left = max(0, rules.rebuild.life_years - (last + 1 - year)) / rules.rebuild.life_years
        left *= price_level(net, "pool_rebuild", year)
        for payer, yen in of_rebuilding:
            yield Line(last, payer, site, -round(yen * left), (rebuilds,))
    for (site, year), lasting in x.lasting.items():
        until = net.life_spans[site].repaired_until
        left = (until - last) / (until - year + 1) * price_level(net, "pool_repair", year)
        for payer, yen in of_repair:
            yield Line(last, payer, site, -round(yen * left), (lasting,))


def _repair_shares(net: Network) -> list[tuple[str, int]]:
    repair = net.scenario.costs.pool.repair
    return _given(_shares(repair.cost_yen, 0.0, repair.bond_share))


def _rebuild_shares(net: Network) -> list[tuple[str, int]]:
    rebuild = net.scenario.costs.pool.rebuild
    return _given(_shares(rebuild.cost_yen, rebuild.grant_share, rebuild.bond_share))


def _given(shares: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Leave out payers who pay nothing."""
    return [(payer, yen) for payer, yen in shares if yen]


def _shares(cost_yen: int, grant_share: float, bond_share: float) -> list[tuple[str, int]]:
    """Split a price into what the state grants, what the city borrows of the rest, and what it pays at once.

    >>> _shares(300, 1 / 3, 0.75)
    [('national_grant', 100), ('local_bond', 150), ('general_fund', 50)]
    """
    grant = round(cost_yen * grant_share)
    bond = round((cost_yen - grant) * bond_share)
    return [(NATIONAL_GRANT, grant), (LOCAL_BOND, bond), (GENERAL_FUND, cost_yen - grant - bond)]
