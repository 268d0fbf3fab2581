"""What decisions cost at other prices: items of many lines as arrays, of the others those that a change touches."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.model.costs import GENERAL_FUND, ITEMS, LOCAL_BOND, NATIONAL_GRANT, USERS, Line, discount_factor, priced
from poolplan.model.price_arrays import ITEMS_IN_ARRAYS, Quantities, costs_in_arrays, quantities, still_hold
from poolplan.model.search import MILLION, Floats
from poolplan.model.variables import Decisions
from poolplan.network.keeping import keeping_everything
from poolplan.network.options import Network
from poolplan.scenario.leaves import NOT_OF_THE_PLAN
from poolplan.scenario.schema import Scenario

PAYERS = (GENERAL_FUND, NATIONAL_GRANT, LOCAL_BOND, USERS)
OF_LESSONS = frozenset({"lesson_hire", "lesson_utilities", "lesson_coaching", "lesson_entry"})
OF_POOLS = frozenset(
    {
        "pool_upkeep",
        "pool_failure",
        "pool_repair",
        "pool_rebuild",
        "demolition",
        "fire_cistern",
        "idle_tank",
        "freed_site",
        "residual_value",
    }
)
OUTSIDE = "|".join([*sorted(NOT_OF_THE_PLAN - {"places"}), r"places\.landmarks"])
"""Values of a scenario on which neither plans nor their costs depend, as a pattern."""
TOUCHED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(rf"({OUTSIDE}|costs\.(discount_share|counted_payers))\b"), frozenset()),
    (re.compile(r".*\.(source|discount_source|assumed)$"), frozenset()),
    (re.compile(r"costs\.bus\b"), frozenset({"bus_hire"})),
    (re.compile(r"modes\.\w+\.prices\b"), OF_LESSONS),
    (re.compile(r"programme\.unmet_sessions\.yen_per_session$"), frozenset({"unmet_sessions"})),
    (re.compile(r"costs\.pool\b"), OF_POOLS),
)
"""Items whose lines depend on a value of the scenario; every item depends on a value that is not here."""


class Terms(NamedTuple):
    """The lines of an item as arrays, one entry per decision of a line."""

    columns: NDArray[np.int64]
    yen: Floats
    years: NDArray[np.int64]
    """Number of the year."""
    payers: NDArray[np.int64]
    """Number of the payer."""


@dataclass(frozen=True)
class Prices:
    """What the decisions of a model cost, item by item."""

    scenario: Scenario
    """With the prices."""
    taken: Quantities
    """For the items worked out as arrays."""
    terms: Mapping[str, Terms]
    """The other items."""


def costs_of(net: Network, prices: Prices) -> Floats:
    """Present value on each column, million yen.

    Args:
        net: with the scenario of the prices.
        prices: from `price`.
    """
    asked, years = prices.scenario.costs, prices.scenario.planned_years
    factors = np.array([discount_factor(year, asked.base_year, asked.discount_share) for year in years])
    is_counted = np.array([payer in asked.counted_payers for payer in PAYERS])
    sums = costs_in_arrays(net, prices.taken)
    for columns, yen, year, payer in prices.terms.values():
        if columns.size:
            worth = yen * factors[year] * is_counted[payer] / MILLION
            sums += np.bincount(columns, weights=worth, minlength=sums.size)
    return sums


def changed_values(old: object, new: object, where: str = "") -> Iterator[str]:
    """Paths of the values in which two scenarios, as nested mappings, differ."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from changed_values(old.get(key), new.get(key), f"{where}.{key}" if where else str(key))
    elif old != new:
        yield where


def price(
    net: Network, x: Decisions, column: Mapping[pulp.LpVariable, int], known: Prices | None = None, *paths: str
) -> Prices:
    """Work out what the decisions of a model cost.

    Args:
        net: with the scenario that has the prices.
        x: decisions of the model.
        column: number of each decision.
        known: the same at other prices, of which the rest is taken.
        paths: values of the scenario that differ from those of `known`.
    """
    touched = items_touched(paths) if known else frozenset(ITEMS)
    with keeping_everything():
        terms = {
            name: _terms(net, (line for line in priced(name, net, x) if line.yen), column)
            if known is None or name in touched
            else known.terms[name]
            for name in ITEMS
            if name not in ITEMS_IN_ARRAYS
        }
        is_same = known is not None and still_hold(known.scenario, net.scenario)
        taken = known.taken if known is not None and is_same else quantities(net, x, column)
    return Prices(net.scenario, taken, terms)


def items_touched(paths: Iterable[str]) -> frozenset[str]:
    """Items whose lines may differ where these values of a scenario differ."""
    found: set[str] = set()
    for path in paths:
        found |= next((items for pattern, items in TOUCHED if pattern.match(path)), frozenset(ITEMS))
    return frozenset(found)


def _terms(net: Network, lines: Iterator[Line], column: Mapping[pulp.LpVariable, int]) -> Terms:
    first = net.scenario.years.first
    every = [
        (column[v], line.yen, line.year - first, PAYERS.index(line.payer)) for line in lines for v in line.decisions
    ]
    columns, yen, years, payers = np.array(every, dtype=np.int64).reshape(-1, 4).T
    return Terms(columns, yen.astype(float), years, payers)
