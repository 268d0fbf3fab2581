"""A city of thousands of schools, assigned by hand: what the stage board must bear. Nothing here is solved."""

import pandas as pd

from poolplan.network.build import build_network
from poolplan.network.places import Places, School, Site
from poolplan.network.travel import TravelTimes, Trip
from poolplan.network.wards import Ward
from poolplan.results.indicators import indicators
from poolplan.results.plan import Answer, Plan, Proof
from poolplan.scenario.blocks import Label
from poolplan.scenario.schema import Programme, Stage
from tests.outputs.tiny import YEARS, scenario

ROW = 50
"""Schools from west to east."""
PER_CLUB = 40
STAGES = {2023: 2, 2024: 5, 2025: 7}
"""A tenth of the schools move by a stage for each school that moves in Kumamoto."""


def dense_answer(schools: int) -> Answer:
    """Return an answer for a grid of schools: those with the lowest numbers move first, each by bus to its club."""
    names = [f"school_{number:04}" for number in range(schools)]
    asked = scenario("dense", stages=False)
    stages = tuple(Stage(year=year, schools=moved * schools // 10) for year, moved in STAGES.items())
    programme = Programme(stages=stages, rollout_schools_per_year=schools)
    travel: TravelTimes = {
        (name, _club(number), "bus"): Trip(10.0, 5000, "made up") for number, name in enumerate(names)
    }
    modes = {name: mode for name, mode in asked.modes.items() if name != "shared"}  # four million pairs of schools
    network = build_network(asked.model_copy(update={"programme": programme, "modes": modes}), _places(names), travel)
    lessons = _assignments(names)
    sites = _sites(network.places, lessons)
    proof = Proof("gap", 1.0e9, 0.9e9, 0.1, "made up", 1.5)
    plan = Plan(network, lessons, sites, _ledger(lessons, sites), proof)
    return Answer(plan, indicators(plan))


def _club(number: int) -> str:
    return f"club_{number // PER_CLUB:03}"


def _spot(number: int) -> tuple[float, float]:
    """Longitude and latitude, a little off the grid so that shapes overlap as in a real city."""
    return 130.60 + 0.008 * (number % ROW) + 0.0007 * (number % 7), 32.60 + 0.008 * (number // ROW)


def _places(names: list[str]) -> Places:
    schools, sites = {}, {}
    for number, name in enumerate(names):
        label = Label(ja=f"第{number}小学校", en=f"School {number}")
        schools[name] = School(name, label, "elementary", f"ward_{number % 5}", *_spot(number), frozenset())
        sites[f"{name}_pool"] = Site(
            f"{name}_pool", label, "school_pool", schools[name].ward, *_spot(number), 6, 200, "made up", frozenset(),
            name, 1990, "B", can_rebuild=True,
        )  # fmt: skip
    for number in range(0, len(names), PER_CLUB):
        label = Label(ja=f"仮想クラブ {number}", en=f"Club {number}")
        spot = _spot(number + PER_CLUB // 2)
        sites[_club(number)] = Site(_club(number), label, "club", "ward_0", *spot, 40, 2000, "made up", frozenset())
    pupils: dict[tuple[str, int], tuple[int, ...]] = {(name, year): (40,) * 6 for name in names for year in YEARS}
    wards = {f"ward_{n}": Ward(f"ward_{n}", Label(ja=f"第{n}区", en=f"Ward {n}"), _strip(n)) for n in range(5)}
    return Places(schools, dict(sorted(sites.items())), pupils, frozenset(), wards)


def _strip(number: int) -> dict[str, object]:
    west, east = 130.58 + 0.09 * number, 130.67 + 0.09 * number
    return {"type": "Polygon", "coordinates": [[[west, 32.5], [east, 32.5], [east, 33], [west, 33], [west, 32.5]]]}


def _assignments(names: list[str]) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for number, name in enumerate(names):
        for year in YEARS:
            if number < STAGES.get(year, 0) * len(names) // 10:
                rows.append((name, 0, year, _club(number), "commission", "bus", 10.0, 30, 0, "", "minutes pupils"))
            else:
                rows.append((name, 0, year, f"{name}_pool", "own", "none", 0.0, 30, 0, "", "pool_age pupils"))
    columns = ("school", "grade", "year", "site", "mode", "travel_by", "minutes", "sessions", "unmet", "instead_of")
    return pd.DataFrame(rows, columns=[*columns, "assumed"])


def _sites(places: Places, lessons: pd.DataFrame) -> pd.DataFrame:
    held = lessons.groupby(["site", "year"])["sessions"].sum()
    rows = []
    for site in places.sites.values():
        was_open = True
        for year in YEARS:
            sessions = int(held.get((site.id, year), 0))
            is_open = site.kind != "school_pool" or sessions > 0
            works = "retire" if was_open and not is_open else ""
            state = "in_use" if is_open else "retired"
            rows.append((site.id, year, state, works, sessions, site.capacity_slots if is_open else 0))
            was_open = is_open
    return pd.DataFrame(rows, columns=["site", "year", "state", "works", "sessions", "capacity"])


def _ledger(lessons: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Upkeep 1 M per school pool in use, 2 M of lessons and 1 M of buses for each school that has moved, a year."""
    pools = sites[(sites["state"] == "in_use") & sites["site"].str.endswith("_pool")]
    moved = lessons[lessons["mode"] == "commission"]
    lines = [
        (pools["year"], pools["site"], "pool_upkeep", 1_000_000),
        (moved["year"], moved["school"], "lesson_hire", 2_000_000),
        (moved["year"], moved["school"], "bus_hire", 1_000_000),
    ]
    tables = [
        pd.DataFrame({"year": year, "item": item, "payer": "general_fund", "place": place, "yen": yen})
        for year, place, item, yen in lines
    ]
    return pd.concat(tables).sort_values(["year", "item", "payer", "place"], ignore_index=True)
