"""Whose bus takes a duty, of which class, from which garage, and what it costs."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from poolplan.network.buses import billed_hours, billed_km
from poolplan.scenario.costs import BusClass
from poolplan.scenario.lessons import BUS_CLASSES, OwnBus
from poolplan.timetable.case import Case
from poolplan.timetable.day import Day, Run
from poolplan.timetable.deadhead import Way
from poolplan.timetable.fares import Outing, outing_fare_yen
from poolplan.timetable.tables import GARAGE

CHARTER = "charter"


class Hire(NamedTuple):
    """A bus of a day: what is billed and paid for it."""

    bus_class: str
    owner: str
    garage: str
    out: int
    """Minutes since midnight; so is `back`."""
    back: int
    run_m: float
    billed_h: float
    billed_km: int
    fare_yen: int
    """With tax."""


def people_of(runs: Sequence[Run]) -> int:
    """Most people on a bus at once."""
    return max(run.pupils + run.escorts for run in runs)


def hires_of(case: Case, day: Day) -> list[Hire]:
    """Who takes each bus of a day: own buses where they save most, then the cheapest class with enough seats."""
    chartered = [_charter(case, runs, day, Counter()) for runs in day.buses]
    left = Counter({number: bus.vehicles for number, bus in enumerate(case.rules.fleet.own)})
    used: Counter[str] = Counter()
    hires: dict[int, Hire] = {}
    dearest = sorted(range(len(day.buses)), key=lambda n: (-people_of(day.buses[n]), -chartered[n].fare_yen, n))
    for number in sorted(range(len(day.buses)), key=lambda n: (-chartered[n].fare_yen, n)):
        own = _own(case, day.buses[number], left)
        if own is not None:
            left[own] -= 1
            hires[number] = _own_hire(case, case.rules.fleet.own[own], day.buses[number], day)
    for number in dearest:
        if number not in hires:
            hires[number] = _charter(case, day.buses[number], day, used)
            used[hires[number].bus_class] += 1
    return [hires[number] for number in range(len(day.buses))]


def _own(case: Case, runs: Sequence[Run], left: Counter[int]) -> int | None:
    if runs[0].group.special:
        return None
    for number, bus in enumerate(case.rules.fleet.own):
        serves = bus.owner == "city" or all(run.group.site == bus.garage for run in runs)
        if left[number] and serves and bus.seats >= people_of(runs):
            return number
    return None


def _own_hire(case: Case, bus: OwnBus, runs: Sequence[Run], day: Day) -> Hire:
    out, back, run_m = _rounds(case, runs, day, bus.garage)
    return Hire(_class_by_seats(case, bus.seats), bus.owner, bus.garage, out, back, run_m, 0, 0, bus.per_day_yen)


def _class_by_seats(case: Case, seats: int) -> str:
    fitting = [name for name in BUS_CLASSES if getattr(case.bus, name).seats <= seats]
    return fitting[0] if fitting else BUS_CLASSES[-1]


def _charter(case: Case, runs: Sequence[Run], day: Day, used: Counter[str]) -> Hire:
    out, back, run_m = _rounds(case, runs, day, GARAGE)
    rules, tax = case.bus.day, 1 + case.bus.day.tax_share
    hours, km = billed_hours((back - out) / 60, rules), billed_km(run_m / 1000, rules)
    if runs[0].group.special and case.rules.welfare:
        yen = round(case.rules.welfare.per_day_yen * tax)
        return Hire("welfare", CHARTER, GARAGE, out, back, run_m, hours, km, yen)
    most, needed = case.rules.fleet.vehicles, people_of(runs)
    outing = Outing(runs[0].lesson.slot.day, out, back, run_m / 1000)
    fitting = [
        (outing_fare_yen(outing, kind, case.bus, case.year) * tax, number, name)
        for number, (name, kind) in enumerate(case.classes)
        if kind.seats >= needed and used[name] < most.get(name, used[name] + 1)
    ]
    if not fitting:  # more than there are: such a day is not kept
        largest = max(BUS_CLASSES, key=lambda name: getattr(case.bus, name).seats)
        kind: BusClass = getattr(case.bus, largest)
        fitting = [(outing_fare_yen(outing, kind, case.bus, case.year) * tax, 0, largest)]
    yen_of, _, name_of = min(fitting)
    return Hire(name_of, CHARTER, GARAGE, out, back, run_m, hours, km, round(yen_of))


def _rounds(case: Case, runs: Sequence[Run], day: Day, garage: str) -> tuple[int, int, float]:
    """Leaving the garage, coming back, and metres run."""
    first, last, board = runs[0], runs[-1], case.clock.board
    there, home = garage_way(case, garage, first.group.school), garage_way(case, garage, last.group.school)
    out = day.arrivals[first.lesson] - first.group.minutes - board - there.minutes
    back = day.arrivals[last.lesson] + case.clock.round_trip(last.group) + home.minutes
    run_m = there.metres + home.metres + sum(2 * run.group.metres for run in runs)
    ways = case.clock.ways
    run_m += sum(ways.between(a.group.school, b.group.school).metres for a, b in pairwise(runs))
    return out, back, run_m


def garage_way(case: Case, garage: str, school: str) -> Way:
    """The empty way from a garage to a school, or back."""
    if garage in case.network.places.schools:
        return case.clock.ways.between(garage, school)
    trip = case.network.travel.get((school, garage, "bus"))
    if trip:
        return Way(ceil(trip.minutes), trip.metres)
    day = case.bus.day
    return Way(ceil(day.garage_min), day.garage_km * 1000)
