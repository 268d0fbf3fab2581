"""A first plan within seconds: schools move only where they must, so that an early stop has something to show."""

import numpy as np
import pulp

from poolplan.model.build import PlanModel
from poolplan.model.desk import Desk
from poolplan.model.knapsacks import ScarceProblem
from poolplan.model.location import location_problem
from poolplan.model.narrowing import LONGEST_S, Opening, roomy_opening, scarce_opening

ENOUGH_GAP_SHARE = 0.05


def opening(desk: Desk) -> Opening:
    """Find a first plan, hand it to the solver as its start, and close what no better plan can take.

    The solver's options are left as they were, with the time limit shortened by the time spent.
    """
    problem = location_problem(desk.model)
    if isinstance(problem, ScarceProblem):
        return scarce_opening(desk, problem)
    if problem is not None:
        return roomy_opening(desk, problem)
    needless = desk.columns(needless_moves(desk.model))
    return Opening(desk.plan_without(needless, ENOUGH_GAP_SHARE, LONGEST_S), -np.inf)


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
