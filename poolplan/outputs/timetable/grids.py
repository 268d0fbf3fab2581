"""Weeks as rows, days of the week as columns: the timetable as it hangs on a wall, for schools and for places."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from poolplan.outputs.timetable.desk import Desk, week_of
from poolplan.outputs.timetable.texts import (
    WORKING_DAYS,
    between,
    clock_text,
    flag_marks,
    short_day,
    weekday,
    weekday_text,
)
from poolplan.outputs.words import word
from poolplan.timetable.rows import Session, Slot

ROOM_LINES = 34
"""Lines of a week table that fit a sheet of A4 beside the other parts, in type of normal size."""
SMALL_LINES = 62
"""As above, in small type."""


class Entry(NamedTuple):
    """A line of a day: when, and who."""

    time: str
    text: str
    mark: str = ""
    """Letters told below the table."""
    look: str = ""
    """Class of the line, without its prefix."""


class Week(NamedTuple):
    """A row: a week with the lines of its days."""

    name: str
    cells: Sequence[Sequence[Entry]]


class Grid(NamedTuple):
    """Weeks and days."""

    heads: Sequence[str]
    """Days of the week."""
    weeks: Sequence[Week]
    look: str
    """Class of the type's size: empty, small or tiny."""


def school_grid(desk: Desk, sessions: Sequence[Session]) -> Grid:
    """Return the weeks in which a school swims; each line is a group, from leaving the school to being back."""

    def entry(session: Session) -> Entry:
        return Entry(
            between(session.leave, session.back), desk.group_name(session), flag_marks(session.flags, desk.lang)
        )

    return _grid(desk, sessions, entry)


def site_grid(desk: Desk, site: str) -> Grid:
    """Return the weeks of a place; each line is a slot, with who swims in it."""

    def entry(slot: Slot) -> Entry:
        guests = desk.in_slot.get((site, slot.date, slot.slot), [])
        names = [f"{desk.schools[guest.school]} {desk.group_name(guest)}" for guest in guests]
        free = word("t_reserve" if slot.reserve else "t_free", desk.lang)
        text = word("comma", desk.lang).join(names) or free
        return Entry(clock_text(slot.slot), text, look="" if guests else "free")

    return _grid(desk, desk.slots.get(site, []), entry)


def _grid(desk: Desk, rows: Sequence[Session] | Sequence[Slot], entry: Callable[..., Entry]) -> Grid:
    days = max([WORKING_DAYS, *(weekday(row.date) + 1 for row in rows)])
    cells: dict[str, list[list[Entry]]] = {}
    for row in rows:
        week = cells.setdefault(week_of(row), [[] for _ in range(days)])
        week[weekday(row.date)].append(entry(row))
    weeks = [Week(_week_name(desk, week), cells[week]) for week in sorted(cells)]
    heads = [weekday_text(number, desk.lang) for number in range(days)]
    return Grid(heads, weeks, _look(weeks))


def _week_name(desk: Desk, week: str) -> str:
    return word("t_from_day", desk.lang).format(day=short_day(week, desk.lang))


def _look(weeks: Iterable[Week]) -> str:
    lines = sum(max(1, *(len(cell) for cell in week.cells)) for week in weeks)
    return "" if lines <= ROOM_LINES else "small" if lines <= SMALL_LINES else "tiny"
