"""Timetables: the seven model schools, the whole city at clubs, and what timetables say of each scenario's buses.

python -m benchmarks.timetable seven|city|scenarios [--year Y]
"""

import argparse
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import Places, Site, read_places
from poolplan.network.roads.geodesy import geodesic_m
from poolplan.network.travel import TravelTimes, Trip, read_travel_times
from poolplan.progress import Journal
from poolplan.results.plan import Plan, Proof
from poolplan.results.read import ASSIGNMENT_COLUMNS, LEDGER_COLUMNS, SITE_COLUMNS
from poolplan.run import Request, plan, read_checked
from poolplan.scenario.blocks import Label
from poolplan.scenario.read import read_scenario
from poolplan.timetable.compared import planned_buses
from poolplan.timetable.solve import make_timetable
from poolplan.timetable.tables import Timetable

ROOT = Path(__file__).resolve().parents[1]
CITY = ROOT / "scenarios" / "kumamoto_expand_cheapest.yaml"
CLUBS, CLUB_SLOTS = 20, 224
"""Made-up clubs of 8 slots a week and 28 weeks: 4,136 sessions of all schools use 92 % of their slots."""
LONGEST_MIN = 20.0
MODEL_YEAR = 2024
FIXED_MIN, MIN_PER_M, DETOUR = 3.0, 1.3 * 60 / 25_000, 1.3
HEADER = (
    "case,year,schools,demanded,placed,most,bus_days,bound,gap_share,planned_bus_days,yen,planned_yen,club_use,"
    "seconds,peak_mb"
)


def main() -> None:
    """Print one row of figures for each timetable made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("seven", "city", "scenarios"))
    parser.add_argument("--year", type=int, default=MODEL_YEAR)
    asked = parser.parse_args()
    sys.stdout.write(HEADER + "\n")
    cases = {"seven": seven, "city": city, "scenarios": scenarios}
    for name, solved in cases[asked.what](asked.year):
        started = perf_counter()
        timetable = make_timetable(solved, asked.year)
        sys.stdout.write(",".join(cells(name, solved, timetable, perf_counter() - started)) + "\n")
        sys.stdout.flush()


def cells(name: str, solved: Plan, timetable: Timetable, seconds: float) -> list[str]:
    """Return one row under `HEADER`."""
    proof, planned = timetable.proof, planned_buses(solved, timetable.year)
    schools = timetable.sessions["school"].nunique()
    numbers = (proof.demanded, proof.placed, proof.placed_bound, proof.bus_days, proof.bus_days_bound)
    sums = (
        planned[["planned_days", "planned_yen"]].sum()
        if len(planned)
        else pd.Series({"planned_days": 0, "planned_yen": 0})
    )
    money = (int(timetable.duties["fare_yen"].sum()), int(sums["planned_yen"]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ends = (f"{club_use(solved, timetable):.3f}", f"{seconds:.1f}", f"{peak:.0f}")
    heads = (name, timetable.year, schools, *numbers, f"{proof.gap_share:.4f}", int(sums["planned_days"]), *money)
    return [str(cell) for cell in (*heads, *ends)]


def club_use(solved: Plan, timetable: Timetable) -> float:
    """Share of the slots that the clubs used give in a year which groups take."""
    sites = solved.network.places.sites
    used = timetable.sessions[["site", "date", "slot"]].drop_duplicates()["site"].value_counts()
    clubs = [str(site) for site in used.index if sites[str(site)].kind == "club"]
    given = sum(sites[site].capacity_slots for site in clubs)
    return float(used[clubs].sum() / given) if given else 0.0


def seven(year: int) -> Iterator[tuple[str, Plan]]:
    """Plan the model schools' years and yield that plan."""
    yield "seven", solved_plan(CITY, f"years.last={year}")


def scenarios(year: int) -> Iterator[tuple[str, Plan]]:
    """Plan every shipped scenario to the year asked for."""
    for path in sorted(CITY.parent.glob("kumamoto_*.yaml")):
        yield path.stem, solved_plan(path, f"years.last={year}")


def solved_plan(path: Path, *overrides: str) -> Plan:
    """Return the plan of a scenario."""
    return plan(read_checked(path, Request(Path("outputs"), overrides)), Journal()).plan


