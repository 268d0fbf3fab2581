"""The timetable's tables as CSV files, for other programs and for the check that reads them again."""

from pathlib import Path

from poolplan.outputs.given_back import calibration_table
from poolplan.outputs.tables import write_csv
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.missing import told_text
from poolplan.timetable.calibration import measured_in, with_means


def write_sessions(desk: Desk, path: Path) -> None:
    """Who swims where and when."""
    write_csv(desk.timetable.sessions, path)


def write_slots(desk: Desk, path: Path) -> None:
    """Every slot that a place offers."""
    write_csv(desk.timetable.slots, path)


def write_duties(desk: Desk, path: Path) -> None:
    """Every bus and day, with its fare."""
    write_csv(desk.timetable.duties, path)


def write_legs(desk: Desk, path: Path) -> None:
    """Every run of a bus from stop to stop."""
    write_csv(desk.timetable.legs, path)


def write_unplaced(desk: Desk, path: Path) -> None:
    """What found no place, why, and what would cure it: a sentence in the reader's language."""
    told = [told_text(row, desk.sites, desk.lang) for row in desk.unplaced]
    write_csv(desk.timetable.unplaced.assign(told=told), path)


def write_weeks(desk: Desk, path: Path) -> None:
    """Slots offered and used by site and week."""
    write_csv(desk.found.weeks, path)


def write_buses(desk: Desk, path: Path) -> None:
    """Bus-days and yen by school: estimated, planned and timetabled."""
    write_csv(desk.found.buses.round(2), path)


def write_calibration(desk: Desk, path: Path) -> None:
    """What this timetable found buses to take, as a table that a scenario can name."""
    write_csv(calibration_table(with_means(measured_in(desk.plan, desk.timetable))), path)
