"""The cheapest plan of a tiny world by trying every plan: written from the rules in words, not from the model."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from poolplan.network.buses import bus_year
from poolplan.network.options import Network, Option
from poolplan.scenario.costs import Budget
from poolplan.scenario.schema import Stage

WORKS = {"repaired": "repair", "rebuilt": "rebuild"}


class Fate(NamedTuple):
    """What a school does: the option it moves to and when; None and the year after the last for 'never'."""

    option: Option | None
    year: int


class Life(NamedTuple):
    """What a school's lessons and its own pool cost, and the works in each year, yen at the year's prices."""

    yen: float
    works: dict[int, float]


def cheapest(net: Network) -> float | None:
    """Present value of the best plan, yen; None if no plan keeps every rule."""
    schools = list(net.places.schools)
    values = [
        _cheapest_lives(net, dict(zip(schools, fates, strict=True)))
        + _fees_yen(net, dict(zip(schools, fates, strict=True)))
        for fates in product(*(list(_fates(net, school)) for school in schools))
        if _allowed(net, dict(zip(schools, fates, strict=True)))
    ]
    return min((value for value in values if value < float("inf")), default=None)


def _cheapest_lives(net: Network, fates: dict[str, Fate]) -> float:
    """Least cost of these moves over everything that may be done to the pools within the budget for works."""
    budget = net.scenario.costs.budget
    lives = [list(_lives(net, school, fate)) for school, fate in fates.items()]
    if budget is None:
        return sum(min((life.yen for life in some), default=float("inf")) for some in lives)
    affordable = (
        sum(life.yen for life in together)
        for together in product(*lives)
        if _within(budget, {y: sum(life.works.get(y, 0) for life in together) for y in net.scenario.planned_years})
    )
    return min(affordable, default=float("inf"))


def _within(budget: Budget, spent: dict[int, float]) -> bool:
    """Works of no year above the ceiling of the year, nor of so many successive years above theirs."""
    for year, yen in spent.items():
        ceiling = budget.works_yen_by_year.get(str(year), budget.works_yen_per_year)
        if ceiling is not None and yen > ceiling + 1:
            return False
        level = budget.works_over_years
        if level and sum(spent[later] for later in spent if year <= later < year + level.years) > level.yen + 1:
            return False
    return True


def _fates(net: Network, school: str) -> Iterator[Fate]:
    years = net.scenario.planned_years
    if school not in net.home_options:
        yield from (Fate(o, years.start) for o in net.away_options[school] if o.first_year == years.start)
        return
    yield Fate(None, years.stop)
    yield from (Fate(o, year) for o in net.away_options[school] for year in years if year >= o.first_year)


def _allowed(net: Network, fates: dict[str, Fate]) -> bool:
    held = (_rooms_hold, _clubs_cover, _drivers_hold, _stages_hold, _rollout_holds)
    return all(hold(net, fates) for hold in held) and _contracts_hold(net, fates)


def _outside_sites(net: Network, fates: dict[str, Fate], year: int) -> set[str]:
    """Clubs and public pools in use in a year."""
    used = {fate.option.site for fate in fates.values() if fate.option is not None and fate.year <= year}
    return {site for site in used if net.places.sites[site].school is None}


def _contracts_hold(net: Network, fates: dict[str, Fate]) -> bool:
    most = net.scenario.programme.outside_sites_at_most
    return most is None or all(len(_outside_sites(net, fates, year)) <= most for year in net.scenario.planned_years)


def _fees_yen(net: Network, fates: dict[str, Fate]) -> float:
    """Present value of the basic fees of the outside sites in use."""
    return sum(
        _discount(net, year) * _counted(net, "site_contract", year, net.places.sites[site].fee_yen)
        for year in net.scenario.planned_years
        for site in _outside_sites(net, fates, year)
    )


def _clubs_cover(net: Network, fates: dict[str, Fate]) -> bool:
    """If a club in use closed, the other clubs and public pools would have room for everybody."""
    outside = {site.id: site for site in net.places.sites.values() if site.school is None}
    for year in net.scenario.planned_years if net.scenario.programme.clubs_cover_each_other else ():
        load = dict.fromkeys(outside, 0)
        for fate in fates.values():
            if fate.option is not None and fate.year <= year and fate.option.site in outside:
                load[fate.option.site] += net.sessions[fate.option.school, fate.option.mode, year]
        for club in outside.values():
            free = sum(site.capacity_slots - load[site.id] for site in outside.values() if site is not club)
            if club.kind == "club" and load[club.id] > free:
                return False
    return True


def _drivers_hold(net: Network, fates: dict[str, Fate]) -> bool:
    bus = net.scenario.costs.bus
    for year in net.scenario.planned_years if bus.drivers else ():
        days = 0
        for fate in fates.values():
            if fate.option is not None and fate.year <= year and fate.option.travel_by == "bus":
                mode, pupils = net.scenario.modes[fate.option.mode], net.places.pupils[fate.option.school, year]
                days += bus_year(pupils, mode, fate.option.minutes, fate.option.metres, bus).bus_days
        if bus.drivers and days > bus.drivers.bus_days_per_year:
            return False
    return True


def _rooms_hold(net: Network, fates: dict[str, Fate]) -> bool:
    for year in net.scenario.planned_years:
        load: dict[str, int] = {}
        for fate in fates.values():
            if fate.option is not None and fate.year <= year:
                site = net.places.sites[fate.option.site]
                if site.school is not None and fates[site.school].year <= net.scenario.years.last:
                    return False  # the host closes before the end
                load[site.id] = load.get(site.id, 0) + net.sessions[fate.option.school, fate.option.mode, year]
        for name, sessions in load.items():
            site = net.places.sites[name]
            own = net.sessions[site.school, net.scenario.own_mode, year] if site.school else 0
            if sessions + own > site.capacity_slots:
                return False
    return True


def _stages_hold(net: Network, fates: dict[str, Fate]) -> bool:  # noqa: PLR0911 - one exit per rule
    programme = net.scenario.programme
    before: set[str] = set()
    for stage in programme.stages:
        moved = {s: f.option for s, f in fates.items() if f.option and f.year <= stage.year and s in net.home_options}
        every = {s: f.option for s, f in fates.items() if f.option and f.year <= stage.year}
        if len(moved) != stage.schools:
            return False
        if any(s not in every or every[s].mode != mode for s, mode in stage.fixed.items()):
            return False
        for mode, number in stage.by_mode.items():
            if sum(option.mode == mode for option in moved.values()) != number:
                return False
        for option in moved.values():
            level = stage.host_levels.get(option.mode)
            if level and _level(net, option) != level:
                return False
        wards = {net.places.schools[s].ward for s in net.home_options}
        if stage.every_ward and wards - {net.places.schools[s].ward for s in moved}:
            return False
        if programme.order == "oldest_pool_first" and not _oldest_hold(net, stage, moved, before):
            return False
        before = set(moved)
    return True


def _level(net: Network, option: Option) -> str | None:
    host = net.places.sites[option.site].school
    return net.places.schools[host].level if host else None


def _oldest_hold(net: Network, stage: Stage, moved: dict[str, Option], before: set[str]) -> bool:

    age = {s: net.places.sites[o.site].build_year or 0 for s, o in net.home_options.items()}
    for school, option in moved.items():
        if school in before or school in stage.fixed or (stage.by_mode and option.mode not in stage.by_mode):
            continue
        for other in net.home_options:
            if other in moved or age[other] >= age[school]:
                continue
            for alternative in net.away_options[other]:
                level = stage.host_levels.get(alternative.mode)
                same = not stage.by_mode or alternative.mode == option.mode
                if same and alternative.first_year <= stage.year and level in (None, _level(net, alternative)):
                    return False
    return True


def _rollout_holds(net: Network, fates: dict[str, Fate]) -> bool:
    programme, years = net.scenario.programme, net.scenario.planned_years
    start = programme.stages[-1].year + 1 if programme.stages else years.start
    for year in range(start, years.stop):
        movers = sum(fate.year == year for school, fate in fates.items() if school in net.home_options)
        if movers > programme.rollout_schools_per_year:
            return False
    return True


def _lives(net: Network, school: str, fate: Fate) -> Iterator[Life]:
    """Everything that may be done to a school's own pool until it moves, with the cost of its lessons."""
    years, home = net.scenario.planned_years, net.home_options.get(school)
    lessons = 0.0
    for year in years:
        option = home if year < fate.year else fate.option
        assert option is not None
        lessons += _discount(net, year) * _lessons_yen(net, option, year)
    if home is None:
        yield Life(lessons, {})
        return
    end = _retirement(net, home.site, fate.year)
    lived = [year for year in years if year < fate.year]
    for states in _histories(len(lived)):
        life = _pool_life(net, home.site, lived, states)
        if life.yen < float("inf"):
            works = {year: life.works.get(year, 0) + end.works.get(year, 0) for year in years}
            yield Life(lessons + life.yen + end.yen, works)


