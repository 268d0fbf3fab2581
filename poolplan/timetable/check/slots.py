"""Whether slots are offered, large enough, and no more of them taken than a place gives."""

from collections import Counter
from collections.abc import Iterator

from poolplan.network.places import Site
from poolplan.scenario.lessons import WeekPattern
from poolplan.timetable.check.case import Case, monday, span, weekday
from poolplan.timetable.check.registry import Complaint, checked
from poolplan.timetable.rows import Session, Slot


def _at(slot: Slot | Session) -> str:
    return f"{slot.site} {slot.date} {slot.slot}"


@checked
def sessions_take_slots_that_are_offered(case: Case) -> Iterator[Complaint]:
    """A session takes a slot of its site that is not kept in reserve."""
    for row in case.files.sessions:
        slot = case.slots.get((row.site, row.date, row.slot))
        if slot is None:
            yield row.session, f"there is no slot {_at(row)}"
        elif slot.reserve:
            yield row.session, f"the slot {_at(row)} is kept in reserve"


@checked
def slots_lie_in_the_pattern_of_the_week(case: Case) -> Iterator[Complaint]:
    """A slot lies on a day and at a time at which its site takes schools, and on a school day of some school."""
    school_days: dict[str, bool] = {}
    for slot in case.files.slots:
        pattern = case.pattern(case.places.sites[slot.site])
        if pattern is None:
            yield _at(slot), "nobody says when this kind of site takes schools"
            continue
        if slot.date not in school_days:
            schools = case.places.schools.values()
            school_days[slot.date] = any(case.is_school_day(school, slot.date) for school in schools)
        if not _is_open(case, pattern, slot) or not school_days[slot.date]:
            yield _at(slot), "the site takes no schools then"


def _is_open(case: Case, pattern: WeekPattern, slot: Slot) -> bool:
    return (
        weekday(slot.date) in pattern.weekdays
        and slot.slot in pattern.starts
        and span(slot.slot, slot.end) == pattern.slot_min
        and case.falls_in(slot.date, pattern.season)
        and not case.falls_in(slot.date, pattern.closed)
    )


@checked
def slots_have_the_room_of_their_site(case: Case) -> Iterator[Complaint]:
    """Lanes, exclusive use and pupils of a slot follow from site, pattern and staff."""
    for slot in case.files.slots:
        site = case.places.sites[slot.site]
        pattern = case.pattern(site)
        if pattern is None:
            continue
        alone = pattern.shared_by == "group"
        said, due = (slot.lanes, slot.exclusive), (site.lanes, alone)
        if said != due:
            yield _at(slot), f"{said[0]} lanes, exclusive: {said[1]}; must be {due[0]}, {due[1]}"
        most = _most_pupils(case, site)
        if slot.pupils_at_most > most:
            yield _at(slot), f"takes {slot.pupils_at_most} pupils; {most} at most"


def _most_pupils(case: Case, site: Site) -> int:
    """Pupils in a slot at most: by lanes, or a group as large as any mode here allows and the staff can watch."""
    modes = {row.mode for row in case.assignments if row.site == site.id}
    most = max((case.scenario.modes[mode].group_pupils for mode in modes), default=0)
    return case.room(site.id, most)


@checked
def slots_are_not_overfull(case: Case) -> Iterator[Complaint]:
    """A slot holds one group, or groups that join, and no more lanes and pupils than it has."""
    for key, rows in case.sessions_in.items():
        slot = case.slots.get(key)
        if slot is None:
            continue
        pupils, lanes = sum(row.pupils for row in rows), sum(row.lanes for row in rows)
        if slot.exclusive and not _join(case, rows):
            yield _at(slot), f"{len(rows)} groups in a slot for one: {', '.join(row.session for row in rows)}"
        if pupils > slot.pupils_at_most:
            yield _at(slot), f"{pupils} pupils; {slot.pupils_at_most} at most"
        if lanes > slot.lanes and not slot.exclusive:
            yield _at(slot), f"{lanes} lanes taken of {slot.lanes}"


def _join(case: Case, rows: list[Session]) -> bool:
    """True if groups may share a slot that is one group's alone: tiny schools that the scenario joins."""
    schools = {row.school for row in rows}
    if len(rows) == 1:
        return True
    return len(schools) == len(rows) and any(schools <= set(together) for together in case.rules.groups.join_schools)


@checked
def groups_take_the_lanes_they_need(case: Case) -> Iterator[Complaint]:
    """Where lanes are shared, a group has lanes enough for its pupils."""
    for row in case.files.sessions:
        pattern = case.pattern(case.places.sites[row.site])
        if pattern is None or pattern.shared_by == "group":
            continue
        if row.lanes * pattern.pupils_per_lane < row.pupils:
            yield row.session, f"{row.pupils} pupils on {row.lanes} lanes of {pattern.pupils_per_lane}"


@checked
def sites_give_no_more_slots_than_they_have(case: Case) -> Iterator[Complaint]:
    """The slots taken in a week and in the year are no more than the city's table says the site gives."""
    weeks = Counter((site, monday(day)) for site, day, _ in case.sessions_in)
    for (site, week), taken in sorted(weeks.items()):
        given = case.places.sites[site].slots_per_week
        if given is not None and taken > given:
            yield f"{site} week of {week}", f"{taken} slots taken; {given:g} a week are given"
    for site, taken in sorted(Counter(site for site, _, _ in case.sessions_in).items()):
        given_a_year = case.places.sites[site].capacity_slots
        if taken > given_a_year:
            yield site, f"{taken} slots taken; {given_a_year} a year are given"


@checked
def outdoor_sites_keep_days_in_reserve(case: Case) -> Iterator[Complaint]:
    """At an outdoor pool the share of days that rain takes is kept free; indoors no day is."""
    for site in sorted({slot.site for slot in case.files.slots}):
        place = case.places.sites[site]
        pattern = case.pattern(place)
        if pattern is None:
            continue
        days = {slot.date for slot in case.files.slots if slot.site == site}
        kept = {slot.date for slot in case.files.slots if slot.site == site and slot.reserve}
        due = int(len(days) * (1 - place.usable_share) + 1e-9) if pattern.outdoor else 0
        if len(kept) != due:
            yield site, f"{len(kept)} days of {len(days)} are kept in reserve; must be {due}"
