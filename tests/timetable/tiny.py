"""A hand-made timetable of the tiny city (tests/outputs/tiny.py), small enough to check by hand: fiscal year 2024.

kita (six grades of 10) goes to the club by bus, 10 min and 5 km; minami (six grades of 5) walks 6 min to the pool of
chuo_jhs, whose own three grades of 30 swim there before it. Five visits each: 30 + 30 + 15 = 75 sessions.

The club offers Tuesdays to Thursdays 09:30 and 11:00, six weeks from 7 May: 36 slots. kita takes two grades a day in
the first five: 15 bus-days of two trips. The bus (12 seats taken: a commuter bus of 14; garage 15 min and 5 km away)
is out for 2 x 15 + 2 x (2 x 10 + 70) min, and 4 x 3 min while pupils get on or off: 222 min, 3.7 h, billed 4 + 2 = 6 h
x 5,000; 2 x 5 + 2 x 2 x 5 = 30 km x 100: 33,000, with tax 36,300 a day, 544,500 a year. The second grade of a day
arrives six minutes into its slot and is back at 12:29, nine minutes after lunch has begun. The pool of chuo_jhs offers
Mondays to Fridays 09:00 and 10:45 in five weeks from 10 June: 50 slots, 45 taken.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pandas as pd

from poolplan.results.plan import Plan
from poolplan.scenario.lessons import TimetableRules
from poolplan.timetable.tables import (
    LEG_COLUMNS,
    SESSION_COLUMNS,
    SLOT_COLUMNS,
    UNPLACED_COLUMNS,
    Timetable,
    TimetableProof,
)
from tests.outputs.tiny import tiny_answer

CLUB_SLOTS = ("09:30", "11:00")
POOL_SLOTS = ("09:00", "10:45")
YEAR = 2024
BOARD_MIN = 3


def clock(text: str, minutes: int) -> str:
    """Return a time of day so many minutes later.

    >>> clock("09:30", -40)
    '08:50'
    """
    at = int(text[:2]) * 60 + int(text[3:]) + minutes
    return f"{at // 60:02d}:{at % 60:02d}"


def school_day() -> TimetableRules:
    """Return the school day that the timetable of the docstring keeps, and no freer one."""
    source = {"source": "made up"}
    club = {"weekdays": ("tue", "wed", "thu"), "starts": CLUB_SLOTS, "season": ({"first": "05-07", "last": "06-13"},)}
    pool = {"weekdays": ("mon", "tue", "wed", "thu", "fri"), "starts": POOL_SLOTS}
    hours = {"slot_min": 80, "opens": "08:30", "closes": "12:30", **source}
    return TimetableRules.model_validate(
        {
            "calendar": {"terms": ({"first": "04-08", "last": "07-20"},), "health_check_until": "04-30", **source},
            "bells": {
                "board_from": "08:45", "lunch": "12:20", "lunch_wait_min": 30, "afternoon": "13:30", "home": "15:40",
                **source,
            },
            "patterns": {
                "club": {**club, **hours},
                "school_pool": {**pool, "season": ({"first": "06-10", "last": "07-12"},), **hours},
            },
            "limits": {"sessions_per_day": 2, "sessions_per_week": 6, "days_between_visits": 7, **source},
            "groups": source,
            "fleet": {"board_min": BOARD_MIN, **source},
        }
    )  # fmt: skip


def tiny_plan(names: dict[str, tuple[str, str]] | None = None) -> Plan:
    """Return the plan of the tiny city, with a school day; the same one every time where names are its own."""
    return _own_plan() if names is None else _with_school_day(tiny_answer(names=names).plan)


@cache
def _own_plan() -> Plan:
    return _with_school_day(tiny_answer().plan)


def _with_school_day(plan: Plan) -> Plan:
    scenario = plan.network.scenario.model_copy(update={"timetable": school_day()})
    return replace(plan, network=replace(plan.network, scenario=scenario))


def tiny_timetable(names: dict[str, tuple[str, str]] | None = None, *, full: bool = True) -> Timetable:
    """Return the timetable of the docstring; not full: the sixth grade of minami misses its last visit."""
    network = tiny_plan(names).network
    sessions = pd.DataFrame([*_kita(), *_chuo(), *_minami(full=full)])[SESSION_COLUMNS]
    duties, legs = _buses()
    weeks = "2024-06-10/2024-07-08"
    row = (
        "minami",
        6,
        1,
        False,
        "chuo_jhs_pool",
        "shared",
        1,
        weeks,
        "too_few_slots",
        "more_slots",
        "slots=1 now=50",
        "",
    )
    unplaced = pd.DataFrame([] if full else [row], columns=UNPLACED_COLUMNS)
    proof = TimetableProof(75, len(sessions), len(sessions), 15, 15, "proven", 0.1, "by hand")
    slots = pd.DataFrame(_slots())[SLOT_COLUMNS]
    return Timetable(network, YEAR, sessions, slots, duties, legs[LEG_COLUMNS], unplaced, proof)


def _session(school: str, grade: int, visit: int, pupils: int, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "session": f"{school}-{grade}-1-{visit}",
        "school": school,
        "grade": grade,
        "group": 1,
        "visit": visit,
        "pupils": pupils,
        "special": False,
    }
    return row | more


def _times(arrive: str, way: int) -> dict[str, str]:
    """Fifteen minutes to change before and after 40 in the water; `way` is one way."""
    return {
        "leave": clock(arrive, -way),
        "arrive": arrive,
        "water_start": clock(arrive, 15),
        "water_end": clock(arrive, 55),
        "depart": clock(arrive, 70),
        "back": clock(arrive, 70 + way),
    }


def _kita() -> Iterator[dict[str, object]]:
    for week in range(5):
        for grade in range(1, 7):
            day = date(2024, 5, 7) + timedelta(days=7 * week + (grade - 1) // 2)
            slot = CLUB_SLOTS[(grade - 1) % 2]
            late = slot == CLUB_SLOTS[1]
            arrive, flags = clock(slot, 6 if late else 0), "after_lunch" if late else ""
            yield _session(
                "kita", grade, week + 1, 10, mode="commission", site="club_one", date=day.isoformat(), slot=slot,
                lanes=6, **_times(arrive, 10), travel_by="bus", duties=f"d{day.isoformat()}", flags=flags,
            )  # fmt: skip


def _pool_places() -> list[tuple[str, str]]:
    """Dates and slots of the pool of chuo_jhs, in order."""
    days = [date(2024, 6, 10) + timedelta(days=7 * week + day) for week in range(5) for day in range(5)]
    return [(day.isoformat(), slot) for day in days for slot in POOL_SLOTS]


def _chuo() -> Iterator[dict[str, object]]:
    """Take the first slot of Monday, Tuesday and Wednesday of every week."""
    for week in range(5):
        for grade in range(1, 4):
            day, slot = _pool_places()[week * 10 + (grade - 1) * 2]
            yield _session(
                "chuo_jhs", grade, week + 1, 30, mode="own", site="chuo_jhs_pool", date=day, slot=slot, lanes=6,
                **_times(slot, 0), travel_by="none", duties="", flags="",
            )  # fmt: skip


def _minami(*, full: bool) -> Iterator[dict[str, object]]:
    """Take the second slot of every day, and the first of Thursday."""
    for week in range(5):
        for grade, place in zip(range(1, 7), (1, 3, 5, 6, 7, 9), strict=True):
            if not full and week == 4 and grade == 6:
                continue
            day, slot = _pool_places()[week * 10 + place]
            yield _session(
                "minami", grade, week + 1, 5, mode="shared", site="chuo_jhs_pool", date=day, slot=slot, lanes=6,
                **_times(slot, 6), travel_by="walk", duties="", flags="",
            )  # fmt: skip


def _slots() -> Iterator[dict[str, object]]:
    for week in range(6):
        for day in range(3):
            at = (date(2024, 5, 7) + timedelta(days=7 * week + day)).isoformat()
            for slot in CLUB_SLOTS:
                yield _slot("club_one", at, slot)
    for at, slot in _pool_places():
        yield _slot("chuo_jhs_pool", at, slot)


def _slot(site: str, at: str, slot: str) -> dict[str, object]:
    end = clock(slot, 80)
    return {
        "site": site, "date": at, "slot": slot, "end": end, "lanes": 6, "pupils_at_most": 80, "exclusive": True,
        "reserve": False,
    }  # fmt: skip


def _buses() -> tuple[pd.DataFrame, pd.DataFrame]:
    duties, legs = [], []
    for week in range(5):
        for pair in range(3):
            at = (date(2024, 5, 7) + timedelta(days=7 * week + pair)).isoformat()
            name = f"d{at}"
            stops = _legs(name, pair * 2 + 1, week + 1)
            legs += stops
            duties.append(
                {
                    "duty": name, "date": at, "bus_class": "commuter", "owner": "charter", "garage": "garage",
                    "out": stops[0]["depart"], "back": stops[-1]["arrive"],
                    "running_min": 222, "run_km": 30.0, "billed_h": 6, "billed_km": 30, "fare_yen": 36_300,
                }
            )  # fmt: skip
    return pd.DataFrame(duties), pd.DataFrame(legs)


def _legs(duty: str, grade: int, visit: int) -> list[dict[str, object]]:
    first, second = (f"kita-{g}-1-{visit}" for g in (grade, grade + 1))
    told = [
        ("garage", "kita", "09:02", "09:17", 5000, 15, "", 0),
        ("kita", "club_one", "09:20", "09:30", 5000, 10, first, 10),
        ("club_one", "kita", "10:40", "10:50", 5000, 10, first, 10),
        ("kita", "club_one", "10:56", "11:06", 5000, 10, second, 10),
        ("club_one", "kita", "12:16", "12:26", 5000, 10, second, 10),
        ("kita", "garage", "12:29", "12:44", 5000, 15, "", 0),
    ]
    columns = ("from", "to", "depart", "arrive", "metres", "minutes", "session", "pupils")
    return [{"duty": duty, "leg": n, **dict(zip(columns, row, strict=True))} for n, row in enumerate(told, start=1)]
