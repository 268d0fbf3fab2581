"""The ledger at other prices: only the items that a change touches are worked out again, and summed as arrays."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray

from poolplan.model.build import keeping_everything
from poolplan.model.costs import ITEMS, Line, discount_factor, priced
from poolplan.model.search import MILLION, Floats
from poolplan.model.variables import Decisions
from poolplan.network.options import Network
from poolplan.scenario.schema import Scenario

OF_LESSONS = frozenset(name for name in ITEMS if name.startswith("lesson_"))
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
TOUCHED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"(name|label|question|solver|finance|sensitivity|places\.landmarks|costs\.(discount_share|counted_payers))\b"
        ),
        frozenset(),
    ),
    (re.compile(r".*\.(source|discount_source|assumed)$"), frozenset()),
    (re.compile(r"costs\.bus\b"), frozenset({"bus_hire"})),
    (re.compile(r"modes\.\w+\.prices\b"), OF_LESSONS),
    (re.compile(r"programme\.unmet_sessions\.yen_per_session$"), frozenset({"unmet_sessions"})),
    (re.compile(r"costs\.pool\b"), OF_POOLS),
)
"""Items whose lines hang on a value of the scenario; every item hangs on a value that is not here."""


class Terms(NamedTuple):
    """The lines of an item, and as arrays what they put on each column."""

    lines: tuple[Line, ...]
    columns: NDArray[np.int32]
    """One per decision of a line."""
    line_of: NDArray[np.int32]
    yen: Floats
    """Of each line."""
    years: NDArray[np.int32]


@dataclass(frozen=True)
class PricedLedger:
    """Every cost that can fall due, by item."""

    terms: Mapping[str, Terms]
    size: int
    """Columns of the problem."""

    @property
    def ledger(self) -> tuple[tuple[str, Line], ...]:
        """Item and line, as in the model."""
        return tuple((name, line) for name, terms in self.terms.items() for line in terms.lines)

    def costs(self, scenario: Scenario) -> Floats:
        """Present value on each column, million yen."""
        asked, sums = scenario.costs, np.zeros(self.size)
        years = list(scenario.planned_years)
        factors = np.array([discount_factor(year, asked.base_year, asked.discount_share) for year in years])
        for terms in self.terms.values():
            if terms.columns.size:
                is_counted = np.array([line.payer in asked.counted_payers for line in terms.lines])
                worth = terms.yen * factors[terms.years - years[0]] * is_counted / MILLION
                sums += np.bincount(terms.columns, weights=worth[terms.line_of], minlength=self.size)
        return sums


def changed_values(old: object, new: object, where: str = "") -> Iterator[str]:
    """Paths of the values in which two scenarios, as nested mappings, differ."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from changed_values(old.get(key), new.get(key), f"{where}.{key}" if where else str(key))
    elif old != new:
        yield where


def price(
    net: Network, x: Decisions, column: Mapping[pulp.LpVariable, int], known: PricedLedger | None = None, *paths: str
) -> PricedLedger:
    """Work out the ledger of a network.

    Args:
        net: with the scenario that has the prices.
        x: decisions of the model.
        column: number of each decision.
        known: the ledger at other prices, of which the rest is taken.
        paths: values of the scenario that differ from those of `known`.
    """
    touched = items_touched(paths) if known else frozenset(ITEMS)
    with keeping_everything():
        terms = {
            name: _terms((line for line in priced(name, net, x) if line.yen), column)
            if known is None or name in touched
            else known.terms[name]
            for name in ITEMS
        }
    return PricedLedger(terms, len(column))


def items_touched(paths: Iterable[str]) -> frozenset[str]:
    """Items whose lines may differ where these values of a scenario differ."""
    found: set[str] = set()
    for path in paths:
        found |= next((items for pattern, items in TOUCHED if pattern.match(path)), frozenset(ITEMS))
    return frozenset(found)


def _terms(lines: Iterator[Line], column: Mapping[pulp.LpVariable, int]) -> Terms:
    kept = tuple(lines)
    sizes = np.array([len(line.decisions) for line in kept], dtype=np.int32)
    return Terms(
        lines=kept,
        columns=np.array([column[decision] for line in kept for decision in line.decisions], dtype=np.int32),
        line_of=np.repeat(np.arange(len(kept), dtype=np.int32), sizes),
        yen=np.array([line.yen for line in kept], dtype=float),
        years=np.array([line.year for line in kept], dtype=np.int32),
    )
