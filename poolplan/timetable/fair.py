"""Sharing what nobody likes: no school is late for lunch, or swims on a day it does not prefer, more than need be.

The last of the aims, after sessions, bus-days and regularity: of the schools that share a pool, the one with the
largest share of unwelcome visits has as few as were found, then the next, and so on. Groups of two schools exchange all
their slots of the year, as long as that saves the worse off unwelcome visits and costs nobody a bus-day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from poolplan.timetable.case import Case, Placing
from poolplan.timetable.chains import chain
from poolplan.timetable.day import Day
from poolplan.timetable.demand import Unit
from poolplan.timetable.search import Claim, claims, most_of
from poolplan.timetable.settle import Settled, chartered, has_buses, lesson_of, lessons_of
from poolplan.timetable.supply import Slot
from poolplan.timetable.unwelcome import unwelcome

DAYS_TRIED = 1_000
"""Days whose buses are sought anew, at most: some 40 seconds in a city of 134 schools."""

Guest = tuple[str, str]
"""A site and a school that swims there."""


class _Exchange(NamedTuple):
    """Two units that take each other's slots."""

    one: Unit
    other: Unit


@dataclass
class _Balance:
    """A year in which units may exchange their slots."""

    case: Case
    placing: Placing
    days: dict[date, Day]
    visits: Counter[Guest] = field(default_factory=Counter)
    disliked: dict[date, Counter[Guest]] = field(default_factory=dict)
    claimed: Counter[Claim] = field(default_factory=Counter)
    refused: set[tuple[Unit, tuple[Slot, ...], tuple[Slot, ...]]] = field(default_factory=set)
    tried: int = 0

    def __post_init__(self) -> None:
        """Count visits, and what schools put up with."""
        for unit, slots in self.placing.items():
            for group in unit.groups:
                self.visits[unit.site, group.school] += len(slots)
            for slot in slots:
                self.claimed.update(claims(self.case, unit, slot))
        self.disliked = {day: _disliked(self.case, buses) for day, buses in self.days.items()}
        self.total = sum(self.disliked.values(), Counter[Guest]())

    def share(self, guest: Guest, number: int) -> float:
        """Share of a school's visits to a site."""
        return number / self.visits[guest]

    def worst_first(self) -> list[Guest]:
        """Guests with unwelcome visits, the worst off first."""
        return sorted(self.total, key=lambda guest: (-self.share(guest, self.total[guest]), guest))

    def exchanges(self, guest: Guest) -> Iterator[_Exchange]:
        """Exchanges that may take unwelcome visits off a school, and put no other where it is now."""
        site, school = guest
        here = [unit for unit in self.placing if unit.site == site and self.placing[unit]]
        mine = [unit for unit in here if any(group.school == school for group in unit.groups)]
        for one in sorted(mine, key=lambda unit: (-self._sure(unit, self.placing[unit]), unit.id)):
            others = (other for other in here if other not in mine)
            for other in sorted(others, key=lambda unit: (len(self._touched(_Exchange(one, unit))), unit.id)):
                if self._may_help(guest, _Exchange(one, other)):
                    yield _Exchange(one, other)

    def _touched(self, exchange: _Exchange) -> set[date]:
        """Days that an exchange changes."""
        return {slot.day for unit in exchange for slot in self.placing[unit]}

    def _may_help(self, guest: Guest, exchange: _Exchange) -> bool:
        one, other = exchange
        mine, theirs = self.placing[one], self.placing[other]
        if len(mine) != len(theirs) or not (self._can_take(one, other, theirs) and self._can_take(other, one, mine)):
            return False
        now = self._now(one, mine)
        worst = max(
            self.share(
                (other.site, group.school),
                self.total[other.site, group.school] - self._now(other, theirs) + self._sure(other, mine),
            )
            for group in other.groups
        )
        return self._sure(one, theirs) < now and worst < self.share(guest, self.total[guest])

    def _can_take(self, unit: Unit, instead_of: Unit, slots: Iterable[Slot]) -> bool:
        offer = self.case.offers[unit.site]
        lanes, freed = (sum(offer.lanes_of(g.pupils) for g in those.groups) for those in (unit, instead_of))
        return lanes <= freed and self._open[unit].issuperset(slots)

    @cached_property
    def _open(self) -> dict[Unit, frozenset[Slot]]:
        """Slots that each unit may take."""
        return {unit: frozenset(slot for slot, _ in chances) for unit, chances in self.case.chances.items()}

    def _now(self, unit: Unit, slots: Iterable[Slot]) -> int:
        """Unwelcome visits of a unit, as things are."""
        return sum(
            any(unwelcome(self.case, lesson, unit.groups[0], self.days[slot.day].arrivals[lesson]))
            for slot in slots
            for lesson in (lesson_of(self.case, unit, slot),)
        )

    def _sure(self, unit: Unit, slots: Iterable[Slot]) -> int:
        """Visits that are unwelcome to a unit though it arrives as early as can be."""
        lessons = (lesson_of(self.case, unit, slot) for slot in slots)
        return sum(any(unwelcome(self.case, at, unit.groups[0], at.window.earliest)) for at in lessons)

    def accepts(self, exchange: _Exchange) -> bool:
        """Make an exchange if limits, buses and all schools together allow; else leave everything as it is."""
        one, other = exchange
        mine, theirs = self.placing[one], self.placing[other]
        claimed = self._claimed(exchange)
        if claimed is None or (one, mine, theirs) in self.refused:
            return False
        self.refused.add((one, mine, theirs))
        placing = self.placing | {one: theirs, other: mine}
        found = self._days(exchange, placing)
        if found is None:
            return False
        disliked = self.disliked | {day: _disliked(self.case, buses) for day, buses in found.items()}
        total = sum(disliked.values(), Counter[Guest]())
        if self._ranked(total) >= self._ranked(self.total):
            return False
        self.placing, self.days = placing, self.days | found
        self.disliked, self.total, self.claimed = disliked, total, claimed
        return True

    def _days(self, exchange: _Exchange, placing: Placing) -> dict[date, Day] | None:
        """Days with other buses after an exchange; None where they cannot be or need more buses."""
        touched = self._touched(exchange)
        left = chartered(self.case, (self.days[day] for day in touched))
        here = {unit: tuple(slot for slot in slots if slot.day in touched) for unit, slots in placing.items()}
        found: dict[date, Day] = {}
        for day, lessons in lessons_of(self.case, here).items():
            self.tried += 1
            buses = chain(self.case, lessons)
            left -= chartered(self.case, [buses]) if buses else 0
            if buses is None or left < 0 or not has_buses(self.case, buses):
                return None
            found[day] = buses
        return found

    def _claimed(self, exchange: _Exchange) -> Counter[Claim] | None:
        """What schools would put up with after an exchange; None where that is too much for one."""
        one, other = exchange
        claimed = self.claimed.copy()
        added: list[Claim] = []
        for unit, instead_of in ((one, other), (other, one)):
            claimed.subtract(key for slot in self.placing[unit] for key in claims(self.case, unit, slot))
            added += [key for slot in self.placing[instead_of] for key in claims(self.case, unit, slot)]
        claimed.update(added)
        return claimed if all(claimed[key] <= most_of(self.case, key) for key in added) else None

    def _ranked(self, total: Counter[Guest]) -> list[float]:
        """Shares of all guests, the largest first."""
        return sorted((self.share(guest, number) for guest, number in total.items() if number), reverse=True)


def share_burdens(case: Case, year: Settled) -> Settled:
    """Exchange slots between schools until no exchange tried makes the worse off better off."""
    balance = _Balance(case, year.placing, dict(year.days))
    while _one_exchange(balance):
        pass
    return year._replace(placing=balance.placing, days=balance.days)


def _one_exchange(balance: _Balance) -> bool:
    """Make the first exchange that helps, for the worst off first."""
    for guest in balance.worst_first():
        for exchange in balance.exchanges(guest):
            if balance.tried >= DAYS_TRIED or balance.case.patience.is_over:
                return False
            if balance.accepts(exchange):
                return True
    return False


def _disliked(case: Case, day: Day) -> Counter[Guest]:
    """Unwelcome visits of a day by site and school."""
    return Counter(
        (lesson.slot.site, group.school)
        for lesson, arrival in day.arrivals.items()
        for group in lesson.unit.groups
        if any(unwelcome(case, lesson, group, arrival))
    )
