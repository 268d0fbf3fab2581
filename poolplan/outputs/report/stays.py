"""Where a school swims from when to when: the years of the assignments put together."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from poolplan.outputs.report.book import Book, Lesson
from poolplan.outputs.report.texts import minutes_text
from poolplan.outputs.words import word


class Stay(NamedTuple):
    """Successive years in which a school, or some of its grades, swim at one place."""

    grades: tuple[int, ...]
    """Empty: the whole school."""
    first: int
    last: int
    site: str
    mode: str
    travel_by: str
    minutes: float
    instead_of: str
    """Where they belong while works keep them away, or empty."""

    @property
    def belongs(self) -> str:
        """The place where they belong."""
        return self.instead_of or self.site


def stays_of(book: Book, school: str) -> list[Stay]:
    """Return the stays of a school in order; those of grades that always swim together stand once."""
    rows = [lesson for year in book.scenario.planned_years for lesson in book.lessons[school, year]]
    paths: dict[tuple[Stay, ...], list[int]] = {}
    for grade in sorted({lesson.grade for lesson in rows}):
        path = tuple(_path([lesson for lesson in rows if lesson.grade == grade]))
        paths.setdefault(path, []).append(grade)
    if len(paths) == 1:
        return list(next(iter(paths)))
    return [stay._replace(grades=tuple(grades)) for path, grades in paths.items() for stay in path]


def _path(lessons: list[Lesson]) -> Iterator[Stay]:
    def same(lesson: Lesson) -> tuple[str, str, str, float, str]:
        return (lesson.site, lesson.mode, lesson.travel_by, lesson.minutes, lesson.instead_of)

    for place, group in groupby(lessons, key=same):
        years = [lesson.year for lesson in group]
        yield Stay((), years[0], years[-1], *place)


def changes_of(book: Book, school: str) -> list[tuple[int, str]]:
    """Return the years in which the place where a school belongs changes, with the new place; works do not count."""
    home = book.network.home_options.get(school)
    found: dict[tuple[int, str], None] = {}
    grade_paths: dict[tuple[int, ...], list[Stay]] = {}
    for stay in stays_of(book, school):
        grade_paths.setdefault(stay.grades, []).append(stay)
    for stays in grade_paths.values():
        before = home.site if home else stays[0].belongs
        for stay in stays:
            if stay.belongs != before:
                found[stay.first, stay.belongs] = None
            before = stay.belongs
    return sorted(found)


def most_changes(book: Book, school: str) -> int:
    """Return how often the place of a school changes; of the grade that changes most where grades are apart."""
    home = book.network.home_options.get(school)
    most = 0
    for grades in dict.fromkeys(stay.grades for stay in stays_of(book, school)):
        places = [home.site] if home else []
        places += [stay.belongs for stay in stays_of(book, school) if stay.grades == grades]
        most = max(most, sum(1 for place, _ in groupby(places)) - 1)
    return most


def is_own(book: Book, mode: str) -> bool:
    """Say whether lessons of a mode are held at the school's own pool."""
    return book.scenario.modes[mode].at_own_school


def place_text(book: Book, site: str, mode: str) -> str:
    """Name of a place; a school's own pool is called so."""
    return word("r_own_place", book.lang) if is_own(book, mode) else book.sites[site]


def trip_text(book: Book, travel_by: str, minutes: float) -> str:
    """Way and minutes of a trip one way."""
    if travel_by == "none":
        return word("no_trip", book.lang)
    way = word(f"travel_{travel_by}", book.lang)
    return word("r_trip", book.lang).format(way=way, minutes=minutes_text(minutes, book.lang))
