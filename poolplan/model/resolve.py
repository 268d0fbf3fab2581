"""Other prices, same city: a kept model is priced anew, and answered by its relaxation and the plans already known.

The rows that make the relaxation tight hold at all prices, so it bounds the new ones within a second. The old plans are
good ones at other prices too, once their pools' works are scheduled anew; where the best of them is not near enough,
a better one is looked for near the relaxation, and only then the whole model is searched.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.errors import ScenarioError
from poolplan.model.build import PlanModel, ledger_of
from poolplan.model.covers import Covers, knapsacks_of
from poolplan.model.highs import version
from poolplan.model.improve import Until, improved, searched
from poolplan.model.relaxation import Relaxation, least, relaxation_of
from poolplan.model.repriced import OUTSIDE, Prices, changed_values, costs_of, price
from poolplan.model.schedules import Reduced, Reduction, reduction_of
from poolplan.model.search import Floats, Found, Matrix, matrix_of
from poolplan.model.solve import Solution, Step, step_of
from poolplan.model.variables import Decisions
from poolplan.network.keeping import keeping_everything
from poolplan.scenario.schema import Scenario

Key = TypeVar("Key")
GAP_SHARE = 0.01
"""A plan proven to be this near to the cheapest is good enough for another price."""
WANTED_SHARE = 0.003
"""A plan this near to the bound ends the search near the relaxation."""
PRICES = re.compile(
    rf"({OUTSIDE})\b"
    r"|(modes\.\w+\.prices|programme\.unmet_sessions\.yen_per_session)\b"
    r"|costs\.(base_year|discount_share|growth|counted_payers|bus|pool\.(upkeep|failure|retirement))\b"
    r"|costs\.pool\.repair\.(cost_yen|bond_share|renews_wear_years)$"
    r"|costs\.pool\.rebuild\.(cost_yen|bond_share|grant_share|life_years)$"
    r"|.*\.(source|discount_source|assumed)$"
)
"""Values of a scenario that only decide what a plan costs, not which plans there are."""


@dataclass(frozen=True)
class Kept:
    """A model with all that helps to solve it at other prices."""

    model: PlanModel
    """Its network has the scenario answered last; problem and ledger are those of the first."""
    matrix: Matrix
    column: Mapping[pulp.LpVariable, int]
    """Number of each decision."""
    prices: Prices
    """At the first scenario."""
    reduction: Reduction
    small: Matrix
    """The problem without states of pools."""
    relaxation: Relaxation
    """Of the problem without states of pools."""
    moves: NDArray[np.bool_]
    """Columns, without states of pools, that move a school."""
    plans: tuple[Floats, ...]
    """Columns without states of pools."""


class Priced(NamedTuple):
    """The kept model at other prices."""

    scenario: Scenario
    costs: Floats
    """Of all columns, million yen."""
    reduced: Reduced
    """The problem without states of pools."""

    @property
    def matrix(self) -> Matrix:
        """The problem without states of pools."""
        return self.reduced.matrix


def keep(model: PlanModel, step: Step | None = None, covers: Covers | None = None) -> Kept:
    """Keep a model and the answer of its search.

    Args:
        model: any but of the kinds refused below.
        step: what a search found at the model's own prices; without it no plan is known at first.
        covers: rows that make the relaxation tight, where they are known.

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
    small = reduction.reduced(whole).matrix
    values = step.values if step else {}
    plan = np.array([values.get(variable, 0.0) for variable in small.variables])
    column = {variable: index for index, variable in enumerate(whole.variables)}
    return Kept(
        model=model,
        matrix=whole,
        column=column,
        prices=price(model.network, model.decisions, column),
        reduction=reduction,
        small=small,
        relaxation=relaxation_of(small, knapsacks_of(model, small), covers),
        moves=small.marked(model.decisions.moves.values()),
        plans=(plan,) if step else (),
    )


def at_prices(kept: Kept, scenario: Scenario) -> Priced:
    """Price a kept model anew.

    Raises:
        ScenarioError: the scenario differs in more than prices.
    """
    paths = price_changes(kept.prices.scenario, scenario)
    network = replace(kept.model.network, scenario=scenario)
    costs = costs_of(network, price(network, kept.model.decisions, kept.column, kept.prices, *paths))
    return Priced(scenario, costs, kept.reduction.repriced(kept.small, costs))


