"""schools.html: for every school the page that hangs in its staff room: who swims when, by week and by group."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from poolplan.outputs.money import number_text
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import listed
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.grids import Grid, school_grid
from poolplan.outputs.timetable.pages import missing_mm, missing_text, write_page
from poolplan.outputs.timetable.texts import clock_text, day_text, flag_marks, flag_names, short_date
from poolplan.outputs.words import named, word
from poolplan.timetable.rows import Session

TIMES = ("leave", "arrive", "water_start", "water_end", "depart", "back")
TABLE_ROW_MM = 5.6
"""Height of a row of the tables below the weeks."""


class SchoolPage(NamedTuple):
    """The page of a school."""

    anchor: str
    name: str
    about: list[str]
    missing: list[str]
    grid: Grid
    groups: Table
    """One row per group, one column per visit."""
    course: Table
    """The times of a day."""
    notes: list[str]


def write_schools(desk: Desk, path: Path) -> None:
    """Write the page."""
    told = set(desk.by_school)
    without = [missing_text(desk, row) for row in desk.unplaced if row.school not in told]
    values = {
        "title": word("t_schools_title", desk.lang),
        "wards": list(_index(desk)),
        "without": without,
        "schools": [_page(desk, school, sessions) for school, sessions in desk.by_school.items()],
    }
    write_page(desk, path, "timetable_schools.html", values)


def school_anchor(school: str) -> str:
    """Anchor of a school's page."""
    return f"school-{school}"


def _index(desk: Desk) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the names of wards, each with anchors and names of its schools that have a timetable."""
    by_ward: dict[str, list[tuple[str, str]]] = {}
    for school in desk.by_school:
        entry = (school_anchor(school), desk.schools[school])
        by_ward.setdefault(desk.places.schools[school].ward, []).append(entry)
    for ward, schools in sorted(by_ward.items()):
        yield desk.ward_name(ward), schools


def _page(desk: Desk, school: str, sessions: Sequence[Session]) -> SchoolPage:
    groups, course = _groups(desk, sessions), _course(desk, sessions)
    missing = [missing_text(desk, row) for row in desk.unplaced if row.school == school]
    taken_mm = TABLE_ROW_MM * sum(len(table.groups[0].rows) for table in (groups, course)) + missing_mm(missing)
    return SchoolPage(
        anchor=school_anchor(school),
        name=desk.schools[school],
        about=list(_about(desk, sessions)),
        missing=missing,
        grid=school_grid(desk, sessions, taken_mm),
        groups=groups,
        course=course,
        notes=list(_notes(desk, sessions)),
    )


def _about(desk: Desk, sessions: Sequence[Session]) -> Iterator[str]:
    """Yield a line for each place: where, how, how often and from when to when."""
    by_place: dict[tuple[str, str, str], list[Session]] = {}
    for session in sessions:
        by_place.setdefault((session.site, session.mode, session.travel_by), []).append(session)
    for (site, mode, way), here in by_place.items():
        groups = len({(row.grade, row.group) for row in here})
        yield word("t_about", desk.lang).format(
            site=desk.sites[site],
            mode=desk.modes[mode],
            way=named("travel", way, desk.lang),
            groups=groups,
            sessions=len(here),
            first=day_text(here[0].date, desk.lang),
            last=day_text(here[-1].date, desk.lang),
        )


def _groups(desk: Desk, sessions: Sequence[Session]) -> Table:
    """Return one row per group, and the days of its visits."""
    visits: dict[tuple[int, int], list[Session]] = {}
    for session in sessions:
        visits.setdefault((session.grade, session.group), []).append(session)
    most = max(len(rows) for rows in visits.values())
    heads = [Cell(word("t_head_group", desk.lang)), number(word("col_pupils", desk.lang))]
    heads += [Cell(word("t_nth", desk.lang).format(n=n)) for n in range(1, most + 1)]
    rows = []
    for _, listed_ in sorted(visits.items()):
        cells = [number(number_text(max(row.pupils for row in listed_)))]
        cells += [Cell(_visit(desk, row), mark=flag_marks(row.flags, desk.lang)) for row in listed_]
        cells += [Cell("")] * (most - len(listed_))
        rows.append(Row(Cell(desk.group_name(listed_[0])), cells))
    return table(word("t_by_group", desk.lang), heads, rows, look="small")


def _visit(desk: Desk, row: Session) -> str:
    return f"{short_date(row.date, desk.lang)} {clock_text(row.leave)}"


def _course(desk: Desk, sessions: Iterable[Session]) -> Table:
    """Return the courses that a visit takes, the most frequent first, with the visits that take it."""
    counts = Counter((row.site, *(getattr(row, name) for name in TIMES)) for row in sessions)
    heads = [Cell(word("head_site_label", desk.lang))]
    heads += [number(word(f"t_{name}", desk.lang)) for name in TIMES]
    heads.append(number(word("t_times", desk.lang)))
    found = sorted(counts.items(), key=lambda item: item[0][1:])
    rows = [
        Row(Cell(desk.sites[site]), [*(number(clock_text(time)) for time in times), number(number_text(count))])
        for (site, *times), count in found
    ]
    return table(word("t_course", desk.lang), heads, rows, look="small")


def _notes(desk: Desk, sessions: Iterable[Session]) -> Iterator[str]:
    """Yield what the letters in the tables mean, and what to do when a lesson falls out."""
    flags = sorted({flag for row in sessions for flag in row.flags.split()})
    marks = [f"{flag_marks(flag, desk.lang)} {flag_names(flag, desk.lang)[0]}" for flag in flags]
    if marks:
        yield listed(marks, desk.lang)
    yield word("t_school_note", desk.lang)
