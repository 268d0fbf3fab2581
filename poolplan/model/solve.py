"""A PlanModel goes in, plain numbers come out: whatever the solver says is checked before anybody reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

import numpy as np
import pulp

from poolplan.errors import SolverFailedError, StoppedError
from poolplan.model import cbc, first_search
from poolplan.model.build import PlanModel
from poolplan.model.costs import discount_factor
from poolplan.model.patience import Patience
from poolplan.model.search import COST_TOLERANCE, MILLION, Floats, Found, Matrix, Progress, Watch, matrix_of
from poolplan.model.variables import PoolKey, UseKey

__all__ = ["LedgerLine", "Progress", "Solution", "Status", "Watch", "solution_of", "solve"]

PROVEN_GAP_SHARE = 1e-4
"""A plan this close to the bound counts as proven: the solvers' own usual tolerance."""
NOISE_SHARE = 1e-6
"""How far a solver's own gap, by which it stops, may lie from the one worked out here."""
COMPLAINTS_SHOWN = 3

Status = Literal["proven", "gap", "traded", "time_limited"]
Search = Callable[[PlanModel, Matrix, Watch | None], Found]
SOLVERS: dict[str, Search] = {"highs": first_search.search, "cbc": cbc.search}


class AimFound(NamedTuple):
    """What became of an aim of the scenario's objective."""

    aim: str
    """Name of a measure, or `weighted`: the weighted sum."""
    unit: str
    value: float
    """In the plan."""
    least: float
    """No plan that keeps the rules, and the aims before this one, has less."""


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
    """Each school's option in each year: where it belongs."""
    visits: tuple[UseKey, ...]
    """Where it swims instead in seasons in which works close its place."""
    pool_years: dict[str, frozenset[PoolKey]]
    """Years of each state and work: original, repaired, repairs, rebuilds, closed, under_works."""
    short: dict[PoolKey, int]
    """Sessions left out at sites that several share."""
    ledger: tuple[LedgerLine, ...]
    """Costs summed by year, item, payer and place; zeros left out."""
    objective_yen: float
    best_bound_yen: float
    gap_share: float
    status: Status
    """proven and gap only of a search that ended by itself; traded: other aims come before cost or beside it;
    time_limited claims nothing: stopped, or bound unknown."""
    solver: str
    seconds: float
    aims: tuple[AimFound, ...] = ()
    """Aims of the scenario's objective, in its order; empty where cost alone decides."""


class Step(NamedTuple):
    """A search and all it found, for whoever searches again."""

    solution: Solution
    values: dict[pulp.LpVariable, float]
    """Decisions taken: those not 0."""
    bound: float
    """No plan has less of what was minimised, in millions of the objective's unit; minus infinity if unknown."""
    is_finished: bool
    """True if the search ended by itself, False if it was stopped."""


def solve(model: PlanModel, watch: Watch | None = None, patience: Patience | None = None) -> Solution | None:
    """Search for the cheapest plan; None if it is proven that none exists. For other aims: `solve_for_aims`.

    Ctrl-C and the time limit end the search with the best plan so far.

    Args:
        model: what is asked.
        watch: told how far the search is.
        patience: what is left of it after work beforehand; the scenario's time limit if None.

    Raises:
        StoppedError: the search ended before any plan was found.
        SolverFailedError: the solver broke down, ran out of memory, or its answer does not hold.
    """
    step = search(model, watch, patience)
    return None if step is None else step.solution


def search(model: PlanModel, watch: Watch | None = None, patience: Patience | None = None) -> Step | None:
    """Search for a plan with the least of what the model's problem minimises; arguments and errors as for `solve`."""
    settings = model.network.scenario.solver
    matrix = matrix_of(model.problem)
    try:
        found = SOLVERS[settings.name](model.within(patience.left_s) if patience else model, matrix, watch)
    except MemoryError:
        raise SolverFailedError(_no_memory(settings.name)) from None
    if patience and patience.is_stopped and found.ending == "time_limit":
        found = found._replace(ending="interrupted")
    if found.ending == "infeasible":
        return None
    return step_of(model, matrix, found)


def solution_of(model: PlanModel, matrix: Matrix, found: Found) -> Solution:
    """Check a solver's answer and put it into the plan's own terms; errors as for `step_of`."""
    return step_of(model, matrix, found).solution


def step_of(model: PlanModel, matrix: Matrix, found: Found) -> Step:
    """Check a solver's answer and put it into the plan's own terms.

    Raises:
        StoppedError: there is no plan because the search was stopped.
        SolverFailedError: there is no plan for another reason, or the plan does not hold.
    """
    _check_ending(found, model.network.scenario.solver.time_limit_s)
    assert found.values is not None  # noqa: S101 - checked by the line before
    _check_answer(matrix, found, found.values)
    whole = matrix.rounded(found.values)
    taken = {variable: float(value) for variable, value in zip(matrix.variables, whole, strict=True) if value}
    return Step(_solution(model, taken, found), taken, found.bound, found.ending == "finished")


