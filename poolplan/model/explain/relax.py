"""Rules that give way: the model's rows with room to be broken, counted in the unit of what a planner can change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from poolplan.model.build import PlanModel
from poolplan.model.search import Floats, Matrix
from poolplan.model.variables import Decisions, Variables
from poolplan.network.options import Network

LARGEST = 1e6
"""Room for a row whose sum has no bound."""
ALMOST_NOTHING = 1e-6

Index = tuple[object, ...]
Key = tuple[object, ...]


class Way(NamedTuple):
    """How a rule gives way: which value of the scenario or the tables each row leans on."""

    limit: Callable[[Network, Index], Key]
    """The value a row leans on; rows with the same limit give way together, as far as the one that needs most.

    Rows that demand an exact sum have a limit each.
    """
    is_whole: bool = True
    """False for money."""
    is_switch: bool = False
    """True where a row is kept or dropped as a whole, and what is dropped is counted."""
    signs: tuple[int, ...] = (1, -1)
    """1: the limit may be raised, -1: it may be lowered."""
    in_use: Callable[[Decisions, Index], Variables] = lambda _x, _index: ()
    """The decision without which a row gives nothing: a pool out of use has no room, whatever its slots."""


class Slack(NamedTuple):
    """A column that says by how much a limit gives way."""

    rule: str
    key: Key
    sign: int
    """1: the limit is raised, -1: it is lowered."""


class Give(NamedTuple):
    """How one limit gives way in a plan."""

    rule: str
    key: Key
    change: float
    """What is added to the limit; for a switch 1."""
    rows: tuple[Index, ...]
    """Rows that the plan would break without it."""


@dataclass(frozen=True)
class Relaxed:
    """The model with room to break some rules; columns beyond those of the model are slack."""

    matrix: Matrix
    size: int
    """Columns of the model."""
    ways: Mapping[str, Way]
    slack: dict[int, Slack]
    gives_way: dict[str, int]
    """Column that says whether a rule gives way at all, where they are counted."""

    def gives(self, model: PlanModel, values: Floats) -> list[Give]:
        """Return how limits give way in a plan, in the order of the model's rows."""
        used = {key for column, key in self.slack.items() if values[column] > ALMOST_NOTHING}
        broken: dict[Slack, dict[Index, float]] = {}
        sums = self.matrix.rows[: len(model.rows)] @ np.where(self.is_slack, 0.0, values)
        for row, name in enumerate(model.rows):
            rule, index = model.rows[name]
            for sign, by in ((1, sums[row] - self.matrix.most[row]), (-1, self.matrix.least[row] - sums[row])):
                key = Slack(rule, self.ways[rule].limit(model.network, index), sign) if rule in self.ways else None
                if key in used and by > ALMOST_NOTHING:
                    broken.setdefault(key, {})[index] = round(by, 6)
        return [Give(*key[:2], self._change(key, by.values()), tuple(by)) for key, by in broken.items()]

    def _change(self, key: Slack, by: Iterable[float]) -> float:
        return 1.0 if self.ways[key.rule].is_switch else key.sign * max(by)

    @property
    def is_slack(self) -> NDArray[np.bool_]:
        """True for columns that are not the model's."""
        return np.arange(len(self.matrix.variables)) >= self.size

    def used(self, rule: str) -> Floats:
        """Return 1 for the columns that say how far a rule gives way, 0 for all others."""
        ones = np.zeros(len(self.matrix.variables))
        ones[[column for column, slack in self.slack.items() if slack.rule == rule]] = 1.0
        return ones


