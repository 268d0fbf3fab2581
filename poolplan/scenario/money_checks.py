"""CHECKS of money: what prices and ceilings contradict; apart from checks.py, which is about modes and stages."""

from collections.abc import Iterator

from poolplan.scenario.checks import check
from poolplan.scenario.origins import Problem
from poolplan.scenario.schema import Scenario


@check
def somebodys_money_counts(scenario: Scenario) -> Iterator[Problem]:
    """A plan that saves nobody's money is no plan: every one would cost nothing."""
    if not scenario.costs.counted_payers:
        text = "no payer is named, so that every plan would cost nothing; name one or more, or drop the line"
        yield Problem("costs.counted_payers", text)
