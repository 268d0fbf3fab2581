"""The only file that names a solver: a PlanModel goes in, plain numbers come out."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Literal, NamedTuple

import highspy
import numpy as np
import pulp

from poolplan.errors import StoppedError
from poolplan.model.build import PlanModel
from poolplan.model.costs import discount_factor
from poolplan.model.start import MILLION, opening
from poolplan.model.variables import PoolKey, UseKey

INITIAL_SWEEP = 1
"""HiGHS' lighter presolve: a third faster on the Kumamoto case, at the same bound."""
PROVEN_GAP_SHARE = 1e-4
"""A plan this close to the bound counts as proven: the solvers' own usual tolerance."""

COST_TOLERANCE = 1e-6
"""Difference between two sums of the same costs, as a share."""
SECONDS_BETWEEN_REPORTS = 1.0
INFINITE_MILLION = 1e20

Status = Literal["proven", "gap", "time_limited"]
Senses = {pulp.LpConstraintLE: (False, True), pulp.LpConstraintGE: (True, False), pulp.LpConstraintEQ: (True, True)}


class Progress(NamedTuple):
    """How far the search is."""

    seconds: float
    best_yen: float | None
    """Present value of the best plan so far, None before the first."""
    bound_yen: float | None
    """No plan can cost less; None before it is known."""


Watch = Callable[[Progress], None]


class LedgerLine(NamedTuple):
    """A cost of the plan, whole yen."""

    year: int
    item: str
    payer: str
    place: str
    yen: int


@dataclass(frozen=True)
class Solution:
    """The answer as plain numbers; nothing of the solver or of PuLP escapes."""

    chosen: tuple[UseKey, ...]
    """Each school's option in each year."""
    pool_years: dict[str, frozenset[PoolKey]]
    """Years of each state and work: original, repaired, repairs, rebuilds."""
    ledger: tuple[LedgerLine, ...]
    """Costs summed by year, item, payer and place; zeros left out."""
    objective_yen: float
    best_bound_yen: float
    gap_share: float
    status: Status
    solver: str
    seconds: float


def solve(model: PlanModel, watch: Watch | None = None) -> Solution | None:
    """Search for the best plan; None if it is proven that none exists.

    Ctrl-C and the time limit end the search with the best plan so far.

    Raises:
        StoppedError: the search ended before any plan was found.
    """
    settings = model.network.scenario.solver
    variables, highs = hand_over(model.problem)
    for option, value in (
        ("mip_rel_gap", settings.gap_share),
        ("time_limit", settings.time_limit_s),
        ("random_seed", 0),
        ("presolve_mode", INITIAL_SWEEP),
    ):
        highs.setOptionValue(option, value)
    with _listening(highs, watch):
        known = opening(model, variables, highs)
        highs.run()
        if not is_consistent(highs):
            _search_again(highs, settings.time_limit_s)
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    values = highs.getSolution().col_value if has_plan(highs) else known.values
    if values is None:
        raise StoppedError(_why_nothing(highs.modelStatusToString(status), settings.time_limit_s))
    taken = {variable for variable, value in zip(variables, values, strict=True) if round(value)}
    return _solution(model, taken, highs, known.least_yen)


def hand_over(problem: pulp.LpProblem) -> tuple[list[pulp.LpVariable], highspy.Highs]:
    """Pass a PuLP problem to HiGHS as one sparse matrix; costs in million yen.

    `pulp.HiGHS` adds rows one by one and takes about ten times as long.
    """
    variables = problem.variables()
    column = {variable: index for index, variable in enumerate(variables)}
    starts, indices, values, lower, upper = [0], [], [], [], []
    for row in problem.constraints():
        indices += [column[variable] for variable in row]
        values += row.values()
        starts.append(len(indices))
        at_least, at_most = Senses[row.sense]
        lower.append(-row.constant if at_least else -highspy.kHighsInf)
        upper.append(-row.constant if at_most else highspy.kHighsInf)
    costs = np.zeros(len(variables))
    for variable, yen in problem.objective.items():
        costs[column[variable]] = yen / MILLION
    highs = _silent()
    highs.passModel(
        len(variables),
        len(lower),
        len(indices),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        problem.objective.constant / MILLION,
        costs,
        np.array([v.lowBound if v.lowBound is not None else -highspy.kHighsInf for v in variables], dtype=float),
        np.array([v.upBound if v.upBound is not None else highspy.kHighsInf for v in variables], dtype=float),
        np.array(lower, dtype=float),
        np.array(upper, dtype=float),
        np.array(starts, dtype=np.int32),
        np.array(indices, dtype=np.int32),
        np.array(values, dtype=float),
        np.array([int(v.cat == "Integer") for v in variables], dtype=np.int32),
    )
    return variables, highs


