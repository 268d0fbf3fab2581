"""Tiny random worlds, for brute force against the solver."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any, Literal

from poolplan.errors import DataError
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import School, Site
from poolplan.network.travel import TravelTimes, Trip
from poolplan.scenario.blocks import Condition, Level
from poolplan.scenario.schema import Scenario, Stage
from tests.world_parts import SOURCE, outside_site, own_pool, places_of, school_of, tiny_scenario

MOST_RICH_SCHOOLS = 3
MOST_FREE_STEPS = 10
"""Cohorts times years of a free world, at most: every plan of it is tried."""
RARE = 0.4
"""Chance of each rarer rule in a rich world."""


def random_world(seed: int) -> Network:
    """Return a tiny random world, the same for the same seed: small enough to try every plan, not sure to have one.

    2 to 4 schools named s1, s2 and so on, some junior high, some without a pool; 1 to 3 clubs or public pools named p1,
    p2, p3; 2 to 4 years from 2025; pools of all ages, some past their life, some not to be rebuilt; stages, an order of
    age or a preferred mode now and then. Schools that could not swim at all are drawn again.
    """
    draw = random.Random(seed)  # noqa: S311 - no secret is made here
    while True:
        try:
            return _drawn(draw)
        except DataError:
            continue


def random_rich_world(seed: int) -> Network:
    """Return a random world of two or three schools with some of the rarer rules and prices on top, drawn by seed.

    Breakdowns, growing prices, bonds, payers that do not count, fees paid by families, bus contracts, fire water,
    ceilings on works, scarce drivers, clubs that cover each other, levels that stay, sites and limits for one level.
    """
    for number in count(seed * 1000):
        plain = random_world(number)
        if len(plain.places.schools) <= MOST_RICH_SCHOOLS:
            try:
                return _enriched(plain, random.Random(seed))  # noqa: S311 - no secret is made here
            except DataError:
                continue
    raise AssertionError


def random_free_world(seed: int) -> Network:
    """Return a random world of two or three schools and years in which schools are freer, drawn by seed.

    Grades that move apart, more than one move, contract terms, lessons left out at a price, works that close pools,
    water too deep for some, and now and then who pays.
    """
    for number in count(seed * 1000):
        plain = random_world(number)
        grades = max(map(len, plain.places.pupils.values()))
        size = len(plain.places.schools) * len(plain.scenario.planned_years)
        draw = random.Random(seed)  # noqa: S311 - no secret is made here
        are_apart = draw.random() < 0.5
        if size * (grades if are_apart else 1) <= MOST_FREE_STEPS and plain.scenario.programme.prefer_mode is None:
            try:
                return _freed(plain, draw, are_apart=are_apart)
            except DataError:
                continue
    raise AssertionError


def _freed(net: Network, draw: random.Random, *, are_apart: bool) -> Network:
    values = net.scenario.model_dump()
    values["programme"]["keep_together"] = "grade" if are_apart else "school"
    values["programme"]["moves_per_school_at_most"] = 1 if are_apart and draw.random() < 0.7 else draw.randint(1, 3)
    values["modes"]["commission"]["contract_years"] = draw.choice((0, 0, 2, 3))
    if draw.random() < 0.5:
        price = draw.choice((5_000, 60_000, 2_000_000))
        values["programme"]["unmet_sessions"] = {"yen_per_session": price, **SOURCE}
    if draw.random() < 0.4:
        values["costs"]["pool"]["rebuild"]["closed_seasons"] = draw.choice((1, 1, 2))
        values["costs"]["pool"]["repair"]["closed_seasons"] = draw.choice((0, 1, 2))
    if draw.random() < RARE:
        _agree_prices(values, draw)
    sites = {name: replace(site, youngest_grade=draw.choice((1, 1, 1, 2))) for name, site in net.places.sites.items()}
    return build_network(Scenario.model_validate(values), replace(net.places, sites=sites), net.travel)


def _enriched(net: Network, draw: random.Random) -> Network:
    values = net.scenario.model_dump()
    costs, pool = values["costs"], values["costs"]["pool"]

    def now_and_then() -> bool:
        return draw.random() < RARE

    if now_and_then():
        failure = {"cost_yen": 900_000, "chance_share": 0.1, "growth_share": 0.04, "from_age": 40}
        pool["failure"] = failure | SOURCE
    if now_and_then():
        costs["growth"] = {"share_per_year": {"pool_rebuild": 0.05, "pool_repair": 0.02, "bus_hire": -0.03}, **SOURCE}
    if now_and_then():
        pool["repair"]["offered"] = False
    if now_and_then():
        pool["rebuild"]["bond_share"], pool["repair"]["bond_share"] = 0.75, 0.5
    if now_and_then():
        extra = {"cistern_yen": 3_000_000, "idle_tank_yen": 200_000, "freed_site_yen": 1_500_000, "bond_share": 0.9}
        pool["retirement"] |= extra | {"fire_water": draw.choice(("cistern", "keep_tank"))}
    if now_and_then():
        yearly = {"works_yen_per_year": draw.choice((2_500_000, 6_500_000, 9_000_000, 22_000_000))}
        single = {"works_yen_by_year": {"2026": draw.choice((0, 4_000_000, 40_000_000))}}
        level = {"works_over_years": {"years": draw.choice((2, 3, 9)), "yen": draw.choice((6_500_000, 12_000_000))}}
        costs["budget"] = draw.choice((yearly, yearly, yearly | single, single, level, yearly | level)) | SOURCE
    if now_and_then():
        costs["bus"]["drivers"] = {"bus_days_per_year": draw.choice((4, 8, 12)), **SOURCE}
    quotes = {(o.school, o.site, o.mode): draw.randint(0, 2_000_000) for o in net.options if now_and_then()}
    _agree_prices(values, draw)
    _restrict(values, draw)
    sites = {name: _rarer(site, draw) for name, site in net.places.sites.items()}
    places = replace(net.places, sites=sites, quotes=quotes)
    return build_network(Scenario.model_validate(values), places, net.travel)


def _agree_prices(values: dict[str, Any], draw: random.Random) -> None:
    """Bus contracts, and who pays."""
    bus = values["costs"]["bus"]
    if draw.random() < RARE:
        bus["day"]["contract_discount_share"] = draw.choice((0.1, 0.3))
    if draw.random() < RARE:
        bus[draw.choice(("large", "small"))]["per_day_yen"] = draw.choice((0, 15_000, 60_000))
    if draw.random() < RARE:
        others = draw.choice(((), ("local_bond",), ("national_grant", "users")))
        values["costs"]["counted_payers"] = ("general_fund", *others)
    if draw.random() < RARE:
        values["modes"]["commission"]["prices"]["entry_users_share"] = draw.choice((0.3, 1.0))


def _restrict(values: dict[str, Any], draw: random.Random) -> None:
    if draw.random() < RARE:
        values["programme"]["clubs_cover_each_other"] = True
    if draw.random() < RARE:
        values["programme"]["levels_that_stay"] = ("junior_high",)
    if draw.random() < RARE:
        values["programme"]["outside_sites_at_most"] = draw.choice((0, 1, 2))
    if draw.random() < RARE:
        limit = {"elementary": {"walk": 12.0, "bus": 12.0, **SOURCE}}
        values["modes"]["commission"]["max_travel_min_by_level"] = limit


def _rarer(site: Site, draw: random.Random) -> Site:
    levels: frozenset[str] = frozenset({"junior_high"}) if draw.random() < RARE / 2 else frozenset()
    fee_yen = draw.choice((0, 500_000, 3_000_000)) if site.school is None else 0
    is_fire_water = site.school is not None and draw.random() < RARE
    return replace(site, is_fire_water=is_fire_water, levels=levels, fee_yen=fee_yen)


def _drawn(draw: random.Random) -> Network:
    years = range(2025, 2025 + draw.randint(2, 4))
    names = [f"s{number}" for number in range(1, draw.randint(2, 4) + 1)]
    levels: tuple[Level, ...] = ("elementary", "elementary", "junior_high")
    schools = {name: school_of(name, draw.choice(("north", "south")), draw.choice(levels)) for name in names}
    sites = [_drawn_pool(draw, schools[name]) for name in names if draw.random() < 0.9]
    homes = [site.school for site in sites if site.school]
    kinds: tuple[Literal["club", "public_pool"], ...] = ("club", "public_pool")
    sites += [
        outside_site(f"p{number}", draw.choice(kinds), draw.choice((8, 12, 16, 24, 30)))
        for number in range(1, draw.randint(1, 3) + 1)
    ]
    pupils = {(name, year): grades for name in names for year, grades in _drawn_pupils(draw, years)}
    scenario = _drawn_scenario(draw, years, homes)
    return build_network(scenario, places_of(schools, sites, pupils), _drawn_travel(draw, names, sites))


def _drawn_pupils(draw: random.Random, years: range) -> Iterator[tuple[int, tuple[int, ...]]]:
    grades = [draw.randint(0, 55) for _ in range(draw.randint(2, 4))]
    for year in years:
        grades = [max(0, grade + draw.randint(-6, 4)) for grade in grades]
        yield year, tuple(grades)


def _drawn_pool(draw: random.Random, school: School) -> Site:
    conditions: tuple[Condition, ...] = ("A", "B", "C", "D")
    built, slots = draw.randint(1965, 2005), draw.choice((12, 16, 20, 28))
    return own_pool(school, slots, built, draw.choice(conditions), can_rebuild=draw.random() < 0.6)


def _drawn_travel(draw: random.Random, names: list[str], sites: list[Site]) -> TravelTimes:
    trips: TravelTimes = {}
    for name in names:
        for site in sites:
            if site.school != name and draw.random() < 0.85:
                metres = float(draw.randint(300, 12_000))
                trips[name, site.id, "bus"] = Trip(round(3 + metres / 500, 1), metres, "drawn")
                trips[name, site.id, "walk"] = Trip(round(metres / 70, 1), metres, "drawn")
    return trips


def _drawn_scenario(draw: random.Random, years: range, homes: list[str]) -> Scenario:
    scenario = tiny_scenario(
        years,
        stages=_drawn_stages(draw, years, homes) if draw.random() < 0.4 else (),
        order="oldest_pool_first" if draw.random() < 0.5 else "cost",
        rollout_schools_per_year=draw.randint(1, 3),
        prefer_mode=draw.choice(("commission", "shared", "public")) if draw.random() < 0.2 else None,
        discount_share=draw.choice((0.0, 0.02, 0.04)),
    )
    pool = scenario.costs.pool
    repair = pool.repair.model_copy(
        update={"cost_yen": draw.randint(1_000_000, 9_000_000), "from_age": draw.randint(20, 45)}
    )
    rebuild = pool.rebuild.model_copy(
        update={
            "cost_yen": draw.randint(3_000_000, 20_000_000),
            "life_years": draw.randint(3, 30),
            "on_any_site": draw.random() < 0.1,
        }
    )
    retirement = pool.retirement.model_copy(update={"demolition_yen": draw.randint(100_000, 3_000_000)})
    varied_pool = pool.model_copy(update={"repair": repair, "rebuild": rebuild, "retirement": retirement})
    return scenario.model_copy(update={"costs": scenario.costs.model_copy(update={"pool": varied_pool})})


def _drawn_stages(draw: random.Random, years: range, homes: list[str]) -> tuple[Stage, ...]:
    """One or two stages in order of year, none smaller than the one before; some fix a school or state a mix."""
    stages: list[Stage] = []
    for year in sorted(draw.sample(years, draw.randint(1, 2))):
        schools = draw.randint(stages[-1].schools if stages else 0, len(homes))
        mode = draw.choice(("commission", "shared", "public"))
        stated = stages[-1].by_mode if stages else {}
        by_mode = stated or ({mode: draw.randint(0, schools)} if draw.random() < 0.4 else {})
        host_levels: dict[str, Level] = {"shared": "elementary"} if draw.random() < 0.2 else {}
        every_ward = draw.random() < 0.3
        fixed = {draw.choice(homes): mode} if schools and draw.random() < 0.2 else {}
        stages.append(
            Stage(
                year=year, schools=schools, fixed=fixed, by_mode=by_mode, host_levels=host_levels, every_ward=every_ward
            )
        )
    return tuple(stages)