def solve_again(kept: Kept, scenario: Scenario) -> tuple[Solution, Kept]:
    """Plan under other prices; the plan is within 1 % of the cheapest unless the time limit ends the search.

    Returns the answer, and what is kept with what was learned.

    Raises:
        ScenarioError: the scenario differs in more than prices.
        SolverFailedError: see `solve`.
    """
    solver = scenario.solver.model_copy(update={"gap_share": max(GAP_SHARE, scenario.solver.gap_share)})
    priced = at_prices(kept, scenario.model_copy(update={"solver": solver}))
    best = min(kept.plans, key=priced.matrix.cost, default=None)
    answer = nearest(kept, priced.matrix, best, solver.time_limit_s)
    plan = answer.values
    plans = kept.plans if plan is None or plan is best else (*kept.plans, plan)
    model = replace(kept.model, network=replace(kept.model.network, scenario=priced.scenario))
    return solution_at(kept, priced, answer), replace(kept, model=model, plans=plans)


def solution_at(kept: Kept, priced: Priced, answer: Found) -> Solution:
    """Put an answer into the plan's own terms.

    Args:
        kept: the model.
        priced: the same at some prices.
        answer: its values without states of pools, in million yen; the works of pools are scheduled here.

    Raises:
        SolverFailedError: see `solve`.
    """
    network, matrix = replace(kept.model.network, scenario=priced.scenario), replace(kept.matrix, costs=priced.costs)
    if answer.values is None:
        return step_of(replace(kept.model, network=network), matrix, answer).solution
    whole = priced.reduced.restored(answer.values)
    taken = {kept.matrix.variables[column] for column in np.flatnonzero(np.round(whole))}
    x = only_taken(kept.model.decisions, taken)
    moved_to = {key.option for key in x.moves}
    network = replace(network, options=tuple(o for o in network.options if o.is_home or o in moved_to))
    with keeping_everything():
        model = replace(kept.model, network=network, decisions=x, ledger=ledger_of(network, x))
        return step_of(model, matrix, answer._replace(values=whole)).solution


def only_taken(x: Decisions, taken: AbstractSet[pulp.LpVariable]) -> Decisions:
    """Leave out what a plan does not take, so that its ledger is quickly written; retirements stay.

    What sites could be sold for bounds the cost of every plan (`floor_yen`), not of this one alone.
    """

    def of(table: Mapping[Key, pulp.LpVariable]) -> dict[Key, pulp.LpVariable]:
        return {key: variable for key, variable in table.items() if variable in taken}

    return replace(
        x,
        moves=of(x.moves),
        original=of(x.original),
        repaired=of(x.repaired),
        repairs=of(x.repairs),
        rebuilds=of(x.rebuilds),
        lasting=of(x.lasting),
        contracts=of(x.contracts),
    )


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


def nearest(kept: Kept, matrix: Matrix, plan: Floats | None, time_limit_s: float) -> Found:
    """Return the plan, or a better one, with the best bound that is to be had quickly.

    Args:
        kept: what helps.
        matrix: the problem without states of pools, at the prices asked for.
        plan: the best one known.
        time_limit_s: most seconds for each search.
    """
    told = least(kept.relaxation, matrix)
    if np.isfinite(told.bound) and not is_near(matrix, plan, told.bound):
        found = improved(matrix, told, kept.moves, plan, Until(WANTED_SHARE, time_limit_s))
        plan = plan if found is None else found
    if plan is not None and is_near(matrix, plan, told.bound):
        return priced_anew(matrix, plan, told.bound)
    return searched(matrix, told, plan, Until(GAP_SHARE, time_limit_s))


def priced_anew(matrix: Matrix, plan: Floats, bound: float) -> Found:
    """Write a plan and a bound down as an answer that no search was needed for."""
    return Found("finished", "priced anew", plan, matrix.cost(plan), bound, version(), 0.0)


def is_near(matrix: Matrix, plan: Floats | None, bound: float, share: float = GAP_SHARE) -> bool:
    """Say whether a plan is proven to be near enough to the cheapest."""
    return plan is not None and matrix.cost(plan) - bound <= share * abs(matrix.cost(plan))
