"""CHECKS: where the functions that look for contradictions are registered."""

from collections.abc import Callable, Iterator, Mapping

from poolplan.scenario.origins import Problem
from poolplan.scenario.schema import Scenario

Check = Callable[[Scenario], Iterator[Problem]]
PlaceCheck = Callable[[Scenario, Mapping[str, str]], Iterator[Problem]]

CHECKS: dict[str, Check] = {}
"""Checks of the scenario alone, by name."""
PLACE_CHECKS: dict[str, PlaceCheck] = {}
"""Checks that need the city's schools (id -> ward), by name."""


def check(function: Check) -> Check:
    """Enter a function in CHECKS; it yields one problem per contradiction."""
    CHECKS[function.__name__] = function
    return function


def place_check(function: PlaceCheck) -> PlaceCheck:
    """Enter a function in PLACE_CHECKS; it also takes the ward of each school."""
    PLACE_CHECKS[function.__name__] = function
    return function
