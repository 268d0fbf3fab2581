"""A plan told over more years than it plans: what going on costs, by a stated rule."""

from typing import NamedTuple

from poolplan.model.costs import discount_factor, price_level
from poolplan.model.pool_costs import WORKS
from poolplan.results.finance.books import Books
from poolplan.results.indicators import FREED_ITEM, RESIDUAL_ITEM
from poolplan.results.plan import Plan

HORIZONS_YEARS = (30, 40, 50, 60)
"""Horizons that cities ask for."""


class GoingOn(NamedTuple):
    """What every year after the last planned one costs, in prices of the base year."""

    running_yen: int
    """Running costs of the last planned year."""
    pools: int
    """School pools in use in the last planned year."""
    wear_yen: int
    """What these pools lose in value in a year: each the price of a new one, spread evenly over its life."""

    @property
    def yen(self) -> int:
        """Both together."""
        return self.running_yen + self.wear_yen


class Horizon(NamedTuple):
    """Cost of the first so many years."""

    years: int
    last: int
    planned_yen: int
    """Of the planned years, less the value left at their end."""
    further_yen: int
    """Of the years after, each at `GoingOn.yen`."""
    present_yen: float
    """Both, worth in the base year."""

    @property
    def yen(self) -> int:
        """Both together."""
        return self.planned_yen + self.further_yen

    @property
    def yen_per_year(self) -> float:
        """Mean of a year."""
        return self.yen / self.years


def going_on(plan: Plan) -> GoingOn:
    """Return what each year after the last costs: it runs like the last, and its pools wear out evenly.

    Wear stands for the works to come: over a pool's life it adds up to the price of a new one. So a longer horizon
    needs no value left at its end, and works that the plan put off are not forgotten.
    """
    network, last = plan.network, plan.network.scenario.years.last
    rebuild = network.scenario.costs.pool.rebuild
    ledger = plan.ledger[plan.ledger["year"] == last]
    running = ledger[~ledger["item"].isin([*WORKS, RESIDUAL_ITEM, FREED_ITEM])]["yen"].sum()
    kinds = {site.id: site.kind for site in network.places.sites.values()}
    rows = plan.sites[(plan.sites["year"] == last) & ~plan.sites["state"].isin(["retired", "closed"])]
    pools = int((rows["site"].map(kinds) == "school_pool").sum())
    price = rebuild.cost_yen * price_level(network, "pool_rebuild", last)
    return GoingOn(int(running), pools, round(pools * price / rebuild.life_years))


def horizons(plan: Plan, books: Books) -> list[Horizon]:
    """Return the planned years, and each of `HORIZONS_YEARS` that is longer; all payers, base-year prices."""
    costs, years = plan.network.scenario.costs, plan.network.scenario.planned_years
    further, planned = going_on(plan).yen, int(books.lines["yen"].sum())
    worth = float(books.lines["present_yen"].sum())
    found = []
    for span in sorted({len(years), *(span for span in HORIZONS_YEARS if span > len(years))}):
        after = range(years.stop, years.start + span)
        factors = sum(discount_factor(year, costs.base_year, costs.discount_share) for year in after)
        found.append(Horizon(span, years.start + span - 1, planned, further * len(after), worth + further * factors))
    return found
