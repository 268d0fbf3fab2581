"""Section 4: who swims where by ward, the register of pools, and how full clubs and public pools are."""

from collections.abc import Iterable

from poolplan.outputs.money import number_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.book import Book, Lesson, SiteYear
from poolplan.outputs.report.stays import changes_of, is_own, place_text, trip_text
from poolplan.outputs.report.tables import Cell, Group, Row, Table, kept, number
from poolplan.outputs.report.texts import listed, short_year
from poolplan.outputs.words import named, word

AFTER = ("demolition", "fire_cistern", "idle_tank", "freed_site")
"""Items of the ledger that tell what became of a retired pool, in this order."""
GUESTS_SHOWN = 3


def anchor(school: str) -> str:
    """Anchor of a school's page."""
    return f"school-{school}"


def school_list(book: Book) -> Table:
    """Return school -> place at each point in time, by ward."""
    lang = book.lang
    heads = [Cell(word("head_school_label", lang)), number(word("pupils", lang)), Cell(word("r_moves_in", lang))]
    heads += [Cell(book.point_name(point)) for point in book.points]
    groups = [
        Group(_counted(book.ward_name(ward), len(schools), lang), [_school_row(book, school) for school in schools])
        for ward, schools in book.by_ward.items()
    ]
    return Table(word("r_school_list", lang), heads, groups, word("r_school_list_note", lang), "small rp-places")


def _counted(name: str, count: int, lang: Lang) -> str:
    return word("r_counted", lang).format(name=name, n=count)


def _school_row(book: Book, school: str) -> Row:
    changes = listed(dict.fromkeys(short_year(year, book.lang) for year, _ in changes_of(book, school)), book.lang)
    cells = [number(number_text(book.pupils(school, book.first))), kept(changes or number_text(None))]
    for point in book.points:
        lessons = book.lessons[school, point.year]
        is_quiet = all(is_own(book, lesson.mode) for lesson in lessons)
        places = listed(dict.fromkeys(_where(book, lesson) for lesson in lessons), book.lang)
        cells.append(Cell(places, look="q" if is_quiet else ""))
    return Row(Cell(book.schools[school], link=anchor(school)), cells)


def _where(book: Book, lesson: Lesson) -> str:
    place = place_text(book, lesson.site, lesson.mode)
    if is_own(book, lesson.mode):
        return place
    return f"{place} {trip_text(book, lesson.travel_by, lesson.minutes)}"


def pool_register(book: Book) -> Table:
    """Return the register of school pools by ward: age, works, retirement, what follows, guests."""
    lang = book.lang
    heads = [
        Cell(word("r_pool", lang)),
        number(word("r_built", lang)),
        Cell(word("r_condition", lang)),
        number(word("r_age", lang).format(year=short_year(book.first, lang))),
        Cell(word("head_works", lang)),
        Cell(word("r_retired_in", lang)),
        Cell(word("r_after", lang)),
        Cell(word("r_guests", lang)),
    ]
    groups = []
    for ward, schools in book.by_ward.items():
        homes = {site.school: site.id for site in book.places.sites.values() if site.school}
        rows = [_pool_row(book, homes[school]) for school in schools if school in homes]
        groups.append(Group(_counted(book.ward_name(ward), len(rows), lang), rows))
    return Table(word("r_pool_register", lang), heads, groups, word("r_pool_register_note", lang), "small")


def _pool_row(book: Book, site: str) -> Row:
    pool, years = book.places.sites[site], book.use[site].values()
    built = pool.build_year or book.first
    works = [f"{named('works', row.works, book.lang)} {short_year(row.year, book.lang)}" for row in works_of(years)]
    retired = retired_in(book, site)
    hosts = book.guests.get((site, book.last), [])
    return Row(
        Cell(book.schools[pool.school or ""], mark=word("r_fire_water", book.lang) if pool.is_fire_water else ""),
        [
            number(short_year(built, book.lang)),
            Cell(pool.condition or number_text(None)),
            number(number_text(book.first - built)),
            Cell(listed(works, book.lang) or number_text(None)),
            kept(short_year(retired, book.lang) if retired else word("r_in_use", book.lang)),
            Cell(after_text(book, site) if retired else number_text(None)),
            Cell(_some(book, hosts)),
        ],
    )


def works_of(rows: Iterable[SiteYear]) -> list[SiteYear]:
    """Repairs and rebuilding among the years of a pool."""
    return [row for row in rows if row.works in ("repair", "rebuild")]


def retired_in(book: Book, site: str) -> int | None:
    """Year in which a pool is retired, or None."""
    return next((row.year for row in book.use[site].values() if row.works == "retire"), None)


def after_text(book: Book, site: str) -> str:
    """Say what becomes of a retired pool, as its costs tell."""
    items = book.items_at.get(site, set())
    told = [word(f"r_after_{item}", book.lang) for item in AFTER if item in items]
    return listed(told, book.lang) or word("r_after_nothing", book.lang)


def _some(book: Book, schools: list[str]) -> str:
    names = [book.schools[school] for school in schools[:GUESTS_SHOWN]]
    more = len(schools) - len(names)
    names += [word("r_more", book.lang).format(n=more)] if more else []
    return listed(names, book.lang) or number_text(None)


def slot_table(book: Book) -> Table:
    """Return how much of the room of each place is used, by kind: clubs, public pools, school pools with guests."""
    lang = book.lang
    heads = [Cell(word("head_site_label", lang)), number(word("r_capacity", lang))]
    heads += [number(book.point_name(point)) for point in book.points]
    heads += [number(word("r_busiest", lang)), number(word("r_schools_last", lang))]
    groups = []
    for kind in ("club", "public_pool", "school_pool"):
        sites = [site for site in book.places.sites.values() if site.kind == kind]
        if kind == "school_pool":
            sites = [site for site in sites if any((site.id, year) in book.guests for year in book.use[site.id])]
        groups.append(Group(word(f"kind_{kind}", lang), [_slot_row(book, site.id) for site in sites]))
    shown = [group for group in groups if group.rows]
    return Table(word("r_slots", lang), heads, shown, word("r_slots_note", lang), "small")


def _slot_row(book: Book, site: str) -> Row:
    rows = book.use[site]
    capacity = max(row.capacity for row in rows.values())
    busiest = max(rows.values(), key=lambda row: (row.used_share, -row.year))
    cells = [number(number_text(capacity)), *(number(_slots(rows[point.year])) for point in book.points)]
    cells.append(number(f"{busiest.used_share:.0%} ({busiest.year})" if busiest.sessions else number_text(None)))
    swimming = len(book.guests.get((site, book.last), []))
    return Row(Cell(book.sites[site]), [*cells, number(number_text(swimming or None))])


def _slots(row: SiteYear) -> str:
    if not row.sessions:
        return number_text(None)
    return f"{row.sessions:,} ({row.used_share:.0%})"
