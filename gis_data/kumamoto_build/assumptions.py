"""What no public source gives, made once by stated rules with a fixed seed; every row says so in `assumed`."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from gis_data.kumamoto_build.facts import Row, Town
from poolplan.network.roads.engines.csr import GraphEngine
from poolplan.network.roads.geodesy import Floats, straight_metres
from poolplan.network.roads.points import Place
from poolplan.network.roads.trips import door_to_door

SEED = 20260101
YEARS = range(2022, 2053)
CALIBRATION_YEAR = 2015
ELEMENTARY_2015 = 41_458
"""Elementary pupils in the city, MEXT School Basic Survey 2015."""
LARGEST_CLASS = 30
"""Gives about 1,650 classes in 2015 as published; 35 by law, but small and special-needs classes count too."""
YEARLY_CHANGE = {"chuo": -0.009, "higashi": -0.009, "minami": -0.007, "kita": -0.012, "nishi": -0.014}
"""Assumed; the prefecture's elementary pupils fell by 1.6 % in 2025."""
DENSITY_RADIUS_M = 1_500.0
SMALLEST_SCHOOL, LARGEST_SCHOOL = 60, 1_200
FEEDING_NEIGHBOURS = 3
NEXT_DOOR_M = 300.0
JUNIOR_HIGH_SHARE = 0.95
"""Share of elementary leavers who go on to a city junior high."""

OLD_POOLS = 17
OLD_YEARS, YOUNGER_YEARS = (1966, 1972), (1973, 1992)
NO_REBUILD = 6

CLUBS = 12
MODEL_SCHOOLS = ("akitaminami", "tasoko")
MODEL_TRIP_MIN = 8.0
CLUB_SPACING_M = 1_200.0


def place(row: Row, key: str) -> Place:
    """Return the point of a table row."""
    return Place(str(row[key]), float(str(row["longitude"])), float(str(row["latitude"])))


def pupils(schools: Sequence[Row], towns: Sequence[Town]) -> list[Row]:
    """pupils.csv. Elementary sizes follow the density of town centroids, junior highs their nearest elementaries."""
    rng = np.random.default_rng(SEED)
    elementary = [s for s in schools if s["level"] == "elementary"]
    junior = [s for s in schools if s["level"] == "junior_high"]
    sizes_2015 = dict(
        zip([str(s["school"]) for s in elementary], _elementary_sizes(rng, elementary, towns), strict=True)
    )
    spread = {str(s["school"]): rng.normal(1.0, 0.05, 6 if s["level"] == "elementary" else 3) for s in schools}
    shares = _feeding_shares(elementary, junior)
    column = {str(s["school"]): index for index, s in enumerate(junior)}
    rows: list[Row] = []
    for school in schools:
        name = str(school["school"])
        for year in YEARS:
            if school["level"] == "elementary":
                size = sizes_2015[name] * _trend(school, year)
            else:
                sizes = [sizes_2015[str(e["school"])] * _trend(e, year) for e in elementary]
                size = float(np.array(sizes) @ shares[:, column[name]]) / 6 * 3 * JUNIOR_HIGH_SHARE
            rows += _grades(name, year, size, spread[name])
    return rows


def _elementary_sizes(rng: np.random.Generator, schools: Sequence[Row], towns: Sequence[Town]) -> Floats:
    """Pupils in 2015 by school: root of the number of towns around, times chance, scaled to the published total."""
    distance = straight_metres([place(s, "school") for s in schools], [_town_place(t) for t in towns])
    around = (distance < DENSITY_RADIUS_M).sum(axis=1)
    raw = np.sqrt(around + 0.5) * rng.lognormal(0.0, 0.35, len(schools))
    sizes = raw / raw.sum() * ELEMENTARY_2015
    for _ in range(20):
        sizes = np.clip(sizes, SMALLEST_SCHOOL, LARGEST_SCHOOL)
        sizes *= ELEMENTARY_2015 / sizes.sum()
    return np.asarray(sizes)


def _town_place(town: Town) -> Place:
    return Place(town.label_ja, town.longitude, town.latitude)


def _feeding_shares(schools: Sequence[Row], others: Sequence[Row]) -> Floats:
    """Share of each elementary school's leavers (rows) that goes to each junior high (columns); rows add to 1.

    The three nearest count, by the inverse square of the straight line.
    """
    distance = straight_metres([place(s, "school") for s in schools], [place(o, "school") for o in others])
    weights = 1 / np.maximum(distance, NEXT_DOOR_M) ** 2
    third = np.sort(weights, axis=1)[:, -FEEDING_NEIGHBOURS][:, None]
    kept = np.where(weights >= third, weights, 0.0)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def _trend(school: Row, year: int) -> float:
    return float((1 + YEARLY_CHANGE[str(school["ward"])]) ** (year - CALIBRATION_YEAR))


