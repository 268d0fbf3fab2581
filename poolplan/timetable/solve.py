"""A year's timetable: sites one after another, then the buses of each day, with proof of what cannot be better."""

from collections.abc import Callable, Sequence
from datetime import date
from time import perf_counter
from typing import NamedTuple

from poolplan.results.plan import Plan
from poolplan.timetable.bound import least_bus_days
from poolplan.timetable.case import Case, Placing, case_of, of_sites
from poolplan.timetable.chains import Day, chain
from poolplan.timetable.demand import Unit
from poolplan.timetable.first import first_placing
from poolplan.timetable.fleet import hires_of
from poolplan.timetable.lines import line_up
from poolplan.timetable.make import lessons_of, timetable_of
from poolplan.timetable.search import Item, YearModel, alone
from poolplan.timetable.solver import NAME, Answer, ask
from poolplan.timetable.sums import Term, total, weighted
from poolplan.timetable.tables import Timetable, TimetableProof
from poolplan.timetable.unplaced import check_days

Say = Callable[[str], None]
SHORT = 1000
"""A session that is not placed weighs more than the bus-days or odd hours it could save."""
SECONDS_PER_CHANCE = 1 / 500
"""A site may be searched for so long at first, for each slot that one of its units may take."""
REGULAR_SHARE = 0.2
"""Of these seconds, so much is spent on making the result regular."""
DAY_SECONDS = 10.0
WHOLE_AT_MOST = 20_000
"""Slots that units may take, up to which the whole year is searched at once where a gap is left."""


class Placed(NamedTuple):
    """Units in their slots."""

    placing: Placing
    short: int
    """Sessions not placed."""
    short_bound: int
    """No timetable leaves out fewer."""


def make_timetable(plan: Plan, year: int, say: Say = lambda _: None) -> Timetable:
    """Make the timetable of one school year of a plan.

    Every session that can be is placed; then as few chartered bus-days are used as can be found in the scenario's
    time; then groups keep their weekday and hour. `proof` says how much better any timetable could be.

    Args:
        plan: where each school swims in each year.
        year: fiscal year, one of the plan's.
        say: told what is being done.

    Raises:
        ScenarioError: no school day is given, or it leaves a site no day or too few.
    """
    started = perf_counter()
    case = case_of(plan, year)
    check_days(case)
    placed = _within_fleet(case, _place_all(case, say))
    days = buses_of_days(case, placed.placing)
    short = case.demanded - _sessions(case, placed.placing)
    bound = least_bus_days(case, placed.short, case.rules.time_limit_s)
    if bound < _chartered(case, days) and sum(map(len, case.chances.values())) <= WHOLE_AT_MOST:
        say("all sites at once")
        placed, days, bound = _whole(case, placed, days, bound)
        short = case.demanded - _sessions(case, placed.placing)
    chartered = _chartered(case, days)
    proven = bound == chartered and placed.short == placed.short_bound
    proof = TimetableProof(
        demanded=case.demanded,
        placed=case.demanded - short,
        placed_bound=case.demanded - placed.short_bound,
        bus_days=chartered,
        bus_days_bound=bound,
        status="proven" if proven else "gap",
        seconds=round(perf_counter() - started, 2),
        solver=NAME,
    )
    return timetable_of(case, placed.placing, days, proof)


def _place_all(case: Case, say: Say) -> Placed:
    """Place the units of one site after another; schools that swim at several sites keep their limits."""
    placing: Placing = {}
    short = bound = 0
    for site in sorted(case.offers, key=lambda site: (-_tightness(case, site), site)):
        say(site)
        found = place_site(case, of_sites(case.units, [site]), placing)
        placing |= found.placing
        short, bound = short + found.short, bound + found.short_bound
    return Placed({unit: placing[unit] for unit in case.units}, short, bound)


def _tightness(case: Case, site: str) -> float:
    wanted = sum(unit.visits for unit in of_sites(case.units, [site]))
    return wanted / max(1, case.offers[site].usable)


