"""workbook.xlsx: a sheet per place with its slots week by week, and the tables with names beside ids."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.colours import LINE, PALE, QUIET
from poolplan.outputs.money import year_text
from poolplan.outputs.sheets import HEAD, on_a4
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.missing import cure_text, reason_text
from poolplan.outputs.timetable.sheet_names import sheet_names
from poolplan.outputs.timetable.sites_page import sites_in_use
from poolplan.outputs.timetable.summary import answer_lines
from poolplan.outputs.timetable.texts import clock_text, day_text, flag_names, weekday_text
from poolplan.outputs.timetable.texts import weekday as weekday_of
from poolplan.outputs.words import label_in, named, word
from poolplan.outputs.workbook import CREATED, OPTIONS
from poolplan.timetable.rows import Slot

LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "text": {"valign": "top"},
    "used": {"bg_color": PALE, "border": 1, "border_color": LINE},
    "free": {"font_color": QUIET, "border": 1, "border_color": LINE},
    "yen": {"num_format": "#,##0", "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "clock": {"num_format": "h:mm", "valign": "top"},
    "km": {"num_format": "0.0", "valign": "top"},
}
Value = str | float | date | time


class Column(NamedTuple):
    """A column of a sheet."""

    head: str
    """Word of its heading."""
    width: float
    values: Sequence[Value]
    look: str = "text"
    """A name of `LOOKS`."""


def write_workbook(desk: Desk, path: Path) -> None:
    """Write the workbook."""
    buffer, lang = BytesIO(), desk.lang
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": label_in(desk.scenario.label, lang), "author": "poolplan", "created": CREATED})
    looks = {name: book.add_format(look) for name, look in LOOKS.items()} | {"head": book.add_format(HEAD)}
    tables = {
        "compared": (_compared(desk), "t_answer_no_buses"),
        "sessions": (_sessions(desk), "t_no_sessions"),
        "duties": (_duties(desk), "t_answer_no_buses"),
        "unplaced": (_unplaced(desk), "t_all_placed"),
    }
    titles = [word(f"t_sheet_{name}", lang) for name in ("readme", *tables)]
    sites = sites_in_use(desk)
    names = sheet_names((desk.sites[site] for site in sites), titles)
    _read_me(book.add_worksheet(titles[0]), desk, looks, dict(zip(sites, names, strict=True)))
    for site, name in zip(sites, names, strict=True):
        _site(book.add_worksheet(name), desk, site, looks)
    for title, (columns, if_empty) in zip(titles[1:], tables.values(), strict=True):
        _table(book.add_worksheet(title), columns, looks, desk, if_empty)
    book.close()
    path.write_bytes(buffer.getvalue())


def _read_me(page: Worksheet, desk: Desk, looks: dict[str, Format], sites: dict[str, str]) -> None:
    lang, found = desk.lang, desk.found
    page.hide_gridlines(2)
    on_a4(page, head_row=0)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 40)
    page.write_string(0, 0, f"{word('t_index_title', lang)} {year_text(desk.year, lang)}", looks["title"])
    page.write_string(1, 0, label_in(desk.scenario.label, lang), looks["text"])
    rows: list[tuple[str, float]] = [
        (word("t_demanded", lang), found.demanded),
        (word("t_placed", lang), found.placed),
        (word("t_estimated_days", lang), found.estimated_days),
        (word("t_planned_days", lang), found.planned_days),
        (word("t_timetabled_days", lang), found.bus_days),
        (word("t_bus_days_bound", lang), found.bus_days_bound),
        (word("t_estimated_yen", lang), found.estimated_yen),
        (word("t_planned_yen", lang), found.planned_yen),
        (word("t_timetabled_yen", lang), found.timetabled_yen),
    ]
    for row, (name, value) in enumerate(rows, start=3):
        page.write_string(row, 0, name, looks["text"])
        page.write_number(row, 1, value, looks["yen"])
    lines = list(answer_lines(found, lang))
    for row, line in enumerate(lines, start=13):
        page.write_string(row, 0, line, looks["text"])
    below = 14 + len(lines)
    page.write_row(below, 0, [word("head_site_label", lang), word("t_sheet", lang)], looks["head"])
    for row, (site, sheet) in enumerate(sites.items(), start=below + 1):
        page.write_string(row, 0, desk.sites[site])
        page.write_string(row, 1, sheet)


def _site(page: Worksheet, desk: Desk, site: str, looks: dict[str, Format]) -> None:
    """Days as rows, starts of slots as columns; a used slot is tinted and says who comes, a free one says so."""
    slots = desk.slots.get(site, [])
    starts = sorted({slot.slot for slot in slots})
    page.write_string(0, 0, f"{desk.sites[site]} {year_text(desk.year, desk.lang)}", looks["title"])
    heads = [word("t_day", desk.lang), *(clock_text(start) for start in starts)]
    for column, head in enumerate(heads):
        page.write_string(2, column, head, looks["head"])
    rows = {day: row for row, day in enumerate(dict.fromkeys(slot.date for slot in slots), start=3)}
    for day, row in rows.items():
        page.write_string(row, 0, day_text(day, desk.lang))
    for slot in slots:
        text = _guests(desk, slot)
        free = word("t_reserve" if slot.reserve else "t_free", desk.lang)
        look = looks["used" if text else "free"]
        page.write_string(rows[slot.date], 1 + starts.index(slot.slot), text or free, look)
    page.set_column(0, 0, 16)
    page.set_column(1, max(1, len(starts)), 34)
    page.freeze_panes(3, 1)
    on_a4(page, head_row=2)


def _guests(desk: Desk, slot: Slot) -> str:
    guests = desk.in_slot.get((slot.site, slot.date, slot.slot), [])
    pupils = word("pupils_unit", desk.lang)
    return word("comma", desk.lang).join(
        f"{desk.schools[row.school]} {desk.group_name(row)} ({row.pupils}{pupils})" for row in guests
    )


def _compared(desk: Desk) -> list[Column]:
    table = desk.found.buses
    kinds = ("estimated", "planned", "timetabled")
    return [
        Column("head_school_label", 24, [desk.schools[name] for name in table["school"]]),
        Column("head_site_label", 24, [desk.sites[name] for name in table["site"]]),
        Column("head_mode_label", 14, [desk.modes[name] for name in table["mode"]]),
        *(Column(f"t_{kind}_days", 14, [float(days) for days in table[f"{kind}_days"]]) for kind in kinds),
        *(Column(f"t_{kind}_yen", 14, [float(yen) for yen in table[f"{kind}_yen"]], "yen") for kind in kinds),
    ]


def _sessions(desk: Desk) -> list[Column]:
    rows, lang = desk.sessions, desk.lang
    times = [
        _clocks(f"t_{name}", (getattr(row, name) for row in rows))
        for name in ("leave", "arrive", "water_start", "water_end", "depart", "back")
    ]
    return [
        _days(row.date for row in rows),
        Column("t_weekday", 8, [weekday_text(weekday_of(row.date), lang) for row in rows]),
        Column("head_school_label", 24, [desk.schools[row.school] for row in rows]),
        Column("t_head_group", 14, [desk.group_name(row) for row in rows]),
        Column("t_visit", 8, [row.visit for row in rows]),
        Column("col_pupils", 12, [row.pupils for row in rows]),
        Column("head_site_label", 24, [desk.sites[row.site] for row in rows]),
        Column("head_mode_label", 14, [desk.modes[row.mode] for row in rows]),
        *times,
        Column("head_travel_by", 9, [named("travel", row.travel_by, lang) for row in rows]),
        Column("t_buses", 20, [row.duties for row in rows]),
        Column("t_remarks", 24, [word("comma", lang).join(flag_names(row.flags, lang)) for row in rows]),
    ]


def _duties(desk: Desk) -> list[Column]:
    rows, lang = desk.duties, desk.lang
    return [
        Column("t_bus_number", 16, [row.duty for row in rows]),
        _days(row.date for row in rows),
        Column("t_bus_class", 10, [named("t_class", row.bus_class, lang) for row in rows]),
        Column("t_owner", 14, [named("t_owner", row.owner, lang) for row in rows]),
        _clocks("t_out", (row.out for row in rows)),
        _clocks("t_in", (row.back for row in rows)),
        Column("t_running_min", 15, [float(row.running_min) for row in rows]),
        Column("t_run_km", 16, [float(row.run_km) for row in rows], "km"),
        Column("t_billed_h", 17, [float(row.billed_h) for row in rows]),
        Column("t_billed_km", 17, [float(row.billed_km) for row in rows]),
        Column("t_fares_yen", 21, [float(row.fare_yen) for row in rows], "yen"),
    ]


def _unplaced(desk: Desk) -> list[Column]:
    rows, lang = desk.unplaced, desk.lang
    return [
        Column("head_school_label", 24, [desk.schools[row.school] for row in rows]),
        Column("t_head_group", 14, [desk.group_name(row) for row in rows]),
        Column("head_site_label", 24, [desk.sites.get(row.site, row.site) for row in rows]),
        Column("t_short", 10, [row.sessions_short for row in rows]),
        Column("t_searched", 24, [row.weeks for row in rows]),
        Column("t_why", 40, [reason_text(row.why, lang) for row in rows]),
        Column("t_cure", 60, [cure_text(row, desk.sites, lang) for row in rows]),
    ]


def _days(days: Iterable[str]) -> Column:
    """Return days as Excel counts them, so that they can be sorted and filtered."""
    return Column("t_day", 12, [date.fromisoformat(day) for day in days], "day")


def _clocks(head: str, clocks: Iterable[str]) -> Column:
    return Column(head, 9, [time.fromisoformat(clock) for clock in clocks], "clock")


def _table(page: Worksheet, columns: Sequence[Column], looks: dict[str, Format], desk: Desk, if_empty: str) -> None:
    """Write a table, or instead of its rows why it has none (a word)."""
    for number, column in enumerate(columns):
        page.write_string(0, number, word(column.head, desk.lang), looks["head"])
        page.set_column(number, number, column.width)
        look = looks[column.look]
        for row, value in enumerate(column.values, start=1):
            if isinstance(value, str):
                page.write_string(row, number, value, look)
            elif isinstance(value, date | time):
                page.write_datetime(row, number, value, look)
            else:
                page.write_number(row, number, value, look)
    if not columns[0].values:
        page.write_string(1, 0, word(if_empty, desk.lang))
    on_a4(page, head_row=0)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(columns[0].values)), len(columns) - 1)
