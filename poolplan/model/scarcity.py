"""RULES of what is scarce besides water: money for works, drivers, and clubs that could stand in for one another."""

from collections.abc import Iterator

import pulp

from poolplan.model.constraints import Rows, rule
from poolplan.model.costs import priced
from poolplan.model.pool_costs import WORKS
from poolplan.model.search import MILLION
from poolplan.model.variables import Decisions, total
from poolplan.network.hired import hired
from poolplan.network.options import Network


@rule(unit="million yen/year", source="city's budget: costs.budget")
def keep_within_the_works_budget(net: Network, x: Decisions) -> Rows:
    """The works of a year cost no more than its budget.

    for year t with a budget, its own or that of every year:
        sum over repairs, rebuilding, demolition and cisterns of t of yen / 1,000,000 <= budget[t] / 1,000,000
    """
    budget = net.scenario.costs.budget
    if budget is None:
        return
    for year, works in _works(net, x).items():
        ceiling = budget.works_yen_by_year.get(str(year), budget.works_yen_per_year)
        if ceiling is not None:
            yield (year,), total(works) <= ceiling / MILLION


@rule(unit="million yen", source="city's budget: costs.budget.works_over_years")
def level_the_works(net: Network, x: Decisions) -> Rows:
    """The works of any so many successive years cost no more than their ceiling.

    for year t with n - 1 planned years after it:     (the first year alone, if fewer than n years are planned)
        sum over years u from t to t + n - 1, works of u of yen / 1,000,000 <= ceiling / 1,000,000
    """
    level = net.scenario.costs.budget.works_over_years if net.scenario.costs.budget else None
    if level is None:
        return
    by_year, planned = _works(net, x), net.scenario.planned_years
    for start in range(planned.start, max(planned.start, planned.stop - level.years) + 1):
        works = [work for year in range(start, start + level.years) for work in by_year.get(year, ())]
        if works:
            yield (start,), total(works) <= level.yen / MILLION


def _works(net: Network, x: Decisions) -> dict[int, list[tuple[pulp.LpVariable, float]]]:
    """What each work costs in each year that can have any, million yen."""
    by_year: dict[int, list[tuple[pulp.LpVariable, float]]] = {}
    for line in (line for item in WORKS for line in priced(item, net, x) if line.yen):
        by_year.setdefault(line.year, []).extend((v, line.yen / MILLION) for v in line.decisions)
    return dict(sorted(by_year.items()))


@rule(unit="bus-days/year", source="bus companies' offer: costs.bus.drivers")
def have_enough_drivers(net: Network, x: Decisions) -> Rows:
    """All schools together hire no more bus-days than there are drivers for.

    for year t:
        sum over options o by bus of bus_days[o, t] * (use[o, t] - absent[o, t] + visits[o, t]) <= bus-days a year
    """
    drivers = net.scenario.costs.bus.drivers
    if drivers is None:
        return
    for year in net.scenario.planned_years:
        taken = [(v, sign * days) for days, terms in _bus_days(net, x, year) for v, sign in terms]
        if taken:
            yield (year,), total(taken) <= drivers.bus_days_per_year


@rule(unit="sites", source="city's choice: programme.outside_sites_at_most")
def keep_contracts_few(net: Network, x: Decisions) -> Rows:
    """The city has contracts with no more clubs and public pools than it wants to look after.

    for year t:
        sum over clubs and public pools p of contracts[p, t] <= sites at most
    """
    most = net.scenario.programme.outside_sites_at_most
    if most is None:
        return
    for year in net.scenario.planned_years:
        held = [(contract, 1.0) for key, contract in x.contracts.items() if key.year == year]
        if held:
            yield (year,), total(held) <= most


def _bus_days(net: Network, x: Decisions, year: int) -> Iterator[tuple[float, list[tuple[pulp.LpVariable, float]]]]:
    for option in net.options:
        if option.travel_by == "bus":
            yield hired(net, option, year).bus_days, x.swimming(option, year)


@rule(unit="sessions/year", source="modelling choice: clubs close at short notice, two in two months in one city")
def let_clubs_cover_each_other(net: Network, x: Decisions) -> Rows:
    """If any one club closed, the other clubs and public pools would have room for its lessons.

    for club p, year t:
        sum over options o at clubs and public pools of sessions[o, t] * (use[o, t] + visits[o, t])
            <= sum over clubs and public pools q other than p of capacity[q, t]
    """
    if not net.scenario.programme.clubs_cover_each_other:
        return
    outside = {site.id: site.capacity_slots for site in net.places.sites.values() if site.school is None}
    guests = [option for site in outside for option in net.guests.get(site, ())]
    for year in net.scenario.planned_years:
        load = [(v, sign * net.needs(option, year)) for option in guests for v, sign in x.swimming(option, year)]
        for site in outside if load else ():
            if net.places.sites[site].kind == "club" and site in net.guests:
                yield (site, year), total(load) <= sum(outside.values()) - outside[site]
