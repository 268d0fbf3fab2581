"""Whether a bus can be where its duty says, whether there are so many, and whether its fare is right."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from poolplan.network.travel import Trip
from poolplan.results.audit.tariff import THOUSANDTHS, duty_yen, hours_billed, km_billed, share
from poolplan.scenario.costs import BusClass
from poolplan.timetable.check.buses import CHARTER, WELFARE, own_buses
from poolplan.timetable.check.case import Case, span
from poolplan.timetable.check.files import minutes_of
from poolplan.timetable.check.registry import Complaint, checked
from poolplan.timetable.rows import Duty, Leg

GARAGE = "garage"
EARTH_M = 6_371_000
LEAST_SHARE = 0.99
"""A way is no shorter than the straight line; the earth is not quite a ball."""
MOST_KMH = 80.0
HALF_A_YEN = 0.5
METRES_TOLERANCE, MINUTES_TOLERANCE = 1.0, 1e-9


@checked
def legs_join_up(case: Case) -> Iterator[Complaint]:
    """A bus goes on from where it is, not before it is there; it starts at its garage and ends there."""
    for duty, legs in case.legs.items():
        if not legs:
            yield duty, "has no leg"
            continue
        plan = case.duties[duty]
        if [leg.leg for leg in legs] != list(range(1, len(legs) + 1)):
            yield duty, f"its legs are numbered {', '.join(str(leg.leg) for leg in legs)}"
        if not _same_place(case, legs[0].from_, plan.garage) or not _same_place(case, legs[-1].to, plan.garage):
            yield duty, f"runs from {legs[0].from_} to {legs[-1].to}; its garage is {plan.garage}"
        if (legs[0].depart, legs[-1].arrive) != (plan.out, plan.back):
            yield duty, f"is out {plan.out}-{plan.back}; its legs run {legs[0].depart}-{legs[-1].arrive}"
        for one, then in pairwise(legs):
            if not _same_place(case, one.to, then.from_) or then.depart < one.arrive:
                text = f"starts from {then.from_} at {then.depart}; the bus is at {one.to} from {one.arrive} on"
                yield f"{duty} leg {then.leg}", text


def _same_place(case: Case, one: str, other: str) -> bool:
    """True for the same id, and for a school and its own pool."""
    return _spot(case, one) == _spot(case, other)


def _spot(case: Case, place: str) -> str:
    site = case.places.sites.get(place)
    return site.school if site and site.school else place


@checked
def legs_take_the_time_of_the_table(case: Case) -> Iterator[Complaint]:
    """A leg has the table's metres and no fewer minutes; one that no table knows is no shorter than a straight line."""
    for leg in case.files.legs:
        where = f"{leg.duty} leg {leg.leg}"
        if span(leg.depart, leg.arrive) < leg.minutes - MINUTES_TOLERANCE:
            yield where, f"runs {leg.depart}-{leg.arrive} and says {leg.minutes:g} min"
        trip = _way(case, leg)
        if trip is None:
            yield from _plausible(case, leg, where)
        elif leg.minutes < trip.minutes - MINUTES_TOLERANCE or abs(leg.metres - trip.metres) > METRES_TOLERANCE:
            said = f"{leg.minutes:g} min and {leg.metres:g} m from {leg.from_} to {leg.to}"
            yield where, f"{said}; the table says {trip.minutes:g} and {trip.metres:g}"


def _way(case: Case, leg: Leg) -> Trip | None:
    """Way of a leg by the scenario or the table, in either direction; None where neither knows it."""
    day = case.bus.day
    garage = Trip(day.garage_min, day.garage_km * 1000, "scenario")
    if GARAGE in (leg.from_, leg.to):
        return garage
    if _same_place(case, leg.from_, leg.to):
        return Trip(0.0, 0.0, "the same place")
    for one, other in ((leg.from_, leg.to), (leg.to, leg.from_)):
        pool = case.places.home_site(other) if other in case.places.schools else None
        trip = case.trip(_spot(case, one), pool.id if pool else other, "bus")
        if trip:
            return trip
    stands_there = case.duties[leg.duty].garage in (leg.from_, leg.to)
    return garage if stands_there and case.duties[leg.duty].garage not in case.places.schools else None


