"""Options that no best plan takes are dropped before the model is built, where a bound can be had without it.

Only questions of one year in which every site has room for all (`location.py`). What is left holds the cheapest plan
of all, so that whatever is proven of it is proven of the whole.
"""

from dataclasses import replace
from typing import cast

import numpy as np
import pulp

from poolplan.model.build import build_model, ledger_of
from poolplan.model.costs import present_value
from poolplan.model.exchange import LocationProblem
from poolplan.model.location import Located, lagrangian, problem_of
from poolplan.model.narrowing import limit_yen, step_of
from poolplan.model.packing import Marks
from poolplan.model.scarce_start import grain_yen
from poolplan.model.search import COST_TOLERANCE, MILLION, matrix_of
from poolplan.model.variables import UseKey, contract_keys, starts_only
from poolplan.network.options import Network

FEW_OPTIONS = 1000
"""Models with fewer options are built at once."""


def without_hopeless(network: Network) -> Network:
    """Drop what no better plan than a known one can take; the same network where nothing is known."""
    problem = _problem(network) if _is_easy(network) else None
    if problem is None:
        return network
    known = lagrangian(problem, grain_yen(problem.fixed, problem.cost))
    if not np.isfinite(known.yen):
        return network
    at = known.at(problem)
    kept = known.bounds.with_option_yen <= limit_yen(known.yen, step_of(problem, known.yen))
    plan = np.zeros_like(kept)
    plan[at, np.arange(at.size)] = True
    return _only(network, kept | plan) if _keeps_every_rule(_only(network, plan), known) else network


def _is_easy(network: Network) -> bool:
    """Say whether a question may be one of `location.py`: of cost, of one year, with no own pool and no second move."""
    scenario = network.scenario
    programme = scenario.programme
    is_other = network.home_options or len(scenario.planned_years) > 1 or scenario.objective is not None
    is_other = is_other or programme.moves_per_school_at_most > 1 or programme.unmet_sessions is not None
    return not is_other and len(network.options) >= FEW_OPTIONS


def _problem(network: Network) -> LocationProblem | None:
    """Price every option and contract by the ledger, with numbers in place of decisions."""
    year = network.scenario.years.first
    moves = [UseKey(option, year) for option in network.options]
    contracts = contract_keys(network)
    numbers = [cast("pulp.LpVariable", number) for number in range(len(moves) + len(contracts))]
    x = starts_only(dict(zip(moves, numbers, strict=False)), dict(zip(contracts, numbers[len(moves) :], strict=True)))
    yen = dict.fromkeys(numbers, 0.0)
    for decision, amount in present_value(network, ledger_of(network, x)):
        yen[decision] += amount
    found = problem_of(
        network,
        {key.option: yen[number] for key, number in x.moves.items()},
        {key.site: yen[number] for key, number in x.contracts.items()},
    )
    return found if isinstance(found, LocationProblem) else None


def _only(network: Network, kept: Marks) -> Network:
    """Return the network with the marked options: site by school, in the order of the contracts and schools."""
    sites = {key.site: row for row, key in enumerate(contract_keys(network))}
    schools = {school: column for column, school in enumerate(network.places.schools)}
    options = tuple(o for o in network.options if kept[sites[o.site], schools[o.school]])
    return replace(network, options=options)


def _keeps_every_rule(network: Network, known: Located) -> bool:
    """Say whether taking everything in a network of one plan's options keeps every rule, at the cost that is known."""
    matrix = matrix_of(build_model(network).problem)
    values = np.ones(len(matrix.variables))
    is_same = abs(matrix.cost(values) * MILLION - known.yen) <= COST_TOLERANCE * abs(known.yen)
    return is_same and next(matrix.complaints(values), None) is None
