"""The proof: the objective is what the counted payers pay, and the status claims no more than the bound shows."""

from collections.abc import Iterator
from math import fsum, isclose, isnan

from poolplan.results.audit.facts import Case
from poolplan.results.audit.registry import Complaint, audited

PROVEN_GAP_SHARE = 1e-4
"""The largest gap that may be called proven."""
SOLVER_NOISE_SHARE = 1e-6
"""How far a solver's own objective, by which it stops, may lie from the ledger's."""
LINES_PER_YEN = 1000
"""One yen of tolerance per so many lines: far above the noise of summing, which is some 1e-12 of the total, and
far below any price. A solver's own objective, found within its tolerances, does not pass: it must be the ledger's."""


def present_value_yen(case: Case) -> float:
    """Sum of the ledger's lines of the payers that count, each year discounted to the base year."""
    costs = case.scenario.costs
    by_year: dict[int, int] = {}
    for line in case.ledger:
        if line.payer in costs.counted_payers:
            by_year[line.year] = by_year.get(line.year, 0) + line.yen
    yearly = 1 + costs.discount_share
    return fsum(yen / yearly ** (year - costs.base_year) for year, yen in by_year.items())


def _tolerance_yen(case: Case) -> int:
    return 1 + len(case.ledger) // LINES_PER_YEN


@audited
def objective_is_the_discounted_ledger(case: Case) -> Iterator[Complaint]:
    """The objective is the present value of what the counted payers pay in the ledger."""
    stated, worth = case.plan.proof.objective_yen, present_value_yen(case)
    if not abs(stated - worth) <= _tolerance_yen(case):
        yield "proof", f"objective {stated:,.0f} yen; the ledger is worth {worth:,.0f}"


@audited
def no_plan_beats_the_bound(case: Case) -> Iterator[Complaint]:
    """The bound is not above the plan's own cost."""
    proof = case.plan.proof
    if isnan(proof.best_bound_yen) or proof.best_bound_yen > proof.objective_yen + _tolerance_yen(case):
        yield "proof", f"bound {proof.best_bound_yen:,.0f} yen above the objective {proof.objective_yen:,.0f}"


@audited
def gap_follows_from_objective_and_bound(case: Case) -> Iterator[Complaint]:
    """The gap is the distance from the bound, as a share of the objective, within the tolerance in yen."""
    stated, gap = case.plan.proof.gap_share, _gap_share(case)
    slack = _tolerance_yen(case) / max(1.0, abs(case.plan.proof.objective_yen))
    if not isclose(stated, gap, rel_tol=1e-6, abs_tol=slack):
        yield "proof", f"gap {stated:.6f}; objective and bound give {gap:.6f}"


@audited
def status_claims_no_more_than_the_gap_shows(case: Case) -> Iterator[Complaint]:
    """Proven needs a gap of 0.01 % at most, gap the one asked for; stopped early or traded claims nothing."""
    proof, gap = case.plan.proof, _gap_share(case)
    asked = max(PROVEN_GAP_SHARE, case.scenario.solver.gap_share)
    allowed = {"proven": PROVEN_GAP_SHARE, "gap": asked, "time_limited": float("inf")}
    allowed |= {"traded": float("inf")} if case.scenario.objective else {}
    slack = SOLVER_NOISE_SHARE + _tolerance_yen(case) / max(1.0, abs(proof.objective_yen))
    if proof.status not in allowed:
        yield "proof", f"status '{proof.status}' is unknown"
    elif gap > allowed[proof.status] + slack:
        yield "proof", f"{proof.status} with a gap of {gap:.6f}; at most {allowed[proof.status]:.6f}"


def _gap_share(case: Case) -> float:
    """Distance from the bound as a share of the objective; 0 where nothing is at stake."""
    proof = case.plan.proof
    return (proof.objective_yen - proof.best_bound_yen) / abs(proof.objective_yen) if proof.objective_yen else 0.0
