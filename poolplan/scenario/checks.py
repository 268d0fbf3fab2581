"""CHECKS: contradictions in a scenario that no single value shows, all reported together."""

from collections.abc import Mapping

from poolplan.errors import ScenarioError
from poolplan.scenario import general_checks, lesson_checks, money_checks, programme_checks, sensitivity_checks  # noqa: F401  (register their checks, in this order)
from poolplan.scenario.check_registry import CHECKS, PLACE_CHECKS
from poolplan.scenario.origins import Origins, Problem
from poolplan.scenario.schema import Scenario


def check_scenario(scenario: Scenario, origins: Origins | None = None) -> None:
    """Refuse a scenario that contradicts itself.

    Args:
        scenario: the scenario.
        origins: file and line of each value, from `read`; without it the sentences name only the dotted path.

    Raises:
        ScenarioError: every contradiction found, together.
    """
    _raise([problem for find in CHECKS.values() for problem in find(scenario)], origins)


def check_places(scenario: Scenario, schools: Mapping[str, str], origins: Origins | None = None) -> None:
    """Refuse a scenario that does not fit the city's schools.

    Args:
        scenario: the scenario.
        schools: ward of each school that the tables know.
        origins: file and line of each value, from `read`.

    Raises:
        ScenarioError: every contradiction found, together.
    """
    _raise([problem for find in PLACE_CHECKS.values() for problem in find(scenario, schools)], origins)


def _raise(problems: list[Problem], origins: Origins | None) -> None:
    if problems:
        raise ScenarioError(str(problem.located(origins or {})) for problem in problems)
