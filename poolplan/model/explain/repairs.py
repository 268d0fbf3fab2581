"""Which rules would have to give way for a plan to exist, how far at least, and what the cheapest plan then costs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from math import ceil
from typing import NamedTuple

import numpy as np

from poolplan.model.build import PlanModel
from poolplan.model.constraints import RULES
from poolplan.model.explain.least import TOLERANCE, Least, Searches
from poolplan.model.explain.relax import Give, Relaxed, Way, at_most, relax
from poolplan.model.explain.remedies import REMEDIES
from poolplan.model.search import Floats, Matrix, matrix_of

AMOUNTS_SHARE = 0.55
"""Share of the time for how far rules must give way; the rest goes to what the plans then cost."""
SHARES_S, SOON_S = 10.0, 8.0
"""Seconds for one rule at most: for its bound, and for a first plan."""
MONEY_GAP_SHARE = 0.01
"""An amount of money this near to the least will do."""


@dataclass(frozen=True)
class Case:
    """A model without a plan, and what is needed to find out why."""

    model: PlanModel
    searches: Searches
    tell: Callable[[str], None]
    matrix: Matrix = field(init=False)

    def __post_init__(self) -> None:
        """Turn the model into numbers once."""
        object.__setattr__(self, "matrix", matrix_of(self.model.problem))

    @property
    def ways(self) -> dict[str, Way]:
        """How each rule of this model that can give way does so."""
        present = {row.rule for row in self.model.rows.values()}
        return {name: REMEDIES[name].way for name in RULES if name in REMEDIES and name in present}


class Cure(NamedTuple):
    """Rules that together let a plan exist."""

    relaxed: Relaxed
    amounts: dict[str, Least]
    """How far each gives way, in its own unit."""
    plan: Least
    """Present value, million yen; the plan's columns are those of `relaxed`."""

    def is_least(self, rule: str) -> bool:
        """Say whether it is proven that no plan lets this rule give way less (if those before it in order do not)."""
        return self.amounts[rule].is_within(_gap_share(self.relaxed, rule))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that give way."""
        return tuple(self.amounts)

    def gives(self, model: PlanModel) -> list[Give]:
        """How far each limit gives way in the cheapest plan found."""
        return [] if self.plan.values is None else self.relaxed.gives(model, self.plan.values)


@dataclass
class Findings:
    """What is known so far."""

    cures: list[Cure] = field(default_factory=list)
    hopeless: list[str] = field(default_factory=list)
    """Rules proven not to suffice alone."""
    unsettled: list[str] = field(default_factory=list)
    """Rules for which the time was too short."""
    are_fewest: bool = False
    """Proven that no fewer rules help than those of the cure that takes several."""
    nothing_helps: bool = False
    """Proven that no plan exists even if every rule gives way."""


def find_repairs(case: Case, findings: Findings) -> None:
    """Fill in the findings, until the time is over."""
    amounts_s = case.searches.seconds * AMOUNTS_SHARE
    _find_single_rules(case, findings, amounts_s)
    if not findings.cures and case.searches.left_s > 0:
        _find_rules_together(case, findings)
    for number, cure in enumerate(findings.cures):
        case.tell(f"what it costs if a rule gives way: {number + 1} of {len(findings.cures)}")
        findings.cures[number] = priced(case, cure, case.searches.left_s / (len(findings.cures) - number))
    findings.cures.sort(key=lambda cure: cure.plan.value)


def _find_single_rules(case: Case, findings: Findings, seconds: float) -> None:
    open_: dict[str, tuple[Relaxed, Least]] = {}
    for number, rule in enumerate(case.ways):
        case.tell(f"which rule would have to give way: {number + 1} of {len(case.ways)}")
        relaxed = relax(case.model, case.matrix, {rule: case.ways[rule]})
        first = _first_amount(case, relaxed, rule)
        if first.is_hopeless:
            findings.hopeless.append(rule)
        elif first.is_within(_gap_share(relaxed, rule)):
            findings.cures.append(Cure(relaxed, {rule: first}, first))
        else:
            open_[rule] = relaxed, first
    unknown = [rule for rule, (_, first) in open_.items() if first.values is None]
    if len(unknown) > 1 and _none_helps(case, unknown, seconds / 4):
        findings.hopeless += unknown
        open_ = {rule: found for rule, found in open_.items() if rule not in unknown}
    for left, (rule, (relaxed, first)) in zip(range(len(open_), 0, -1), open_.items(), strict=True):
        case.tell(f"how far '{rule}' would have to give way")
        share = max(1.0, (case.searches.left_s - case.searches.seconds + seconds) / left)
        amount = _better_amount(case, relaxed, rule, share, first)
        if amount.is_hopeless:
            findings.hopeless.append(rule)
        elif amount.values is None:
            findings.unsettled.append(rule)
        else:
            findings.cures.append(Cure(relaxed, {rule: amount}, amount))


def _costs(matrix: Matrix, terms: Floats) -> Matrix:
    return replace(matrix, costs=terms, offset=0.0)


def _gap_share(relaxed: Relaxed, rule: str) -> float:
    return 0.0 if relaxed.ways[rule].is_whole else MONEY_GAP_SHARE


def _first_amount(case: Case, relaxed: Relaxed, rule: str) -> Least:
    """Bound how far a rule must give way, and find a plan soon if there is one where schools move only if they must."""
    asked = _costs(relaxed.matrix, relaxed.used(rule))
    bound = case.searches.least_in_shares(asked, SHARES_S)
    if bound.is_hopeless:
        return bound
    first = case.searches.soon(asked, SOON_S, _gap_share(relaxed, rule))
    return first._replace(bound=_rounded_up(relaxed, rule, bound.bound))


def _rounded_up(relaxed: Relaxed, rule: str, bound: float) -> float:
    """A number of whole things is at least the next whole number."""
    return float(ceil(bound - TOLERANCE)) if relaxed.ways[rule].is_whole and np.isfinite(bound) else bound


def _better_amount(case: Case, relaxed: Relaxed, rule: str, seconds: float, first: Least) -> Least:
    asked = _costs(relaxed.matrix, relaxed.used(rule))
    found = case.searches.least(asked, seconds, first.values, _gap_share(relaxed, rule))
    return found._replace(bound=max(_rounded_up(relaxed, rule, found.bound), first.bound))


def _none_helps(case: Case, rules: Iterable[str], seconds: float) -> bool:
    """Prove that there is no plan even if all these rules give way: then none of them helps alone."""
    relaxed = relax(case.model, case.matrix, {rule: case.ways[rule] for rule in rules})
    asked = _costs(relaxed.matrix, np.zeros_like(relaxed.matrix.costs))
    return case.searches.least(asked, seconds).is_hopeless


def _find_rules_together(case: Case, findings: Findings) -> None:
    """Find the fewest rules that help together: one yes or no for each says whether it gives way."""
    case.tell("which rules would have to give way together")
    relaxed = relax(case.model, case.matrix, case.ways, are_counted=True)
    ways = np.zeros(len(relaxed.matrix.variables))
    ways[list(relaxed.gives_way.values())] = 1.0
    fewest = 1 if findings.unsettled else 2
    asked = at_most(_costs(relaxed.matrix, ways), -ways, -fewest)
    seconds = case.searches.left_s / 2
    if len(case.ways) < fewest or case.searches.least_in_shares(asked, SHARES_S).is_hopeless:
        findings.nothing_helps = not findings.unsettled
        return
    first = case.searches.soon(asked, seconds / 3)
    if first.value > fewest:
        first = case.searches.least(asked, seconds, first.values)
    if first.is_hopeless:
        findings.nothing_helps = not findings.unsettled
    if first.values is not None:
        findings.are_fewest = first.value <= max(fewest, first.bound)
        rules = [rule for rule, column in relaxed.gives_way.items() if round(first.values[column])]
        findings.cures.append(_together(case, rules, case.searches.left_s / 2))


def _together(case: Case, rules: list[str], seconds: float) -> Cure:
    """Let several rules give way as little as possible: the first of them first, then the next, units never mixed."""
    relaxed = relax(case.model, case.matrix, {rule: case.ways[rule] for rule in rules})
    amounts: dict[str, Least] = {}
    known: Floats | None = None
    for rule in rules:
        asked = _costs(relaxed.matrix, relaxed.used(rule))
        first = case.searches.soon(asked, seconds / len(rules) / 2) if known is None else None
        start = first.values if first else known
        bound = Least(np.inf, -np.inf, start)
        amounts[rule] = _better_amount(case, relaxed, rule, seconds / len(rules) / 2, bound)
        known = amounts[rule].values
        if known is None:  # the time is over
            return Cure(relaxed, dict.fromkeys(rules, amounts[rule]), amounts[rule])
        relaxed = replace(relaxed, matrix=at_most(relaxed.matrix, relaxed.used(rule), amounts[rule].value + TOLERANCE))
    return Cure(relaxed, amounts, amounts[rules[-1]])


def priced(case: Case, cure: Cure, seconds: float) -> Cure:
    """Find the cheapest plan while the rules give way no further than they must."""
    matrix = cure.relaxed.matrix
    for rule, amount in cure.amounts.items():
        matrix = at_most(matrix, cure.relaxed.used(rule), amount.value + TOLERANCE)
    gap_share = case.model.network.scenario.solver.gap_share
    plan = case.searches.thorough(matrix, seconds, cure.plan.values, gap_share)
    return cure._replace(plan=plan)
