"""The timetable before the checker: its rows, and the bare facts they are judged by, derived afresh."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import NamedTuple

from poolplan.network.places import Places, School, Site
from poolplan.network.travel import Trip
from poolplan.results.plan import Plan
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.costs import Bus
from poolplan.scenario.lessons import BellTimes, Days, TimetableRules, WeekPattern
from poolplan.scenario.schema import Mode, Scenario
from poolplan.timetable.check.files import Files, minutes_of
from poolplan.timetable.rows import Duty, Leg, Session, Slot, Unplaced

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
APRIL = 4


class Assignment(NamedTuple):
    """What the plan says of a school, or of one of its grades, in the year."""

    school: str
    grade: int
    """0: the whole school."""
    site: str
    mode: str
    travel_by: str
    sessions: int
    """Held in the year."""
    unmet: int
    """Left out in the year."""


@dataclass(frozen=True)
class Case:
    """A timetable whose files can be read, with the facts that decide whether it is right."""

    plan: Plan
    year: int
    files: Files

    @property
    def scenario(self) -> Scenario:
        """What was asked."""
        return self.plan.network.scenario

    @property
    def places(self) -> Places:
        """Schools, sites and pupils."""
        return self.plan.network.places

    @property
    def bus(self) -> Bus:
        """Tariff and classes of buses."""
        return self.scenario.costs.bus

    @property
    def rules(self) -> TimetableRules:
        """The school day."""
        if self.scenario.timetable is None:
            raise ValueError("a timetable was made without the block `timetable:`")
        return self.scenario.timetable

    @cached_property
    def assignments(self) -> list[Assignment]:
        """What the plan says of the year, at sites where guests swim."""
        table = self.plan.assignments[self.plan.assignments["year"] == self.year]
        rows = [Assignment(*row) for row in table[list(Assignment._fields)].itertuples(index=False, name=None)]
        shared = {row.site for row in rows if row.travel_by != "none"}
        return [row for row in rows if row.site in shared]

    @cached_property
    def sessions_of(self) -> dict[tuple[str, int, int, bool], list[Session]]:
        """Sessions of each group by school, grade, group and whether it has special needs, in order of time."""
        found: dict[tuple[str, int, int, bool], list[Session]] = defaultdict(list)
        for row in sorted(self.files.sessions, key=lambda row: (row.date, row.leave)):
            found[row.school, row.grade, row.group, row.special].append(row)
        return found

    @cached_property
    def sessions_by_school(self) -> dict[str, list[Session]]:
        """Sessions of each school in order of time."""
        found: dict[str, list[Session]] = defaultdict(list)
        for row in sorted(self.files.sessions, key=lambda row: (row.date, row.leave)):
            found[row.school].append(row)
        return found

    @cached_property
    def sessions_in(self) -> dict[tuple[str, str, str], list[Session]]:
        """Sessions by site, date and slot."""
        found: dict[tuple[str, str, str], list[Session]] = defaultdict(list)
        for row in self.files.sessions:
            found[row.site, row.date, row.slot].append(row)
        return found

    @cached_property
    def session(self) -> dict[str, Session]:
        """Sessions by id."""
        return {row.session: row for row in self.files.sessions}

    @cached_property
    def slots(self) -> dict[tuple[str, str, str], Slot]:
        """Slots by site, date and start."""
        return {(row.site, row.date, row.slot): row for row in self.files.slots}

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """Bus duties by id."""
        return {row.duty: row for row in self.files.duties}

    @cached_property
    def legs(self) -> dict[str, list[Leg]]:
        """Legs of each duty, in the order of their numbers."""
        found: dict[str, list[Leg]] = {duty: [] for duty in self.duties}
        for leg in sorted(self.files.legs, key=lambda leg: (leg.duty, leg.leg)):
            found[leg.duty].append(leg)
        return found

    @cached_property
    def short(self) -> dict[tuple[str, int, int, bool], Unplaced]:
        """What found no place, by school, grade, group and whether it has special needs."""
        return {(row.school, row.grade, row.group, row.special): row for row in self.files.unplaced}

    def mode(self, row: Session) -> Mode:
        """Mode of a session."""
        return self.scenario.modes[row.mode]

    def trip(self, school: str, site: str, travel_by: str) -> Trip | None:
        """Trip of the travel-time table; None where it has none."""
        ways: dict[str, TravelBy] = {"walk": "walk", "bus": "bus"}
        return self.plan.network.travel.get((school, site, ways[travel_by])) if travel_by in ways else None

    def way_min(self, row: Session) -> int:
        """Least minutes one way of a session: its trip in full minutes."""
        if row.travel_by == "none":
            return 0
        trip = self.trip(row.school, row.site, row.travel_by)
        return ceil(trip.minutes) if trip else 24 * 60

    def away(self, row: Session) -> tuple[int, int]:
        """When a group leaves its classroom and is back in it, minutes since midnight: with boarding, where by bus."""
        board = self.plan.network.scenario.board_min if row.travel_by == "bus" else 0
        return minutes_of(row.leave) - board, minutes_of(row.back) + board

    def bells(self, school: str) -> BellTimes:
        """Hours of a school's day."""
        return self.rules.bells_by_level.get(self.places.schools[school].level, self.rules.bells)

    def pattern(self, site: Site) -> WeekPattern | None:
        """When a site takes schools; None where nobody says."""
        return self.rules.patterns_by_site.get(site.id) or self.rules.patterns.get(site.kind)

    def room(self, site: str, largest: int) -> int:
        """Pupils in a slot at most: on the lanes, or a group of at most `largest` that the staff can watch."""
        place = self.places.sites[site]
        pattern, staff = self.pattern(place), self.rules.staff.get(place.kind)
        if pattern is not None and pattern.shared_by == "lanes":
            return pattern.pupils_per_lane * place.lanes
        return min(largest, staff.pupils_per_adult * (staff.instructors + staff.teachers)) if staff else largest

    def escorts(self, row: Session) -> int:
        """Adults who travel with a group."""
        special = self.rules.groups.special.get(row.school)
        return special.escorts if row.special and special else self.bus.day.escorts

    def is_school_day(self, school: School, day: str) -> bool:
        """True if a school may swim on a day."""
        calendar = self.rules.calendar
        off = [*calendar.events, *calendar.events_by_level.get(school.level, ())]
        off += calendar.events_by_school.get(school.id, ())
        checked = calendar.health_check_until
        return (
            self.falls_in(day, calendar.terms)
            and weekday(day) in calendar.weekdays
            and not self.falls_in(day, off)
            and not (calendar.national_holidays and day in self.holidays)
            and (checked is None or day > self.day_of(checked))
        )

    def falls_in(self, day: str, spans: tuple[Days, ...] | list[Days]) -> bool:
        """True if a day lies in one of several spans of the fiscal year."""
        return any(self.day_of(span.first) <= day <= self.day_of(span.last) for span in spans)

    def day_of(self, month_day: str) -> str:
        """ISO date of MM-DD in the fiscal year; 02-29 is 1 March where there is none."""
        month, day = int(month_day[:2]), int(month_day[3:])
        first = date(self.year + (month < APRIL), month, 1)
        return (first + timedelta(days=day - 1)).isoformat()

    @cached_property
    def holidays(self) -> frozenset[str]:
        """Japan's national holidays of the fiscal year."""
        import holidays

        listed = holidays.country_holidays("JP", years=[self.year, self.year + 1])
        return frozenset(day.isoformat() for day in listed)


def weekday(day: str) -> str:
    """Day of the week of an ISO date.

    >>> weekday("2024-05-07")
    'tue'
    """
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def monday(day: str) -> str:
    """Monday of a day's week."""
    at = date.fromisoformat(day)
    return (at - timedelta(days=at.weekday())).isoformat()


def span(start: str, end: str) -> int:
    """Minutes from one time of day to another.

    >>> span("08:45", "10:00")
    75
    """
    return minutes_of(end) - minutes_of(start)
