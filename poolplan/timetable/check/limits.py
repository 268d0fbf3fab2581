"""Whether a school is asked no more than it puts up with: groups away at once, sessions a day and a week, spacing."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from poolplan.timetable.check.case import Case, monday
from poolplan.timetable.check.registry import Complaint, checked


@checked
def few_groups_are_away_at_once(case: Case) -> Iterator[Complaint]:
    """No more groups of a school are away at the same time than the scenario allows; no group is in two places."""
    most = case.rules.limits.grades_at_once
    for school, rows in case.sessions_by_school.items():
        for row in rows:
            away = [one for one in rows if one.date == row.date and one.leave <= row.leave < one.back]
            if len(away) > most:
                names = ", ".join(one.session for one in away)
                yield f"{school} {row.date} {row.leave}", f"{len(away)} groups are away ({names}); {most} at most"


@checked
def schools_swim_no_more_than_they_want(case: Case) -> Iterator[Complaint]:
    """The sessions of a school in a day and in a week are no more than the scenario allows."""
    limits = case.rules.limits
    for school, rows in case.sessions_by_school.items():
        for day, number in sorted(Counter(row.date for row in rows).items()):
            if number > limits.sessions_per_day:
                yield f"{school} {day}", f"{number} sessions in a day; {limits.sessions_per_day} at most"
        for week, number in sorted(Counter(monday(row.date) for row in rows).items()):
            if number > limits.sessions_per_week:
                yield f"{school} week of {week}", f"{number} sessions in a week; {limits.sessions_per_week} at most"


@checked
def visits_keep_their_distance(case: Case) -> Iterator[Complaint]:
    """Days lie between two visits of a group."""
    least = case.rules.limits.days_between_visits
    for rows in case.sessions_of.values():
        for one, then in pairwise(rows):
            days = (date.fromisoformat(then.date) - date.fromisoformat(one.date)).days
            if days < least:
                yield then.session, f"{days} days after {one.session}; {least} at least"
