"""No plan? Relax one rule at a time and say what must give."""

from typing import NoReturn

import pulp

from poolplan.errors import NoPlanError
from poolplan.model.build import PlanModel, build_model
from poolplan.model.constraints import RULES
from poolplan.model.highs import hand_over, has_plan
from poolplan.model.variables import total
from poolplan.network.options import Network

SECONDS_PER_RULE = 30.0
ROWS_SHOWN = 5


def explain(network: Network) -> NoReturn:
    """Say, rule by rule, the least that would have to give for a plan to exist.

    Relaxing all rules at once would add sessions to schools and blame the wrong one.

    Raises:
        NoPlanError: always; one sentence per rule that alone would allow a plan.
    """
    model = build_model(network)
    cures = [sentence for name in RULES if RULES[name].gives for sentence in _cure(model, name)]
    if cures:
        raise NoPlanError([f"{network.scenario.name}: no plan satisfies every rule; any one of these would:", *cures])
    raise NoPlanError(
        f"{network.scenario.name}: no plan satisfies every rule, and giving way in one rule alone does not help; "
        "compare the stages with the options in reach (dropped.csv of a looser scenario), or loosen two limits"
    )


def _cure(model: PlanModel, rule: str) -> list[str]:
    """Return how far one rule must give, as a sentence, or nothing if that alone does not help."""
    problem, slack = _relaxed(model, rule)
    variables, highs = hand_over(problem)
    highs.setOptionValue("time_limit", SECONDS_PER_RULE)
    highs.run()
    if not has_plan(highs):
        return []
    values = dict(zip((v.name for v in variables), highs.getSolution().col_value, strict=True))
    gives = {row: round(values[name]) for name, row in slack.items() if round(values[name])}
    shown = ", ".join(f"{row.replace('__', ' ')}: {amount}" for row, amount in list(gives.items())[:ROWS_SHOWN])
    more = f" and {len(gives) - ROWS_SHOWN} more" if len(gives) > ROWS_SHOWN else ""
    title = (RULES[rule].rows.__doc__ or rule).splitlines()[0].rstrip(".")
    return [f"  * '{title}' gives way by {sum(gives.values())} {RULES[rule].gives} ({shown}{more})"]


def _relaxed(model: PlanModel, rule: str) -> tuple[pulp.LpProblem, dict[str, str]]:
    """The same rows without costs, where rows of one rule may be broken at one per unit."""
    problem = pulp.LpProblem("relaxed", pulp.LpMinimize)
    slack: dict[str, str] = {}
    used = []
    for row in model.problem.constraints():
        name = row.name
        if not name.startswith(f"{rule}__"):
            problem.addConstraint(row.copy(), name)
            continue
        over, under = (problem.add_variable(f"{way}__{name}", 0) for way in ("over", "under"))
        slack |= {variable.name: name.removeprefix(f"{rule}__") for variable in (over, under)}
        used += [over, under]
        loose = pulp.LpConstraint(total([*row.items(), (over, -1), (under, 1)]), row.sense, rhs=-row.constant)
        problem.addConstraint(loose, name)
    problem.setObjective(total((variable, 1e6) for variable in used))
    return problem, slack