def _lessons_yen(net: Network, option: Option, year: int) -> float:
    mode, pupils = net.scenario.modes[option.mode], net.places.pupils[option.school, year]
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
    return sum(_counted(net, item, year, yen) for item, yen in by_item.items()) + _by_users(
        net, year, by_item["lesson_entry"] * prices.entry_users_share
    )


def _by_users(net: Network, year: int, fees: float) -> float:
    """What the families' part of the entry fees adds to what counts, or takes away from it."""
    counts = net.scenario.costs.counted_payers
    return _at_prices_of(net, "lesson_entry", year, fees) * (("users" in counts) - ("general_fund" in counts))


def _counted(net: Network, item: str, year: int, yen: float) -> float:
    """Price of an item in a year as far as those pay it whose money counts; families' fees taken for the city's."""
    return _at_prices_of(net, item, year, yen) * _counted_share(net, item)


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


def _at_prices_of(net: Network, item: str, year: int, yen: float) -> float:
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
            _discount(net, year) * _counted(net, "idle_tank", year, rules.idle_tank_yen)
            for year in range(retired, years.stop)
        ]
        return Life(sum(idle), {})
    prices = {
        "demolition": rules.demolition_yen,
        "fire_cistern": rules.cistern_yen if is_source else 0,
        "freed_site": -rules.freed_site_yen,
    }
    works = sum(_at_prices_of(net, item, retired, prices[item]) for item in ("demolition", "fire_cistern"))
    paid = sum(_counted(net, item, retired, yen) for item, yen in prices.items())
    return Life(_discount(net, retired) * paid, {retired: works})


