"""Plans of one year: a good plan first, then everything closed that no cheaper plan can take, proven by relaxations."""

from typing import NamedTuple

import numpy as np
import pulp

from poolplan.model.bounds import Bounds, likely_options
from poolplan.model.desk import NO_GAP, Desk
from poolplan.model.exchange import LocationProblem
from poolplan.model.knapsacks import ScarceProblem, bounds_at, relaxed
from poolplan.model.location import lagrangian, option_variables
from poolplan.model.packing import Wholes
from poolplan.model.scarce_start import Left, Tried, grain_yen, left, tried
from poolplan.model.search import MILLION, Floats
from poolplan.model.variables import UseKey

CLOSE_SHARE = 1e-7
"""Costs this near to each other count as equal."""
LONGEST_S = 30.0
"""A plan with few options takes no longer."""
LONGEST_SCARCE_S = 12.0
"""Nor where room is scarce: few options are then hopeless, and the whole search needs the time."""
TRIES_SHARE = 0.3
"""Share of the time limit after which no more plans are tried by shifting and swapping."""
STEP_NOISE_SHARE, LEAST_STEP_SHARE = 0.01, 1e-6
"""Noise allowed for, as a share of the step between costs; least step, as a share of the cost."""
CORE_OPTIONS = 6
"""Options a school keeps while a first choice of sites is made: those with the lowest bounds."""


class Opening(NamedTuple):
    """What is known before the search proper."""

    values: Floats | None
    """A plan, as values of the variables; None if this is no easy case."""
    least_yen: float
    """No plan costs less."""
    step_yen: float = 0.0
    """Costs of plans are multiples of this; 0 where no such step is known."""

    def raised(self, bound_million: float) -> float:
        """Raise a bound, million yen, to the least cost that a plan can have."""
        return _rounded_up(bound_million * MILLION, self.step_yen) / MILLION


def roomy_opening(desk: Desk, problem: LocationProblem) -> Opening:
    """Bound, plan, and close what no cheaper plan can take; with the likeliest options only, if the plan is none."""
    step = grain_yen(problem.fixed, problem.cost)
    known = lagrangian(problem, step)
    values = desk.values(_taken(desk, known.at(problem))) if np.isfinite(known.yen) else None
    if values is None:
        few = desk.columns(option_variables(desk.model, likely_options(known.bounds, CORE_OPTIONS)))
        values = desk.plan_without(few, NO_GAP, LONGEST_S)
    if values is None:
        return Opening(None, known.bounds.least_yen)
    return _closed(desk, known.bounds, values, known.bounds.least_yen, step_of(problem, desk.cost_yen(values)))


def scarce_opening(desk: Desk, problem: ScarceProblem) -> Opening:
    """Bound, shift and swap schools, put the choices of all tries together, and close what no cheaper plan can take."""
    known = relaxed(problem, np.inf)
    plans = tried(problem, known, lambda: desk.spent_s < TRIES_SHARE * (desk.spent_s + desk.left_s))
    values = desk.values(_taken(desk, plans.at)) if plans else None
    if plans is None or values is None:
        guess = bounds_at(problem, known)
        few = option_variables(desk.model, likely_options(guess, CORE_OPTIONS))
        values = desk.plan_without(desk.columns(few), NO_GAP, LONGEST_SCARCE_S)
        if values is None:
            return Opening(None, guess.least_yen)
    yen = desk.cost_yen(values)
    step = step_of(problem, yen)
    rest = left(problem, known, limit_yen(yen, step))
    if plans and rest.bounds.least_yen <= limit_yen(yen, step):
        values = desk.plan_without(_others(desk, plans), NO_GAP, LONGEST_SCARCE_S, values)
        rest = left(problem, known, limit_yen(desk.cost_yen(values), step))
    _keep_full(desk, problem, rest, values)
    return _closed(desk, rest.bounds, values, rest.bounds.least_yen, step)


def step_of(problem: LocationProblem | ScarceProblem, yen: float) -> float:
    """Return the step between the costs of plans; 0 where it is too small beside the cost to be told from noise."""
    step = grain_yen(problem.fixed, problem.cost)
    return step if step >= LEAST_STEP_SHARE * abs(yen) else 0.0


def limit_yen(yen: float, step_yen: float) -> float:
    """What a plan that is cheaper than a known one costs at most, with some room for noise."""
    return yen - step_yen * (1 - STEP_NOISE_SHARE) if step_yen else yen * (1 + CLOSE_SHARE)


def _taken(desk: Desk, at: Wholes) -> list[pulp.LpVariable]:
    """Decisions of a plan that sends every school to a site, given by its row."""
    x, places = desk.model.decisions, desk.model.network.places
    year = desk.model.network.scenario.years.first
    sites = [key.site for key in x.contracts]
    goes_to = {school: sites[row] for school, row in zip(places.schools, at, strict=True)}
    moves = [x.moves[UseKey(o, year)] for o in desk.model.network.options if goes_to[o.school] == o.site]
    return moves + [x.contracts[key] for key in x.contracts if key.site in set(goes_to.values())]


def _others(desk: Desk, plans: Tried) -> list[int]:
    """Columns of the options that none of the plans takes."""
    return desk.columns(option_variables(desk.model, plans.options))


def _keep_full(desk: Desk, problem: ScarceProblem, rest: Left, values: Floats) -> None:
    """Say that used sites are nearly full, where every cheaper plan has them so, and the known one too."""
    net, x = desk.model.network, desk.model.decisions
    year, column = net.scenario.years.first, {v: number for number, v in enumerate(desk.matrix.variables)}
    for row, key in enumerate(x.contracts):
        least = float(problem.room[row] - rest.spare[row])
        moves = [(column[x.moves[UseKey(o, year)]], float(net.needs(o, year))) for o in net.guests[key.site]]
        terms = [*moves, (column[x.contracts[key]], -least)]
        is_kept = sum(values[number] * size for number, size in terms) >= -CLOSE_SHARE
        if least > 0 and is_kept:
            where, sizes = zip(*terms, strict=True)
            desk.highs.addRow(0.0, np.inf, len(terms), np.array(where, dtype=np.int32), np.array(sizes))


def _closed(desk: Desk, bounds: Bounds, values: Floats, least_yen: float, step_yen: float) -> Opening:
    """Close what no cheaper plan can take; the known plan stays possible."""
    known = desk.cost_yen(values)
    limit = limit_yen(known, step_yen)
    hopeless = desk.columns(option_variables(desk.model, bounds.with_option_yen <= limit))
    contracts = list(desk.model.decisions.contracts.values())
    needed = desk.columns([contracts[site] for site in np.flatnonzero(bounds.without_site_yen > limit)])
    desk.fix([column for column in hopeless if values[column] < 0.5], 0.0)  # noqa: PLR2004 - taken or not
    desk.fix([column for column in needed if values[column] > 0.5], 1.0)  # noqa: PLR2004 - taken or not
    desk.give_what_is_left()
    desk.start_from(values)
    if step_yen:
        desk.highs.setOptionValue("mip_abs_gap", step_yen / MILLION * (1 - STEP_NOISE_SHARE))
    return Opening(values, min(known, _rounded_up(least_yen, step_yen)), step_yen)


def _rounded_up(yen: float, step_yen: float) -> float:
    """Return the least cost that a plan can have, given a bound."""
    return float(np.ceil(yen / step_yen - STEP_NOISE_SHARE) * step_yen) if step_yen and np.isfinite(yen) else yen
