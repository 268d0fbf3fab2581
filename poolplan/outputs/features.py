"""What a map shows, as plain data for JSON: places, looks and, for each point in time, who swims where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from poolplan.analysis.compare import checkpoints
from poolplan.network.water import water_min_per_year
from poolplan.outputs.money import number_text, yen_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.styles import mode_styles, site_style
from poolplan.outputs.words import FACTS, label_in, named, word
from poolplan.results.by_school import by_school
from poolplan.results.indicators import CITY, RESIDUAL_ITEM
from poolplan.results.plan import Answer, Plan
from poolplan.results.read import PLACE_COLUMNS

Json = dict[str, object]
DEGREE_DECIMALS = 5
"""About one metre."""
SCHOOL_COLUMNS = [
    *("school", "site", "mode", "travel_by", "is_new", "minutes", "pupils", "sessions", "water", "cost", "why"),
    "assumed",
]
SITE_COLUMNS = ["site", "used", "slots"]
DENSE = 600
"""Schools beyond which maps draw plain dots: thousands of shapes would make them slow."""


class Moment(NamedTuple):
    """A point in time that the map shows."""

    year: int
    stage: int
    """Number of the stage, 0 where the year is no stage."""
    schools: int
    """Schools that have moved by then."""


def moments(answer: Answer, years: Iterable[int] | None = None) -> list[Moment]:
    """Points in time of one answer: its stages, each decade and the last year; or the years given."""
    scenario = answer.plan.network.scenario
    stages = checkpoints([scenario])
    shown = sorted(stages if years is None else set(years) & set(scenario.planned_years))
    return [Moment(year, stages.get(year, 0), int(figures(answer, year)["schools_moved"])) for year in shown]


def figures(answer: Answer, year: int) -> Mapping[str, float]:
    """Indicators of the whole city in a year, by name; one that does not exist is missing."""
    table = answer.indicators
    rows = table[(table["scope"] == CITY) & (table["year"] == year)]
    return dict(zip(rows["indicator"], rows["value"], strict=True))


def board(plan: Plan, lang: Lang) -> Json:
    """Return what all points in time share: places, looks of modes and kinds, words of the tooltips."""
    places, scenario = plan.network.places, plan.network.scenario
    looks = mode_styles(scenario)
    return {
        "schools": {
            s.id: {"at": at(s.latitude, s.longitude), "name": label_in(s.label, lang)} for s in places.schools.values()
        },
        "sites": {
            s.id: {
                "at": at(s.latitude, s.longitude),
                "name": label_in(s.label, lang),
                "kind": s.kind,
                "assumed": bool(s.assumed & PLACE_COLUMNS),
            }
            for s in places.sites.values()
        },
        "modes": {
            name: {"name": label_in(mode.label, lang), "own": mode.at_own_school, **looks[name]._asdict()}
            for name, mode in scenario.modes.items()
        },
        "kinds": kinds(plan, lang),
        "dense": len(places.schools) > DENSE,
        "ward_names": ward_names(plan, lang),
        "landmarks": [
            [*at(mark.latitude, mark.longitude), label_in(mark.label, lang)] for mark in places.landmarks.values()
        ],
        "routes": _routes(plan),
        "columns": {"schools": SCHOOL_COLUMNS, "sites": SITE_COLUMNS},
        "words": _words(lang),
    }


def kinds(plan: Plan, lang: Lang) -> Json:
    """Return name, letter and colour of each kind of site, in order of first use by the modes."""
    used = dict.fromkeys(mode.site_kind for mode in plan.network.scenario.modes.values())
    return {
        kind: {"name": word(f"kind_{kind}", lang), "glyph": word(f"glyph_{kind}", lang), "fill": site_style(kind).line}
        for kind in used
    }


def _routes(plan: Plan) -> Json:
    """Ways along the roads of the trips that are made, from door to door, by school, site and way of travelling."""
    places, lines = plan.network.places, plan.network.lines
    made = plan.assignments[["school", "site", "travel_by"]].drop_duplicates().itertuples(index=False, name=None)
    found: Json = {}
    for school, site, travel_by in sorted(made):
        line = lines.get((school, site, travel_by))
        if line:
            ends = places.schools[school], places.sites[site]
            start, end = (at(place.latitude, place.longitude) for place in ends)
            found[f"{school} {site} {travel_by}"] = [start, *(at(y, x) for x, y in line), end]
    return found


def _words(lang: Lang) -> Json:
    columns = ("site", "mode", "minutes", "pupils", "sessions", "water", "cost", "why", "assumed", "slots")
    facts = {fact: named("fact", fact, lang) for fact in FACTS}
    return {name: word(f"col_{name}", lang) for name in columns} | {
        "mark": word("assumed", lang),
        "facts": facts,
        "comma": word("comma", lang),
    }


def at(latitude: float, longitude: float) -> list[float]:
    """Leaflet's order, rounded to about a metre."""
    return [round(latitude, DEGREE_DECIMALS), round(longitude, DEGREE_DECIMALS)]


