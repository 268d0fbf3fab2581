"""The ledger, every line derived a second time in exact numbers."""

from collections.abc import Iterator
from fractions import Fraction

from poolplan.network.places import Site
from poolplan.results.audit.facts import Case, Lesson, Line, built_in
from poolplan.results.audit.pools import repaired_until, steps
from poolplan.results.audit.registry import Complaint, audited
from poolplan.results.audit.tariff import bus_yen, share

YEN_TOLERANCE = 1
"""Yen per line: the derivation is exact, the ledger is rounded once."""
CITY, STATE = "general_fund", "national_grant"

Key = tuple[int, str, str, str]
"""Year, item, payer, place."""
Charge = tuple[Key, Fraction]


def due(case: Case) -> dict[Key, Fraction]:
    """Every line that the assignments and sites of a plan bring about, yen, exact; lines of nothing left out."""
    lines: dict[Key, Fraction] = {}
    for source in (_upkeep(case), _works(case), _value_left(case), _lessons(case), _buses(case)):
        for key, yen in source:
            lines[key] = lines.get(key, Fraction(0)) + yen
    return {key: yen for key, yen in lines.items() if yen}


def _key(line: Line) -> Key:
    return line[:4]


def _shown(key: Key) -> str:
    return " ".join(map(str, key))


@audited
def ledger_lines_are_right(case: Case) -> Iterator[Complaint]:
    """Every line of the ledger has the amount that follows from the plan and the prices."""
    expected = due(case)
    for line in case.ledger:
        yen = expected.get(_key(line))
        if yen is not None and abs(line.yen - yen) > YEN_TOLERANCE:
            yield _shown(_key(line)), f"{line.yen:,} yen; must be {round(yen):,}"


@audited
def no_ledger_line_is_missing(case: Case) -> Iterator[Complaint]:
    """Every cost that the plan brings about is in the ledger."""
    found = {_key(line) for line in case.ledger}
    for key, yen in due(case).items():
        if key not in found and abs(yen) > YEN_TOLERANCE:
            yield _shown(key), f"missing; must be {round(yen):,} yen"


@audited
def no_ledger_line_is_invented(case: Case) -> Iterator[Complaint]:
    """Nothing is in the ledger that the plan does not bring about."""
    expected = due(case)
    for line in case.ledger:
        if _key(line) not in expected:
            yield _shown(_key(line)), f"{line.yen:,} yen that nothing in the plan brings about"


def _upkeep(case: Case) -> Iterator[Charge]:
    """Upkeep of each pool in use; it grows with wear since building or rebuilding, less what a repair renews."""
    rules = case.scenario.costs.pool
    growth = share(rules.upkeep.growth_share)
    rebuilt_in: dict[str, int] = {}
    for step in steps(case):
        if step.now == "retired":
            continue
        if step.now == "rebuilt":
            rebuilt_in.setdefault(step.pool.id, step.year)
        age = step.year - rebuilt_in.get(step.pool.id, built_in(step.pool))
        renewed = rules.repair.renews_wear_years if step.now == "repaired" else 0
        grown = max(0, max(0, age - renewed) - rules.upkeep.from_age)
        yield (step.year, "pool_upkeep", CITY, step.pool.id), rules.upkeep.base_yen * (1 + growth * grown)


def _works(case: Case) -> Iterator[Charge]:
    """Repairs, rebuilding shared with the state, and demolition, in the year of the works."""
    rules = case.scenario.costs.pool
    for step in steps(case):
        if step.starts("repaired"):
            yield (step.year, "pool_repair", CITY, step.pool.id), Fraction(rules.repair.cost_yen)
        if step.starts("rebuilt"):
            for payer, yen in _rebuild_parts(case):
                yield (step.year, "pool_rebuild", payer, step.pool.id), yen
        if step.starts("retired"):
            yield (step.year, "demolition", CITY, step.pool.id), Fraction(rules.retirement.demolition_yen)


def _rebuild_parts(case: Case) -> list[tuple[str, Fraction]]:
    rules = case.scenario.costs.pool.rebuild
    grant = Fraction(round(rules.cost_yen * share(rules.grant_share)))
    return [(STATE, grant), (CITY, rules.cost_yen - grant)]


def _value_left(case: Case) -> Iterator[Charge]:
    """Value that works of the plan still have after the last year, credited in it to whoever paid."""
    rules, last = case.scenario.costs.pool, case.scenario.years.last
    repaired_in: dict[str, int] = {}
    for step in steps(case):
        if step.starts("repaired"):
            repaired_in[step.pool.id] = step.year
        if step.starts("rebuilt"):
            used = last + 1 - step.year
            left = Fraction(max(0, rules.rebuild.life_years - used), rules.rebuild.life_years)
            for payer, yen in _rebuild_parts(case):
                yield (last, "residual_value", payer, step.pool.id), -yen * left
        if step.year == last and step.now == "repaired":
            yield (
                (last, "residual_value", CITY, step.pool.id),
                -_repair_left(case, step.pool, repaired_in[step.pool.id]),
            )


def _repair_left(case: Case, pool: Site, repaired_in: int) -> Fraction:
    """Yen of a major repair not used up by the end of the last year; it wears out evenly, from its year on."""
    serves_until, last = repaired_until(case, pool), case.scenario.years.last
    return case.scenario.costs.pool.repair.cost_yen * Fraction(
        max(0, serves_until - last), serves_until - repaired_in + 1
    )


def _lessons(case: Case) -> Iterator[Charge]:
    """Hire, utilities and coaching per session, entry per pupil and visit."""
    for lesson in case.lessons.values():
        mode = case.scenario.modes[lesson.mode]
        sessions = case.needed_sessions(lesson.school, lesson.mode, lesson.year)
        visits = sum(_pupils(case, lesson)) * mode.sessions_per_group
        for item, number, price_yen in (
            ("lesson_hire", sessions, mode.prices.hire_yen),
            ("lesson_utilities", sessions, mode.prices.utilities_yen),
            ("lesson_coaching", sessions, mode.prices.coaching_yen),
            ("lesson_entry", visits, mode.prices.entry_yen),
        ):
            yield (lesson.year, item, CITY, lesson.school), Fraction(number * price_yen)


def _buses(case: Case) -> Iterator[Charge]:
    """Chartered buses of the schools that ride."""
    for lesson in case.lessons.values():
        trip = case.trip(lesson.school, lesson.site, lesson.travel_by)
        if lesson.travel_by == "bus" and trip is not None:
            mode, bus = case.scenario.modes[lesson.mode], case.scenario.costs.bus
            yen = bus_yen(_pupils(case, lesson), mode, trip.minutes, trip.metres, bus)
            yield (lesson.year, "bus_hire", CITY, lesson.school), yen


def _pupils(case: Case, lesson: Lesson) -> tuple[int, ...]:
    return case.places.pupils[lesson.school, lesson.year]
