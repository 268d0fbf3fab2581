"""Answers at other prices, from the reference plan's model: it is kept, and searched anew only where that is needed."""

from dataclasses import replace
from typing import NamedTuple

from poolplan.analysis.sensitivity.decided import Decided
from poolplan.errors import ScenarioError
from poolplan.model.build import PlanModel
from poolplan.model.draws import Asked, Knowledge, answer_draw, draw_solution, is_near, knowledge_of
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


class Near(NamedTuple):
    """What helps to plan at other prices, and how well it has to be done."""

    gap_share: float
    """How near is near enough."""
    knowledge: Knowledge
    """What is known of the kept model."""
    bound_yen: float | None = None
    """No plan costs less, if that is known."""


def planned_at_prices(kept: Kept, scenario: Scenario, near: Near) -> tuple[Solution, Priced] | None:
    """Plan at other prices; None where the plan found is not proven to be near enough to the best.

    Args:
        kept: the reference plan's model.
        scenario: with the prices.
        near: what is known, and how near is near enough.
    """
    priced, gap_share = at_prices(kept, scenario), near.gap_share
    asked = [Asked(gap_share, bound_yen=near.bound_yen)] if near.bound_yen is not None else []
    for how in (*asked, Asked(gap_share, may_search=True)):
        answer = answer_draw(kept, near.knowledge, priced, how)
        if is_near(answer, gap_share):
            return draw_solution(kept, near.knowledge, priced, answer), priced
    return None


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
