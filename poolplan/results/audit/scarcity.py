"""What is scarce besides water, as promised: money for works, drivers, clubs that could stand in for one another."""

from collections.abc import Iterator
from fractions import Fraction

from poolplan.results.audit.facts import Case, Lesson
from poolplan.results.audit.measured import days_of
from poolplan.results.audit.registry import Complaint, audited
from poolplan.results.audit.tariff import bus_days

WORKS = frozenset({"pool_repair", "pool_rebuild", "demolition", "fire_cistern"})
YEN_TOLERANCE = 1_000
"""Yen a year: each of the works is rounded once, and the solver keeps its rows to a ten-millionth."""


@audited
def works_keep_within_the_budget(case: Case) -> Iterator[Complaint]:
    """The works of each year cost no more than the budget for works, that of the year before that of every year."""
    budget = case.scenario.costs.budget
    if budget is None:
        return
    for year, spent in _works_yen(case).items():
        ceiling = budget.works_yen_by_year.get(str(year), budget.works_yen_per_year)
        if ceiling is not None and spent > ceiling + YEN_TOLERANCE:
            yield f"{year}", f"works of {spent:,} yen; the budget is {ceiling:,}"


@audited
def works_are_level(case: Case) -> Iterator[Complaint]:
    """The works of any so many successive years, as stated, cost no more than their ceiling."""
    level = case.scenario.costs.budget.works_over_years if case.scenario.costs.budget else None
    spent = _works_yen(case)
    for year in case.years if level is not None else ():
        yen = sum(spent.get(later, 0) for later in range(year, year + level.years)) if level else 0
        if level and yen > level.yen + YEN_TOLERANCE:
            yield f"{year}", f"works of {yen:,} yen in {level.years} years; they may cost {level.yen:,}"


def _works_yen(case: Case) -> dict[int, int]:
    """What the ledger spends on works in each planned year, none too."""
    return {year: sum(li.yen for li in case.ledger if li.year == year and li.item in WORKS) for year in case.years}


@audited
def contracts_are_few(case: Case) -> Iterator[Complaint]:
    """Schools swim at no more clubs and public pools in a year than the programme allows."""
    most = case.scenario.programme.outside_sites_at_most
    for year in case.years if most is not None else ():
        used = {lesson.site for lesson in case.lessons.values() if lesson.year == year}
        outside = sorted(site for site in used if case.places.sites[site].school is None)
        if most is not None and len(outside) > most:
            yield f"{year}", f"{len(outside)} clubs and public pools ({', '.join(outside)}); at most {most}"


@audited
def buses_have_drivers(case: Case) -> Iterator[Complaint]:
    """The bus-days of each year are no more than there are drivers for."""
    bus = case.scenario.costs.bus
    for year in case.years if bus.drivers else ():
        hired = sum(_bus_days(case, lesson) for lesson in case.lessons.values() if lesson.year == year)
        if bus.drivers and hired > bus.drivers.bus_days_per_year:
            yield f"{year}", f"{float(hired):g} bus-days; there are drivers for {bus.drivers.bus_days_per_year}"


def _bus_days(case: Case, lesson: Lesson) -> Fraction:
    trip = case.trip(lesson.school, lesson.site, lesson.travel_by)
    if lesson.travel_by != "bus" or trip is None:
        return Fraction(0)
    mode, bus = case.scenario.modes[lesson.mode], case.scenario.costs.bus
    pupils = case.pupils(lesson.school, lesson.year, lesson.grade)
    return days_of(case, lesson, bus_days(pupils, mode, trip.minutes, trip.metres, bus))


@audited
def clubs_cover_each_other(case: Case) -> Iterator[Complaint]:
    """Where the scenario asks for it, the lessons of any one club fit in what the other outside sites have left."""
    outside = [site for site in case.places.sites.values() if site.school is None]
    for year in case.years if case.scenario.programme.clubs_cover_each_other else ():
        free = {site.id: site.capacity_slots - case.sessions_held.get((site.id, year), 0) for site in outside}
        for club in outside:
            held = case.sessions_held.get((club.id, year), 0)
            rest = sum(free.values()) - free[club.id]
            if club.kind == "club" and held > rest:
                yield f"{club.id}, {year}", f"{held} sessions; the other clubs and public pools have {rest} left"
