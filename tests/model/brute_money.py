"""What a school's lessons and its pool cost in every way it could be kept: the money of the brute force."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.network.buses import bus_year
from poolplan.network.options import Network, Option
from poolplan.scenario.costs import Budget

WORKS = {"repaired": "repair", "rebuilt": "rebuild"}


class Life(NamedTuple):
    """What a pool costs, the works in each year at the year's prices, when it is closed, and when works close it."""

    yen: float
    works: dict[int, float]
    closed: frozenset[int] = frozenset()
    under_works: frozenset[int] = frozenset()


def lives(net: Network, site: str, retired: int) -> Iterator[Life]:
    """Everything that may be done to a pool until the year in which it is retired."""
    years = net.scenario.planned_years
    end = _retirement(net, site, retired)
    lived = [year for year in years if year < retired]
    for states in _histories(len(lived), may_close=net.scenario.programme.unmet_sessions is not None):
        life = _pool_life(net, site, lived, states)
        if life.yen < float("inf"):
            works = {year: life.works.get(year, 0) + end.works.get(year, 0) for year in years}
            closed = frozenset(year for year, state in zip(lived, states, strict=True) if state == "closed")
            yield Life(life.yen + end.yen, works, closed, _under_works(net, lived, states))


def _under_works(net: Network, lived: list[int], states: tuple[str, ...]) -> frozenset[int]:
    """Years in which works close a pool that is in use."""
    rules, shut = net.scenario.costs.pool, set()
    seasons = {"repaired": rules.repair.closed_seasons, "rebuilt": rules.rebuild.closed_seasons}
    for state, number in seasons.items():
        if state in states:
            start = lived[states.index(state)]
            shut |= {year for year in range(start, start + number) if year in lived}
    return frozenset(year for year in shut if states[lived.index(year)] != "closed")


