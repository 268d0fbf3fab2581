"""CHECKS of the sensitivity block: paths that lead nowhere, ranges that mean nothing, names that nothing has."""

from collections.abc import Iterator, Mapping

import numpy as np

from poolplan.errors import ScenarioError
from poolplan.scenario.check_registry import check, place_check
from poolplan.scenario.leaves import Leaf, leaf_at, numeric_leaves, with_values
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.origins import Problem
from poolplan.scenario.schema import Scenario
from poolplan.scenario.sensitivity import Decision, Parameter, Sensitivity

PARAMETERS = "sensitivity.parameters"
THRESHOLDS = "sensitivity.thresholds"
NEEDED = {
    "schools_moved": (),
    "school_mode": ("school", "mode"),
    "school_site": ("school", "site"),
    "pool_in_use": ("site",),
    "beats_keeping_all": (),
}
"""What a decision must name besides its kind."""


def _plain(value: float) -> str:
    """Write a number as people do.

    >>> _plain(30_000_000.0), _plain(0.04)
    ('30,000,000', '0.04')
    """
    return f"{value:,.10g}"


@check
def ranges_mean_something(scenario: Scenario) -> Iterator[Problem]:
    """Every parameter leads to a number of the scenario, and all its values are possible ones."""
    if scenario.sensitivity is None:
        return
    known = numeric_leaves(scenario)
    taken: dict[str, str] = {}
    for name, parameter in scenario.sensitivity.parameters.items():
        where = f"{PARAMETERS}.{name}"
        problems = list(_path_problems(scenario, where, parameter))
        yield from problems
        yield from _twice(where, name, parameter, taken)
        if not problems:
            yield from _range_problems(scenario, where, parameter, known[parameter.path])


def _path_problems(scenario: Scenario, where: str, parameter: Parameter) -> Iterator[Problem]:
    leaf, said = _found(scenario, parameter.path)
    yield from (Problem(f"{where}.path", text) for text in said)
    for path in parameter.also:
        partner, said = _found(scenario, path)
        yield from (Problem(f"{where}.also", text) for text in said)
        if leaf and partner and (partner.value is None or (not leaf.value and partner.value != leaf.value)):
            text = f"{path} cannot keep its proportion to {parameter.path}, which is {_plain(leaf.value or 0)}"
            yield Problem(f"{where}.also", f"{text}; give it a parameter of its own")


def _found(scenario: Scenario, path: str) -> tuple[Leaf | None, tuple[str, ...]]:
    """Return the number at a path, or what is wrong with the path."""
    try:
        return leaf_at(scenario, path), ()
    except ScenarioError as error:
        return None, error.problems


def _refused(scenario: Scenario, path: str, value: float) -> tuple[str, ...]:
    """Return why a number may not stand at a path."""
    try:
        with_values(scenario, {path: value})
    except ScenarioError as error:
        return tuple(text.removeprefix(f"{path}: ") for text in error.problems)
    return ()


def _twice(where: str, name: str, parameter: Parameter, taken: dict[str, str]) -> Iterator[Problem]:
    for path in (parameter.path, *parameter.also):
        if path in taken:
            yield Problem(f"{where}.path", f"{path} is varied by '{taken[path]}' already; drop one of the two")
        taken[path] = name


def _range_problems(scenario: Scenario, where: str, parameter: Parameter, leaf: Leaf) -> Iterator[Problem]:
    low, high = parameter.low, parameter.high
    if high <= low:
        yield Problem(f"{where}.high", f"{_plain(high)} is not more than low ({_plain(low)}); exchange or mend the two")
        return
    middle = leaf.value if parameter.reference is None else parameter.reference
    if middle is None:
        yield Problem(where, f"the scenario has no {parameter.path} to refer to; give reference")
    elif parameter.reference is not None:
        yield from reference_problems(where, parameter, middle)
    yield from _distribution_problems(where, parameter)
    for end, value in (("low", low), ("high", high)):
        for text in _refused(scenario, parameter.path, value):
            yield Problem(f"{where}.{end}", text)


def reference_problems(where: str, parameter: Parameter, reference: float) -> Iterator[Problem]:
    """Say that a reference lies outside of its range; the scenario's own value may, until a study asks."""
    low, high = parameter.low, parameter.high
    if not low <= reference <= high:
        ends = f"{_plain(low)} to {_plain(high)}"
        text = f"{_plain(reference)} lies outside of {ends}; widen the range or give another reference"
        yield Problem(f"{where}.reference", text)


def _distribution_problems(where: str, parameter: Parameter) -> Iterator[Problem]:
    is_discrete = parameter.distribution == "discrete"
    if is_discrete and not parameter.values:
        yield Problem(f"{where}.values", "a discrete distribution lists its values; add them")
    if not is_discrete and (parameter.values or parameter.weights):
        text = f"a {parameter.distribution} distribution has no values or weights; drop them or write discrete"
        yield Problem(where, text)
    if parameter.weights and len(parameter.weights) != len(parameter.values):
        text = f"{len(parameter.weights)} weights for {len(parameter.values)} values; give one each"
        yield Problem(f"{where}.weights", text)
    if parameter.deviation is not None and parameter.distribution != "normal":
        text = f"a {parameter.distribution} distribution has no deviation; drop it or write normal"
        yield Problem(f"{where}.deviation", text)
    outside = [value for value in parameter.values if not parameter.low <= value <= parameter.high]
    if outside:
        ends = f"{_plain(parameter.low)} to {_plain(parameter.high)}"
        text = f"{_plain(outside[0])} lies outside of {ends}; widen the range or drop it"
        yield Problem(f"{where}.values", text)


