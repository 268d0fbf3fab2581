"""Many prices, one model: each draw is answered from the same knowledge, whatever was asked before and by whom.

First every draw is bounded by the relaxation and answered with the best of the plans known. Where that is not near
enough, a better plan is looked for; all that were found become known, every draw is answered with them, and so on.
"""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from poolplan.errors import ScenarioError
from poolplan.model.build import PlanModel
from poolplan.model.covers import Covers
from poolplan.model.improve import Until, improved
from poolplan.model.relaxation import Least, least
from poolplan.model.resolve import Kept, Priced, keep, priced_anew, solution_at
from poolplan.model.search import MILLION, Floats
from poolplan.model.solve import Solution

GAP_SHARE = 0.005
"""Draws with a wider gap are worth looking for another plan."""
NEAR_SHARE = 0.001
"""A plan this near to the bound ends that search."""
ENOUGH_SHARE = 0.6
"""Share of the gap that is near enough at which the relaxation is content."""
LONGEST_S = 120.0
"""A search that takes longer ends with what it has; it usually takes a second or two."""

Plans = NDArray[np.uint8]
"""One row per plan, one column per decision but for the states of pools: 1 where it is taken."""


@dataclass(frozen=True)
class Knowledge:
    """What is known of a model whatever its prices: plain arrays, the same in every process."""

    model: str
    """Fingerprint of the model it is about."""
    plans: Plans
    covers: Covers
    """Rows that make its relaxation tight."""


class DrawAnswer(NamedTuple):
    """The best plan known at some prices, and how far it can be from the cheapest."""

    cost_yen: float
    """Present value."""
    bound_yen: float
    """No plan costs less."""
    gap_share: float
    plan: int
    """Row of the plan in the knowledge; the number of its rows stands for the plan just found."""
    plan_costs_yen: Floats
    """Present value of every plan of the knowledge at these prices, works scheduled anew."""
    found: Plans | None
    """A plan that is not in the knowledge; None where none was looked for, or none is better."""


def knowledge_of(kept: Kept) -> Knowledge:
    """Gather what a kept model knows that holds at all prices."""
    plans = np.zeros((len(kept.plans), kept.small.costs.size), dtype=np.uint8)
    for row, plan in enumerate(kept.plans):
        plans[row] = np.round(plan)
    return Knowledge(_fingerprint(kept), plans, kept.relaxation.covers)


def ready(model: PlanModel, knowledge: Knowledge) -> Kept:
    """Make a model ready to answer draws, in this process or another; it is not searched.

    Raises:
        ScenarioError: the knowledge is about another model, or see `keep`.
    """
    kept = keep(model, covers=knowledge.covers)
    if _fingerprint(kept) != knowledge.model:
        raise ScenarioError(f"{model.network.scenario.name}: what is known is about another city or other rules")
    return kept


class Asked(NamedTuple):
    """How well a draw is to be answered."""

    gap_share: float = GAP_SHARE
    """Near enough."""
    may_search: bool = False
    """True: a better plan is looked for where the gap is wider."""
    bound_yen: float | None = None
    """Bound known from an earlier answer with the same covers: then it is not worked out again."""


def answer_draw(kept: Kept, knowledge: Knowledge, priced: Priced, asked: Asked) -> DrawAnswer:
    """Answer one draw; the answer depends on nothing but the knowledge, the prices and what is asked.

    Args:
        kept: from `ready`, with the same covers; its own plans are not looked at.
        knowledge: what is known.
        priced: from `at_prices`.
        asked: how near is enough, and whether to search.
    """
    costs = plan_costs_yen(priced, knowledge.plans)
    best = int(np.argmin(costs)) if costs.size else 0
    cost, found = float(costs[best]) if costs.size else np.inf, None
    told = _relaxed(kept, priced, asked, cost)
    bound = told.bound * MILLION if told else asked.bound_yen or 0.0
    if told and asked.may_search and np.isfinite(bound) and not _near(cost, bound, asked.gap_share):
        found = _better_plan(kept, priced, told, knowledge.plans[best] if costs.size else None)
    if found is not None:
        best, cost = len(knowledge.plans), priced.matrix.cost(found.astype(float)) * MILLION
    bound = min(bound, cost)
    return DrawAnswer(cost, bound, (cost - bound) / abs(cost) if cost else 0.0, best, costs, found)


