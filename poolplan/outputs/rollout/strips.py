"""Rows of years: what each pool is, where each school swims, how full each site is; stretches of equal years as one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from poolplan.outputs.money import number_text
from poolplan.outputs.report.book import Book, Lesson, SiteYear
from poolplan.outputs.report.lists import after_text, retired_in
from poolplan.outputs.report.stays import is_own
from poolplan.outputs.styles import mode_styles
from poolplan.outputs.words import named, word

FULL_SHARE = 0.9
"""A site this full has hardly any room left."""

Year = TypeVar("Year", Lesson, SiteYear)
Key = TypeVar("Key")


class Stretch(NamedTuple):
    """Successive years that look the same."""

    first: int
    years: int
    look: str
    """Class of the cell."""
    text: str
    """What stands in the cell."""
    title: str
    """The same in full, with its years."""
    tint: str = ""
    """Background, where it is not given by the class."""


class Strip(NamedTuple):
    """A row."""

    name: str
    stretches: list[Stretch]
    note: str = ""


class Group(NamedTuple):
    """Rows of a ward or a kind of site."""

    title: str
    strips: list[Strip]


def pool_groups(book: Book) -> list[Group]:
    """What becomes of every school pool, by ward."""
    homes = {site.school: site.id for site in book.places.sites.values() if site.school}
    groups = []
    for ward, schools in book.by_ward.items():
        strips = [pool_strip(book, school, homes[school]) for school in schools if school in homes]
        groups.append(Group(book.ward_name(ward), strips))
    return [group for group in groups if group.strips]


def pool_strip(book: Book, school: str, site: str) -> Strip:
    """What becomes of a school's own pool."""
    runs = _runs(book.use[site].values(), _look)
    stretches = [_stretch(rows, f"ro-{look}", _pool_text(book, look), _short(book, look)) for look, rows in runs]
    after = after_text(book, site) if retired_in(book, site) else ""
    return Strip(book.schools[school], stretches, after)


def _look(row: SiteYear) -> str:
    """State of a pool in a year; the year of works looks like works."""
    return row.works if row.works in ("repair", "rebuild") else row.state


def _pool_text(book: Book, look: str) -> str:
    return named("works" if look in ("repair", "rebuild") else "state", look, book.lang)


def _short(book: Book, look: str) -> str:
    """Text that fits the one year of works."""
    return word(f"ro_short_{look}", book.lang) if look in ("repair", "rebuild") else ""


def school_groups(book: Book) -> list[Group]:
    """Where every school swims, by ward."""
    tints = {mode: style.tint for mode, style in mode_styles(book.scenario).items()}
    groups = []
    for ward, schools in book.by_ward.items():
        strips = [school_strip(book, school, tints) for school in schools]
        groups.append(Group(book.ward_name(ward), strips))
    return groups


def school_strip(book: Book, school: str, tints: Mapping[str, str]) -> Strip:
    """Where a school swims; `tints` are the colours of the modes."""
    lessons = [book.main[school, year] for year in book.scenario.planned_years]
    runs = _runs(lessons, lambda lesson: (lesson.mode, lesson.site))
    return Strip(book.schools[school], [_place(book, rows, mode, site, tints[mode]) for (mode, site), rows in runs])


def _place(book: Book, rows: Sequence[Lesson], mode: str, site: str, tint: str) -> Stretch:
    name = book.modes[mode] if is_own(book, mode) else book.sites[site]
    return _stretch(rows, "ro-place", name)._replace(tint=tint)


def slot_groups(book: Book) -> list[Group]:
    """How full clubs, public pools and school pools with guests are, year by year."""
    groups = []
    for kind in ("club", "public_pool", "school_pool"):
        sites = [site.id for site in book.places.sites.values() if site.kind == kind]
        shown = [site for site in sites if any((site, year) in book.guests for year in book.use[site])]
        groups.append(Group(word(f"kind_{kind}", book.lang), [_slots(book, site) for site in shown]))
    return [group for group in groups if group.strips]


def _slots(book: Book, site: str) -> Strip:
    rows = [book.use[site][year] for year in book.scenario.planned_years]
    tightest = max(rows, key=lambda row: (row.used_share, -row.year))
    note = word("ro_tightest", book.lang).format(
        year=tightest.year, used=number_text(tightest.sessions), of=number_text(tightest.capacity)
    )
    return Strip(book.sites[site], [_fill(book, row) for row in rows], note)


def _fill(book: Book, row: SiteYear) -> Stretch:
    share = row.used_share
    look = "ro-full" if share >= FULL_SHARE else "ro-some" if row.sessions else "ro-none"
    used = f"{number_text(row.sessions)} / {number_text(row.capacity)}"
    text = f"{share:.0%}".rstrip("%") if row.sessions else ""
    return Stretch(row.year, 1, look, text, f"{book.sites[row.site]} {row.year}: {used}")


def _runs(rows: Iterable[Year], key: Callable[[Year], Key]) -> list[tuple[Key, list[Year]]]:
    """Successive rows with the same key."""
    return [(found, list(group)) for found, group in groupby(rows, key=key)]


def _stretch(rows: Sequence[Lesson] | Sequence[SiteYear], look: str, text: str, short: str = "") -> Stretch:
    first, last = rows[0].year, rows[-1].year
    years = str(first) if first == last else f"{first}-{last}"
    return Stretch(first, len(rows), look, short or text, f"{text} {years}")