def _histories(length: int) -> Iterator[tuple[str, ...]]:
    """Every order of unrepaired, repaired and rebuilt years."""
    yield from (
        ("original",) * a + ("repaired",) * b + ("rebuilt",) * (length - a - b)
        for a in range(length + 1)
        for b in range(length - a + 1)
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
                works[year] = _at_prices_of(net, "pool_repair", year, rules.repair.cost_yen)
                if year < site.build_year + rules.repair.from_age or year > worn_out + 1:
                    return never
            if year > worn_out + rules.repair.extends_years:
                return never
        else:
            if before != "rebuilt":
                born = year
                works[year] = _at_prices_of(net, "pool_rebuild", year, rules.rebuild.cost_yen)
                if not (site.can_rebuild or rules.rebuild.on_any_site):
                    return never
            wear = year - born
        paid = works.get(year, 0) * _counted_share(net, f"pool_{WORKS[state]}") if state in WORKS else 0
        value += _discount(net, year) * (_running_yen(net, year, wear) + paid)
        before = state
    if before == "rebuilt":
        if lived[-1] != last:
            return never  # a rebuilt pool stays
        left = max(0, rules.rebuild.life_years - (last + 1 - born)) / rules.rebuild.life_years
        value -= _discount(net, last) * works[born] * _counted_share(net, "pool_rebuild") * left
    if before == "repaired" and lived[-1] == last:
        until, repaired = worn_out + rules.repair.extends_years, lived[states.index("repaired")]
        left = max(0, until - last) / (until - repaired + 1)
        value -= _discount(net, last) * works[repaired] * _counted_share(net, "pool_repair") * left
    return Life(value, works)


def _running_yen(net: Network, year: int, wear: int) -> float:
    """Upkeep and expected breakdowns of a pool in one year."""
    upkeep, failure = net.scenario.costs.pool.upkeep, net.scenario.costs.pool.failure
    kept = round(upkeep.base_yen * (1 + upkeep.growth_share * max(0, wear - upkeep.from_age)))
    yen = _counted(net, "pool_upkeep", year, kept)
    if failure is not None:
        chance = min(1.0, failure.chance_share + failure.growth_share * max(0, wear - failure.from_age))
        yen += _counted(net, "pool_failure", year, failure.cost_yen * chance)
    return yen


def _discount(net: Network, year: int) -> float:
    costs = net.scenario.costs
    return float((1 + costs.discount_share) ** (costs.base_year - year))