def _check_ending(found: Found, time_limit_s: float) -> None:
    """Refuse every ending without a plan, and those whose plan means nothing."""
    if found.ending == "unbounded":
        raise SolverFailedError(
            f"{found.solver}: costs fall without end ({found.said}); look for a cost below zero that nothing limits"
        )
    if found.ending == "failed":
        raise SolverFailedError(
            f"{found.solver}: numerical trouble ({found.said}); look for very large or very small numbers, "
            "or try the other solver (solver.name)"
        )
    if found.values is not None:
        return
    if found.ending == "out_of_memory":
        raise SolverFailedError(_no_memory(found.solver))
    if found.ending == "time_limit":
        raise StoppedError(
            f"solver.time_limit_s: no plan was found in {time_limit_s:g} s; allow more time or a wider solver.gap_share"
        )
    if found.ending == "interrupted":
        raise StoppedError("stopped by Ctrl-C before any plan was found; let it run longer")
    raise SolverFailedError(f"{found.solver}: says '{found.said}' but hands back no plan; please report this")


def _no_memory(solver: str) -> str:
    return f"{solver}: out of memory; plan fewer years or schools at a time, or close other programs"


def _check_answer(matrix: Matrix, found: Found, values: Floats) -> None:
    """Hold the rounded plan against every row, its cost against the solver's, and the bound against its cost."""
    complaints = list(islice(matrix.complaints(values), COMPLAINTS_SHOWN))
    if complaints:
        raise SolverFailedError(
            f"{found.solver}: numerical trouble, its plan does not hold: {'; '.join(complaints)}; "
            "look for very large or very small numbers, or try the other solver (solver.name)"
        )
    cost = matrix.cost(matrix.rounded(values))
    slack = COST_TOLERANCE * max(1.0, float(np.abs(matrix.costs) @ np.abs(values)))
    if abs(found.cost - cost) > slack:
        raise SolverFailedError(
            f"{found.solver}: its plan costs {cost:.6f} million yen, not {found.cost:.6f}; please report this"
        )
    if found.bound > cost + slack:
        raise SolverFailedError(
            f"{found.solver}: says that no plan costs less than {found.bound:.6f} million yen, "
            f"but its own costs {cost:.6f}; please report this"
        )


def _solution(model: PlanModel, taken: dict[pulp.LpVariable, float], found: Found) -> Solution:
    x, costs = model.decisions, model.network.scenario.costs
    ledger = _evaluated(model, taken)
    counted = [line for line in ledger if line.payer in costs.counted_payers]
    objective = sum(line.yen * discount_factor(line.year, costs.base_year, costs.discount_share) for line in counted)
    bound = min(max(floor_yen(model), found.bound * MILLION), objective)
    gap = (objective - bound) / abs(objective) if objective else 0.0
    tables = {
        "original": x.original,
        "repaired": x.repaired,
        "repairs": x.repairs,
        "rebuilds": x.rebuilds,
        "closed": x.closed,
        "under_works": x.under_works,
    }
    return Solution(
        chosen=tuple(
            UseKey(option, year)
            for option in model.network.options
            for year in model.network.scenario.planned_years
            if not taken.keys().isdisjoint(x.use(option, year))
        ),
        visits=tuple(key for key, variable in x.visits.items() if variable in taken),
        pool_years={
            name: frozenset(key for key, variable in table.items() if variable in taken)
            for name, table in tables.items()
        },
        short={key: round(taken[variable]) for key, variable in x.short.items() if variable in taken},
        ledger=ledger,
        objective_yen=objective,
        best_bound_yen=bound,
        gap_share=gap,
        status=_status(found, objective - bound, abs(objective), model.network.scenario.solver.gap_share),
        solver=found.solver,
        seconds=found.seconds,
    )


def _status(found: Found, distance_yen: float, size_yen: float, asked_share: float) -> Status:
    """Claim no more than a finished search and its bound show."""
    if found.ending != "finished" or not np.isfinite(found.bound):
        return "time_limited"
    if distance_yen <= PROVEN_GAP_SHARE * size_yen + 1:
        return "proven"
    return "gap" if distance_yen <= (asked_share + NOISE_SHARE) * size_yen + 1 else "time_limited"


def floor_yen(model: PlanModel) -> float:
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


def _evaluated(model: PlanModel, taken: dict[pulp.LpVariable, float]) -> tuple[LedgerLine, ...]:
    sums: dict[tuple[int, str, str, str], int] = {}
    for item, line in model.ledger:
        times = round(sum(taken.get(decision, 0.0) for decision in line.decisions))
        if times:
            key = (line.year, item, line.payer, line.place)
            sums[key] = sums.get(key, 0) + times * line.yen
    return tuple(LedgerLine(*key, yen) for key, yen in sorted(sums.items()) if yen)
