"""A year's timetable as tables: what schools, clubs and bus companies are told."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import pandas as pd

from poolplan.network.options import Network
from poolplan.results.timetabled import Ending, Round

SESSION_COLUMNS = [
    "session",
    "school",
    "grade",
    "group",
    "visit",
    "pupils",
    "special",
    "mode",
    "site",
    "date",
    "slot",
    "lanes",
    "leave",
    "arrive",
    "water_start",
    "water_end",
    "depart",
    "back",
    "travel_by",
    "duties",
    "flags",
]
SLOT_COLUMNS = ["site", "date", "slot", "end", "lanes", "pupils_at_most", "exclusive", "reserve"]
DUTY_COLUMNS = [
    "duty",
    "date",
    "bus_class",
    "owner",
    "garage",
    "out",
    "back",
    "running_min",
    "run_km",
    "billed_h",
    "billed_km",
    "fare_yen",
]
LEG_COLUMNS = ["duty", "leg", "from", "to", "depart", "arrive", "metres", "minutes", "session", "pupils"]
UNPLACED_COLUMNS = [
    "school",
    "grade",
    "group",
    "special",
    "site",
    "mode",
    "sessions_short",
    "weeks",
    "why",
    "cure",
    "numbers",
    "told",
]

Flag = Literal["after_lunch", "joined", "other_day"]
"""What is unusual about a session."""
UNWELCOME: tuple[Flag, ...] = ("after_lunch", "other_day")
"""What schools do not welcome, and no school shall have more of than need be."""
ProofStatus = Literal["proven", "gap", "time_limited", "stopped"]
GARAGE = "garage"
"""Place of a leg where the bus company's garage lies; its distance is a figure of the scenario, not a place."""


class TimetableProof(NamedTuple):
    """How good the timetable is: no timetable that places as many sessions needs fewer bus-days than the bound."""

    demanded: int
    """Sessions that the plan promises in the year."""
    placed: int
    """Sessions that have a date and a slot."""
    placed_bound: int
    """No timetable that keeps the rules places more."""
    bus_days: int
    """Chartered buses hired by the day, all days together: one per duty of owner `charter`."""
    bus_days_bound: int
    """Proven lower bound on `bus_days`."""
    status: ProofStatus
    """proven: placed and bus_days equal their bounds; gap: one of them may be better by the difference; time_limited,
    stopped: so too, and the search was ended early, by the clock or by Ctrl-C."""
    seconds: float
    """Seconds the search took."""
    solver: str
    """Solver and version."""

    @property
    def is_cut_short(self) -> bool:
        """True where the search was ended early: another run may find another timetable."""
        return self.status in {"time_limited", "stopped"}

    @property
    def gap_share(self) -> float:
        """Share of the bus-days that a better timetable might save, 0 to 1."""
        return (self.bus_days - self.bus_days_bound) / self.bus_days if self.bus_days else 0.0


@dataclass(frozen=True)
class Timetable:
    """The tables of one school year. Dates are ISO (2024-05-14), times of day HH:MM, ids as in the city's tables.

    Sites where only the host school swims have no guests to agree with and are left out.

    sessions: one row per session; columns session (id, unique), school, grade (1 for the youngest), group (1, 2, ...
        within the grade), visit (1, 2, ... of the group in order of date), pupils, special (True: a special-needs
        group), mode, site, date, slot (start of the slot), lanes (used by the group), leave (school), arrive (site),
        water_start, water_end, depart (site), back (school), travel_by (none at the own pool, walk, bus), duties (ids
        separated by spaces; empty without a bus), flags (names separated by spaces: after_lunch: back after lunch has
        begun; joined: shares its slot with another school; other_day: not on a weekday the school prefers).
    slots: one row per slot that a site offers; columns site, date, slot (start), end, lanes, pupils_at_most, exclusive
        (True: one group, or joined groups, at a time), reserve (True: kept free for lessons that rain cancels).
    duties: one row per bus and day; columns duty (id), date, bus_class (large, medium, small, commuter, welfare),
        owner (charter, club, city), garage (id of the site or school where it stands, `garage` for a charter
        company's), out, back, running_min (back less out), run_km, billed_h, billed_km, fare_yen (with tax, whole; of
        own buses what the day costs beyond their yearly cost).
    legs: one row per leg of a duty in order; columns duty, leg (1, 2, ...), from, to, depart, arrive, metres, minutes,
        session (empty: the bus runs empty), pupils (on this bus).
    unplaced: one row per group that lacks sessions; columns school, grade, group, special, site, mode, sessions_short,
        weeks (first and last Monday searched, `2024-05-06/2025-02-24`), why (a name of `unplaced.REASONS`), cure (a
        name of `unplaced.CURES`), numbers (of the cure, `slots=2 now=220`), told (why and cure as sentences in the
        reader's language; filled in when the file is written).
    """

    network: Network
    year: int
    sessions: pd.DataFrame
    slots: pd.DataFrame
    duties: pd.DataFrame
    legs: pd.DataFrame
    unplaced: pd.DataFrame
    proof: TimetableProof
    estimated: frozenset[str] = field(default_factory=frozenset)
    """Pairs `from to` of places whose minutes stand in no travel table and were estimated from coordinates."""
    rounds: tuple[Round, ...] = ()
    """Plans made in turn with timetables, where what these found was given back; none where it was not."""
    ended: Ending = ""
    """How these rounds ended; empty where there were none."""
