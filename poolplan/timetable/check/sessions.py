"""Whether the times of a visit follow each other, fit the slot and the school day, and are flagged where they must."""

from collections.abc import Iterator
from itertools import pairwise

from poolplan.timetable.check.case import Case, span, weekday
from poolplan.timetable.check.files import minutes_of
from poolplan.timetable.check.registry import Complaint, checked
from poolplan.timetable.rows import Session


@checked
def times_of_a_visit_follow_each_other(case: Case) -> Iterator[Complaint]:
    """Leave, arrive, into the water, out of it, depart, back: in this order."""
    for row in case.files.sessions:
        times = (row.leave, row.arrive, row.water_start, row.water_end, row.depart, row.back)
        if any(later < earlier for earlier, later in pairwise(times)):
            yield row.session, f"{' '.join(times)} do not follow each other"


@checked
def trips_take_as_long_as_the_table_says(case: Case) -> Iterator[Complaint]:
    """The way there and back takes the minutes of the travel-time table."""
    for row in case.files.sessions:
        least = case.way_min(row)
        for name, taken in (("there", span(row.leave, row.arrive)), ("back", span(row.depart, row.back))):
            if taken < least:
                yield row.session, f"{taken} min for the way {name}; {least} min at least"


@checked
def visits_have_their_time_at_the_site(case: Case) -> Iterator[Complaint]:
    """A visit lasts as long as the scenario says and has the mode's minutes in the water, with time to change."""
    at_site = case.bus.day.at_site_min
    for row in case.files.sessions:
        stay, water = span(row.arrive, row.depart), span(row.water_start, row.water_end)
        if abs(stay - at_site) > 1:
            yield row.session, f"{stay} min at the site; must be {at_site:g}"
        due = case.mode(row).water_min_per_session
        if abs(water - due) > 1:
            yield row.session, f"{water} min in the water; must be {due:g}"
        change = int((round(at_site) - round(due)) // 2)
        if min(span(row.arrive, row.water_start), span(row.water_end, row.depart)) < change:
            yield row.session, f"less than {change} min to change before or after the water"


@checked
def visits_lie_within_their_slot(case: Case) -> Iterator[Complaint]:
    """A group is at the site from the start of its slot to its end, not longer."""
    for row in case.files.sessions:
        slot = case.slots.get((row.site, row.date, row.slot))
        if slot and (row.arrive < slot.slot or row.depart > slot.end):
            yield row.session, f"at the site {row.arrive}-{row.depart}; the slot is {slot.slot}-{slot.end}"


@checked
def trips_fit_the_school_day(case: Case) -> Iterator[Complaint]:
    """A group leaves after the first bell allows, is back for lunch or leaves after it, and is back by home time."""
    for row in case.files.sessions:
        bells = case.bells(row.school)
        leave, back = case.away(row)
        if leave < minutes_of(bells.board_from):
            yield row.session, f"leaves at {row.leave}, with boarding before {bells.board_from}"
        if back > minutes_of(bells.home):
            yield row.session, f"is back at {row.back}, with getting off after {bells.home}"
        if leave < minutes_of(bells.afternoon) and back > minutes_of(bells.lunch) + bells.lunch_wait_min:
            text = f"is away {row.leave}-{row.back}; lunch is at {bells.lunch} and waits {bells.lunch_wait_min} min"
            yield row.session, text


@checked
def days_are_school_days(case: Case) -> Iterator[Complaint]:
    """Nobody swims on holidays, on days of events, outside the terms or before the health check."""
    for row in case.files.sessions:
        if not case.is_school_day(case.places.schools[row.school], row.date):
            yield row.session, f"{row.date} is no day on which {row.school} may swim"


@checked
def flags_say_what_is_unusual(case: Case) -> Iterator[Complaint]:
    """Late lunches, shared slots and days that a school does not prefer are flagged, and nothing else is."""
    for row in case.files.sessions:
        told, due = set(row.flags.split()), _flags(case, row)
        if told != due:
            yield row.session, f"flags are '{row.flags}'; must be '{' '.join(sorted(due))}'"


def _flags(case: Case, row: Session) -> set[str]:
    bells, limits = case.bells(row.school), case.rules.limits
    preferred = limits.weekdays_by_school.get(row.school, limits.weekdays)
    others = {other.school for other in case.sessions_in[row.site, row.date, row.slot]} - {row.school}
    due = {
        "after_lunch": row.back > bells.lunch and row.leave < bells.afternoon,
        "joined": bool(others),
        "other_day": bool(preferred) and weekday(row.date) not in preferred,
    }
    return {name for name, is_due in due.items() if is_due}
