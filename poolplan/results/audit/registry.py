"""AUDITS: every promise of a plan that is re-checked, one function each, its name the sentence that was broken."""

from collections.abc import Callable, Iterator

from poolplan.results.audit.facts import Case
from poolplan.results.plan import Plan

Complaint = tuple[str, str]
"""Where, and what is wrong."""
TableAudit = Callable[[Plan], Iterator[Complaint]]
Audit = Callable[[Case], Iterator[Complaint]]

TABLE_AUDITS: dict[str, TableAudit] = {}
"""Checks that the tables can be read at all, in order; the first to complain ends the audit."""
AUDITS: dict[str, Audit] = {}
"""Checks of well-formed tables."""


def table_audit(function: TableAudit) -> TableAudit:
    """Enter a function in TABLE_AUDITS."""
    TABLE_AUDITS[function.__name__] = function
    return function


def audited(function: Audit) -> Audit:
    """Enter a function in AUDITS."""
    AUDITS[function.__name__] = function
    return function
