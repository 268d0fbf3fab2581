"""Reading CBC's log: how good the best plan and the bound were over time, and what is proven at the end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

NUMBER = r"(-?[\d.]+(?:e[+-]?\d+)?)"
PLAN = (
    re.compile(rf"Integer solution of {NUMBER} found"),
    re.compile(rf"{NUMBER} best solution"),
    re.compile(rf"best objective {NUMBER}"),
)
BOUND = (
    re.compile(rf"Continuous objective value is {NUMBER}"),
    re.compile(rf"best possible {NUMBER}"),
    re.compile(rf"^Lower bound:\s+{NUMBER}"),
)
PROVEN = (
    re.compile(rf"^Continuous objective value is {NUMBER} - [\d.]+ seconds$", re.MULTILINE),
    re.compile(rf"^Lower bound:\s+{NUMBER}$", re.MULTILINE),
)
"""Lines that speak of the whole problem. The others may come from the small searches of CBC's heuristics."""
OPTIMUM = re.compile(rf"^Result - Optimal solution found\n\nObjective value:\s+{NUMBER}$", re.MULTILINE)
SECONDS = re.compile(r"\(([\d.]+) seconds\)|- ([\d.]+) seconds$|Wallclock seconds\):\s+([\d.]+)")
NO_PLAN = 1e49
"""CBC's objective of a plan that is not there."""
LEAST_PRINTED_SHARE, LEAST_PRINTED = 5e-6, 5e-4
"""What printing may have rounded away: CBC prints six digits or more, and a lower bound to three decimals."""
CUTOFF_INCREMENT = 1e-5
"""CBC gives up looking for plans that are better by no more than this."""


class Point(NamedTuple):
    """The state of a search at a time."""

    seconds: float
    best: float | None
    """Cost of the best plan so far, None before the first."""
    bound: float | None
    """No plan can cost less; None before it is known."""


def points(log: str) -> Iterator[Point]:
    """Yield a point for each line of the log that says something new; bounds as printed, to look at only.

    >>> text = '''Continuous objective value is 90 - 0.5 seconds
    ... Cbc0012I Integer solution of 120 found by greedy cover after 0 iterations and 0 nodes (2.00 seconds)
    ... Cbc0010I After 100 nodes, 3 on tree, 110 best solution, best possible 99.5 (7.25 seconds)'''
    >>> [tuple(point) for point in points(text)]
    [(0.5, None, 90.0), (2.0, 120.0, 90.0), (7.25, 110.0, 99.5)]
    """
    last = Point(0.0, None, None)
    for line in log.splitlines():
        best, bound = _first(PLAN, line), _first(BOUND, line)
        clock = SECONDS.search(line)
        seconds = float(next(filter(None, clock.groups()))) if clock else last.seconds
        best = last.best if best is None or best > NO_PLAN else best
        point = Point(max(seconds, last.seconds), best, last.bound if bound is None else bound)
        if point != last:
            last = point
            yield point


def proven_bound(log: str) -> float | None:
    r"""Return the largest value below which the log says no plan lies; None if it says nothing that can be relied on.

    What printing may have rounded away is taken off.

    >>> proven_bound("Continuous objective value is 90 - 0.5 seconds")
    89.9995
    >>> proven_bound("Continuous objective value is 90 - 0.5 seconds\nLower bound:                    7157.229")
    7157.193213855
    >>> proven_bound("Result - Optimal solution found\n\nObjective value:                120.50000000\n")
    120.49999
    >>> proven_bound("Cbc0010I After 100 nodes, 3 on tree, 110 best solution, best possible 99.5 (7.25 seconds)")
    """
    printed = [float(value) for pattern in PROVEN for value in pattern.findall(log)]
    bounds = [value - max(LEAST_PRINTED, LEAST_PRINTED_SHARE * abs(value)) for value in printed]
    bounds += [float(value) - CUTOFF_INCREMENT for value in OPTIMUM.findall(log)]
    return max(bounds, default=None)


def _first(patterns: tuple[re.Pattern[str], ...], line: str) -> float | None:
    return next((float(found[1]) for found in (pattern.search(line) for pattern in patterns) if found), None)
