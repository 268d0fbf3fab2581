"""The section on timetables, where any was made: what a real school year says of the plan's buses and slots."""

from typing import NamedTuple

from markupsafe import Markup

from poolplan.outputs.money import year_text
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.tables import Table
from poolplan.outputs.timetable.against import rounds_table, totals_table
from poolplan.outputs.timetable.missing import unplaced_table
from poolplan.outputs.timetable.sites_page import KINDS
from poolplan.outputs.timetable.summary import answer_lines, load_of
from poolplan.outputs.timetable.texts import group_text
from poolplan.outputs.timetable.write import timetable_folder
from poolplan.outputs.words import word
from poolplan.results.timetabled import Timetabled
from poolplan.timetable.rows import Unplaced, rows_of


class TimetabledYear(NamedTuple):
    """A year with a timetable."""

    anchor: str
    title: str
    lines: list[str]
    totals: Table
    unplaced: Table | None
    rounds: Table | None
    """Plans made in turn with timetables, where what these found was given back."""
    load: Markup
    """Slots used of slots offered, by place and week."""
    where: str
    """Where the timetable's own files are."""


def timetabled_years(book: Book) -> list[TimetabledYear]:
    """Return what each timetable found out, in order of year."""
    return [_year(book, found) for found in sorted(book.answer.timetabled, key=lambda found: found.year)]


def _year(book: Book, found: Timetabled) -> TimetabledYear:
    anchor, lang = f"rp-timetable-{found.year}", book.lang
    kinds = {site: KINDS.index(book.places.sites[site].kind) for site in found.weeks["site"].unique().tolist()}
    sites = sorted(kinds, key=lambda site: (kinds[site], site))
    return TimetabledYear(
        anchor,
        year_text(found.year, lang),
        list(answer_lines(found, lang)),
        totals_table(found, lang),
        _unplaced(book, found) if len(found.unplaced) else None,
        rounds_table(found, lang),
        load_of(f"{anchor}-load", found, sites, book.sites, lang),
        word("t_files_in", lang).format(folder=timetable_folder(found.year)),
    )


def _unplaced(book: Book, found: Timetabled) -> Table:
    def group_name(row: Unplaced) -> str:
        return group_text(row.grade, row.group, book.lang, divided=not row.special, special=row.special)

    return unplaced_table(rows_of(Unplaced, found.unplaced), (book.schools, book.sites), group_name, book.lang)
