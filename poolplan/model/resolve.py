"""Other prices, same city: a kept model is priced anew, and answered from what is already proven about it.

Every plan that keeps the rules costs at least B at the old prices c. So at new prices d no plan costs less than
k B + the least of (d - k c) over any relaxation, for any k >= 0, and near k = 1 little is lost. The relaxation school
by school takes hundredths of a second, the linear one about a second, and only where both leave too wide a gap is the
whole model searched. The old plans are good ones at other prices too, once their pools' works are scheduled anew.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import highspy
import numpy as np

from poolplan.errors import ScenarioError
from poolplan.model.build import PlanModel
from poolplan.model.highs import ending_of, found, handed_over, is_consistent, search_again
from poolplan.model.repriced import PricedLedger, changed_values, price
from poolplan.model.schedules import Reduction, reduction_of
from poolplan.model.schoolwise import Schoolwise, schoolwise
from poolplan.model.search import Floats, Found, Matrix, matrix_of
from poolplan.model.solve import Solution, Step, step_of
from poolplan.scenario.schema import Scenario

GAP_SHARE = 0.01
"""A plan proven to be this near to the cheapest is good enough for another price."""
ENOUGH_SHARE = 0.9
"""Share of that gap at which the relaxation school by school is content."""
WEIGHTS = (1.0, 0.9, 0.75, 0.5)
"""Values of k tried for each old proof."""
PROOFS_TRIED = 4
"""Old proofs tried, the latest ones."""
LINEAR_STEPS = (0.6, 0.0)
"""How far, as a share of what is left, the weight moves after each linear relaxation."""
LONGEST_S = 5.0
"""A linear relaxation that takes longer is given up: searching the whole model takes only some seconds."""
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
    """Of the columns without states of pools."""
    bound: float
    """Million yen."""


@dataclass(frozen=True)
class Kept:
    """A model that was solved, with all that helps to solve it again at other prices."""

    model: PlanModel
    matrix: Matrix
    ledger: PricedLedger
    reduction: Reduction
    ways: Schoolwise | None
    relaxed: highspy.Highs
    """The linear relaxation, without states of pools."""
    prices: Floats
    """Of the rows that couple schools, at the first costs."""
    proven: tuple[Proven, ...]
    plans: tuple[Floats, ...]
    """Columns without states of pools."""


def keep(model: PlanModel, step: Step) -> Kept:
    """Keep a model and the answer of its search.

    Raises:
        ScenarioError: the model is of a kind that has to be planned from its file each time.
    """
    whole = matrix_of(model.problem)
    reduction = reduction_of(model, whole)
    if reduction is None or model.network.scenario.objective:
        raise ScenarioError(
            f"{model.network.scenario.name}: works that are limited or close pools, lessons left out, and objectives "
            "besides cost cannot be planned again from the kept model; plan each price from its file"
        )
    matrix = reduction.reduced(whole).matrix
    plan = np.array([step.values.get(variable, 0.0) for variable in whole.variables])[reduction.kept]
    relaxed = handed_over(replace(matrix, is_whole=np.zeros_like(matrix.is_whole)))
    relaxed.run()
    ways = schoolwise(model, matrix)
    duals = np.array(relaxed.getSolution().row_dual)
    column = {variable: index for index, variable in enumerate(whole.variables)}
    ledger = price(model.network, model.decisions, column)
    prices = duals[ways.coupling] if ways else duals
    return Kept(model, whole, ledger, reduction, ways, relaxed, prices, (Proven(matrix.costs, step.bound),), (plan,))


def solve_again(kept: Kept, scenario: Scenario) -> tuple[Solution, Kept]:
    """Plan under other prices; the plan is within 1 % of the cheapest unless the time limit ends the search.

    Returns the answer, and what is kept with what was learned.

    Raises:
        ScenarioError: the scenario differs in more than prices.
        SolverFailedError: see `solve`.
    """
    paths = price_changes(kept.model.network.scenario, scenario)
    solver = scenario.solver.model_copy(update={"gap_share": max(GAP_SHARE, scenario.solver.gap_share)})
    network = replace(kept.model.network, scenario=scenario.model_copy(update={"solver": solver}))
    column = {variable: index for index, variable in enumerate(kept.matrix.variables)}
    ledger = price(network, kept.model.decisions, column, kept.ledger, *paths)
    model = replace(kept.model, network=network, ledger=ledger.ledger)
    matrix = replace(kept.matrix, costs=ledger.costs(scenario))
    reduced = kept.reduction.reduced(matrix)
    best = min(kept.plans, key=reduced.matrix.cost)
    answer = _from_proofs(kept, reduced.matrix, best)
    if not _is_near(reduced.matrix.cost(best), answer.bound):
        answer = _searched(model, reduced.matrix, best, answer)
    plan = best if answer.values is None else answer.values
    step = step_of(model, matrix, answer._replace(values=reduced.restored(plan)))
    proven = (*kept.proven, Proven(reduced.matrix.costs, answer.bound))
    plans = kept.plans if plan is best else (*kept.plans, plan)
    return step.solution, replace(kept, model=model, matrix=matrix, ledger=ledger, proven=proven, plans=plans)


def price_changes(old: Scenario, new: Scenario) -> list[str]:
    """Paths of the prices that differ.

    Raises:
        ScenarioError: names every value that differs and is no price.
    """
    changed = list(changed_values(old.model_dump(), new.model_dump()))
    prices_bind = [name for name, asked in (("costs.budget", new.costs.budget), ("objective", new.objective)) if asked]
    if (old.costs.bus.drivers or new.costs.bus.drivers) and any(path.startswith("costs.bus") for path in changed):
        prices_bind.append("costs.bus.drivers")
    others = [path for path in changed if not PRICES.match(path)]
    problems = [f"{path}: is no price, so the kept model does not know it; plan it from its file" for path in others]
    problems += [f"{name}: prices decide which plans there are; plan it from its file" for name in prices_bind]
    if problems:
        raise ScenarioError(problems)
    return changed


def _is_near(cost: float, bound: float, share: float = GAP_SHARE) -> bool:
    return cost - bound <= share * abs(cost)


def _from_proofs(kept: Kept, matrix: Matrix, plan: Floats) -> Found:
    """The best plan known, and the best bound that old proofs and the relaxations give."""
    cost, bound, best = matrix.cost(plan), -np.inf, (kept.proven[0], 0.0)
    wanted = cost - ENOUGH_SHARE * GAP_SHARE * abs(cost)
    for known in kept.proven[:1] + kept.proven[1:][-PROOFS_TRIED:]:
        for weight in WEIGHTS if bound < wanted and kept.ways else ():
            found_bound = _schoolwise(kept, matrix, known, weight, wanted)
            if found_bound > bound:
                bound, best = found_bound, (known, weight)
    known, weight = best
    for towards in LINEAR_STEPS if not _is_near(cost, bound) else ():
        found_bound, is_dearer = _linear(kept, matrix, known, weight)
        bound = max(bound, found_bound)
        if _is_near(cost, bound):
            break
        weight += towards * ((0.0 if is_dearer else 1.0) - weight)
    return Found("finished", "priced anew", plan, cost, bound, f"HiGHS {kept.relaxed.version()}", 0.0)


def _schoolwise(kept: Kept, matrix: Matrix, known: Proven, weight: float, wanted: float) -> float:
    assert kept.ways is not None  # noqa: S101 - asked for only where there is one
    costs = np.where(matrix.upper > 0, matrix.costs - weight * known.costs, np.inf)
    proven = weight * known.bound
    return proven + kept.ways.bound(costs, (1 - weight) * kept.prices, wanted - proven)


def _linear(kept: Kept, matrix: Matrix, known: Proven, weight: float) -> tuple[float, bool]:
    """Bound by the linear relaxation, minus infinity if that takes too long; and whether a smaller weight is better."""
    costs, count = matrix.costs - weight * known.costs, matrix.costs.size
    highs = kept.relaxed
    highs.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
    highs.setOptionValue("time_limit", highs.getRunTime() + LONGEST_S)
    highs.run()
    if ending_of(highs) != "finished":
        return -np.inf, True
    at_old_costs = float(known.costs @ np.array(highs.getSolution().col_value))
    return weight * known.bound + highs.getInfo().objective_function_value, at_old_costs > known.bound


def _searched(model: PlanModel, matrix: Matrix, plan: Floats, known: Found) -> Found:
    """Search the whole model, from the best plan known, until the gap is narrow enough."""
    time_limit_s = model.network.scenario.solver.time_limit_s
    highs = handed_over(matrix)
    for option, value in (("mip_rel_gap", GAP_SHARE), ("time_limit", time_limit_s), ("presolve_mode", INITIAL_SWEEP)):
        highs.setOptionValue(option, value)
    highs.setSolution(plan.size, np.arange(plan.size, dtype=np.int32), plan)
    highs.run()
    if not is_consistent(highs):
        search_again(highs, time_limit_s)
    answer = found(highs, matrix, ending_of(highs), plan, known.bound)
    if answer.values is None or matrix.cost(plan) < matrix.cost(matrix.rounded(answer.values)):
        return answer._replace(values=plan, cost=matrix.cost(plan))
    return answer._replace(values=matrix.rounded(answer.values))
