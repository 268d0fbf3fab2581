"""The cheapest plan of a tiny world by trying every plan: written from the rules in words, not from the model."""

from collections.abc import Iterator
from itertools import product

from poolplan.network.buses import bus_year
from poolplan.network.options import Cohort, Network, Option
from poolplan.scenario.costs import Budget
from poolplan.scenario.schema import Stage
from tests.model.brute_money import counted, discount, lessons_yen, lives

Path = dict[int, Option]
"""Where a school, or a grade that may move apart, swims in each year."""
Paths = dict[Cohort, Path]


def cheapest(net: Network) -> float | None:
    """Present value of the best plan, yen; None if no plan keeps every rule."""
    return min((plan["cost"] for plan in plans(net)), default=None)


def plans(net: Network) -> list[dict[str, float]]:
    """Every aim's value in every plan that keeps the rules and the objective's bounds, pools kept at least cost."""
    every = [list(_paths(net, cohort)) for cohort in net.cohorts]
    found = []
    for chosen in product(*every):
        paths = dict(zip(net.cohorts, chosen, strict=True))
        if _allowed(net, paths):
            cost = _cheapest_lives(net, paths) + _lessons(net, paths) + _fees_yen(net, paths)
            found.append(_aims(net, paths) | {"cost": cost})
    most = dict(net.scenario.objective.at_most) if net.scenario.objective else {}
    kept = [plan for plan in found if all(plan[aim] <= amount + 1e-6 for aim, amount in most.items())]
    return [plan for plan in kept if plan["cost"] < float("inf")]


def _aims(net: Network, paths: Paths) -> dict[str, float]:
    """What a plan has of each aim but cost."""
    own = net.scenario.modes[net.scenario.own_mode]
    full = own.sessions_per_group * own.water_min_per_session
    if net.scenario.objective and net.scenario.objective.full_water_min is not None:
        full = net.scenario.objective.full_water_min
    lost = travel = worst = 0.0
    for path in paths.values():
        for year, option in path.items():
            mode, pupils = net.scenario.modes[option.mode], sum(_pupils(net, option, year))
            water = mode.sessions_per_group * mode.water_min_per_session * mode.delivered_share
            lost += pupils * max(0.0, full - water)
            travel += pupils * mode.sessions_per_group * 2 * option.minutes
            worst = max(worst, option.minutes)
    return {"lost_water_minutes": lost, "travel_minutes": travel, "worst_minutes": worst}


def _paths(net: Network, cohort: Cohort) -> Iterator[Path]:
    """Every way through the years: from the own pool, never back, with no more moves than allowed."""
    years, most = net.scenario.planned_years, net.scenario.programme.moves_per_school_at_most
    home = net.homes.get(cohort)

    def onward(year: int, now: Option | None, since: int, moves: int) -> Iterator[Path]:
        if year == years.stop:
            yield {}
            return
        choices = [(now, since, moves)] if now is not None else []
        term = 0 if now is None or now.is_home else net.scenario.modes[now.mode].contract_years
        if moves < most and (now is None or year - since >= term):
            choices += [(o, year, moves + 1) for o in net.away[cohort] if o.first_year <= year and o != now]
        for option, begun, used in choices:
            assert option is not None
            for rest in onward(year + 1, option, begun, used):
                yield {year: option, **rest}

    yield from onward(years.start, home, years.start, 0)


def _cheapest_lives(net: Network, paths: Paths) -> float:
    """Least cost of these moves over everything that may be done to the pools, lessons left out included."""
    budget, unmet = net.scenario.costs.budget, net.scenario.programme.unmet_sessions
    pools = [home.site for home in net.home_options.values()]
    every = [list(lives(net, home.site, _retired(net, paths, school))) for school, home in net.home_options.items()]
    are_apart = budget is None and unmet is None and not _closes_pools(net)
    if are_apart:
        return sum(min((life.yen for life in some), default=float("inf")) for some in every)
    values = []
    for together in product(*every):
        spent = [sum(life.works.get(year, 0) for life in together) for year in net.scenario.planned_years]
        if budget is None or _within(budget, dict(zip(net.scenario.planned_years, spent, strict=True))):
            closed = {(pool, year) for pool, life in zip(pools, together, strict=True) for year in life.closed}
            works = {(pool, year) for pool, life in zip(pools, together, strict=True) for year in life.under_works}
            kept = sum(life.yen for life in together)
            values.append(
                kept + sum(_season_yen(net, paths, year, closed, works) for year in net.scenario.planned_years)
            )
    return min(values, default=float("inf"))


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


