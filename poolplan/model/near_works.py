"""Where works close pools: a plan is looked for with works about the years in which plans known have them.

Everybody's places in all seasons of all works are far more than a solver looks through in time; HiGHS may then not even
heed its time limit (docs/decisions/017). Left are the seasons of works near those known, for those who may be there.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.model.build import PlanModel
from poolplan.model.improve import FREE
from poolplan.model.relaxation import Least
from poolplan.model.search import Floats, Matrix
from poolplan.model.variables import PoolKey

Marks = NDArray[np.bool_]
Column = Mapping[pulp.LpVariable, int]


def near_works(
    model: PlanModel, matrix: Matrix, told: Least, plan: Floats | None, years: int
) -> tuple[Marks, Least] | None:
    """Choose works near those taken, and the seasons they ask for; None where the problem has no such seasons.

    Args:
        model: the model.
        matrix: its problem, or a part of it.
        told: moves and works worth taking.
        plan: a plan known.
        years: works are done up to so many years earlier or later than there.

    Returns:
        columns that may be left out, and what is worth taking of them.
    """
    x = model.decisions
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    seasons = [*x.under_works.values(), *x.absent.values(), *x.visits.values()]
    if not seasons or any(variable not in column for variable in seasons):
        return None
    taken = told.values > FREE if plan is None else (told.values > FREE) | (plan > FREE)
    moves = [move for move in x.moves.values() if taken[column[move]] or told.dearer[column[move]] <= FREE]
    works, closed = _works_near(model, taken, column, years)
    optional = matrix.marked([*x.moves.values(), *x.repairs.values(), *x.rebuilds.values(), *seasons])
    worth = matrix.marked([*moves, *works, *_seasons_of(model, set(moves), closed)])
    dearer = np.where(optional & ~worth, np.inf, told.dearer)
    return optional, told._replace(values=np.where(optional, worth, told.values), dearer=dearer)


def _works_near(
    model: PlanModel, taken: Marks, column: Column, reach: int
) -> tuple[list[pulp.LpVariable], set[PoolKey]]:
    """Works up to some years from those taken, or in their place, and the seasons in which they close their pools."""
    x, pool = model.decisions, model.network.scenario.costs.pool
    kinds = ((x.repairs, pool.repair.closed_seasons), (x.rebuilds, pool.rebuild.closed_seasons))
    done = {key for works, _ in kinds for key, variable in works.items() if taken[column[variable]]}
    sites = {key.site for key in done}
    found, closed = list[pulp.LpVariable](), set[PoolKey]()
    for works, seasons in kinds:
        years: dict[str, list[int]] = {site: [] for site in sites}
        for site, year in done & works.keys():
            if taken[column[works[PoolKey(site, year)]]]:
                years[site].append(year)
        for (site, year), variable in works.items():
            if site in sites and all(abs(year - other) <= reach for other in years[site]):
                found.append(variable)
                closed |= {PoolKey(site, year + later) for later in range(seasons)}
    return found, closed


def _seasons_of(model: PlanModel, moves: set[pulp.LpVariable], closed: set[PoolKey]) -> Iterator[pulp.LpVariable]:
    """Decisions on seasons in which pools may be closed: for those who may belong there, given the moves."""
    x = model.decisions
    first: dict[object, int] = {}
    for (option, year), move in x.moves.items():
        if move in moves:
            first[option] = min(year, first.get(option, year))
    yield from (variable for key, variable in x.under_works.items() if key in closed)
    leaving = set[tuple[object, int]]()
    for (option, year), absent in x.absent.items():
        if PoolKey(option.site, year) in closed and (option.is_home or first.get(option, year + 1) <= year):
            leaving.add((option.cohort, year))
            yield absent
    yield from (visit for (option, year), visit in x.visits.items() if (option.cohort, year) in leaving)
