"""What relaxations of a plan of one year tell: the least that plans cost, with and without each option and site."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Bounds(NamedTuple):
    """What the relaxation tells."""

    least_yen: float
    """No plan costs less."""
    with_option_yen: Floats
    """No plan in which the school (column) goes to the site (row) costs less."""
    without_site_yen: Floats
    """No plan without a contract with the site costs less."""


def likely_options(bounds: Bounds, per_school: int) -> NDArray[np.bool_]:
    """Mark the options a good plan probably takes: each school's cheapest by their bounds, and the best sites'."""
    kept = bounds.without_site_yen[:, None] > np.full(bounds.with_option_yen.shape, bounds.least_yen)
    ranked = np.argsort(bounds.with_option_yen, axis=0, kind="stable")[:per_school]
    kept[ranked, np.arange(ranked.shape[1])] = True
    return kept
