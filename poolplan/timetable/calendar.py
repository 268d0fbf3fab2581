"""The days of a school year on which schools may swim and places take them."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from poolplan.network.places import School, Site
from poolplan.scenario.clock import day_in, fiscal_days
from poolplan.scenario.lessons import WEEKDAYS, Days, SchoolCalendar, WeekPattern


def school_days(calendar: SchoolCalendar, year: int, school: School) -> frozenset[date]:
    """Days of a fiscal year on which a school may swim."""
    events = (
        *calendar.events,
        *calendar.events_by_level.get(school.level, ()),
        *calendar.events_by_school.get(school.id, ()),
    )
    checked = calendar.health_check_until
    return _lesson_days(calendar.terms, calendar.weekdays, events, calendar.national_holidays, checked, year)


def open_days(pattern: WeekPattern, year: int) -> list[date]:
    """Days of a fiscal year on which a place takes schools, in order; holidays of schools are not left out."""
    days = _within(pattern.season, year) & _on(pattern.weekdays, year)
    return sorted(days - _within(pattern.closed, year))


def reserve_days(days: list[date], pattern: WeekPattern, site: Site) -> frozenset[date]:
    """Days kept free at an outdoor pool for lessons that rain or heat cancel, evenly over the season.

    >>> from types import SimpleNamespace
    >>> june = [date(2024, 6, day) for day in range(10, 20)]
    >>> kept = reserve_days(june, SimpleNamespace(outdoor=True), SimpleNamespace(usable_share=0.7))
    >>> [day.day for day in sorted(kept)]
    [13, 16, 19]
    """
    if not pattern.outdoor:
        return frozenset()
    lost = 1 - site.usable_share
    return frozenset(day for n, day in enumerate(days, 1) if int(n * lost + 1e-9) > int((n - 1) * lost + 1e-9))


def most_visits(days: Iterable[date], apart: int) -> int:
    """Most visits of a group on some days, at least so many days apart.

    >>> most_visits([date(2024, 6, day) for day in (3, 4, 7, 8, 14)], apart=5)
    3
    """
    visits, free_from = 0, date.min
    for day in sorted(days):
        if day >= free_from:
            visits, free_from = visits + 1, day + timedelta(days=apart)
    return visits


def weekday_of(day: date) -> str:
    """Name of the day of the week.

    >>> weekday_of(date(2024, 5, 14))
    'tue'
    """
    return WEEKDAYS[day.weekday()]


@cache
def _lesson_days(  # noqa: PLR0913, PLR0917 - what makes a calendar
    terms: tuple[Days, ...],
    weekdays: tuple[str, ...],
    events: tuple[Days, ...],
    national_holidays: bool,  # noqa: FBT001
    checked: str | None,
    year: int,
) -> frozenset[date]:
    lessons = _within(terms, year) & _on(weekdays, year)
    free = _within(events, year) | (_holidays(year) if national_holidays else frozenset())
    return frozenset(day for day in lessons - free if checked is None or day > day_in(year, checked))


@cache
def _within(spans: tuple[Days, ...], year: int) -> frozenset[date]:
    ends = [(day_in(year, span.first), day_in(year, span.last)) for span in spans]
    return frozenset(day for day in fiscal_days(year) if any(first <= day <= last for first, last in ends))


@cache
def _on(weekdays: tuple[str, ...], year: int) -> frozenset[date]:
    return frozenset(day for day in fiscal_days(year) if weekday_of(day) in weekdays)


@cache
def _holidays(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("JP", years=[year, year + 1]))
