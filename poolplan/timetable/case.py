"""One school year as a question: who needs how many visits, which slots each may take, which buses there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from poolplan.model.patience import Patience
from poolplan.network.options import Network
from poolplan.results.plan import Plan
from poolplan.scenario.costs import Bus, BusClass
from poolplan.scenario.lessons import BUS_CLASSES, BusClassName, TimetableRules
from poolplan.timetable.calendar import school_days
from poolplan.timetable.deadhead import Ways
from poolplan.timetable.demand import Unit, Vehicle, units_of
from poolplan.timetable.fit import Clockwork, Window, buses_of
from poolplan.timetable.rules import check_names, rules_of
from poolplan.timetable.supply import Offer, Slot, offers_of

Placing = dict[Unit, tuple[Slot, ...]]
"""The slots of each unit, in order of time."""


class Chance(NamedTuple):
    """A slot that a unit may take."""

    slot: Slot
    window: Window


@dataclass(frozen=True)
class Case:
    """Everything that decides a year's timetable."""

    network: Network
    year: int
    units: tuple[Unit, ...]
    offers: dict[str, Offer]
    clock: Clockwork
    patience: Patience

    @property
    def rules(self) -> TimetableRules:
        """The school day."""
        return self.clock.rules

    @property
    def bus(self) -> Bus:
        """Prices of chartered buses."""
        return self.network.scenario.costs.bus

    @cached_property
    def demanded(self) -> int:
        """Sessions that the plan promises."""
        return sum(group.visits for unit in self.units for group in unit.groups)

    @cached_property
    def classes(self) -> list[tuple[BusClassName, BusClass]]:
        """Classes of bus that can be had, the one with most seats first."""
        there = [name for name in BUS_CLASSES if self.rules.fleet.vehicles.get(name) != 0]
        found: list[tuple[BusClassName, BusClass]] = [(name, getattr(self.bus, name)) for name in there]
        return sorted(found, key=lambda pair: -pair[1].seats)

    @cached_property
    def chartered_a_day(self) -> int | None:
        """Chartered buses on one day, at most; None where there are as many as needed."""
        fleet, fewest = self.rules.fleet, min(self._loads, default=0)
        useful = [name for name in BUS_CLASSES if getattr(self.bus, name).seats >= fewest]
        every = all(name in fleet.vehicles for name in useful)
        caps = [sum(fleet.vehicles[name] for name in useful)] if every else []
        caps += [] if fleet.bus_days_per_day is None else [fleet.bus_days_per_day]
        return min(caps, default=None)

    @cached_property
    def _loads(self) -> list[int]:
        """People on a bus of each group that rides, welfare vehicles aside."""
        riding = (group for unit in self.units for group in unit.groups if group.vehicle == "bus")
        return [(group.pupils + group.escorts) // buses_of(group, self.seats("bus")) for group in riding]

    @cached_property
    def buses_a_day(self) -> int | None:
        """Buses on one day, those of clubs and city with them, at most; None where there are as many as needed."""
        own = sum(bus.vehicles for bus in self.rules.fleet.own)
        return None if self.chartered_a_day is None else self.chartered_a_day + own

    @property
    def drivers(self) -> int | None:
        """Chartered bus-days of the year, at most, for want of drivers; None where there are as many as needed."""
        return self.bus.drivers.bus_days_per_year if self.bus.drivers else None

    def seats(self, vehicle: Vehicle) -> int:
        """Seats of the largest vehicle of a kind."""
        if vehicle == "welfare" and self.rules.welfare:
            return self.rules.welfare.seats
        own = (bus.seats for bus in self.rules.fleet.own)
        return self.classes[0][1].seats if self.classes else max(own)

    def buses(self, unit: Unit) -> int:
        """Buses that a visit of a unit fills."""
        return sum(buses_of(group, self.seats(group.vehicle)) for group in unit.groups)

    @cached_property
    def open_days(self) -> frozenset[date]:
        """Days on which any site takes schools."""
        return frozenset(slot.day for offer in self.offers.values() for slot in offer.slots if not slot.reserve)

    def days(self, school: str) -> frozenset[date]:
        """Days on which a school may swim."""
        return self._school_days[school]

    @cached_property
    def _school_days(self) -> dict[str, frozenset[date]]:
        schools = {group.school for unit in self.units for group in unit.groups}
        places = self.network.places.schools
        return {name: school_days(self.rules.calendar, self.year, places[name]) for name in sorted(schools)}

    @cached_property
    def chances(self) -> dict[Unit, tuple[Chance, ...]]:
        """Slots that each unit may take, in order of time."""
        return {unit: tuple(self._chances(unit)) for unit in self.units}

    def _chances(self, unit: Unit) -> Iterator[Chance]:
        windows: dict[tuple[int, int], Window | None] = {}
        days = frozenset.intersection(*(self.days(group.school) for group in unit.groups))
        for slot in self.offers[unit.site].slots:
            if slot.reserve or slot.day not in days or unit.pupils > slot.pupils_at_most:
                continue
            if slot[2:4] not in windows:
                windows[slot[2:4]] = self.clock.window(unit, slot.start, slot.end)
            window = windows[slot[2:4]]
            if window is not None:
                yield Chance(slot, window)

    @cached_property
    def moments(self) -> dict[tuple[Unit, int, int], tuple[tuple[str, int], ...]]:
        """When a unit is surely away for a slot from a start to an end, whatever the minute it arrives: school, minute.

        Visits of a school that cannot keep out of each other's way have a moment in common, and others have none: the
        moments of a school are the minutes at which one of its visits has left for certain.
        """
        sure: dict[str, dict[tuple[Unit, int, int], range]] = defaultdict(dict)
        for unit, chances in self.chances.items():
            for slot, window in dict.fromkeys((slot[2:4], window) for slot, window in chances):
                for group in unit.groups:
                    sure[group.school][unit, *slot] = range(*self.clock.surely_away(group, window))
        found: dict[tuple[Unit, int, int], list[tuple[str, int]]] = defaultdict(list)
        for school, away in sure.items():
            starts = sorted({span.start for span in away.values()})
            for key, span in away.items():
                found[key] += [(school, minute) for minute in starts if minute in span]
        return {key: tuple(moments) for key, moments in found.items()}

    def window(self, unit: Unit, slot: Slot) -> Window:
        """When a unit may arrive for a slot that it may take."""
        window = self.clock.window(unit, slot.start, slot.end)
        assert window is not None  # noqa: S101 - one of its chances
        return window


def case_of(plan: Plan, year: int) -> Case:
    """The question of one school year of a plan.

    Raises:
        ScenarioError: the scenario has no school day, names places that are not there, or leaves no slot.
    """
    network = plan.network
    rules = rules_of(network.scenario)
    check_names(rules, network.places)
    units = units_of(plan, year)
    clock, patience = Clockwork(network, Ways(network)), Patience(rules.time_limit_s)
    return Case(network, year, tuple(units), offers_of(network, units, year), clock, patience)


def of_sites(units: Iterable[Unit], sites: Iterable[str]) -> list[Unit]:
    """Units that swim at the sites named."""
    wanted = frozenset(sites)
    return [unit for unit in units if unit.site in wanted]
