"""Building the network: which school may swim where, within the limits of the scenario."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.errors import DataError
from poolplan.network.demand import sessions_per_year
from poolplan.network.feasibility import school_problems
from poolplan.network.keeping import keeping_everything
from poolplan.network.options import Cohort, Dropped, Network, Option
from poolplan.network.places import Places, Site
from poolplan.network.pool_life import LifeSpan, life_span
from poolplan.network.preference import keep_preferred
from poolplan.network.travel import TravelTimes
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.schema import Mode, Scenario, TravelLimits


@keeping_everything()
def build_network(scenario: Scenario, places: Places, travel: TravelTimes) -> Network:
    """Enumerate every option within the limits of the scenario.

    Raises:
        DataError: schools that are left with no option, each with the limit that dropped each pair.
    """
    sessions = {
        (school, name, year): sessions_per_year(pupils, mode)
        for (school, year), pupils in places.pupils.items()
        for name, mode in scenario.modes.items()
    }
    found: list[Option] = []
    dropped: list[Dropped] = []
    bare = Network(scenario, places, travel, (), (), sessions, _life_spans(scenario, places))
    homes = list(_home_options(bare, dropped))
    with_homes = _replaced(bare, homes, [])
    doors: Doors = {}
    for cohort in bare.cohorts:
        found += _away_options(with_homes, cohort, doors, dropped)
    found, dropped = keep_preferred(with_homes, found, dropped)
    network = _replaced(bare, homes + found, dropped)
    problems = list(school_problems(network))
    if problems:
        raise DataError(problems)
    return network


def _replaced(base: Network, options: list[Option], dropped: list[Dropped]) -> Network:
    return Network(
        base.scenario,
        base.places,
        base.travel,
        tuple(sorted(options)),
        tuple(sorted(set(dropped))),
        base.sessions,
        base.life_spans,
    )


def _life_spans(scenario: Scenario, places: Places) -> dict[str, LifeSpan]:
    rules, first = scenario.costs.pool, scenario.years.first
    return {site.id: life_span(site, rules, first) for site in places.sites.values() if site.kind == "school_pool"}


def _home_options(network: Network, dropped: list[Dropped]) -> Iterator[Option]:
    scenario = network.scenario
    for school in network.places.schools:
        site, mode = network.places.home_site(school), scenario.own_mode
        if site is None:
            continue
        most = max(network.sessions[school, mode, year] for year in scenario.planned_years)
        if most > site.capacity_slots:
            reason = f"needs {most} sessions a year, the pool gives {site.capacity_slots}"
            dropped.append(Dropped(school, site.id, mode, reason))
            continue
        whole = Option(school, site.id, mode, "none", 0.0, 0.0, scenario.years.first, is_home=True)
        yield from (whole._replace(grade=cohort.grade) for cohort in network.cohorts if cohort.school == school)


class _Door(NamedTuple):
    """A site of the kind that a mode asks for, as everybody of one level and grade finds it."""

    site: Site
    refusal: str
    """Why the mode is not for them there, whatever the way; empty if it is."""
    room: tuple[int, ...]
    """Sessions for others in each planned year."""
    least: int
    """The least of them."""


Doors = dict[tuple[object, ...], list[_Door]]
"""By what decides about a refusal: mode, level, grade, and whether there is an own pool."""


def _away_options(network: Network, cohort: Cohort, doors: Doors, dropped: list[Dropped]) -> Iterator[Option]:
    first, is_strict = network.scenario.years.first, network.scenario.programme.unmet_sessions is None
    for name, mode in network.scenario.modes.items():
        if mode.at_own_school:
            continue
        needs = network.needs_by_year(cohort, name)
        most, limits = max(needs), _limits(mode.travel_limits(network.places.schools[cohort.school].level))
        for site, refusal, room, least in _doors(network, cohort, name, doors):
            if site.school == cohort.school:
                continue
            way = refusal or _way(network, cohort.school, site.id, limits)
            fits = is_strict and most <= least  # always: nothing to look for
            since = first if fits or isinstance(way, str) else _first_year(network, needs, room)
            if isinstance(way, str) or since is None:
                reason = way if isinstance(way, str) else _no_room(network, cohort, needs, room)
                dropped.append(Dropped(cohort.school, site.id, name, reason))
            else:
                yield Option(cohort.school, site.id, name, *way, since, False, cohort.grade)  # noqa: FBT003 - by name takes twice as long


def _doors(network: Network, cohort: Cohort, name: str, known: Doors) -> list[_Door]:
    """Every site of the kind that a mode asks for."""
    level, has_home = network.places.schools[cohort.school].level, network.places.home_site(cohort.school) is not None
    key = (name, level, cohort.grade, has_home)
    if key not in known:
        mode = network.scenario.modes[name]
        sites = [site for site in network.places.sites.values() if site.kind == mode.site_kind]
        rooms = [network.most_by_year(site.id) for site in sites]
        refusals = [_refused(network, cohort, site, mode) for site in sites]
        known[key] = [_Door(*door, min(door[-1])) for door in zip(sites, refusals, rooms, strict=True)]
    return known[key]


def _no_room(network: Network, cohort: Cohort, needs: tuple[int, ...], room: tuple[int, ...]) -> str:
    last = network.scenario.years.last
    return f"no room: {_whose(cohort)}needs {needs[-1]} sessions a year, {max(0, room[-1])} are free in {last}"


def _whose(cohort: Cohort) -> str:
    return f"grade {cohort.grade} " if cohort.grade else ""


def _first_year(network: Network, needs: tuple[int, ...], room: tuple[int, ...]) -> int | None:
    """First year from which the lessons fit for good; or at all, where a school may move on or leave lessons out."""
    programme, first = network.scenario.programme, network.scenario.years.first
    if programme.unmet_sessions is not None:
        return first if max(room) > 0 else None
    fits = [need <= free for need, free in zip(needs, room, strict=True)]
    if programme.moves_per_school_at_most > 1:
        return first + fits.index(True) if any(fits) else None
    late = fits[::-1].index(False) if not all(fits) else len(fits)
    return first + len(fits) - late if late else None


def _refused(network: Network, cohort: Cohort, site: Site, mode: Mode) -> str:
    """Say why a mode is not for a school or a site, whatever the way; empty if it is."""
    school = cohort.school
    level = network.places.schools[school].level
    if not mode.offered:
        return "mode not offered in this scenario"
    if level in network.scenario.programme.levels_that_stay and network.places.home_site(school):
        return f"every {level} school keeps its own pool in this scenario"
    if site.levels and level not in site.levels:
        return f"the water suits {', '.join(sorted(site.levels))} only"
    if level == "elementary" and max(1, cohort.grade) < site.youngest_grade:
        return f"the water is too deep below grade {site.youngest_grade}"
    if site.kind == "school_pool" and site.school not in network.home_options:
        return "the host school does not use its pool"
    return ""


def _limits(limits: TravelLimits | None) -> list[tuple[TravelBy, float]]:
    """Ways to travel that have a limit, a walk before a bus."""
    ways: tuple[TravelBy, ...] = ("walk", "bus")
    asked = [(way, getattr(limits, way, None)) for way in ways]
    return [(way, limit) for way, limit in asked if limit is not None]


def _way(
    network: Network, school: str, site: str, limits: list[tuple[TravelBy, float]]
) -> tuple[TravelBy, float, float] | str:
    """Return the first way to travel that is within its limit, or why there is none."""
    refused = []
    for travel_by, limit in limits:
        trip = network.travel.get((school, site, travel_by))
        if trip is None:
            continue
        minutes, metres, _ = trip
        if minutes <= limit:
            return travel_by, minutes, metres
        refused.append(f"{travel_by} {minutes:g} min > limit {limit:g} min")
    return "; ".join(refused) or "no trip in the travel-time table"