def _grades(name: str, year: int, size: float, spread: Floats) -> Iterator[Row]:
    shares = spread / spread.sum()
    for grade, share in enumerate(shares, start=1):
        number = max(1, round(size * share))
        yield {
            "school": name,
            "year": year,
            "grade": grade,
            "pupils": number,
            "classes": math.ceil(number / LARGEST_CLASS),
            "source": "rule of gis_data/kumamoto/README.md",
            "assumed": "pupils classes",
        }


def school_pools(schools: Sequence[Row], towns: Sequence[Town]) -> list[Row]:
    """school_pools.csv. Pools near the old centre tend to be older; 17 are over 50 years old in 2023."""
    rng = np.random.default_rng(SEED + 1)
    distance = straight_metres([place(s, "school") for s in schools], [_town_place(t) for t in towns])
    around = (distance < DENSITY_RADIUS_M).sum(axis=1)
    order = np.argsort(-(around / around.max() + rng.normal(0, 0.6, len(schools))), kind="stable")
    old = np.linspace(*OLD_YEARS, OLD_POOLS)
    years = np.rint(np.concatenate([old, np.linspace(*YOUNGER_YEARS, len(schools) - OLD_POOLS)])).astype(int)
    built = dict(zip(order.tolist(), years.tolist(), strict=True))
    unfit = set(rng.choice(len(schools), NO_REBUILD, replace=False).tolist())
    rows: list[Row] = [
        {
            "site": f"{school['school']}_pool",
            "school": school["school"],
            "build_year": built[row],
            "lanes": int(rng.choice([5, 6, 7], p=[0.15, 0.7, 0.15])),
            "condition": _condition(rng, built[row]),
            "can_rebuild": "no" if row in unfit else "yes",
            "slots_per_week": 15,
            "weeks_per_year": 8,
            "usable_share": 0.7,
            "source": "rule of gis_data/kumamoto/README.md",
            "assumed": "build_year lanes condition can_rebuild slots_per_week weeks_per_year usable_share",
        }
        for row, school in enumerate(schools)
    ]
    return sorted(rows, key=lambda row: str(row["site"]))


def _condition(rng: np.random.Generator, built: int) -> str:
    """Older pools are in worse condition, by chance."""
    chances = [0.0, 0.45, 0.45, 0.1] if built <= OLD_YEARS[1] else [0.2, 0.55, 0.22, 0.03]
    return str(rng.choice(["A", "B", "C", "D"], p=chances))


def clubs(schools: Sequence[Row], towns: Sequence[Town], engine: GraphEngine, pupil_rows: Sequence[Row]) -> list[Row]:
    """clubs.csv. Two clubs 8 bus minutes from the first model schools, ten where pupils are nearest on average."""
    candidates = [_town_place(town) for town in towns]
    points = [place(s, "school") for s in schools]
    weights = _pupils_of_year(schools, pupil_rows, YEARS.start)
    trips, _ = door_to_door(engine, points, candidates, "bus", engine.model)
    by_road = trips.metres
    apart = straight_metres(candidates, candidates)
    names = [str(s["school"]) for s in schools]
    chosen: list[int] = []
    for name in MODEL_SCHOOLS:
        minutes = trips.minutes[names.index(name)]
        chosen.append(_best(np.abs(minutes - MODEL_TRIP_MIN), apart, chosen))
    while len(chosen) < CLUBS:
        nearest = by_road[:, chosen].min(axis=1)
        total = (weights[:, None] * np.minimum(nearest[:, None], by_road)).sum(axis=0)
        chosen.append(_best(total, apart, chosen))
    return [_club(number, towns[town]) for number, town in enumerate(chosen, start=1)]


def _pupils_of_year(schools: Sequence[Row], rows: Sequence[Row], year: int) -> Floats:
    totals: dict[str, int] = {}
    for row in rows:
        if row["year"] == year:
            totals[str(row["school"])] = totals.get(str(row["school"]), 0) + int(str(row["pupils"]))
    return np.array([totals[str(s["school"])] for s in schools], dtype=float)


def _best(value: Floats, apart: Floats, chosen: Sequence[int]) -> int:
    """Return the candidate of least value that keeps its distance from those chosen."""
    near = (apart[:, list(chosen)] < CLUB_SPACING_M).any(axis=1) if chosen else np.zeros(len(value), dtype=bool)
    return int(np.where(near, np.inf, value).argmin())


def _club(number: int, town: Town) -> Row:
    return {
        "site": f"club_{number:02d}",
        "label_ja": f"仮想クラブ {number}",
        "label_en": f"Hypothetical club {number}",
        "ward": town.ward,
        "longitude": town.longitude,
        "latitude": town.latitude,
        "lanes": 6,
        "slots_per_week": 8,
        "weeks_per_year": 28,
        "usable_share": 1.0,
        "source": "hypothetical; on a town centroid (Geolonia, CC BY 4.0)",
        "assumed": "ward longitude latitude lanes slots_per_week weeks_per_year usable_share",
    }
