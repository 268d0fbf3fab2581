"""A proven least number of bus-days of a year, found without dates: which rides could follow which on one bus."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from math import ceil
from typing import NamedTuple

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from poolplan.timetable.case import Case
from poolplan.timetable.demand import Group, Unit, Vehicle
from poolplan.timetable.fit import Window, buses_of

LEAST_SECONDS = 5.0
"""So long a bound is looked for though the search is over."""
Kind = frozenset[str]
"""Days alike: those on which the same patterns of sites are open."""


class Stop(NamedTuple):
    """Rides of a school to a site for slots of the same hour, on days alike."""

    school: str
    site: str
    vehicle: Vehicle
    start: int
    window: Window
    kind: int


class Rows:
    """Rows of a linear programme in the making."""

    def __init__(self) -> None:
        """Start empty."""
        self.entries: list[tuple[int, int, float]] = []
        self.least: list[float] = []
        self.most: list[float] = []

    def add(self, terms: Mapping[int, float], least: float, most: float) -> None:
        """Add a row: least <= sum of terms <= most."""
        row = len(self.most)
        self.entries += [(row, column, value) for column, value in terms.items()]
        self.least.append(least)
        self.most.append(most)

    def constraint(self, columns: int) -> LinearConstraint:
        """The rows as scipy takes them."""
        rows, cols, values = zip(*self.entries, strict=True)
        matrix = csr_array((values, (rows, cols)), shape=(len(self.most), columns))
        return LinearConstraint(matrix, np.array(self.least), np.array(self.most))


class Relaxation:
    """The year without dates: how many visits of each unit fall on which hour and kind of day; rides that chain.

    Every timetable is a solution of it, so none that leaves out at most `short` sessions needs fewer bus-days.
    """

    def __init__(self, case: Case, short: int) -> None:
        """Number its columns and write down its rows."""
        self.case, self.rows, self.costs = case, Rows(), list[float]()
        self.rides: dict[Stop, dict[int, float]] = defaultdict(dict)
        self.groups: dict[Stop, Group] = {}
        """A group of each stop: its ways and times."""
        self.taken: dict[tuple[str, int, int], dict[int, float]] = defaultdict(dict)
        """Visits by site, hour and kind of day."""
        self.missing = [self._column(0.0) for _ in case.units]
        self.weights = [float(unit.sessions) for unit in case.units]
        self.rows.add(dict(zip(self.missing, self.weights, strict=True)), 0, short)
        for unit, column in zip(case.units, self.missing, strict=True):
            self._visits(unit, column)
        self._room()
        self._chains()

    def _column(self, cost: float) -> int:
        self.costs.append(cost)
        return len(self.costs) - 1

    def _visits(self, unit: Unit, missing: int) -> None:
        """Visits by hour and kind of day: no more than there are such days."""
        days = Counter((slot.start, window, self.kinds[slot.day]) for slot, window in self.case.chances[unit])
        terms = {missing: 1.0}
        buses = self.case.buses(unit)
        for (start, window, kind), number in days.items():
            column = self._column(float(buses))
            terms[column] = 1.0
            self.rows.add({column: 1.0}, 0, number)
            self.taken[unit.site, start, kind][column] = 1.0
            for group in unit.groups:
                seats = self.case.seats(group.vehicle)
                if group.vehicle:
                    stop = Stop(group.school, unit.site, group.vehicle, start, window, kind)
                    self.rides[stop][column] = self.rides[stop].get(column, 0.0) + buses_of(group, seats)
                    self.groups.setdefault(stop, group)
        self.rows.add(terms, unit.visits, unit.visits)

    @cached_property
    def kinds(self) -> dict[date, int]:
        """Kinds of days: days on which the same sites are open are alike."""
        sites: dict[date, set[str]] = defaultdict(set)
        for site, offer in self.case.offers.items():
            for slot in offer.slots:
                if not slot.reserve:
                    sites[slot.day].add(site)
        numbers: dict[frozenset[str], int] = {}
        return {day: numbers.setdefault(frozenset(there), len(numbers)) for day, there in sorted(sites.items())}

    def _room(self) -> None:
        """Slots that are one group's alone take one visit each."""
        free = Counter(
            (slot.site, slot.start, self.kinds[slot.day])
            for offer in self.case.offers.values()
            for slot in offer.slots
            if slot.exclusive and not slot.reserve
        )
        for key, columns in self.taken.items():
            if key in free:
                self.rows.add(columns, 0, free[key])

    def _chains(self) -> None:
        """A ride that follows another saves a bus-day; each ride follows one and is followed by one at most."""
        out: dict[Stop, dict[int, float]] = defaultdict(dict)
        into: dict[Stop, dict[int, float]] = defaultdict(dict)
        for one, then in self._followers():
            column = self._column(-1.0)
            out[one][column] = into[then][column] = -1.0
        for chained in (out, into):
            for stop, columns in chained.items():
                self.rows.add({**self.rides[stop], **columns}, 0, np.inf)

    def _followers(self) -> Iterator[tuple[Stop, Stop]]:
        by_kind: dict[int, list[Stop]] = defaultdict(list)
        for stop in self.rides:
            by_kind[stop.kind].append(stop)
        for stops in by_kind.values():
            for one in stops:
                for then in stops:
                    pair = (self.groups[one], one.window), (self.groups[then], then.window)
                    if one.start < then.start and self.case.clock.chains(*pair):
                        yield one, then

    def least(self, seconds: float) -> int:
        """Least bus-days, rounded up."""
        return self._least(self.costs, seconds)

    def least_short(self, most_bus_days: int, seconds: float) -> int:
        """Fewest sessions left out with no more bus-days than stated."""
        self.rows.add({column: cost for column, cost in enumerate(self.costs) if cost}, -np.inf, most_bus_days)
        weights = dict(zip(self.missing, self.weights, strict=True))
        return self._least([weights.get(column, 0.0) for column in range(len(self.costs))], seconds)

    def _least(self, costs: Sequence[float], seconds: float) -> int:
        found = milp(costs, constraints=self.rows.constraint(len(costs)), options={"time_limit": seconds})
        return max(0, ceil(found.fun - 1e-6)) if found.status == 0 else 0


def least_bus_days(case: Case, short: int) -> int:
    """Bus-days that no timetable of the year which leaves out at most `short` sessions can do without.

    Chartered buses only: what own buses could take is taken off.
    """
    if not any(case.buses(unit) for unit in case.units):
        return 0
    relaxation = Relaxation(case, short)
    return max(0, relaxation.least(_seconds(case)) - _own_bus_days(case))


def least_short(case: Case, most_bus_days: int) -> int:
    """Sessions that every timetable of at most so many chartered bus-days leaves out."""
    relaxation = Relaxation(case, case.demanded)
    return relaxation.least_short(most_bus_days + _own_bus_days(case), _seconds(case))


def _own_bus_days(case: Case) -> int:
    return sum(bus.vehicles for bus in case.rules.fleet.own) * len(case.open_days)


def _seconds(case: Case) -> float:
    return max(LEAST_SECONDS, case.patience.left_s)
