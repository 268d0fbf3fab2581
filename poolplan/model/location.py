"""Which sites for one year? Bounds by Lagrangian relaxation, and the options that no better plan can take.

Only for plans of a single year in which every school must go to a site with a contract and every site has room for all:
simple plant location or the p-median problem. Relaxing "every school goes somewhere" leaves one sum for each site, so
that a bound as good as the linear relaxation's takes tenths of a second (Cornuejols, Fisher and Nemhauser, Management
Science 1977), and so does the least that a plan with each option costs. Where room is scarce: `knapsacks.py`.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.model.bounds import Bounds, Floats
from poolplan.model.build import PlanModel
from poolplan.model.exchange import LocationProblem, exchanged, plan_yen
from poolplan.model.knapsacks import ScarceProblem
from poolplan.model.packing import Marks, Wholes
from poolplan.model.patience import Patience
from poolplan.model.variables import PoolKey, UseKey
from poolplan.network.option_arrays import OptionArrays, needs_table, option_arrays
from poolplan.network.options import Network

ROUNDS = 600
"""Rounds of the subgradient method; the bound hardly moves after some hundreds."""
FIRST_STEP, SMALLEST_STEP = 2.0, 1e-3
PATIENCE_ROUNDS = 25
"""Rounds without a better bound before the step is halved."""
TOLERANCE_SHARE = 1e-9
POLISHED_ROUNDS = 100
"""Every so many rounds the sites that the relaxation takes are exchanged one by one as long as that pays."""


class Located(NamedTuple):
    """A bound and a plan that go together."""

    bounds: Bounds
    sites: Marks
    """Sites of the cheapest plan met; every school goes to its cheapest one."""
    yen: float
    """Cost of that plan; infinite if there is none."""
    prices: Floats
    """Of the schools, at which the bound holds."""

    def at(self, problem: LocationProblem) -> Wholes:
        """Row of the site of each school in the plan."""
        rows = np.flatnonzero(self.sites)
        at: Wholes = rows[problem.cost[rows].argmin(axis=0)]
        return at


class Cells(NamedTuple):
    """Where options stand in a table of sites (rows) and schools (columns); one entry per option."""

    rows: Wholes
    """In the order of the contracts; minus one at other sites."""
    columns: Wholes
    """In the order of the schools."""


def cells_of(net: Network, arrays: OptionArrays, contracts: Iterable[PoolKey]) -> Cells:
    """Find the places of all options of a plan of one year."""
    row = {key.site: number for number, key in enumerate(contracts)}
    column = {school: number for number, school in enumerate(net.places.schools)}
    rows = np.array([row.get(site, -1) for site in net.places.sites])
    return Cells(rows[arrays.site], np.array([column[cohort.school] for cohort in net.cohorts])[arrays.cohort])


def location_problem(model: PlanModel) -> LocationProblem | ScarceProblem | None:
    """Read the costs of a plan of one year off its model; None if it is another kind of question."""
    net, x, yen = model.network, model.decisions, model.problem.objective
    if x.swims or x.short or len(net.scenario.planned_years) > 1 or net.home_options:
        return None
    year = net.scenario.years.first
    moves = [yen.get(x.moves[UseKey(option, year)], 0.0) for option in net.options]
    contracts = {key: yen.get(contract, 0.0) for key, contract in x.contracts.items()}
    return problem_of(net, option_arrays(net), np.array(moves), contracts)


def problem_of(
    net: Network, arrays: OptionArrays, option_yen: Floats, contract_yen: Mapping[PoolKey, float]
) -> LocationProblem | ScarceProblem | None:
    """Put the costs of a plan of one year in order; None if it is another kind of question.

    Args:
        net: with no own pools.
        arrays: its options.
        option_yen: cost of each.
        contract_yen: cost of a contract with each site.
    """
    rows, columns = cells = cells_of(net, arrays, contract_yen)
    shape = len(contract_yen), len(net.places.schools)
    if not all(shape) or set(rows.tolist()) != set(range(shape[0])):
        return None
    cell = np.ravel_multi_index(cells, shape)
    if np.bincount(cell).max() > 1:
        return None  # two ways of holding lessons at one site: the relaxations know one
    cost, needs = np.full(shape, np.inf), np.zeros(shape, dtype=np.int64)
    cost[rows, columns] = option_yen
    needs[rows, columns] = needs_table(net)[arrays.cohort, arrays.mode, 0]
    fixed = np.array(list(contract_yen.values()))
    most, year = net.scenario.programme.outside_sites_at_most, net.scenario.years.first
    room = np.array([net.room_for_guests(site, year) for site, _ in contract_yen], dtype=np.int64)
    if (room >= needs.max(axis=0).sum()).all():
        return LocationProblem(fixed, cost, len(fixed) if most is None else most)
    scarce = ScarceProblem(fixed, cost, needs.max(axis=0), room)
    are_alike = ((needs == scarce.needs) | np.isinf(cost)).all()
    return scarce if are_alike and most is None and not scarce.is_large else None


def lagrangian(problem: LocationProblem, step_yen: float, patience: Patience) -> Located:
    """Search for the best prices of "every school goes somewhere" by the subgradient method, and for a plan.

    Args:
        problem: what to bound.
        step_yen: costs of plans are multiples of this: the search ends where no better plan is left; 0 if not known.
        patience: ends it early.
    """
    usable = np.where(np.isfinite(problem.cost), problem.cost, np.nan)
    prices = np.nanmin(usable + problem.fixed[:, None] / problem.cost.shape[1], axis=0)
    best, best_prices = -np.inf, prices
    dearest = float(np.nanmean(usable, axis=0).sum() + problem.fixed.sum())
    sites, plan_yen = np.zeros(problem.fixed.size, dtype=bool), np.inf
    step, waited = FIRST_STEP, 0
    for now in range(ROUNDS):
        found = _solved(problem, prices)
        value = float(prices.sum() + found.value[found.taken].sum())
        waited += 1
        if value > best + abs(best) * TOLERANCE_SHARE or not np.isfinite(best):
            best, best_prices, waited = value, prices, 0
        sites, plan_yen = _cheaper(problem, (sites, plan_yen), found.taken, polish=now % POLISHED_ROUNDS == 0)
        slope = 1.0 - found.served.sum(axis=0)
        length = float(slope @ slope)
        is_done = length == 0 or step < SMALLEST_STEP or best > plan_yen - step_yen * (1 - TOLERANCE_SHARE)
        if is_done or patience.ends(has_plan=bool(np.isfinite(plan_yen))):
            break
        if waited >= PATIENCE_ROUNDS:
            step, waited, prices = step / 2, 0, best_prices
        ahead = max((plan_yen if np.isfinite(plan_yen) else dearest) - value, abs(value) * SMALLEST_STEP)
        prices = prices + step * ahead / length * slope
    sites, plan_yen = _cheaper(problem, (sites, plan_yen), sites, polish=not patience.is_over)
    return Located(_bounds(problem, best_prices), sites, plan_yen, best_prices)


def _cheaper(
    problem: LocationProblem, known: tuple[Marks, float], sites: Marks, *, polish: bool
) -> tuple[Marks, float]:
    """The known plan, or the one at these sites, exchanged if asked for, where it is cheaper."""
    if not sites.any():
        return known
    yen = plan_yen(problem, sites)
    if polish and np.isfinite(yen):
        sites = exchanged(problem, sites)
        yen = plan_yen(problem, sites)
    return (sites.copy(), yen) if yen < known[1] else known


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
    net, x, year = model.network, model.decisions, model.network.scenario.years.first
    rows, columns = cells_of(net, option_arrays(net), x.contracts)
    return [x.moves[UseKey(net.options[number], year)] for number in np.flatnonzero(~keep[rows, columns])]
