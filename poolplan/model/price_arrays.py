"""The costs with the most lines, of lessons, buses and wear, worked out as arrays: a hundred times as fast as lines.

How much of everything a decision takes hangs on no price and is counted once. The formulas are those of the ledger's
items, and the tests hold both against each other to the yen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csr_array

from poolplan.model.costs import GENERAL_FUND, USERS, discount_factor, price_level
from poolplan.model.pool_costs import failure_yen, upkeep_yen, worn
from poolplan.model.search import MILLION, Floats
from poolplan.model.variables import Decisions, Variables
from poolplan.network.buses import bus_days, day_fares
from poolplan.network.demand import pupil_visits_per_year
from poolplan.network.options import Network, Option
from poolplan.scenario.costs import Bus
from poolplan.scenario.schema import Scenario

ITEMS_IN_ARRAYS = frozenset(
    {
        *("lesson_hire", "lesson_utilities", "lesson_coaching", "lesson_entry"),
        *("bus_hire", "pool_upkeep", "pool_failure"),
    }
)
PER_SESSION = {
    "lesson_hire": "hire_yen",
    "lesson_utilities": "utilities_yen",
    "lesson_coaching": "coaching_yen",
}

Numbers = NDArray[np.int64]


class Trips(NamedTuple):
    """Buses that uses of options need."""

    options: tuple[Option, ...]
    use: Numbers
    """Number of the use, one per trip."""
    option: Numbers
    """Number of the option, one per trip."""
    days: Numbers
    """Bus days: one row per trip, one column per class."""


@dataclass(frozen=True)
class Quantities:
    """What the decisions of a model take, whatever its prices."""

    size: int
    """Columns of the problem."""
    spread: csr_array
    """One row per column of the problem, one column per use of an option in a year."""
    mode: Numbers
    """Number of each use's mode."""
    year: Numbers
    """Number of each use's year."""
    sessions: Numbers
    visits: Numbers
    trips: Trips
    worn: Numbers
    """Own pools in use: column of the decision, number of the year, years of wear; one row each."""


def quantities(net: Network, x: Decisions, column: Mapping[pulp.LpVariable, int]) -> Quantities:
    """Count what the decisions of a model take.

    Args:
        net: the network.
        x: decisions of the model, none of which sends anybody elsewhere for a season.
        column: number of each decision.
    """
    years, names = net.scenario.planned_years, list(net.scenario.modes)
    uses = list(_uses(net, x))
    columns = [column[variable] for _, _, use in uses for variable in use]
    starts = np.cumsum([0, *(len(use) for _, _, use in uses)])
    spread = csr_array((np.ones(len(columns)), columns, starts), shape=(len(uses), len(column)))
    modes = [net.scenario.modes[option.mode] for option, _, _ in uses]
    visits = [pupil_visits_per_year(net.pupils(o.cohort, t), mode) for (o, t, _), mode in zip(uses, modes, strict=True)]
    worn_out = [(column[v], key.year - years[0], wear) for key, wear, decisions in worn(net, x) for v in decisions]
    return Quantities(
        size=len(column),
        spread=csr_array(spread.T),
        mode=_whole(names.index(option.mode) for option, _, _ in uses),
        year=_whole(year - years[0] for _, year, _ in uses),
        sessions=_whole(net.needs(option, year) for option, year, _ in uses),
        visits=_whole(visits),
        trips=_trips(net, [(option, year) for option, year, _ in uses]),
        worn=np.array(worn_out, dtype=np.int64).reshape(-1, 3),
    )


def _uses(net: Network, x: Decisions) -> Iterator[tuple[Option, int, Variables]]:
    for option in net.options:
        for year in net.scenario.planned_years:
            use = x.use(option, year)
            if use:
                yield option, year, use


def _whole(numbers: Iterable[int]) -> Numbers:
    return np.fromiter(numbers, dtype=np.int64)


def _trips(net: Network, uses: list[tuple[Option, int]]) -> Trips:
    rows = [row for row, (option, _) in enumerate(uses) if option.travel_by == "bus"]
    number = {option: index for index, option in enumerate(dict.fromkeys(uses[row][0] for row in rows))}
    day, seats = net.scenario.costs.bus.day, [fare.seats for fare in day_fares(0.0, 0.0, net.scenario.costs.bus)]
    days = [
        [bus_days(net.pupils(o.cohort, t), net.scenario.modes[o.mode], n, day) for n in seats]
        for o, t in (uses[row] for row in rows)
    ]
    option = _whole(number[uses[row][0]] for row in rows)
    return Trips(tuple(number), _whole(rows), option, np.array(days, dtype=np.int64).reshape(-1, len(seats)))


