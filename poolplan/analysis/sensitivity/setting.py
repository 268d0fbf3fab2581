"""What every part of a study needs: the question, its parameters with their references, and the reference plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from poolplan.analysis.sensitivity.answers import Question
from poolplan.analysis.sensitivity.points import Point, Variant, numbers_of, point
from poolplan.analysis.sensitivity.tasks import Candidate, Found, Task
from poolplan.network.options import Network
from poolplan.scenario.leaves import Leaf
from poolplan.scenario.sensitivity import Parameter, Sensitivity

MISSING = float("nan")


@dataclass(frozen=True)
class Setting:
    """A question, and its answer where every parameter is at its reference."""

    question: Question
    asked: Sensitivity
    leaves: Mapping[str, Leaf]
    """The number that each parameter varies; its value is the reference."""
    network: Network
    """At the reference values."""
    reference: Candidate
    """The plan at the reference values."""
    reference_yen: float

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Parameters by id."""
        return self.asked.parameters

    @property
    def references(self) -> dict[str, float]:
        """Reference of each parameter, by id."""
        return {name: self.leaves[name].value or 0.0 for name in self.parameters}

    def at(self, values: Mapping[str, float], variant: Variant = "plan") -> Point:
        """Return the point at which some parameters have these values."""
        scenario, numbers = self.question.scenario, dict[str, float]()
        for name, value in values.items():
            numbers |= numbers_of(scenario, self.parameters[name], self.leaves[name].fitted(value))
        return point(scenario, numbers, variant)

    def task(self, values: Mapping[str, float], variant: Variant = "plan") -> Task:
        """Return the task of planning at some values, and of pricing the reference plan there."""
        candidates = (self.reference,) if variant == "plan" else ()
        return Task(self.at(values, variant), candidates)


def steps_between(leaf: Leaf, low: float, high: float, number: int) -> list[float]:
    """Return values evenly from low to high as the scenario takes them, without repetition.

    >>> steps_between(Leaf(7.0, is_whole=True, unit="years"), 5, 8, 5)
    [5, 6, 7, 8]
    """
    values = [leaf.fitted(low + (high - low) * step / (number - 1)) for step in range(number)]
    return list(dict.fromkeys(values))


def money(found: Found) -> dict[str, object]:
    """Return the columns that say what was found at a point: cost, bound, gap, status, reason."""
    gap = found.gap_share
    return {
        "best_yen": MISSING if found.best_yen is None else found.best_yen,
        "bound_yen": MISSING if found.bound_yen is None else found.bound_yen,
        "gap_share": MISSING if gap is None else gap,
        "status": found.status,
        "reason": found.reason,
    }
