"""What to do with a pool until it is retired, worked out beforehand wherever nothing couples the pools.

Without a budget for works, works that close pools, or lessons left out, the cheapest schedule of repair and rebuilding
until a given year of retirement is the same in every plan. Its cost is put on the retirement (or on the last year, for
a pool that stays), and the states of pools need not be searched: a fifth of the columns and half of the rows fewer, at
the same bound of the linear relaxation (docs/decisions/008).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.model.build import PlanModel
from poolplan.model.search import Floats, Matrix
from poolplan.model.variables import PoolKey

RULES_OF_STATES = frozenset(
    {"open_pools_have_a_state", "wear_on_until_repaired", "repaired_means_repaired", "credit_lasting_repairs"}
)
"""Rules that say what a schedule is: those of them alone may concern the states of pools."""
NONE = -1
"""Column of a decision that does not exist."""

Columns = NDArray[np.int_]


class Pools(NamedTuple):
    """Columns of what may become of each school pool: one row per pool, one column per year."""

    original: Columns
    repaired: Columns
    repairs: Columns
    lasting: Columns
    rebuilds: Columns
    retires: Columns
    stays: Columns
    """In use in the last year; one per pool."""


class Schedules(NamedTuple):
    """Cheapest schedules of all pools, million yen; infinite where there is none."""

    until: Floats
    """One row per pool, one column per year of retirement; the last column is for pools that stay."""
    repaired_in: Columns
    """Same shape: number of the year of repair, NONE without one."""
    rebuilt_in: Columns
    """One per pool that stays: number of the year of rebuilding, NONE without one."""


@dataclass(frozen=True)
class Reduced:
    """A problem without the states of pools."""

    matrix: Matrix
    reduction: "Reduction"
    schedules: Schedules

    @property
    def kept(self) -> Columns:
        """Columns of the whole problem that this one has."""
        return self.reduction.kept

    def restored(self, values: Floats) -> Floats:
        """Values of the whole problem from those of this one."""
        whole = np.zeros(self.reduction.columns)
        whole[self.kept] = values
        pools = self.reduction.pools
        for pool, ends in enumerate(np.column_stack([pools.retires, pools.stays])):
            for end in np.flatnonzero(whole[ends] > 1 / 2):
                whole[self._taken(pool, int(end))] = 1.0
        return whole

    def _taken(self, pool: int, end: int) -> list[int]:
        """Columns of the schedule of a pool until a year of retirement, or until the end."""
        pools, last = self.reduction.pools, self.schedules.until.shape[1] - 1
        rebuilt = int(self.schedules.rebuilt_in[pool]) if end == last else NONE
        stop = end if rebuilt == NONE else rebuilt
        repair = int(self.schedules.repaired_in[pool, stop])
        until = stop if repair == NONE else repair
        taken = [*pools.original[pool, :until], *pools.repaired[pool, until:stop]]
        taken += [] if repair == NONE else [pools.repairs[pool, repair]]
        lasts = repair != NONE and end == last and rebuilt == NONE
        taken += [pools.lasting[pool, repair]] if lasts else []
        taken += [] if rebuilt == NONE else [pools.rebuilds[pool, rebuilt]]
        return [int(column) for column in taken if column != NONE]


@dataclass(frozen=True)
class Reduction:
    """How a problem is made smaller, whatever its costs."""

    pools: Pools
    kept: Columns
    """Columns of the whole problem that stay."""
    rows: Columns
    """Rows of the whole problem that stay."""
    columns: int
    """Columns of the whole problem."""

    def reduced(self, matrix: Matrix) -> Reduced:
        """Take the states out of the whole problem."""
        smaller = replace(
            matrix,
            variables=[matrix.variables[index] for index in self.kept],
            names=[matrix.names[index] for index in self.rows],
            lower=matrix.lower[self.kept],
            upper=matrix.upper[self.kept],
            is_whole=matrix.is_whole[self.kept],
            rows=matrix.rows[self.rows][:, self.kept],
            least=matrix.least[self.rows],
            most=matrix.most[self.rows],
        )
        return self.repriced(smaller, matrix.costs)

    def repriced(self, smaller: Matrix, costs: Floats) -> Reduced:
        """Put other costs on a problem without states.

        Args:
            smaller: the problem without states, at any costs.
            costs: of the columns of the whole problem, million yen.
        """
        found = cheapest_schedules(self.pools, costs)
        sums, possible = costs.copy(), np.ones(costs.size, dtype=bool)
        ends = np.column_stack([self.pools.retires, self.pools.stays])
        is_possible = np.isfinite(found.until)
        sums[ends] += np.where(is_possible, found.until, 0.0)
        possible[ends] = is_possible
        upper = np.where(possible[self.kept], smaller.upper, 0.0)
        return Reduced(replace(smaller, costs=sums[self.kept], upper=upper), self, found)


def without_states(model: PlanModel, matrix: Matrix) -> Reduced | None:
    """Take the states of pools out of a problem; None where something couples them or a rule is missing."""
    reduction = reduction_of(model, matrix)
    return reduction.reduced(matrix) if reduction else None


def reduction_of(model: PlanModel, matrix: Matrix) -> Reduction | None:
    """Say how to take the states of pools out of a problem; None where that would change its plans."""
    x = model.decisions
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    tables = (x.original, x.repaired, x.repairs, x.rebuilds, x.lasting)
    states = matrix.marked(variable for table in tables for variable in table.values())
    of_states = matrix.of_rules(RULES_OF_STATES)
    if model.without or _are_coupled(matrix, states, matrix.marked(x.is_open.values()), of_states):
        return None
    return Reduction(_pools(model, column), np.flatnonzero(~states), np.flatnonzero(~of_states), len(column))


def _are_coupled(
    matrix: Matrix, states: NDArray[np.bool_], is_open: NDArray[np.bool_], of_states: NDArray[np.bool_]
) -> bool:
    """True if another rule concerns states of pools, or the rules of states concern more than pools in use."""
    others, own = matrix.rows[~of_states], matrix.rows[of_states]
    return bool(np.any(states[others.indices])) or not bool(np.all((states | is_open)[own.indices]))


def _pools(model: PlanModel, column: dict[pulp.LpVariable, int]) -> Pools:
    x, years = model.decisions, model.network.scenario.planned_years
    sites = [home.site for home in model.network.home_options.values()]

    def columns(table: Mapping[PoolKey, pulp.LpVariable]) -> Columns:
        keys = [[PoolKey(site, year) for year in years] for site in sites]
        found = [[column[table[key]] if key in table else NONE for key in row] for row in keys]
        return np.array(found, dtype=np.int64).reshape(len(sites), len(years))

    return Pools(
        original=columns(x.original),
        repaired=columns(x.repaired),
        repairs=columns(x.repairs),
        lasting=columns(x.lasting),
        rebuilds=columns(x.rebuilds),
        retires=columns(x.retires),
        stays=columns(x.is_open)[:, -1],
    )


def cheapest_schedules(pools: Pools, costs: Floats) -> Schedules:
    """Work out the cheapest schedules of all pools, year by year.

    Args:
        pools: columns of the problem.
        costs: of each column, million yen.
    """
    known = np.append(costs, np.inf)  # NONE, the last, is what cannot be
    original, repaired, rebuilds = known[pools.original], known[pools.repaired], known[pools.rebuilds]
    plain = np.pad(np.cumsum(original, axis=1), ((0, 0), (1, 0)))
    worth = np.where(pools.lasting == NONE, 0.0, known[pools.lasting])
    mended, mended_in = _mended(plain, known[pools.repairs], repaired)
    lasting, lasting_in = _mended(plain, known[pools.repairs] + worth, repaired)
    before, repaired_in = np.minimum(plain, mended), np.where(mended < plain, mended_in, NONE)
    rebuilt = before[:, :-1] + rebuilds
    rebuilt_in, newest = np.argmin(rebuilt, axis=1), rebuilt.min(axis=1)
    old = np.minimum(plain[:, -1], lasting[:, -1])
    until, repaired_in = before.copy(), repaired_in.copy()
    until[:, -1] = np.minimum(old, newest)
    repaired_in[:, -1] = np.where(lasting[:, -1] < plain[:, -1], lasting_in[:, -1], NONE)
    return Schedules(until, repaired_in, np.where(newest < old, rebuilt_in, NONE))


def _mended(plain: Floats, repairs: Floats, repaired: Floats) -> tuple[Floats, Columns]:
    """Cheapest use with a repair before each year, and the number of the year of that repair."""
    cost, since = np.full(plain.shape, np.inf), np.full(plain.shape, NONE)
    for year in range(repaired.shape[1]):
        again, now = cost[:, year], plain[:, year] + repairs[:, year]
        cost[:, year + 1] = np.minimum(again, now) + repaired[:, year]
        since[:, year + 1] = np.where(now < again, year, since[:, year])
    return cost, since
