"""What to do with a pool until it is retired, worked out beforehand wherever nothing couples the pools.

Without a budget for works, works that close pools, or lessons left out, the cheapest schedule of repair and rebuilding
until a given year of retirement is the same in every plan. Its cost is put on the retirement (or on the last year, for
a pool that stays), and the states of pools need not be searched: a fifth of the columns and half of the rows fewer, at
the same bound of the linear relaxation (docs/decisions/008).
"""

from collections.abc import Iterator
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


class Schedule(NamedTuple):
    """What is done to a pool over the years."""

    cost: float
    """Million yen."""
    taken: tuple[int, ...]
    """Columns of its states and works."""


@dataclass(frozen=True)
class Reduced:
    """A problem without the states of pools."""

    matrix: Matrix
    kept: NDArray[np.int_]
    """Columns of the whole problem that it has."""
    columns: int
    """Columns of the whole problem."""
    schedules: dict[int, tuple[int, ...]]
    """By column of the whole problem, a retirement or a pool in use in the last year: the columns that go with it."""

    def restored(self, values: Floats) -> Floats:
        """Values of the whole problem from those of this one."""
        whole = np.zeros(self.columns)
        whole[self.kept] = values
        for column, taken in self.schedules.items():
            if whole[column] > 1 / 2:
                whole[list(taken)] = 1.0
        return whole


def without_states(model: PlanModel, matrix: Matrix) -> Reduced | None:
    """Take the states of pools out of a problem; None where something couples them or a rule is missing."""
    x = model.decisions
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    states = np.zeros(len(column), dtype=bool)
    for table in (x.original, x.repaired, x.repairs, x.rebuilds, x.lasting):
        states[[column[variable] for variable in table.values()]] = True
    is_open = np.zeros(len(column), dtype=bool)
    is_open[[column[variable] for variable in x.is_open.values()]] = True
    of_states = np.array([name.split("__")[0] in RULES_OF_STATES for name in matrix.names], dtype=bool)
    if model.without or not states.any() or _are_coupled(matrix, states, is_open, of_states):
        return None
    costs, upper, schedules = matrix.costs.copy(), matrix.upper.copy(), {}
    for end, best in _cheapest_schedules(model, matrix, column):
        schedules[end] = best.taken
        if np.isfinite(best.cost):
            costs[end] += best.cost
        else:
            upper[end] = 0.0
    kept, rows = np.flatnonzero(~states), np.flatnonzero(~of_states)
    smaller = replace(
        matrix,
        variables=[matrix.variables[index] for index in kept],
        names=[matrix.names[index] for index in rows],
        costs=costs[kept],
        lower=matrix.lower[kept],
        upper=upper[kept],
        is_whole=matrix.is_whole[kept],
        rows=matrix.rows[rows][:, kept],
        least=matrix.least[rows],
        most=matrix.most[rows],
    )
    return Reduced(smaller, kept, len(column), schedules)


def _are_coupled(
    matrix: Matrix, states: NDArray[np.bool_], is_open: NDArray[np.bool_], of_states: NDArray[np.bool_]
) -> bool:
    """True if another rule concerns states of pools, or the rules of states concern more than pools in use."""
    others, own = matrix.rows[~of_states], matrix.rows[of_states]
    return bool(np.any(states[others.indices])) or not bool(np.all((states | is_open)[own.indices]))


def _cheapest_schedules(
    model: PlanModel, matrix: Matrix, column: dict[pulp.LpVariable, int]
) -> Iterator[tuple[int, Schedule]]:
    """For each retirement, and each pool in use in the last year: its column and the cheapest schedule until then."""
    x, years = model.decisions, model.network.scenario.planned_years
    for home in model.network.home_options.values():
        ways = _Ways(model, matrix, column, home.site)
        for year in years:
            yield column[x.retires[PoolKey(home.site, year)]], min(ways.until(year))
        yield column[x.is_open[PoolKey(home.site, years[-1])]], min((*ways.until(years.stop), *ways.rebuilt()))


NEVER = Schedule(np.inf, ())


class _Ways:
    """Every schedule of one pool."""

    def __init__(self, model: PlanModel, matrix: Matrix, column: dict[pulp.LpVariable, int], site: str) -> None:
        self._x, self._years, self._site = model.decisions, model.network.scenario.planned_years, site
        self._column, self._costs = column, matrix.costs

    def until(self, stop: int) -> Iterator[Schedule]:
        """Schedules without rebuilding until the year before `stop`, with what a repair is worth in the end."""
        yield from self._plain(stop)
        for year in self._years:
            if year < stop:
                credit = self._at("lasting", year) if stop == self._years.stop else []
                yield self._of([*self._repaired(year, stop), *credit])

    def rebuilt(self) -> Iterator[Schedule]:
        """Schedules that end with rebuilding."""
        for year in self._years:
            built = self._at("rebuilds", year)
            for before in (*self._plain(year), *(self._of(self._repaired(u, year)) for u in self._years if u < year)):
                if built and np.isfinite(before.cost):
                    yield self._of([*before.taken, *built])

    def _plain(self, stop: int) -> Iterator[Schedule]:
        """Use without any works."""
        yield self._of([c for year in self._years if year < stop for c in self._at("original", year) or [None]])

    def _repaired(self, repair: int, stop: int) -> list[int | None]:
        """Use with a repair in a year; None stands for what is not possible."""
        before = [c for year in self._years if year < repair for c in self._at("original", year) or [None]]
        after = [c for year in range(repair, stop) for c in self._at("repaired", year) or [None]]
        return [*before, *(self._at("repairs", repair) or [None]), *after]

    def _at(self, table: str, year: int) -> list[int | None]:
        key = PoolKey(self._site, year)
        found = getattr(self._x, table)
        return [self._column[found[key]]] if key in found else []

    def _of(self, columns: list[int | None]) -> Schedule:
        taken = tuple(c for c in columns if c is not None)
        return NEVER if len(taken) < len(columns) else Schedule(float(self._costs[list(taken)].sum()), taken)
