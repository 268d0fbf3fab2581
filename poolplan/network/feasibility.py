"""What can be said before solving: schools with no option, and capacity too small in total."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from poolplan.network.options import Dropped, Network

NEAREST_SHOWN = 4
LESSONS, WATER = 0, 1
"""Nodes where the flow of lessons begins and ends."""


def school_problems(network: Network) -> Iterator[str]:
    """Yield one sentence per school that has no way to swim in some year, with the limits that dropped each pair."""
    yield from _stranded(network)
    yield from _short_of_capacity(network)


def _stranded(network: Network) -> Iterator[str]:
    last, may_leave_out = network.scenario.years.last, network.scenario.programme.unmet_sessions is not None
    for (school, grade), away in network.away.items():
        home = network.home_options.get(school)
        until = _usable_until(network, home.site) if home else None
        if home and may_leave_out:
            continue
        if home and until is not None and until >= last:
            continue
        start = network.scenario.years.first if until is None else until + 1
        if any(option.first_year <= start for option in away):
            continue
        if home:
            why = f"its pool can be used until {until} at most and may not be rebuilt, and then no option is left"
        else:
            why = "has no option"
        label = network.places.schools[school].label
        who = f"school '{school}' ({label.ja})" + (f", grade {grade}" if grade else "")
        yield f"{who}: {why}: {_reasons(network, school)}; widen a limit or add a site"


def _is_usable(network: Network, site: str, year: int) -> bool:
    """Say whether a site can be in use in a year: clubs and public pools always, own pools while they last."""
    return site not in network.life_spans or year <= _usable_until(network, site)


def _usable_until(network: Network, site: str) -> int:
    span = network.life_spans[site]
    if span.can_rebuild:
        return network.scenario.years.last
    return span.repaired_until if span.repair_from <= span.original_until + 1 else span.original_until


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
    for year in network.scenario.planned_years if network.scenario.programme.unmet_sessions is None else ():
        wanted, placed = _placed(network, year)
        if placed < wanted:
            yield (
                f"year {year}: {wanted} sessions are needed but all sites in reach give at most {placed}: "
                f"{wanted - placed} sessions short; add sites or slots, or widen a travel limit"
            )
            return


def _placed(network: Network, year: int) -> tuple[int, int]:
    """Sessions wanted in a year, at least, and how many of them find room when every lesson may be split."""
    site_node = {site: 2 + number for number, site in enumerate(network.places.sites)}
    links: dict[tuple[int, int], int] = {}
    wanted = 0
    for node, (cohort, away) in enumerate(network.away.items(), start=2 + len(site_node)):
        home = network.homes.get(cohort)
        every = (*away, home) if home else away
        options = [o for o in every if o.first_year <= year and _is_usable(network, o.site, year)]
        least = min((network.needs(option, year) for option in options), default=0)
        wanted += least
        links[LESSONS, node] = least
        links |= {(node, site_node[option.site]): least for option in options}
    links |= {(node, WATER): network.places.sites[site].capacity_slots for site, node in site_node.items()}
    ends, size = np.array(list(links)), 2 + len(site_node) + len(network.away)
    graph = csr_array((np.array(list(links.values()), dtype=np.int32), (ends[:, 0], ends[:, 1])), shape=(size, size))
    return wanted, int(maximum_flow(graph, LESSONS, WATER).flow_value)
