"""The costs with the most lines, of lessons, buses and wear, worked out as arrays: a hundred times as fast as lines.

How much of everything a decision takes depends on no price and is counted once. The formulas are those of the ledger's
items, and the tests hold both against each other to the yen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pulp
from scipy.sparse import csr_array

from poolplan.model.costs import GENERAL_FUND, USERS, discount_factor, price_level
from poolplan.model.pool_costs import failure_yen, upkeep_yen, worn
from poolplan.model.search import MILLION, Floats
from poolplan.model.variables import Decisions, Variables
from poolplan.network.buses import bus_days, day_fares
from poolplan.network.demand import pupil_visits_per_year
from poolplan.network.hired import fares_for
from poolplan.network.option_arrays import Numbers, OptionArrays, needs_table, option_arrays
from poolplan.network.options import Network, Option
from poolplan.scenario.costs import Bus
from poolplan.scenario.schema import Scenario

ITEMS_IN_ARRAYS = frozenset(
    {
        *("lesson_hire", "lesson_utilities", "lesson_coaching", "lesson_entry", "lesson_quote"),
        *("bus_hire", "pool_upkeep", "pool_failure"),
    }
)
PER_SESSION = {
    "lesson_hire": "hire_yen",
    "lesson_utilities": "utilities_yen",
    "lesson_coaching": "coaching_yen",
}


class Trips(NamedTuple):
    """Buses that uses of options need."""

    options: tuple[Option, ...]
    use: Numbers
    """Number of the use, one per trip."""
    option: Numbers
    """Number of the option, one per trip."""
    days: Numbers
    """Bus-days: one row per trip, one column per class."""


@dataclass(frozen=True)
class Uses:
    """What uses of options take, whatever the prices of the scenario; one entry per option and year."""

    mode: Numbers
    """Number of the mode."""
    year: Numbers
    """Number of the year."""
    sessions: Numbers
    visits: Numbers
    quoted_yen: Numbers
    """What the site quotes for a year, yen of the base year."""
    trips: Trips


@dataclass(frozen=True)
class Quantities:
    """What the decisions of a model take, whatever its prices."""

    size: int
    """Columns of the problem."""
    spread: csr_array
    """One row per column of the problem, one column per use of an option in a year."""
    uses: Uses
    worn: Numbers
    """Own pools in use: column of the decision, number of the year, years of wear; one row each."""


def quantities(net: Network, x: Decisions, column: Mapping[pulp.LpVariable, int]) -> Quantities:
    """Count what the decisions of a model take.

    Args:
        net: the network.
        x: decisions of the model, none of which sends anybody elsewhere for a season.
        column: number of each decision.
    """
    first, uses = net.scenario.years.first, list(_uses(net, x))
    columns = [column[variable] for _, _, use in uses for variable in use]
    starts = np.cumsum([0, *(len(use) for _, _, use in uses)])
    spread = csr_array((np.ones(len(columns)), columns, starts), shape=(len(uses), len(column)))
    worn_out = [(column[v], key.year - first, wear) for key, wear, decisions in worn(net, x) for v in decisions]
    options, years = _whole(number for number, _, _ in uses), _whole(year - first for _, year, _ in uses)
    return Quantities(
        size=len(column),
        spread=csr_array(spread.T),
        uses=uses_of(net, option_arrays(net), options, years),
        worn=np.array(worn_out, dtype=np.int64).reshape(-1, 3),
    )


def _uses(net: Network, x: Decisions) -> Iterator[tuple[int, int, Variables]]:
    """Number of the option, year, and decisions that say so."""
    for number, option in enumerate(net.options):
        for year in net.scenario.planned_years:
            use = x.use(option, year)
            if use:
                yield number, year, use


def _whole(numbers: Iterable[int]) -> Numbers:
    return np.fromiter(numbers, dtype=np.int64)


def uses_of(net: Network, arrays: OptionArrays, option: Numbers, year: Numbers) -> Uses:
    """Count what uses of options take.

    Args:
        net: the network.
        arrays: its options.
        option: number of the option of each use.
        year: number of the year of each use.
    """
    quotes = net.places.quotes
    quoted = [quotes.get(o[:3], 0) for o in net.options] if quotes else [0] * len(net.options)
    cohort, mode = arrays.cohort[option], arrays.mode[option]
    return Uses(
        mode=mode,
        year=year,
        sessions=needs_table(net)[cohort, mode, year],
        visits=_visits_table(net)[cohort, mode, year],
        quoted_yen=np.array(quoted, dtype=np.int64)[option],
        trips=_trips(net, option, year),
    )


def _visits_table(net: Network) -> Numbers:
    """Visits of single pupils, laid out like `needs_table`."""
    years, modes = net.scenario.planned_years, net.scenario.modes.values()
    return np.array(
        [
            [[pupil_visits_per_year(net.pupils(cohort, year), mode) for year in years] for mode in modes]
            for cohort in net.cohorts
        ],
        dtype=np.int64,
    )


def _trips(net: Network, option: Numbers, year: Numbers) -> Trips:
    by_bus, first = np.array([o.travel_by == "bus" for o in net.options], dtype=bool), net.scenario.years.first
    rows = np.flatnonzero(by_bus[option])
    taken, number = np.unique(option[rows], return_inverse=True)
    options = tuple(net.options[index] for index in taken)
    day, seats = net.scenario.costs.bus.day, [fare.seats for fare in day_fares(0.0, 0.0, net.scenario.costs.bus)]
    trips = [(options[index], first + t) for index, t in zip(number.tolist(), year[rows].tolist(), strict=True)]
    days = [[bus_days(net.pupils(o.cohort, t), net.scenario.modes[o.mode], n, day) for n in seats] for o, t in trips]
    return Trips(options, rows, number, np.array(days, dtype=np.int64).reshape(-1, len(seats)))


def still_hold(old: Scenario, new: Scenario) -> bool:
    """Say whether the quantities of a model are the same under other prices: bus-days, years of wear and quotes."""
    repair, again = old.costs.pool.repair, new.costs.pool.repair
    is_same = repair.renews_wear_years == again.renews_wear_years and old.places.quotes == new.places.quotes
    return is_same and _of_days(old.costs.bus) == _of_days(new.costs.bus)


def _of_days(bus: Bus) -> tuple[int, ...]:
    return bus.day.round_trips, bus.day.escorts, *(fare.seats for fare in day_fares(0.0, 0.0, bus))


def costs_in_arrays(net: Network, taken: Quantities) -> Floats:
    """Present value of `ITEMS_IN_ARRAYS` on each column, million yen.

    Args:
        net: with the prices.
        taken: quantities of the same model, which `still_hold`.
    """
    sums = taken.spread @ present_yen(net, taken.uses)
    if taken.worn.size and GENERAL_FUND in net.scenario.costs.counted_payers:
        where, year, wear = taken.worn.T
        wear = np.maximum(wear, 0)  # a pool that is not built yet wears like a new one
        sums += np.bincount(where, weights=_of_wear(net, year, wear) * _factors(net)[year], minlength=taken.size)
    return sums / MILLION


def present_yen(net: Network, uses: Uses) -> Floats:
    """Present value of each use, yen; arguments as for `costs_in_arrays`."""
    counted = np.zeros(uses.year.size)
    for payer, yen in _of_uses(net, uses):
        if payer in net.scenario.costs.counted_payers:
            counted += yen
    return counted * _factors(net)[uses.year]


def _factors(net: Network) -> Floats:
    costs = net.scenario.costs
    return np.array([discount_factor(t, costs.base_year, costs.discount_share) for t in net.scenario.planned_years])


def _of_uses(net: Network, taken: Uses) -> Iterator[tuple[str, Floats]]:
    """Payer and yen of every use, item by item."""
    prices = [mode.prices for mode in net.scenario.modes.values()]
    for item, price in PER_SESSION.items():
        per_session = np.array([getattr(mode, price) for mode in prices])[taken.mode]
        yield GENERAL_FUND, _grown(net, item, per_session * taken.sessions, taken.year)
    fees = np.array([mode.entry_yen for mode in prices])[taken.mode] * taken.visits
    by_users = np.rint(fees * np.array([mode.entry_users_share for mode in prices])[taken.mode])
    yield USERS, _grown(net, "lesson_entry", by_users, taken.year)
    yield GENERAL_FUND, _grown(net, "lesson_entry", fees - by_users, taken.year)
    yield GENERAL_FUND, _grown(net, "lesson_quote", taken.quoted_yen, taken.year)
    yield GENERAL_FUND, _grown(net, "bus_hire", _of_trips(net, taken), taken.year)


def _of_trips(net: Network, taken: Uses) -> Floats:
    """Yen of the cheapest class of bus, by use."""
    trips, yen = taken.trips, np.zeros(taken.year.size)
    if trips.use.size:
        fares = np.array([[fare.yen for fare in fares_for(net, o)] for o in trips.options])
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