def lessons_yen(net: Network, option: Option, year: int) -> float:
    """What the lessons of a school or grade at an option cost in a year, yen at the year's prices."""
    mode, every = net.scenario.modes[option.mode], net.places.pupils[option.school, year]
    pupils = (every[option.grade - 1],) if option.grade else every
    prices = mode.prices
    sessions = sum(-(-grade // mode.group_pupils) for grade in pupils) * mode.sessions_per_group
    by_item = {
        "lesson_hire": sessions * prices.hire_yen,
        "lesson_utilities": sessions * prices.utilities_yen,
        "lesson_coaching": sessions * prices.coaching_yen,
        "lesson_entry": sum(pupils) * mode.sessions_per_group * prices.entry_yen,
        "lesson_quote": net.places.quotes.get((option.school, option.site, option.mode), 0),
    }
    if option.travel_by == "bus":
        hired = bus_year(pupils, mode, option.minutes, option.metres, net.scenario.costs.bus)
        by_item["bus_hire"] = hired.fare_yen
    by_users = by_item["lesson_entry"] * prices.entry_users_share
    return sum(counted(net, item, year, yen) for item, yen in by_item.items()) + _by_users(net, year, by_users)


def _by_users(net: Network, year: int, fees: float) -> float:
    """What the families' part of the entry fees adds to what counts, or takes away from it."""
    counts = net.scenario.costs.counted_payers
    return at_prices_of(net, "lesson_entry", year, fees) * (("users" in counts) - ("general_fund" in counts))


def counted(net: Network, item: str, year: int, yen: float) -> float:
    """Yen of an item in a year as far as those pay it whose money counts; families' fees taken for the city's."""
    return at_prices_of(net, item, year, yen) * _counted_share(net, item)


def _counted_share(net: Network, item: str) -> float:
    pool, counts = net.scenario.costs.pool, net.scenario.costs.counted_payers
    grant = pool.rebuild.grant_share if item == "pool_rebuild" else 0.0
    bonds = {
        "pool_rebuild": pool.rebuild.bond_share,
        "pool_repair": pool.repair.bond_share,
        "demolition": pool.retirement.bond_share,
    }
    bond = (1 - grant) * bonds.get(item, 0.0)
    shares = {"national_grant": grant, "local_bond": bond, "general_fund": 1 - grant - bond}
    return sum(share for payer, share in shares.items() if payer in counts)


def within(budget: Budget, spent: dict[int, float]) -> bool:
    """Say whether the works of no year, nor of so many successive years, lie above their ceiling."""
    for year, yen in spent.items():
        ceiling = budget.works_yen_by_year.get(str(year), budget.works_yen_per_year)
        if ceiling is not None and yen > ceiling + 1:
            return False
        level = budget.works_over_years
        if level and sum(spent[later] for later in spent if year <= later < year + level.years) > level.yen + 1:
            return False
    return True


def at_prices_of(net: Network, item: str, year: int, yen: float) -> float:
    """Yen of an item at the prices of a year."""
    costs = net.scenario.costs
    growth = {str(name): share for name, share in costs.growth.share_per_year.items()} if costs.growth else {}
    return yen * float((1 + growth.get(item, 0.0)) ** (year - costs.base_year))


def _retirement(net: Network, site: str, retired: int) -> Life:
    """What follows the end of a pool: demolition and a cistern, or an idle tank for fire water; the site freed."""
    rules, years = net.scenario.costs.pool.retirement, net.scenario.planned_years
    if retired not in years:
        return Life(0.0, {})
    is_source = net.places.sites[site].is_fire_water
    if is_source and rules.fire_water == "keep_tank":
        idle = [
            discount(net, year) * counted(net, "idle_tank", year, rules.idle_tank_yen)
            for year in range(retired, years.stop)
        ]
        return Life(sum(idle), {})
    prices = {
        "demolition": rules.demolition_yen,
        "fire_cistern": rules.cistern_yen if is_source else 0,
        "freed_site": -rules.freed_site_yen,
    }
    works = sum(at_prices_of(net, item, retired, prices[item]) for item in ("demolition", "fire_cistern"))
    paid = sum(counted(net, item, retired, yen) for item, yen in prices.items())
    return Life(discount(net, retired) * paid, {retired: works})


def _histories(length: int, *, may_close: bool) -> Iterator[tuple[str, ...]]:
    """Every order of unrepaired, repaired, closed and rebuilt years."""
    yield from (
        ("original",) * a + ("repaired",) * b + ("closed",) * c + ("rebuilt",) * (length - a - b - c)
        for a in range(length + 1)
        for b in range(length - a + 1)
        for c in (range(length - a - b + 1) if may_close else range(1))
    )


def _pool_life(  # noqa: C901, PLR0911, PLR0912 - on purpose one plain walk through the years
    net: Network, name: str, lived: list[int], states: tuple[str, ...]
) -> Life:
    """Cost of a pool through its states, infinite where it would not last."""
    rules, site, last = net.scenario.costs.pool, net.places.sites[name], net.scenario.years.last
    assert site.build_year is not None
    never = Life(float("inf"), {})
    life = getattr(rules.life_years, site.condition or "B")
    first = net.scenario.years.first
    worn_out = max(site.build_year + life - 1, first + rules.life_years.overdue_grace_years - 1)
    value, before, born, works = 0.0, "original", 0, dict[int, float]()
    for year, state in zip(lived, states, strict=True):
        if state == "original":
            wear = year - site.build_year
            if year > worn_out:
                return never
        elif state == "repaired":
            wear = max(0, year - site.build_year - rules.repair.renews_wear_years)
            if not rules.repair.offered:
                return never
            if before == "original":
                works[year] = at_prices_of(net, "pool_repair", year, rules.repair.cost_yen)
                if year < site.build_year + rules.repair.from_age or year > worn_out + 1:
                    return never
            if year > worn_out + rules.repair.extends_years:
                return never
        elif state == "closed":
            before = state
            continue
        else:
            if before != "rebuilt":
                born = year
                works[year] = at_prices_of(net, "pool_rebuild", year, rules.rebuild.cost_yen)
                if not (site.can_rebuild or rules.rebuild.on_any_site):
                    return never
            wear = year - born
        paid = works.get(year, 0) * _counted_share(net, f"pool_{WORKS[state]}") if state in WORKS else 0
        value += discount(net, year) * (_running_yen(net, year, wear) + paid)
        before = state
    if before == "rebuilt":
        if lived[-1] != last:
            return never  # a rebuilt pool stays
        left = max(0, rules.rebuild.life_years - (last + 1 - born)) / rules.rebuild.life_years
        value -= discount(net, last) * works[born] * _counted_share(net, "pool_rebuild") * left
    if before == "repaired" and lived[-1] == last:
        until, repaired = worn_out + rules.repair.extends_years, lived[states.index("repaired")]
        left = max(0, until - last) / (until - repaired + 1)
        value -= discount(net, last) * works[repaired] * _counted_share(net, "pool_repair") * left
    return Life(value, works)


def _running_yen(net: Network, year: int, wear: int) -> float:
    """Upkeep and expected breakdowns of a pool in one year."""
    upkeep, failure = net.scenario.costs.pool.upkeep, net.scenario.costs.pool.failure
    kept = round(upkeep.base_yen * (1 + upkeep.growth_share * max(0, wear - upkeep.from_age)))
    yen = counted(net, "pool_upkeep", year, kept)
    if failure is not None:
        chance = min(1.0, failure.chance_share + failure.growth_share * max(0, wear - failure.from_age))
        yen += counted(net, "pool_failure", year, failure.cost_yen * chance)
    return yen


def discount(net: Network, year: int) -> float:
    """Value in the base year of one yen of a year."""
    costs = net.scenario.costs
    return float((1 + costs.discount_share) ** (costs.base_year - year))