def _plausible(case: Case, leg: Leg, where: str) -> Iterator[Complaint]:
    straight = _straight_m(case, leg.from_, leg.to)
    if straight is None:
        yield where, f"nobody knows where {leg.from_} or {leg.to} is"
    elif leg.metres < LEAST_SHARE * straight:
        yield where, f"{leg.metres:g} m from {leg.from_} to {leg.to}; the straight line has {straight:.0f}"
    elif leg.metres * 60 / 1000 > MOST_KMH * max(leg.minutes, MINUTES_TOLERANCE):
        yield where, f"{leg.metres:g} m in {leg.minutes:g} min is faster than {MOST_KMH:g} km/h"


def _straight_m(case: Case, one: str, other: str) -> float | None:
    spots = [case.places.schools.get(place) or case.places.sites.get(place) for place in (one, other)]
    if spots[0] is None or spots[1] is None:
        return None
    (x1, y1), (x2, y2) = ((radians(spot.longitude), radians(spot.latitude)) for spot in spots if spot)
    chord = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(chord))


@checked
def duties_say_what_they_run(case: Case) -> Iterator[Complaint]:
    """Minutes out and kilometres of a duty are those of its legs."""
    for duty, legs in case.legs.items():
        row = case.duties[duty]
        out, km = span(row.out, row.back), sum(leg.metres for leg in legs) / 1000
        if abs(row.running_min - out) > MINUTES_TOLERANCE:
            yield duty, f"says {row.running_min:g} min; it is out {out}"
        if abs(row.run_km - km) > METRES_TOLERANCE / 1000 * len(legs):
            yield duty, f"says {row.run_km:g} km; its legs have {km:g}"


@checked
def fares_are_those_of_the_tariff(case: Case) -> Iterator[Complaint]:
    """Hours and kilometres billed, and the fare with tax, follow from what a duty runs."""
    for duty in case.files.duties:
        run_m = sum(leg.metres for leg in case.legs[duty.duty])
        if _is_by_tariff(case, duty):
            day = case.bus.day
            billed = (hours_billed(round(duty.running_min * THOUSANDTHS), day), km_billed(round(run_m), day))
            said = (round(duty.billed_h * THOUSANDTHS), round(duty.billed_km * THOUSANDTHS))
            if said != billed:
                due = f"{billed[0] / THOUSANDTHS:g} h and {billed[1] / THOUSANDTHS:g} km"
                yield duty.duty, f"bills {duty.billed_h:g} h and {duty.billed_km:g} km; must be {due}"
        fares = _fares(case, duty, run_m)
        if not fares:
            yield duty.duty, f"there is no {duty.bus_class} bus of {duty.owner} at {duty.garage}"
        elif all(abs(duty.fare_yen - fare) > HALF_A_YEN for fare in fares):
            yield duty.duty, f"costs {duty.fare_yen} yen; the tariff says {' or '.join(str(round(f)) for f in fares)}"


def _is_by_tariff(case: Case, duty: Duty) -> bool:
    offer = getattr(case.bus, duty.bus_class, None) if duty.bus_class != WELFARE else None
    return duty.owner == CHARTER and offer is not None and offer.per_day_yen is None


def _fares(case: Case, duty: Duty, run_m: float) -> list[float]:
    """Yen with tax of each bus that the duty may be; none where there is no such bus."""
    if duty.owner != CHARTER:
        return [float(bus.per_day_yen) for bus in own_buses(case, duty)]
    if duty.bus_class == WELFARE:
        welfare = case.rules.welfare
        return [float(welfare.per_day_yen * (1 + share(case.bus.day.tax_share)))] if welfare else []
    classes = {"large": case.bus.large, "medium": case.bus.medium, "small": case.bus.small}
    offer = (classes | {"commuter": case.bus.commuter}).get(duty.bus_class)
    return (
        [float(duty_yen(duty.running_min, run_m, offer, case.bus.day) + _more(case, duty, offer, run_m))]
        if offer
        else []
    )


