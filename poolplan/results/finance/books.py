"""Books: the ledger as the finance section reads it; every table adds up to the ledger, to the yen."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Prices = Literal["base_year", "nominal"]
"""Prices of the base year, or of the year in which money is paid."""

LINE_COLUMNS = ["year", "item", "payer", "place", "site", "school", "yen", "nominal_yen", "present_yen"]
COST_TO_BURDEN = (
    "cost_yen",
    "national_grant_yen",
    "users_yen",
    "city_yen",
    "borrowed_yen",
    "cash_yen",
    "principal_yen",
    "interest_yen",
    "burden_yen",
)
"""Columns of a budget that lead from the whole cost to what the general fund pays in all."""
BUDGET_COLUMNS = ["year", "works_yen", "running_yen", "freed_sites_yen", *COST_TO_BURDEN, "debt_yen"]


@dataclass(frozen=True)
class Books:
    """Tables of one plan for the finance section.

    lines: one row per line of the ledger and school it concerns, in the ledger's order; columns year, item, payer,
        place, site (id, or empty: a cost of lessons or buses), school (whose lessons, whose pool; what a club or public
        pool charges for all is shared between its schools by sessions, in whole yen), yen (base-year prices),
        nominal_yen (prices of the year, whole), present_yen (worth in the base year).
    budgets: by kind of prices, one row per fiscal year up to the last repayment; whole yen. works + running - freed
        sites = cost; less national_grant and users = city (what the city bears); less borrowed = cash (what the general
        fund pays at once); with principal and interest of loans = burden (what the general fund pays in all); debt is
        owed at the end of the year. The value left at the end is in none of them: nobody is paid it.
    """

    lines: pd.DataFrame
    budgets: dict[Prices, pd.DataFrame]
