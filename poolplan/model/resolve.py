"""Other prices, same city: a kept model is priced anew, and answered from what is already proven about it.

Every plan that keeps the rules costs at least B at the old prices c. So at new prices d no plan costs less than
k B + min (d - k c) x over the linear relaxation, for any k >= 0: a relaxation that starts from its last basis takes a
tenth of a second, and near k = 1 little is lost. Only where that leaves too wide a gap is the whole model searched.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import highspy
import numpy as np

from poolplan.errors import ScenarioError
from poolplan.model.build import PlanModel, keeping_everything, ledger_of
from poolplan.model.costs import present_value
from poolplan.model.highs import ending_of, found, handed_over, is_consistent, search_again
from poolplan.model.schedules import without_states
from poolplan.model.search import MILLION, Floats, Found, Matrix, matrix_of
from poolplan.model.solve import Solution, Step, step_of
from poolplan.scenario.schema import Scenario

GAP_SHARE = 0.01
"""A plan proven to be this near to the cheapest is good enough for another price."""
WEIGHTS_TRIED = 3
"""Values of k tried for each old proof."""
LONGEST_S = 1.0
"""A relaxation that takes longer is given up: searching the whole model takes only some seconds."""
LARGEST_WEIGHT = 2.0
INITIAL_SWEEP = 1
PRICES = re.compile(
    r"(name|label|question|solver|modes\.\w+\.prices|programme\.unmet_sessions\.yen_per_session)\b"
    r"|costs\.(base_year|discount_share|growth|counted_payers|bus|pool\.(upkeep|failure|retirement))\b"
    r"|costs\.pool\.repair\.(cost_yen|bond_share|renews_wear_years)$"
    r"|costs\.pool\.rebuild\.(cost_yen|bond_share|grant_share|life_years)$"
    r"|.*\.(source|discount_source|assumed)$"
)
"""Values of a scenario that only decide what a plan costs, not which plans there are."""


class Proven(NamedTuple):
    """No plan costs less than `bound` at these costs."""

    costs: Floats
    bound: float
    """Million yen."""


@dataclass(frozen=True)
class Kept:
    """A model that was solved, with all that helps to solve it again at other prices."""

    model: PlanModel
    matrix: Matrix
    relaxed: highspy.Highs
    """The linear relaxation, which goes on from its last basis."""
    proven: tuple[Proven, ...]
    plans: tuple[Floats, ...]


def keep(model: PlanModel, step: Step) -> Kept:
    """Keep a model and the answer of its search."""
    matrix = matrix_of(model.problem)
    plan = np.array([step.values.get(variable, 0.0) for variable in matrix.variables])
    relaxed = handed_over(replace(matrix, is_whole=np.zeros_like(matrix.is_whole)))
    relaxed.run()
    return Kept(model, matrix, relaxed, (Proven(matrix.costs, step.bound),), (plan,))


def solve_again(kept: Kept, scenario: Scenario) -> tuple[Solution, Kept]:
    """Plan under other prices; the plan is within 1 % of the cheapest unless the time limit ends the search.

    Returns the answer, and what is kept with what was learned.

    Raises:
        ScenarioError: the scenario differs in more than prices.
        SolverFailedError: see `solve`.
    """
    refuse_other_changes(kept.model.network.scenario, scenario)
    solver = scenario.solver.model_copy(update={"gap_share": max(GAP_SHARE, scenario.solver.gap_share)})
    network = replace(kept.model.network, scenario=scenario.model_copy(update={"solver": solver}))
    with keeping_everything():
        model = replace(kept.model, network=network, ledger=ledger_of(network, kept.model.decisions))
        matrix = replace(kept.matrix, costs=_costs(kept.matrix, model))
    best = min(kept.plans, key=matrix.cost)
    answer = _from_proofs(kept, matrix, best)
    if matrix.cost(best) - answer.bound > GAP_SHARE * abs(matrix.cost(best)):
        answer = _searched(model, matrix, best, answer)
    step = step_of(model, matrix, answer)
    plan = best if answer.values is None else answer.values
    proven = (*kept.proven, Proven(matrix.costs, answer.bound))
    return step.solution, replace(kept, model=model, matrix=matrix, proven=proven, plans=(*kept.plans, plan))


def refuse_other_changes(old: Scenario, new: Scenario) -> None:
    """Refuse a scenario under which other plans would be possible.

    Raises:
        ScenarioError: names every value that differs and is no price.
    """
    changed = _changed(old.model_dump(), new.model_dump(), "")
    prices_bind = [name for name, asked in (("costs.budget", new.costs.budget), ("objective", new.objective)) if asked]
    if (old.costs.bus.drivers or new.costs.bus.drivers) and any(path.startswith("costs.bus") for path in changed):
        prices_bind.append("costs.bus.drivers")
    others = [path for path in changed if not PRICES.match(path)]
    problems = [f"{path}: is no price, so the kept model does not know it; plan it from its file" for path in others]
    problems += [f"{name}: prices decide which plans there are; plan it from its file" for name in prices_bind]
    if problems:
        raise ScenarioError(problems)


def _changed(old: object, new: object, where: str) -> list[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        keys = dict.fromkeys([*old, *new])
        parts = (_changed(old.get(key), new.get(key), f"{where}.{key}" if where else str(key)) for key in keys)
        return [path for part in parts for path in part]
    return [] if old == new else [where]


def _costs(matrix: Matrix, model: PlanModel) -> Floats:
    """Cost of each column, million yen."""
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    costs = np.zeros(len(column))
    for variable, yen in present_value(model.network, model.ledger):
        costs[column[variable]] += yen / MILLION
    return costs


def _from_proofs(kept: Kept, matrix: Matrix, plan: Floats) -> Found:
    """The best plan known, and the best bound that old proofs and the relaxation give."""
    cost = matrix.cost(plan)
    bound = -np.inf
    for known in kept.proven:
        low, high = 0.0, LARGEST_WEIGHT
        for _ in range(WEIGHTS_TRIED):
            if cost - bound <= GAP_SHARE * abs(cost):
                break
            weight = (low + high) / 2
            least, old_cost = _relaxed(kept.relaxed, matrix.costs - weight * known.costs, known.costs)
            bound = max(bound, weight * known.bound + least)
            low, high = (weight, high) if known.bound > old_cost else (low, weight)
    seconds = kept.relaxed.getRunTime()
    return Found("finished", "priced anew", plan, cost, bound, f"HiGHS {kept.relaxed.version()}", seconds)


def _relaxed(highs: highspy.Highs, costs: Floats, old_costs: Floats) -> tuple[float, float]:
    """Least cost in the linear relaxation, and what its solution costs at old prices; minus infinity if it fails."""
    highs.changeColsCost(costs.size, np.arange(costs.size, dtype=np.int32), costs)
    highs.setOptionValue("time_limit", highs.getRunTime() + LONGEST_S)
    highs.run()
    if ending_of(highs) != "finished":
        return -np.inf, np.inf
    return highs.getInfo().objective_function_value, float(old_costs @ np.array(highs.getSolution().col_value))


def _searched(model: PlanModel, matrix: Matrix, plan: Floats, known: Found) -> Found:
    """Search the whole model, from the best plan known, until the gap is narrow enough."""
    time_limit_s, reduced = model.network.scenario.solver.time_limit_s, without_states(model, matrix)
    smaller, start = (reduced.matrix, plan[reduced.kept]) if reduced else (matrix, plan)
    highs = handed_over(smaller)
    for option, value in (("mip_rel_gap", GAP_SHARE), ("time_limit", time_limit_s), ("presolve_mode", INITIAL_SWEEP)):
        highs.setOptionValue(option, value)
    highs.setSolution(start.size, np.arange(start.size, dtype=np.int32), start)
    highs.run()
    if not is_consistent(highs):
        search_again(highs, time_limit_s)
    answer = found(highs, smaller, ending_of(highs), start, known.bound)
    if reduced and answer.values is not None:
        answer = answer._replace(values=reduced.restored(answer.values))
    if answer.values is None or matrix.cost(plan) < matrix.cost(matrix.rounded(answer.values)):
        answer = answer._replace(values=plan, cost=matrix.cost(plan))
    return answer._replace(seconds=known.seconds + answer.seconds)