def _more(case: Case, duty: Duty, offer: BusClass, run_m: float) -> Fraction:
    """Yen with tax, exact, of what is charged at night and in a season."""
    asked = case.bus.surcharges
    if asked is None or offer.per_day_yen is not None:
        return Fraction(0)
    in_season = share(asked.season_share) if case.falls_in(duty.date, asked.season) else Fraction(0)
    checks = round(case.bus.day.checks_h * 30)
    minutes = range(minutes_of(duty.out) - checks, minutes_of(duty.back) + checks)
    dark = sum(_is_night(minute, minutes_of(asked.night_from), minutes_of(asked.night_until)) for minute in minutes)
    at_night = (dark + 30) // 60 * offer.per_hour_yen * share(asked.night_share)
    tax = 1 + share(case.bus.day.tax_share)
    return duty_yen(duty.running_min, run_m, offer, case.bus.day) * in_season + at_night * tax


def _is_night(minute: int, begins: int, ends: int) -> bool:
    """True for a minute of the clock between two others, over midnight where the second is the smaller."""
    at = minute % (24 * 60)
    return begins <= at < ends if begins < ends else at >= begins or at < ends


@checked
def there_are_so_many_buses(case: Case) -> Iterator[Complaint]:
    """No day needs more buses of a class, more chartered buses, or more own buses than there are."""
    fleet = case.rules.fleet
    by_class = Counter((row.date, row.bus_class) for row in case.files.duties if row.owner == CHARTER)
    for (day, kind), number in sorted(by_class.items()):
        most = {str(name): count for name, count in fleet.vehicles.items()}.get(kind)
        if most is not None and number > most:
            yield f"{day} {kind}", f"{number} buses on one day; {most} at most"
    by_day = Counter(row.date for row in case.files.duties if row.owner == CHARTER)
    for day, number in sorted(by_day.items()):
        if fleet.bus_days_per_day is not None and number > fleet.bus_days_per_day:
            yield day, f"{number} chartered buses; {fleet.bus_days_per_day} at most"
    own = Counter((row.date, row.owner, row.garage) for row in case.files.duties if row.owner != CHARTER)
    for (day, owner, garage), number in sorted(own.items()):
        there = sum(bus.vehicles for bus in fleet.own if (bus.owner, bus.garage) == (owner, garage))
        if number > there:
            yield f"{day} {owner} {garage}", f"{number} buses on one day; {there} at most"
    drivers = case.bus.drivers
    if drivers is not None and by_day.total() > drivers.bus_days_per_year:
        yield str(case.year), f"{by_day.total()} bus-days; drivers for {drivers.bus_days_per_year}"


@checked
def club_buses_serve_their_club(case: Case) -> Iterator[Complaint]:
    """A club's bus takes nobody to another place."""
    for duty in case.files.duties:
        for leg in case.legs[duty.duty] if duty.owner == "club" else ():
            sites = {case.session[name].site for name in leg.session.split()}
            if sites - {duty.garage}:
                yield f"{duty.duty} leg {leg.leg}", f"takes pupils to {', '.join(sorted(sites))}; it is {duty.garage}'s"


@checked
def buses_rest_over_lunch_where_they_must(case: Case) -> Iterator[Complaint]:
    """Where the scenario says so, no bus of the morning goes on in the afternoon."""
    if case.rules.fleet.chain_over_lunch:
        return
    for duty, legs in case.legs.items():
        rows = [case.session[name] for leg in legs for name in leg.session.split()]
        afternoon = {row.leave >= case.bells(row.school).afternoon for row in rows}
        if len(afternoon) > 1:
            yield duty, "works in the morning and in the afternoon"