def city(year: int) -> Iterator[tuple[str, Plan]]:
    """Yield a plan in which every school of Kumamoto goes by bus to one of `CLUBS` made-up clubs."""
    scenario = read_scenario(CITY, [f"years.last={year}"])
    places = read_places(scenario)
    network = build_network(scenario, places, read_travel_times(scenario, places))
    clubs = made_up_clubs(places)
    travel: TravelTimes = {(s, c, "bus"): trip(places, s, site) for s in places.schools for c, site in clubs.items()}
    sites = {**places.sites, **clubs}
    there: TravelTimes = network.travel | travel
    yield "city", assigned(replace(network, places=replace(places, sites=sites), travel=there), clubs, year)


def made_up_clubs(places: Places) -> dict[str, Site]:
    """Clubs beside schools that lie far from each other: each next one beside the school farthest from all others."""
    at = np.array([(school.longitude, school.latitude) for school in places.schools.values()])
    chosen = [int(np.argmin(((at - np.median(at, axis=0)) ** 2).sum(axis=1)))]
    model = next(site for site in places.sites.values() if site.kind == "club")
    while len(chosen) < CLUBS:
        gaps = np.min([geodesic_m(at[n, 0], at[n, 1], at[:, 0], at[:, 1]) for n in chosen], axis=0)
        chosen.append(int(np.argmax(gaps * density(at))))
    return {
        f"made_up_{n:02d}": replace(
            model,
            id=f"made_up_{n:02d}",
            label=Label(ja=f"仮想 {n}", en=f"Made up {n}"),
            longitude=float(at[school][0]),
            latitude=float(at[school][1]),
            capacity_slots=CLUB_SLOTS,
        )
        for n, school in enumerate(chosen, 1)
    }


def density(at: np.ndarray) -> np.ndarray:
    """Schools within 4 km of each school: clubs stand where pupils are."""
    return np.array([(geodesic_m(x, y, at[:, 0], at[:, 1]) < 4000).sum() for x, y in at]) ** 0.7  # noqa: PLR2004


def trip(places: Places, school: str, club: Site) -> Trip:
    """A bus trip at a usual town speed over the straight line and its detour."""
    at = places.schools[school]
    straight = float(geodesic_m(at.longitude, at.latitude, club.longitude, club.latitude))
    return Trip(round(FIXED_MIN + MIN_PER_M * straight, 1), DETOUR * straight, "made up")


def assigned(network: Network, clubs: dict[str, Site], year: int) -> Plan:
    """Send every school to the club that makes all trips together shortest within the clubs' slots."""
    schools = list(network.places.schools)
    needs = [network.sessions[school, "commission", year] for school in schools]
    pairs = [(s, c) for s in range(len(schools)) for c in range(len(clubs))]
    names = list(clubs)
    minutes = [network.travel[schools[s], names[c], "bus"].minutes for s, c in pairs]
    costs = [needs[s] * m + 1000 * max(0.0, m - LONGEST_MIN) for (s, _), m in zip(pairs, minutes, strict=True)]
    ones = coo_array((np.ones(len(pairs)), ([s for s, _ in pairs], range(len(pairs)))))
    loads = coo_array(([needs[s] for s, _ in pairs], ([c for _, c in pairs], range(len(pairs)))))
    rows = [LinearConstraint(ones, 1, 1), LinearConstraint(loads, 0, CLUB_SLOTS)]
    found = milp(
        costs,
        constraints=rows,
        integrality=[1] * len(pairs),
        bounds=Bounds(0, 1),
        options={"time_limit": 30, "mip_rel_gap": 0.01},
    )
    if found.x is None:
        raise SystemExit("no assignment of schools to clubs was found in 30 s; try again on a quieter machine")
    chosen = [pair for pair, share in zip(pairs, found.x, strict=True) if share > 0.5]  # noqa: PLR2004
    table = [
        (schools[s], 0, year, names[c], "commission", "bus", minutes[pairs.index((s, c))], needs[s], 0, "", "")
        for s, c in chosen
    ]
    empty = pd.DataFrame(columns=SITE_COLUMNS), pd.DataFrame(columns=LEDGER_COLUMNS)
    return Plan(network, pd.DataFrame(table, columns=ASSIGNMENT_COLUMNS), *empty, Proof("gap", 0, 0, 0, "none", 0))


if __name__ == "__main__":
    main()
