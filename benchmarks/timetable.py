"""Timetables: the seven model schools, the whole city at clubs, the full roll-out, and each scenario's buses.

python -m benchmarks.timetable seven|city|rollout|scenarios|feedback [--year Y] [--last Y] [--scenario FILE ...]
    [--time-limit S]
"""

import argparse
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from benchmarks import KUMAMOTO
from benchmarks.bus_minutes import why
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import Places, Site, read_places
from poolplan.network.roads.geodesy import geodesic_m
from poolplan.network.travel import TravelTimes, Trip, read_travel_times
from poolplan.outputs.tables import write_csv
from poolplan.progress import Journal
from poolplan.results.plan import Plan, Proof
from poolplan.results.read import ASSIGNMENT_COLUMNS, LEDGER_COLUMNS, SITE_COLUMNS
from poolplan.results.timetabled import Round
from poolplan.run import Request, network_of, plan, plan_and_timetable, read_checked
from poolplan.scenario.blocks import Label
from poolplan.scenario.read import read_scenario
from poolplan.timetable.burdens import burdens
from poolplan.timetable.check import check_timetable
from poolplan.timetable.compared import planned_buses
from poolplan.timetable.solve import make_timetable
from poolplan.timetable.tables import Timetable

CLUBS, CLUB_SLOTS = 20, 224
"""Made-up clubs of 8 slots a week and 28 weeks: 4,136 sessions of all schools use 92 % of their slots."""
LONGEST_MIN = 20.0
MODEL_YEAR, LAST_YEAR = 2024, 2051
FIXED_MIN, MIN_PER_M, DETOUR = 3.0, 1.3 * 60 / 25_000, 1.3
HEADER = (
    "case,year,schools,demanded,placed,most,bus_days,bound,gap_share,estimated_days,yen,estimated_yen,club_use,"
    "unwelcome,worst_share,findings,check_seconds,seconds,peak_mb"
)


def main() -> None:
    """Print one row of figures for each timetable made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("seven", "city", "rollout", "scenarios", "feedback"))
    parser.add_argument("--year", type=int, help=f"school year; {MODEL_YEAR}, of rollout the last one planned")
    parser.add_argument("--last", type=int, help="last year planned; the year itself, of rollout the scenario's")
    parser.add_argument("--scenario", type=Path, nargs="+", help="for scenarios and feedback; all shipped if left out")
    parser.add_argument("--time-limit", type=float, help="counted seconds of a timetable's search; the scenario's")
    given = parser.parse_args()
    year = given.year or (LAST_YEAR if given.what == "rollout" else MODEL_YEAR)
    last = given.last or (LAST_YEAR if given.what == "rollout" else year)
    paths = tuple(given.scenario or sorted(KUMAMOTO.parent.glob("kumamoto_*.yaml")))
    limit = [] if given.time_limit is None else [f"timetable.time_limit_s={given.time_limit}"]
    asked = Asked(year, paths, (f"years.last={last}", *limit))
    if given.what == "feedback":
        feedback(asked)
        return
    sys.stdout.write(HEADER + "\n")
    cases = {"seven": seven, "city": city, "rollout": rollout, "scenarios": scenarios}
    for name, solved in cases[given.what](asked):
        started = perf_counter()
        timetable = make_timetable(solved, year)
        sys.stdout.write(",".join(cells(name, solved, timetable, perf_counter() - started)) + "\n")
        sys.stdout.write("".join(f"  {line}\n" for line in why(solved, timetable)))
        sys.stdout.flush()


class Asked(NamedTuple):
    """What is to be measured."""

    year: int
    paths: tuple[Path, ...]
    overrides: tuple[str, ...]


def feedback(asked: Asked) -> None:
    """Plan each scenario in turn with the timetable of the year, and print every round."""
    sys.stdout.write("scenario," + ",".join(Round._fields) + ",ended,seconds\n")
    for path in asked.paths:
        started = perf_counter()
        reading = read_checked(path, Request(Path("outputs"), asked.overrides, year=asked.year))
        journal = Journal()
        _, made = plan_and_timetable(network_of(reading, journal), asked.year, journal)
        for one in made.rounds:
            told = [str(cell) for cell in (path.stem, *one, made.ended, round(perf_counter() - started))]
            sys.stdout.write(",".join(told) + "\n")
        sys.stdout.flush()


def cells(name: str, solved: Plan, timetable: Timetable, seconds: float) -> list[str]:
    """Return one row under `HEADER`."""
    proof, planned = timetable.proof, planned_buses(solved, timetable.year)
    schools = timetable.sessions["school"].nunique()
    numbers = (proof.demanded, proof.placed, proof.placed_bound, proof.bus_days, proof.bus_days_bound)
    sums = (
        planned[["estimated_days", "estimated_yen"]].sum()
        if len(planned)
        else pd.Series({"estimated_days": 0, "estimated_yen": 0})
    )
    money = (int(timetable.duties["fare_yen"].sum()), int(sums["estimated_yen"]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shared = burdens(timetable.sessions)
    fair = (str(sum(one.unwelcome for one in shared)), f"{max((one.share for one in shared), default=0.0):.3f}")
    ends = (f"{club_use(solved, timetable):.3f}", *fair, *checked(solved, timetable), f"{seconds:.1f}", f"{peak:.0f}")
    heads = (name, timetable.year, schools, *numbers, f"{proof.gap_share:.4f}", int(sums["estimated_days"]), *money)
    return [str(cell) for cell in (*heads, *ends)]


def checked(solved: Plan, timetable: Timetable) -> tuple[str, str]:
    """Return how much the re-check of the written files complains of, and the seconds it takes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for table in ("sessions", "slots", "duties", "legs", "unplaced"):
            write_csv(getattr(timetable, table), folder / f"{table}.csv")
        started = perf_counter()
        findings = check_timetable(solved, timetable.year, folder)
    return str(len(findings)), f"{perf_counter() - started:.1f}"


