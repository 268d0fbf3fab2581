"""Section 6: what is out of the ordinary in the plan, school by school, with the reason."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from poolplan.network.near_limits import near_limits
from poolplan.network.options import Dropped
from poolplan.outputs.money import number_text
from poolplan.outputs.report.book import Book, Lesson
from poolplan.outputs.report.lists import anchor
from poolplan.outputs.report.reasons import reason_text
from poolplan.outputs.report.stays import changes_of, is_own, most_changes, trip_text
from poolplan.outputs.report.tables import Cell, Row, Table, kept, number, table
from poolplan.outputs.report.texts import listed, minutes_text, short_year, span_text
from poolplan.outputs.words import word

NEAREST_SHOWN = 3
FEW = 1
"""A school with so many places to go to, or fewer, is listed."""


class Exceptions(NamedTuple):
    """One kind of exception; `table` is None where there is none."""

    title: str
    table: Table | None


def exceptions_of(book: Book) -> list[Exceptions]:
    """Return every kind of exception, also those of which there is none."""
    kinds: Sequence[tuple[str, Sequence[str], Callable[[Book], Iterable[Row]]]] = (
        ("r_ex_far", ("r_years", "head_site_label", "r_way", "r_limit"), _too_far),
        ("r_ex_near", ("head_site_label", "r_way", "r_may_take", "r_limit"), _near_a_limit),
        ("r_ex_doubtful", ("head_site_label", "r_way", "source"), _far_from_a_road),
        ("r_ex_moves", ("r_changes",), _many_moves),
        ("r_ex_unmet", ("r_years", "r_left_out", "r_reason"), _left_out),
        ("r_ex_few", ("r_last_choice", "r_nearest_dropped"), _few_options),
        ("r_ex_old", ("r_years", "r_condition", "r_oldest"), _over_age),
    )
    found = []
    for key, heads, rows_of in kinds:
        rows, title = list(rows_of(book)), word(key, book.lang)
        names = [word("head_school_label", book.lang), *(word(head, book.lang) for head in heads)]
        note = word(f"{key}_note", book.lang)
        counted = word("r_counted", book.lang).format(name=title, n=len(rows))
        shown = table(counted, names, rows, note, "small") if rows else None
        found.append(Exceptions(counted if rows else title, shown))
    return found


def _too_far(book: Book) -> Iterable[Row]:
    """Schools whose trip is longer than the limit of their mode, with the years."""
    over: dict[tuple[str, str, str, float, float], list[int]] = {}
    for lessons in book.lessons.values():
        for lesson in lessons:
            limit = limit_of(book, lesson)
            if limit is not None and lesson.minutes > limit:
                key = (lesson.school, lesson.site, lesson.travel_by, lesson.minutes, limit)
                over.setdefault(key, []).append(lesson.year)
    for (school, site, way, minutes, limit), years in sorted(over.items()):
        cells = [Cell(span_text(min(years), max(years), book.lang)), Cell(book.sites[site])]
        cells += [Cell(trip_text(book, way, minutes)), number(minutes_text(limit, book.lang))]
        yield Row(_school(book, school), cells)


def _near_a_limit(book: Book) -> Iterable[Row]:
    """Trips of the plan that may be longer than their limit, or that passed it by a stage and may not."""
    used = _trips_used(book)
    for trip in near_limits(book.network):
        if (trip.school, trip.site, trip.travel_by) in used:
            span = f"{minutes_text(trip.low_min, book.lang)} – {minutes_text(trip.high_min, book.lang)}"
            cells = [Cell(book.sites[trip.site]), Cell(trip_text(book, trip.travel_by, trip.minutes)), number(span)]
            yield Row(_school(book, trip.school), [*cells, number(minutes_text(trip.limit_min, book.lang))])


def _far_from_a_road(book: Book) -> Iterable[Row]:
    """Trips of the plan of which either end was found far from any road: its coordinates may be wrong."""
    for (school, site, travel_by), trip in book.network.travel.items():
        if trip.is_doubtful and (school, site, travel_by) in _trips_used(book):
            way = trip_text(book, travel_by, trip.minutes)
            yield Row(_school(book, school), [Cell(book.sites[site]), Cell(way), Cell(trip.source)])


def _trips_used(book: Book) -> set[tuple[str, str, str]]:
    """School, site and way of every trip that the plan uses in some year."""
    return {(lesson.school, lesson.site, lesson.travel_by) for rows in book.lessons.values() for lesson in rows}


def limit_of(book: Book, lesson: Lesson) -> float | None:
    """Return the longest trip allowed to a school in the mode and on the way of a lesson, minutes; None: no limit."""
    level = book.places.schools[lesson.school].level
    limits = book.scenario.modes[lesson.mode].travel_limits(level)
    ways = {"walk": limits.walk, "bus": limits.bus} if limits else {}
    return ways.get(lesson.travel_by)


def _many_moves(book: Book) -> Iterable[Row]:
    for school in book.places.schools:
        if most_changes(book, school) > 1:
            told = [f"{short_year(year, book.lang)} {book.sites[site]}" for year, site in changes_of(book, school)]
            yield Row(_school(book, school), [Cell(listed(told, book.lang))])


def _left_out(book: Book) -> Iterable[Row]:
    for school in book.places.schools:
        lost = [x for year in book.scenario.planned_years for x in book.lessons[school, year] if x.unmet]
        if lost:
            closed = all(is_own(book, lesson.mode) for lesson in lost)
            reason = word("r_unmet_closed" if closed else "r_unmet_full", book.lang)
            years = span_text(lost[0].year, lost[-1].year, book.lang)
            total = number_text(sum(lesson.unmet for lesson in lost), word("sessions_unit", book.lang))
            yield Row(_school(book, school), [Cell(years), number(total), Cell(reason)])


def _few_options(book: Book) -> Iterable[Row]:
    for school, away in book.network.away_options.items():
        places = {option.site: option for option in away}
        if len(places) > FEW:
            continue
        left = [
            f"{book.sites[site]} {trip_text(book, option.travel_by, option.minutes)}" for site, option in places.items()
        ]
        if school in book.network.home_options:
            left.insert(0, word("r_own_place", book.lang))
        told = [dropped_text(book, drop) for drop in nearest_dropped(book, school)[:NEAREST_SHOWN]]
        cells = [Cell(listed(left, book.lang)), Cell(" / ".join(told) or number_text(None))]
        yield Row(_school(book, school), cells)


def nearest_dropped(book: Book, school: str) -> list[Dropped]:
    """Return places that are no option for a school though a trip to them is known, nearest first, each once."""
    drops = [(_nearest(book, drop), drop) for drop in book.dropped.get(school, [])]
    reachable = sorted((minutes, drop.site, drop) for minutes, drop in drops if minutes is not None)
    taken = {option.site for option in book.network.away_options[school]}
    return list({drop.site: drop for _, _, drop in reversed(reachable) if drop.site not in taken}.values())[::-1]


def _nearest(book: Book, drop: Dropped) -> float | None:
    travel = book.network.travel
    trips = (travel.get((drop.school, drop.site, "bus")), travel.get((drop.school, drop.site, "walk")))
    return min((trip.minutes for trip in trips if trip), default=None)


def dropped_text(book: Book, drop: Dropped) -> str:
    """Name a place that is no option, with the reason."""
    return word("r_dropped", book.lang).format(site=book.sites[drop.site], reason=why_dropped(book, drop))


def why_dropped(book: Book, drop: Dropped) -> str:
    """Say why a place is no option."""
    return reason_text(drop.reason, book.modes | book.sites, book.lang)


def _over_age(book: Book) -> Iterable[Row]:
    """Pools used longer than their condition allows without works: in the years of grace at the start."""
    lives = book.scenario.costs.pool.life_years
    for site in book.places.sites.values():
        if site.school is None or site.build_year is None or site.condition is None:
            continue
        allowed: int = getattr(lives, site.condition)
        over = [
            row.year
            for row in book.use[site.id].values()
            if row.state == "in_use" and row.year >= site.build_year + allowed
        ]
        if over:
            age = word("r_age_of", book.lang).format(age=max(over) - site.build_year, life=allowed)
            cells = [kept(span_text(min(over), max(over), book.lang)), Cell(site.condition), kept(age)]
            yield Row(_school(book, site.school), cells)


def _school(book: Book, school: str) -> Cell:
    return Cell(book.schools[school], link=anchor(school))
