"""A first timetable of a site: item by item, each at the same weekday and hour in weeks on end where it can be."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from poolplan.timetable.calendar import weekday_of
from poolplan.timetable.case import Case, Placing
from poolplan.timetable.demand import Unit
from poolplan.timetable.search import Claim, Item, Take, claims, most_of, takes_of
from poolplan.timetable.supply import Slot


@dataclass
class Book:
    """What is taken so far."""

    case: Case
    lanes: Counter[Slot] = field(default_factory=Counter)
    used: Counter[object] = field(default_factory=Counter)
    """Slots used by a site in a week, and in the year."""
    claimed: Counter[Claim] = field(default_factory=Counter)
    visits: dict[Unit, list[date]] = field(default_factory=lambda: defaultdict(list))
    placing: dict[Unit, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    rides: dict[date, Counter[tuple[str, int]]] = field(default_factory=lambda: defaultdict(Counter))
    """Buses by day, for each site and start."""

    def has_room(self, take: Take) -> bool:
        """Whether nothing stands against a take."""
        apart = self.case.rules.limits.days_between_visits
        asked: Counter[Claim] = Counter(key for unit, slot in take for key in claims(self.case, unit, slot))
        return (
            all(self._fits(unit, slot) for unit, slot in take)
            and self._has_slots(take)
            and self._has_buses(take)
            and all(self.claimed[key] + number <= most_of(self.case, key) for key, number in asked.items())
            and all(abs((slot.day - day).days) >= apart for unit, slot in take for day in self.visits[unit])
        )

    def _fits(self, unit: Unit, slot: Slot) -> bool:
        offer = self.case.offers[slot.site]
        if slot.exclusive and self.lanes[slot]:
            return False
        lanes = sum(offer.lanes_of(group.pupils) for group in unit.groups)
        return self.lanes[slot] + lanes <= slot.lanes

    def _has_slots(self, take: Take) -> bool:
        """Whether the sites give as many slots more in the week and the year as the take needs."""
        fresh = {slot for _, slot in take if not self.lanes[slot]}
        weeks, sites = Counter((slot.site, slot.week) for slot in fresh), Counter(slot.site for slot in fresh)
        offers = self.case.offers
        return all(self.used[week] + number <= offers[week[0]].per_week for week, number in weeks.items()) and all(
            self.used[site] + number <= offers[site].per_year for site, number in sites.items()
        )

    def _has_buses(self, take: Take) -> bool:
        """Whether there are buses for a take, if at each site those of one slot go on to the next."""
        most = self.case.buses_a_day
        if most is None:
            return True
        rides = self.rides[take[0][1].day].copy()
        rides.update({(slot.site, slot.start): self.case.buses(unit) for unit, slot in take})
        by_site: Counter[str] = Counter()
        for (site, _), number in rides.items():
            by_site[site] = max(by_site[site], number)
        return by_site.total() <= most

    def enter(self, take: Take) -> None:
        """Enter a take."""
        for unit, slot in take:
            if not self.lanes[slot]:
                self.used.update((slot.site, (slot.site, slot.week)))
            self.lanes[slot] += sum(self.case.offers[slot.site].lanes_of(group.pupils) for group in unit.groups)
            self.claimed.update(claims(self.case, unit, slot))
            self.rides[slot.day][slot.site, slot.start] += self.case.buses(unit)
            self.visits[unit].append(slot.day)
            self.placing[unit].append(slot)


def first_placing(case: Case, items: Sequence[Item], others: Placing) -> tuple[Placing, int]:
    """Place items one after another, those that need most first; returns sessions left out, too."""
    book, short = Book(case), 0
    for unit, taken in others.items():
        for slot in taken:
            book.claimed.update(claims(case, unit, slot))
            book.rides[slot.day][slot.site, slot.start] += case.buses(unit)
    for item in sorted(items, key=lambda item: (-len(item.units), -item.times, item.units[0].id)):
        short += item.sessions * (item.times - _place(book, item))
    slots = {
        unit: tuple(sorted(found, key=lambda slot: (slot.day, slot.start))) for unit, found in book.placing.items()
    }
    return {unit: slots.get(unit, ()) for item in items for unit in item.units}, short


def _place(book: Book, item: Item) -> int:
    """Place an item as regularly as can be; returns how often it swims."""
    by_kind: dict[tuple[object, ...], list[Take]] = defaultdict(list)
    for take in takes_of(book.case, item):
        by_kind[tuple((weekday_of(slot.day), slot.start) for _, slot in take)].append(take)
    liked = sorted(by_kind.items(), key=lambda pair: (_disliked(book.case, item, str(pair[0][0][0])), str(pair[0])))  # type: ignore[index]
    series = min((found for kind, takes in liked for found in _series(book, takes, item.times)), default=None)
    everything = sorted((take for takes in by_kind.values() for take in takes), key=lambda t: t[0][1].day)
    placed = 0
    for take in [*(series[2] if series else ()), *everything]:
        if placed < item.times and book.has_room(take):
            book.enter(take)
            placed += 1
    return placed


def _series(book: Book, takes: Sequence[Take], times: int) -> Iterator[tuple[int, int, tuple[Take, ...]]]:
    """Runs of takes on end that have room: days they span, and how far into the season they begin."""
    free = [take for take in takes if book.has_room(take)]
    apart = book.case.rules.limits.days_between_visits
    for first in range(len(free) - times + 1):
        run = free[first : first + times]
        days = [take[0][1].day.toordinal() for take in run]
        if all(later - earlier >= apart for earlier, later in pairwise(days)):
            yield days[-1] - days[0], days[0], tuple(run)


def _disliked(case: Case, item: Item, weekday: str) -> bool:
    limits = case.rules.limits
    schools = (group.school for unit in item.units for group in unit.groups)
    return any(
        weekday not in limits.weekdays_by_school.get(school, limits.weekdays or (weekday,)) for school in schools
    )