def is_near(answer: DrawAnswer, gap_share: float) -> bool:
    """Say whether an answer is proven to be near enough to the best, but for the solver's own rounding."""
    return _near(answer.cost_yen, answer.bound_yen, gap_share)


def _near(cost_yen: float, bound_yen: float, gap_share: float) -> bool:
    return cost_yen - bound_yen <= gap_share * abs(cost_yen) + 1


def _relaxed(kept: Kept, priced: Priced, asked: Asked, cost_yen: float) -> Least | None:
    """Solve the relaxation, no better than is of use; None where its bound is known and no search asks for it."""
    if asked.may_search:
        return least(kept.relaxation, priced.matrix, cost_yen * (1 - ENOUGH_SHARE * asked.gap_share) / MILLION)
    return least(kept.relaxation, priced.matrix, -np.inf) if asked.bound_yen is None else None


def _better_plan(kept: Kept, priced: Priced, told: Least, plan: Plans | None) -> Plans | None:
    """Look for a plan near the relaxation that is cheaper than the best one known."""
    known = None if plan is None else plan.astype(float)
    better = improved(priced.matrix, told, kept.moves, known, Until(NEAR_SHARE, LONGEST_S))
    return None if better is None else np.round(better).astype(np.uint8)


def learned(knowledge: Knowledge, found: Iterable[Plans]) -> Knowledge:
    """Add plans, in an order that does not depend on the order in which they were found."""
    known = {row.tobytes() for row in knowledge.plans}
    new = sorted({row.tobytes() for row in found} - known)
    rows = np.array([np.frombuffer(row, dtype=np.uint8) for row in new], dtype=np.uint8)
    added = rows.reshape(len(new), knowledge.plans.shape[1])
    return Knowledge(knowledge.model, np.vstack([knowledge.plans, added]), knowledge.covers)


def plan_costs_yen(priced: Priced, plans: Plans) -> Floats:
    """Present value of each plan, the works of its pools scheduled anew as these prices suggest."""
    matrix = priced.matrix
    return (csr_array(plans, dtype=float) @ matrix.costs + matrix.offset) * MILLION


def draw_solution(kept: Kept, knowledge: Knowledge, priced: Priced, answer: DrawAnswer) -> Solution:
    """Put the answer of a draw into the plan's own terms, every cost of it included."""
    plan = knowledge.plans[answer.plan] if answer.found is None else answer.found
    return solution_at(kept, priced, priced_anew(priced.matrix, plan.astype(float), answer.bound_yen / MILLION))


def save(knowledge: Knowledge, path: Path) -> None:
    """Write what is known to a file: NumPy's npz, without pickled objects."""
    rows = knowledge.covers.rows
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            model=np.array(knowledge.model),
            plans=np.packbits(knowledge.plans, axis=1),
            columns=np.array(knowledge.plans.shape[1]),
            starts=rows.indptr,
            indices=rows.indices,
            weights=rows.data,
            most=knowledge.covers.most,
        )


def load(path: Path) -> Knowledge:
    """Read what is known.

    Raises:
        ScenarioError: the file is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            columns, most = int(file["columns"]), file["most"]
            rows = csr_array((file["weights"], file["indices"], file["starts"]), shape=(most.size, columns))
            plans = np.unpackbits(file["plans"], axis=1, count=columns)
            return Knowledge(str(file["model"]), plans, Covers(rows, most))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ScenarioError(f"{path}: cannot be read as what is known of a model ({error}); start anew") from None


def _fingerprint(kept: Kept) -> str:
    """Tell models apart by their rows and columns, not by their prices."""
    small = kept.small
    words = "\n".join([*(variable.name for variable in small.variables), *small.names])
    numbers = (small.rows.indptr, small.rows.indices, small.rows.data, small.least, small.most, small.upper)
    return sha256(b"".join([words.encode(), *(part.tobytes() for part in numbers)])).hexdigest()
