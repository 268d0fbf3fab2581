"""Section 9: one page per school in the words of parents and head teachers: what changes for us."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from poolplan.network.water import water_min_per_year
from poolplan.outputs.assumptions import fact_names
from poolplan.outputs.money import number_text, year_text
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.exceptions import nearest_dropped, why_dropped
from poolplan.outputs.report.lists import after_text, anchor, retired_in, works_of
from poolplan.outputs.report.stays import Stay, changes_of, is_own, place_text, stays_of, trip_text
from poolplan.outputs.report.strip import strip_of
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import built_text, isolated, listed, minutes_text, span_text
from poolplan.outputs.words import named, word
from poolplan.scenario.blocks import TravelBy

OTHERS_SHOWN = 4
GUESTS_SHOWN = 6
STAYS_SHOWN = 9
"""Rows of the table of a page; a school whose grades move often keeps the first ones, the lists tell the rest."""


class SchoolPage(NamedTuple):
    """The parts of a school's page."""

    anchor: str
    name: str
    about: str
    headline: str
    strip: Markup
    stays: Table
    own_pool: list[str]
    others: Table | None
    assumed: list[str]
    sources: list[str]


def school_pages(book: Book) -> list[SchoolPage]:
    """Return the page of every school, by ward as in the index."""
    return [school_page(book, school) for schools in book.by_ward.values() for school in schools]


def school_page(book: Book, school: str) -> SchoolPage:
    """Return the page of one school."""
    stays = stays_of(book, school)
    return SchoolPage(
        anchor=anchor(school),
        name=book.schools[school],
        about=_about(book, school),
        headline=_headline(book, school, stays),
        strip=strip_of(book, stays),
        stays=_stay_table(book, school, stays),
        own_pool=list(_own_pool(book, school)),
        others=_others(book, school, stays),
        assumed=_assumed(book, school, stays),
        sources=_sources(book, school, stays),
    )


def _about(book: Book, school: str) -> str:
    place = book.places.schools[school]
    return word("r_about", book.lang).format(
        ward=book.ward_name(place.ward),
        level=word(f"r_level_{place.level}", book.lang),
        first=year_text(book.first, book.lang),
        pupils=number_text(book.pupils(school, book.first)),
        last=year_text(book.last, book.lang),
        then=number_text(book.pupils(school, book.last)),
    )


def _headline(book: Book, school: str, stays: Sequence[Stay]) -> str:
    """Say in a sentence or two what changes."""
    changes, last = changes_of(book, school), year_text(book.last, book.lang)
    if not changes:
        place = place_text(book, stays[0].belongs, stays[0].mode)
        return word("r_stays", book.lang).format(year=last, place=place)
    modes = {(stay.first, stay.belongs): stay for stay in reversed(stays)}
    told = []
    for year, site in changes:
        stay = modes[year, site]
        key = "r_grades_move" if stay.grades else "r_whole_moves"
        place = word("r_place_mode", book.lang).format(
            place=place_text(book, stay.site, stay.mode), mode=book.modes[stay.mode]
        )
        grades = _grades(book, stay)
        told.append(word(key, book.lang).format(year=year_text(year, book.lang), place=place, grades=grades))
    return (" " if book.lang == "en" else "").join(told[:3])


def _grades(book: Book, stay: Stay) -> str:
    if not stay.grades:
        return word("r_all_grades", book.lang)
    return word("r_grades", book.lang).format(grades=listed(map(str, stay.grades), book.lang))


def _stay_table(book: Book, school: str, stays: Sequence[Stay]) -> Table:
    lang = book.lang
    has_grades = any(stay.grades for stay in stays)
    rows = [_stay_row(book, school, stay, has_grades=has_grades) for stay in stays[:STAYS_SHOWN]]
    home = book.network.home_options.get(school)
    if home and home.site not in {stay.site for stay in stays if stay.first == book.first}:
        before = Stay((), book.first - 1, book.first - 1, home.site, home.mode, "none", 0.0, "")
        cells = _stay_cells(book, before, None)
        rows.insert(0, Row(Cell(word("r_until_now", lang)), [Cell(_grades(book, before))] * has_grades + cells))
    heads = [Cell(word("r_years", lang)), *([Cell(word("r_who", lang))] if has_grades else [])]
    heads += [Cell(word("r_where", lang)), Cell(word("r_way", lang))]
    heads += [number(word(key, lang)) for key in ("r_times", "r_water_minutes", "r_school_sessions")]
    note = word("r_stays_cut", lang) if len(stays) > STAYS_SHOWN else word("r_stays_note", lang)
    return table(word("r_stays_caption", lang), heads, rows, note, "stays")


def _stay_row(book: Book, school: str, stay: Stay, *, has_grades: bool) -> Row:
    rows = [row for row in book.lessons[school, stay.first] if not stay.grades or row.grade in stay.grades]
    held = sum(row.sessions for row in rows)
    cells = _stay_cells(book, stay, held)
    years = word("r_from_to", book.lang).format(years=span_text(stay.first, stay.last, book.lang))
    return Row(Cell(years), [*([Cell(_grades(book, stay))] if has_grades else []), *cells])


