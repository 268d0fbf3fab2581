"""How money is told to the finance section: rising prices, and loans for works; neither changes the plan."""

from typing import Literal

from poolplan.scenario.blocks import Block, Positive, Rate, Share, Sourced, Years

WorksItem = Literal["pool_repair", "pool_rebuild", "demolition", "fire_cistern"]
"""Items of the ledger that are works: what a city may borrow for."""


class Inflation(Sourced):
    """The general rise of prices, by which yen of the base year become yen of the year in which they are paid."""

    share_per_year: Rate
    """Rise of all prices a year; what grows faster or slower than this stands in `costs.growth`."""


class Bonds(Sourced):
    """Local bonds for works: every year's borrowing is a loan of its own, repaid once a year from the next year on."""

    works_share: dict[WorksItem, Share]
    """Share borrowed of what the general fund pays for works, by item; what the ledger gives to local bonds is too."""
    interest_share: Share
    """Interest a year on what is still owed, the same until the end."""
    years: Positive
    """Years until a loan is repaid, years of grace included."""
    grace_years: Years = 0
    """First years in which only interest is paid."""
    repayment: Literal["level_payment", "level_principal"] = "level_payment"
    """level_payment: interest and repayment together stay the same; level_principal: the repayment does."""


class Finance(Block):
    """Rising prices and loans, for budgets as they are read in their year; the plan does not depend on them."""

    inflation: Inflation | None = None
    """Rise of prices; money of the year equals money of the base year where this is left out."""
    bonds: Bonds | None = None
    """Terms of local bonds; without them nobody can say what a loan costs, and no repayment is shown."""