@check
def sensitivity_names_what_there_is(scenario: Scenario) -> Iterator[Problem]:
    """Correlations, thresholds and grids name parameters that are given; decisions name what they need."""
    asked = scenario.sensitivity
    if asked is None:
        return
    if not asked.parameters:
        yield Problem(PARAMETERS, "no parameter is given; give one or more, or drop the block sensitivity")
    if asked.index_draws & (asked.index_draws - 1) and asked.index_draws:
        text = f"{asked.index_draws} is no power of two, which the draws for indices need; give 64, 128 or 256"
        yield Problem("sensitivity.index_draws", text)
    named = [
        (f"sensitivity.correlations.{n}.between", name) for n, c in enumerate(asked.correlations) for name in c.between
    ]
    named += [(f"{THRESHOLDS}.{key}.parameter", threshold.parameter) for key, threshold in asked.thresholds.items()]
    for key, grid in asked.grids.items():
        named += [(f"sensitivity.grids.{key}.rows", grid.rows), (f"sensitivity.grids.{key}.columns", grid.columns)]
        if grid.rows == grid.columns:
            yield Problem(f"sensitivity.grids.{key}.columns", f"'{grid.rows}' stands for the rows too; name another")
    for where, name in named:
        if name not in asked.parameters:
            known = ", ".join(asked.parameters)
            hint = did_you_mean(name, asked.parameters) or f"; known: {known}"
            yield Problem(where, f"'{name}' is no parameter{hint}")
    for key, threshold in asked.thresholds.items():
        yield from _decision_problems(scenario, f"{THRESHOLDS}.{key}.decision", threshold.decision)


def _decision_problems(scenario: Scenario, where: str, decision: Decision) -> Iterator[Problem]:
    for key in NEEDED[decision.what]:
        if getattr(decision, key) is None:
            yield Problem(f"{where}.{key}", f"{decision.what} needs '{key}'; add it")
    if decision.mode is not None and decision.mode not in scenario.modes:
        hint = did_you_mean(decision.mode, scenario.modes)
        yield Problem(f"{where}.mode", f"'{decision.mode}' is no mode{hint or '; known: ' + ', '.join(scenario.modes)}")
    first, last = scenario.years.first, scenario.years.last
    if decision.year is not None and not first <= decision.year <= last:
        yield Problem(f"{where}.year", f"{decision.year} is not planned ({first}-{last}); give a planned year")


@check
def correlations_agree(scenario: Scenario) -> Iterator[Problem]:
    """Correlations name two parameters, each pair once, and do not contradict each other."""
    asked = scenario.sensitivity
    if asked is None:
        return
    seen: set[frozenset[str]] = set()
    for number, correlation in enumerate(asked.correlations):
        pair = frozenset(correlation.between)
        where = f"sensitivity.correlations.{number}.between"
        if len(pair) < len(correlation.between):
            yield Problem(where, f"'{correlation.between[0]}' is named twice; name two parameters")
        elif pair in seen:
            yield Problem(where, f"{' and '.join(sorted(pair))} stand here a second time; keep one of the two")
        seen.add(pair)
    are_known = all(set(correlation.between) <= asked.parameters.keys() for correlation in asked.correlations)
    if are_known and np.linalg.eigvalsh(normal_correlations(asked)).min(initial=1.0) <= 0:
        text = "these correlations contradict each other (if a goes with b, and b with c, a cannot go against c)"
        yield Problem("sensitivity.correlations", f"{text}; bring them nearer to 0")


def normal_correlations(asked: Sensitivity) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Return the correlations of the normal variables behind the parameters, whose rank correlations are as asked.

    One row and column per parameter, in their order. A rank correlation of r needs 2 sin(pi r / 6).
    """
    place = {name: number for number, name in enumerate(asked.parameters)}
    matrix = np.eye(len(place))
    for correlation in asked.correlations:
        one, other = (place[name] for name in correlation.between)
        if one != other:
            matrix[one, other] = matrix[other, one] = 2 * np.sin(np.pi * correlation.rank / 6)
    return matrix


@place_check
def decisions_name_schools_there_are(scenario: Scenario, schools: Mapping[str, str]) -> Iterator[Problem]:
    """A decision about a school names one that the tables know."""
    for key, threshold in scenario.sensitivity.thresholds.items() if scenario.sensitivity else ():
        school = threshold.decision.school
        if school is not None and school not in schools:
            hint = did_you_mean(school, schools) or "; give an id of the table of schools"
            yield Problem(f"{THRESHOLDS}.{key}.decision.school", f"'{school}' is no school{hint}")
