"""A stranger's re-check of a finished plan: shares no code with the model or with what fed it, and trusts no number."""

from collections.abc import Iterable
from typing import NamedTuple

from poolplan.results.audit import (  # noqa: F401  (register the audits)
    aims,
    ledger,
    lessons,
    pools,
    programme,
    proof,
    scarcity,
    tables,
)
from poolplan.results.audit.facts import Case
from poolplan.results.audit.finance import BOOK_AUDITS
from poolplan.results.audit.registry import AUDITS, TABLE_AUDITS, Complaint
from poolplan.results.finance.books import Books
from poolplan.results.plan import Plan

__all__ = ["Finding", "audit", "audit_books"]


class Finding(NamedTuple):
    """A promise that the plan breaks."""

    rule: str
    """Name of the audit function, a sentence."""
    where: str
    """School, site, year or line concerned."""
    problem: str
    """What is wrong, with value and unit."""


def audit(plan: Plan) -> list[Finding]:
    """Re-derive from scenario, places and travel-time table what the plan's tables must say; an empty list is good.

    Tables that are not well-formed are reported alone: nothing else can be judged before they are mended.

    Not re-checked: that a school that can use the preferred mode uses it. Who can depends on the order in which
    sites are filled, a choice of the option search and no promise to the reader of a plan.
    """
    for name, check in TABLE_AUDITS.items():
        findings = _findings(name, check(plan))
        if findings:
            return findings
    case = Case(plan)
    return [finding for name, check in AUDITS.items() for finding in _findings(name, check(case))]


def _findings(name: str, complaints: Iterable[Complaint]) -> list[Finding]:
    return [Finding(name, where, problem) for where, problem in complaints]


def audit_books(plan: Plan, books: Books) -> list[Finding]:
    """Re-add the books of an audited plan from its ledger; an empty list is good."""
    case = Case(plan)
    return [finding for check in BOOK_AUDITS for finding in _findings(check.__name__, check(case, books))]
