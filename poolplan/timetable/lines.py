"""Which units follow each other on the same buses at a site: fewest bus-days before any date is chosen."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from poolplan.timetable.case import Case
from poolplan.timetable.demand import Unit
from poolplan.timetable.fit import Window
from poolplan.timetable.solver import run
from poolplan.timetable.sums import total, weighted

VISIT, BUS_DAY, KIND = 10_000, 100, 1
"""A visit weighs more than the bus-days it takes, a bus-day more than any number of kinds of lines."""
MANY_RIDERS = 16
"""Where more units than this ride to a site, lines of three and more are of one school."""


class Line(NamedTuple):
    """Units on one day at a site: each rides on buses of the one before."""

    units: tuple[Unit, ...]
    starts: tuple[int, ...]
    """Starts of their slots, minutes since midnight."""


class _Start(NamedTuple):
    start: int
    window: Window
    days: int


def line_up(case: Case, units: Sequence[Unit], seconds: float) -> dict[Line, int]:
    """How often each line of units of a site swims in the year, for fewest bus-days; other visits stand alone."""
    starts = {unit: _starts(case, unit) for unit in units}
    found = list(dict.fromkeys(_lines(case, units, starts)))
    if not found:
        return {}
    model = cp_model.CpModel()
    lines = {line: model.new_int_var(0, min(unit.visits for unit in line.units), "") for line in found}
    days = {Line((unit,), (at.start,)): at.days for unit in units for at in starts[unit]}
    alone = {line: model.new_int_var(0, most, "") for line, most in days.items()}
    uses, taken = _by_unit_and_start(lines | alone)
    for unit, numbers in uses.items():
        model.add(total(numbers) <= unit.visits)
    _room(case, model, units, taken)
    rides = weighted((case.buses(unit), number) for unit in units for number in uses[unit])
    saved = weighted((_saved(case, line), number) for line, number in lines.items())
    short = sum(unit.visits for unit in units) - total(number for numbers in uses.values() for number in numbers)
    kinds = total(_at_least_once(model, number) for number in lines.values())
    model.minimize(VISIT * short + BUS_DAY * (rides - saved) + KIND * kinds)
    solver = run(case.patience, model, seconds, gap=BUS_DAY // 4)
    return {line: solver.value(number) for line, number in lines.items() if solver.value(number)} if solver else {}


def _by_unit_and_start(
    numbers: dict[Line, cp_model.IntVar],
) -> tuple[dict[Unit, list[cp_model.IntVar]], dict[int, list[cp_model.IntVar]]]:
    """How often lines swim, by unit and by start of the slot."""
    uses: dict[Unit, list[cp_model.IntVar]] = defaultdict(list)
    taken: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for line, number in numbers.items():
        for unit, start in zip(*line, strict=True):
            uses[unit].append(number)
            taken[start].append(number)
    return uses, taken


def _saved(case: Case, line: Line) -> int:
    """Bus-days that a line saves a day: all its units ride on the buses of the largest."""
    buses = [case.buses(unit) for unit in line.units]
    return sum(buses) - max(buses)


def _room(case: Case, model: cp_model.CpModel, units: Sequence[Unit], taken: dict[int, list[cp_model.IntVar]]) -> None:
    offer = case.offers[units[0].site]
    if offer.pattern.shared_by != "group":
        return
    days = Counter(slot.start for slot in offer.slots if not slot.reserve)
    for start, numbers in taken.items():
        model.add(total(numbers) <= days[start])
    model.add(total(n for numbers in taken.values() for n in numbers) <= offer.usable)


def _at_least_once(model: cp_model.CpModel, number: cp_model.IntVar) -> cp_model.IntVar:
    used = model.new_bool_var("")
    model.add(number == 0).only_enforce_if(~used)
    return used


def _starts(case: Case, unit: Unit) -> list[_Start]:
    found = Counter((slot.start, window) for slot, window in case.chances[unit])
    return [_Start(start, window, days) for (start, window), days in sorted(found.items())]


def _lines(case: Case, units: Sequence[Unit], starts: dict[Unit, list[_Start]]) -> Iterator[Line]:
    """Lines of two units and more; one order of units is enough where their slots are the same."""
    riders = [unit for unit in units if case.buses(unit) and len(unit.groups) == 1]
    known: set[tuple[frozenset[Unit], tuple[int, ...]]] = set()
    growing = [(Line((unit,), (at.start,)), at.window.earliest) for unit in riders for at in starts[unit]]
    choices = [(unit, at) for unit in riders for at in starts[unit]]
    while growing:
        line, arrives = growing.pop()
        for unit, at in choices:
            if _follows(case, line, unit, at, few=len(riders) <= MANY_RIDERS):
                longer = Line((*line.units, unit), (*line.starts, at.start))
                then = max(at.window.earliest, arrives + case.clock.gap(line.units[-1].groups[0], unit.groups[0]))
                key = (frozenset(longer.units), longer.starts)
                if then <= at.window.latest and key not in known:
                    known.add(key)
                    growing.append((longer, then))
                    yield longer


def _follows(case: Case, line: Line, unit: Unit, at: _Start, *, few: bool) -> bool:
    """Whether a unit may come next: a later slot, and no more of its school in a day than the school wants."""
    if at.start <= line.starts[-1] or unit in line.units:
        return False
    school, last = unit.groups[0].school, line.units[-1]
    schools = [other.groups[0].school for other in line.units]
    if len(line.units) > 1 and not few and set(schools) != {school}:
        return False
    slot_min = case.offers[unit.site].pattern.slot_min
    early = case.clock.window(last, line.starts[-1], line.starts[-1] + slot_min)
    chained = early is not None and case.clock.chains((last.groups[0], early), (unit.groups[0], at.window))
    return chained and schools.count(school) < case.rules.limits.sessions_per_day
