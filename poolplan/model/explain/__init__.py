"""No plan? Say which rules must give way, how far at least, which value to change, and what the plan then costs."""

from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from poolplan.errors import NoPlanError
from poolplan.model.build import build_model
from poolplan.model.constraints import RULES
from poolplan.model.explain.least import Searches
from poolplan.model.explain.remedies import REMEDIES
from poolplan.model.explain.repairs import Case, Cure, Findings, find_repairs
from poolplan.model.search import ctrl_c_calls
from poolplan.network.options import Network

LONGEST_S = 180.0
"""An explanation takes no longer, even where the solver may search for hours."""


def explain(network: Network, tell: Callable[[str], None]) -> NoReturn:
    """Say what would have to give for a plan to exist; Ctrl-C ends it with what is known so far.

    Relaxing all rules at once would add sessions to schools and yen, and blame the wrong one.

    Args:
        network: schools, sites and options without a plan.
        tell: is told what is being done.

    Raises:
        NoPlanError: always; one sentence per change that would allow a plan, cheapest plan first.
    """
    model = build_model(network)
    searches = Searches(model, min(LONGEST_S, network.scenario.solver.time_limit_s))
    case, findings = Case(model, searches, tell), Findings()
    with ctrl_c_calls(searches.stop):
        find_repairs(case, findings)
    raise NoPlanError(_sentences(case, findings))


def _sentences(case: Case, findings: Findings) -> Iterator[str]:
    name = case.model.network.scenario.name
    alone = [cure for cure in findings.cures if len(cure.rules) == 1]
    together = [cure for cure in findings.cures if len(cure.rules) > 1]
    if alone:
        yield f"{name}: no plan satisfies every rule; any one of these changes allows one, cheapest plan first:"
        for number, cure in enumerate(alone, start=1):
            (words,) = _changes(case, cure)
            yield f"  {number}. {words}; {_price(case, cure)}"
    for cure in together:
        fewest = "; no fewer suffice" if findings.are_fewest else ""
        yield f"{name}: no plan satisfies every rule, and no single rule suffices; these changes together do{fewest}:"
        for words in _changes(case, cure):
            yield f"  * {words}"
        yield f"  With all of them, {_price(case, cure)}"
    if not findings.cures:
        yield f"{name}: no plan satisfies every rule" + _without_cure(findings)
    if alone and findings.hopeless:
        yield f"  Giving way in one of these alone does not help: {_titles(findings.hopeless)}."
    if findings.unsettled:
        yield f"  Not settled in the time (solver.time_limit_s): {_titles(findings.unsettled)}."
    if case.searches.was_stopped:
        yield "  Stopped by Ctrl-C: this is what was known until then."


def _without_cure(findings: Findings) -> str:
    if findings.nothing_helps:
        return (
            ", not even if all that can give way do; look for schools whose pool may not be rebuilt and that have no "
            "other site in reach (dropped.csv of a run with fewer years), or allow programme.unmet_sessions"
        )
    return (
        "; which of them must give way was not found in the time: allow more (solver.time_limit_s) or plan fewer years"
    )


def _changes(case: Case, cure: Cure) -> Iterator[str]:
    """For each rule of a cure: what gives way, how far, and which value to change."""
    gives = cure.gives(case.model)
    for rule in cure.rules:
        mine = [give for give in gives if give.rule == rule]
        if mine:
            words = REMEDIES[rule].words(case.model.network, mine)
            perhaps = "" if cure.is_least(rule) else " (perhaps less would do)"
            yield f"{words.change}: {words.how_far}{perhaps} (rule: {_title(rule)})"


def _price(case: Case, cure: Cure) -> str:
    """What the cheapest plan found costs once the rules give way, and how near to the least that is known to be."""
    cost = cure.plan.value
    gap = max(0.0, (cost - cure.plan.bound) / abs(cost)) if cost else 0.0
    objective = case.model.network.scenario.objective
    if gap < 1 and (objective is None or objective.order[:1] == ("cost",)):
        return f"the cheapest plan then costs {cost:,.1f} million yen (proven within {gap:.2%})"
    return f"a plan then costs {cost:,.1f} million yen"


def _title(rule: str) -> str:
    return (RULES[rule].rows.__doc__ or rule).splitlines()[0].rstrip(".")


def _titles(rules: Sequence[str]) -> str:
    return "; ".join(f"'{_title(rule)}'" for rule in rules)
