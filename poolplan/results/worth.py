"""What lines of a ledger are worth in the base year."""

import pandas as pd

from poolplan.model.costs import discount_factor
from poolplan.scenario.costs import Costs


def present_yen(lines: pd.DataFrame, costs: Costs) -> pd.Series:
    """Return the present value of each line.

    Args:
        lines: with columns year and yen, in base-year prices.
        costs: base year and discounting.
    """
    return lines["yen"] * lines["year"].map(lambda year: discount_factor(year, costs.base_year, costs.discount_share))
