"""HiGHS with a model before it: decisions closed for a while or for good, plans handed over, and the time kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import highspy
import numpy as np
import pulp

from poolplan.model.build import PlanModel
from poolplan.model.highs import has_plan, run
from poolplan.model.patience import Patience
from poolplan.model.search import MILLION, Floats, Matrix

NO_GAP = 0.0


@dataclass(frozen=True)
class Desk:
    """A solver that holds a model's matrix; its options are those of the search proper between any two calls."""

    model: PlanModel
    matrix: Matrix
    highs: highspy.Highs
    patience: Patience
    """Until the time limit."""

    def columns(self, variables: Sequence[pulp.LpVariable]) -> list[int]:
        """Where variables stand in the matrix."""
        return [int(number) for number in np.flatnonzero(self.matrix.marked(variables))]

    def values(self, taken: Sequence[pulp.LpVariable]) -> Floats | None:
        """Decisions taken as values of all columns; None if they break a rule."""
        values = np.zeros(len(self.matrix.variables))
        values[self.columns(taken)] = 1.0
        return None if next(self.matrix.complaints(values), None) else values

    def cost_yen(self, values: Floats) -> float:
        """Cost of a plan by its values."""
        return self.matrix.cost(values) * MILLION

    def fix(self, columns: list[int], value: float) -> None:
        """Take these decisions, or leave them, for good."""
        fixed = np.full(len(columns), value)
        if columns:
            self.highs.changeColsBounds(len(columns), np.array(columns, dtype=np.int32), fixed, fixed)

    def start_from(self, values: Floats | None) -> None:
        """Hand a plan to the solver as its start."""
        if values is not None:
            self.highs.setSolution(values.size, np.arange(values.size, dtype=np.int32), values)

    @overload
    def plan_without(
        self, columns: list[int], gap_share: float, longest_s: float, start: None = None
    ) -> Floats | None: ...
    @overload
    def plan_without(self, columns: list[int], gap_share: float, longest_s: float, start: Floats) -> Floats: ...
    def plan_without(
        self, columns: list[int], gap_share: float, longest_s: float, start: Floats | None = None
    ) -> Floats | None:
        """Find a plan in which some decisions are not taken, and leave it to the solver as its start.

        Without such a plan: the one to begin with.
        """
        if not columns:
            return start
        highs, settings = self.highs, self.model.network.scenario.solver
        closed = np.array(sorted(columns), dtype=np.int32)
        zeros, ones = np.zeros(closed.size), np.ones(closed.size)
        highs.changeColsBounds(closed.size, closed, zeros, zeros)
        highs.setOptionValue("mip_rel_gap", gap_share)
        self._give(min(longest_s, self.patience.left_s / 2))
        self.start_from(start)
        run(highs, self.patience)
        values = np.array(highs.getSolution().col_value) if has_plan(highs) else start
        highs.changeColsBounds(closed.size, closed, zeros, ones)
        highs.setOptionValue("mip_rel_gap", settings.gap_share)
        self._give(self.patience.left_s)
        self.start_from(values)
        return values

    def _give(self, seconds: float) -> None:
        self.highs.setOptionValue("time_limit", seconds)

    def give_what_is_left(self) -> None:
        """Let the next run last until the time limit."""
        self._give(self.patience.left_s)