def place_site(case: Case, units: Sequence[Unit], others: Placing) -> Placed:
    """Place the units of one site: in pairs that share their buses, or one by one where pairs find no dates."""
    seconds = max(1.0, SECONDS_PER_CHANCE * sum(len(case.chances[unit]) for unit in units))
    items, left = [], {unit: unit.visits for unit in units}
    for line, times in line_up(case, units, seconds).items():
        items.append(Item(line.units, line.starts, times))
        for unit in line.units:
            left[unit] -= times
    items += [Item((unit,), (), times) for unit, times in left.items() if times]
    placing, short = first_placing(case, items, others)
    best = Placed(placing, short, 0)
    if short:
        best = _dated(case, items, others, seconds, best)
    return _one_by_one(case, units, others, 4 * seconds, best) if best.short else best


def _dated(case: Case, items: Sequence[Item], others: Placing, seconds: float, best: Placed) -> Placed:
    """Find dates for lines and single units, then make them as regular as can be."""
    year = YearModel(case, items, others)
    short = weighted((len(item.units), missing) for item, missing in year.short.items())
    answer = ask(year, short, seconds, best.placing)
    if answer is None or answer.value >= best.short:
        return best
    return Placed(_regular(year, short, answer, seconds), answer.value, 0)


def _regular(year: YearModel, aim: Term, found: Answer, seconds: float) -> Placing:
    """Make a placing more regular without losing what an aim has reached."""
    year.model.add(aim <= found.value)
    regular = ask(year, year.irregular(), seconds * REGULAR_SHARE, found.placing)
    return regular.placing if regular else found.placing


def _one_by_one(case: Case, units: Sequence[Unit], others: Placing, seconds: float, best: Placed) -> Placed:
    """Place each unit freely: as many sessions as can be, then fewest bus-days, then as regular as can be."""
    year = YearModel(case, alone(units), others)
    short, buses = total(year.short.values()), total(year.buses().values())
    placed = ask(year, short, seconds, best.placing)
    if placed is None:
        return best
    if best.short <= placed.value:
        return best._replace(short_bound=placed.bound)
    year.model.add(short <= placed.value)
    fewest = ask(year, buses, seconds, placed.placing)
    placing = _regular(year, buses, fewest, seconds) if fewest else placed.placing
    return Placed(placing, placed.value, placed.bound)


def _whole(case: Case, placed: Placed, days: dict[date, Day], bound: int) -> tuple[Placed, dict[date, Day], int]:
    """Search all sites at once; keep what is better."""
    year = YearModel(case, alone(case.units), {})
    short, buses = total(year.short.values()), total(year.buses().values())
    answer = ask(year, SHORT * short + buses, case.rules.time_limit_s, placed.placing)
    if answer is None:
        return placed, days, bound
    least_short, least = divmod(answer.bound, SHORT)
    found = Placed(answer.placing, answer.value // SHORT, max(placed.short_bound, least_short))
    found = _within_fleet(case, found)
    buses_now = buses_of_days(case, found.placing)
    if least_short == found.short and not case.rules.fleet.own:
        bound = max(bound, least)
    worse = (found.short, _chartered(case, buses_now)) >= (placed.short, _chartered(case, days))
    if worse:
        return placed._replace(short_bound=found.short_bound), days, bound
    return found, buses_now, bound


def _within_fleet(case: Case, placed: Placed) -> Placed:
    """Leave out the last sessions of days that need more buses than there are after all."""
    most, placing, lost = case.buses_a_day, dict(placed.placing), 0
    if most is None:
        return placed
    for lessons in lessons_of(case, placing).values():
        while len(chain(case, lessons, DAY_SECONDS).buses) > most:
            last = max((one for one in lessons if case.buses(one.unit)), key=lambda one: one.slot.start)
            lessons.remove(last)
            placing[last.unit] = tuple(slot for slot in placing[last.unit] if slot != last.slot)
            lost += 1
    return placed._replace(placing=placing, short=placed.short + lost)


def buses_of_days(case: Case, placing: Placing) -> dict[date, Day]:
    """The buses of every day on which somebody swims."""
    return {day: chain(case, lessons, DAY_SECONDS) for day, lessons in lessons_of(case, placing).items()}


def _chartered(case: Case, days: dict[date, Day]) -> int:
    if not case.rules.fleet.own:
        return sum(len(day.buses) for day in days.values())
    return sum(hire.owner == "charter" for day in days.values() for hire in hires_of(case, day))


def _sessions(case: Case, placing: Placing) -> int:
    """Sessions of groups that have a slot."""
    return sum(min(group.visits, len(placing[unit])) for unit in case.units for group in unit.groups)