def _closes_pools(net: Network) -> bool:
    pool = net.scenario.costs.pool
    return bool(pool.repair.closed_seasons or pool.rebuild.closed_seasons)


def _season_yen(
    net: Network, paths: Paths, year: int, closed: set[tuple[str, int]], works: set[tuple[str, int]]
) -> float:
    """Least further cost of a year: lessons elsewhere while works close pools, and sessions left out.

    Whoever belongs to a pool under works tries every other place in use; a pool that is shut has no room.
    """
    away = [cohort for cohort, path in paths.items() if (path[year].site, year) in works]
    choices = [
        [o for o in net.away[cohort] if _sessions(net, o, year) <= net.most_for_guests(o.site, year)] for cohort in away
    ]
    best = float("inf")
    for chosen in product(*choices):
        now = {cohort: path[year] for cohort, path in paths.items()} | dict(zip(away, chosen, strict=True))
        hosts = {o: net.places.sites[o.site].school for o in chosen}
        shut = any((o.site, year) in works or (h and _retired(net, paths, h) <= year) for o, h in hosts.items())
        if not shut:
            more = sum(lessons_yen(net, now[c], year) - lessons_yen(net, paths[c][year], year) for c in away)
            best = min(best, discount(net, year) * more + _left_out_yen(net, now, year, closed))
    return best


def _left_out_yen(net: Network, now: dict[Cohort, Option], year: int, closed: set[tuple[str, int]]) -> float:
    """Price of the sessions of a year for which sites have no room, infinite where none may be left out."""
    unmet, loads = net.scenario.programme.unmet_sessions, dict[str, int]()
    for option in now.values():
        loads[option.site] = loads.get(option.site, 0) + _sessions(net, option, year)
    rooms = {site: 0 if (site, year) in closed else net.places.sites[site].capacity_slots for site in loads}
    over = sum(max(0, sessions - rooms[site]) for site, sessions in loads.items())
    if over and unmet is None:
        return float("inf")
    price = counted(net, "unmet_sessions", year, unmet.yen_per_session) if unmet else 0.0
    return discount(net, year) * price * over


def _retired(net: Network, paths: Paths, school: str) -> int:
    """Year in which a school's pool is retired; the year after the last for never."""
    years = net.scenario.planned_years
    mine = [path for cohort, path in paths.items() if cohort.school == school]
    return next((year for year in years if not any(path[year].is_home for path in mine)), years.stop)


def _loads(net: Network, paths: Paths) -> dict[tuple[str, int], int]:
    """Sessions by site and year."""
    loads: dict[tuple[str, int], int] = {}
    for path in paths.values():
        for year, option in path.items():
            loads[option.site, year] = loads.get((option.site, year), 0) + _sessions(net, option, year)
    return loads


