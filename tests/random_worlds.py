"""Tiny random worlds, for brute force against the solver."""

import random
from collections.abc import Iterator
from typing import Literal

from poolplan.errors import DataError
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import School, Site
from poolplan.network.travel import TravelTimes, Trip
from poolplan.scenario.blocks import Condition, Level
from poolplan.scenario.schema import Scenario, Stage
from tests.world_parts import outside_site, own_pool, places_of, school_of, tiny_scenario


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
