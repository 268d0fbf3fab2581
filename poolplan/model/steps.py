"""Steps between the costs of plans: where all are multiples of one, a bound may be raised to the next."""

from math import gcd

import numpy as np

from poolplan.model.bounds import Floats
from poolplan.model.exchange import LocationProblem
from poolplan.model.knapsacks import ScarceProblem

CLOSE_SHARE = 1e-7
"""Costs this near to each other count as equal."""
STEP_NOISE_SHARE, LEAST_STEP_SHARE = 0.01, 1e-6
"""Noise allowed for, as a share of the step between costs; least step, as a share of the cost."""
WHOLE_YEN_SHARE = 1e-9


def grain_yen(fixed: Floats, cost: Floats) -> float:
    """Yen by whose multiples alone the costs of plans differ; 0 if there is no such step.

    >>> grain_yen(np.array([3000.0]), np.array([[1000.0, np.inf]])), grain_yen(np.array([0.5]), np.array([[1.0]]))
    (1000.0, 0.0)
    """
    yen = np.concatenate([fixed, cost[np.isfinite(cost)]])
    whole = np.rint(yen)
    is_whole = bool((np.abs(yen - whole) <= WHOLE_YEN_SHARE * np.maximum(1.0, np.abs(yen))).all())
    return float(gcd(*(int(value) for value in np.unique(whole)))) if is_whole else 0.0


def step_of(problem: LocationProblem | ScarceProblem, yen: float) -> float:
    """Return the step between the costs of plans; 0 where it is too small beside the cost to be told from noise."""
    step = grain_yen(problem.fixed, problem.cost)
    return step if step >= LEAST_STEP_SHARE * abs(yen) else 0.0


def limit_yen(yen: float, step_yen: float) -> float:
    """What a plan that is cheaper than a known one costs at most, with some room for noise."""
    return yen - step_yen * (1 - STEP_NOISE_SHARE) if step_yen else yen * (1 + CLOSE_SHARE)


def rounded_up(yen: float, step_yen: float) -> float:
    """Return the least cost that a plan can have, given a bound."""
    return float(np.ceil(yen / step_yen - STEP_NOISE_SHARE) * step_yen) if step_yen and np.isfinite(yen) else yen
