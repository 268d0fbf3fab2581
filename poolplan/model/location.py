"""Which sites for one year? Bounds by Lagrangian relaxation, and the options that no better plan can take.

Only for plans of a single year in which every school must go to a site with a contract and every site has room for all:
simple plant location or the p-median problem. Relaxing "every school goes somewhere" leaves one sum for each site, so
that a bound as good as the linear relaxation's takes tenths of a second (Cornuejols, Fisher and Nemhauser, Management
Science 1977), and so does the least that a plan with each option costs. Where room is scarce: `knapsacks.py`.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.model.bounds import Bounds, Floats
from poolplan.model.build import PlanModel
from poolplan.model.knapsacks import ScarceProblem
from poolplan.model.variables import UseKey

ROUNDS = 600
"""Rounds of the subgradient method; the bound hardly moves after some hundreds."""
FIRST_STEP, SMALLEST_STEP = 2.0, 1e-3
PATIENCE_ROUNDS = 25
"""Rounds without a better bound before the step is halved."""
TOLERANCE_SHARE = 1e-9


@dataclass(frozen=True)
class LocationProblem:
    """Costs in yen; schools are columns, sites rows."""

    fixed: Floats
    """Cost of a contract with each site."""
    cost: Floats
    """Cost of each school at each site; infinite where it is no option."""
    most: int
    """Sites that may have a contract."""


def location_problem(model: PlanModel) -> LocationProblem | ScarceProblem | None:
    """Read the costs of a plan of one year off its model; None if it is another kind of question."""
    net, x = model.network, model.decisions
    sites = {key.site: row for row, key in enumerate(x.contracts)}
    year = net.scenario.years.first
    is_other = x.swims or x.short or len(net.scenario.planned_years) > 1 or net.home_options
    if is_other or not sites or net.guests.keys() != sites.keys():
        return None
    schools = {school: column for column, school in enumerate(net.places.schools)}
    yen = model.problem.objective
    cost = np.full((len(sites), len(schools)), np.inf)
    needs = np.zeros(cost.shape, dtype=np.int64)
    for option in net.options:
        place = sites[option.site], schools[option.school]
        if np.isfinite(cost[place]):
            return None  # two ways of holding lessons at one site: the relaxations know one
        cost[place] = yen.get(x.moves[UseKey(option, year)], 0.0)
        needs[place] = net.needs(option, year)
    fixed = np.array([yen.get(contract, 0.0) for contract in x.contracts.values()])
    most = net.scenario.programme.outside_sites_at_most
    room = np.array([net.room_for_guests(site, year) for site in sites], dtype=np.int64)
    if (room >= needs.max(axis=0).sum()).all():
        return LocationProblem(fixed, cost, len(sites) if most is None else most)
    scarce = ScarceProblem(fixed, cost, needs.max(axis=0), room)
    are_alike = ((needs == scarce.needs) | np.isinf(cost)).all()
    return scarce if are_alike and most is None and not scarce.is_large else None


def lagrangian(problem: LocationProblem, target_yen: float) -> Bounds:
    """Search for the best prices of "every school goes somewhere" by the subgradient method.

    Args:
        problem: what to bound.
        target_yen: cost of a known plan, infinite if there is none: steps are sized by the distance to it.
    """
    usable = np.where(np.isfinite(problem.cost), problem.cost, np.nan)
    prices = np.nanmin(usable + problem.fixed[:, None] / problem.cost.shape[1], axis=0)
    best, best_prices = -np.inf, prices
    dearest = float(np.nanmean(usable, axis=0).sum() + problem.fixed.sum())
    step, waited = FIRST_STEP, 0
    for _ in range(ROUNDS):
        found = _solved(problem, prices)
        value = float(prices.sum() + found.value[found.taken].sum())
        waited += 1
        if value > best + abs(best) * TOLERANCE_SHARE or not np.isfinite(best):
            best, best_prices, waited = value, prices, 0
        slope = 1.0 - found.served.sum(axis=0)
        length = float(slope @ slope)
        if length == 0 or step < SMALLEST_STEP:
            break
        if waited >= PATIENCE_ROUNDS:
            step, waited, prices = step / 2, 0, best_prices
        if found.taken.any():
            plan_yen = problem.fixed[found.taken].sum() + problem.cost[found.taken].min(axis=0).sum()
            target_yen = min(target_yen, float(plan_yen))
        ahead = max((target_yen if np.isfinite(target_yen) else dearest) - value, abs(value) * SMALLEST_STEP)
        prices = prices + step * ahead / length * slope
    return _bounds(problem, best_prices)


class _Round(NamedTuple):
    """Solved site by site for given prices."""

    reduced: Floats
    """Cost of each school at each site less its price."""
    value: Floats
    """What a contract with each site adds: its fixed cost and every reduced cost below 0."""
    taken: NDArray[np.bool_]
    """Sites that are worth a contract, the best ones where only so many may be taken."""

    @property
    def served(self) -> NDArray[np.bool_]:
        """Schools (columns) that each site taken would take."""
        return (self.reduced < 0) & self.taken[:, None]


def _solved(problem: LocationProblem, prices: Floats) -> _Round:
    reduced = problem.cost - prices
    value = problem.fixed + np.minimum(reduced, 0.0).sum(axis=1)
    taken = np.zeros(value.size, dtype=bool)
    taken[np.argsort(value, kind="stable")[: problem.most]] = True
    return _Round(reduced, value, taken & (value < 0))


def _bounds(problem: LocationProblem, prices: Floats) -> Bounds:
    """What plans must cost with each option, and without each site, by the relaxation at these prices."""
    found = _solved(problem, prices)
    least = float(prices.sum() + found.value[found.taken].sum())
    is_full = bool(found.taken.any()) and found.taken.sum() == problem.most
    worst = found.value[found.taken].max() if is_full else 0.0
    with_school = found.value[:, None] + np.maximum(found.reduced, 0.0)
    instead_of = np.where(found.taken, found.value, worst)[:, None]
    with_option = least + np.maximum(0.0, with_school - instead_of)
    spare = found.value[~found.taken].min(initial=0.0) if is_full else 0.0
    without_site = np.where(found.taken, least - found.value + spare, least)
    return Bounds(least, with_option, without_site)


def option_variables(model: PlanModel, keep: NDArray[np.bool_]) -> list[pulp.LpVariable]:
    """Decisions of the options that are not marked."""
    x, year = model.decisions, model.network.scenario.years.first
    rows = {key.site: row for row, key in enumerate(x.contracts)}
    columns = {school: column for column, school in enumerate(model.network.places.schools)}
    return [
        x.moves[UseKey(option, year)]
        for option in model.network.options
        if not keep[rows[option.site], columns[option.school]]
    ]
