"""CHECKS of money: whose counts, ceilings on works, and loans."""

from collections.abc import Iterator

from poolplan.scenario.check_registry import check
from poolplan.scenario.origins import Problem
from poolplan.scenario.schema import Scenario


@check
def the_citys_own_money_counts(scenario: Scenario) -> Iterator[Problem]:
    """A plan may leave the state's or the families' money out of account, never the city's: all would look free."""
    if "general_fund" not in scenario.costs.counted_payers:
        text = "general_fund is not named, so that most costs would look free; name it, or drop the line"
        yield Problem("costs.counted_payers", text)


@check
def ceilings_are_given(scenario: Scenario) -> Iterator[Problem]:
    """A budget for works says how much they may cost."""
    budget = scenario.costs.budget
    ceilings = (budget.works_yen_per_year, budget.works_over_years) if budget else ()
    if budget and not budget.works_yen_by_year and set(ceilings) == {None}:
        text = "no ceiling is given; give works_yen_per_year, works_yen_by_year or works_over_years, "
        yield Problem("costs.budget", text + "or drop the block")


@check
def ceilings_lie_within_the_plan(scenario: Scenario) -> Iterator[Problem]:
    """A ceiling of a single year is one of a planned year."""
    first, last = scenario.years.first, scenario.years.last
    for year in scenario.costs.budget.works_yen_by_year if scenario.costs.budget else ():
        if first <= last and not first <= int(year) <= last:
            text = f"{year} is not planned ({first}-{last}); drop the line or change years"
            yield Problem(f"costs.budget.works_yen_by_year.{year}", text)


@check
def loans_are_repaid(scenario: Scenario) -> Iterator[Problem]:
    """Years of grace end before the loan does."""
    bonds = scenario.finance.bonds if scenario.finance else None
    if bonds and bonds.grace_years >= bonds.years:
        text = f"{bonds.grace_years} years of grace leave none of {bonds.years} to repay in; give fewer"
        yield Problem("finance.bonds.grace_years", text)
