"""The model that gives units their slots: everything placed, then fewest bus-days; for all sites or some of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from ortools.sat.python import cp_model

from poolplan.timetable.calendar import weekday_of
from poolplan.timetable.case import Case, Placing
from poolplan.timetable.demand import Group, Unit
from poolplan.timetable.fit import Window, buses_of
from poolplan.timetable.sums import Term, total, weighted
from poolplan.timetable.supply import Slot

Claim = tuple[str, object]
"""A school, and the day, week or minute in which one of its groups is away; see `claims`."""
Rides = list[tuple["Node", list[tuple[int, cp_model.IntVar]]]]


class Item(NamedTuple):
    """Units that swim on the same day at their site, one after another, so many times."""

    units: tuple[Unit, ...]
    starts: tuple[int, ...]
    """Start of the slot of each, minutes since midnight; empty: any slot of a unit alone."""
    times: int

    @property
    def sessions(self) -> int:
        """Sessions that are lost with each time that finds no slot, at least."""
        return sum(unit.sessions for unit in self.units)


class Node(NamedTuple):
    """Groups of a school that ride to a site for a slot: who follow each other on a bus."""

    group: Group
    window: Window
    slot: Slot


Take = tuple[tuple[Unit, Slot], ...]


@dataclass
class YearModel:
    """Decisions and rules of a year for some units, where all others stay in their slots."""

    case: Case
    items: Sequence[Item]
    others: Placing
    is_whole: bool = False
    """True: all units of the year are here, so that a day's buses are counted over all sites."""
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    takes: dict[Item, list[tuple[Take, cp_model.IntVar]]] = field(default_factory=dict)
    """Decisions of each item: the slots it takes together."""
    short: dict[Item, cp_model.IntVar] = field(default_factory=dict)
    at: dict[tuple[Unit, Slot], list[cp_model.IntVar]] = field(default_factory=lambda: defaultdict(list))
    """Decisions that bring a unit to a slot; at most one of them is taken."""

    def __post_init__(self) -> None:
        """Write down decisions and rules."""
        for item in self.items:
            self._choices(item)
        for unit in dict.fromkeys(unit for item in self.items for unit in item.units):
            self._apart(unit)
        for site in sorted({unit.site for unit, _ in self.at}):
            self._room(site)
        self._limits()
        if self.case.buses_a_day is not None:
            self._fleet(self.case.buses_a_day)

    def _choices(self, item: Item) -> None:
        """An item takes its slots as often as it must, or is short."""
        self.takes[item] = [(take, self.model.new_bool_var("")) for take in takes_of(self.case, item)]
        for take, taken in self.takes[item]:
            for place in take:
                self.at[place].append(taken)
        self.short[item] = self.model.new_int_var(0, item.times, "")
        self.model.add(total(taken for _, taken in self.takes[item]) + self.short[item] == item.times)

    def _apart(self, unit: Unit) -> None:
        """Visits of a unit lie some days apart."""
        by_day: dict[date, list[cp_model.IntVar]] = defaultdict(list)
        for slot, _ in self.case.chances[unit]:
            by_day[slot.day] += self.at.get((unit, slot), [])
        apart = timedelta(days=self.case.rules.limits.days_between_visits)
        last: frozenset[date] = frozenset()
        for first in sorted(by_day):
            near = frozenset(day for day in by_day if first <= day < first + apart)
            if not near <= last:
                self.model.add_at_most_one(take for day in sorted(near) for take in by_day[day])
            last = near

    def _room(self, site: str) -> None:
        """Groups fit in a slot; a site gives no more slots in a week and a year than the city's table says."""
        offer = self.case.offers[site]
        users: dict[Slot, list[Unit]] = defaultdict(list)
        for unit, slot in self.at:
            if slot.site == site:
                users[slot].append(unit)
        used = {slot: self._used(slot, units) for slot, units in users.items()}
        self.model.add(total(used.values()) <= offer.per_year)
        if offer.per_week < len(offer.pattern.starts) * len(offer.pattern.weekdays):
            for week in sorted({slot.week for slot in used}):
                self.model.add(total(taken for slot, taken in used.items() if slot.week == week) <= offer.per_week)

    def _used(self, slot: Slot, units: Sequence[Unit]) -> Term:
        """1 if a slot is used; no more groups in it than there is room for."""
        takes = [take for unit in units for take in self.at[unit, slot]]
        if slot.exclusive:
            self.model.add_at_most_one(takes)
            return total(takes)
        offer, used = self.case.offers[slot.site], self.model.new_bool_var("")
        lanes = [sum(offer.lanes_of(g.pupils) for g in unit.groups) for unit in units for _ in self.at[unit, slot]]
        self.model.add(weighted(zip(lanes, takes, strict=True)) <= slot.lanes * used)
        return used

    def _limits(self) -> None:
        """A school sends no more groups at once, in a day and in a week than it puts up with."""
        fixed: dict[Claim, int] = defaultdict(int)
        for unit, slots in self.others.items():
            for key in (key for slot in slots for key in claims(self.case, unit, slot)):
                fixed[key] += 1
        free: dict[Claim, list[cp_model.IntVar]] = defaultdict(list)
        for (unit, slot), takes in self.at.items():
            for key in claims(self.case, unit, slot):
                free[key] += takes
        for key, takes in free.items():
            room = most_of(self.case, key) - fixed[key]
            if len(takes) > room:
                self.model.add(total(takes) <= max(0, room))

    def _fleet(self, most: int) -> None:
        """No day needs more buses than there are; of some sites alone, if those of one slot go on to the next there."""
        if self.is_whole:
            for buses in self.buses.values():
                self.model.add(buses <= most)
            return
        fixed = self._buses_of_others()
        rides: dict[tuple[date, str, int], list[tuple[int, Term]]] = defaultdict(list)
        for (unit, slot), takes in self.at.items():
            rides[slot.day, slot.site, slot.start] += [(self.case.buses(unit), take) for take in takes]
        at: dict[tuple[date, str], cp_model.IntVar] = {}
        for (day, site, _), those in rides.items():
            if (day, site) not in at:
                at[day, site] = self.model.new_int_var(0, most, "")
            self.model.add(weighted(those) <= at[day, site])
        for day in sorted({day for day, _ in at}):
            self.model.add(total(number for (other, _), number in at.items() if other == day) <= most - fixed[day])

    def _buses_of_others(self) -> Counter[date]:
        """Buses of each day of those who stay in their slots: at each site as many as its busiest slot needs."""
        taken: Counter[tuple[date, str, int]] = Counter()
        for unit, slots in self.others.items():
            for slot in slots:
                taken[slot.day, slot.site, slot.start] += self.case.buses(unit)
        busiest: dict[tuple[date, str], int] = defaultdict(int)
        for (day, site, _), number in taken.items():
            busiest[day, site] = max(busiest[day, site], number)
        fixed: Counter[date] = Counter()
        for (day, _), number in busiest.items():
            fixed[day] += number
        return fixed

    @property
    def sessions_short(self) -> cp_model.LinearExpr:
        """Sessions left out, at least."""
        return weighted((item.sessions, missing) for item, missing in self.short.items())

    @cached_property
    def buses(self) -> dict[date, cp_model.LinearExpr]:
        """Bus-days of each day: every ride is on a bus that comes from its garage or from a ride before."""
        rides: dict[date, dict[tuple[object, ...], tuple[Node, list[tuple[int, cp_model.IntVar]]]]] = defaultdict(dict)
        for (unit, slot), takes in self.at.items():
            window = self.case.window(unit, slot)
            for group in unit.groups:
                number = buses_of(group, self.case.seats(group.vehicle))
                if number:
                    key = (group.school, group.vehicle, slot, window)
                    node = rides[slot.day].setdefault(key, (Node(group, window, slot), []))
                    node[1].extend((number, take) for take in takes)
        return {day: self._day(list(nodes.values())) for day, nodes in sorted(rides.items())}

    def _day(self, nodes: Rides) -> cp_model.LinearExpr:
        """Buses of a day: rides less those that follow another on the same bus."""
        rides = [weighted(takes) for _, takes in nodes]
        out: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        into: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for i, (one, first) in enumerate(nodes):
            for j, (then, second) in enumerate(nodes):
                if one.slot.start < then.slot.start and self.case.clock.chains(one[:2], then[:2]):
                    most = min(sum(b for b, _ in first), sum(b for b, _ in second))
                    chained = self.model.new_int_var(0, most, "")
                    out[i].append(chained)
                    into[j].append(chained)
        for ends in (out, into):
            for number, those in ends.items():
                self.model.add(total(those) <= rides[number])
        return total(rides) - total(one for those in out.values() for one in those)

    def irregular(self) -> cp_model.LinearExpr:
        """Weekdays and hours, and spans of weeks, that each item uses in the year; and days a school does not like."""
        limits, kinds = self.case.rules.limits, list[cp_model.IntVar]()
        for item, takes in self.takes.items():
            by_kind: dict[object, list[cp_model.IntVar]] = defaultdict(list)
            for take, taken in takes:
                by_kind[tuple((weekday_of(slot.day), slot.start) for _, slot in take)].append(taken)
                by_kind[take[0][1].week.toordinal() // (7 * (item.times + 1))].append(taken)
                schools = {group.school for unit, _ in take for group in unit.groups}
                day = weekday_of(take[0][1].day)
                liked = (limits.weekdays_by_school.get(school, limits.weekdays) for school in schools)
                kinds += [taken for days in liked if days and day not in days]
            for alike in by_kind.values():
                used = self.model.new_bool_var("")
                self.model.add(total(alike) <= len(alike) * used)
                kinds.append(used)
        return total(kinds)


def takes_of(case: Case, item: Item) -> Iterator[Take]:
    """Slots an item may take together."""
    if not item.starts:
        yield from (((item.units[0], slot),) for slot, _ in case.chances[item.units[0]])
        return
    found: dict[date, dict[int, Slot]] = defaultdict(dict)
    for number, (unit, start) in enumerate(zip(item.units, item.starts, strict=True)):
        for slot, _ in case.chances[unit]:
            if slot.start == start:
                found[slot.day][number] = slot
    for slots in found.values():
        if len(slots) == len(item.units):
            yield tuple((unit, slots[number]) for number, unit in enumerate(item.units))


def claims(case: Case, unit: Unit, slot: Slot) -> Iterator[Claim]:
    """What a visit takes of a school's patience: in the day, the week, and while it is away."""
    for school in sorted({group.school for group in unit.groups}):
        yield school, slot.day
        yield school, slot.week.isoformat()
    for school, minute in case.moments[unit, slot.start, slot.end]:
        yield school, (slot.day, minute)


def most_of(case: Case, claim: Claim) -> int:
    """How often a school puts up with a claim: in a day, in a week (its Monday as text), in a minute of a day."""
    limits = case.rules.limits
    most = {date: limits.sessions_per_day, str: limits.sessions_per_week, tuple: limits.grades_at_once}
    return most[type(claim[1])]


def alone(units: Sequence[Unit]) -> list[Item]:
    """Every unit by itself."""
    return [Item((unit,), (), unit.visits) for unit in units]
