"""HiGHS: how a model is handed to it, how it is asked to stop, and what its answers mean."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from time import perf_counter

import highspy
import numpy as np
import pulp

from poolplan.model.patience import Patience, endless, interruptible
from poolplan.model.search import (
    COST_TOLERANCE,
    MILLION,
    SECONDS_BETWEEN_REPORTS,
    Ending,
    Floats,
    Found,
    Matrix,
    Progress,
    Watch,
    matrix_of,
)
from poolplan.model.silent import silent_highs

INFINITE_MILLION = 1e20

Status = highspy.HighsModelStatus
ENDINGS: dict[Status, Ending] = {
    Status.kOptimal: "finished",
    Status.kModelEmpty: "finished",
    Status.kTimeLimit: "time_limit",
    Status.kInterrupt: "interrupted",
    Status.kInfeasible: "infeasible",
    Status.kUnbounded: "unbounded",
    Status.kMemoryLimit: "out_of_memory",
}
"""Every other status is a failure."""


def found(highs: highspy.Highs, matrix: Matrix, ending: Ending, first: Floats | None, least: float) -> Found:
    """Read HiGHS' answer.

    Args:
        highs: after its run.
        matrix: the problem it was given.
        ending: how the run ended.
        first: a plan known from elsewhere, for runs that end without one.
        least: a bound known from elsewhere, million yen.
    """
    info = highs.getInfo()
    values, cost = first, np.nan
    if has_plan(highs):
        values, cost = np.array(highs.getSolution().col_value), info.objective_function_value
    elif first is not None and ending == "infeasible":
        ending = "failed"  # for there is a plan
    if matrix.is_whole.any():
        least = max(least, info.mip_dual_bound)
    elif ending == "finished":
        least = max(least, info.objective_function_value)
    said = highs.modelStatusToString(highs.getModelStatus())
    return Found(ending, said, values, cost, least, version(), highs.getRunTime())


def version() -> str:
    """Name and version of the solver."""
    return f"HiGHS {metadata.version('highspy')}"


def hand_over(problem: pulp.LpProblem) -> tuple[list[pulp.LpVariable], highspy.Highs]:
    """Pass a PuLP problem to HiGHS as one sparse matrix; costs in million yen."""
    matrix = matrix_of(problem)
    return matrix.variables, handed_over(matrix)


def handed_over(matrix: Matrix) -> highspy.Highs:
    """Pass a matrix to a new and silent HiGHS."""
    highs = silent_highs()
    highs.passModel(
        len(matrix.variables),
        len(matrix.names),
        matrix.rows.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        matrix.offset,
        matrix.costs,
        matrix.lower,
        matrix.upper,
        matrix.least,
        matrix.most,
        matrix.rows.indptr.astype(np.int32),
        matrix.rows.indices.astype(np.int32),
        matrix.rows.data,
        matrix.is_whole.astype(np.int32),
    )
    return highs


def write_mps(matrix: Matrix, path: Path) -> None:
    """Write a problem as an MPS file in which column k is named `c<k>`."""
    handed_over(matrix).writeModel(str(path))


def has_plan(highs: highspy.Highs) -> bool:
    """Say whether the solver holds a plan that keeps every rule."""
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    return bool(highs.getInfo().primal_solution_status == feasible)


def is_consistent(highs: highspy.Highs) -> bool:
    """Say whether the plan the solver hands back costs what the solver says it costs.

    HiGHS 1.16 may hand back the plan it was given as a start, with the cost of a better one that it found.
    """
    if not has_plan(highs):
        return True
    said = highs.getInfo().objective_function_value
    cost = highs.getLp().offset_ + np.dot(highs.getLp().col_cost_, highs.getSolution().col_value)
    return bool(abs(cost - said) <= COST_TOLERANCE * max(1.0, abs(said)))


def run(highs: highspy.Highs, patience: Patience) -> None:
    """Let a solver run to its own end or its time limit, but no longer than patience lasts.

    HiGHS looks at its clock in many places where it calls nobody back, in presolve and within the linear problems of a
    search: it is ended by the clock.
    """
    interruptible(highs.run, lambda: highs.setOptionValue("time_limit", 0.0), patience)


def search_again(highs: highspy.Highs, time_limit_s: float, patience: Patience) -> None:
    """Search from nothing, in the time that is left."""
    spent = highs.getRunTime()
    highs.clearSolver()
    highs.setOptionValue("time_limit", max(1.0, time_limit_s - spent))
    run(highs, patience)


def ending_of(highs: highspy.Highs) -> Ending:
    """Say how a run ended; where HiGHS leaves open whether there is no plan or no cheapest one, find out."""
    status = highs.getModelStatus()
    if status != Status.kUnboundedOrInfeasible:
        return ENDINGS.get(status, "failed")
    columns = highs.getNumCol()
    highs.changeColsCost(columns, np.arange(columns, dtype=np.int32), np.zeros(columns))
    highs.run()
    answered = ENDINGS.get(highs.getModelStatus(), "failed")
    return "unbounded" if answered == "finished" else answered


@dataclass
class Heard:
    """Listens to one solver after the other and tells how far the search is."""

    watch: Watch | None
    is_partial: bool = False
    """True while only some plans are searched: bounds then say nothing of all of them."""
    least: float = -np.inf
    """A bound known from elsewhere, million yen."""
    best: float = np.inf
    """Cost of a plan known from elsewhere, million yen."""
    patience: Patience = field(default_factory=endless)
    """Over once somebody asked to stop; shared with those who search for a part of the answer."""
    begun_s: float = field(default_factory=perf_counter)
    told_s: float = 0.0

    @property
    def spent_s(self) -> float:
        """Seconds since the search began."""
        return perf_counter() - self.begun_s

    @property
    def is_stopped(self) -> bool:
        """True once somebody asked to stop."""
        return self.patience.is_stopped

    def apart(self) -> "Heard":
        """Return one that hears the same wish to stop, but tells nobody of what it finds: it is another problem."""
        return Heard(None, patience=self.patience, begun_s=self.begun_s)

    def knows(self, *, best: float | None = None, least: float | None = None) -> None:
        """Note the cost of a plan or a bound, million yen, and tell of it at once."""
        self.best, self.least = self.best if best is None else best, self.least if least is None else least
        self.told_s = -np.inf
        self._tell(np.inf, -np.inf)

    def to(self, highs: highspy.Highs) -> highspy.Highs:
        """Listen to a solver too."""
        highs.cbMipInterrupt.subscribe(self._on_search)
        highs.cbSimplexInterrupt.subscribe(self._on_event)
        return highs

    def _on_event(self, _: highspy.highs.HighsCallbackEvent) -> None:
        self._tell(np.inf, -np.inf)

    def _on_search(self, event: highspy.highs.HighsCallbackEvent) -> None:
        self._tell(event.data_out.mip_primal_bound, -np.inf if self.is_partial else event.data_out.mip_dual_bound)

    def _tell(self, best: float, bound: float) -> None:
        """Report progress about once a second."""
        if self.watch is not None and self.spent_s >= self.told_s + SECONDS_BETWEEN_REPORTS:
            self.told_s = self.spent_s
            self.watch(Progress(self.told_s, _yen(min(best, self.best)), _yen(max(bound, self.least))))


@contextmanager
def listening(watch: Watch | None) -> Iterator[Heard]:
    """Report progress about once a second, and turn Ctrl-C into a request to stop."""
    heard = Heard(watch)
    with heard.patience.listening():
        yield heard


def _yen(million: float) -> float | None:
    return million * MILLION if abs(million) < INFINITE_MILLION else None
