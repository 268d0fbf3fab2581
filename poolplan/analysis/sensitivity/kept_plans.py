"""What a plan costs, and whether it is allowed, where it was not found: kept to the letter under other values."""

from dataclasses import replace
from math import fsum

import pandas as pd

from poolplan.analysis.sensitivity.decided import Decided, plan_under
from poolplan.model.costs import discount_factor
from poolplan.network.options import Network
from poolplan.results.audit import Finding
from poolplan.results.audit.facts import Case
from poolplan.results.audit.ledger import due
from poolplan.results.audit.registry import AUDITS
from poolplan.results.plan import Plan
from poolplan.results.read import LEDGER_COLUMNS

NOT_OF_A_KEPT_PLAN = frozenset(
    {
        "assumed_facts_are_named",
        "ledger_lines_are_right",
        "no_ledger_line_is_missing",
        "no_ledger_line_is_invented",
        "objective_is_the_discounted_ledger",
        "aims_are_what_the_tables_say",
        "aims_are_those_asked_for",
    }
)
"""Promises about how a plan was found and told, which are not asked of a plan that is kept under other values."""


def cost_of(network: Network, kept: Decided) -> float:
    """Return the present value that the counted payers pay for a plan kept to the letter, worked out by the audit."""
    costs = network.scenario.costs
    lines = ((key, round(yen)) for key, yen in due(Case(plan_under(network, kept))).items())
    return fsum(
        yen * discount_factor(year, costs.base_year, costs.discount_share)
        for (year, _, payer, _), yen in lines
        if payer in costs.counted_payers
    )


def refusal_of(network: Network, kept: Decided) -> str:
    """Say which promise a plan kept to the letter breaks under other values; empty if it is still allowed."""
    found = refusals(network, kept)
    return f"{found[0].where}: {found[0].problem}" if found else ""


def refusals(network: Network, kept: Decided) -> list[Finding]:
    """Return every promise that a plan kept to the letter breaks under other values."""
    if kept.last_year < network.scenario.years.last:
        return [Finding("years", f"{kept.last_year + 1}", f"the plan kept ends in {kept.last_year}")]
    plan = _with_ledger(plan_under(network, kept))
    case = Case(plan)
    complaints = {name: check(case) for name, check in AUDITS.items() if name not in NOT_OF_A_KEPT_PLAN}
    return [Finding(name, where, problem) for name, found in complaints.items() for where, problem in found]


def _with_ledger(plan: Plan) -> Plan:
    """Enter the costs that follow from the tables, for promises about ceilings."""
    lines = sorted((*key, round(yen)) for key, yen in due(Case(plan)).items() if round(yen))
    return replace(plan, ledger=pd.DataFrame(lines, columns=LEDGER_COLUMNS))