def _silent() -> highspy.Highs:
    """Make a solver without the banner that its constructor prints past Python, straight to descriptor 1."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highs = highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    highs.silent()
    highs.setOptionValue("threads", 1)  # two runs must take the same path
    restart = False  # restarts have led to a wrong proof: docs/decisions/007
    highs.setOptionValue("mip_allow_restart", restart)
    return highs


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


def _search_again(highs: highspy.Highs, time_limit_s: float) -> None:
    """Search from nothing, in the time that is left."""
    spent = highs.getRunTime()
    highs.clearSolver()
    highs.setOptionValue("time_limit", max(1.0, time_limit_s - spent))
    highs.run()


@contextmanager
def _listening(highs: highspy.Highs, watch: Watch | None) -> Iterator[None]:
    """Report progress about once a second, and turn Ctrl-C into a request to stop."""
    asked: list[int] = []
    told = [0.0]

    def on_event(event: highspy.highs.HighsCallbackEvent) -> None:
        if asked:
            event.interrupt()
        out = event.data_out
        if watch is not None and out.running_time >= told[0] + SECONDS_BETWEEN_REPORTS:
            told[0] = out.running_time
            watch(Progress(out.running_time, _yen(out.mip_primal_bound), _yen(out.mip_dual_bound)))

    def on_signal(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    highs.cbMipInterrupt.subscribe(on_event)
    highs.cbSimplexInterrupt.subscribe(on_event)
    try:
        former = signal.signal(signal.SIGINT, on_signal)
    except ValueError:  # not the main thread: Ctrl-C is somebody else's business
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _yen(million: float) -> float | None:
    return million * MILLION if abs(million) < INFINITE_MILLION else None


def _why_nothing(status: str, time_limit_s: float) -> str:
    if status == "Time limit reached":
        return (
            f"solver.time_limit_s: no plan was found in {time_limit_s:g} s; allow more time or a wider solver.gap_share"
        )
    if status == "Interrupted by user":
        return "stopped by Ctrl-C before any plan was found; let it run longer"
    return f"the solver stopped without a plan ({status}); check for very large or very small costs"


def _solution(model: PlanModel, taken: set[pulp.LpVariable], highs: highspy.Highs, least_yen: float) -> Solution:
    x, costs = model.decisions, model.network.scenario.costs
    ledger = _evaluated(model, taken)
    counted = [line for line in ledger if line.payer in costs.counted_payers]
    objective = sum(line.yen * discount_factor(line.year, costs.base_year, costs.discount_share) for line in counted)
    bound = min(max(_floor_yen(model), least_yen, highs.getInfo().mip_dual_bound * MILLION), objective)
    gap = (objective - bound) / abs(objective) if objective else 0.0
    finished = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    status: Status = "time_limited" if not finished else "proven" if gap <= PROVEN_GAP_SHARE else "gap"
    tables = {"original": x.original, "repaired": x.repaired, "repairs": x.repairs, "rebuilds": x.rebuilds}
    return Solution(
        chosen=tuple(
            UseKey(option, year)
            for option in model.network.options
            for year in model.network.scenario.planned_years
            if not taken.isdisjoint(x.use(option, year))
        ),
        pool_years={
            name: frozenset(key for key, variable in table.items() if variable in taken)
            for name, table in tables.items()
        },
        ledger=ledger,
        objective_yen=objective,
        best_bound_yen=bound,
        gap_share=gap,
        status=status,
        solver=f"HiGHS {highs.version()}",
        seconds=highs.getRunTime(),
    )


def _floor_yen(model: PlanModel) -> float:
    """Return what no plan can cost less than, whatever the solver knows: minus the value of every site, freed once.

    Other credits are the value left of works, which never exceeds what the same payer gave for them.
    """
    costs = model.network.scenario.costs
    freed: dict[str, float] = {}
    for item, line in model.ledger:
        if item == "freed_site" and line.payer in costs.counted_payers:
            worth = line.yen * discount_factor(line.year, costs.base_year, costs.discount_share)
            freed[line.place] = min(worth, freed.get(line.place, 0.0))
    return sum(freed.values())


def _evaluated(model: PlanModel, taken: set[pulp.LpVariable]) -> tuple[LedgerLine, ...]:
    sums: dict[tuple[int, str, str, str], int] = {}
    for item, line in model.ledger:
        if not taken.isdisjoint(line.decisions):
            key = (line.year, item, line.payer, line.place)
            sums[key] = sums.get(key, 0) + line.yen
    return tuple(LedgerLine(*key, yen) for key, yen in sorted(sums.items()) if yen)
