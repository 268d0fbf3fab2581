"""The network as data: every option a school has, and the reason each other pair was dropped."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from poolplan.network.demand import sessions_per_year
from poolplan.network.places import Places
from poolplan.network.pool_life import LifeSpan
from poolplan.network.travel import Line, TravelTimes, TripKey
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.schema import Scenario

WHOLE = 0
"""Stands where a grade could stand: all grades of the school together."""


class Cohort(NamedTuple):
    """Pupils who swim at the same place: a whole school, or one of its grades."""

    school: str
    grade: int
    """1 for the youngest grade of the school; 0: the whole school."""

    @property
    def name_parts(self) -> tuple[object, ...]:
        """Parts of the names of its rows."""
        return (self.school, self.grade) if self.grade else (self.school,)


class Option(NamedTuple):
    """A school or a grade may hold its lessons at this site in this mode, from `first_year` on."""

    school: str
    site: str
    mode: str
    travel_by: TravelBy | Literal["none"]
    minutes: float
    """One way, door to door."""
    metres: float
    """One way."""
    first_year: int
    """First year from which the lessons fit for good."""
    is_home: bool
    """True for the school's own pool."""
    grade: int = WHOLE
    """The grade that swims there, 1 for the youngest of the school; 0: the whole school."""

    @property
    def cohort(self) -> Cohort:
        """Who swims there."""
        return Cohort(self.school, self.grade)

    @property
    def name_parts(self) -> tuple[object, ...]:
        """Parts of the names of its rows and decisions."""
        return (*self[:3], self.grade) if self.grade else self[:3]


class Dropped(NamedTuple):
    """A pair that is no option, and why."""

    school: str
    site: str
    mode: str
    reason: str