class _Columns:
    """Columns and rows to be added to a matrix."""

    def __init__(self, matrix: Matrix) -> None:
        self.first = len(matrix.variables)
        self.problem = pulp.LpProblem("slack")
        self.variables: list[pulp.LpVariable] = []
        self.upper: list[float] = []
        self.is_whole: list[bool] = []
        self.entries: list[tuple[int, int, float]] = []
        self.rows: list[dict[int, float]] = []
        """Rows that must not exceed 0."""

    def add(self, upper: float, *, is_whole: bool) -> int:
        column = self.first + len(self.variables)
        self.variables.append(self.problem.add_variable(f"slack__{column}", 0, upper))
        self.upper.append(upper)
        self.is_whole.append(is_whole)
        return column

    def joined(self, matrix: Matrix) -> Matrix:
        """Return the matrix with these columns and rows."""
        width, height = self.first + len(self.variables), len(matrix.names)
        entries = [*self.entries, *((height + n, c, v) for n, row in enumerate(self.rows) for c, v in row.items())]
        at, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (height + len(self.rows), width)
        added = csr_array((np.array(values, dtype=float), (at, columns)), shape=shape)
        indptr = np.append(matrix.rows.indptr, np.full(len(self.rows), matrix.rows.nnz))
        rows = csr_array((matrix.rows.data, matrix.rows.indices, indptr), shape=shape)
        count, none = len(self.rows), np.zeros(len(self.variables))
        return replace(
            matrix,
            variables=[*matrix.variables, *self.variables],
            names=[*matrix.names, *(f"slack__{n}" for n in range(count))],
            costs=np.concatenate([matrix.costs, none]),
            lower=np.concatenate([matrix.lower, none]),
            upper=np.concatenate([matrix.upper, self.upper]),
            is_whole=np.concatenate([matrix.is_whole, np.array(self.is_whole, dtype=bool)]),
            rows=csr_array(rows + added),
            least=np.concatenate([matrix.least, np.full(count, -np.inf)]),
            most=np.concatenate([matrix.most, np.zeros(count)]),
        )


def relax(model: PlanModel, matrix: Matrix, ways: Mapping[str, Way], *, are_counted: bool = False) -> Relaxed:
    """Give the rows of some rules room to be broken.

    Args:
        model: the model that has no plan.
        matrix: its problem as numbers.
        ways: the rules, with how each gives way.
        are_counted: add a column for each rule that is 1 if it gives way at all.
    """
    new, slack = _Columns(matrix), dict[Slack, int]()
    column_of = {variable: column for column, variable in enumerate(matrix.variables)}
    for row, rule, index, sign, room in _breakable(model, matrix, ways):
        way = ways[rule]
        key = Slack(rule, way.limit(model.network, index), sign)
        if key not in slack:
            slack[key] = new.add(0.0, is_whole=way.is_whole)
        column = slack[key]
        place = column - new.first
        new.upper[place] = 1.0 if way.is_switch else max(new.upper[place], room)
        for in_use in way.in_use(model.decisions, index):
            whole, column = column, new.add(room, is_whole=False)
            new.rows += [{column: 1.0, whole: -1.0}, {column: 1.0, column_of[in_use]: -room}]
        new.entries.append((row, column, -sign * (room if way.is_switch else 1.0)))
    gives_way = {rule: new.add(1.0, is_whole=True) for rule in ways} if are_counted else {}
    for key, column in slack.items() if are_counted else ():
        new.rows.append({column: 1.0, gives_way[key.rule]: -new.upper[column - new.first]})
    columns = {column: key for key, column in slack.items()}
    return Relaxed(new.joined(matrix), new.first, ways, columns, gives_way)


def _breakable(
    model: PlanModel, matrix: Matrix, ways: Mapping[str, Way]
) -> Iterator[tuple[int, str, Index, int, float]]:
    """Rows of the rules: number, rule, index, the side on which it can be broken, and how far at most."""
    ups, downs = matrix.rows.maximum(0), matrix.rows.minimum(0)
    largest = ups @ np.minimum(matrix.upper, LARGEST) + downs @ matrix.lower
    smallest = ups @ matrix.lower + downs @ np.minimum(matrix.upper, LARGEST)
    for row, name in enumerate(matrix.names):
        rule, index = model.rows[name]
        if rule in ways:
            for sign in ways[rule].signs:
                room = largest[row] - matrix.most[row] if sign > 0 else matrix.least[row] - smallest[row]
                if np.isfinite(room) and room > 0:
                    yield row, rule, index, sign, float(room)


def at_most(matrix: Matrix, terms: Floats, most: float) -> Matrix:
    """Add the row: terms @ x <= most."""
    row = csr_array(terms[np.newaxis, :])
    return replace(
        matrix,
        names=[*matrix.names, f"slack__{len(matrix.names)}"],
        rows=csr_array(vstack([matrix.rows, row])),
        least=np.append(matrix.least, -np.inf),
        most=np.append(matrix.most, most),
    )