def _sessions(net: Network, option: Option, year: int) -> int:
    mode = net.scenario.modes[option.mode]
    return sum(-(-grade // mode.group_pupils) for grade in _pupils(net, option, year)) * mode.sessions_per_group


def _pupils(net: Network, option: Option, year: int) -> tuple[int, ...]:
    every = net.places.pupils[option.school, year]
    return (every[option.grade - 1],) if option.grade else every


def _lessons(net: Network, paths: Paths) -> float:
    """Present value of all lessons and buses."""
    return sum(
        discount(net, year) * lessons_yen(net, option, year) for path in paths.values() for year, option in path.items()
    )


def _allowed(net: Network, paths: Paths) -> bool:
    held = (_rooms_hold, _clubs_cover, _drivers_hold, _stages_hold, _rollout_holds)
    return all(hold(net, paths) for hold in held) and _contracts_hold(net, paths)


def _outside_sites(net: Network, paths: Paths, year: int) -> set[str]:
    """Clubs and public pools in use in a year."""
    return {path[year].site for path in paths.values() if net.places.sites[path[year].site].school is None}


def _contracts_hold(net: Network, paths: Paths) -> bool:
    most = net.scenario.programme.outside_sites_at_most
    return most is None or all(len(_outside_sites(net, paths, year)) <= most for year in net.scenario.planned_years)


def _fees_yen(net: Network, paths: Paths) -> float:
    """Present value of the basic fees of the outside sites in use."""
    return sum(
        discount(net, year) * counted(net, "site_contract", year, net.places.sites[site].fee_yen)
        for year in net.scenario.planned_years
        for site in _outside_sites(net, paths, year)
    )


def _clubs_cover(net: Network, paths: Paths) -> bool:
    """If a club in use closed, the other clubs and public pools would have room for everybody."""
    outside, loads = [site for site in net.places.sites.values() if site.school is None], _loads(net, paths)
    for year in net.scenario.planned_years if net.scenario.programme.clubs_cover_each_other else ():
        for club in outside:
            free = sum(s.capacity_slots - loads.get((s.id, year), 0) for s in outside if s is not club)
            if club.kind == "club" and loads.get((club.id, year), 0) > free:
                return False
    return True


def _drivers_hold(net: Network, paths: Paths) -> bool:
    bus = net.scenario.costs.bus
    for year in net.scenario.planned_years if bus.drivers else ():
        days = 0
        for path in paths.values():
            option = path[year]
            if option.travel_by == "bus":
                mode = net.scenario.modes[option.mode]
                days += bus_year(_pupils(net, option, year), mode, option.minutes, option.metres, bus).bus_days
        if bus.drivers and days > bus.drivers.bus_days_per_year:
            return False
    return True


def _rooms_hold(net: Network, paths: Paths) -> bool:
    """Everybody has room (unless lessons may be left out), and nobody is sent to a pool that is retired."""
    may_exceed = net.scenario.programme.unmet_sessions is not None  # then judged by season
    for (site, year), sessions in _loads(net, paths).items():
        host = net.places.sites[site].school
        if host and _retired(net, paths, host) <= year:
            return False
        if sessions > net.places.sites[site].capacity_slots and not may_exceed:
            return False
    return True


def _stages_hold(net: Network, paths: Paths) -> bool:  # noqa: C901, PLR0911 - one exit per rule
    programme = net.scenario.programme
    before: set[str] = set()
    if not _model_schools_move_whole(net, paths):
        return False
    for stage in programme.stages:
        year = stage.year
        every = {cohort.school: path[year] for cohort, path in reversed(paths.items())}
        moved = {s: o for s, o in every.items() if s in net.home_options and _retired(net, paths, s) <= year}
        if len(moved) != stage.schools:
            return False
        if any(every[s].mode != mode for s, mode in stage.fixed.items()):
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


def _model_schools_move_whole(net: Network, paths: Paths) -> bool:
    """Up to the last stage the grades of a school are at one place, where they all fit together for good."""
    stages, last = net.scenario.programme.stages, net.scenario.years.last
    for year in net.scenario.planned_years if stages else ():
        for cohort, path in paths.items():
            option, together = path[year], {p[year][1:3] for c, p in paths.items() if c.school == cohort.school}
            if year > stages[-1].year or not cohort.grade:
                continue
            if len(together) > 1:
                return False
            whole = option._replace(grade=0)
            later = range(year, last + 1)
            if not option.is_home and any(
                _sessions(net, whole, y) > net.room_for_guests(option.site, y) for y in later
            ):
                return False
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
            for alternative in net.whole_options[other]:
                level = stage.host_levels.get(alternative.mode)
                same = not stage.by_mode or alternative.mode == option.mode
                if same and alternative.first_year <= stage.year and level in (None, _level(net, alternative)):
                    return False
    return True


def _rollout_holds(net: Network, paths: Paths) -> bool:
    programme, years = net.scenario.programme, net.scenario.planned_years
    start = programme.stages[-1].year + 1 if programme.stages else years.start
    for year in range(start, years.stop):
        movers = sum(_retired(net, paths, school) == year for school in net.home_options)
        if movers > programme.rollout_schools_per_year:
            return False
    return True
