"""Which visits a school does not welcome: back after lunch has begun, or on a weekday that it does not prefer."""

from collections.abc import Iterator

from poolplan.scenario.clock import minutes_of
from poolplan.timetable.calendar import weekday_of
from poolplan.timetable.case import Case
from poolplan.timetable.day import Lesson
from poolplan.timetable.demand import Group
from poolplan.timetable.rules import bells_of
from poolplan.timetable.tables import Flag


def unwelcome(case: Case, lesson: Lesson, group: Group, arrival: int) -> Iterator[Flag]:
    """Yield what makes a visit unwelcome to a group's school; `arrival` at the site is in minutes since midnight."""
    bells = bells_of(case.rules, case.network.places.schools[group.school])
    leaves = arrival - group.minutes
    if leaves + case.clock.away(group) > minutes_of(bells.lunch) and leaves < minutes_of(bells.afternoon):
        yield "after_lunch"
    limits = case.rules.limits
    liked = limits.weekdays_by_school.get(group.school, limits.weekdays)
    if liked and weekday_of(lesson.slot.day) not in liked:
        yield "other_day"
