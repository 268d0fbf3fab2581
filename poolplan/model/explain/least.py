"""Searches for an explanation: little time each, an end that Ctrl-C can bring forward, and no claim without a bound."""

from dataclasses import replace
from time import perf_counter
from typing import NamedTuple

import numpy as np

from poolplan.model.build import PlanModel
from poolplan.model.highs import ending_of, found, handed_over, is_consistent, listening, run, search_again
from poolplan.model.schedules import without_states
from poolplan.model.search import Floats, Found, Matrix
from poolplan.model.start import needless_moves

TOLERANCE = 1e-6
FIRST_SHARE = 0.4
"""Share of the time for a first plan in which schools move only where they must: few decisions, found soon."""
FIRST_GAP_SHARE = 0.02


class Least(NamedTuple):
    """The least value found."""

    value: float
    """Infinite while no plan is known."""
    bound: float
    """No plan has less; infinite where it is proven that there is none."""
    values: Floats | None
    """Of the columns; None while no plan is known."""

    @property
    def is_hopeless(self) -> bool:
        """Say whether it is proven that there is no plan."""
        return self.bound == np.inf

    def is_within(self, gap_share: float) -> bool:
        """Say whether a plan is known and as good as asked."""
        return self.values is not None and self.value - self.bound <= gap_share * abs(self.value) + TOLERANCE


class Searches:
    """Searches on one model, within the time that an explanation may take."""

    def __init__(self, model: PlanModel, seconds: float) -> None:
        """Start the clock."""
        self.model, self.seconds = model, seconds
        self.was_stopped = False
        self._begun = perf_counter()

    def stop(self) -> None:
        """Ask to stop."""
        self.was_stopped = True

    @property
    def left_s(self) -> float:
        """Seconds left; 0 once somebody asked to stop."""
        return 0.0 if self.was_stopped else max(0.0, self._begun + self.seconds - perf_counter())

    def least(self, matrix: Matrix, seconds: float, start: Floats | None = None, gap_share: float = 0.0) -> Least:
        """Search the least cost; a plan known already is kept if no better one is found.

        Args:
            matrix: the model's problem with room to break rules, perhaps with other costs.
            seconds: for this search.
            start: a plan known already.
            gap_share: how near to the least will do.
        """
        known = Least(np.inf if start is None else matrix.cost(start), -np.inf, start)
        seconds = min(seconds, self.left_s)
        if seconds <= 0:
            return known
        reduced = without_states(self.model, matrix)
        smaller = reduced.matrix if reduced else matrix
        first = start[reduced.kept] if reduced and start is not None else start
        answer = self._searched(smaller, seconds, first, gap_share)
        if answer.ending == "infeasible" and start is None:
            return Least(np.inf, np.inf, None)
        values = reduced.restored(answer.values) if reduced and answer.values is not None else answer.values
        if values is None or any(matrix.complaints(values)):
            return known._replace(bound=min(answer.bound, known.value))
        values = matrix.rounded(values)
        return Least(matrix.cost(values), min(answer.bound, matrix.cost(values)), values)

    def _searched(self, matrix: Matrix, seconds: float, start: Floats | None, gap_share: float) -> Found:
        """Let the solver search; Ctrl-C ends this search and those that would follow."""
        highs = handed_over(matrix)
        for option, value in (("time_limit", seconds), ("mip_rel_gap", gap_share), ("random_seed", 0)):
            highs.setOptionValue(option, value)
        with listening(None) as heard:
            heard.to(highs)
            if start is not None:
                highs.setSolution(start.size, np.arange(start.size, dtype=np.int32), start)
            run(highs, heard.patience)
            if not is_consistent(highs):
                search_again(highs, seconds, heard.patience)
            answer = found(highs, matrix, ending_of(highs), None, -np.inf)
        if heard.is_stopped:
            self.stop()
        return answer

    def least_in_shares(self, matrix: Matrix, seconds: float) -> Least:
        """Search where decisions may be taken in shares: a bound, often a proof that there is no plan; no plan."""
        answer = self.least(replace(matrix, is_whole=np.zeros_like(matrix.is_whole)), seconds)
        return answer if answer.is_hopeless else Least(np.inf, answer.bound, None)

    def soon(self, matrix: Matrix, seconds: float, gap_share: float = 0.0) -> Least:
        """Search among plans in which schools move only where they must; bounds nothing."""
        upper = np.where(matrix.marked(needless_moves(self.model)), 0.0, matrix.upper)
        answer = self.least(replace(matrix, upper=upper), seconds, None, gap_share)
        return Least(answer.value, -np.inf, answer.values)

    def thorough(self, matrix: Matrix, seconds: float, start: Floats | None, gap_share: float) -> Least:
        """Search a first plan soon, then among all plans."""
        begun = perf_counter()
        first = self.soon(matrix, seconds * FIRST_SHARE, max(gap_share, FIRST_GAP_SHARE))
        if first.values is None or (start is not None and matrix.cost(start) < first.value):
            first = Least(np.inf if start is None else matrix.cost(start), -np.inf, start)
        return self.least(matrix, seconds - (perf_counter() - begun), first.values, gap_share)
