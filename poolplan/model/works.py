"""RULES of works that close a pool for a season, and of where its swimmers go meanwhile."""

from poolplan.model.constraints import Rows, rule
from poolplan.model.variables import Decisions, UseKey, at, total
from poolplan.network.options import Network


@rule(unit="pools", source="domain: construction takes a season or two; closed_seasons of repair and rebuild")
def close_pools_under_works(net: Network, x: Decisions) -> Rows:
    """Works close a pool in use for their seasons, and nothing else does.

    for own pool p, year t, works w (repairs, rebuilds) that close it for n seasons:
        sum over years u in t-n+1 .. t of w[p, u] + is_open[p, t] - closed[p, t] - 1 <= under_works[p, t]
        under_works[p, t] <= is_open[p, t] - closed[p, t]
        under_works[p, t] <= sum over works w, years u in t-n+1 .. t of w[p, u]
    """
    pool = net.scenario.costs.pool
    for (site, year), under in x.under_works.items():
        in_use = [*((v, 1.0) for v in at(x.is_open, site, year)), *((v, -1.0) for v in at(x.closed, site, year))]
        recent = []
        for name, table, seasons in (
            ("repairs", x.repairs, pool.repair.closed_seasons),
            ("rebuilds", x.rebuilds, pool.rebuild.closed_seasons),
        ):
            works = [(v, 1.0) for u in range(year - seasons + 1, year + 1) for v in at(table, site, u)]
            recent += [(v, -1.0) for v, _ in works]
            if works:
                yield (site, year, name), total([*works, *in_use, (under, -1.0)]) <= 1
        yield (site, year, "in_use"), total([(under, 1.0), *((v, -sign) for v, sign in in_use)]) <= 0
        yield (site, year, "only_then"), total([(under, 1.0), *recent]) <= 0


@rule(unit="schools", source="domain: construction closes a pool, lessons go on elsewhere")
def stay_away_from_works(_net: Network, x: Decisions) -> Rows:
    """Whoever belongs to a pool stays away exactly in the seasons in which works close it.

    for option o at own pool p, year t:
        use[o, t] + under_works[p, t] - 1 <= absent[o, t]
        absent[o, t] <= use[o, t], absent[o, t] <= under_works[p, t]
    """
    for (option, year), absent in x.absent.items():
        use = x.use(option, year)
        (under,) = at(x.under_works, option.site, year)
        away = [*((v, 1.0) for v in use), (under, 1.0), (absent, -1.0)]
        yield (*option.name_parts, year, "away"), total(away) <= 1
        yield (*option.name_parts, year, "belongs"), total([(absent, 1.0), *((v, -1.0) for v in use)]) <= 0
        yield (*option.name_parts, year, "works"), total([(absent, 1.0), (under, -1.0)]) <= 0


@rule(unit="schools", source="domain: construction with a temporary arrangement")
def swim_elsewhere_meanwhile(net: Network, x: Decisions) -> Rows:
    """Whoever stays away from works swims at exactly one other place for the season.

    for school s (or grade), year t:
        sum over options o of s of visits[o, t] = sum over options o of s at own pools of absent[o, t]
    """
    for cohort, away in net.away.items():
        own = [net.homes[cohort]] if cohort in net.homes else []
        for year in net.scenario.planned_years:
            keys = [UseKey(option, year) for option in (*own, *away)]
            absent = [(x.absent[key], -1.0) for key in keys if key in x.absent]
            visits = [(x.visits[key], 1.0) for key in keys if key in x.visits]
            if absent:
                yield (*cohort.name_parts, year), total([*visits, *absent]) == 0


@rule(unit="schools", source="modelling choice: a pool out of use takes nobody")
def visit_open_sites_only(_net: Network, x: Decisions) -> Rows:
    """Nobody is sent for a season to a pool out of use or itself under works.

    for option o at own pool p, year t:
        visits[o, t] <= is_open[p, t] - under_works[p, t]
    """
    for (option, year), visits in x.visits.items():
        for is_open in at(x.is_open, option.site, year):
            under = [(v, 1.0) for v in at(x.under_works, option.site, year)]
            yield (*option.name_parts, year), total([(visits, 1.0), (is_open, -1.0), *under]) <= 0
