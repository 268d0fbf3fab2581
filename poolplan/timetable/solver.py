"""The solver: the only file that asks CP-SAT for an answer."""

from importlib.metadata import version
from math import ceil
from typing import NamedTuple

from ortools.sat.python import cp_model

from poolplan.model.patience import Patience, interruptible
from poolplan.timetable.case import Placing
from poolplan.timetable.demand import Unit
from poolplan.timetable.search import YearModel
from poolplan.timetable.supply import Slot

NAME = f"CP-SAT {version('ortools')}"


class Answer(NamedTuple):
    """What the solver says of an aim that is to be small."""

    placing: Placing
    value: int
    bound: int


def run(patience: Patience, model: cp_model.CpModel, seconds: float, gap: float = 0.0) -> cp_model.CpSolver | None:
    """Solve a model, to within `gap` of the best; None where no solution was found.

    One thread, and work that is counted, not timed: the answer is the same on every run and on every computer, unless
    patience ends. `seconds` are the solver's own, about those of one quick core.
    """
    if patience.is_over:
        return None
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.max_time_in_seconds = patience.left_s
    solver.parameters.num_workers = 1
    solver.parameters.absolute_gap_limit = gap
    solver.parameters.catch_sigint_signal = False
    status = interruptible(lambda: solver.solve(model), solver.stop_search, patience)
    return solver if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None


def ask(year: YearModel, aim: cp_model.LinearExpr, seconds: float, hint: Placing | None = None) -> Answer | None:
    """Make an aim as small as can be found in the time; None where nothing was found."""
    model = year.model
    model.clear_hints()  # type: ignore[no-untyped-call]
    model.minimize(aim)
    for take, taken in (pair for takes in year.takes.values() for pair in takes) if hint else ():
        model.add_hint(taken, all(slot in (hint or {}).get(unit, ()) for unit, slot in take))
    solver = run(year.case.patience, model, seconds)
    if solver is None:
        return None
    placing: dict[Unit, list[Slot]] = {unit: [] for item in year.items for unit in item.units}
    for takes in year.takes.values():
        for take, taken in takes:
            if solver.value(taken):
                for unit, slot in take:
                    placing[unit].append(slot)
    found = {unit: tuple(sorted(slots, key=lambda slot: (slot.day, slot.start))) for unit, slots in placing.items()}
    bound = max(0, ceil(solver.best_objective_bound - 1e-6))
    return Answer(found, round(solver.objective_value), bound)
