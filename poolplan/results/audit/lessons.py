"""Where each school swims: modes, trips, sessions, and one move at most."""

from collections.abc import Iterator
from itertools import pairwise

from poolplan.results.audit.facts import Case, Lesson
from poolplan.results.audit.registry import Complaint, audited

MINUTES_TOLERANCE = 1e-9
"""Minutes are copied, never computed."""
AGE_COLUMNS = frozenset({"build_year", "condition"})
CAPACITY_COLUMNS = frozenset({"slots_per_week", "weeks_per_year", "usable_share"})
PLACE_COLUMNS = frozenset({"longitude", "latitude"})


def _at(lesson: Lesson) -> str:
    return f"{lesson.school}, {lesson.year}"


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


@audited
def nobody_rides_where_walking_is_near(case: Case) -> Iterator[Complaint]:
    """A school walks wherever the walk is within the limit."""
    for lesson in _journeys(case):
        mode = case.scenario.modes[lesson.mode]
        if lesson.travel_by != "walk" and case.is_within_limit(lesson.school, lesson.site, mode, "walk"):
            yield _at(lesson), f"{lesson.travel_by} to {lesson.site}, which is within the walking limit"


@audited
def sessions_are_what_the_pupils_need(case: Case) -> Iterator[Complaint]:
    """Sessions follow from pupils by grade, group size and visits."""
    for lesson in case.lessons.values():
        needed = case.needed_sessions(lesson.school, lesson.mode, lesson.year)
        if lesson.sessions != needed:
            yield _at(lesson), f"{lesson.sessions} sessions; {needed} are needed"


@audited
def schools_move_once(case: Case) -> Iterator[Complaint]:
    """A school that moved never returns, and stays at the site and in the mode it moved to."""
    for school in case.places.schools:
        home = case.homes.get(school)
        for before, now in pairwise(case.lessons[school, year] for year in case.years):
            has_left = home is None or before.site != home.id
            if has_left and (now.site, now.mode) != (before.site, before.mode):
                yield _at(now), f"from {before.mode} at {before.site} to {now.mode} at {now.site}"


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
