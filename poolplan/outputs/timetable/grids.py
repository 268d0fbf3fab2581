"""Weeks as rows, days of the week as columns: the timetable as it hangs on a wall, for schools and for places."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from poolplan.outputs.timetable.desk import Desk, week_of
from poolplan.outputs.timetable.texts import (
    WORKING_DAYS,
    between,
    clock_text,
    flag_marks,
    letters_of,
    short_day,
    short_school,
    weekday,
    weekday_text,
)
from poolplan.outputs.words import word
from poolplan.timetable.rows import Session, Slot

LINE_MM = {"": 3.7, "small": 3.05, "tiny": 2.65}
"""Height of a line in type of each size, the largest first."""
LINE_LETTERS = {"": 22, "small": 26, "tiny": 29}
"""Narrow letters that a line of a day takes in each size; a wide one counts twice."""
ROW_MM = 1.1
"""Height that a row needs besides its lines."""
SITE_ROOM_MM, SCHOOL_ROOM_MM, SHEET_MM = 120.0, 182.0, 238.0
"""Height of A4 that is left for the week table: with the tables of a place, with those of a school, and by itself."""
GUEST_MM = 7.6
"""Height that a school takes in the table of those who come to a place."""
Dated = TypeVar("Dated", Session, Slot)


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
    is_alone: bool = False
    """True: too high to stand below the tables of a place, so it begins a sheet of its own."""


def school_grid(desk: Desk, sessions: Sequence[Session], taken_mm: float) -> Grid:
    """Return the weeks in which a school swims; each line is a group, from leaving the school to being back.

    `taken_mm` is the height that other tables take of the school's sheet.
    """

    def entry(session: Session) -> Entry:
        time = between(session.leave, session.back)
        return Entry(time, _unbroken(desk.group_name(session)), flag_marks(session.flags, desk.lang))

    spans = {week_of(session): (week_of(session), week_of(session)) for session in sessions}
    return _grid(desk, sessions, spans, lambda day: [entry(session) for session in day], SCHOOL_ROOM_MM - taken_mm)


def site_grid(desk: Desk, site: str, taken_mm: float) -> Grid:
    """Return the weeks of a place; each line is a slot with who swims in it, or all slots of a day without lessons.

    `taken_mm` is the height that sentences on missing lessons take of the place's sheet.
    """

    def entries(day: Sequence[Slot]) -> list[Entry]:
        if any(_key(slot) in desk.in_slot for slot in day):
            return [entry(slot) for slot in day]
        word_of = "t_reserve_n" if all(slot.reserve for slot in day) else "t_free_n"
        return [Entry("", word(word_of, desk.lang).format(n=len(day)), look="free")]

    def entry(slot: Slot) -> Entry:
        guests = desk.in_slot.get(_key(slot), [])
        names = [
            f"{short_school(desk.schools[guest.school], desk.lang)} {_unbroken(desk.group_name(guest))}"
            for guest in guests
        ]
        free = word("t_reserve" if slot.reserve else "t_free", desk.lang)
        text = word("comma", desk.lang).join(names) or free
        return Entry(clock_text(slot.slot), text, look="" if guests else "free")

    room_mm = SITE_ROOM_MM - taken_mm - GUEST_MM * len({session.school for session in desk.by_site.get(site, [])})
    grid = _grid(desk, desk.slots.get(site, []), _spans(desk, site), entries, room_mm)
    if _height_mm(grid.weeks, grid.look, len(grid.heads)) <= room_mm:
        return grid
    return grid._replace(look=_look(grid.weeks, SHEET_MM, len(grid.heads)), is_alone=True)


def _unbroken(name: str) -> str:
    """Keep numbers on the line of what they number."""
    return re.sub(r" (?=\d)", "\u00a0", name)


def _spans(desk: Desk, site: str) -> dict[str, tuple[str, str]]:
    """Return the first and last of the weeks that share a row, by week: those on end without lessons, or one alone."""
    busy = {week_of(session) for session in desk.by_site.get(site, [])}
    spans: dict[str, tuple[str, str]] = {}
    together: list[str] = []
    for week in sorted({week_of(slot) for slot in desk.slots.get(site, [])}):
        together = [week] if week in busy or (together and together[-1] in busy) else [*together, week]
        spans |= dict.fromkeys(together, (together[0], week))
    return spans


def _key(slot: Slot) -> tuple[str, str, str]:
    return slot.site, slot.date, slot.slot


def _grid(
    desk: Desk,
    rows: Sequence[Dated],
    spans: Mapping[str, tuple[str, str]],
    entries: Callable[[Sequence[Dated]], list[Entry]],
    room_mm: float,
) -> Grid:
    days = sorted({weekday(row.date) for row in rows})
    by_day: dict[tuple[str, str], dict[int, list[Dated]]] = {}
    for row in rows:
        by_day.setdefault(spans[week_of(row)], {}).setdefault(weekday(row.date), []).append(row)
    weeks = [
        Week(_week_name(desk, week), [entries(by_day[week][day]) if day in by_day[week] else [] for day in days])
        for week in sorted(by_day)
    ]
    heads = [weekday_text(number, desk.lang) for number in days]
    return Grid(heads, weeks, _look(weeks, room_mm, len(days)))


def _week_name(desk: Desk, span: tuple[str, str]) -> str:
    first, last = (short_day(week, desk.lang) for week in span)
    if first == last:
        return word("t_from_day", desk.lang).format(day=first)
    return word("t_from_to", desk.lang).format(first=first, last=last)


def _look(weeks: Sequence[Week], room_mm: float, days: int) -> str:
    """Size of type in which the weeks fit a sheet; the smallest where none does."""
    fitting = [look for look in LINE_MM if _height_mm(weeks, look, days) <= room_mm]
    return fitting[0] if fitting else list(LINE_MM)[-1]


def _height_mm(weeks: Sequence[Week], look: str, days: int) -> float:
    """Height of the weeks in type of a size."""
    letters = LINE_LETTERS[look] * WORKING_DAYS // max(1, days)
    return sum(_lines(week, letters) * LINE_MM[look] + ROW_MM for week in weeks)


def _lines(week: Week, letters: int) -> int:
    """Lines that the fullest day of a week takes."""
    return max(1, *(sum(-(-_width(entry) // letters) for entry in cell) for cell in week.cells))


def _width(entry: Entry) -> int:
    return letters_of(f"{entry.time} {entry.text}{entry.mark}")
