"""The same plans without the seasons in which works close pools: fewer decisions, and no plan costs less than there.

Where everybody swims in such a season couples all pools, and makes the search many times slower. Left out, the cheapest
schedules of works can be worked out beforehand (`schedules.py`). What is left out costs at least this: whoever belongs
to a pool swims at the cheapest other place in the seasons of its works.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.model.build import PlanModel
from poolplan.model.improve import only_columns
from poolplan.model.search import Floats, Matrix
from poolplan.model.variables import PoolKey, UseKey
from poolplan.network.options import Cohort, Option

RULES_OF_SEASONS = frozenset(
    {"close_pools_under_works", "stay_away_from_works", "swim_elsewhere_meanwhile", "visit_open_sites_only"}
)
"""Rules that say what happens in a season under works."""

Columns = NDArray[np.int_]


@dataclass(frozen=True)
class Seasonless:
    """A problem of which every plan of the whole one is a plan too, at no higher cost."""

    matrix: Matrix
    kept: Columns
    """Columns of the whole problem that this one has."""


def without_seasons(model: PlanModel, matrix: Matrix) -> Seasonless | None:
    """Leave out the seasons under works; None where works close no pool, or schools are freer than this knows."""
    x = model.decisions
    if not x.under_works or model.without or x.swims or x.short or x.closed:
        return None
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    left_out = matrix.marked([*x.under_works.values(), *x.absent.values(), *x.visits.values()])
    priced = replace(matrix, costs=_Prices(model, matrix.costs, column).with_seasons())
    return Seasonless(_without(priced, left_out), np.flatnonzero(~left_out))


def _without(matrix: Matrix, left_out: NDArray[np.bool_]) -> Matrix:
    """Leave out columns, and ask of each row only what it asks whatever these columns are."""
    kept = np.flatnonzero(~left_out)
    rows = np.flatnonzero(~matrix.of_rules(RULES_OF_SEASONS))
    gone = matrix.rows[rows][:, np.flatnonzero(left_out)]
    fewest = gone.minimum(0) @ np.ones(gone.shape[1])
    most = gone.maximum(0) @ np.ones(gone.shape[1])
    slim = only_columns(matrix, kept)
    return replace(
        slim,
        names=[matrix.names[row] for row in rows],
        rows=slim.rows[rows],
        least=matrix.least[rows] - most,
        most=matrix.most[rows] - fewest,
    )


@dataclass(frozen=True)
class _Prices:
    """What seasons under works add to the costs of other decisions, at least."""

    model: PlanModel
    costs: Floats
    """Of the whole problem's columns, million yen."""
    column: Mapping[pulp.LpVariable, int]

    def with_seasons(self) -> Floats:
        """Costs of all columns: works with what their seasons cost, moves to a pool with what its works could save."""
        costs, x, pool = self.costs.copy(), self.model.decisions, self.model.network.scenario.costs.pool
        for key, repairs in x.repairs.items():
            seasons = list(self._seasons(key, pool.repair.closed_seasons))
            # the pool may be left or rebuilt before the later seasons
            costs[self.column[repairs]] += sum(seasons[:1]) + sum(min(0.0, cost) for cost in seasons[1:])
        for key, rebuilds in x.rebuilds.items():
            costs[self.column[rebuilds]] += sum(self._seasons(key, pool.rebuild.closed_seasons))
        savings = dict[Option, list[tuple[int, float]]]()
        for (option, year), move in x.moves.items():
            if option not in savings:
                savings[option] = list(self._savings(option))
            later = sorted(saved for when, saved in savings[option] if when >= year)
            costs[self.column[move]] += sum(later[: pool.repair.closed_seasons + pool.rebuild.closed_seasons])
        return costs

    def _seasons(self, key: PoolKey, seasons: int) -> Iterator[float]:
        """What each season under works costs at least: somebody of the pool's own school swims elsewhere."""
        net = self.model.network
        own = [home for home in net.homes.values() if home.site == key.site]
        for year in range(key.year, min(key.year + seasons, net.scenario.planned_years.stop)):
            yield min(self._away(home, year) for home in own)

    def _savings(self, option: Option) -> Iterator[tuple[int, float]]:
        """Years in which works at a guest's pool might save money, because it swims elsewhere for less."""
        for year in self.model.network.years_under_works.get(option.site, ()):
            saved = self._away(option, year)
            if saved < 0:
                yield year, saved

    def _away(self, option: Option, year: int) -> float:
        """What it costs more to swim elsewhere for a season, at least; infinite if there is no other place."""
        absent = self.model.decisions.absent.get(UseKey(option, year))
        less = 0.0 if absent is None else float(self.costs[self.column[absent]])
        return less + self._cheapest(option.cohort, option.site, year)

    def _cheapest(self, cohort: Cohort, site: str, year: int) -> float:
        """Least cost of swimming for a season at any other place."""
        visits = self.model.decisions.visits
        keys = (UseKey(other, year) for other in self.model.network.away[cohort] if other.site != site)
        return min((float(self.costs[self.column[visits[key]]]) for key in keys if key in visits), default=np.inf)
