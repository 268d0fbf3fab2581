"""The answer as tidy tables, with the proof of its quality."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from poolplan.network.options import Network

Status = Literal["proven", "gap", "time_limited"]


@dataclass(frozen=True)
class Proof:
    """How good the plan is: no plan can cost the counted payers less than `best_bound_yen`."""

    status: Status
    """proven: the optimum; gap: within the gap asked for; time_limited: stopped early."""
    objective_yen: float
    """Present value of what the counted payers pay (all of them, if the scenario names none), yen of the base year."""
    best_bound_yen: float
    """Proven lower bound on the present value of any plan, for the same payers."""
    gap_share: float
    """(objective - bound) / objective, 0 to 1."""
    solver: str
    """Solver and version."""
    seconds: float
    """Seconds the search took."""

    @property
    def says_nothing(self) -> bool:
        """Whether the search ended before any bound above zero was known."""
        return self.gap_share >= 1


@dataclass(frozen=True)
class Plan:
    """The tables that say everything about an answer.

    assignments: one row per school and year; columns school, year, site, mode, travel_by, minutes (one way),
        sessions (per year), assumed (names of the assumed facts that decide this row, separated by spaces).
    sites: one row per site and year; columns site, year, state (in_use, repaired, rebuilt, retired; outside
        pools: in_use), works (repair, rebuild, retire or empty), sessions, capacity (sessions per year).
    ledger: one row per year, item, payer and place; columns year, item, payer, place, yen (whole, base-year
        prices, undiscounted; residual value negative).
    """

    network: Network
    assignments: pd.DataFrame
    sites: pd.DataFrame
    ledger: pd.DataFrame
    proof: Proof


@dataclass(frozen=True)
class Answer:
    """A plan with what councils ask of it.

    indicators: one row per year, scope (city or ward id) and indicator; columns year, scope, indicator, value, unit.
    """

    plan: Plan
    indicators: pd.DataFrame
