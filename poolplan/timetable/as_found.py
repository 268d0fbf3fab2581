"""A plan whose buses cost what its own timetable found; and whether it may stay, rather than another be tried."""

from collections import Counter
from dataclasses import replace

from poolplan.model.costs import price_level
from poolplan.model.solve import PROVEN_GAP_SHARE
from poolplan.network.given_back import with_calibration
from poolplan.network.hired import hired
from poolplan.network.measured import Calibration
from poolplan.results.audit import audit, audit_books
from poolplan.results.finance.keeping import books_of
from poolplan.results.plan import Plan, Status
from poolplan.results.worth import present_yen
from poolplan.timetable.compared import riding


def as_found(plan: Plan, table: Calibration) -> Plan:
    """Return a plan with the buses of all years at what a table says of them: ledger and objective, not the bound."""
    network = with_calibration(plan.network, table)
    costs, years = network.scenario.costs, network.scenario.planned_years
    yen: Counter[tuple[int, str]] = Counter()
    for year in years:
        level = price_level(network, "bus_hire", year)
        for option in riding(plan, year):
            yen[year, option.school] += round(hired(network, option, year).fare_yen * level)
    lines = plan.ledger[["year", "item", "place", "yen"]].itertuples(index=False, name=None)
    found = [yen[year, place] if item == "bus_hire" else amount for year, item, place, amount in lines]
    ledger = plan.ledger.assign(yen=found)
    counted = ledger[ledger["payer"].isin(costs.counted_payers)]
    objective = sum(present_yen(counted, costs))
    return replace(plan, network=network, ledger=ledger, proof=replace(plan.proof, objective_yen=float(objective)))


def staying(plan: Plan, other: Plan) -> Plan | None:
    """Return a plan that is as near to the cheapest as the scenario asks, by the bound of another; None if it is not.

    Such a plan need not give way to another of which no timetable is known. Where aims other than cost decide, or a
    rule that depends on bus-days no longer holds (drivers), it does.

    Args:
        plan: as its own timetable found it.
        other: planned at the same prices, from the same slots.
    """
    scenario = plan.network.scenario
    cost, bound = plan.proof.objective_yen, min(other.proof.best_bound_yen, plan.proof.objective_yen)
    gap = (cost - bound) / abs(cost) if cost else 0.0
    same_slots = plan.network.places.sites == other.network.places.sites
    if scenario.objective is not None or not same_slots or gap > scenario.solver.gap_share:
        return None
    status: Status = "proven" if gap <= PROVEN_GAP_SHARE else "gap"
    proof = replace(other.proof, status=status, objective_yen=cost, best_bound_yen=bound, gap_share=gap)
    stays = replace(plan, proof=proof)
    return None if audit(stays) or audit_books(stays, books_of(stays)) else stays
