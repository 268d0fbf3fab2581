"""The answer as tidy tables, with the proof of its quality."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from poolplan.network.options import Network
from poolplan.results.studied import Studied
from poolplan.results.timetabled import Timetabled

Status = Literal["proven", "gap", "traded", "time_limited"]

LEAST_SHARE = 1e-4
"""Difference, as a share, that proofs do not see."""


class AimValue(NamedTuple):
    """What a plan has of an aim of the scenario's objective."""

    aim: str
    """cost, worst_minutes, lost_water_minutes, travel_minutes; or weighted: their weighted sum."""
    unit: str
    value: float
    least: float
    """No plan that keeps the rules, and the aims before this one, has less."""

    @property
    def is_least(self) -> bool:
        """True if it is proven that the aim cannot be smaller, but for rounding."""
        return self.value - self.least <= LEAST_SHARE * max(1.0, abs(self.value))


@dataclass(frozen=True)
class Proof:
    """How good the plan is: no plan can cost the counted payers less than `best_bound_yen`."""

    status: Status
    """proven: the optimum; gap: within the gap asked for; traded: cost was not the last aim; time_limited: stopped."""
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
    aims: tuple[AimValue, ...] = ()
    """Aims of the scenario's objective in its order, the plan's least cost included; empty where cost alone decides."""

    @property
    def says_nothing(self) -> bool:
        """Whether the search ended before any bound above zero was known."""
        return self.gap_share >= 1


@dataclass(frozen=True)
class Plan:
    """The tables that say everything about an answer.

    assignments: one row per school and year, or per grade where grades may move apart; columns school, grade (1 for
        the youngest; 0: the whole school), year, site, mode, travel_by, minutes (one way), sessions (held per year),
        unmet (sessions left out), instead_of (site where it belongs, in seasons in which works close it), assumed
        (names of the assumed facts that decide this row, separated by spaces).
    sites: one row per site and year; columns site, year, state (in_use, repaired, rebuilt, closed, retired; outside
        pools: in_use), works (repair, rebuild, retire or empty), sessions (held), capacity (sessions per year; 0 if
        works close it).
    ledger: one row per year, item, payer and place; columns year, item, payer, place, yen (whole, undiscounted, in
        prices of the base year, or of their own year for items of `costs.growth`; freed sites and residual value are
        negative).
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
    timetabled: what timetables found out about single years of the plan, where any were made.
    studied: what a sensitivity study of the scenario found out, where one was made.
    """

    plan: Plan
    indicators: pd.DataFrame
    timetabled: tuple[Timetabled, ...] = ()
    studied: Studied | None = None
