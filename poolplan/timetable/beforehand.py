"""What no plan could mend about a school day: told before anything is searched, for all years asked about at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import groupby
from math import ceil
from typing import NamedTuple

from poolplan.errors import ScenarioError
from poolplan.model.explain.wording import several, years_text
from poolplan.network.options import Network, Option
from poolplan.scenario.clock import minutes_of
from poolplan.scenario.lessons import TimetableRules, WeekPattern
from poolplan.timetable.calendar import most_visits, open_days, reserve_days, school_days
from poolplan.timetable.deadhead import Ways
from poolplan.timetable.demand import Group, Unit
from poolplan.timetable.fit import Clockwork
from poolplan.timetable.rules import check_names, has_pattern, pattern_of, rules_of
from poolplan.timetable.unplaced import CALENDAR_CURE


class Complaint(NamedTuple):
    """What is wrong in a year."""

    where: str
    """The place in the scenario."""
    problem: str
    """What is wrong and what to do; {years} stands for the years of which it is true."""
    is_certain: bool = True
    """False: a plan may have no need of it."""


class Way(NamedTuple):
    """What a school could do in a year: visits to a place where others swim, or where it is a guest."""

    option: Option
    where: str
    """The scenario's pattern of the place."""
    fits: bool
    """True where a slot of the place fits the school's day."""
    visits: int
    """Most visits of a group that the days allow."""
    needed: int

    @property
    def is_short(self) -> bool:
        """True where the days are too few."""
        return self.visits < self.needed


def check_school_day(network: Network, years: Iterable[int], say: Callable[[str], None] = lambda _: None) -> None:
    """Refuse a school day that cannot do for some year, whatever plan is made.

    Args:
        network: options of every school.
        years: fiscal years.
        say: told of what stands against some lessons only, so that a plan may have no need of it.

    Raises:
        ScenarioError: the scenario has no school day, or one sentence for each thing that is wrong with it.
    """
    rules = rules_of(network.scenario)
    check_names(rules, network.places)
    found: dict[Complaint, list[int]] = {}
    fitting = frozenset(_fitting(network, rules))
    for year in years:
        for complaint in SchoolYear(network, rules, fitting, year).complaints():
            found.setdefault(complaint, []).append(year)
    texts = {one: f"{one.where}: {one.problem.format(years=years_text(told))}" for one, told in sorted(found.items())}
    wrong = [text for complaint, text in texts.items() if complaint.is_certain]
    if wrong:
        raise ScenarioError(wrong)
    for text in texts.values():
        say(text)


def _fitting(network: Network, rules: TimetableRules) -> Iterator[Option]:
    """Yield what schools could do away from home in some slot, and be back within their day."""
    clock, sites = Clockwork(network, Ways(network)), network.places.sites
    for option in network.options:
        if has_pattern(rules, sites[option.site]):
            _, pattern = pattern_of(rules, sites[option.site])
            trip = (option.site, option.mode, option.travel_by, ceil(option.minutes), option.metres)
            unit = Unit((Group(option.school, 1, 1, 0, 0, 1, *trip),))
            starts = [minutes_of(start) for start in pattern.starts]
            if any(clock.window(unit, start, start + pattern.slot_min) for start in starts):
                yield option


