"""What a year's timetable found out about a plan: buses against the plan's estimate, and slots used week by week."""

from dataclasses import dataclass

import pandas as pd

WEEK_COLUMNS = ["site", "week", "slots", "reserve", "used", "sessions"]
BUS_COLUMNS = ["school", "planned_days", "planned_yen", "timetabled_days", "timetabled_yen"]


@dataclass(frozen=True)
class Timetabled:
    """The figures that go back from a timetable into the report of its plan.

    weeks: one row per site and week of the season; columns site, week (its Monday), slots (offered for lessons),
        reserve (kept free besides, for lessons that rain cancels), used (slots with a session), sessions.
    buses: one row per school that the plan or the timetable sends by bus; columns school, planned_days, planned_yen
        (the plan's estimate for this school alone, with tax), timetabled_days, timetabled_yen (its share, by sessions,
        of the buses it is on, with tax).
    unplaced: one row per group that lacks sessions, as in `timetable.tables.Timetable`.
    """

    year: int
    demanded: int
    """Sessions that the plan promises."""
    placed: int
    """Sessions that found a date and a slot."""
    bus_days: int
    """Buses hired by the day, all days together."""
    bus_days_bound: int
    """No timetable needs fewer."""
    weeks: pd.DataFrame
    buses: pd.DataFrame
    unplaced: pd.DataFrame

    @property
    def planned_days(self) -> int:
        """Bus-days that the plan reckons with, school by school."""
        return int(self.buses["planned_days"].sum())

    @property
    def planned_yen(self) -> int:
        """Yen with tax that the plan reckons with for buses, before any growth of prices."""
        return int(self.buses["planned_yen"].sum())

    @property
    def timetabled_yen(self) -> int:
        """Yen with tax of all duties."""
        return round(self.buses["timetabled_yen"].sum())
