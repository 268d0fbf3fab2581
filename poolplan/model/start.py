"""A first plan within seconds: schools move only where they must, so that an early stop has something to show."""

from typing import NamedTuple

import highspy
import numpy as np
import pulp

from poolplan.model.bounds import Bounds, likely_options
from poolplan.model.build import PlanModel
from poolplan.model.knapsacks import ScarceProblem, scarce_bounds
from poolplan.model.location import LocationProblem, lagrangian, location_problem, option_variables
from poolplan.model.search import MILLION

CLOSE_SHARE = 1e-7
"""Costs this near to each other count as equal."""
ENOUGH_GAP_SHARE = 0.05
LONGEST_S = 30.0
"""A first plan takes no longer."""
LONGEST_SCARCE_S = 12.0
"""Nor where room is scarce: few options are then hopeless, and the whole search needs the time."""

CORE_OPTIONS = 6
"""Options a school keeps while a first choice of sites is made: those with the lowest bounds."""

Values = list[float]


class Opening(NamedTuple):
    """What is known before the search proper."""

    values: Values | None
    """A plan, as values of the variables; None if this is no easy case."""
    least_yen: float
    """No plan costs less."""


def opening(model: PlanModel, variables: list[pulp.LpVariable], highs: highspy.Highs) -> Opening:
    """Find a first plan, hand it to the solver as its start, and close what no better plan can take.

    The solver's options are left as they were, with the time limit shortened by the time spent.
    """
    column = {variable: index for index, variable in enumerate(variables)}
    problem = location_problem(model)
    if problem is None:
        needless = [column[move] for move in needless_moves(model)]
        return Opening(_plan_without(model, highs, needless, ENOUGH_GAP_SHARE), -np.inf)
    return _sites_narrowed(model, problem, column, highs)


def _sites_narrowed(
    model: PlanModel, problem: LocationProblem | ScarceProblem, column: dict[pulp.LpVariable, int], highs: highspy.Highs
) -> Opening:
    """Bound, plan with the likeliest options only, bound again knowing that plan's cost, and close the hopeless."""
    guess = _bounds(problem, np.inf)
    few = [column[v] for v in option_variables(model, likely_options(guess, CORE_OPTIONS))]
    longest_s = LONGEST_SCARCE_S if isinstance(problem, ScarceProblem) else LONGEST_S
    values = _plan_without(model, highs, few, 0.0, longest_s)
    if values is None:
        return Opening(None, guess.least_yen)
    known = float(np.dot(highs.getLp().col_cost_, values)) * MILLION
    bounds = _bounds(problem, known)
    above = known * (1 + CLOSE_SHARE)
    hopeless = [column[v] for v in option_variables(model, bounds.with_option_yen <= above)]
    contracts = list(model.decisions.contracts.values())
    needed = [column[contracts[site]] for site in np.flatnonzero(bounds.without_site_yen > above)]
    if bounds.least_yen < known * (1 - CLOSE_SHARE):  # else this plan is the best, and everything else is hopeless
        _fix(highs, hopeless, 0.0)
        _fix(highs, needed, 1.0)
    return Opening(values, max(guess.least_yen, min(bounds.least_yen, known)))


def _bounds(problem: LocationProblem | ScarceProblem, target_yen: float) -> Bounds:
    return scarce_bounds(problem, target_yen) if isinstance(problem, ScarceProblem) else lagrangian(problem, target_yen)


def _fix(highs: highspy.Highs, columns: list[int], value: float) -> None:
    fixed = np.full(len(columns), value)
    if columns:
        highs.changeColsBounds(len(columns), np.array(columns, dtype=np.int32), fixed, fixed)


def _plan_without(
    model: PlanModel, highs: highspy.Highs, columns: list[int], gap_share: float, longest_s: float = LONGEST_S
) -> Values | None:
    """Find a plan in which some decisions are not taken, and hand it to the solver as its start."""
    if not columns:
        return None
    settings = model.network.scenario.solver
    closed = np.array(sorted(columns), dtype=np.int32)
    zeros, ones = np.zeros(closed.size), np.ones(closed.size)
    highs.changeColsBounds(closed.size, closed, zeros, zeros)
    highs.setOptionValue("mip_rel_gap", gap_share)
    highs.setOptionValue("time_limit", min(longest_s, settings.time_limit_s / 2))
    highs.run()
    found = highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = list(highs.getSolution().col_value) if found else None
    highs.changeColsBounds(closed.size, closed, zeros, ones)
    highs.setOptionValue("mip_rel_gap", settings.gap_share)
    highs.setOptionValue("time_limit", max(0.0, settings.time_limit_s - highs.getRunTime()))
    if values is not None:
        highs.setSolution(len(values), np.arange(len(values), dtype=np.int32), np.array(values))
    return values


def needless_moves(model: PlanModel) -> list[pulp.LpVariable]:
    """Moves that no rule asks for: not in a stage year, and not because an own pool may not be rebuilt."""
    net = model.network
    stage_years = {stage.year for stage in net.scenario.programme.stages}
    last_stage = max(stage_years, default=net.scenario.years.first - 1)
    needless = []
    for (option, year), move in model.decisions.moves.items():
        home = net.home_options.get(option.school)
        if home is None or year in stage_years:
            continue
        span = net.life_spans[home.site]
        if span.can_rebuild or year <= last_stage or year > span.repaired_until + 1:
            needless.append(move)
    return needless
