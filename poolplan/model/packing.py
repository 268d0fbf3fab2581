"""What fits a site: the cheapest set of schools for each, found exactly by dynamic programming over whole sessions."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d

from poolplan.model.bounds import Floats

Wholes = NDArray[np.int64]
Marks = NDArray[np.bool_]


class Knapsacks(NamedTuple):
    """Sites to be filled with schools, each site on its own; schools are columns, sites rows."""

    cost: Floats
    """Cost of each school at each site; infinite where it is no option."""
    needs: Wholes
    """Sessions of each school."""
    room: Wholes
    """Sessions of each site."""
    spare: Wholes
    """Sessions that each site may leave free."""


class Packed(NamedTuple):
    """The cheapest schools for each site."""

    value: Floats
    """Infinite where no schools fill the site so far."""
    taken: Marks
    """Site by school."""


def pack(sacks: Knapsacks) -> Packed:
    """For each site, the schools of least total cost that fit and leave no more free than they may."""
    sites, schools = sacks.cost.shape
    value, most = _nothing(sacks), int(sacks.room.max())
    choice = np.zeros((schools, sites, most + 1), dtype=bool)
    for school in _worth_trying(sacks, range(schools)):
        need = int(sacks.needs[school])
        with_it = value[:, : most + 1 - need] + sacks.cost[:, school, None]
        choice[school][:, need:] = with_it < value[:, need:]
        value[:, need:] = np.minimum(with_it, value[:, need:])
    load, row = np.arange(most + 1), np.arange(sites)
    is_full = (load <= sacks.room[:, None]) & (load >= (sacks.room - sacks.spare)[:, None])
    filled = np.where(is_full, value, np.inf)
    left, taken = filled.argmin(axis=1), np.zeros(sacks.cost.shape, dtype=bool)
    best = filled[row, left]
    for school in reversed(range(schools)):
        taken[:, school] = choice[school][row, left]
        left = left - np.where(taken[:, school], sacks.needs[school], 0)
    return Packed(best, taken)


def forced(sacks: Knapsacks) -> Floats:
    """For each site and school, the least total cost of schools that fill the site with this one among them."""
    schools = sacks.cost.shape[1]
    before, after = _tables(sacks, range(schools)), _tables(sacks, reversed(range(schools)))
    found = np.full(sacks.cost.shape, np.inf)
    for school in range(schools):
        first, rest = before[school], np.array(after[school])
        for spare in np.unique(sacks.spare):
            alike = sacks.spare == spare
            rest[alike] = _cheapest_within(rest[alike], int(spare))
        for site in np.flatnonzero(np.isfinite(sacks.cost[:, school])):
            left = int(sacks.room[site] - sacks.needs[school])
            if left >= 0:
                both = first[site, : left + 1] + rest[site, left::-1]
                found[site, school] = both.min() + sacks.cost[site, school]
    return found


def _cheapest_within(value: Floats, spare: int) -> Floats:
    """Turn values of exact loads into the least of each load and of loads up to `spare` below it."""
    size = min(spare, value.shape[1] - 1) + 1
    least: Floats = minimum_filter1d(value, size, axis=1, mode="constant", cval=np.inf, origin=(size - 1) // 2)
    return least


def _nothing(sacks: Knapsacks) -> Floats:
    """Values of loads before any school: nothing for no sessions."""
    value = np.full((sacks.room.size, int(sacks.room.max()) + 1), np.inf)
    value[:, 0] = 0.0
    return value


def _worth_trying(sacks: Knapsacks, order: Iterable[int]) -> list[int]:
    """Schools that fit the largest site and, where sites need not be full, lower the cost of one."""
    useful = (sacks.needs <= sacks.room.max()) & np.isfinite(sacks.cost).any(axis=0)
    useful &= (sacks.cost < 0).any(axis=0) | bool((sacks.spare < sacks.room).any())
    return [school for school in order if useful[school]]


def _tables(sacks: Knapsacks, order: Iterable[int]) -> dict[int, Floats]:
    """Least cost by site and exact load of those before each school in an order."""
    value, most = _nothing(sacks), int(sacks.room.max())
    useful, tables = set(_worth_trying(sacks, range(sacks.needs.size))), {}
    for school in order:
        tables[school] = value.copy()
        if school in useful:
            need = int(sacks.needs[school])
            with_it = value[:, : most + 1 - need] + sacks.cost[:, school, None]
            value[:, need:] = np.minimum(value[:, need:], with_it)
    return tables
