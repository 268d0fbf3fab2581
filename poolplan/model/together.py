"""Where grades may move apart: the much smaller problem in which whole schools move gives a plan to begin with."""

from collections.abc import Collection

import pulp

from poolplan.errors import DataError
from poolplan.model.build import PlanModel, build_model
from poolplan.network.build import build_network


def whole_schools(model: PlanModel, seconds: float) -> PlanModel | None:
    """Build the model of the same city in which all grades of a school move together.

    None where schools are together already, may move on from where they went, or could not swim as a whole.

    Args:
        model: of the city.
        seconds: time limit of the smaller problem.
    """
    net = model.network
    if net.keeps_schools_together or model.decisions.swims or model.without:
        return None
    programme = net.scenario.programme.model_copy(update={"keep_together": "school"})
    solver = net.scenario.solver.model_copy(update={"time_limit_s": seconds})
    scenario = net.scenario.model_copy(update={"programme": programme, "solver": solver})
    try:
        return build_model(build_network(scenario, net.places, net.travel))
    except DataError:
        return None


def by_grade(model: PlanModel, whole: PlanModel, taken: Collection[pulp.LpVariable]) -> list[pulp.LpVariable] | None:
    """Moves of all grades in a plan of whole schools; None if a grade cannot move so.

    Args:
        model: grades may move apart.
        whole: the same city, where they do not.
        taken: decisions of a plan of the latter.
    """
    moves = {(o.cohort, o.site, o.mode, year): move for (o, year), move in model.decisions.moves.items()}
    grades = {
        cohort.school: [c for c in model.network.cohorts if c.school == cohort.school]
        for cohort in model.network.cohorts
    }
    keys = [key for key, move in whole.decisions.moves.items() if move in taken]
    wanted = [(grade, o.site, o.mode, year) for o, year in keys for grade in grades[o.school]]
    return [moves[key] for key in wanted] if all(key in moves for key in wanted) else None
