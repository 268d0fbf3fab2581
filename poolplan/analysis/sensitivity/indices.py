"""Who matters: how much of the variance of the cost each parameter explains, alone and with others (SALib)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from poolplan.analysis.sensitivity.sampling import Floats, values_of_shares
from poolplan.scenario.sensitivity import Sensitivity

CONFIDENCE = 0.95
RESAMPLES = 100
LEAST_BASE_DRAWS = 8
"""Fewer whole groups of draws say nothing."""


class Index(NamedTuple):
    """How much of the variance a parameter explains."""

    first: float
    """Alone."""
    first_error: float
    """Half width of the confidence interval."""
    total: float
    """Alone and together with others."""
    total_error: float


def index_draws(asked: Sensitivity, references: Mapping[str, float]) -> Floats:
    """Return the draws that the indices need: groups of parameters + 2 rows, one column per parameter; see SALib."""
    from SALib.sample import sobol

    if not asked.index_draws:
        return np.zeros((0, len(asked.parameters)))
    unit = sobol.sample(_problem(asked), asked.index_draws, calc_second_order=False, seed=asked.seed)
    return values_of_shares(asked, references, np.asarray(unit, dtype=float))


def indices(asked: Sensitivity, outputs: Floats) -> tuple[dict[str, Index], int]:
    """Return the indices of each parameter, and the draws they rest on.

    Args:
        asked: the block; its parameters in the order of the draws.
        outputs: one per row of `index_draws`; not a number where there is no plan: its whole group is then left out.
    """
    from SALib.analyze import sobol

    group = len(asked.parameters) + 2
    whole = outputs.reshape(-1, group)
    used = whole[np.isfinite(whole).all(axis=1)]
    nothing = dict.fromkeys(asked.parameters, Index(*[float("nan")] * 4))
    if len(used) < LEAST_BASE_DRAWS:
        return nothing, used.size
    if np.ptp(used) == 0:
        return dict.fromkeys(asked.parameters, Index(0.0, 0.0, 0.0, 0.0)), used.size
    found: dict[str, Any] = sobol.analyze(
        _problem(asked),
        used.ravel(),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=asked.seed,
    )
    parts = zip(asked.parameters, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
    return {name: Index(*map(float, numbers)) for name, *numbers in parts}, used.size


def _problem(asked: Sensitivity) -> dict[str, Any]:
    names = list(asked.parameters)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
