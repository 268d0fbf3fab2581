"""Writing a timetable's folder: every file, in the order in which they are written."""

from collections.abc import Callable, Mapping
from pathlib import Path

from poolplan.outputs.registry import Lang
from poolplan.outputs.timetable import csv_files
from poolplan.outputs.timetable.calendars import write_calendars
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.duties_page import write_duties
from poolplan.outputs.timetable.index_page import write_index
from poolplan.outputs.timetable.schools_page import write_schools
from poolplan.outputs.timetable.sites_page import write_sites
from poolplan.outputs.timetable.workbook import write_workbook
from poolplan.results.plan import Plan
from poolplan.timetable.tables import Timetable

FILES: Mapping[str, Callable[[Desk, Path], None]] = {
    "sessions.csv": csv_files.write_sessions,
    "slots.csv": csv_files.write_slots,
    "duties.csv": csv_files.write_duties,
    "legs.csv": csv_files.write_legs,
    "unplaced.csv": csv_files.write_unplaced,
    "slots_by_week.csv": csv_files.write_weeks,
    "buses_by_school.csv": csv_files.write_buses,
    "schools.html": write_schools,
    "sites.html": write_sites,
    "duties.html": write_duties,
    "workbook.xlsx": write_workbook,
    "calendars": write_calendars,
    "index.html": write_index,
}


def timetable_folder(year: int) -> str:
    """Name of the folder of a year's timetable, inside the scenario's folder.

    >>> timetable_folder(2024)
    'timetable-2024'
    """
    return f"timetable-{year}"


def write_timetable(plan: Plan, timetable: Timetable, folder: Path, lang: Lang) -> None:
    """Write every file of a timetable into `folder`, which must not exist yet; see `outputs.folder` for the whole."""
    folder.mkdir()
    desk = Desk(plan, timetable, lang)
    for name, write in FILES.items():
        write(desk, folder / name)
