"""The ledger, every line derived a second time in exact numbers."""

from collections.abc import Iterator
from fractions import Fraction

from poolplan.network.places import Site
from poolplan.results.audit.facts import Case, Lesson, Line, built_in
from poolplan.results.audit.measured import yen_of
from poolplan.results.audit.pools import repaired_until, steps
from poolplan.results.audit.registry import Complaint, audited
from poolplan.results.audit.tariff import bus_yen, share

YEN_TOLERANCE = 1
"""Yen per line: the derivation is exact, the ledger is rounded once."""
CITY, STATE, BOND, USERS = "general_fund", "national_grant", "local_bond", "users"

Key = tuple[int, str, str, str]
"""Year, item, payer, place."""
Charge = tuple[Key, Fraction]


def due(case: Case) -> dict[Key, Fraction]:
    """Every line that the assignments and sites of a plan bring about, yen, exact; lines of nothing left out."""
    lines: dict[Key, Fraction] = {}
    sources = (
        _upkeep(case),
        _works(case),
        _afterwards(case),
        _value_left(case),
        _lessons(case),
        _buses(case),
        _agreed(case),
        _left_out(case),
    )
    for source in sources:
        for key, yen in source:
            lines[key] = lines.get(key, Fraction(0)) + yen * price_level(case, key[1], key[0])
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
    """Upkeep and expected breakdowns of each pool in use, by its wear since building, less what a repair renews."""
    rules = case.scenario.costs.pool
    rebuilt_in: dict[str, int] = {}
    for step in steps(case):
        if step.now in ("retired", "closed"):
            continue
        if step.now == "rebuilt":
            rebuilt_in.setdefault(step.pool.id, step.year)
        age = step.year - rebuilt_in.get(step.pool.id, built_in(step.pool))
        wear = max(0, age - (rules.repair.renews_wear_years if step.now == "repaired" else 0))
        kept = 1 + share(rules.upkeep.growth_share) * max(0, wear - rules.upkeep.from_age)
        yield (step.year, "pool_upkeep", CITY, step.pool.id), rules.upkeep.base_yen * kept
        if rules.failure is not None:
            more = share(rules.failure.growth_share) * max(0, wear - rules.failure.from_age)
            chance = min(Fraction(1), share(rules.failure.chance_share) + more)
            yield (step.year, "pool_failure", CITY, step.pool.id), rules.failure.cost_yen * chance


def _works(case: Case) -> Iterator[Charge]:
    """Repairs and rebuilding, shared between those who pay, in the year of the works."""
    for step in steps(case):
        for state, item in (("repaired", "pool_repair"), ("rebuilt", "pool_rebuild")):
            if step.starts(state):
                for payer, yen in works_parts(case, item):
                    yield (step.year, item, payer, step.pool.id), yen


def works_parts(case: Case, item: str) -> list[tuple[str, Fraction]]:
    """What each payer gives for works: the state its grant, bonds their share of the rest, the city what is left."""
    pool = case.scenario.costs.pool
    if item == "pool_rebuild":
        return _parts(pool.rebuild.cost_yen, share(pool.rebuild.grant_share), share(pool.rebuild.bond_share))
    if item == "pool_repair":
        return _parts(pool.repair.cost_yen, Fraction(0), share(pool.repair.bond_share))
    return _parts(pool.retirement.demolition_yen, Fraction(0), share(pool.retirement.bond_share))


def _parts(yen: int, grant_share: Fraction, bond_share: Fraction) -> list[tuple[str, Fraction]]:
    grant = round(yen * grant_share)
    bond = round((yen - grant) * bond_share)
    return [(STATE, Fraction(grant)), (BOND, Fraction(bond)), (CITY, Fraction(yen - grant - bond))]


def _afterwards(case: Case) -> Iterator[Charge]:
    """What follows a pool: demolition, a cistern for a fire-water source and the site freed, or the tank kept idle."""
    rules = case.scenario.costs.pool.retirement
    for step in steps(case):
        is_kept = step.pool.is_fire_water and rules.fire_water == "keep_tank"
        if step.now == "retired" and is_kept and step.pool.school in case.homes:
            yield (step.year, "idle_tank", CITY, step.pool.id), Fraction(rules.idle_tank_yen)
        if step.starts("retired") and not is_kept:
            for payer, yen in works_parts(case, "demolition"):
                yield (step.year, "demolition", payer, step.pool.id), yen
            cistern = rules.cistern_yen if step.pool.is_fire_water else 0
            yield (step.year, "fire_cistern", CITY, step.pool.id), Fraction(cistern)
            yield (step.year, "freed_site", CITY, step.pool.id), Fraction(-rules.freed_site_yen)


