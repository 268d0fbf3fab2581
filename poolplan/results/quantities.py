"""What lies behind each line of a ledger: prices by their path in the scenario, times quantities of the plan."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.network.buses import billed_day, bus_days
from poolplan.network.demand import pupil_visits_per_year
from poolplan.network.measured import measured_for
from poolplan.network.options import Cohort, Network
from poolplan.results.plan import Plan
from poolplan.scenario.lessons import BUS_CLASSES

Key = tuple[int, str, str, str]
"""Year, item, payer and place of a ledger line."""
REPAIR, REBUILD, RETIREMENT = "costs.pool.repair", "costs.pool.rebuild", "costs.pool.retirement"
UPKEEP, FAILURE = "costs.pool.upkeep", "costs.pool.failure"


class Part(NamedTuple):
    """A term of a ledger line; a line is the sum of its parts."""

    rule: str
    """How it is worked out: units, entry_users, entry_city, upkeep, failure, grant, bond, city or bus."""
    block: str
    """Path of its price, or of the block its prices stand in."""
    amounts: tuple[float, ...]
    """Quantities of the plan, in the rule's order; the first is what people count."""
    left: tuple[float, int] | None = None
    """For value left at the end: the share that is left, and the year of the works; it is credited."""
    measured: tuple[int, int] | None = None
    """For buses that a timetable measured: yen found and yen estimated, by whose ratio the part is multiplied."""


def parts_of(plan: Plan) -> dict[Key, list[Part]]:
    """Return the parts of every ledger line that prices of the scenario bring about; quotes and fees have none."""
    found: dict[Key, list[Part]] = {}
    for source in (_lessons(plan), _left_out(plan), _pools(plan), _value_left(plan)):
        for key, part in source:
            found.setdefault(key, []).append(part)
    return found


def _lessons(plan: Plan) -> Iterator[tuple[Key, Part]]:
    network = plan.network
    columns = ["school", "grade", "year", "site", "mode", "travel_by", "sessions", "unmet"]
    for school, grade, year, site, mode, way, sessions, unmet in plan.assignments[columns].itertuples(
        index=False, name=None
    ):
        prices = f"modes.{mode}.prices"
        for name in ("hire", "utilities", "coaching"):
            yield (
                (year, f"lesson_{name}", "general_fund", school),
                Part("units", f"{prices}.{name}_yen", (sessions + unmet,)),
            )
        pupils = network.pupils(Cohort(school, grade), year)
        visits = pupil_visits_per_year(pupils, network.scenario.modes[mode])
        yield (year, "lesson_entry", "users", school), Part("entry_users", prices, (visits,))
        yield (year, "lesson_entry", "general_fund", school), Part("entry_city", prices, (visits,))
        if way == "bus":
            yield (year, "bus_hire", "general_fund", school), _bus(network, school, site, mode, pupils)


def _bus(network: Network, school: str, site: str, mode: str, pupils: tuple[int, ...]) -> Part:
    """Hours and kilometres billed for a bus-day, and days for each class: the cheapest class is hired."""
    bus, trip = network.scenario.costs.bus, network.travel[school, site, "bus"]
    classes, asked = (getattr(bus, name) for name in BUS_CLASSES), network.scenario.modes[mode]
    days = (bus_days(pupils, asked, kind.seats, bus.day) for kind in classes)
    found = measured_for(network.places.calibration, school, site, mode)
    ratio = (found.yen, found.estimated_yen) if found else None
    return Part("bus", "costs.bus", (*billed_day(trip.minutes, trip.metres, bus.day), *days), measured=ratio)


def _left_out(plan: Plan) -> Iterator[tuple[Key, Part]]:
    rows = plan.assignments[plan.assignments["unmet"] > 0]
    sums = rows.groupby(["year", "site"], as_index=False)["unmet"].sum()
    for year, site, unmet in sums[["year", "site", "unmet"]].itertuples(index=False, name=None):
        yield (
            (year, "unmet_sessions", "general_fund", site),
            Part("units", "programme.unmet_sessions.yen_per_session", (unmet,)),
        )


