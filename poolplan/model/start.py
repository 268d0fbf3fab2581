"""A first plan within seconds: schools move only where they must, so that an early stop has something to show."""

import highspy
import numpy as np
import pulp

from poolplan.model.build import PlanModel

ENOUGH_GAP_SHARE = 0.05
LONGEST_S = 30.0

Values = list[float]


def first_plan(model: PlanModel, variables: list[pulp.LpVariable], highs: highspy.Highs) -> Values | None:
    """Find a first plan, hand it to the solver as its start, and return its values (None if this is no easy case).

    The solver is left as it was: same bounds, same options, the plan as start.
    """
    column = {variable: index for index, variable in enumerate(variables)}
    closed = np.array(sorted(column[move] for move in needless_moves(model)), dtype=np.int32)
    if not closed.size:
        return None
    settings = model.network.scenario.solver
    zeros, ones = np.zeros(closed.size), np.ones(closed.size)
    highs.changeColsBounds(closed.size, closed, zeros, zeros)
    highs.setOptionValue("mip_rel_gap", ENOUGH_GAP_SHARE)
    highs.setOptionValue("time_limit", min(LONGEST_S, settings.time_limit_s))
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