def _value_left(case: Case) -> Iterator[Charge]:
    """Value that works of the plan still have after the last year, credited to whoever paid, at the price paid."""
    rules, last = case.scenario.costs.pool, case.scenario.years.last
    repaired_in: dict[str, int] = {}
    for step in steps(case):
        if step.starts("repaired"):
            repaired_in[step.pool.id] = step.year
        if step.starts("rebuilt"):
            used = last + 1 - step.year
            left = Fraction(max(0, rules.rebuild.life_years - used), rules.rebuild.life_years)
            yield from _credited(case, "pool_rebuild", step.year, step.pool, left)
        if step.year == last and step.now == "repaired":
            serves_until, since = repaired_until(case, step.pool), repaired_in[step.pool.id]
            left = Fraction(max(0, serves_until - last), serves_until - since + 1)
            yield from _credited(case, "pool_repair", since, step.pool, left)


def _credited(case: Case, item: str, year: int, pool: Site, left: Fraction) -> Iterator[Charge]:
    for payer, yen in works_parts(case, item):
        yield (case.scenario.years.last, "residual_value", payer, pool.id), -yen * left * price_level(case, item, year)


def price_level(case: Case, item: str, year: int) -> Fraction:
    """Price of an item in a year as a multiple of the base year's, exact."""
    rises = case.price_rises.get(item)
    return Fraction(1) if rises is None else (1 + rises) ** (year - case.scenario.costs.base_year)


def _lessons(case: Case) -> Iterator[Charge]:
    """Hire, utilities and coaching per session; entry per pupil and visit, of which the families pay their share."""
    for lesson in case.lessons.values():
        mode = case.scenario.modes[lesson.mode]
        sessions = case.needed_sessions(lesson.school, lesson.mode, lesson.year, lesson.grade)
        visits = sum(_pupils(case, lesson)) * mode.sessions_per_group
        entry = visits * mode.prices.entry_yen
        by_users = round(entry * share(mode.prices.entry_users_share))
        for item, payer, yen in (
            ("lesson_hire", CITY, sessions * mode.prices.hire_yen),
            ("lesson_utilities", CITY, sessions * mode.prices.utilities_yen),
            ("lesson_coaching", CITY, sessions * mode.prices.coaching_yen),
            ("lesson_entry", CITY, entry - by_users),
            ("lesson_entry", USERS, by_users),
        ):
            yield (lesson.year, item, payer, lesson.school), Fraction(yen)


def _agreed(case: Case) -> Iterator[Charge]:
    """What sites quote for a school and a year, and the basic fee of every club and public pool in use."""
    for lesson in case.lessons.values():
        quote = case.places.quotes.get((lesson.school, lesson.site, lesson.mode), 0)
        yield (lesson.year, "lesson_quote", CITY, lesson.school), Fraction(quote)
    for site, year in {(lesson.site, lesson.year) for lesson in case.lessons.values()}:
        if case.places.sites[site].school is None:
            yield (year, "site_contract", CITY, site), Fraction(case.places.sites[site].fee_yen)


def _buses(case: Case) -> Iterator[Charge]:
    """Chartered buses of the schools that ride, put right by what timetables found."""
    for lesson in case.lessons.values():
        trip = case.trip(lesson.school, lesson.site, lesson.travel_by)
        if lesson.travel_by == "bus" and trip is not None:
            mode, bus = case.scenario.modes[lesson.mode], case.scenario.costs.bus
            yen = bus_yen(_pupils(case, lesson), mode, trip.minutes, trip.metres, bus)
            yield (lesson.year, "bus_hire", CITY, lesson.school), yen_of(case, lesson, yen)


def _pupils(case: Case, lesson: Lesson) -> tuple[int, ...]:
    return case.pupils(lesson.school, lesson.year, lesson.grade)


def _left_out(case: Case) -> Iterator[Charge]:
    """The price of every session left out, at the site where it would have been held."""
    unmet = case.scenario.programme.unmet_sessions
    for lesson in case.lessons.values() if unmet else ():
        yen = unmet.yen_per_session * lesson.unmet if unmet else 0
        yield (lesson.year, "unmet_sessions", CITY, lesson.site), Fraction(yen)