def _stay_cells(book: Book, stay: Stay, sessions: int | None) -> list[Cell]:
    mode, lang = book.scenario.modes[stay.mode], book.lang
    place = place_text(book, stay.site, stay.mode)
    if not mode.at_own_school:
        place = word("r_place_mode", lang).format(place=place, mode=book.modes[stay.mode])
    if stay.instead_of:
        place = word("r_during_works", lang).format(place=place)
    return [
        Cell(place),
        Cell(trip_text(book, stay.travel_by, stay.minutes)),
        number(number_text(mode.sessions_per_group, word("sessions_unit", lang))),
        number(minutes_text(water_min_per_year(mode), lang).replace(".0", "")),
        number(number_text(sessions, "" if sessions is None else word("sessions_unit", lang))),
    ]


def _own_pool(book: Book, school: str) -> Iterator[str]:
    """Yield sentences on what happens to the school's own pool."""
    pool, lang = book.places.home_site(school), book.lang
    if pool is None:
        yield word("r_no_pool", lang)
        return
    yield word("r_pool_now", lang).format(
        built=built_text(pool.build_year or book.first, book.lang),
        age=book.first - (pool.build_year or book.first),
        year=year_text(book.first, lang),
        condition=named("r_condition", pool.condition or "", lang),
    )
    for row in works_of(book.use[pool.id].values()):
        yield word(f"r_pool_{row.works}", lang).format(year=year_text(row.year, lang))
    retired = retired_in(book, pool.id)
    if retired:
        after = after_text(book, pool.id)
        yield word("r_pool_retired", lang).format(year=year_text(retired, lang), after=after)
    elif school in book.network.home_options:
        yield word("r_pool_kept", lang).format(year=year_text(book.last, lang))
    yield from _guests(book, pool.id)


def _guests(book: Book, site: str) -> Iterator[str]:
    since: dict[str, int] = {}
    for year in book.scenario.planned_years:
        for school in book.guests.get((site, year), []):
            since.setdefault(school, year)
    told = [
        word("r_guest_since", book.lang).format(school=book.schools[school], year=year_text(year, book.lang))
        for school, year in since.items()
    ]
    if told:
        more = [word("r_more", book.lang).format(n=len(told) - GUESTS_SHOWN)] if len(told) > GUESTS_SHOWN else []
        yield word("r_pool_guests", book.lang).format(schools=listed([*told[:GUESTS_SHOWN], *more], book.lang))


def _others(book: Book, school: str, stays: Sequence[Stay]) -> Table | None:
    """Return the nearest other places that were looked at, and why the school does not swim there."""
    used = {stay.site for stay in stays}
    options = {o.site: o for o in sorted(book.network.away_options[school], key=lambda o: (-o.minutes, o.site))}
    free = sorted((o.minutes, site) for site, o in options.items() if site not in used)
    lines = [
        (minutes, book.sites[site], trip_text(book, options[site].travel_by, minutes), word("r_not_chosen", book.lang))
        for minutes, site in free[:OTHERS_SHOWN]
    ]
    rows = [Row(Cell(name), [Cell(trip), Cell(reason)]) for _, name, trip, reason in lines]
    nearest = nearest_dropped(book, school)[: OTHERS_SHOWN - len(rows)]
    rows += [Row(Cell(book.sites[d.site]), [Cell(number_text(None)), Cell(why_dropped(book, d))]) for d in nearest]
    heads = [word(key, book.lang) for key in ("head_site_label", "r_way", "r_why_not")]
    return table(word("r_others", book.lang), heads, rows) if rows else None


def _assumed(book: Book, school: str, stays: Sequence[Stay]) -> list[str]:
    """Return what is assumed about this school, in the order of its years, each once."""
    facts: dict[str, None] = {}
    for stay in stays:
        for row in book.lessons[school, stay.first]:
            facts |= dict.fromkeys(row.assumed.split())
    told = [fact_names(fact, book.lang) for fact in facts]
    hypothetical = [
        s for s in dict.fromkeys(stay.site for stay in stays) if "longitude" in book.places.sites[s].assumed
    ]
    return told + [word("r_site_assumed", book.lang).format(site=book.sites[site]) for site in hypothetical]


def _sources(book: Book, school: str, stays: Sequence[Stay]) -> list[str]:
    places = book.places
    pool = places.home_site(school)
    found = [(word("r_table_schools", book.lang), places.schools[school].source)]
    found += [(word("r_table_school_pool", book.lang), pool.source)] if pool else []
    for stay in stays:
        if is_own(book, stay.mode):
            continue
        found.append((book.sites[stay.site], places.sites[stay.site].source))
        ways: tuple[TravelBy, ...] = ("walk", "bus")
        trips = (book.network.travel.get((school, stay.site, way)) for way in ways if way == stay.travel_by)
        found += [(word("r_table_travel", book.lang), trip.source) for trip in trips if trip]
    return list(dict.fromkeys(f"{name}: {isolated(source)}" for name, source in found if source))
