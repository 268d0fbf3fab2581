"""The timetable's tables as CSV files, for other programs and for the check that reads them again."""

from pathlib import Path

import pandas as pd

from poolplan.outputs.tables import write_csv
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.missing import told_text


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
    """Bus-days and yen by school: as planned, and as timetabled."""
    table = desk.found.buses
    rounded: pd.DataFrame = table.assign(
        timetabled_days=table["timetabled_days"].round(3), timetabled_yen=table["timetabled_yen"].round(1)
    )
    write_csv(rounded, path)
