"""Rows of a timetable's tables as tuples, in the order of their columns; `tables.Timetable` tells what they mean."""

from typing import NamedTuple, TypeVar

import pandas as pd


class Session(NamedTuple):
    """A row of the sessions: one visit of one group."""

    session: str
    school: str
    grade: int
    group: int
    visit: int
    pupils: int
    special: bool
    mode: str
    site: str
    date: str
    slot: str
    lanes: int
    leave: str
    arrive: str
    water_start: str
    water_end: str
    depart: str
    back: str
    travel_by: str
    duties: str
    flags: str


class Slot(NamedTuple):
    """A row of the slots: a time at which a site can be used."""

    site: str
    date: str
    slot: str
    end: str
    lanes: int
    pupils_at_most: int
    exclusive: bool
    reserve: bool


class Duty(NamedTuple):
    """A row of the duties: one bus, out of its garage and back."""

    duty: str
    date: str
    bus_class: str
    owner: str
    garage: str
    out: str
    back: str
    running_min: float
    run_km: float
    billed_h: float
    billed_km: float
    fare_yen: int


class Leg(NamedTuple):
    """A row of the legs of a duty; without a session the bus is empty."""

    duty: str
    leg: int
    from_: str
    to: str
    depart: str
    arrive: str
    metres: float
    minutes: float
    session: str
    pupils: int


class Unplaced(NamedTuple):
    """A row of what found no place."""

    school: str
    grade: int
    group: int
    special: bool
    site: str
    mode: str
    sessions_short: int
    weeks: str
    why: str
    cure: str
    numbers: str
    told: str


Kind = TypeVar("Kind", Session, Slot, Duty, Leg, Unplaced)


def rows_of(kind: type[Kind], table: pd.DataFrame) -> list[Kind]:
    """Return the rows of a table in their order."""
    columns = [name.rstrip("_") for name in kind._fields]
    return [kind(*row) for row in table[columns].itertuples(index=False, name=None)]
