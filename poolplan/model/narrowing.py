"""Plans of one year: a good plan first, then everything closed that no cheaper plan can take, proven by relaxations."""

from typing import NamedTuple

import numpy as np
import pulp

from poolplan.model.bounds import Bounds, likely_options
from poolplan.model.desk import NO_GAP, Desk
from poolplan.model.exchange import LocationProblem
from poolplan.model.knapsacks import Relaxed, ScarceProblem, bounds_at, relaxed
from poolplan.model.location import lagrangian, option_variables
from poolplan.model.packing import Wholes
from poolplan.model.patience import Patience
from poolplan.model.scarce_start import Left, Tried, as_tried, cheaper, left, tried
from poolplan.model.search import MILLION, Floats
from poolplan.model.settling import Sites, settled_sets
from poolplan.model.site_sets import site_sets
from poolplan.model.steps import CLOSE_SHARE, STEP_NOISE_SHARE, grain_yen, limit_yen, rounded_up, step_of
from poolplan.model.variables import UseKey

LONGEST_S = 30.0
"""A plan with few options takes no longer."""
LONGEST_SCARCE_S = 12.0
"""Nor where room is scarce: few options are then hopeless, and the whole search needs the time."""
TRIES_SHARE = 0.3
"""Share of the time limit after which no more plans are tried by shifting and swapping."""
SETTLING_SHARE = 0.7
"""Share of the time limit after which no more sets of sites are settled."""
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
        return rounded_up(bound_million * MILLION, self.step_yen) / MILLION


def roomy_opening(desk: Desk, problem: LocationProblem) -> Opening:
    """Bound, plan, and close what no cheaper plan can take; with the likeliest options only, if the plan is none."""
    step = grain_yen(problem.fixed, problem.cost)
    known = lagrangian(problem, step, desk.patience)
    values = desk.values(_taken(desk, known.at(problem))) if np.isfinite(known.yen) else None
    if values is None:
        few = desk.columns(option_variables(desk.model, likely_options(known.bounds, CORE_OPTIONS)))
        values = desk.plan_without(few, NO_GAP, LONGEST_S)
    if values is None:
        return Opening(None, known.bounds.least_yen)
    return _closed(desk, known.bounds, values, known.bounds.least_yen, step_of(problem, desk.cost_yen(values)))


def scarce_opening(desk: Desk, problem: ScarceProblem) -> Opening:
    """Bound, shift and swap schools, settle sets of sites one by one, and close what no cheaper plan can take."""
    tries = desk.patience.within(TRIES_SHARE * desk.patience.left_s)
    known = relaxed(problem, desk.patience)
    plans = tried(problem, known, desk.patience, runs=0) or tried(problem, known, tries)
    values = desk.values(_taken(desk, plans.at)) if plans else None
    if plans is None or values is None:
        values, guess = _likely(desk, problem, known)
        if values is None:
            return Opening(None, guess)
        step = step_of(problem, desk.cost_yen(values))
        rest = left(problem, known, limit_yen(desk.cost_yen(values), step), desk.patience)
    else:
        step = step_of(problem, plans.yen)
        values, rest = _settled(_Scarce(desk, problem, known, tries), plans, values)
    _keep_full(desk, problem, rest, values)
    return _closed(desk, rest.bounds, values, rest.bounds.least_yen, step)


def _likely(desk: Desk, problem: ScarceProblem, known: Relaxed) -> tuple[Floats | None, float]:
    """A plan of likely options, if there is one, and what none costs less than."""
    if desk.patience.is_stopped:
        return None, next((chosen.least_yen for chosen in site_sets(problem, known)), -np.inf)
    guess = bounds_at(problem, known)
    few = option_variables(desk.model, likely_options(guess, CORE_OPTIONS))
    return desk.plan_without(desk.columns(few), NO_GAP, LONGEST_SCARCE_S), guess.least_yen


class _Scarce(NamedTuple):
    """A question in which room is scarce, and what is at hand to answer it."""

    desk: Desk
    problem: ScarceProblem
    known: Relaxed
    tries: Patience
    """With shifting and swapping."""


def _settled(asked: _Scarce, plans: Tried, values: Floats) -> tuple[Floats, Left]:
    """Settle sets of sites; where some are left, try more and put the choices of all tries together."""
    desk, problem, known, tries = asked
    step, patience = step_of(problem, plans.yen), desk.patience
    settling = patience.within(SETTLING_SHARE * patience.left_s)
    found = settled_sets(problem, known, Sites(plans.at, plans.yen), step, settling)
    better = desk.values(_taken(desk, found.plan.at))
    if better is None:  # another rule forbids it: what it ruled out may hold plans that keep all rules
        return values, left(problem, known, limit_yen(plans.yen, step), patience)
    rest = left(problem, known, limit_yen(found.plan.yen, step), patience, found.done)
    if rest.bounds.least_yen > limit_yen(found.plan.yen, step) or patience.is_over:
        return better, rest
    every = cheaper(cheaper(as_tried(problem, *found.plan), plans), tried(problem, known, tries))
    start = desk.values(_taken(desk, every.at))
    values = desk.plan_without(_others(desk, every), NO_GAP, LONGEST_SCARCE_S, better if start is None else start)
    return values, left(problem, known, limit_yen(desk.cost_yen(values), step), patience, found.done)


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
    return Opening(values, min(known, rounded_up(least_yen, step_yen)), step_yen)