def club_use(solved: Plan, timetable: Timetable) -> float:
    """Share of the slots that the clubs used give in a year which groups take."""
    sites = solved.network.places.sites
    used = timetable.sessions[["site", "date", "slot"]].drop_duplicates()["site"].value_counts()
    clubs = [str(site) for site in used.index if sites[str(site)].kind == "club"]
    given = sum(sites[site].capacity_slots for site in clubs)
    return float(used[clubs].sum() / given) if given else 0.0


def seven(asked: Asked) -> Iterator[tuple[str, Plan]]:
    """Plan the model schools' years and yield that plan."""
    yield "seven", solved_plan(KUMAMOTO, *asked.overrides)


def rollout(asked: Asked) -> Iterator[tuple[str, Plan]]:
    """Plan the least cost scenario to its end, when every school has moved."""
    yield "rollout", solved_plan(KUMAMOTO, *asked.overrides)


def scenarios(asked: Asked) -> Iterator[tuple[str, Plan]]:
    """Plan every scenario to the year asked for, or further."""
    for path in asked.paths:
        yield path.stem, solved_plan(path, *asked.overrides)


def solved_plan(path: Path, *overrides: str) -> Plan:
    """Return the plan of a scenario."""
    return plan(read_checked(path, Request(Path("outputs"), overrides)), Journal()).plan


def city(asked: Asked) -> Iterator[tuple[str, Plan]]:
    """Yield a plan in which every school of Kumamoto goes by bus to one of `CLUBS` made-up clubs."""
    scenario = read_scenario(KUMAMOTO, asked.overrides)
    places = read_places(scenario)
    network = build_network(scenario, places, read_travel_times(scenario, places))
    clubs = made_up_clubs(places)
    travel: TravelTimes = {(s, c, "bus"): trip(places, s, site) for s in places.schools for c, site in clubs.items()}
    sites = {**places.sites, **clubs}
    there: TravelTimes = network.travel | travel
    yield "city", assigned(replace(network, places=replace(places, sites=sites), travel=there), clubs, asked.year)


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
