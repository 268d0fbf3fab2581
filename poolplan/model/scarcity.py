"""RULES of what is scarce besides water: money for works, drivers, and clubs that could stand in for one another."""

from collections.abc import Iterator

import pulp

from poolplan.model.constraints import Rows, rule
from poolplan.model.costs import priced
from poolplan.model.pool_costs import WORKS
from poolplan.model.variables import Decisions, total
from poolplan.network.buses import bus_year
from poolplan.network.options import Network

MILLION = 1e6


@rule(unit="million yen/year", source="city's budget: costs.budget", gives="million yen in a year")
def keep_within_the_works_budget(net: Network, x: Decisions) -> Rows:
    """The works of a year cost no more than its budget.

    for year t:
        sum over repairs, rebuilding, demolition and cisterns of t of yen / 1,000,000 <= budget / 1,000,000
    """
    budget = net.scenario.costs.budget
    if budget is None:
        return
    lines = [line for item in WORKS for line in priced(item, net, x) if line.yen]
    for year in net.scenario.planned_years:
        works = [(v, line.yen / MILLION) for line in lines if line.year == year for v in line.decisions]
        if works:
            yield (year,), total(works) <= budget.works_yen_per_year / MILLION


@rule(unit="bus days/year", source="bus companies' offer: costs.bus.drivers", gives="bus days a year")
def have_enough_drivers(net: Network, x: Decisions) -> Rows:
    """All schools together hire no more bus days than there are drivers for.

    for year t:
        sum over options o by bus of bus_days[o, t] * (use[o, t] - absent[o, t] + visits[o, t]) <= bus days a year
    """
    drivers = net.scenario.costs.bus.drivers
    if drivers is None:
        return
    for year in net.scenario.planned_years:
        hired = [(v, sign * days) for days, terms in _bus_days(net, x, year) for v, sign in terms]
        if hired:
            yield (year,), total(hired) <= drivers.bus_days_per_year


@rule(unit="sites", source="city's choice: programme.outside_sites_at_most", gives="more sites in a year")
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


def _bus_days(net: Network, x: Decisions, year: int) -> Iterator[tuple[int, list[tuple[pulp.LpVariable, float]]]]:
    for option in net.options:
        if option.travel_by == "bus":
            mode, pupils = net.scenario.modes[option.mode], net.pupils(option.cohort, year)
            hired = bus_year(pupils, mode, option.minutes, option.metres, net.scenario.costs.bus)
            yield hired.bus_days, x.swimming(option, year)


@rule(
    unit="sessions/year",
    source="modelling choice: clubs close at short notice, two in two months in one city",
    gives="sessions a year",
)
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
