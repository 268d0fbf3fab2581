"""The case before the auditor: the plan's tables as rows, and the bare facts they are judged by, derived afresh."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from poolplan.network.places import Places, Site
from poolplan.network.travel import Trip
from poolplan.results.audit.tariff import share
from poolplan.results.plan import Plan
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.schema import Mode, Scenario


class Lesson(NamedTuple):
    """A row of the assignments."""

    school: str
    grade: int
    """0: the whole school."""
    year: int
    site: str
    mode: str
    travel_by: str
    minutes: float
    """One way."""
    sessions: int
    """Held in a year."""
    unmet: int
    """Left out in a year."""
    instead_of: str
    """Site where the school or grade belongs, if works keep it away this season; else empty."""
    assumed: str


class SiteYear(NamedTuple):
    """A row of the sites."""

    site: str
    year: int
    state: str
    works: str
    sessions: int
    """A year."""
    capacity: int
    """Sessions a year."""


class Line(NamedTuple):
    """A row of the ledger."""

    year: int
    item: str
    payer: str
    place: str
    yen: int
    """Base-year prices, undiscounted."""


@dataclass(frozen=True)
class Case:
    """A plan whose tables are well-formed, with the facts that decide whether it is right."""

    plan: Plan

    @property
    def scenario(self) -> Scenario:
        """What was asked."""
        return self.plan.network.scenario

    @property
    def places(self) -> Places:
        """Schools, sites and pupils."""
        return self.plan.network.places

    @property
    def years(self) -> range:
        """Fiscal years planned."""
        return range(self.scenario.years.first, self.scenario.years.last + 1)

    @cached_property
    def price_rises(self) -> dict[str, Fraction]:
        """Rise of prices a year, exact, by item; other items keep their price."""
        growth = self.scenario.costs.growth
        return {str(item): share(rate) for item, rate in growth.share_per_year.items()} if growth else {}

    @cached_property
    def lessons(self) -> dict[tuple[str, int, int], Lesson]:
        """Assignments by school, grade and year."""
        rows = (Lesson(*row) for row in self.plan.assignments.itertuples(index=False, name=None))
        return {(row.school, row.grade, row.year): row for row in rows}

    @cached_property
    def belongs(self) -> dict[tuple[str, int, int], tuple[str, str]]:
        """Site and mode where each school or grade belongs, by school, grade and year, works or not.

        In a season away it belongs where it swam before or after, at the site the table names.
        """
        settled: dict[tuple[str, int, int], tuple[str, str]] = {}
        for (school, grade, year), lesson in self.lessons.items():
            settled[school, grade, year] = (lesson.site, lesson.mode)
            if lesson.instead_of:
                rows = (self.lessons[school, grade, y] for y in sorted(self.years, key=lambda y: abs(y - year)))
                modes = (row.mode for row in rows if row.site == lesson.instead_of and not row.instead_of)
                pool = self.pools.get(school)
                own = self.own_mode if pool is not None and pool.id == lesson.instead_of else ""
                settled[school, grade, year] = (lesson.instead_of, own or next(modes, self._any_mode(lesson)))
        return settled

    def _any_mode(self, lesson: Lesson) -> str:
        """Mode in which a school can belong to a site it never swims at: works close it in every year there."""
        modes = [name for (school, name), sites in self.sites_in_reach.items() if school == lesson.school]
        sites = {name: self.sites_in_reach[lesson.school, name] for name in modes}
        return next((name for name in modes if lesson.instead_of in sites[name]), lesson.mode)

    @cached_property
    def lessons_of(self) -> dict[tuple[str, int], list[Lesson]]:
        """Assignments by school and year: one, or one for each grade, the youngest first."""
        rows: dict[tuple[str, int], list[Lesson]] = defaultdict(list)
        for _, lesson in sorted(self.lessons.items()):
            rows[lesson.school, lesson.year].append(lesson)
        return rows

    @cached_property
    def site_years(self) -> dict[tuple[str, int], SiteYear]:
        """Sites by id and year."""
        rows = (SiteYear(*row) for row in self.plan.sites.itertuples(index=False, name=None))
        return {(row.site, row.year): row for row in rows}

    @cached_property
    def ledger(self) -> list[Line]:
        """Lines of the ledger."""
        return [Line(*row) for row in self.plan.ledger.itertuples(index=False, name=None)]

    @cached_property
    def under_works(self) -> frozenset[tuple[str, int]]:
        """Pools and years in which works close a pool that is in use."""
        pool = self.scenario.costs.pool
        seasons = {"repair": pool.repair.closed_seasons, "rebuild": pool.rebuild.closed_seasons}
        spans = (
            (row.site, year)
            for row in self.site_years.values()
            for year in range(row.year, min(row.year + seasons.get(row.works, 0), self.years.stop))
        )
        return frozenset(key for key in spans if self.site_years[key].state not in ("retired", "closed"))

    @cached_property
    def own_mode(self) -> str:
        """The mode held at the own pool."""
        (name,) = (name for name, mode in self.scenario.modes.items() if mode.at_own_school)
        return name

    @cached_property
    def pools(self) -> dict[str, Site]:
        """Own pool by school, whether the school can use it or not."""
        return {site.school: site for site in self.places.sites.values() if site.school is not None}

    @cached_property
    def homes(self) -> dict[str, Site]:
        """Own pool of every school whose lessons fit in it in every year; the others never had one to leave."""
        return {
            school: pool
            for school, pool in self.pools.items()
            if all(self.needed_sessions(school, self.own_mode, year) <= pool.capacity_slots for year in self.years)
        }

    def pupils(self, school: str, year: int, grade: int = 0) -> tuple[int, ...]:
        """Pupils by grade of a school, or of one of its grades."""
        every = self.places.pupils[school, year]
        return (every[grade - 1],) if grade else every

    def needed_sessions(self, school: str, mode: str, year: int, grade: int = 0) -> int:
        """Sessions a year: each grade in the fewest groups the mode allows, each group as often as the mode says."""
        rules = self.scenario.modes[mode]
        groups = 0
        for pupils in self.pupils(school, year, grade):
            full, rest = divmod(pupils, rules.group_pupils)
            groups += full + (1 if rest else 0)
        return groups * rules.sessions_per_group

    @cached_property
    def sessions_held(self) -> dict[tuple[str, int], int]:
        """Sessions needed by all who are taught at a site, less those left out, by site and year."""
        held: dict[tuple[str, int], int] = defaultdict(int)
        for lesson in self.lessons.values():
            needed = self.needed_sessions(lesson.school, lesson.mode, lesson.year, lesson.grade)
            held[lesson.site, lesson.year] += needed - lesson.unmet
        return held

    @cached_property
    def moved(self) -> dict[int, frozenset[str]]:
        """Schools that no longer use their own pool, by year; none in the year before the first."""
        before: dict[int, frozenset[str]] = {self.scenario.years.first - 1: frozenset()}
        return before | {year: frozenset(s for s in self.homes if not self.is_at_home(s, year)) for year in self.years}

    def is_at_home(self, school: str, year: int) -> bool:
        """True if a school, or a grade of it, belongs to its own pool in a year."""
        pool = self.pools.get(school)
        grades = [lesson.grade for lesson in self.lessons_of[school, year]]
        return pool is not None and any(self.belongs[school, grade, year][0] == pool.id for grade in grades)

    def trip(self, school: str, site: str, travel_by: str) -> Trip | None:
        """Trip of the travel-time table, None where it has none."""
        ways: dict[str, TravelBy] = {"walk": "walk", "bus": "bus"}
        return self.plan.network.travel.get((school, site, ways[travel_by])) if travel_by in ways else None

    def is_within_limit(self, school: str, site: str, mode: Mode, travel_by: str) -> bool:
        """True if the table has a trip that is no longer than the mode allows for that way of travelling."""
        trip, limit = self.trip(school, site, travel_by), self.limit_min(school, mode, travel_by)
        return trip is not None and limit is not None and trip.minutes <= limit

    def limit_min(self, school: str, mode: Mode, travel_by: str) -> float | None:
        """Longest trip of a school in a mode, minutes one way; None where that way of travelling is not allowed."""
        level = self.places.schools[school].level
        limits = mode.max_travel_min_by_level.get(level, mode.max_travel_min)
        return {"walk": limits.walk, "bus": limits.bus}.get(travel_by) if limits else None

    def may_leave_for(self, school: str, site: Site) -> bool:
        """True if the level of a school neither keeps it at its own pool nor makes a site's water too deep for it."""
        level = self.places.schools[school].level
        stays = level in self.scenario.programme.levels_that_stay and school in self.pools
        return not stays and (not site.levels or level in site.levels)

    def is_too_deep(self, school: str, site: Site, grade: int = 0) -> bool:
        """True if the water of a site does not suit a grade of an elementary school, or the youngest of all."""
        return self.places.schools[school].level == "elementary" and max(1, grade) < site.youngest_grade

    @cached_property
    def sites_in_reach(self) -> dict[tuple[str, str], set[str]]:
        """Sites within the limits of a mode, by school and mode; never the own pool nor one its school cannot use."""
        sites: dict[tuple[str, str], set[str]] = {}
        for school, site, travel_by in self.plan.network.travel:
            place = self.places.sites[site]
            is_open = place.school is None or (place.school in self.homes and place.school != school)
            is_open = is_open and self.may_leave_for(school, place) and not self.is_too_deep(school, place)
            for name, mode in self.scenario.modes.items():
                fits = is_open and mode.offered and not mode.at_own_school and mode.site_kind == place.kind
                if fits and self.is_within_limit(school, site, mode, travel_by):
                    sites.setdefault((school, name), set()).add(site)
        return sites


def built_in(pool: Site) -> int:
    """Year in which a school pool was built."""
    if pool.build_year is None:
        message = f"{pool.id} has no build year"
        raise TypeError(message)
    return pool.build_year
