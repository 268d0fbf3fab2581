"""What every solver is given and hands back, so that none of their names and habits goes further."""

import signal
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Literal, NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csr_array

MILLION = 1e6
"""Solvers see costs in million yen: their tolerances are made for numbers of that size."""
SECONDS_BETWEEN_REPORTS = 1.0
WHOLE_TOLERANCE = 1e-5
"""How far a solver's yes or no may lie from 1 or 0: ten times the solvers' own tolerance."""
ROW_TOLERANCE = 1e-6
"""How far a plan may break a row, as a share of the row's largest sum; at least this much."""
COST_TOLERANCE = 1e-6
"""Difference between two sums of the same costs, as a share."""

Floats = NDArray[np.float64]
Ending = Literal["finished", "time_limit", "interrupted", "infeasible", "unbounded", "out_of_memory", "failed"]
Senses = {pulp.LpConstraintLE: (False, True), pulp.LpConstraintGE: (True, False), pulp.LpConstraintEQ: (True, True)}


class Progress(NamedTuple):
    """How far the search is."""

    seconds: float
    best_yen: float | None
    """Present value of the best plan so far, None before the first."""
    bound_yen: float | None
    """No plan can cost less; None before it is known."""


Watch = Callable[[Progress], None]


class Found(NamedTuple):
    """What a solver hands back, in million yen."""

    ending: Ending
    said: str
    """How the solver itself calls its ending."""
    values: Floats | None
    """One per column; None without a plan."""
    cost: float
    """What the plan costs according to the solver; not a number where it does not say."""
    bound: float
    """No plan costs less; minus infinity where that is unknown."""
    solver: str
    """Name and version."""
    seconds: float


@dataclass(frozen=True)
class Matrix:
    """A PuLP problem as numbers: minimise costs @ x + offset, least <= rows @ x <= most, lower <= x <= upper."""

    variables: list[pulp.LpVariable]
    names: list[str]
    """Of the rows."""
    costs: Floats
    """Million yen."""
    offset: float
    lower: Floats
    upper: Floats
    is_whole: NDArray[np.bool_]
    rows: csr_array
    least: Floats
    most: Floats

    @property
    def has_finite_ranges(self) -> bool:
        """Whether every decision has a least and a greatest value, so that costs cannot fall without end."""
        return bool(np.isfinite(self.lower).all() and np.isfinite(self.upper).all())

    def marked(self, variables: Iterable[pulp.LpVariable]) -> NDArray[np.bool_]:
        """Mark the columns of some decisions; those that the problem has not are let be."""
        wanted = set(variables)
        return np.array([variable in wanted for variable in self.variables], dtype=bool)

    def of_rules(self, rules: Container[str]) -> NDArray[np.bool_]:
        """Mark the rows of some rules: `build_model` begins a row's name with its rule's."""
        return np.array([name.split("__")[0] in rules for name in self.names], dtype=bool)

    def cost(self, values: Floats) -> float:
        """Cost of a plan, million yen."""
        return float(self.costs @ values) + self.offset

    def rounded(self, values: Floats) -> Floats:
        """Round what must be whole."""
        return np.where(self.is_whole, np.round(values), values)

    def complaints(self, values: Floats) -> Iterator[str]:
        """Say what is wrong with a solver's values once they are rounded: no whole number, or a row broken."""
        whole = self.rounded(values)
        for column in np.flatnonzero(~(np.abs(values - whole) <= WHOLE_TOLERANCE)):
            yield f"{self.variables[column].name} is {values[column]:.6g}, neither taken nor not"
        within = (whole >= self.lower - WHOLE_TOLERANCE) & (whole <= self.upper + WHOLE_TOLERANCE)
        for column in np.flatnonzero(~within):
            yield f"{self.variables[column].name} is {whole[column]:.6g}, out of its range"
        sums, sizes = self.rows @ whole, abs(self.rows) @ np.abs(whole)
        slack = ROW_TOLERANCE * np.maximum(1.0, sizes)
        for row in np.flatnonzero(~((sums >= self.least - slack) & (sums <= self.most + slack))):
            yield f"{self.names[row]} is broken: {sums[row]:.9g} is not {_range(self.least[row], self.most[row])}"


def _range(least: float, most: float) -> str:
    if least == most:
        return f"{most:.9g}"
    return f"at most {most:.9g}" if np.isfinite(most) else f"at least {least:.9g}"


def matrix_of(problem: pulp.LpProblem) -> Matrix:
    """Turn a PuLP problem into one sparse matrix; costs in million yen.

    PuLP's own hand-over to HiGHS adds rows one by one and takes about ten times as long.
    """
    variables = problem.variables()
    column = {variable: index for index, variable in enumerate(variables)}
    starts, indices, values, least, most, names = [0], [], [], [], [], []
    for row in problem.constraints():
        indices += [column[variable] for variable in row]
        values += row.values()
        starts.append(len(indices))
        at_least, at_most = Senses[row.sense]
        least.append(-row.constant if at_least else -np.inf)
        most.append(-row.constant if at_most else np.inf)
        names.append(row.name or "")
    costs = np.zeros(len(variables))
    for variable, yen in problem.objective.items():
        costs[column[variable]] = yen / MILLION
    data = np.array(values, dtype=float), np.array(indices, dtype=np.int32), np.array(starts, dtype=np.int32)
    return Matrix(
        variables=variables,
        names=names,
        costs=costs,
        offset=problem.objective.constant / MILLION,
        lower=np.array([v.lowBound if v.lowBound is not None else -np.inf for v in variables], dtype=float),
        upper=np.array([v.upBound if v.upBound is not None else np.inf for v in variables], dtype=float),
        is_whole=np.array([v.cat == "Integer" for v in variables], dtype=bool),
        rows=csr_array(data, shape=(len(names), len(variables))),
        least=np.array(least, dtype=float),
        most=np.array(most, dtype=float),
    )


@contextmanager
def ctrl_c_calls(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C call a function instead of raising; outside the main thread it is somebody else's business."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop()

    try:
        former = signal.signal(signal.SIGINT, on_signal)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
