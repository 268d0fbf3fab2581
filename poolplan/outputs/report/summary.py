"""Sections 1 and 2: the answer on one page, and what to know before concluding from it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from poolplan.analysis.compare import present_value
from poolplan.outputs.assumptions import assumed_blocks, assumed_facts
from poolplan.outputs.money import number_text, schools_text, year_text, yen_text
from poolplan.outputs.payers import quality_text
from poolplan.outputs.report.book import Book, Lesson
from poolplan.outputs.report.budget import chart_of, peak_text
from poolplan.outputs.report.exceptions import limit_of
from poolplan.outputs.report.register import assumed_rows, block_name
from poolplan.outputs.report.stays import is_own, trip_text
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import isolated, minutes_text, span_text
from poolplan.outputs.words import label_in, named, word
from poolplan.results.plan import Answer

NEARLY_FULL = 0.95
NEARLY_TOO_FAR_MIN = 1.0
WIDE_GAP = 0.01
LATE_YEARS, LATE_SHARE = 5, 0.33
TIMETABLE = "r_not_timetable"
NOT_MODELLED = ("r_not_weather", TIMETABLE, "r_not_interest", "r_not_children")


class Figure(NamedTuple):
    """A large figure with what it says."""

    name: str
    value: str
    under: str


class Summary(NamedTuple):
    """The first page."""

    question: str
    answer: list[str]
    figures: list[Figure]
    chart: Markup
    peak: str
    quality: str
    flag: str


class Reading(NamedTuple):
    """What to read first."""

    quality: str
    warnings: list[str]
    facts: Table | None
    rows: Table
    blocks: list[tuple[str, str]]
    not_modelled: list[str]


def summary_of(book: Book, baseline: Answer | None) -> Summary:
    """Return the first page; `baseline` is the answer in which every school keeps its pool, where it is known."""
    lang = book.lang
    has_assumed = bool(assumed_facts(book.plan) or assumed_blocks(book.scenario))
    return Summary(
        question=isolated(label_in(book.scenario.question, lang)),
        answer=[_moves(book), _money(book, baseline), _trips(book)],
        figures=_figures(book),
        chart=chart_of(book, "rp-first", 215),
        peak=peak_text(book),
        quality=quality_text(book.plan, lang),
        flag=word("assumed_title", lang) if has_assumed else "",
    )


def _moves(book: Book) -> str:
    last = book.figures(book.last)
    said = word("r_answer_moves", book.lang).format(
        year=year_text(book.last, book.lang),
        moved=number_text(last["schools_moved"]),
        schools=number_text(last["schools"]),
        retired=number_text(last["pools_retired"]),
        pools=number_text(last["pools_retired"] + last["pools_in_use"]),
    )
    stages = [
        f"{point.year}: {number_text(book.figures(point.year)['schools_moved'])}"
        for point in book.points
        if point.stage
    ]
    key = "r_answer_stages" if stages else "r_answer_stages_none"
    return said + word(key, book.lang).format(stages=" → ".join(stages))


def _money(book: Book, baseline: Answer | None) -> str:
    lang, whole = book.lang, sum(book.yearly_yen.values())
    years = len(book.yearly_yen)
    said = word("r_answer_money", lang).format(
        years=years, yen=yen_text(whole, lang), mean=yen_text(whole / years, lang)
    )
    if baseline is None:
        first = book.yearly_yen[book.first]
        return said + word("r_against_first", lang).format(
            year=year_text(book.first, lang),
            yen=yen_text(first, lang),
            share=f"{whole / years / first:.2f}" if first else number_text(None),
        )
    ours, theirs = present_value(book.answer), present_value(baseline)
    key = "r_against_keeping_less" if ours <= theirs else "r_against_keeping_more"
    share = abs(theirs - ours) / theirs if theirs else 0.0
    return said + word(key, lang).format(yen=yen_text(abs(theirs - ours), lang), share=f"{share:.0%}")


def _trips(book: Book) -> str:
    longest = longest_trip(book)
    if longest is None:
        return word("r_answer_no_trips", book.lang)
    mean = book.figures(longest.year).get("minutes_mean")
    return word("r_answer_trips", book.lang).format(
        trip=trip_text(book, longest.travel_by, longest.minutes),
        school=book.schools[longest.school],
        site=book.sites[longest.site],
        year=year_text(longest.year, book.lang),
        mean=minutes_text(mean, book.lang),
    )


def longest_trip(book: Book) -> Lesson | None:
    """Return the longest trip of any school in any year, the first of equal ones; None where nobody travels."""
    away = [row for rows in book.lessons.values() for row in rows if not is_own(book, row.mode)]
    return min(away, key=lambda row: (-row.minutes, row.year, row.school), default=None)


def _figures(book: Book) -> list[Figure]:
    lang, first, last = book.lang, book.figures(book.first), book.figures(book.last)
    year, whole, longest = year_text(book.last, lang), sum(book.yearly_yen.values()), longest_trip(book)
    of = word("of_n", lang)
    pools = number_text(last["pools_retired"] + last["pools_in_use"])
    water = [minutes_text(part["water_minutes_per_pupil"], lang).replace(".0", "") for part in (first, last)]
    years = span_text(book.first, book.last, lang)
    return [
        Figure(
            word("schools_moved", lang),
            number_text(last["schools_moved"]) + of.format(n=number_text(last["schools"])),
            year,
        ),
        Figure(word("pools_retired", lang), number_text(last["pools_retired"]) + of.format(n=pools), year),
        Figure(word("r_cost_of_all", lang), yen_text(whole, lang), years),
        Figure(
            word("minutes_max", lang),
            minutes_text(longest.minutes if longest else None, lang),
            word("r_any_year", lang),
        ),
        Figure(word("water_minutes_per_pupil", lang), water[1], word("r_from_value", lang).format(value=water[0])),
    ]


def reading_of(book: Book) -> Reading:
    """Return what is assumed, warnings, how sure the plan is, and what is not modelled."""
    lang, facts = book.lang, assumed_facts(book.plan)
    fact_rows = [Row(Cell(named("fact", fact, lang)), [number(schools_text(n, lang))]) for fact, n in facts.items()]
    rows = [Row(Cell(name), [number(f"{some:,} / {whole:,}")]) for name, some, whole in assumed_rows(book)]
    heads = [Cell(word("r_fact", lang)), number(word("schools_concerned", lang))]
    return Reading(
        quality=quality_text(book.plan, lang),
        warnings=list(warnings_of(book)),
        facts=table(word("r_facts_caption", lang), heads, fact_rows, look="small") if fact_rows else None,
        rows=table(
            word("r_rows_caption", lang),
            [Cell(word("r_table", lang)), number(word("r_rows", lang))],
            rows,
            look="small",
        ),
        blocks=[(block_name(book.scenario, b.where, lang), isolated(b.source)) for b in assumed_blocks(book.scenario)],
        not_modelled=[
            *([] if book.scenario.costs.growth else [word("r_not_prices", lang)]),
            *(word(key, lang) for key in NOT_MODELLED if key != TIMETABLE or not book.answer.timetabled),
        ],
    )


def warnings_of(book: Book) -> Iterator[str]:
    """Yield what the tables show that a reader might overlook."""
    lang, proof = book.lang, book.plan.proof
    if proof.says_nothing or proof.gap_share > WIDE_GAP:
        yield word("r_warn_gap", lang)
    unmet = sum(row.unmet for rows in book.lessons.values() for row in rows)
    if unmet:
        yield word("r_warn_unmet", lang).format(n=number_text(unmet))
    placed = [
        site.id
        for site in book.places.sites.values()
        if "longitude" in site.assumed and (site.id, book.last) in book.guests
    ]
    if placed:
        yield word("r_warn_places", lang).format(n=len(placed))
    yield from _warn_of_clubs(book)
    full = [
        s
        for s, years in book.use.items()
        if (s, book.last) in book.guests and _is_full(years[book.last].sessions, years[book.last].capacity)
    ]
    if full:
        yield word("r_warn_full", lang).format(n=len(full), share=f"{NEARLY_FULL:.0%}")
    late = late_share({year: book.figures(year).get("capex_yen", 0.0) for year in book.scenario.planned_years})
    if late > LATE_SHARE:
        years = span_text(max(book.first, book.last - LATE_YEARS + 1), book.last, lang)
        yield word("r_warn_late", lang).format(years=years, share=f"{late:.0%}")
    near = {row.school for rows in book.lessons.values() for row in rows if _is_nearly_too_far(book, row)}
    if near:
        yield word("r_warn_near", lang).format(n=len(near), minutes=minutes_text(NEARLY_TOO_FAR_MIN, lang))


def _warn_of_clubs(book: Book) -> Iterator[str]:
    """Name the club or public pool on which most schools depend in the last year."""
    counts = {
        site.id: len(book.guests.get((site.id, book.last), []))
        for site in book.places.sites.values()
        if site.kind != "school_pool"
    }
    most = max(counts, key=lambda site: counts[site], default=None)
    if most is not None and counts[most] > 1:
        yield word("r_warn_club", book.lang).format(site=book.sites[most], n=counts[most])


def late_share(works: Mapping[int, float]) -> float:
    """Share of all works, by cost, that falls into the last years; 0 where a plan is hardly longer than these.

    >>> late_share({year: 1.0 for year in range(2022, 2042)}), late_share({2022: 1.0, 2023: 1.0})
    (0.25, 0.0)
    """
    years = sorted(works)
    whole, late = sum(works.values()), sum(works[year] for year in years[-LATE_YEARS:])
    return late / whole if whole and len(years) > 2 * LATE_YEARS else 0.0


def _is_full(sessions: int, capacity: int) -> bool:
    return sessions >= NEARLY_FULL * capacity > 0


def _is_nearly_too_far(book: Book, row: Lesson) -> bool:
    limit = limit_of(book, row)
    return limit is not None and "minutes" in row.assumed.split() and limit - row.minutes <= NEARLY_TOO_FAR_MIN
