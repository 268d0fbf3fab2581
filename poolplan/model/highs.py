"""HiGHS: how a model is handed to it, how it is asked to stop, and what its answers mean."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np
import pulp

from poolplan.model.build import PlanModel
from poolplan.model.desk import Desk
from poolplan.model.schedules import without_states
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
    ctrl_c_calls,
    matrix_of,
)
from poolplan.model.silent import silent_highs
from poolplan.model.start import opening

INITIAL_SWEEP = 1
"""HiGHS' lighter presolve: a third faster on the Kumamoto case, at the same bound."""
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


def search(model: PlanModel, matrix: Matrix, watch: Watch | None) -> Found:
    """Search with HiGHS: a first plan, then the whole model."""
    settings = model.network.scenario.solver
    reduced = without_states(model, matrix)
    matrix = reduced.matrix if reduced else matrix
    highs = handed_over(matrix)
    for option, value in (
        ("mip_rel_gap", settings.gap_share),
        ("time_limit", settings.time_limit_s),
        ("random_seed", 0),
        ("presolve_mode", INITIAL_SWEEP),
    ):
        highs.setOptionValue(option, value)
    with listening(highs, watch) as heard:
        heard.is_partial = True
        desk = Desk(model, matrix, highs)
        known = opening(desk)
        heard.is_partial, heard.least = False, known.least_yen / MILLION
        highs.run()
        if not is_consistent(highs):
            search_again(highs, settings.time_limit_s)
        ending = ending_of(highs)
    answer = found(highs, matrix, ending, known.values, known.least_yen / MILLION)
    answer = answer._replace(bound=known.raised(answer.bound), seconds=desk.spent_s)
    return answer._replace(values=reduced.restored(answer.values)) if reduced and answer.values is not None else answer


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
    return Found(ending, said, values, cost, least, f"HiGHS {highs.version()}", highs.getRunTime())


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


def search_again(highs: highspy.Highs, time_limit_s: float) -> None:
    """Search from nothing, in the time that is left."""
    spent = highs.getRunTime()
    highs.clearSolver()
    highs.setOptionValue("time_limit", max(1.0, time_limit_s - spent))
    highs.run()


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
    """What is known besides the solver's own messages."""

    is_partial: bool = False
    """True while only some plans are searched: bounds then say nothing of all of them."""
    least: float = -np.inf
    """A bound known from elsewhere, million yen."""
    told_s: float = 0.0


@contextmanager
def listening(highs: highspy.Highs, watch: Watch | None) -> Iterator[Heard]:
    """Report progress about once a second, and turn Ctrl-C into a request to stop."""
    asked: list[int] = []
    heard = Heard()

    def on_event(event: highspy.highs.HighsCallbackEvent) -> None:
        if asked:
            event.interrupt()
        out = event.data_out
        if watch is not None and out.running_time >= heard.told_s + SECONDS_BETWEEN_REPORTS:
            heard.told_s = out.running_time
            bound = -np.inf if heard.is_partial else max(out.mip_dual_bound, heard.least)
            watch(Progress(out.running_time, _yen(out.mip_primal_bound), _yen(bound)))

    highs.cbMipInterrupt.subscribe(on_event)
    highs.cbSimplexInterrupt.subscribe(on_event)
    with ctrl_c_calls(lambda: asked.append(1)):
        yield heard


def _yen(million: float) -> float | None:
    return million * MILLION if abs(million) < INFINITE_MILLION else None
