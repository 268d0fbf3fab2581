"""Answers at other prices, from the reference plan's model: it is kept, and searched anew only where that is needed."""

from dataclasses import replace

from poolplan.analysis.sensitivity.decided import Decided
from poolplan.errors import ScenarioError
from poolplan.model.build import PlanModel
from poolplan.model.draws import Asked, DrawAnswer, Knowledge, answer_draw, draw_solution, knowledge_of
from poolplan.model.resolve import Kept, Priced, at_prices, keep, price_changes
from poolplan.model.search import MILLION
from poolplan.model.solve import Solution, Step
from poolplan.model.taken import values_of
from poolplan.network.options import Network
from poolplan.scenario.schema import Scenario


def known_of(model: PlanModel, step: Step) -> Knowledge | None:
    """Return what is known of a searched model at all prices; None where it has to be planned anew each time."""
    try:
        return knowledge_of(keep(model, step))
    except ScenarioError:
        return None


def is_price(old: Scenario, new: Scenario) -> bool:
    """Say whether two scenarios differ in nothing but prices, which do not decide what plans there are."""
    try:
        price_changes(old, new)
    except ScenarioError:
        return False
    return True


def planned_at_prices(
    kept: Kept, knowledge: Knowledge, scenario: Scenario, gap_share: float
) -> tuple[Solution, Priced] | None:
    """Plan at other prices; None where the plan found is not proven to be near enough to the best.

    Args:
        kept: the reference plan's model.
        knowledge: what is known of it.
        scenario: with the prices.
        gap_share: how near is near enough.
    """
    priced = at_prices(kept, scenario)
    answer = answer_draw(kept, knowledge, priced, Asked(gap_share, may_search=True))
    if not is_near(answer, gap_share):
        return None
    return draw_solution(kept, knowledge, priced, answer), priced


def is_near(answer: DrawAnswer, gap_share: float) -> bool:
    """Say whether an answer is proven to be near enough to the best, but for the solver's own rounding."""
    return answer.cost_yen - answer.bound_yen <= gap_share * abs(answer.cost_yen) + 1


def network_at(kept: Kept, scenario: Scenario) -> Network:
    """Return the network at other prices: the same options."""
    return replace(kept.model.network, scenario=scenario)


def cost_at_prices(kept: Kept, priced: Priced, plan: Decided) -> float | None:
    """Return what a plan kept to the letter costs; None where the model cannot tell."""
    values = values_of(
        kept.model,
        kept.column,
        {(stay.school, year): stay.place for stay in plan.stays for year in range(stay.first, stay.last + 1)},
        {(span.site, year): span.state for span in plan.spans for year in range(span.first, span.last + 1)},
        plan.works,
    )
    return None if values is None else float(priced.costs @ values + priced.matrix.offset) * MILLION
