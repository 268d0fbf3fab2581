"""Options as numbers: what is asked of all of them is answered a hundred times as fast as one by one."""

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from poolplan.network.options import Network

Numbers = NDArray[np.int64]


class OptionArrays(NamedTuple):
    """One entry per option of a network, in its order."""

    cohort: Numbers
    """Number of those who swim together, in the order of `Network.cohorts`."""
    site: Numbers
    """Number of the site, in the order of `Places.sites`."""
    mode: Numbers
    """Number of the mode, in the scenario's order."""
    first_year: Numbers


def option_arrays(network: Network) -> OptionArrays:
    """Number the options of a network."""
    options, size = network.options, len(network.options)
    cohorts: dict[tuple[str, int], int] = {cohort: number for number, cohort in enumerate(network.cohorts)}
    sites = {site: number for number, site in enumerate(network.places.sites)}
    modes = {mode: number for number, mode in enumerate(network.scenario.modes)}
    return OptionArrays(
        _numbers(map(cohorts.__getitem__, map(attrgetter("school", "grade"), options)), size),
        _numbers(map(sites.__getitem__, map(attrgetter("site"), options)), size),
        _numbers(map(modes.__getitem__, map(attrgetter("mode"), options)), size),
        _numbers(map(attrgetter("first_year"), options), size),
    )


def _numbers(values: Iterable[int], size: int) -> Numbers:
    return np.fromiter(values, np.int64, size)


def needs_table(network: Network) -> Numbers:
    """Sessions that each of `Network.cohorts` needs in each mode and planned year: cohort by mode by year."""
    return np.array(
        [[network.needs_by_year(cohort, mode) for mode in network.scenario.modes] for cohort in network.cohorts],
        dtype=np.int64,
    )
