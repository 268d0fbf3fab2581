"""From slots and buses to the tables of a timetable."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pandas as pd

from poolplan.scenario.clock import clock_of
from poolplan.timetable.case import Case, Placing
from poolplan.timetable.day import Day, Lesson
from poolplan.timetable.demand import Group
from poolplan.timetable.fleet import Hire, garage_way, hires_of
from poolplan.timetable.settle import Settled, lesson_of
from poolplan.timetable.supply import Slot
from poolplan.timetable.tables import (
    DUTY_COLUMNS,
    LEG_COLUMNS,
    SESSION_COLUMNS,
    SLOT_COLUMNS,
    UNPLACED_COLUMNS,
    Flag,
    Timetable,
    TimetableProof,
)
from poolplan.timetable.unplaced import unplaced_rows
from poolplan.timetable.unwelcome import unwelcome


class Duty(NamedTuple):
    """A bus of a day, with its name."""

    id: str
    day: date
    hire: Hire
    bus: int
    """Its number among the buses of the day."""


def timetable_of(case: Case, year: Settled, proof: TimetableProof) -> Timetable:
    """Write the tables of a year."""
    placing, days = year.placing, year.days
    duties = [duty for day in days for duty in _duties(case, day, days[day])]
    legs = [leg for duty in duties for leg in _legs(case, duty, days[duty.day])]
    driven = {(str(leg[2]), str(leg[3])) for leg in legs}
    riding: dict[str, list[str]] = defaultdict(list)
    for duty, *_, session, _ in legs:
        if session and duty not in riding[str(session)]:
            riding[str(session)].append(str(duty))
    sessions = list(_sessions(case, placing, days, riding))
    return Timetable(
        network=case.network,
        year=case.year,
        sessions=pd.DataFrame(sessions, columns=SESSION_COLUMNS),
        slots=pd.DataFrame(_slots(case), columns=SLOT_COLUMNS),
        duties=pd.DataFrame([_duty_row(duty) for duty in duties], columns=DUTY_COLUMNS),
        legs=pd.DataFrame(legs, columns=LEG_COLUMNS),
        unplaced=pd.DataFrame(unplaced_rows(case, placing, year.drivers_short), columns=UNPLACED_COLUMNS),
        proof=proof,
        estimated=frozenset(" ".join(pair) for pair in case.clock.ways.estimated & driven),
    )


def _duties(case: Case, day: date, buses: Day) -> Iterator[Duty]:
    hires = hires_of(case, buses)
    order = sorted(range(len(hires)), key=lambda n: (hires[n].out, n))
    for number, bus in enumerate(order, 1):
        yield Duty(f"{day.isoformat()}.{number:02d}", day, hires[bus], bus)


def _duty_row(duty: Duty) -> tuple[object, ...]:
    hire = duty.hire
    times = (clock_of(hire.out), clock_of(hire.back), hire.back - hire.out, round(hire.run_m / 1000, 3))
    paid = (hire.billed_h, hire.billed_km, hire.fare_yen)
    return (duty.id, duty.day.isoformat(), hire.bus_class, hire.owner, hire.garage, *times, *paid)


def _legs(case: Case, duty: Duty, day: Day) -> Iterator[tuple[object, ...]]:
    """Ways of a bus in order: from the garage, with each group there and back, empty between schools, and home."""
    board, garage, runs = case.clock.board, duty.hire.garage, day.buses[duty.bus]
    rows: list[tuple[object, ...]] = []
    there = garage_way(case, garage, runs[0].group.school)
    rows.append((garage, runs[0].group.school, duty.hire.out, duty.hire.out + there.minutes, there.metres, "", 0))
    for number, run in enumerate(runs):
        arrive, group = day.arrivals[run.lesson], run.group
        depart, name = arrive + case.clock.visit(group).at_site, session_id(group, run.lesson.slot.day)
        back = depart + group.minutes
        rows.append((group.school, group.site, arrive - group.minutes, arrive, group.metres, name, run.pupils))
        rows.append((group.site, group.school, depart, back, group.metres, name, run.pupils))
        then = runs[number + 1].group.school if number + 1 < len(runs) else group.school
        if then != group.school:
            way = case.clock.ways.between(group.school, then)
            rows.append((group.school, then, back + board, back + board + way.minutes, way.metres, "", 0))
    home = garage_way(case, garage, runs[-1].group.school)
    rows.append((runs[-1].group.school, garage, duty.hire.back - home.minutes, duty.hire.back, home.metres, "", 0))
    for number, (origin, end, leaves, arrives, metres, session, pupils) in enumerate(rows, 1):
        minutes = int(str(arrives)) - int(str(leaves))
        at = (clock_of(int(str(leaves))), clock_of(int(str(arrives))))
        yield (duty.id, number, origin, end, *at, round(float(str(metres)), 1), minutes, session, pupils)


def session_id(group: Group, day: date) -> str:
    """Name of a session: its group and day.

    >>> from types import SimpleNamespace
    >>> session_id(SimpleNamespace(id="lake.3-1"), date(2024, 5, 14))
    'lake.3-1.20240514'
    """
    return f"{group.id}.{day:%Y%m%d}"


def _sessions(
    case: Case, placing: Placing, days: dict[date, Day], riding: dict[str, list[str]]
) -> Iterator[tuple[object, ...]]:
    shared = frozenset(_shared(placing))
    for unit, slots in placing.items():
        for visit, slot in enumerate(slots, 1):
            lesson = lesson_of(case, unit, slot)
            for group in unit.groups:
                if visit <= group.visits:
                    here = _Here(lesson, group, visit, days[slot.day].arrivals[lesson], slot in shared)
                    yield _session(case, here, riding[session_id(group, slot.day)])


def _shared(placing: Placing) -> Iterator[Slot]:
    """Slots in which more than one school swims."""
    schools: dict[Slot, set[str]] = defaultdict(set)
    for unit, slots in placing.items():
        for slot in slots:
            schools[slot] |= {group.school for group in unit.groups}
    yield from (slot for slot, there in schools.items() if len(there) > 1)


class _Here(NamedTuple):
    lesson: Lesson
    group: Group
    visit: int
    arrive: int
    is_shared: bool


def _session(case: Case, here: _Here, duties: list[str]) -> tuple[object, ...]:
    slot, group, parts = here.lesson.slot, here.group, case.clock.visit(here.group)
    arrive, depart = here.arrive, here.arrive + parts.at_site
    water = arrive + parts.change
    times = (arrive - group.minutes, arrive, water, water + parts.water, depart, depart + group.minutes)
    name = session_id(group, slot.day)
    who = (name, group.school, group.grade, group.number, here.visit, group.pupils, group.special)
    lanes = case.offers[slot.site].lanes_of(group.pupils)
    where = (group.mode, group.site, slot.day.isoformat(), clock_of(slot.start), lanes)
    flags = " ".join(_flags(case, here))
    return (*who, *where, *(clock_of(at) for at in times), group.travel_by, " ".join(duties), flags)


def _flags(case: Case, here: _Here) -> list[Flag]:
    unusual: list[Flag] = ["joined"] if here.is_shared else []
    return sorted([*unusual, *unwelcome(case, here.lesson, here.group, here.arrive)])


def _slots(case: Case) -> Iterator[tuple[object, ...]]:
    for offer in case.offers.values():
        for slot in offer.slots:
            times = (slot.day.isoformat(), clock_of(slot.start), clock_of(slot.end))
            yield (slot.site, *times, slot.lanes, slot.pupils_at_most, slot.exclusive, slot.reserve)
