"""A stranger's re-check of a written timetable: reads the files again and shares no code with what made them."""

from pathlib import Path
from typing import NamedTuple

from poolplan.results.plan import Plan
from poolplan.timetable.check import (  # noqa: F401  (register the checks)
    buses,
    demand,
    duties,
    limits,
    sessions,
    slots,
)
from poolplan.timetable.check.case import Case
from poolplan.timetable.check.files import read_files
from poolplan.timetable.check.registry import CHECKS

__all__ = ["Finding", "check_timetable"]


class Finding(NamedTuple):
    """A promise that the timetable breaks."""

    rule: str
    """Name of the check, a sentence."""
    where: str
    """File and line, or session, slot, duty or school concerned."""
    problem: str
    """What is wrong, with value and unit."""


def check_timetable(plan: Plan, year: int, folder: Path) -> list[Finding]:
    """Re-derive from plan, scenario and travel-time table what the files in `folder` must say; an empty list is good.

    Files that cannot be read row by row are reported alone: nothing else can be judged before they are mended.
    """
    files, problems = read_files(folder, plan.network)
    if problems:
        return [Finding("files_can_be_read", where, problem) for where, problem in problems]
    case = Case(plan, year, files)
    return [Finding(name, *complaint) for name, check in CHECKS.items() for complaint in check(case)]
