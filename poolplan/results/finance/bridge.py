"""One plan, several totals: how what budgets show becomes what the plan minimises."""

from dataclasses import dataclass

from poolplan.results.finance.books import Books
from poolplan.results.indicators import RESIDUAL_ITEM
from poolplan.results.plan import Plan


@dataclass(frozen=True)
class Bridge:
    """Totals of the planned years, all payers, and what lies between them; each step is added to what comes before."""

    nominal_yen: int
    """Cost in prices of the year, as budgets show it."""
    inflation_yen: int
    """Taken off: the general rise of prices."""
    left_yen: int
    """Taken off: the value left of works at the end."""
    discount_yen: float
    """What all that is worth less because it is paid later, or freed sites because they are sold later."""
    not_counted_yen: float
    """Taken off: present value of what payers bear that the scenario does not count."""

    @property
    def base_year_yen(self) -> int:
        """Cost in prices of the base year."""
        return self.nominal_yen + self.inflation_yen

    @property
    def present_yen(self) -> float:
        """What the plan minimises: its objective, up to rounding of floats."""
        return self.base_year_yen + self.left_yen + self.discount_yen + self.not_counted_yen


def bridge(plan: Plan, books: Books) -> Bridge:
    """Return how the totals of a plan lead to one another."""
    lines, counted = books.lines, plan.network.scenario.costs.counted_payers
    is_left = lines["item"] == RESIDUAL_ITEM
    nominal, base = (int(lines.loc[~is_left, name].sum()) for name in ("nominal_yen", "yen"))
    return Bridge(
        nominal_yen=nominal,
        inflation_yen=base - nominal,
        left_yen=int(lines.loc[is_left, "yen"].sum()),
        discount_yen=float((lines["present_yen"] - lines["yen"]).sum()),
        not_counted_yen=-float(lines.loc[~lines["payer"].isin(counted), "present_yen"].sum()),
    )