def _pools(plan: Plan) -> Iterator[tuple[Key, Part]]:
    """Upkeep and breakdowns by years of wear, works, and what follows a pool."""
    network, rules = plan.network, plan.network.scenario.costs.pool
    for pool in _histories(plan):
        for year, state, works in pool.years:
            if state not in ("retired", "closed"):
                wear = pool.wear(year, state, rules.repair.renews_wear_years)
                yield (year, "pool_upkeep", "general_fund", pool.site), Part("upkeep", UPKEEP, (wear,))
                if rules.failure:
                    yield (year, "pool_failure", "general_fund", pool.site), Part("failure", FAILURE, (wear,))
            if works in ("repair", "rebuild"):
                block = REPAIR if works == "repair" else REBUILD
                yield from _shared((year, f"pool_{works}", pool.site), Part("", block, (1,)))
            yield from _afterwards(network, pool.site, year, state, works)


def _afterwards(network: Network, site: str, year: int, state: str, works: str) -> Iterator[tuple[Key, Part]]:
    keeps = (
        network.scenario.costs.pool.retirement.fire_water == "keep_tank" and network.places.sites[site].is_fire_water
    )
    general = ("general_fund", site)
    if state == "retired" and keeps:
        yield (year, "idle_tank", *general), Part("units", f"{RETIREMENT}.idle_tank_yen", (1,))
    if works == "retire" and not keeps:
        yield from _shared((year, "demolition", site), Part("", RETIREMENT, (1,)))
        if network.places.sites[site].is_fire_water:
            yield (year, "fire_cistern", *general), Part("units", f"{RETIREMENT}.cistern_yen", (1,))
        yield (year, "freed_site", *general), Part("units", f"{RETIREMENT}.freed_site_yen", (-1,))


def _shared(line: tuple[int, str, str], part: Part) -> Iterator[tuple[Key, Part]]:
    """Give works to those who pay: the state its grant, bonds their share of the rest, the city what is left."""
    year, item, place = line
    payers = {"national_grant": "grant", "local_bond": "bond", "general_fund": "city"}
    for payer, rule in payers.items():
        yield (year, item, payer, place), part._replace(rule=rule)


class _History(NamedTuple):
    """What becomes of an own pool."""

    site: str
    built: int
    years: list[tuple[int, str, str]]
    """Year, state and works."""

    def year_of(self, works: str) -> int | None:
        """Year of works, None if there are none."""
        return next((year for year, _, done in self.years if done == works), None)

    def wear(self, year: int, state: str, renewed_years: int) -> int:
        """Years of wear in a year of use."""
        if state == "rebuilt":
            return year - (self.year_of("rebuild") or year)
        return max(0, year - self.built - (renewed_years if state == "repaired" else 0))


def _histories(plan: Plan) -> Iterator[_History]:
    spans = plan.network.life_spans
    for site, rows in plan.sites[plan.sites["site"].isin(list(spans))].groupby("site"):
        years = list(rows[["year", "state", "works"]].itertuples(index=False, name=None))
        yield _History(str(site), spans[str(site)].build_year, years)


def _value_left(plan: Plan) -> Iterator[tuple[Key, Part]]:
    """Works wear out evenly: a rebuilt pool over its life, a repair until the last year of use it allows."""
    scenario, last = plan.network.scenario, plan.network.scenario.years.last
    life = scenario.costs.pool.rebuild.life_years
    for pool in _histories(plan):
        rebuilt, repaired = pool.year_of("rebuild"), pool.year_of("repair")
        if rebuilt is not None:
            left = max(0, life - (last + 1 - rebuilt)) / life
            yield from _shared((last, "residual_value", pool.site), Part("", REBUILD, (1,), (left, rebuilt)))
        if repaired is not None and pool.years[-1][1] == "repaired":
            until = plan.network.life_spans[pool.site].repaired_until
            left = (until - last) / (until - repaired + 1)
            yield from _shared((last, "residual_value", pool.site), Part("", REPAIR, (1,), (left, repaired)))
