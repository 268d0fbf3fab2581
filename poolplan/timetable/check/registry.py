"""CHECKS: every promise of a timetable that is re-checked, one function each, its name the sentence that was broken."""

from collections.abc import Callable, Iterator

from poolplan.timetable.check.case import Case

Complaint = tuple[str, str]
"""Where, and what is wrong."""
Check = Callable[[Case], Iterator[Complaint]]

CHECKS: dict[str, Check] = {}


def checked(function: Check) -> Check:
    """Enter a function in CHECKS."""
    CHECKS[function.__name__] = function
    return function
