"""MEASURES: what a plan may make as small as it can; and the RULES that hold them within bounds."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pulp

from poolplan.model.constraints import Rows, rule
from poolplan.model.costs import ITEMS, present_value, priced
from poolplan.model.variables import Decisions, UseKey, total
from poolplan.network.options import Network, Option
from poolplan.network.water import lost_water_min

Terms = Iterator[tuple[pulp.LpVariable, float]]
TermsOf = Callable[[Network, Decisions], Terms]


class Measure(NamedTuple):
    """A registered measure: the sum of its terms is its value."""

    terms: TermsOf
    unit: str
    size: float
    """Units that weigh as much as a million yen, to keep the solver's numbers of one size."""


MEASURES: dict[str, Measure] = {}


def measure(unit: str, size: float) -> Callable[[TermsOf], TermsOf]:
    """Register a measure under its function's name, the aim's."""

    def register(function: TermsOf) -> TermsOf:
        MEASURES[function.__name__] = Measure(function, unit, size)
        return function

    return register


@measure(unit="yen of the base year", size=1e6)
def cost(net: Network, x: Decisions) -> Terms:
    """Present value of the ledger.

    sum over lines l of yen[l] * discount factor of its year * decisions[l]
    """
    return present_value(net, ((item, line) for item in ITEMS for line in priced(item, net, x)))


@measure(unit="minutes one way", size=0.1)
def worst_minutes(_net: Network, x: Decisions) -> Terms:
    """Longest trip of any school in any year.

    longest     (see `no_trip_beyond_the_longest`)
    """
    return ((longest, 1.0) for longest in x.longest)


@measure(unit="pupil-minutes", size=1e4)
def lost_water_minutes(net: Network, x: Decisions) -> Terms:
    """What pupils miss of a full programme in the water, over all years.

    sum over options o, years t of pupils[o, t] * max(0, full minutes - minutes in o's mode) * swimming[o, t]
    """
    lost = {name: lost_water_min(net.scenario, mode) for name, mode in net.scenario.modes.items()}
    return _per_pupil(net, x, lambda option: lost[option.mode])


@measure(unit="pupil-minutes", size=1e4)
def travel_minutes(net: Network, x: Decisions) -> Terms:
    """What pupils spend on the way, there and back, over all years.

    sum over options o, years t of pupils[o, t] * visits a year * 2 * minutes[o] * swimming[o, t]
    """
    visits = {name: mode.sessions_per_group for name, mode in net.scenario.modes.items()}
    return _per_pupil(net, x, lambda option: visits[option.mode] * 2 * option.minutes)


def _per_pupil(net: Network, x: Decisions, minutes: Callable[[Option], float]) -> Terms:
    for option in net.options:
        each = minutes(option)
        for year in net.scenario.planned_years if each else ():
            pupils = sum(net.pupils(option.cohort, year))
            yield from ((variable, sign * pupils * each) for variable, sign in x.swimming(option, year))


@rule(unit="minutes one way", source="board's aim: objective, worst_minutes")
def no_trip_beyond_the_longest(net: Network, x: Decisions) -> Rows:
    """Where the longest trip is an aim, no school's trip is longer than it.

    for option o away from home, year t:
        minutes[o] * (use[o, t] + visits[o, t]) <= longest
    """
    for longest in x.longest:
        for option, year, swims in _trips(net, x):
            yield (*option.name_parts, year), total([*((v, option.minutes) for v in swims), (longest, -1.0)]) <= 0


@rule(unit="schools", source="board's bound: objective.at_most")
def keep_trips_short(net: Network, x: Decisions) -> Rows:
    """No school travels longer than the scenario's objective allows.

    for option o with minutes[o] > minutes at most, year t:
        use[o, t] + visits[o, t] = 0
    """
    objective = net.scenario.objective
    most = objective.at_most.get("worst_minutes") if objective else None
    for option, year, swims in _trips(net, x) if most is not None else ():
        if most is not None and option.minutes > most:
            yield (*option.name_parts, year), total((v, 1.0) for v in swims) <= 0


def _trips(net: Network, x: Decisions) -> Iterator[tuple[Option, int, list[pulp.LpVariable]]]:
    """Options and years with what says that a school travels; who moves once is there in the last year if ever."""
    last = net.scenario.years.last
    for option in net.options:
        for year in net.scenario.planned_years if not option.is_home else ():
            key = UseKey(option, year)
            swims = [*(x.use(option, year) if year == last or x.swims else ())]
            swims += [x.visits[key]] if key in x.visits else []
            if swims:
                yield option, year, swims


@rule(unit="the aim's own, in sizes of about a million yen", source="board's bound: objective.at_most")
def keep_aims_within_bounds(net: Network, x: Decisions) -> Rows:
    """Cost, lost water and time on the way stay within what the scenario's objective allows.

    for aim a with a bound, besides the longest trip:
        value[a] / size[a] <= bound[a] / size[a]
    """
    bounds: Iterable[tuple[str, float]] = net.scenario.objective.at_most.items() if net.scenario.objective else ()
    for aim, most in bounds:
        terms, _, size = MEASURES[aim]
        row = [] if aim == "worst_minutes" else [(v, amount / size) for v, amount in terms(net, x)]
        if row:
            yield (aim,), total(row) <= most / size
