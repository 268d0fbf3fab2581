"""One aim after the other: each is made as small as it can be, and held while the next is."""

from dataclasses import replace
from math import inf
from typing import NamedTuple

import pulp

from poolplan.model.aims import MEASURES
from poolplan.model.build import PlanModel
from poolplan.model.patience import Patience
from poolplan.model.search import MILLION, Watch
from poolplan.model.solve import AimFound, Solution, Status, Step, floor_yen, search, solve
from poolplan.model.variables import total
from poolplan.scenario.objective import Objective

HOLD_SHARE = 1e-6
"""By how much an aim that is held may be missed: the solvers' own tolerance."""
WEIGHTED = "weighted"


class Sum(NamedTuple):
    """An aim as a sum to be made small."""

    aim: str
    unit: str
    terms: list[tuple[pulp.LpVariable, float]]
    size: float
    """Units that weigh as much as a million yen."""


def solve_for_aims(model: PlanModel, watch: Watch | None = None, patience: Patience | None = None) -> Solution | None:
    """Search for the plan that the scenario's objective asks for; None if it is proven that none exists.

    The time limit is shared out between the aims; what one leaves, the next may use. The model's problem is changed.
    Arguments as for `solve`; where other aims than cost are asked for, no work is done beforehand.

    Raises:
        StoppedError: the search ended before any plan was found.
        SolverFailedError: see `solve`.
    """
    objective = model.network.scenario.objective
    if objective is None:
        return solve(model, watch, patience)
    give_way = {str(aim): share for aim, share in objective.give_way_share.items()}
    sums = [_sum_of(model, aim, objective) for aim in objective.order or (WEIGHTED,)]
    steps: list[Step] = []
    for number, what in enumerate(sums):
        model.problem.setObjective(total((variable, amount * MILLION / what.size) for variable, amount in what.terms))
        left_s = model.network.scenario.solver.time_limit_s - sum(step.solution.seconds for step in steps)
        step = search(model.within(max(1.0, left_s / (len(sums) - number))), watch)
        if step is None:
            return None
        steps.append(step)
        if number + 1 < len(sums):
            _hold(model, what, _value(model, what, step) * (1 + give_way.get(what.aim, 0.0)))
    return _judged(model, sums, steps)


def _hold(model: PlanModel, what: Sum, most: float) -> None:
    """Keep an aim where it is while the next one is made small."""
    row = total((variable, amount / what.size) for variable, amount in what.terms)
    model.problem.addConstraint(row <= most / what.size * (1 + HOLD_SHARE) + HOLD_SHARE, f"hold__{what.aim}")


def _sum_of(model: PlanModel, aim: str, objective: Objective) -> Sum:
    net, x = model.network, model.decisions
    if aim != WEIGHTED:
        terms, unit, size = MEASURES[aim]
        return Sum(aim, unit, list(terms(net, x)), size)
    weighed = objective.weights.items()
    every = [(v, weight * amount) for name, weight in weighed for v, amount in MEASURES[name].terms(net, x)]
    return Sum(aim, "yen", every, MILLION)


def _value(model: PlanModel, what: Sum, step: Step) -> float:
    """What a plan has of an aim; the solver's longest trip may lie above that of the plan."""
    if what.aim != "worst_minutes":
        return sum(amount * step.values.get(variable, 0.0) for variable, amount in what.terms)
    away = {key for key, absent in model.decisions.absent.items() if absent in step.values}
    keys = [key for key in (*step.solution.chosen, *step.solution.visits) if key not in away]
    return max((option.minutes for option, _ in keys), default=0.0)


def _judged(model: PlanModel, sums: list[Sum], steps: list[Step]) -> Solution:
    """Return the last plan with what is proven of each aim, and no more claimed than that."""
    last = steps[-1].solution
    aims = []
    for what, step in zip(sums, steps, strict=True):
        value = _value(model, what, steps[-1])
        least_possible = -inf if what.aim in {WEIGHTED, "cost"} else 0.0
        aims.append(AimFound(what.aim, what.unit, value, max(least_possible, min(step.bound * what.size, value))))
    bound = next((found.least for found in aims if found.aim == "cost"), floor_yen(model))
    bound = min(max(bound, floor_yen(model)), last.objective_yen)
    gap = (last.objective_yen - bound) / abs(last.objective_yen) if last.objective_yen else 0.0
    return replace(
        last,
        best_bound_yen=bound,
        gap_share=gap,
        status=_status(aims, steps),
        seconds=sum(step.solution.seconds for step in steps),
        aims=tuple(aims),
    )


def _status(aims: list[AimFound], steps: list[Step]) -> Status:
    """Claim something of the cost only where it is the last aim, made small with all others held."""
    if not all(step.is_finished for step in steps):
        return "time_limited"
    return steps[-1].solution.status if aims[-1].aim == "cost" else "traded"
