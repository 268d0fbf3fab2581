"""What stands around the maps of the stage board: figures and costs of each stage, wards and schools as tables."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from markupsafe import Markup

from poolplan.analysis.compare import present_value
from poolplan.outputs.comparison_parts import against_text
from poolplan.outputs.features import Moment, moments
from poolplan.outputs.map_page import minutes_text
from poolplan.outputs.money import change_text, number_text, schools_text, year_text, yen_text
from poolplan.outputs.report.book import Book, Lesson
from poolplan.outputs.report.budget import costs_by_group
from poolplan.outputs.report.charts import Share, own_key, row_of
from poolplan.outputs.report.stays import is_own
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.words import label_in, word
from poolplan.results.indicators import CITY
from poolplan.results.plan import Answer

MOST = 3
"""Maps that stand side by side."""
LONG_TRIP_MIN = 10.0
"""Trips longer than this are counted, one way."""
Values = dict[tuple[str, int, str], float]
"""Indicators by scope, year and name."""
MOST_MOVED = 6
"""Schools told by name above a map; all stand in the table of schools."""
BAR = (440.0, 18.0)
"""Width and height of the bar of costs."""


class Figure(NamedTuple):
    """A large figure with what it says."""

    name: str
    value: str
    under: str


class Stage(NamedTuple):
    """One point in time."""

    number: int
    """Place on the page, from 0."""
    title: str
    year: str
    map_name: str
    figures: list[Figure]
    costs: Markup
    moved: list[str]
    """Schools that move in this stage, each with its place and trip."""
    more: str
    """How many others move, empty where all are told."""


class Key(NamedTuple):
    """An entry of the legend of costs."""

    drawing: Markup
    name: str


class WardRow(NamedTuple):
    """A ward, or the whole city, with its figures at each stage."""

    ward: str
    """Id, empty for the whole city."""
    name: str
    schools: str
    stages: list[tuple[str, str, str]]
    """Schools moved, mean and longest trip."""


class SchoolRow(NamedTuple):
    """A school, and where it swims at each stage."""

    school: str
    name: str
    search: str
    """What a search is compared with: every name, in small letters."""
    ward: str
    stages: list[tuple[str, bool, str]]
    """Place and trip; whether it moved in this stage; remark on assumed values."""


def shown(book: Book) -> list[Moment]:
    """Points in time on the board: the last stages; where there are none, the first year, the middle and the last."""
    stages = [moment for moment in moments(book.answer) if moment.stage]
    if stages:
        return stages[-MOST:]
    years = sorted({book.first, (book.first + book.last) // 2, book.last})
    return moments(book.answer, years)


def stages_of(book: Book, points: Sequence[Moment]) -> list[Stage]:
    """Figures and costs of each point in time."""
    by_group = costs_by_group(book).items()
    costs = {name: dict(zip(book.scenario.planned_years, yen, strict=True)) for name, yen in by_group}
    widest = max(sum(max(0.0, yen[point.year]) for yen in costs.values()) for point in points)
    moved = [moved_in(book, point, before) for point, before in _pairs(points)]
    return [
        Stage(
            number=number,
            title=_title(book, point),
            year=year_text(point.year, book.lang),
            map_name=word("sb_map", book.lang).format(stage=_title(book, point)),
            figures=_figures(book, point.year),
            costs=_bar(book, number, {name: yen[point.year] for name, yen in costs.items()}, widest),
            moved=moved[number][:MOST_MOVED],
            more=_more(book, len(moved[number]) - MOST_MOVED),
        )
        for number, point in enumerate(points)
    ]


def _pairs(points: Sequence[Moment]) -> list[tuple[Moment, Moment | None]]:
    """Each point in time with the one before."""
    return list(zip(points, [None, *points[:-1]], strict=True))


def moved_in(book: Book, point: Moment, before: Moment | None) -> list[str]:
    """Schools that move in a stage, each with its place and trip."""
    found = {school: _there(book, school, point, before) for school in book.schools}
    return [f"{book.schools[school]} → {text}" for school, (text, is_new, _) in found.items() if is_new]


def _more(book: Book, schools: int) -> str:
    return word("sb_more", book.lang).format(n=schools) if schools > 0 else ""


def _title(book: Book, point: Moment) -> str:
    schools = schools_text(point.schools, book.lang)
    stage = word("stage", book.lang).format(n=point.stage) if point.stage else str(point.year)
    return f"{stage} · {schools}"


def _figures(book: Book, year: int) -> list[Figure]:
    lang, values = book.lang, book.figures(year)
    pools = values["pools_in_use"] + values["pools_retired"]
    of_pools = word("of_n", lang).format(n=number_text(pools))
    far = number_text(long_trips(book, year), word("schools_unit", lang))
    return [
        Figure(word("sb_retired", lang), number_text(values["pools_retired"]), of_pools),
        Figure(word("minutes", lang), minutes_text(values, lang), ""),
        Figure(word("sb_long", lang).format(n=LONG_TRIP_MIN), far, ""),
        Figure(word("sb_running", lang), yen_text(values["opex_yen"], lang), _against(book, year)),
    ]


def long_trips(book: Book, year: int) -> int:
    """Schools whose trip is longer than `LONG_TRIP_MIN`."""
    return sum(lesson.minutes > LONG_TRIP_MIN for (_, at), lesson in book.main.items() if at == year)


def _against(book: Book, year: int) -> str:
    """Running cost against the first year, and the works of the year."""
    lang, values = book.lang, book.figures(year)
    change = values["opex_yen"] - book.figures(book.first)["opex_yen"]
    against = word("sb_against", lang).format(year=book.first, yen=change_text(change, lang))
    said = word("sb_base", lang) if year == book.first else against
    return f"{said} · {word('sb_works', lang).format(yen=yen_text(values['capex_yen'], lang))}"


def _bar(book: Book, number: int, yen: Mapping[str, float], widest: float) -> Markup:
    parts = [Share(name, max(0.0, amount)) for name, amount in yen.items()]
    named = {word(f"r_group_{name}", book.lang): yen_text(amount, book.lang) for name, amount in yen.items()}
    said = ", ".join(f"{name} {amount}" for name, amount in named.items())
    whole = yen_text(sum(yen.values()), book.lang)
    text = word("sb_costs", book.lang).format(yen=whole, parts=said)
    return row_of(f"sb-costs-{number}", text, parts, widest, BAR)


def keys_of(book: Book) -> list[Key]:
    """Legend of the bars of costs."""
    return [Key(own_key("sb-key", name), word(f"r_group_{name}", book.lang)) for name in costs_by_group(book)]


def ward_rows(book: Book, points: Sequence[Moment]) -> list[WardRow]:
    """Figures of each ward, the whole city last, from the indicators."""
    cells = ("scope", "year", "indicator", "value")
    rows = book.answer.indicators[list(cells)].itertuples(index=False, name=None)
    found: Values = {(scope, year, indicator): value for scope, year, indicator, value in rows}
    wards = [*((ward, book.ward_name(ward)) for ward in book.by_ward), ("", word("sb_whole_city", book.lang))]
    return [_ward_row(found, ward, name, points) for ward, name in wards]


def _ward_row(found: Values, ward: str, name: str, points: Sequence[Moment]) -> WardRow:
    def value(year: int, indicator: str, decimals: int = 0) -> str:
        return number_text(found.get((ward or CITY, year, indicator)), "", decimals)

    cells = [
        (value(point.year, "schools_moved"), value(point.year, "minutes_mean", 1), value(point.year, "minutes_max", 1))
        for point in points
    ]
    return WardRow(ward, name, value(points[0].year, "schools"), cells)


def school_rows(book: Book, points: Sequence[Moment]) -> list[SchoolRow]:
    """Every school by ward, with where it swims at each stage."""
    return [
        SchoolRow(
            school=school,
            name=book.schools[school],
            search=_search(book, school),
            ward=book.ward_name(ward),
            stages=[_there(book, school, point, before) for point, before in _pairs(points)],
        )
        for ward, schools in book.by_ward.items()
        for school in schools
    ]


def _search(book: Book, school: str) -> str:
    label = book.places.schools[school].label
    return normalize("NFKC", f"{label.ja} {label.en} {school}").casefold()


def _there(book: Book, school: str, point: Moment, before: Moment | None) -> tuple[str, bool, str]:
    lesson = book.main[school, point.year]
    mark = word("assumed", book.lang) if lesson.assumed and not is_own(book, lesson.mode) else ""
    if is_own(book, lesson.mode):
        return book.modes[lesson.mode], False, mark
    was = book.main[school, before.year] if before else None
    has_pool = school in book.network.home_options
    is_new = has_pool and (was is None or was.site != lesson.site)
    return f"{book.sites[lesson.site]} {_way(book, lesson)}", is_new, mark


def _way(book: Book, lesson: Lesson) -> str:
    if lesson.travel_by == "none":
        return ""
    minutes = number_text(lesson.minutes, word("min", book.lang), 1)
    return f"{word(f'sb_by_{lesson.travel_by}', book.lang)} {minutes}"


def against_keeping(book: Book, baseline: Answer | None) -> str:
    """Cost of the whole period, and how much less or more than with every pool kept, where that is known."""
    whole = present_value(book.answer)
    said = f"{word('present_value', book.lang)} {yen_text(whole, book.lang)}"
    if baseline is None or baseline is book.answer:
        return said
    return f"{said} {against_text(whole, present_value(baseline), book.lang)}"


def title_of(book: Book) -> str:
    """Name of the scenario."""
    return isolated(label_in(book.scenario.label, book.lang))