@dataclass(frozen=True)
class SchoolYear:
    """A school year before any plan: what is open, and who could swim where how often."""

    network: Network
    rules: TimetableRules
    fitting: frozenset[Option]
    """What schools could do in some slot and be back within their day."""
    year: int

    def complaints(self) -> Iterator[Complaint]:
        """Yield what is wrong, the plainest first: a place that is shut is not complained of for its few days too."""
        yield from self._without_pattern()
        shut = {where for where, pattern in self._patterns.items() if not self._open_days(pattern)}
        for where in shut:
            text = "no day of {years} is open both here and at a school (terms, holidays, events); "
            yield Complaint(f"{where}.season", f"{text}lengthen the season or the terms")
        ways = [way for way in self._ways if way.where not in shut]
        hopeless = set[str]()
        for where, there in _by(ways, lambda way: way.where):
            complaint = self._of_place(where, there)
            if complaint:
                hopeless.add(where)
                yield complaint
        for school, going in _by(ways, lambda way: way.option.school):
            if not hopeless & {way.where for way in going}:
                yield from self._of_school(school, going)

    def _without_pattern(self) -> Iterator[Complaint]:
        for option in self._options:
            site = self.network.places.sites[option.site]
            if not has_pattern(self.rules, site):
                text = f"no slots are given for a {site.kind}, where schools may swim as guests; add {site.kind}"
                yield Complaint("timetable.patterns", text, is_certain=False)

    def _of_place(self, where: str, there: list[Way]) -> Complaint | None:
        """What stands against every way to the places of a pattern."""
        if not any(way.fits for way in there):
            text = f"no school can reach a slot of {where} and be back within its day; move the slots or the bells"
            return Complaint("timetable.bells", text)
        if self._may_leave_out or not all(way.is_short for way in there if way.fits):
            return None
        return Complaint("timetable.calendar", f"{self._too_few(there)} at the places of {where}; {CALENDAR_CURE}")

    def _of_school(self, school: str, going: list[Way]) -> Iterator[Complaint]:
        """What stands against every way of a school; it is certain where the school cannot stay at home."""
        is_certain = school not in self._with_home
        fitting = [way for way in going if way.fits]
        if not fitting:
            text = f"'{school}' can reach no slot of any place and be back within its day; move the slots or the bells"
            yield Complaint("timetable.bells", text, is_certain)
        elif not self._may_leave_out and all(way.is_short for way in fitting):
            text = f"{self._too_few(fitting)} at any place that '{school}' could go to; {CALENDAR_CURE}"
            yield Complaint("timetable.calendar", text, is_certain)

    def _too_few(self, ways: list[Way]) -> str:
        most, needed = max(way.visits for way in ways), min(way.needed for way in ways)
        visits = f"{several(most, 'visit')} {self.rules.limits.days_between_visits} days apart"
        return f"the days of {{years}} allow each group {visits}, where {needed} are needed,"

    @cached_property
    def _options(self) -> list[Option]:
        """What schools could do by this year away from home."""
        return [one for one in self.network.options if not one.is_home and one.first_year <= self.year]

    @cached_property
    def _with_home(self) -> frozenset[str]:
        return frozenset(option.school for option in self.network.options if option.is_home)

    @cached_property
    def _may_leave_out(self) -> bool:
        """Whether plans may leave sessions out, so that nobody knows beforehand how many are needed."""
        return self.network.scenario.programme.unmet_sessions is not None

    @cached_property
    def _places(self) -> dict[str, tuple[str, WeekPattern]]:
        """The pattern of every place where guests may swim, with where it stands; places without one are left out."""
        sites, rules = self.network.places.sites, self.rules
        named = (sites[name] for name in sorted({option.site for option in self._options}))
        return {site.id: pattern_of(rules, site) for site in named if has_pattern(rules, site)}

    @cached_property
    def _patterns(self) -> Mapping[str, WeekPattern]:
        return dict(self._places.values())

    @cached_property
    def _school_days(self) -> dict[str, frozenset[date]]:
        places = self.network.places.schools
        return {name: school_days(self.rules.calendar, self.year, school) for name, school in places.items()}

    @cached_property
    def _lesson_days(self) -> frozenset[date]:
        return frozenset().union(*self._school_days.values())

    def _open_days(self, pattern: WeekPattern) -> list[date]:
        return [day for day in open_days(pattern, self.year) if day in self._lesson_days]

    @cached_property
    def _ways(self) -> list[Way]:
        return [self._way(option) for option in self._options if option.site in self._places]

    def _way(self, option: Option) -> Way:
        where, _ = self._places[option.site]
        visits = self._visits(self._school_days[option.school], option.site)
        needed = self.network.scenario.modes[option.mode].sessions_per_group
        return Way(option, where, option in self.fitting, visits, needed)

    @cached_property
    def _visits(self) -> Callable[[frozenset[date], str], int]:
        """Most visits of a group of a school with some days to a place; many schools have the same days."""

        @cache
        def most(days: frozenset[date], place: str) -> int:
            _, pattern = self._places[place]
            there = self._open_days(pattern)
            kept = reserve_days(there, pattern, self.network.places.sites[place])
            return most_visits((day for day in there if day in days - kept), self.rules.limits.days_between_visits)

        return most


def _by(ways: Iterable[Way], key: Callable[[Way], str]) -> Iterator[tuple[str, list[Way]]]:
    yield from ((name, list(group)) for name, group in groupby(sorted(ways, key=key), key))
