"""A city small enough to check by hand: three schools, one club, two square wards, four years.

kita moves to the club in 2023 by bus (10 min, 60 pupils), minami to the pool of chuo_jhs in 2024 on foot (6 min, 30
pupils); chuo_jhs (90 pupils) keeps its pool. So the mean trip of 2024 is (60 x 10 + 30 x 6) / 90 = 8.67 min.
"""

from typing import Any

import pandas as pd

from poolplan.network.build import build_network
from poolplan.network.places import Places, School, Site
from poolplan.network.travel import TravelTimes, Trip
from poolplan.network.wards import Ward
from poolplan.results.indicators import indicators
from poolplan.results.plan import Answer, Plan, Proof
from poolplan.scenario.blocks import Label
from poolplan.scenario.schema import Scenario

SOURCE = {"source": "made up"}
PUPILS = {"kita": (10,) * 6, "minami": (5,) * 6, "chuo_jhs": (30,) * 3}
YEARS = range(2022, 2026)
LABELS = {
    "kita": ("北小学校", "Kita ES"),
    "minami": ("南小学校", "Minami ES"),
    "chuo_jhs": ("中央中学校", "Chuo JHS"),
    "club_one": ("仮想クラブ 1", "Hypothetical club 1"),
}


def _label(ja: str, en: str) -> dict[str, str]:
    return {"ja": ja, "en": en}


def _modes() -> dict[str, Any]:
    lesson = {"sessions_per_group": 5, "group_pupils": 80, "water_min_per_session": 40.0}
    limits = {"walk": 15.0, "bus": 20.0, **SOURCE}
    away = {**lesson, "max_travel_min": limits}
    club = {"hire_yen": 20_000, "coaching_yen": 50_000, **SOURCE}
    own = {"label": _label("自校プール", "Own pool"), "site_kind": "school_pool", "at_own_school": True}
    return {
        "own": {**own, **lesson, "prices": SOURCE},
        "commission": {"label": _label("民間委託", "Private club"), "site_kind": "club", **away, "prices": club},
        "shared": {"label": _label("隣接校共用", "Shared"), "site_kind": "school_pool", **away, "prices": SOURCE},
    }


def _bus() -> dict[str, Any]:
    day = {"round_trips": 2, "at_site_min": 70.0, "garage_min": 15.0, "garage_km": 5.0, "escorts": 2}
    billing = {"min_running_h": 3.0, "checks_h": 2.0, "km_step": 10, "tax_share": 0.1}
    coach = {"per_hour_yen": 5000, "per_km_yen": 100, **SOURCE}
    seats = {"large": 50, "medium": 40, "small": 27, "commuter": 14}
    return {name: {"seats": n, **coach} for name, n in seats.items()} | {"day": {**day, **billing, **SOURCE}}


def _pool() -> dict[str, Any]:
    return {
        "life_years": {"A": 65, "B": 60, "C": 55, "D": 50, "overdue_grace_years": 5, **SOURCE},
        "upkeep": {"base_yen": 1_000_000, "growth_share": 0.0, "from_age": 15, **SOURCE},
        "repair": {
            "cost_yen": 80_000_000,
            "from_age": 30,
            "extends_years": 15,
            "renews_wear_years": 20,
            **SOURCE,
            "assumed": True,
        },
        "rebuild": {"cost_yen": 200_000_000, "grant_share": 0.3333, "life_years": 50, **SOURCE},
        "retirement": {"demolition_yen": 20_000_000, **SOURCE},
    }


def scenario(name: str = "tiny", *, stages: bool = True, label: str = "小さな市") -> Scenario:
    """Return the scenario of the tiny city; without stages it is a question that nobody moves in."""
    steps = ({"year": 2023, "schools": 1, "fixed": {"kita": "commission"}}, {"year": 2024, "schools": 2})
    files = dict.fromkeys(("schools", "pupils", "school_pools", "clubs", "public_pools", "wards", "travel"), "none.csv")
    bounds = {"west": 130.0, "south": 32.0, "east": 131.0, "north": 33.0}
    costs = {"base_year": 2022, "discount_share": 0.02, "discount_source": "made up", "bus": _bus(), "pool": _pool()}
    return Scenario.model_validate(
        {
            "name": name,
            "label": _label(label, label if label.startswith("<") else "Tiny city"),
            "question": _label("どの学校から移るか。", "Which school moves first?"),
            "years": {"first": YEARS[0], "last": YEARS[-1]},
            "places": {"bounds": bounds, **files},
            "modes": _modes(),
            "costs": costs,
            "programme": {"stages": steps if stages else (), "rollout_schools_per_year": 1},
            "solver": {"gap_share": 0.0, "time_limit_s": 600.0},
        }
    )


def _square(west: float, ident: str, ja: str) -> Ward:
    ring = [[west, 32.7], [west + 0.1, 32.7], [west + 0.1, 32.9], [west, 32.9], [west, 32.7]]
    return Ward(ident, Label(ja=ja, en=ident.capitalize()), {"type": "Polygon", "coordinates": [ring]})


