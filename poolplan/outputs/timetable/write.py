"""Writing a timetable's folder: every file, in the order in which they are written."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from poolplan.errors import AuditError
from poolplan.outputs.folder import change_folder, write_outputs
from poolplan.outputs.registry import Lang
from poolplan.outputs.timetable import csv_files
from poolplan.outputs.timetable.calendars import write_calendars
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.duties_page import write_duties
from poolplan.outputs.timetable.index_page import write_index
from poolplan.outputs.timetable.record import BUSES, RECORD, UNPLACED, WEEKS, record_of, records_in, with_earlier_rounds
from poolplan.outputs.timetable.schools_page import write_schools
from poolplan.outputs.timetable.sites_page import write_sites
from poolplan.outputs.timetable.workbook import write_workbook
from poolplan.results.plan import Answer, Plan
from poolplan.scenario.read import resolved_yaml
from poolplan.timetable.check import Finding, check_timetable
from poolplan.timetable.compared import compared
from poolplan.timetable.tables import Timetable

FILES: Mapping[str, Callable[[Desk, Path], None]] = {
    "sessions.csv": csv_files.write_sessions,
    "slots.csv": csv_files.write_slots,
    "duties.csv": csv_files.write_duties,
    "legs.csv": csv_files.write_legs,
    UNPLACED: csv_files.write_unplaced,
    WEEKS: csv_files.write_weeks,
    BUSES: csv_files.write_buses,
    "bus_calibration.csv": csv_files.write_calibration,
    "schools.html": write_schools,
    "sites.html": write_sites,
    "duties.html": write_duties,
    "workbook.xlsx": write_workbook,
    "calendars": write_calendars,
    "index.html": write_index,
}


LAST_TABLE = UNPLACED
"""Once this is written, all tables are there for the check."""
RESOLVED = "scenario.resolved.yaml"
FINDINGS_SHOWN = 20


def timetable_folder(year: int | Literal["*"]) -> str:
    """Name of the folder of a year's timetable, inside the scenario's folder.

    >>> timetable_folder(2024)
    'timetable-2024'
    """
    return f"timetable-{year}"


def write_timetable(plan: Plan, timetable: Timetable, folder: Path, lang: Lang, overrides: Iterable[str] = ()) -> None:
    """Write every file of a timetable into `folder`, which must not exist yet; see `outputs.folder` for the whole.

    Args:
        plan: the plan that was timetabled.
        timetable: one school year of it.
        folder: becomes `timetable-<year>`.
        lang: language of pages, workbook and calendars.
        overrides: values set on the command line, for the record.

    Raises:
        AuditError: the tables, read again, break a promise; no timetable leaves unchecked.
    """
    folder.mkdir()
    desk = Desk(plan, timetable, lang)
    for name, write in FILES.items():
        write(desk, folder / name)
        if name == LAST_TABLE:
            _refuse(check_timetable(plan, timetable.year, folder))
    texts = {RECORD: record_of(plan, timetable, overrides), RESOLVED: resolved_yaml(plan.network.scenario, folder)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_with_timetable(  # noqa: PLR0913, PLR0917 - what is written, where and how
    answer: Answer,
    timetable: Timetable,
    folder: Path,
    lang: Lang,
    extra: Mapping[str, str],
    overrides: Iterable[str],
) -> list[Path]:
    """Write an answer's folder with the timetable of a year inside it; see `write_outputs` and `write_timetable`."""
    told = replace(answer, timetabled=(compared(answer.plan, timetable),))
    inner = timetable_folder(timetable.year)

    def more(into: Path) -> None:
        write_timetable(answer.plan, timetable, into / inner, lang, overrides)

    return write_outputs(told, folder, lang, extra, more)


def add_timetable(
    answer: Answer, timetable: Timetable, folder: Path, lang: Lang, overrides: Iterable[str]
) -> list[Path]:
    """Put the timetable of a year into the folder of its plan, and what it found out into the report there.

    Timetables of other years stay; one of the same year is replaced, but for the rounds in which the plan was made.
    Whole or not at all, as `change_folder`.
    """
    from poolplan.outputs.report.page import write_report

    inner = timetable_folder(timetable.year)

    def change(into: Path) -> None:
        made = with_earlier_rounds(answer.plan, timetable, into / inner)
        shutil.rmtree(into / inner, ignore_errors=True)
        write_timetable(answer.plan, made, into / inner, lang, overrides)
        told = tuple(records_in(sorted(into.glob(timetable_folder("*")))))
        write_report(replace(answer, timetabled=told), into / "report.html", lang)

    return change_folder(folder, change)


def _refuse(findings: Sequence[Finding]) -> None:
    """Let no timetable pass that breaks a promise."""
    if findings:
        shown = findings[:FINDINGS_SHOWN]
        said = [f"timetable check: {f.rule}: {f.where}: {f.problem}; please report this" for f in shown]
        more = len(findings) - len(shown)
        raise AuditError([*said, *([f"timetable check: {more} further findings"] if more else [])])