def still_hold(old: Scenario, new: Scenario) -> bool:
    """Say whether the quantities of a model are the same under other prices: bus days and years of wear are."""
    return _of_days(old.costs.bus) == _of_days(new.costs.bus) and (
        old.costs.pool.repair.renews_wear_years == new.costs.pool.repair.renews_wear_years
    )


def _of_days(bus: Bus) -> tuple[int, ...]:
    return bus.day.round_trips, bus.day.escorts, *(fare.seats for fare in day_fares(0.0, 0.0, bus))


def costs_in_arrays(net: Network, taken: Quantities) -> Floats:
    """Present value of `ITEMS_IN_ARRAYS` on each column, million yen.

    Args:
        net: with the prices.
        taken: quantities of the same model, which `still_hold`.
    """
    costs, years = net.scenario.costs, list(net.scenario.planned_years)
    factors = np.array([discount_factor(year, costs.base_year, costs.discount_share) for year in years])
    sums = np.zeros(taken.size)
    if taken.year.size:
        counted = sum((yen for payer, yen in _of_uses(net, taken) if payer in costs.counted_payers), np.zeros(1))
        sums += taken.spread @ (counted * factors[taken.year])
    if taken.worn.size and GENERAL_FUND in costs.counted_payers:
        where, year, wear = taken.worn.T
        wear = np.maximum(wear, 0)  # a pool that is not built yet wears like a new one
        sums += np.bincount(where, weights=_of_wear(net, year, wear) * factors[year], minlength=taken.size)
    return sums / MILLION


def _of_uses(net: Network, taken: Quantities) -> Iterator[tuple[str, Floats]]:
    """Payer and yen of every use, item by item."""
    prices = [mode.prices for mode in net.scenario.modes.values()]
    for item, price in PER_SESSION.items():
        per_session = np.array([getattr(mode, price) for mode in prices])[taken.mode]
        yield GENERAL_FUND, _grown(net, item, per_session * taken.sessions, taken.year)
    fees = np.array([mode.entry_yen for mode in prices])[taken.mode] * taken.visits
    by_users = np.rint(fees * np.array([mode.entry_users_share for mode in prices])[taken.mode])
    yield USERS, _grown(net, "lesson_entry", by_users, taken.year)
    yield GENERAL_FUND, _grown(net, "lesson_entry", fees - by_users, taken.year)
    yield GENERAL_FUND, _grown(net, "bus_hire", _of_trips(net, taken), taken.year)


def _of_trips(net: Network, taken: Quantities) -> Floats:
    """Yen of the cheapest class of bus, by use."""
    trips, bus, yen = taken.trips, net.scenario.costs.bus, np.zeros(taken.year.size)
    if trips.use.size:
        fares = np.array([[fare.yen for fare in day_fares(o.minutes, o.metres, bus)] for o in trips.options])
        yen[trips.use] = np.rint(trips.days * fares[trips.option]).min(axis=1)
    return yen


def _of_wear(net: Network, year: Numbers, wear: Numbers) -> Floats:
    """Yen of upkeep and breakdowns by pool and year."""
    rules, ages = net.scenario.costs.pool, range(int(wear.max()) + 1)
    upkeep = np.array([upkeep_yen(rules.upkeep, age) for age in ages])[wear]
    yen = _grown(net, "pool_upkeep", upkeep, year)
    if rules.failure is not None:
        failure = np.array([failure_yen(rules.failure, age) for age in ages])[wear]
        yen = yen + _grown(net, "pool_failure", failure, year)
    return yen


def _grown(net: Network, item: str, yen: Floats | Numbers, year: Numbers) -> Floats:
    """Put an item's yen at the prices of its years, whole yen again."""
    levels = np.array([price_level(net, item, t) for t in net.scenario.planned_years])
    return np.asarray(yen, dtype=float) if (levels == 1).all() else np.rint(yen * levels[year])
