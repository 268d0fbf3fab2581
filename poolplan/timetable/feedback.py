"""The calendar's truth given back to the plan: a site gives no more sessions a year than its open days allow."""

from collections.abc import Callable
from dataclasses import replace

from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.results.plan import Plan
from poolplan.timetable.case import case_of
from poolplan.timetable.solve import Say, make_timetable
from poolplan.timetable.tables import Timetable

AGREES_SHARE = 0.02
"""Slots of the table and of the calendar that differ by no more than this agree."""
ROUNDS = 5
"""Plans made at most."""


def usable_slots(plan: Plan, year: int) -> dict[str, int]:
    """Slots a year that the calendar leaves, of sites where the city's table counts on clearly more."""
    sites = plan.network.places.sites
    offers = case_of(plan, year).offers
    return {
        site: offer.usable
        for site, offer in offers.items()
        if offer.usable < (1 - AGREES_SHARE) * sites[site].capacity_slots
    }


def plan_with_timetable(
    network: Network, year: int, plan_of: Callable[[Network], Plan], say: Say = lambda _: None
) -> tuple[Plan, Timetable]:
    """Plan, look into the calendar, and plan again until every site used gives what the plan counts on, within 2 %.

    Only slots are given back; bus-days and yen of plan and timetable are told beside each other
    (`timetable.compared`), as a school's share of a bus depends on who else is on it.

    Args:
        network: options of every school.
        year: fiscal year looked into.
        plan_of: makes the plan of a network.
        say: told what is being done.

    Raises:
        DataError: a school is left with no option within the slots that the calendar leaves.
    """
    plan = plan_of(network)
    for _ in range(ROUNDS - 1):
        fewer = usable_slots(plan, year)
        if not fewer:
            break
        say(f"{len(fewer)} sites give fewer slots than planned")
        network = with_slots(plan.network, fewer)
        plan = plan_of(network)
    return plan, make_timetable(plan, year, say)


def with_slots(network: Network, slots: dict[str, int]) -> Network:
    """The network where sites give other numbers of slots a year."""
    sites = {
        name: replace(site, capacity_slots=slots[name]) if name in slots else site
        for name, site in network.places.sites.items()
    }
    built = build_network(network.scenario, replace(network.places, sites=sites), network.travel)
    return replace(built, lines=network.lines, lines_credit=network.lines_credit)