@dataclass(frozen=True)
class Network:
    """Schools, sites and the options that join them."""

    scenario: Scenario
    places: Places
    travel: TravelTimes
    options: tuple[Option, ...]
    dropped: tuple[Dropped, ...]
    sessions: dict[tuple[str, str, int], int]
    """Sessions a year that a school needs in a mode: by school, mode and year."""
    life_spans: dict[str, LifeSpan]
    """Years of use of each school's own pool, by site."""
    lines: Mapping[TripKey, Line] = field(default_factory=dict)
    """The way along the roads, where it is known and may be shown."""
    lines_credit: str = ""
    """Whom to name wherever the lines are shown."""

    def needs(self, option: Option, year: int) -> int:
        """Sessions that an option takes at its site in a year."""
        if option.grade:
            return self._grade_sessions[option.cohort, option.mode, year]
        return self.sessions[option.school, option.mode, year]

    @cached_property
    def _grade_sessions(self) -> dict[tuple[Cohort, str, int], int]:
        return {
            (Cohort(school, grade), name, year): sessions_per_year([number], mode)
            for (school, year), pupils in self.places.pupils.items()
            for grade, number in enumerate(pupils, start=1)
            for name, mode in self.scenario.modes.items()
        }

    def pupils(self, cohort: Cohort, year: int) -> tuple[int, ...]:
        """Pupils by grade of those who swim together."""
        grades = self.places.pupils[cohort.school, year]
        return grades[cohort.grade - 1 : cohort.grade] if cohort.grade else grades

    @cached_property
    def keeps_schools_together(self) -> bool:
        """True if every school swims as a whole, False if grades may swim at different places."""
        return self.scenario.programme.keep_together == "school"

    @cached_property
    def cohorts(self) -> tuple[Cohort, ...]:
        """Everybody who swims together, in order of school and grade."""
        first = self.scenario.years.first
        if self.keeps_schools_together:
            return tuple(Cohort(school, WHOLE) for school in self.places.schools)
        return tuple(
            Cohort(school, grade)
            for school in self.places.schools
            for grade in range(1, len(self.places.pupils[school, first]) + 1)
        )

    def host_sessions(self, site: str, year: int) -> int:
        """Sessions that the host school itself needs at its pool in a year; 0 at other sites."""
        home = self.home_options.get(self.places.sites[site].school or "")
        return self.needs(home, year) if home else 0

    def room_for_guests(self, site: str, year: int) -> int:
        """Sessions a year that a site can give to other schools while all of its own school swims there."""
        return self.places.sites[site].capacity_slots - self.host_sessions(site, year)

    def room_for_sharers(self, site: str, year: int) -> int:
        """Sessions a year that a site can give to its `sharers`."""
        return (
            self.room_for_guests(site, year) if self.keeps_schools_together else self.places.sites[site].capacity_slots
        )

    def most_for_guests(self, site: str, year: int) -> int:
        """Sessions a year that a site can give to others at most: while the smallest grade of its own school stays."""
        host = self.places.sites[site].school
        if self.keeps_schools_together or host not in self.home_options:
            return self.room_for_guests(site, year)
        least = min(self.needs(home, year) for cohort, home in self.homes.items() if cohort.school == host)
        return self.places.sites[site].capacity_slots - least

    def needs_by_year(self, cohort: Cohort, mode: str) -> tuple[int, ...]:
        """Sessions that they need in a mode in each planned year."""
        known = self._needs_by_year.get((cohort, mode))
        if known is None:
            years, school = self.scenario.planned_years, cohort.school
            if cohort.grade:
                known = tuple(self._grade_sessions[cohort, mode, year] for year in years)
            else:
                known = tuple(self.sessions[school, mode, year] for year in years)
            self._needs_by_year[cohort, mode] = known
        return known

    @cached_property
    def _needs_by_year(self) -> dict[tuple[Cohort, str], tuple[int, ...]]:
        """What was asked of `needs_by_year` so far."""
        return {}

    def most_by_year(self, site: str) -> tuple[int, ...]:
        """Sessions that a site can give to others at most in each planned year: see `most_for_guests`."""
        known = self._most_by_year.get(site)
        if known is None:
            known = tuple(self.most_for_guests(site, year) for year in self.scenario.planned_years)
            self._most_by_year[site] = known
        return known

    @cached_property
    def _most_by_year(self) -> dict[str, tuple[int, ...]]:
        """What was asked of `most_by_year` so far."""
        return {}

    @cached_property
    def home_options(self) -> dict[str, Option]:
        """The own pool of each school that has one in use, for the whole school."""
        return {option.school: option._replace(grade=WHOLE) for option in self.options if option.is_home}

    @cached_property
    def homes(self) -> dict[Cohort, Option]:
        """The own pool of everybody who swims together and has one in use."""
        return {option.cohort: option for option in self.options if option.is_home}

    @cached_property
    def away(self) -> dict[Cohort, tuple[Option, ...]]:
        """Options away from the own pool; every cohort is a key."""
        away: dict[tuple[str, int], list[Option]] = {cohort: [] for cohort in self.cohorts}
        for option in self.options:
            if not option.is_home:
                away[option.school, option.grade].append(option)
        return {cohort: tuple(away[cohort]) for cohort in self.cohorts}

    @cached_property
    def away_options(self) -> dict[str, tuple[Option, ...]]:
        """Options away from the own pool, by school; every school is a key."""
        away: dict[str, list[Option]] = {school: [] for school in self.places.schools}
        for cohort, options in self.away.items():
            away[cohort.school] += options
        return {school: tuple(options) for school, options in away.items()}

    @cached_property
    def whole_options(self) -> dict[str, tuple[Option, ...]]:
        """Options that all grades of a school have together, each as one for the whole school: for model schools.

        Where schools are kept together, these are all options away from the own pool.
        """
        if self.keeps_schools_together:
            return self.away_options
        return {school: tuple(self._whole(school)) for school in self.places.schools}

    def _whole(self, school: str) -> Iterator[Option]:
        grades = [options for cohort, options in self.away.items() if cohort.school == school]
        for option in grades[0]:
            same = [o for options in grades for o in options if o[1:3] == option[1:3]]
            whole = option._replace(grade=WHOLE, first_year=max(o.first_year for o in same))
            tight = [
                y for y in self.scenario.planned_years if self.needs(whole, y) > self.room_for_guests(whole.site, y)
            ]
            from_year = max([whole.first_year, *(year + 1 for year in tight)])
            if len(same) == len(grades) and from_year <= self.scenario.years.last:
                yield whole._replace(first_year=from_year)

    @cached_property
    def years_under_works(self) -> dict[str, range]:
        """Years in which works may close an own pool in use, by site; no site where works close no pool."""
        pool, years = self.scenario.costs.pool, self.scenario.planned_years
        spans: dict[str, range] = {}
        for home in self.home_options.values():
            span = self.life_spans[home.site]
            first = [years.start] if pool.rebuild.closed_seasons and span.can_rebuild else []
            if pool.repair.closed_seasons and span.repair_from <= span.original_until + 1:
                first.append(span.repair_from)
            if first and min(first) < years.stop:
                spans[home.site] = range(min(first), years.stop)
        return spans

    @cached_property
    def sharers(self) -> dict[str, tuple[Option, ...]]:
        """Options of all whose sessions add up at a site: guests, and grades of its own school that may move apart."""
        if self.keeps_schools_together:
            return self.guests
        at = {home.site: [o for o in self.homes.values() if o.site == home.site] for home in self.home_options.values()}
        for site, guests in self.guests.items():
            at[site] = [*at.get(site, []), *guests]
        return {site: tuple(at[site]) for site in sorted(at)}

    @cached_property
    def guests(self) -> dict[str, tuple[Option, ...]]:
        """Options of other schools at each site that has any, by site."""
        at: defaultdict[str, list[Option]] = defaultdict(list)
        for option in self.options:
            if not option.is_home:
                at[option.site].append(option)
        return {site: tuple(at[site]) for site in sorted(at)}