def snapshot(plan: Plan, year: int, before: int | None, lang: Lang) -> Json:
    """Who swims where in `year`: rows of schools and sites, columns as `board` names them.

    A school is new if it moved after `before`, or at all where `before` is None.
    """
    lessons = _lessons(plan, year)
    own = plan.network.scenario.own_mode
    settled = _never_moved(plan) | {row.school for row in _lessons(plan, before) if row.mode != own}
    costs = school_costs(plan, year)
    rows = []
    for row in lessons:
        is_new = row.mode != own and row.school not in settled
        rows.append(_school_row(plan, row, costs.get(row.school, 0), lang, is_new=is_new))
    guests = {row.site for row in lessons if row.mode != own}
    return {"schools": rows, "sites": _site_rows(plan, year, guests)}


class Lesson(NamedTuple):
    """A row of the assignments."""

    school: str
    year: int
    site: str
    mode: str
    travel_by: str
    minutes: float
    sessions: int
    assumed: str


def _lessons(plan: Plan, year: int | None) -> list[Lesson]:
    table = by_school(plan)
    rows = table.loc[table["year"] == year, list(Lesson._fields)]
    return [Lesson(*row) for row in rows.itertuples(index=False, name=None)]


def _never_moved(plan: Plan) -> set[str]:
    """Schools that never had a pool of their own: they cannot move."""
    return set(plan.network.places.schools) - set(plan.network.home_options)


def _school_row(plan: Plan, row: Lesson, cost_yen: int, lang: Lang, *, is_new: bool) -> list[object]:
    """Cells in the order of SCHOOL_COLUMNS."""
    pupils = sum(plan.network.places.pupils[row.school, row.year])
    return [
        row.school,
        row.site,
        row.mode,
        row.travel_by,
        is_new,
        _trip(row, lang),
        number_text(pupils, word("pupils_unit", lang)),
        number_text(row.sessions, word("sessions_unit", lang)),
        number_text(water_min_per_year(plan.network.scenario.modes[row.mode]), word("min", lang)),
        yen_text(cost_yen, lang),
        word(f"why_{why_there(plan, row)}", lang),
        row.assumed,
    ]


def why_there(plan: Plan, row: Lesson) -> str:
    """Say why a school swims where it does: own, only, nearest, or whole (chosen for the city as a whole)."""
    if row.mode == plan.network.scenario.own_mode:
        return "own"
    reach = {option.site: option.minutes for option in plan.network.away_options[row.school]}
    if len(reach) == 1:
        return "only"
    return "nearest" if row.minutes <= min(reach.values()) else "whole"


def _trip(row: Lesson, lang: Lang) -> str:
    if row.travel_by == "none":
        return word("no_trip", lang)
    return word("trip", lang).format(minutes=number_text(row.minutes, "", 1), way=word(f"by_{row.travel_by}", lang))


def school_costs(plan: Plan, year: int) -> dict[str, int]:
    """Yen of a year by school: lessons, buses and its own pool; without the residual value."""
    homes = {site.id: site.school for site in plan.network.places.sites.values() if site.school}
    table = plan.ledger[(plan.ledger["year"] == year) & (plan.ledger["item"] != RESIDUAL_ITEM)]
    sums = table.groupby(table["place"].map(lambda place: homes.get(place, place)))["yen"].sum()
    return {str(school): int(yen) for school, yen in sums.items()}


def _site_rows(plan: Plan, year: int, guests: set[str]) -> list[list[object]]:
    """Every outside site, and the school pools that have guests; cells in the order of SITE_COLUMNS."""
    sites = plan.network.places.sites
    table = plan.sites.loc[plan.sites["year"] == year, ["site", "sessions", "capacity"]]
    rows = table.itertuples(index=False, name=None)
    return [
        [site, site in guests, f"{sessions} / {capacity}"]
        for site, sessions, capacity in rows
        if sites[site].kind != "school_pool" or site in guests
    ]


def ward_features(plan: Plan, lang: Lang) -> Json:
    """Ward outlines as GeoJSON, with names in the language."""
    wards: Sequence[Json] = [
        {"type": "Feature", "properties": {"name": label_in(ward.label, lang)}, "geometry": ward.geometry}
        for ward in plan.network.places.outlined_wards
    ]
    return {"type": "FeatureCollection", "features": wards}


def ward_names(plan: Plan, lang: Lang) -> list[list[object]]:
    """Name of each ward with a point inside it: latitude, longitude, name."""
    from shapely.geometry import shape

    points = [(shape(ward.geometry).representative_point(), ward) for ward in plan.network.places.outlined_wards]
    return [[*at(point.y, point.x), label_in(ward.label, lang)] for point, ward in points]
