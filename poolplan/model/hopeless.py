"""Options that no best plan takes are dropped before the model is built, where a bound can be had without it.

Only questions of one year in which every site has room for all (`location.py`). What is left holds the cheapest plan
of all, so that whatever is proven of it is proven of the whole.
"""

from dataclasses import replace
from typing import NamedTuple, cast

import numpy as np
import pulp

from poolplan.model.build import build_model, ledger_of
from poolplan.model.costs import present_value
from poolplan.model.exchange import LocationProblem
from poolplan.model.location import Cells, Located, cells_of, lagrangian, problem_of
from poolplan.model.packing import Marks
from poolplan.model.patience import Patience
from poolplan.model.price_arrays import ITEMS_IN_ARRAYS, present_yen, uses_of
from poolplan.model.search import COST_TOLERANCE, MILLION, matrix_of
from poolplan.model.site_tree import Plan, search_sites
from poolplan.model.solve import Solution
from poolplan.model.steps import grain_yen, limit_yen, step_of
from poolplan.model.variables import contract_keys, starts_only
from poolplan.network.option_arrays import option_arrays
from poolplan.network.options import Network

FEW_OPTIONS = 1000
"""Models with fewer options are built at once."""
MANY_LEFT = 1000
"""Where the bound leaves more options, sites are searched first; with fewer the solver is as fast."""


class _Priced(NamedTuple):
    """A question of one year with all its costs."""

    problem: LocationProblem
    cells: Cells


class Fewer(NamedTuple):
    """A network without the options that were dropped."""

    network: Network
    """Holds the cheapest plan of all; where the work was cut short, the cheapest one known and nothing else."""
    least_yen: float | None = None
    """No plan costs less, where the work was cut short; None where it was not."""

    def judged(self, solution: Solution | None) -> Solution | None:
        """Say no more of the plan found in this network than is known of all plans."""
        if solution is None or self.least_yen is None:
            return solution
        yen = solution.objective_yen
        bound = min(self.least_yen, yen)
        gap = (yen - bound) / abs(yen) if yen else 0.0
        return replace(solution, best_bound_yen=bound, gap_share=gap, status="time_limited")


def without_hopeless(network: Network, patience: Patience) -> Fewer:
    """Drop what no better plan than a known one can take; the same network where nothing is known.

    Args:
        network: schools, sites and options.
        patience: of the whole search; Ctrl-C ends it. Nothing but the plan known is left then: it is the answer.
    """
    priced = _priced(network) if _is_easy(network) else None
    if priced is None:
        return Fewer(network)
    problem, cells = priced
    with patience.listening():
        known = lagrangian(problem, grain_yen(problem.fixed, problem.cost), patience)
        if not np.isfinite(known.yen):
            return Fewer(network)
        step, least = step_of(problem, known.yen), known.bounds.least_yen
        kept = known.bounds.with_option_yen <= limit_yen(known.yen, step)
        if kept.sum() > MANY_LEFT:
            found = search_sites(problem, known.prices, Plan(known.sites, known.yen), step, patience)
            known, least = known._replace(sites=found.plan.sites, yen=found.plan.yen), max(least, found.least_yen)
            kept = (known.bounds.with_option_yen <= limit_yen(known.yen, step)) & (found.least_yen < found.plan.yen)
    is_cut_short = patience.is_over and least <= limit_yen(known.yen, step)
    at = known.at(problem)
    plan = np.zeros_like(kept)
    plan[at, np.arange(at.size)] = True
    if not _keeps_every_rule(_only(network, cells, plan), known):
        return Fewer(network)
    return Fewer(_only(network, cells, plan), least) if is_cut_short else Fewer(_only(network, cells, kept | plan))


def _is_easy(network: Network) -> bool:
    """Say whether a question may be one of `location.py`: of cost, of one year, with no own pool and no second move."""
    scenario = network.scenario
    programme = scenario.programme
    is_other = network.home_options or len(scenario.planned_years) > 1 or scenario.objective is not None
    is_other = is_other or programme.moves_per_school_at_most > 1 or programme.unmet_sessions is not None
    return not is_other and len(network.options) >= FEW_OPTIONS


def _priced(network: Network) -> _Priced | None:
    """Price every option and contract at once, as the ledger does; None if it is another kind of question."""
    arrays = option_arrays(network)
    every = np.arange(len(network.options))
    option_yen = present_yen(network, uses_of(network, arrays, every, np.zeros_like(every)))
    contracts = contract_keys(network)
    numbers = [cast("pulp.LpVariable", number) for number in range(len(contracts))]
    yen = dict.fromkeys(numbers, 0.0)
    x = starts_only({}, dict(zip(contracts, numbers, strict=True)))
    for decision, amount in present_value(network, ledger_of(network, x, without=ITEMS_IN_ARRAYS)):
        yen[decision] += amount
    contract_yen = dict(zip(contracts, yen.values(), strict=True))
    found = problem_of(network, arrays, option_yen, contract_yen)
    return _Priced(found, cells_of(network, arrays, contracts)) if isinstance(found, LocationProblem) else None


def _only(network: Network, cells: Cells, kept: Marks) -> Network:
    """Return the network with the marked options: site by school."""
    numbers = np.flatnonzero(kept[cells.rows, cells.columns])
    return replace(network, options=tuple(network.options[number] for number in numbers))


def _keeps_every_rule(network: Network, known: Located) -> bool:
    """Say whether taking everything in a network of one plan's options keeps every rule, at the cost that is known."""
    matrix = matrix_of(build_model(network).problem)
    values = np.ones(len(matrix.variables))
    is_same = abs(matrix.cost(values) * MILLION - known.yen) <= COST_TOLERANCE * abs(known.yen)
    return is_same and next(matrix.complaints(values), None) is None
