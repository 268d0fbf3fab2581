"""The timetable held against the plan it came from: bus-days and yen by school, slots used by site and week."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from poolplan.network.buses import bus_year
from poolplan.network.options import Cohort
from poolplan.results.plan import Plan
from poolplan.results.timetabled import BUS_COLUMNS, WEEK_COLUMNS, Timetabled
from poolplan.timetable.tables import Timetable

CHARTER = "charter"


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
    )


def planned_buses(plan: Plan, year: int) -> pd.DataFrame:
    """Return the bus-days and yen that the plan reckons with in a year, by school: each hires its buses alone.

    Yen with tax at the scenario's tariff, before any growth of prices, whether or not a quote covers the bus.
    """
    rows = plan.assignments[(plan.assignments["year"] == year) & (plan.assignments["travel_by"] == "bus")]
    found: dict[str, tuple[int, int]] = {}
    columns = ["school", "grade", "site", "mode"]
    for school, grade, site, mode in rows[columns].itertuples(index=False, name=None):
        trip = plan.network.travel[school, site, "bus"]
        pupils = plan.network.pupils(Cohort(school, grade), year)
        scenario = plan.network.scenario
        buses = bus_year(pupils, scenario.modes[mode], trip.minutes, trip.metres, scenario.costs.bus)
        days, yen = found.get(school, (0, 0))
        found[school] = (days + buses.bus_days, yen + buses.fare_yen)
    return pd.DataFrame([(school, *sums) for school, sums in found.items()], columns=BUS_COLUMNS[:3])


def _buses(plan: Plan, timetable: Timetable) -> pd.DataFrame:
    shares = pd.DataFrame(_shares(timetable), columns=["school", "timetabled_days", "timetabled_yen"])
    sums = shares.groupby("school", as_index=False).sum()
    table = planned_buses(plan, timetable.year).merge(sums, on="school", how="outer").fillna(0.0)
    return table.sort_values("school", ignore_index=True)[BUS_COLUMNS]


def _shares(timetable: Timetable) -> Iterator[tuple[str, float, float]]:
    """Yield every duty's day and fare, divided among its schools by their sessions on it."""
    schools = dict(zip(timetable.sessions["session"], timetable.sessions["school"], strict=True))
    riding: dict[str, list[str]] = {}
    for duty, sessions in zip(timetable.legs["duty"], timetable.legs["session"], strict=True):
        riding.setdefault(duty, []).extend(sessions.split())
    columns = ["duty", "owner", "fare_yen"]
    for duty, owner, yen in timetable.duties[columns].itertuples(index=False, name=None):
        sessions = sorted(set(riding.get(duty, [])))
        for session in sessions:
            days = 1 / len(sessions) if owner == CHARTER else 0.0
            yield schools[session], days, yen / len(sessions)


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
