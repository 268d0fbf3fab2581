"""Draws of unsure values: spread evenly, as likely as the scenario says, and correlated where it says so."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from poolplan.scenario.sensitivity import Parameter, Sensitivity
from poolplan.scenario.sensitivity_checks import normal_correlations

Floats = NDArray[np.float64]
DEVIATIONS_IN_RANGE = 4
"""Without a deviation of its own, a normal distribution has this many between low and high."""


def value_at(parameter: Parameter, reference: float, share: Floats) -> Floats:
    """Return the values below which the given shares of the distribution lie.

    Args:
        parameter: range and distribution.
        reference: where a triangular or normal distribution is highest.
        share: any shape, each above 0 and below 1.

    >>> from types import SimpleNamespace as Some
    >>> rain = Some(distribution="triangular", low=0.0, high=10.0)
    >>> [float(value_at(rain, 5.0, np.array(share))) for share in (0.125, 0.5)]
    [2.5, 5.0]
    """
    low, width = parameter.low, parameter.high - parameter.low
    if parameter.distribution == "uniform":
        return np.asarray(low + width * share, dtype=float)
    if parameter.distribution == "triangular":
        return np.asarray(stats.triang.ppf(share, (reference - low) / width, loc=low, scale=width), dtype=float)
    if parameter.distribution == "normal":
        deviation = parameter.deviation or width / DEVIATIONS_IN_RANGE
        ends = (low - reference) / deviation, (parameter.high - reference) / deviation
        return np.asarray(stats.truncnorm.ppf(share, *ends, loc=reference, scale=deviation), dtype=float)
    weights = np.array(parameter.weights or [1.0] * len(parameter.values))
    upper = np.cumsum(weights / weights.sum())[:-1]
    return np.asarray(parameter.values, dtype=float)[np.searchsorted(upper, share, side="right")]


def correlated_draws(asked: Sensitivity, references: Mapping[str, float], number: int) -> Floats:
    """Return draws of all parameters at once; one row per draw, one column per parameter in the order of the block.

    A scrambled Sobol sequence, turned by a Gaussian copula so that the rank correlations are those asked for.
    """
    count = len(asked.parameters)
    if not number:
        return np.zeros((0, count))
    powers = max(0, (number - 1).bit_length())
    unit = stats.qmc.Sobol(count, rng=np.random.default_rng(asked.seed)).random_base2(powers)[:number]
    return values_of_shares(asked, references, _together(asked, unit))


def _together(asked: Sensitivity, unit: Floats) -> Floats:
    if not asked.correlations:
        return unit
    root = np.linalg.cholesky(normal_correlations(asked))
    return np.asarray(stats.norm.cdf(stats.norm.ppf(_inside(unit)) @ root.T), dtype=float)


def values_of_shares(asked: Sensitivity, references: Mapping[str, float], unit: Floats) -> Floats:
    """Turn shares into values, column by column."""
    columns = [
        value_at(parameter, references[name], _inside(unit[:, number]))
        for number, (name, parameter) in enumerate(asked.parameters.items())
    ]
    return np.column_stack(columns)


def _inside(share: Floats) -> Floats:
    """Keep shares away from 0 and 1, where distributions may have no end."""
    edge = 2.0**-32
    return np.clip(share, edge, 1 - edge)
