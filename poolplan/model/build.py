"""Variables, rules and ledger put together: every row named, discounting done once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

import pulp

from poolplan.model import (  # noqa: F401  (register their rules and items)
    aims,
    pool_costs,
    programme,
    scarcity,
    whereabouts,
    works,
)
from poolplan.model.constraints import RULES
from poolplan.model.costs import ITEMS, Line, present_value, priced
from poolplan.model.variables import Decisions, decisions, total
from poolplan.network.keeping import keeping_everything
from poolplan.network.options import Network


class RowOf(NamedTuple):
    """Where a row comes from."""

    rule: str
    parts: tuple[object, ...]
    """Index of the row within its rule."""


@dataclass(frozen=True)
class PlanModel:
    """The problem handed to the solver, with what is needed to read the answer."""

    network: Network
    problem: pulp.LpProblem
    decisions: Decisions
    ledger: tuple[tuple[str, Line], ...]
    """Every cost that can fall due: item and line."""
    rows: dict[str, RowOf]
    """Rule and index of each row, by its name."""
    without: frozenset[str] = frozenset()
    """Rules left out."""

    def within(self, seconds: float) -> "PlanModel":
        """Return the same model with another time limit."""
        scenario = self.network.scenario
        solver = scenario.solver.model_copy(update={"time_limit_s": seconds})
        return replace(self, network=replace(self.network, scenario=scenario.model_copy(update={"solver": solver})))


def build_model(network: Network, without: frozenset[str] = frozenset(), *, split_schools: bool = False) -> PlanModel:
    """Build the model of a network.

    Args:
        network: schools, sites and options.
        without: rules to leave out, for explanations and tests.
        split_schools: a school may hold shares of its lessons at several sites, for bounds and studies: no plan can be
            read from the answer.
    """
    with keeping_everything():
        problem = pulp.LpProblem(network.scenario.name, pulp.LpMinimize)
        x = decisions(network, problem, split_schools=split_schools)
        rows: dict[str, RowOf] = {}
        for name, rule in RULES.items():
            if name in without:
                continue
            for index, row in rule.rows(network, x):
                if not isinstance(row, pulp.LpConstraint):
                    message = f"{name} {index}: {row!r} holds no decision"
                    raise TypeError(message)
                row_name = "__".join([name, *map(str, index)])
                rows[row_name] = RowOf(name, index)
                problem.addConstraint(row, row_name)
        ledger = ledger_of(network, x)
        problem.setObjective(total(present_value(network, ledger)))
    return PlanModel(network, problem, x, ledger, rows, without)


def ledger_of(network: Network, x: Decisions, without: Collection[str] = frozenset()) -> tuple[tuple[str, Line], ...]:
    """Every cost that can fall due under the prices of the network's scenario, but for some items."""
    items = [name for name in ITEMS if name not in without]
    return tuple((name, line) for name in items for line in priced(name, network, x) if line.yen)
