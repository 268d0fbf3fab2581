"""What timetables found out, given back to the plan as tables: what buses take, and slots that the calendar leaves."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from poolplan.network.rows import CalibrationRow, UsableSlotsRow
from poolplan.network.tables import read_table
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.schema import PlaceFiles
from poolplan.scenario.text import shown_path

ANY = "*"
"""Stands for every school, site or mode."""
HUNDREDTHS = 100
LessonsKey = tuple[str, str, str]
"""School, site and mode."""


class Measured(NamedTuple):
    """Buses that lessons took in the timetable of a year, and what the estimate says of the same lessons."""

    year: int
    bus_days_hundredths: int
    """Hundredths of a bus-day: a bus that several schools share is shared out."""
    yen: int
    """With tax, at the tariff of the scenario."""
    estimated_days: int
    estimated_yen: int
    source: str

    @property
    def yen_factor(self) -> float:
        """By how much the estimated yen are multiplied."""
        return self.yen / self.estimated_yen

    def days(self, estimated_days: int) -> float:
        """Bus-days where the estimate says so many, to two decimals, halves up.

        >>> Measured(2024, 1250, 500_000, 10, 400_000, "timetable").days(3)
        3.75
        """
        return _shared(self.bus_days_hundredths * estimated_days, self.estimated_days) / HUNDREDTHS


class UsableSlots(NamedTuple):
    """Slots of a year that the calendar leaves a site."""

    year: int
    slots: int
    """Sessions a year."""
    source: str


Calibration = Mapping[LessonsKey, Measured]
"""Of the lessons of a school at a site in a mode; `*` stands for all."""


def _shared(number: int, parts: int) -> int:
    return (2 * number + parts) // (2 * parts)


def measured_for(calibration: Calibration, school: str, site: str, mode: str) -> Measured | None:
    """Return the row that holds for lessons: their own, else their site's, else the mode's, else that of all.

    None where the table says nothing: the estimate then stands as it is.
    """
    keys = ((school, site, mode), (ANY, site, ANY), (ANY, ANY, mode), (ANY, ANY, ANY))
    return next((calibration[key] for key in keys if key in calibration), None) if calibration else None


def measured_of(rows: Iterable[CalibrationRow]) -> dict[LessonsKey, Measured]:
    """Take what counts from the rows of the table."""
    return {
        (row.school, row.site, row.mode): Measured(
            row.year,
            round(row.bus_days * HUNDREDTHS),
            row.yen,
            row.estimated_days,
            row.estimated_yen,
            row.source,
        )
        for row in rows
    }


def usable_of(rows: Iterable[UsableSlotsRow]) -> dict[str, UsableSlots]:
    """Take what counts from the rows of the table, by site."""
    return {row.site: UsableSlots(row.year, row.slots, row.source) for row in rows}


class Feedback(NamedTuple):
    """The two tables as read."""

    calibration: list[CalibrationRow]
    usable_slots: list[UsableSlotsRow]


def read_feedback(files: PlaceFiles, problems: list[str]) -> Feedback:
    """Read the tables that a scenario names; problems are appended."""
    buses, slots = files.bus_calibration, files.usable_slots
    key = ("school", "site", "mode")
    return Feedback(
        read_table(Path(buses), CalibrationRow, key, problems) if buses else [],
        read_table(Path(slots), UsableSlotsRow, ("site",), problems) if slots else [],
    )


def strange_rows(
    files: PlaceFiles, feedback: Feedback, known: Mapping[str, Iterable[str]], modes: Iterable[str]
) -> Iterator[str]:
    """Say which rows name what there is not, one sentence each.

    Args:
        files: of the scenario.
        feedback: the tables.
        known: ids of schools and sites, by column.
        modes: ids of modes.
    """
    ids = {name: set(found) for name, found in (*known.items(), ("mode", modes))}
    for row in feedback.calibration:
        where = f"{shown_path(Path(files.bus_calibration or ''))}, line {row.line}"
        named = {column: getattr(row, column) for column in ("school", "site", "mode")}
        for column, name in named.items():
            if name != ANY and name not in ids[column]:
                yield f"{where}: no {column} '{name}'{did_you_mean(name, ids[column])}; mend the id"
        if not _is_allowed(*(name == ANY for name in named.values())):
            text = "a row is of one school, site and mode; or * stands for the school and the mode, the school and the"
            yield f"{where}: {' '.join(named.values())}: {text} site, or for all three"
    for slots in feedback.usable_slots:
        if slots.site not in ids["site"]:
            where = f"{shown_path(Path(files.usable_slots or ''))}, line {slots.line}"
            yield f"{where}: no site '{slots.site}'{did_you_mean(slots.site, ids['site'])}; mend the id"


def _is_allowed(school: bool, site: bool, mode: bool) -> bool:  # noqa: FBT001 - whether * stands there
    return (school and (site or mode)) or not (school or site or mode)
