"""The numbers of a scenario by their paths: what they are now, and the same scenario with some of them changed."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from poolplan.errors import ScenarioError
from poolplan.scenario.messages import below, did_you_mean, explain, json_schema, resolved, schema_at
from poolplan.scenario.origins import dotted
from poolplan.scenario.schema import Scenario

NOT_OF_THE_PLAN = frozenset({"name", "label", "question", "places", "solver", "sensitivity", "finance", "timetable"})
"""Blocks whose numbers are no values of the city's question: no plan depends on them."""
NUMBERS = ("integer", "number")


class Leaf(NamedTuple):
    """A number that a scenario holds, or may hold."""

    value: float | None
    """None where the scenario leaves it out."""
    is_whole: bool
    """True where only whole numbers mean something: yen, years, counts."""
    unit: str

    def fitted(self, value: float) -> int | float:
        """Return a value as the scenario takes it: rounded where only whole numbers mean something."""
        return round(value) if self.is_whole else float(value)


def numeric_leaves(scenario: Scenario) -> dict[str, Leaf]:
    """Return every number of a scenario by its path, those left out included."""
    schema = json_schema(Scenario)
    values = scenario.model_dump()
    kept = {key: value for key, value in values.items() if key not in NOT_OF_THE_PLAN}
    return dict(_leaves(kept, schema, schema, ()))


def leaf_at(scenario: Scenario, path: str) -> Leaf:
    """Return the number at a path.

    Raises:
        ScenarioError: there is no number at this path; the nearest is named.
    """
    return _one_of(numeric_leaves(scenario), path)


def _one_of(known: Mapping[str, Leaf], path: str) -> Leaf:
    if path not in known:
        example = next(iter(known), "")
        hint = did_you_mean(path, known) or f"; give the path of a number, for example {example}"
        raise ScenarioError(f"{path}: no such number in the scenario{hint}")
    return known[path]


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return the scenario with other numbers at some paths, rounded where only whole ones mean something.

    Raises:
        ScenarioError: a path leads to no number, or a value is out of its range.
    """
    dumped, known = scenario.model_dump(), numeric_leaves(scenario)
    for path, value in values.items():
        fitted = _one_of(known, path).fitted(value)
        *steps, last = path.split(".")
        block: Any = dumped
        for step in steps:
            block = block[_key(block, step)]
        if isinstance(block, tuple):  # pragma: no cover - no list of the schema holds bare numbers
            raise ScenarioError(f"{path}: is an entry of a list; vary a value within an entry")
        block[last] = fitted
    try:
        return Scenario.model_validate(dumped)
    except ValidationError as error:
        raise ScenarioError(_sentences(error)) from None


def _sentences(error: ValidationError) -> Iterator[str]:
    for details in error.errors(include_url=False):
        keys, unit = schema_at(Scenario, details["loc"])
        yield f"{dotted(details['loc'])}: {explain(details, keys, unit)}"


def _key(block: object, step: str) -> str | int:
    return int(step) if isinstance(block, tuple) else step


def _leaves(
    value: object, schema: dict[str, Any], whole: dict[str, Any], steps: tuple[str, ...]
) -> Iterator[tuple[str, Leaf]]:
    here = resolved(schema, whole)
    if isinstance(value, Mapping):
        children = [(str(key), below(here, str(key)), child) for key, child in value.items()]
    elif isinstance(value, tuple):
        children = [(str(number), below(here, number), child) for number, child in enumerate(value)]
    else:
        if here.get("type") in NUMBERS and not isinstance(value, bool):
            number = None if value is None else float(str(value))
            yield ".".join(steps), Leaf(number, here["type"] == "integer", str(here.get("unit", "")))
        return
    for key, child_schema, child in children:
        if child_schema is not None:
            yield from _leaves(child, child_schema, whole, (*steps, key))
