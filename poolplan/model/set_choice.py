"""The cheapest plan with exactly given sites, proven: one filling for each site, so that every school is in one.

The linear relaxation over fillings bounds far better than that over options (Barnhart et al., Operations Research
1998). What no better plan can use by its prices is never listed, and what is left is mostly little (Baldacci,
Christofides and Mingozzi, Mathematical Programming 2008).
"""

from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np

from poolplan.model.bounds import Floats
from poolplan.model.fillings import Fillings, fillings
from poolplan.model.highs import has_plan, run
from poolplan.model.packing import Knapsacks, Wholes, pack
from poolplan.model.patience import Patience
from poolplan.model.silent import silent_highs
from poolplan.model.steps import CLOSE_SHARE, STEP_NOISE_SHARE, limit_yen

MOST_FOR_PRICES, FEW, MOST = 8_000, 2_000, 50_000
"""Fillings of which prices are made; of a first search for a plan; of the last one."""
ROUNDS = 8
WIDER, NARROWER = 1.5, 0.7
THOUSAND = 1e3
"""The solver sees thousands of yen: distances to a bound are numbers of that size."""
NOISE_SHARE = 1e-9


class Settled(NamedTuple):
    """What is known of the plans with exactly some sites."""

    at: Wholes | None
    """Row of the site of each school in the cheapest one, if that is no dearer than what was asked for."""
    is_known: bool
    """True if none is cheaper than that one or, without one, as cheap as what was asked for."""


@dataclass(frozen=True)
class Task:
    """What is asked of the plans with exactly some sites."""

    sacks: Knapsacks
    """The sites, with the cost of every school and what each may leave free."""
    limit: float
    """Dearer plans are of no use; contracts apart."""
    step: float
    """Costs of plans are multiples of this; 0 where no such step is known."""
    patience: Patience


class _Priced(NamedTuple):
    """Sites filled at given prices of the schools."""

    prices: Floats
    least: float
    """No plan costs less."""
    reduced: Knapsacks
    """Costs less the prices."""
    value: Floats
    """Of the cheapest filling of each site."""


class _Relaxed(NamedTuple):
    """The linear relaxation over some fillings."""

    value: float
    prices: Floats
    """Of the schools."""


def settle(task: Task, prices: Floats) -> Settled:
    """Find the cheapest plan, or show that none is within the limit; gives up where fillings are too many.

    Args:
        task: what is asked.
        prices: of the schools, as good as they are known.
    """
    known = _sharpened(task, _at_prices(task.sacks, prices))
    whole, best = task.limit - known.least, None
    width = _width_of_few(known, whole)
    while whole >= 0:
        listed = fillings(known.reduced, known.value + width, MOST)
        if listed is None or task.patience.is_over:
            return Settled(best, is_known=False)
        found = _Partition(known, listed).plan(width, task)
        if found.at is not None:  # perhaps farther from the bound than all fillings are listed
            best, cost = found.at, float(task.sacks.cost[found.at, np.arange(found.at.size)].sum())
            whole = limit_yen(cost, task.step) - known.least
        if not found.is_known or width >= whole:
            return Settled(best, found.is_known)
        width = min(whole, width * WIDER)
    return Settled(best, is_known=True)


def _at_prices(sacks: Knapsacks, prices: Floats) -> _Priced:
    reduced = sacks._replace(cost=sacks.cost - prices)
    value = pack(reduced).value
    return _Priced(prices, float(prices.sum() + value.sum()), reduced, value)


def _sharpened(task: Task, first: _Priced) -> _Priced:
    """Better prices, from linear relaxations over fillings near the bound, those of all rounds together."""
    best, listed = first, _near(first, task.limit)
    for _ in range(ROUNDS):
        is_worth_it = best.least <= task.limit and not task.patience.is_over
        relaxed = _Partition(first, listed).relaxed(task) if is_worth_it else None
        if relaxed is None or relaxed.value <= best.least + CLOSE_SHARE * abs(best.least):
            break
        now = _at_prices(task.sacks, relaxed.prices)
        best = max(best, now, key=lambda priced: priced.least)
        listed = _together(listed, _near(now, task.limit))
    return best


