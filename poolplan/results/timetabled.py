"""What a year's timetable found out about a plan: buses against the plan's estimate, and slots used week by week."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import pandas as pd

WEEK_COLUMNS = ["site", "week", "slots", "reserve", "used", "sessions"]
BUS_COLUMNS = [
    *("school", "site", "mode"),
    *("estimated_days", "estimated_yen"),
    *("planned_days", "planned_yen"),
    *("timetabled_days", "timetabled_yen"),
]
AGREES_SHARE = 0.02
"""Bus-days, yen and slots of a plan and its timetable that differ by no more than this agree."""


Ending = Literal["", "agreed", "cycled", "rounds", "stopped"]
"""agreed: plan and timetable agree; cycled: plans repeat themselves; rounds: none of the plans made at most agrees."""


class Round(NamedTuple):
    """A plan of the search for one that agrees with its timetable."""

    round: int
    """1, 2, ..."""
    sites_with_fewer_slots: int
    """Sites that give fewer slots by the calendar than this plan counts on; its timetable was not made then."""
    planned_days: float
    planned_yen: int
    """With tax, before any growth of prices."""
    timetabled_days: int
    timetabled_yen: int
    sites_that_differ: int
    """Sites whose buses differ by more than 2 % and more than a bus-day; 0 where no timetable was made."""
    cost_yen: int
    """Present value of the plan with buses at what its own timetable found; as planned where none was made."""
    is_kept: bool
    """True for the plan that was kept."""


class SiteBuses(NamedTuple):
    """Buses of a year to a site, as planned and as timetabled; yen with tax."""

    site: str
    planned_days: float
    planned_yen: int
    timetabled_days: float
    timetabled_yen: int

    @property
    def agrees(self) -> bool:
        """True where bus-days and yen agree, or differ by no more than a bus for a day: those are whole.

        >>> SiteBuses("lake", 12, 480_000, 13, 520_000).agrees, SiteBuses("lake", 12, 480_000, 12, 560_000).agrees
        (True, False)
        """
        a_day = self.timetabled_yen / self.timetabled_days if self.timetabled_days else 0.0
        by_days = is_near(self.planned_days, self.timetabled_days, at_least=1.0)
        return by_days and is_near(self.planned_yen, self.timetabled_yen, at_least=a_day)


@dataclass(frozen=True)
class Timetabled:
    """The figures that go back from a timetable into the report of its plan.

    weeks: one row per site and week of the season; columns site, week (its Monday), slots (offered for lessons),
        reserve (kept free besides, for lessons that rain cancels), used (slots with a session), sessions.
    buses: one row per school, site and mode that the plan or the timetable sends by bus; columns school, site, mode,
        estimated_days, estimated_yen (the estimate for this school alone), planned_days, planned_yen (what the plan
        counts: the estimate, put right by what an earlier timetable found), timetabled_days, timetabled_yen (its share
        of the buses it is on, by the minutes they are out with it); yen with tax.
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
    rounds: tuple[Round, ...] = ()
    """Plans made in turn with timetables, where what these found was given back; none where it was not."""
    ended: Ending = ""
    """How the rounds ended; empty where there were none."""
    is_stopped: bool = False
    """True: the search was ended early, by the clock or by Ctrl-C."""

    @property
    def estimated_days(self) -> int:
        """Bus-days by the estimate, school by school."""
        return int(self.buses["estimated_days"].sum())

    @property
    def estimated_yen(self) -> int:
        """Yen with tax by the estimate, before any growth of prices."""
        return int(self.buses["estimated_yen"].sum())

    @property
    def planned_days(self) -> float:
        """Bus-days that the plan reckons with, to two decimals."""
        return round(float(self.buses["planned_days"].sum()), 2)

    @property
    def planned_yen(self) -> int:
        """Yen with tax that the plan reckons with for buses, before any growth of prices."""
        return int(self.buses["planned_yen"].sum())

    @property
    def timetabled_yen(self) -> int:
        """Yen with tax of all duties."""
        return int(self.buses["timetabled_yen"].sum())

    @property
    def is_calibrated(self) -> bool:
        """True where the plan reckons with more than the estimate."""
        return (self.planned_days, self.planned_yen) != (self.estimated_days, self.estimated_yen)

    @cached_property
    def sites(self) -> tuple[SiteBuses, ...]:
        """Buses of every site to which schools ride."""
        columns = ["planned_days", "planned_yen", "timetabled_days", "timetabled_yen"]
        sums = self.buses.groupby("site", as_index=False)[columns].sum()
        return tuple(SiteBuses(*row) for row in sums.itertuples(index=False, name=None))

    @property
    def differing(self) -> tuple[SiteBuses, ...]:
        """Sites at which plan and timetable do not agree."""
        return tuple(site for site in self.sites if not site.agrees)

    @property
    def agrees(self) -> bool:
        """True where every session has a slot, and bus-days and yen planned are those of the timetable within 2 %.

        Those of the city, and those of every site, which may differ by one bus-day too.
        """
        pairs = ((self.planned_days, self.bus_days), (self.planned_yen, self.timetabled_yen))
        near = all(is_near(planned, found) for planned, found in pairs)
        return self.placed == self.demanded and near and not self.differing


def is_near(planned: float, found: float, at_least: float = 0.0) -> bool:
    """Whether a figure of the plan agrees with the timetable's; a difference of `at_least` does in any case.

    >>> is_near(98.0, 100.0), is_near(97.9, 100.0), is_near(0.0, 0.0), is_near(4.0, 5.0, at_least=1.0)
    (True, False, True, True)
    """
    return abs(planned - found) <= max(at_least, AGREES_SHARE * found) + 1e-9
