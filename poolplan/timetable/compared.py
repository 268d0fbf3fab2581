"""The timetable held against the plan it came from: bus-days and yen by school, slots used by site and week."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from poolplan.network.hired import estimated, hired
from poolplan.network.measured import HUNDREDTHS, LessonsKey
from poolplan.network.options import Option
from poolplan.results.plan import Plan
from poolplan.results.timetabled import BUS_COLUMNS, WEEK_COLUMNS, Timetabled
from poolplan.timetable.fleet import CHARTER
from poolplan.timetable.shares import shares_of
from poolplan.timetable.tables import Timetable

PLANNED_COLUMNS, TIMETABLED_COLUMNS = BUS_COLUMNS[:7], BUS_COLUMNS[7:]
BUS_TYPES = {
    name: "int64" if name.endswith("_yen") or name == "estimated_days" else "float64" for name in BUS_COLUMNS[3:]
}


def compared(plan: Plan, timetable: Timetable) -> Timetabled:
    """Return what the timetable found out about the plan."""
    proof = timetable.proof
    return Timetabled(
        timetable.year,
        proof.demanded,
        proof.placed,
        int((timetable.duties["owner"] == CHARTER).sum()),
        proof.bus_days_bound,
        pd.DataFrame(_weeks(timetable), columns=WEEK_COLUMNS),
        _buses(plan, timetable),
        timetable.unplaced,
        timetable.rounds,
        timetable.ended,
        proof.is_cut_short,
    )


def planned_buses(plan: Plan, year: int) -> pd.DataFrame:
    """Return the bus-days and yen that the plan reckons with in a year, one row per school, site and mode.

    Columns school, site, mode, estimated_days, estimated_yen (each school hires its buses alone), planned_days,
    planned_yen (the same where the plan knows no timetable). Yen with tax at the scenario's tariff, before any growth
    of prices, whether or not a quote covers the bus.
    """
    sums: dict[LessonsKey, list[float]] = {}
    for option in riding(plan, year):
        alone, counted = estimated(plan.network, option, year), hired(plan.network, option, year)
        numbers = (alone.bus_days, alone.fare_yen, counted.bus_days, counted.fare_yen)
        known = sums.setdefault((option.school, option.site, option.mode), [0, 0, 0.0, 0])
        known[:] = [a + b for a, b in zip(known, numbers, strict=True)]
    return pd.DataFrame([(*key, *numbers) for key, numbers in sorted(sums.items())], columns=PLANNED_COLUMNS)


def riding(plan: Plan, year: int) -> Iterator[Option]:
    """Yield what the schools and grades that go by bus do in a year, as options of theirs."""
    table = plan.assignments
    rows = table[(table["year"] == year) & (table["travel_by"] == "bus")]
    for school, grade, site, mode in rows[["school", "grade", "site", "mode"]].itertuples(index=False, name=None):
        trip = plan.network.travel[school, site, "bus"]
        yield Option(school, site, mode, "bus", trip.minutes, trip.metres, year, is_home=False, grade=grade)


def _buses(plan: Plan, timetable: Timetable) -> pd.DataFrame:
    shares = shares_of(timetable)
    taken = [(*key, share.bus_days_hundredths / HUNDREDTHS, share.yen) for key, share in shares.items()]
    columns = [*PLANNED_COLUMNS[:3], *TIMETABLED_COLUMNS]
    keys = PLANNED_COLUMNS[:3]
    table = planned_buses(plan, timetable.year).merge(pd.DataFrame(taken, columns=columns), on=keys, how="outer")
    return table.fillna(0).sort_values(keys, ignore_index=True)[BUS_COLUMNS].astype(BUS_TYPES)


def _weeks(timetable: Timetable) -> Iterator[tuple[str, str, int, int, int, int]]:
    sessions = timetable.sessions.groupby(["site", "date", "slot"]).size().to_dict()
    sums: dict[tuple[str, str], list[int]] = {}
    columns = ["site", "date", "slot", "reserve"]
    for site, day, slot, reserve in timetable.slots[columns].itertuples(index=False, name=None):
        here = sessions.get((site, day, slot), 0)
        at = sums.setdefault((site, monday(day)), [0, 0, 0, 0])
        for place, amount in enumerate((not reserve, bool(reserve), here > 0, here)):
            at[place] += int(amount)
    yield from ((site, week, *counts) for (site, week), counts in sorted(sums.items()))  # type: ignore[misc]


def monday(day: str) -> str:
    """Return the Monday of a day's week; days are ISO dates.

    >>> monday("2024-05-09"), monday("2024-05-06")
    ('2024-05-06', '2024-05-06')
    """
    at = date.fromisoformat(day)
    return (at - timedelta(days=at.weekday())).isoformat()