def _places(labels: dict[str, tuple[str, str]]) -> Places:
    spots = {
        "kita": (130.65, 32.85),
        "minami": (130.66, 32.75),
        "chuo_jhs": (130.75, 32.76),
        "club_one": (130.76, 32.86),
    }
    wards = {"kita": "nishi", "minami": "nishi", "chuo_jhs": "higashi", "club_one": "higashi"}
    named = {name: Label(ja=ja, en=en) for name, (ja, en) in labels.items()}
    schools = {
        name: School(
            name, named[name], "junior_high" if name.endswith("jhs") else "elementary", wards[name], *spots[name],
            frozenset(),
        )
        for name in sorted(PUPILS)
    }  # fmt: skip
    club = Site(
        "club_one", named["club_one"], "club", "higashi", *spots["club_one"], 6, 200, "made up",
        frozenset({"longitude", "latitude", "slots_per_week"}),
    )  # fmt: skip
    pools = {
        f"{name}_pool": Site(
            f"{name}_pool",
            Label(ja=f"{school.label.ja}プール", en=f"{school.label.en} pool"),
            "school_pool", school.ward, school.longitude, school.latitude, 6, 100, "made up",
            frozenset({"build_year"}), name, 1970, "B", can_rebuild=True,
        )
        for name, school in schools.items()
    }  # fmt: skip
    pupils = {(name, year): grades for name, grades in PUPILS.items() for year in YEARS}
    outlines = {"nishi": _square(130.6, "nishi", "西区"), "higashi": _square(130.7, "higashi", "東区")}
    sites = dict(sorted({"club_one": club, **pools}.items()))
    return Places(schools, sites, pupils, frozenset({"kita"}), dict(sorted(outlines.items())))


def _travel() -> TravelTimes:
    return {
        ("kita", "club_one", "bus"): Trip(10.0, 5000, "roads, approximate"),
        ("minami", "chuo_jhs_pool", "walk"): Trip(6.0, 420, "roads, approximate"),
        ("minami", "club_one", "bus"): Trip(15.0, 9000, "roads, approximate"),
        ("chuo_jhs", "club_one", "bus"): Trip(25.0, 15000, "roads, approximate"),
    }


HISTORY = {
    "kita": (2023, "club_one", "commission", "bus", 10.0),
    "minami": (2024, "chuo_jhs_pool", "shared", "walk", 6.0),
    "chuo_jhs": (9999, "", "", "", 0.0),
}


def _assignments(history: dict[str, tuple[int, str, str, str, float]]) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for school in sorted(PUPILS):
        since, site, mode, travel_by, minutes = history[school]
        for year in YEARS:
            sessions = 5 * len(PUPILS[school])
            facts = "pool_age pupils" if school == "kita" else "pool_age"
            if year < since:
                rows.append((school, year, f"{school}_pool", "own", "none", 0.0, sessions, facts))
            else:
                rows.append((school, year, site, mode, travel_by, minutes, sessions, f"capacity minutes {facts}"))
    columns = ["school", "year", "site", "mode", "travel_by", "minutes", "sessions", "assumed"]
    table = pd.DataFrame(rows, columns=columns).assign(grade=0, unmet=0, instead_of="")
    return table[["school", "grade", *columns[1:-1], "unmet", "instead_of", "assumed"]]


def _sites(places: Places, lessons: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for site in places.sites.values():
        was_open = True
        for year in YEARS:
            here = lessons[(lessons["site"] == site.id) & (lessons["year"] == year)]
            is_open = site.kind != "school_pool" or site.school in set(here["school"])
            works = "retire" if was_open and not is_open else ""
            state = "in_use" if is_open else "retired"
            rows.append(
                (site.id, year, state, works, int(here["sessions"].sum()), site.capacity_slots if is_open else 0)
            )
            was_open = is_open
    return pd.DataFrame(rows, columns=["site", "year", "state", "works", "sessions", "capacity"])


def _ledger(lessons: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Upkeep 1 M per pool in use, demolition 20 M, club lessons 30 x 70,000 = 2.1 M and 1 M of buses a year."""
    rows: list[tuple[object, ...]] = []
    for row in sites.itertuples():
        if row.state == "in_use" and row.site != "club_one":
            rows.append((row.year, "pool_upkeep", "general_fund", row.site, 1_000_000))
        if row.works == "retire":
            rows.append((row.year, "demolition", "general_fund", row.site, 20_000_000))
    for row in lessons[lessons["mode"] == "commission"].itertuples():
        rows.append((row.year, "lesson_hire", "general_fund", row.school, int(str(row.sessions)) * 70_000))
        rows.append((row.year, "bus_hire", "general_fund", row.school, 1_000_000))
    rows.append((2025, "residual_value", "general_fund", "chuo_jhs_pool", -5_000_000))
    table = pd.DataFrame(rows, columns=["year", "item", "payer", "place", "yen"])
    return table.sort_values(["year", "item", "payer", "place"], ignore_index=True)


def tiny_answer(
    name: str = "tiny", *, stages: bool = True, names: dict[str, tuple[str, str]] | None = None, label: str = "小さな市"
) -> Answer:
    """Return the answer of the docstring; without stages, the one where every school keeps its pool."""
    places = _places(LABELS | (names or {}))
    network = build_network(scenario(name, stages=stages, label=label), places, _travel())
    history = HISTORY if stages else dict.fromkeys(HISTORY, HISTORY["chuo_jhs"])
    lessons = _assignments(history)
    sites = _sites(places, lessons)
    proof = Proof("gap", 55_000_000.0, 54_890_000.0, 0.002, "made up", 1.5)
    plan = Plan(network, lessons, sites, _ledger(lessons, sites), proof)
    return Answer(plan, indicators(plan))
