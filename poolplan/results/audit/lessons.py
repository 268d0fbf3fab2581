"""Where each school swims: modes, trips, sessions, moves and terms of contracts."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from poolplan.results.audit.facts import Case, Lesson
from poolplan.results.audit.registry import Complaint, audited

MINUTES_TOLERANCE = 1e-9
"""Minutes are copied, never computed."""
AGE_COLUMNS = frozenset({"build_year", "condition"})
CAPACITY_COLUMNS = frozenset({"slots_per_week", "weeks_per_year", "usable_share"})
PLACE_COLUMNS = frozenset({"longitude", "latitude"})


def _at(lesson: Lesson) -> str:
    grade = f" grade {lesson.grade}" if lesson.grade else ""
    return f"{lesson.school}{grade}, {lesson.year}"


def _journeys(case: Case) -> Iterator[Lesson]:
    return (lesson for lesson in case.lessons.values() if lesson.mode != case.own_mode)


@audited
def modes_are_offered_and_fit_the_site(case: Case) -> Iterator[Complaint]:
    """A mode is offered by the scenario and held at its kind of site."""
    for lesson in case.lessons.values():
        mode, site = case.scenario.modes[lesson.mode], case.places.sites[lesson.site]
        if not mode.offered:
            yield _at(lesson), f"uses {lesson.mode}, which is not offered"
        if site.kind != mode.site_kind:
            yield _at(lesson), f"{lesson.mode} needs a {mode.site_kind}, {site.id} is a {site.kind}"


@audited
def own_mode_is_for_the_own_pool(case: Case) -> Iterator[Complaint]:
    """The own mode is held at the school's own pool, large enough for it, and no other mode is."""
    for lesson in case.lessons.values():
        pool, home = case.pools.get(lesson.school), case.homes.get(lesson.school)
        if lesson.mode == case.own_mode and (home is None or lesson.site != home.id):
            yield _at(lesson), f"{lesson.mode} at {lesson.site}, which is not an own pool with room for the school"
        if lesson.mode != case.own_mode and pool is not None and lesson.site == pool.id:
            yield _at(lesson), f"{lesson.mode} at the own pool {pool.id}"


@audited
def minutes_are_those_of_the_travel_table(case: Case) -> Iterator[Complaint]:
    """Nobody travels to the own pool; every other trip is in the travel-time table, with these minutes."""
    for lesson in case.lessons.values():
        if lesson.mode == case.own_mode:
            if lesson.travel_by != "none" or lesson.minutes != 0:
                yield _at(lesson), f"{lesson.travel_by} {lesson.minutes:g} min to the own pool; must be none, 0"
            continue
        trip = case.trip(lesson.school, lesson.site, lesson.travel_by)
        if trip is None:
            yield _at(lesson), f"no trip to {lesson.site} by '{lesson.travel_by}' in the table"
        elif abs(trip.minutes - lesson.minutes) > MINUTES_TOLERANCE:
            yield _at(lesson), f"{lesson.minutes:g} min to {lesson.site}; the table says {trip.minutes:g}"


@audited
def trips_keep_within_the_limit(case: Case) -> Iterator[Complaint]:
    """No trip is longer than the mode allows."""
    for lesson in _journeys(case):
        mode = case.scenario.modes[lesson.mode]
        if not case.is_within_limit(lesson.school, lesson.site, mode, lesson.travel_by):
            limit = case.limit_min(lesson.school, mode, lesson.travel_by)
            shown = "not allowed" if limit is None else f"limit {limit:g} min"
            yield _at(lesson), f"{lesson.travel_by} to {lesson.site}, {lesson.minutes:g} min: {shown}"


@audited
def levels_swim_where_they_should(case: Case) -> Iterator[Complaint]:
    """Levels that stay have stayed at their own pool, and no school is at water that does not suit its level."""
    for lesson in _journeys(case):
        if not case.may_leave_for(lesson.school, case.places.sites[lesson.site]):
            level = case.places.schools[lesson.school].level
            yield _at(lesson), f"{lesson.mode} at {lesson.site}, which is not for {level} schools"
        site = case.places.sites[lesson.site]
        if case.is_too_deep(lesson.school, site, lesson.grade):
            yield _at(lesson), f"{lesson.mode} at {lesson.site}, too deep below grade {site.youngest_grade}"


@audited
def nobody_rides_where_walking_is_near(case: Case) -> Iterator[Complaint]:
    """A school walks wherever the walk is within the limit."""
    for lesson in _journeys(case):
        mode = case.scenario.modes[lesson.mode]
        if lesson.travel_by != "walk" and case.is_within_limit(lesson.school, lesson.site, mode, "walk"):
            yield _at(lesson), f"{lesson.travel_by} to {lesson.site}, which is within the walking limit"


