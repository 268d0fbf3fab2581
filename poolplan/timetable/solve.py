"""A year's timetable: sites one after another, then the buses of each day, with proof of what cannot be better."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

from poolplan.results.plan import Plan
from poolplan.timetable.bound import least_bus_days, least_short
from poolplan.timetable.case import Case, Placing, case_of, of_sites
from poolplan.timetable.demand import Unit
from poolplan.timetable.fair import share_burdens
from poolplan.timetable.first import first_placing
from poolplan.timetable.lines import line_up
from poolplan.timetable.make import timetable_of
from poolplan.timetable.search import Item, YearModel, alone
from poolplan.timetable.settle import Settled, chartered, settle
from poolplan.timetable.solver import NAME, Answer, ask
from poolplan.timetable.sums import Term, total
from poolplan.timetable.tables import ProofStatus, Timetable, TimetableProof
from poolplan.timetable.unplaced import check_days

Say = Callable[[str], None]
SECONDS_PER_CHANCE = 1 / 500
"""A site may be searched for so long at first, for each slot that one of its units may take."""
REGULAR_SHARE = 0.2
"""Of these seconds, so much is spent on making the result regular."""
WHOLE_SHARE = 0.2
"""Of the scenario's time, so many of the solver's seconds are spent on all sites at once: the clock must not end it."""
WHOLE_AT_MOST = 20_000
"""Slots that units may take, up to which the whole year is searched at once where a gap is left."""


class Placed(NamedTuple):
    """Units in their slots."""

    placing: Placing
    short: int
    """Sessions not placed."""
    short_bound: int
    """No timetable leaves out fewer."""


class Year(NamedTuple):
    """A timetable and what is known of any other."""

    settled: Settled
    short: int
    """Sessions left out, at least."""
    short_bound: int
    """No timetable leaves out fewer."""
    bound: int
    """No timetable that leaves out so few sessions needs fewer chartered bus-days."""


def make_timetable(plan: Plan, year: int, say: Say = lambda _: None) -> Timetable:
    """Make the timetable of one school year of a plan.

    Every session that can be is placed; then as few chartered bus-days are used as can be found; then groups keep
    their weekday and hour; then what schools do not welcome is shared (`fair`). `proof` says how much better any
    timetable could be. The same on every run, unless the scenario's `timetable.time_limit_s` or Ctrl-C ends the
    search: then the best so far counts.

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
    with case.patience.listening():
        placed = _place_all(case, say)
        found = _settled(case, placed)
        if found.bound < _chartered(case, found) or found.short_bound < found.short:
            found = _whole(case, found, say)
        say("fair shares")
        found = found._replace(settled=share_burdens(case, found.settled))
    return timetable_of(case, found.settled, _proof(case, found, perf_counter() - started))


def _settled(case: Case, placed: Placed) -> Year:
    """Give every day its buses; say what no timetable can do without."""
    settled = settle(case, placed.placing)
    short, short_bound = placed.short + settled.lost, placed.short_bound
    if case.drivers is not None and short:
        short_bound = max(short_bound, least_short(case, case.drivers))
    return Year(settled, short, short_bound, least_bus_days(case, short))


def _proof(case: Case, found: Year, seconds: float) -> TimetableProof:
    placed, placed_bound = _sessions(case, found.settled.placing), case.demanded - found.short_bound
    bus_days = _chartered(case, found)
    proven = (placed, bus_days) == (placed_bound, found.bound)
    ended: ProofStatus = "time_limited" if case.patience.is_over else "gap"
    ended = "stopped" if case.patience.is_stopped else ended
    return TimetableProof(
        demanded=case.demanded,
        placed=placed,
        placed_bound=placed_bound,
        bus_days=bus_days,
        bus_days_bound=found.bound,
        status="proven" if proven else ended,
        seconds=round(seconds, 2),
        solver=NAME,
    )


def _chartered(case: Case, found: Year) -> int:
    return chartered(case, found.settled.days.values())


def _place_all(case: Case, say: Say) -> Placed:
    """Place the units of one site after another; schools that swim at several sites keep their limits."""
    placing: Placing = {}
    short = bound = 0
    for site in sorted(case.offers, key=lambda site: (-_tightness(case, site), site)):
        say(site)
        found = place_site(case, of_sites(case.units, [site]), placing)
        placing |= found.placing
        short += found.short
        bound += found.short_bound if _stands_alone(case, site) else 0
    return Placed({unit: placing[unit] for unit in case.units}, short, bound)


def _stands_alone(case: Case, site: str) -> bool:
    """Whether nobody who swims elsewhere has a say in how many can swim at a site."""
    here, there = (
        {group.school for unit in case.units if (unit.site == site) == is_here for group in unit.groups}
        for is_here in (True, False)
    )
    return case.buses_a_day is None and here.isdisjoint(there)


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
    short = year.sessions_short
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
    short, buses = year.sessions_short, total(year.buses.values())
    placed = ask(year, short, seconds, best.placing)
    if placed is None:
        return best
    if best.short <= placed.value:
        return best._replace(short_bound=placed.bound)
    year.model.add(short <= placed.value)
    fewest = ask(year, buses, seconds, placed.placing)
    placing = _regular(year, buses, fewest, seconds) if fewest else placed.placing
    return Placed(placing, placed.value, placed.bound)


def _whole(case: Case, found: Year, say: Say) -> Year:
    """Search all sites at once, where the year is small enough; keep what is better."""
    if sum(map(len, case.chances.values())) > WHOLE_AT_MOST:
        return found
    say("all sites at once")
    year = YearModel(case, alone(case.units), {}, is_whole=True)
    short, buses = year.sessions_short, total(year.buses.values())
    weight = 1 + sum(case.buses(unit) * unit.visits for unit in case.units)
    own = sum(bus.vehicles for bus in case.rules.fleet.own)
    if case.drivers is not None:
        year.model.add(buses <= case.drivers + own * len(case.open_days))
    answer = ask(year, weight * short + buses, case.rules.time_limit_s * WHOLE_SHARE, found.settled.placing)
    if answer is None:
        return found
    least_short, least = divmod(answer.bound, weight)
    other = _settled(case, Placed(answer.placing, answer.value // weight, max(found.short_bound, least_short)))
    better = min(found, other, key=lambda one: (one.short, _chartered(case, one)))
    bound = max(one.bound for one in (found, other) if one.short >= better.short)
    if least_short == better.short and not own:
        bound = max(bound, least)
    drivers = max(found.settled.drivers_short, other.settled.drivers_short)
    settled = better.settled._replace(drivers_short=drivers)
    return Year(settled, better.short, max(found.short_bound, other.short_bound), bound)


def _sessions(case: Case, placing: Placing) -> int:
    """Sessions of groups that have a slot."""
    return sum(min(group.visits, len(placing[unit])) for unit in case.units for group in unit.groups)
