"""The cheapest plan of a tiny world by trying every plan: written from the rules in words, not from the model."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from poolplan.network.buses import bus_year
from poolplan.network.options import Network, Option
from poolplan.scenario.schema import Stage


class Fate(NamedTuple):
    """What a school does: the option it moves to and when; None and the year after the last for 'never'."""

    option: Option | None
    year: int


def cheapest(net: Network) -> float | None:
    """Present value of the best plan, yen; None if no plan keeps every rule."""
    schools = list(net.places.schools)
    values = [
        sum(_school_yen(net, school, fate) for school, fate in zip(schools, fates, strict=True))
        for fates in product(*(list(_fates(net, school)) for school in schools))
        if _allowed(net, dict(zip(schools, fates, strict=True)))
    ]
    return min((value for value in values if value < float("inf")), default=None)


def _fates(net: Network, school: str) -> Iterator[Fate]:
    years = net.scenario.planned_years
    if school not in net.home_options:
        yield from (Fate(o, years.start) for o in net.away_options[school] if o.first_year == years.start)
        return
    yield Fate(None, years.stop)
    yield from (Fate(o, year) for o in net.away_options[school] for year in years if year >= o.first_year)


def _allowed(net: Network, fates: dict[str, Fate]) -> bool:
    return _rooms_hold(net, fates) and _stages_hold(net, fates) and _rollout_holds(net, fates)


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


def _school_yen(net: Network, school: str, fate: Fate) -> float:
    """Present value of one school's lessons and its own pool; infinite if the pool cannot last until it moves."""
    years, home = net.scenario.planned_years, net.home_options.get(school)
    value = 0.0
    for year in years:
        option = home if year < fate.year else fate.option
        assert option is not None
        value += _discount(net, year) * _lessons_yen(net, option, year)
    return value + (_pool_yen(net, home.site, fate.year) if home else 0.0)


def _lessons_yen(net: Network, option: Option, year: int) -> int:
    mode, pupils = net.scenario.modes[option.mode], net.places.pupils[option.school, year]
    prices = mode.prices
    sessions = sum(-(-grade // mode.group_pupils) for grade in pupils) * mode.sessions_per_group
    yen = sessions * (prices.hire_yen + prices.utilities_yen + prices.coaching_yen)
    yen += sum(pupils) * mode.sessions_per_group * prices.entry_yen
    if option.travel_by == "bus":
        yen += bus_year(pupils, mode, option.minutes, option.metres, net.scenario.costs.bus).fare_yen
    return yen


def _pool_yen(net: Network, site: str, retired: int) -> float:
    """Cheapest way to keep a pool from the first year to the year before `retired`."""
    years = net.scenario.planned_years
    lived = [year for year in years if year < retired]
    demolition = net.scenario.costs.pool.retirement.demolition_yen
    end = _discount(net, retired) * demolition if retired in years else 0.0
    return min((_states_yen(net, site, lived, states) for states in _histories(len(lived))), default=0.0) + end


def _histories(length: int) -> Iterator[tuple[str, ...]]:
    """Every order of unrepaired, repaired and rebuilt years."""
    yield from (
        ("original",) * a + ("repaired",) * b + ("rebuilt",) * (length - a - b)
        for a in range(length + 1)
        for b in range(length - a + 1)
    )


def _states_yen(  # noqa: C901, PLR0912 - on purpose one plain walk through the years
    net: Network, name: str, lived: list[int], states: tuple[str, ...]
) -> float:
    rules, site, last = net.scenario.costs.pool, net.places.sites[name], net.scenario.years.last
    assert site.build_year is not None
    life = getattr(rules.life_years, site.condition or "B")
    first = net.scenario.years.first
    worn_out = max(site.build_year + life - 1, first + rules.life_years.overdue_grace_years - 1)
    value, before, born = 0.0, "original", 0
    for year, state in zip(lived, states, strict=True):
        factor = _discount(net, year)
        if state == "original":
            wear = year - site.build_year
            if year > worn_out:
                return float("inf")
        elif state == "repaired":
            wear = max(0, year - site.build_year - rules.repair.renews_wear_years)
            if before == "original":
                value += factor * rules.repair.cost_yen
                if year < site.build_year + rules.repair.from_age or year > worn_out + 1:
                    return float("inf")
            if year > worn_out + rules.repair.extends_years:
                return float("inf")
        else:
            if before != "rebuilt":
                born = year
                value += factor * rules.rebuild.cost_yen
                if not (site.can_rebuild or rules.rebuild.on_any_site):
                    return float("inf")
            wear = year - born
        value += factor * round(
            rules.upkeep.base_yen * (1 + rules.upkeep.growth_share * max(0, wear - rules.upkeep.from_age))
        )
        before = state
    if before == "rebuilt":
        if lived[-1] != last:
            return float("inf")  # a rebuilt pool stays
        left = max(0, rules.rebuild.life_years - (last + 1 - born)) / rules.rebuild.life_years
        value -= _discount(net, last) * rules.rebuild.cost_yen * left
    if before == "repaired" and lived[-1] == last:
        until, repaired = worn_out + rules.repair.extends_years, lived[states.index("repaired")]
        value -= _discount(net, last) * rules.repair.cost_yen * max(0, until - last) / (until - repaired + 1)
    return value


def _discount(net: Network, year: int) -> float:
    costs = net.scenario.costs
    return float((1 + costs.discount_share) ** (costs.base_year - year))