@audited
def sessions_are_what_the_pupils_need(case: Case) -> Iterator[Complaint]:
    """Sessions, held or left out, follow from pupils by grade, group size and visits."""
    for lesson in case.lessons.values():
        needed = case.needed_sessions(lesson.school, lesson.mode, lesson.year, lesson.grade)
        if lesson.sessions + lesson.unmet != needed:
            yield _at(lesson), f"{lesson.sessions} sessions held, {lesson.unmet} left out; {needed} are needed"


@audited
def lessons_are_left_out_only_where_allowed(case: Case) -> Iterator[Complaint]:
    """No session is left out unless the scenario has a price for it; all are where the own pool is closed."""
    for lesson in case.lessons.values():
        if lesson.unmet and case.scenario.programme.unmet_sessions is None:
            yield _at(lesson), f"{lesson.unmet} sessions left out, which the scenario does not allow"
        state = case.site_years[lesson.site, lesson.year].state
        if state == "closed" and lesson.sessions:
            yield _at(lesson), f"{lesson.sessions} sessions held in a closed pool"
        if state == "retired":
            yield _at(lesson), f"sent to {lesson.site}, which is retired"


@audited
def schools_move_no_more_often_than_allowed(case: Case) -> Iterator[Complaint]:
    """Nobody returns to the own pool, and nobody changes place more often than the programme allows."""
    most = case.scenario.programme.moves_per_school_at_most
    for places in _places_by_year(case):
        home = case.homes.get(places[0].school)
        changes = [(a, b) for a, b in pairwise(places) if (a.site, a.mode) != (b.site, b.mode)]
        has_left = home is None or places[0].site != home.id
        for number, (before, now) in enumerate(changes, start=1 + has_left):
            if number > most:
                yield now.where, f"move {number}, from {before.mode} at {before.site} to {now.mode} at {now.site}"
            if now.mode == case.own_mode:
                yield now.where, f"returns from {before.site} to {now.site}"


@audited
def contracts_run_their_term(case: Case) -> Iterator[Complaint]:
    """Nobody leaves a site before the term of the mode's contract is over."""
    for places in _places_by_year(case):
        since = places[0].year
        for before, now in pairwise(places):
            if (before.site, before.mode) != (now.site, now.mode):
                term = case.scenario.modes[before.mode].contract_years
                if before.mode != case.own_mode and now.year - since < term:
                    yield now.where, f"leaves {before.site} after {now.year - since} years; the contract runs {term}"
                since = now.year


class _Place(NamedTuple):
    """Where a school or grade belongs in a year."""

    where: str
    school: str
    year: int
    site: str
    mode: str


def _places_by_year(case: Case) -> Iterator[list[_Place]]:
    """Where each school, or each grade that may move apart, belongs year by year."""
    for school, grade in dict.fromkeys((lesson.school, lesson.grade) for lesson in case.lessons.values()):
        keys = [(school, grade, year) for year in case.years]
        yield [_Place(_at(case.lessons[key]), school, key[2], *case.belongs[key]) for key in keys]


@audited
def works_alone_send_schools_away(case: Case) -> Iterator[Complaint]:
    """A school swims elsewhere for a season exactly if works close its place, and never where works go on."""
    for key, lesson in case.lessons.items():
        site, _ = case.belongs[key]
        if lesson.instead_of and (site, lesson.year) not in case.under_works:
            yield _at(lesson), f"away from {site}, which no works close"
        if (lesson.site, lesson.year) in case.under_works:
            yield _at(lesson), f"swims at {lesson.site}, which works close"


@audited
def assumed_facts_are_named(case: Case) -> Iterator[Complaint]:
    """The column `assumed` names exactly the assumed facts that decide the row, sorted."""
    for lesson in case.lessons.values():
        facts = " ".join(sorted(_assumed(case, lesson)))
        if lesson.assumed != facts:
            yield _at(lesson), f"assumed '{lesson.assumed}'; must be '{facts}'"


def _assumed(case: Case, lesson: Lesson) -> set[str]:
    site, pool = case.places.sites[lesson.site], case.pools.get(lesson.school)
    trip = case.trip(lesson.school, lesson.site, lesson.travel_by)
    source = trip.source if trip and lesson.mode != case.own_mode else ""
    facts = {
        "pupils": lesson.school in case.places.assumed_pupils,
        "pool_age": pool is not None and not AGE_COLUMNS.isdisjoint(pool.assumed),
        "capacity": not CAPACITY_COLUMNS.isdisjoint(site.assumed),
        "place": not PLACE_COLUMNS.isdisjoint(site.assumed),
        "minutes": "approximate" in source or "assumed" in source,
    }
    return {name for name, is_assumed in facts.items() if is_assumed}
