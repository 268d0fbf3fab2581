"""The bricks that test worlds are built of: a scenario with round prices, schools, pools, clubs."""

from collections.abc import Mapping
from typing import Any, Literal

from poolplan.network.places import Places, School, Site
from poolplan.network.wards import Ward
from poolplan.scenario.blocks import Condition, Label, Level
from poolplan.scenario.schema import Scenario, Stage

Order = Literal["cost", "oldest_pool_first"]

SOURCE = {"source": "made up"}


def tiny_scenario(  # noqa: PLR0913 - each keyword varies one thing
    years: range,
    *,
    stages: tuple[Stage, ...] = (),
    order: Order = "cost",
    rollout_schools_per_year: int = 1,
    prefer_mode: str | None = None,
    discount_share: float = 0.0,
    gap_share: float = 0.0,
) -> Scenario:
    """Return a scenario with round prices and the modes own, commission (club), shared and public.

    Its prices are explained in tests/worlds.py.

    Args:
        years: fiscal years planned; prices are those of the first.
        stages: model-school programme.
        order: who joins a stage.
        rollout_schools_per_year: schools that may move in a year after the last stage.
        prefer_mode: mode that takes the others away.
        discount_share: yearly discount.
        gap_share: gap asked of the solver.
    """
    files = dict.fromkeys(("schools", "pupils", "school_pools", "clubs", "public_pools", "wards", "travel"), "none.csv")
    bounds = {"west": 130.0, "south": 32.0, "east": 131.0, "north": 33.0}
    costs = {"base_year": years.start, "discount_share": discount_share, "discount_source": "made up"}
    programme = {"stages": stages, "order": order, "rollout_schools_per_year": rollout_schools_per_year}
    return Scenario.model_validate(
        {
            "name": "tiny",
            "label": {"ja": "小さな市", "en": "Tiny city"},
            "question": {"ja": "どの学校が移るか。", "en": "Which school moves?"},
            "years": {"first": years.start, "last": years.stop - 1},
            "places": {"bounds": bounds, **files},
            "modes": _modes(),
            "costs": {**costs, "bus": _bus(), "pool": _pool_life()},
            "programme": {**programme, "prefer_mode": prefer_mode},
            "solver": {"gap_share": gap_share, "time_limit_s": 600.0},
        }
    )


def _modes() -> dict[str, Any]:
    lesson = {"sessions_per_group": 2, "group_pupils": 40, "water_min_per_session": 45.0}
    at_pool, at_public = {"site_kind": "school_pool"}, {"site_kind": "public_pool"}
    away = {**lesson, "max_travel_min": {"walk": 15.0, "bus": 20.0, **SOURCE}}
    club = {"hire_yen": 20_000, "utilities_yen": 5_000, "coaching_yen": 30_000, "entry_yen": 100, **SOURCE}
    return {
        "own": {**lesson, **at_pool, "label": label_of("own"), "at_own_school": True, "prices": SOURCE},
        "commission": {**away, "label": label_of("commission"), "site_kind": "club", "prices": club},
        "shared": {**away, **at_pool, "label": label_of("shared"), "prices": {"coaching_yen": 10_000, **SOURCE}},
        "public": {**away, **at_public, "label": label_of("public"), "prices": {"hire_yen": 6_000, **SOURCE}},
    }


def _bus() -> dict[str, Any]:
    day = {"round_trips": 2, "at_site_min": 60.0, "garage_min": 15.0, "garage_km": 5.0, "escorts": 2}
    billing = {"min_running_h": 3.0, "checks_h": 2.0, "km_step": 10, "tax_share": 0.1}
    coaches = {"large": (50, 6000, 140), "medium": (40, 5000, 120)}
    classes = {**coaches, "small": (24, 4000, 100), "commuter": (12, 3500, 80)}
    fares = {
        name: {"seats": seats, "per_hour_yen": hour, "per_km_yen": km, **SOURCE}
        for name, (seats, hour, km) in classes.items()
    }
    return {**fares, "day": {**day, **billing, **SOURCE}}


def _pool_life() -> dict[str, Any]:
    return {
        "life_years": {"A": 60, "B": 47, "C": 44, "D": 40, "overdue_grace_years": 2, **SOURCE},
        "upkeep": {"base_yen": 1_000_000, "growth_share": 0.1, "from_age": 45, **SOURCE},
        "repair": {"cost_yen": 6_000_000, "from_age": 46, "extends_years": 4, "renews_wear_years": 20, **SOURCE},
        "rebuild": {"cost_yen": 20_000_000, "grant_share": 0.25, "life_years": 10, **SOURCE},
        "retirement": {"demolition_yen": 2_000_000, **SOURCE},
    }


def label_of(name: str) -> Label:
    """Return a label that shows the id."""
    return Label(ja=f"仮 {name}", en=name)


def school_of(name: str, ward: str, level: Level = "elementary") -> School:
    """Return a school."""
    return School(name, label_of(name), level, ward, 130.5, 32.5, frozenset())


def outside_site(name: str, kind: Literal["club", "public_pool"], slots: int, assumed: tuple[str, ...] = ()) -> Site:
    """Return a club or public pool that offers so many sessions a year."""
    return Site(name, label_of(name), kind, "north", 130.5, 32.5, 6, slots, "made up", frozenset(assumed))


def own_pool(  # noqa: PLR0913 - the facts of a pool
    school: School, slots: int, built: int, condition: Condition, *, can_rebuild: bool, assumed: tuple[str, ...] = ()
) -> Site:
    """Return the pool `<school>_pool`, which offers so many sessions a year."""
    return Site(
        id=f"{school.id}_pool",
        label=label_of(f"{school.id} pool"),
        kind="school_pool",
        ward=school.ward,
        longitude=school.longitude,
        latitude=school.latitude,
        lanes=6,
        capacity_slots=slots,
        source="made up",
        assumed=frozenset(assumed),
        school=school.id,
        build_year=built,
        condition=condition,
        can_rebuild=can_rebuild,
    )


def places_of(
    schools: dict[str, School],
    sites: list[Site],
    pupils: Mapping[tuple[str, int], tuple[int, ...]],
    assumed_pupils: frozenset[str] = frozenset(),
) -> Places:
    """Return the places, sorted, with one ward without outline for each that a school lies in."""
    wards = {name: Ward(name, label_of(name), {}) for name in sorted({school.ward for school in schools.values()})}
    ordered = {site.id: site for site in sorted(sites, key=lambda site: site.id)}
    return Places(dict(sorted(schools.items())), ordered, dict(sorted(pupils.items())), assumed_pupils, wards)
