"""Break-even of the own pool: how long a rebuilt pool must last, or how dear lessons elsewhere must be."""

from typing import NamedTuple

from poolplan.model.pool_costs import failure_yen, upkeep_yen
from poolplan.results.finance.books import Books
from poolplan.results.indicators import moved
from poolplan.results.people import people
from poolplan.results.plan import Plan
from poolplan.scenario.costs import PoolLife


class NewPool(NamedTuple):
    """What a rebuilt pool costs, prices of the base year."""

    price_yen: int
    life_years: int
    running_yen: float
    """Upkeep and expected breakdowns of a year, the mean of its life."""

    @property
    def yen_per_year(self) -> float:
        """Price spread evenly over its life, and running costs: the fee at which lessons elsewhere cost the same."""
        return self.price_yen / self.life_years + self.running_yen

    def break_even_years(self, fee_yen: float) -> float | None:
        """Life from which a rebuilt pool is cheaper than a yearly fee; None where its running costs alone are dearer.

        A pool of 150 M with 1 M a year against a fee of 4 M lasts 50 years before it is cheaper:

        >>> NewPool(150_000_000, 30, 1_000_000).break_even_years(4_000_000)
        50.0
        """
        saved = fee_yen - self.running_yen
        return self.price_yen / saved if saved > 0 else None


class Away(NamedTuple):
    """A school that swims elsewhere, in the years in which it does."""

    school: str
    mode: str
    """Of the last year."""
    years: int
    fee_yen: float
    """Mean of a year: lessons, buses and contracts, whoever pays."""
    visits: float
    """Visits of single pupils, mean of a year."""
    break_even_years: float | None
    """See `NewPool.break_even_years`."""


def new_pool(rules: PoolLife) -> NewPool:
    """Return what a rebuilt pool costs; the mean of running costs is that of every year of its life."""
    years, failure = range(rules.rebuild.life_years), rules.failure
    yen = sum(upkeep_yen(rules.upkeep, year) + (failure_yen(failure, year) if failure else 0) for year in years)
    return NewPool(rules.rebuild.cost_yen, len(years), yen / len(years))


def away(plan: Plan, books: Books) -> list[Away]:
    """Return every school that has left its own pool for good, in the order of ids; never those that had none."""
    table, pool = people(plan)[moved(plan)], new_pool(plan.network.scenario.costs.pool)
    owners = {site.id: site.school for site in plan.network.places.sites.values()}
    lines = books.lines[books.lines["site"].map(lambda site: owners.get(site) is None)]
    fees = lines.groupby(["school", "year"])["yen"].sum().to_dict()
    found = []
    for school, rows in table.groupby("school"):
        years = sorted(set(rows["year"]))
        fee = sum(fees.get((school, year), 0) for year in years) / len(years)
        mode = str(rows[rows["year"] == years[-1]]["mode"].iloc[0])
        visits = float(rows["visits"].sum()) / len(years)
        found.append(Away(str(school), mode, len(years), fee, visits, pool.break_even_years(fee)))
    return found