def _near(known: _Priced, limit: float) -> Fillings:
    """Fillings within a width of the bound, as many as prices are made of."""
    width = max(limit - known.least, CLOSE_SHARE * abs(known.least))
    while True:
        listed = fillings(known.reduced, known.value + width, MOST_FOR_PRICES)
        if listed is not None:
            return listed
        width *= NARROWER


def _together(one: Fillings, other: Fillings) -> Fillings:
    """Fillings of both lists, each once."""
    sites, taken = np.concatenate([one.sites, other.sites]), np.concatenate([one.taken, other.taken])
    packed = np.column_stack([sites, np.packbits(taken, axis=1)])
    _, first = np.unique(packed, axis=0, return_index=True)
    return Fillings(sites[first], taken[first])


def _width_of_few(known: _Priced, width: float) -> float:
    """How far above the bound fillings are few."""
    while width > 0 and fillings(known.reduced, known.value + width, FEW) is None:
        width *= NARROWER
    return width


@dataclass(frozen=True)
class _Partition:
    """Choose fillings so that each site has one and each school is in one, as near to the bound as possible."""

    known: _Priced
    listed: Fillings

    def relaxed(self, task: Task) -> _Relaxed | None:
        """Solve the linear relaxation; None if it has no solution."""
        highs = self._solver(task)
        highs.setOptionValue("presolve", "off")
        run(highs, task.patience)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        change = np.array(highs.getSolution().row_dual)[self.known.value.size :] * THOUSAND
        value = self.known.least + highs.getInfo().objective_function_value * THOUSAND
        return _Relaxed(value, self.known.prices + change)

    def plan(self, width: float, task: Task) -> Settled:
        """Find the choice nearest to the bound; known to be none if none is within a width of it."""
        if not len(self.listed.sites):
            return Settled(None, is_known=True)
        highs = self._solver(task)
        columns = len(self.listed.sites)
        whole = np.full(columns, highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(columns, np.arange(columns, dtype=np.int32), whole)
        within = width + NOISE_SHARE * abs(self.known.least)
        highs.setOptionValue("objective_bound", within / THOUSAND)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", (1 - STEP_NOISE_SHARE) * task.step / THOUSAND)
        run(highs, task.patience)
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Settled(None, is_known=True)
        if not has_plan(highs):
            return Settled(None, is_known=False)
        taken = np.flatnonzero(np.array(highs.getSolution().col_value) > 0.5)  # noqa: PLR2004 - taken or not
        at = self.listed.sites[taken][self.listed.taken[taken].argmax(axis=0)]
        return Settled(at, is_known=status == highspy.HighsModelStatus.kOptimal)

    def _solver(self, task: Task) -> highspy.Highs:
        """Hand the linear problem over: a row for each site, then one for each school."""
        sites, taken = self.listed
        reduced, value = self.known.reduced, self.known.value
        finite = np.where(np.isfinite(reduced.cost), reduced.cost, 0.0)
        over = (np.where(taken, finite[sites], 0.0).sum(axis=1) - value[sites]) / THOUSAND
        rows, columns = value.size + taken.shape[1], len(sites)
        filling, school = np.nonzero(taken)
        starts = np.concatenate([[0], np.cumsum(1 + taken.sum(axis=1))])
        entries = np.empty(starts[-1], dtype=np.int32)
        entries[starts[:-1]] = sites
        entries[np.arange(school.size) + filling + 1] = value.size + school
        highs = silent_highs()
        highs.setOptionValue("time_limit", task.patience.left_s)
        highs.passModel(
            columns,
            rows,
            entries.size,
            int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            over,
            np.zeros(columns),
            np.full(columns, np.inf),
            np.ones(rows),
            np.ones(rows),
            starts.astype(np.int32),
            entries,
            np.ones(entries.size),
            np.zeros(columns, dtype=np.int32),
        )
        return highs
