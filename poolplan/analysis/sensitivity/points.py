"""Where a question is asked: values of parameters, and the scenario that has them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Literal, NamedTuple

from poolplan.errors import ScenarioError
from poolplan.scenario.leaves import Leaf, leaf_at, numeric_leaves, with_values
from poolplan.scenario.schema import Scenario
from poolplan.scenario.sensitivity import Parameter
from poolplan.scenario.sensitivity_checks import reference_problems

Variant = Literal["plan", "keep_all"]
"""What is planned: the scenario's question, or, for comparison, every pool kept."""


class Point(NamedTuple):
    """Values at which a plan is wanted."""

    values: tuple[tuple[str, float], ...]
    """Path and value of each number that is not as at the reference, sorted, as the scenario takes it."""
    variant: Variant = "plan"

    @property
    def key(self) -> str:
        """Short name, the same for equal points."""
        return digest([self.values, self.variant])


def digest(said: object) -> str:
    """Return a short checksum of anything that JSON can write."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def point(scenario: Scenario, values: Mapping[str, float], variant: Variant = "plan") -> Point:
    """Return the point of some values; equal questions give equal points.

    Args:
        scenario: with every parameter at its reference.
        values: wanted numbers, by path; the others stay.
        variant: what is planned there.
    """
    known = numeric_leaves(scenario)
    fitted = {path: known[path].fitted(value) for path, value in values.items()}
    differing = {path: value for path, value in fitted.items() if value != known[path].value}
    return Point(tuple(sorted(differing.items())), variant)


def numbers_of(scenario: Scenario, parameter: Parameter, value: float) -> dict[str, float]:
    """Return every number that a value of a parameter sets, by path."""
    old = leaf_at(scenario, parameter.path).value
    further = {path: in_proportion(old, value, leaf_at(scenario, path).value) for path in parameter.also}
    return {parameter.path: value, **further}


def at_reference(scenario: Scenario) -> Scenario:
    """Return the scenario with every parameter at its reference; nothing is unsure in it any more.

    Raises:
        ScenarioError: the scenario has no block `sensitivity`, or a value of its own outside of the range.
    """
    asked = scenario.sensitivity
    if asked is None:
        raise ScenarioError(
            f"{scenario.name}: has no block 'sensitivity', so no value is known to be unsure; "
            "add one (docs/how-to/sensitivity.md)"
        )
    problems = [
        str(problem)
        for name, p in asked.parameters.items()
        for problem in reference_problems(f"sensitivity.parameters.{name}", p, _reference(scenario, p))
    ]
    if problems:
        raise ScenarioError(problems)
    given = {p.path: p.reference for p in asked.parameters.values() if p.reference is not None}
    return with_values(scenario, given).model_copy(update={"sensitivity": None})


def _reference(scenario: Scenario, parameter: Parameter) -> float:
    own = leaf_at(scenario, parameter.path).value
    reference = own if parameter.reference is None else parameter.reference
    assert reference is not None  # noqa: S101 - `check_scenario` asked for one
    return reference


def leaves_of(scenario: Scenario, parameters: Mapping[str, Parameter]) -> dict[str, Leaf]:
    """Return the number that each parameter varies, as it is in the scenario."""
    known = numeric_leaves(scenario)
    return {name: known[parameter.path] for name, parameter in parameters.items()}


def scenario_at(scenario: Scenario, where: Point) -> Scenario:
    """Return the scenario that has the values of a point.

    Args:
        scenario: with every parameter at its reference.
        where: the point.

    Raises:
        ScenarioError: a value is out of its range.
    """
    changed = with_values(scenario, dict(where.values))
    return keeping_all(changed) if where.variant == "keep_all" else changed


def in_proportion(old: float | None, new: float, partner: float | None) -> float:
    """Return what a partner becomes when a number changes: it keeps its proportion, and equal numbers stay equal.

    >>> in_proportion(6000, 6600, 5000), in_proportion(0, 0.03, 0)
    (5500.0, 0.03)
    """
    if old == partner or not old:
        return new
    return (partner or 0.0) * new / old


def keeping_all(scenario: Scenario) -> Scenario:
    """Return the same city without a programme: every school keeps its pool, rebuilt on any site where need be."""
    pool = scenario.costs.pool
    rebuild = pool.rebuild.model_copy(update={"on_any_site": True})
    costs = scenario.costs.model_copy(update={"pool": pool.model_copy(update={"rebuild": rebuild}), "budget": None})
    free = {"stages": (), "rollout_schools_per_year": 0, "prefer_mode": None, "order": "cost"}
    programme = scenario.programme.model_copy(update=free)
    return scenario.model_copy(update={"costs": costs, "programme": programme, "objective": None})
