"""What can be said before solving: schools with no option, and capacity too small in total."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from poolplan.network.option_arrays import Numbers, OptionArrays, needs_table, option_arrays
from poolplan.network.options import Cohort, Dropped, Network

NEAREST_SHOWN = 4
MORE = "widen a limit or add a site"
LESSONS, WATER = 0, 1
"""Nodes where the flow of lessons begins and ends."""


def school_problems(network: Network) -> Iterator[str]:
    """Yield one sentence per school that has no way to swim in some year, with the limits that dropped each pair."""
    yield from _stranded(network)
    yield from _short_of_capacity(network)


def _stranded(network: Network) -> Iterator[str]:
    last, may_leave_out = network.scenario.years.last, network.scenario.programme.unmet_sessions is not None
    for cohort, away in network.away.items():
        home = network.home_options.get(cohort.school)
        has_place = partial(_has_place, network, cohort)
        until = _usable_until(network, home.site, has_place) if home else network.scenario.years.first - 1
        if home and (may_leave_out or until >= last):
            continue
        if any(option.first_year <= until + 1 for option in away):
            continue
        why, cure = _plight(network, home.site, until) if home else ("has no option", MORE)
        label = network.places.schools[cohort.school].label
        who = f"school '{cohort.school}' ({label.ja})" + (f", grade {cohort.grade}" if cohort.grade else "")
        yield f"{who}: {why}: {_reasons(network, cohort.school)}; {cure}"


def _plight(network: Network, site: str, until: int) -> tuple[str, str]:
    """Say why a pool cannot be used beyond a year, and what to do."""
    if _usable_until(network, site) == until:
        return f"its pool can be used until {until} at most and may not be rebuilt, and then no option is left", MORE
    pool = network.scenario.costs.pool
    closing = [name for name in ("repair", "rebuild") if getattr(pool, name).closed_seasons]
    to_zero = " and ".join(f"costs.pool.{name}.closed_seasons to 0" for name in closing)
    why = f"its pool can be used until {until} at most unless works close it, and while it is closed no option is left"
    return why, f"{MORE}, or do the works outside the swimming season (set {to_zero})"


def _has_place(network: Network, cohort: Cohort, year: int) -> bool:
    """Say whether there is a place to swim for a season, if nobody else came."""
    return any(network.needs(o, year) <= network.most_for_guests(o.site, year) for o in network.away[cohort])


def _is_usable(network: Network, site: str, year: int) -> bool:
    """Say whether a site can be in use in a year: clubs and public pools always, own pools while they last."""
    return site not in network.life_spans or year <= _usable_until(network, site)


def _usable_until(network: Network, site: str, has_place: Callable[[int], bool] = lambda _year: True) -> int:
    """Return the last year in which an own pool can be used, with works in years that have a place for its pupils.

    Args:
        network: the network.
        site: of the pool.
        has_place: says whether the pupils could swim elsewhere in a year in which works close the pool.
    """
    pool, span, years = network.scenario.costs.pool, network.life_spans[site], network.scenario.planned_years

    def can_begin(begins: range, seasons: int) -> bool:
        return any(all(map(has_place, range(u, min(u + seasons, years.stop)))) for u in begins if u in years)

    until = span.original_until
    if can_begin(range(span.repair_from, min(until + 1, span.repaired_until) + 1), pool.repair.closed_seasons):
        until = span.repaired_until
    if span.can_rebuild and can_begin(range(years.start, until + 2), pool.rebuild.closed_seasons):
        return years.stop - 1
    return until


def _reasons(network: Network, school: str) -> str:
    """Say why the nearest pairs were dropped, nearest first, then how many more."""
    dropped = [drop for drop in network.dropped if drop.school == school]
    dropped.sort(key=lambda drop: (_nearest(network, drop), drop.site))
    late = [f"{o.mode} at {o.site} (room only from {o.first_year} on)" for o in network.away_options[school]]
    reasons = late + [f"{drop.mode} at {drop.site} ({drop.reason})" for drop in dropped]
    shown, rest = reasons[:NEAREST_SHOWN], len(reasons) - NEAREST_SHOWN
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "") if shown else "no site in any table"


def _nearest(network: Network, drop: Dropped) -> float:
    trips = (network.travel.get((drop.school, drop.site, "bus")), network.travel.get((drop.school, drop.site, "walk")))
    return min((trip.minutes for trip in trips if trip), default=float("inf"))


def _short_of_capacity(network: Network) -> Iterator[str]:
    """Compare, year by year, all lessons with the most that sites in use could take: a maximum flow."""
    if network.scenario.programme.unmet_sessions is not None:
        return
    arrays, needs = option_arrays(network), needs_table(network)
    for number, year in enumerate(network.scenario.planned_years):
        wanted, placed = _placed(network, arrays, needs[:, :, number], year)
        if placed < wanted:
            yield (
                f"year {year}: {wanted} sessions are needed but all sites in reach give at most {placed}: "
                f"{wanted - placed} sessions short; add sites or slots, or widen a travel limit"
            )
            return


def _placed(network: Network, arrays: OptionArrays, needs: Numbers, year: int) -> tuple[int, int]:
    """Sessions wanted in a year, at least, and how many of them find room when every lesson may be split.

    Args:
        network: the network.
        arrays: its options.
        needs: sessions of the year, by cohort and mode.
        year: the year.
    """
    sites = network.places.sites
    in_use = np.array([_is_usable(network, site, year) for site in sites], dtype=bool)
    usable = in_use[arrays.site] & (arrays.first_year <= year)
    cohort, site = arrays.cohort[usable], arrays.site[usable]
    never = np.iinfo(np.int64).max
    least = np.full(len(needs), never)
    np.minimum.at(least, cohort, needs[cohort, arrays.mode[usable]])
    least[least == never] = 0
    room = np.array([place.capacity_slots for place in sites.values()], dtype=np.int64)
    wanted = int(least.sum())
    if (room[site] >= wanted).all():
        return wanted, wanted
    return wanted, _flow(least, room, np.unique(cohort * room.size + site))


def _flow(least: Numbers, room: Numbers, pairs: Numbers) -> int:
    """Return the maximum flow from lessons to sites over pairs of both: cohort times number of sites plus site."""
    who, where = np.divmod(pairs, room.size)
    site_node, node = 2 + np.arange(room.size), 2 + room.size + np.arange(least.size)
    ends = np.concatenate([np.full(least.size, LESSONS), node[who], site_node])
    goals = np.concatenate([node, site_node[where], np.full(room.size, WATER)])
    links, size = np.concatenate([least, least[who], room]).astype(np.int32), 2 + room.size + least.size
    return int(maximum_flow(csr_array((links, (ends, goals)), shape=(size, size)), LESSONS, WATER).flow_value)
