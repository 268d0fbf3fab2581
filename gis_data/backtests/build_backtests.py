"""Write the small tables of the back-tests: `python gis_data/backtests/build_backtests.py`.

The comparisons that cities published hold totals, no places: every school stands on a schematic grid around 0 N 0 E,
in the sea, so that nobody takes a point for a real school. `assumed` names what no published figure gives. What is
published and what is our reading is told in docs/explanation/backtests.md. The same script gives the same bytes.
"""

import argparse
import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from pathlib import Path

HERE = Path(__file__).parent
WARD = "schematic"
KM_PER_DEGREE = 111.0
WEST, SOUTH, EAST, NORTH = -0.02, -0.02, 0.2, 0.2
"""The box of every schematic city, degrees."""
AGE_AT_START = 60
"""Years of every pool at the start: all of them are due, as in the published comparisons."""
OWN_SLOTS = (15, 8, 0.7)
"""Slots a week, weeks and usable share of a school pool; no cost of a back-test depends on them."""
MINUTES_FOR_ALL, METRES_FOR_ALL = 10.0, 2500
"""The trip where a city published no distances."""

Row = dict[str, object]
Point = tuple[float, float]
"""Kilometres east and north of the corner of the grid."""


@dataclass(frozen=True)
class City:
    """A published comparison as tables."""

    id: str
    label_ja: str
    label_en: str
    source: str
    first: int
    """First fiscal year."""
    years: int
    pupils: Sequence[Sequence[int]]
    """Pupils by grade, for each school; one grade where none are published."""
    assumed_pupils: str
    """Columns of pupils.csv that are assumed."""
    yearly_fees: Sequence[int] = ()
    """Yearly price of each school at the club, yen; none where the scenario holds prices per session."""
    assumed_fees: str = ""
    """Columns of quotes.csv that are assumed."""
    schools_per_row: int = 6
    km_between: float = 1.0

    @property
    def schools(self) -> list[str]:
        """Ids of the schools, from 001."""
        return [f"{self.id}_{number:03}" for number in range(1, len(self.pupils) + 1)]

    @property
    def points(self) -> list[Point]:
        """Where each school stands."""
        at = [divmod(number, self.schools_per_row) for number in range(len(self.pupils))]
        return [(column * self.km_between, row * self.km_between) for row, column in at]


def split(total: int, parts: int) -> list[int]:
    """Share a whole number evenly, the larger shares first.

    >>> split(11, 3)
    [4, 4, 3]
    """
    least, more = divmod(total, parts)
    return [least + 1] * more + [least] * (parts - more)


ONE_CLUB = "club_01"
SAKADO = City(
    id="sakado",
    label_ja="坂戸",
    label_en="Sakado",
    source="Sakado City 2024: 18 schools, 7,000 pupils, fee 82 M yen a year in all",
    first=2024,
    years=30,
    pupils=[(pupils,) for pupils in split(7_000, 18)],
    assumed_pupils="year grade pupils classes",
    yearly_fees=split(82_000_000, 18),
    assumed_fees="school site yen_per_year",
)
FUJISAWA = City(
    id="fujisawa",
    label_ja="藤沢",
    label_en="Fujisawa",
    source="Fujisawa City 2023: 660 pupils, 6 grades of 110",
    first=2023,
    years=30,
    pupils=[(110,) * 6],
    assumed_pupils="year classes",
)
SAKURA = City(
    id="sakura",
    label_ja="佐倉",
    label_en="Sakura",
    source="Sakura City 2018: 34 schools, outsourced 1,750 M yen in 30 years",
    first=2018,
    years=30,
    pupils=[(400,)] * 34,
    assumed_pupils="year grade pupils classes",
    yearly_fees=split(round(1_750_000_000 / 30), 34),
    assumed_fees="school site yen_per_year",
)
FUKUOKA = City(
    id="fukuoka",
    label_ja="福岡",
    label_en="Fukuoka",
    source="Fukuoka City 2025: 146 schools",
    first=2025,
    years=1,
    pupils=[(96,) * 6] * 146,
    assumed_pupils="year grade pupils classes",
    schools_per_row=12,
    km_between=1.5,
)
BREAK_EVEN = City(
    id="break_even",
    label_ja="分岐点",
    label_en="Break-even",
    source="made up: one school that needs one session a year, so that a price per session is a fee per year",
    first=2024,
    years=90,
    pupils=[(1,)],
    assumed_pupils="year grade pupils classes",
)
CITIES = (SAKADO, FUJISAWA, SAKURA, FUKUOKA, BREAK_EVEN)


def school_rows(city: City) -> Iterator[Row]:
    """schools.csv."""
    for number, (school, point) in enumerate(zip(city.schools, city.points, strict=True), start=1):
        labels = {"label_ja": f"{city.label_ja}（模式）{number}", "label_en": f"{city.label_en} (schematic) {number}"}
        yield {
            "school": school,
            **labels,
            "level": "elementary",
            "ward": WARD,
            **_degrees(point),
            "source": city.source,
            "assumed": "label_ja label_en level ward longitude latitude",
        }


def pupil_rows(city: City) -> Iterator[Row]:
    """pupils.csv: the same pupils in every year."""
    for school, grades in zip(city.schools, city.pupils, strict=True):
        for year in range(city.first, city.first + city.years):
            for grade, pupils in enumerate(grades, start=1):
                row: Row = {"school": school, "year": year, "grade": grade, "pupils": pupils}
                yield row | {"classes": -(-pupils // 35), "source": city.source, "assumed": city.assumed_pupils}


def pool_rows(city: City) -> Iterator[Row]:
    """school_pools.csv: one pool per school, all of one age."""
    for school in city.schools:
        age = {"build_year": city.first - AGE_AT_START, "condition": "D", "can_rebuild": "yes"}
        yield {"site": f"{school}_pool", "school": school, **age, **_water(OWN_SLOTS, city.source, sorted(age))}


def one_club(city: City) -> Iterator[Row]:
    """clubs.csv: one schematic club with room for everybody: the published figures know no slots."""
    middle = (city.points[-1][0] / 2 + 0.3, city.points[-1][1] / 2 + 0.3)
    yield _club(ONE_CLUB, 1, middle, (60, 40, 1), city.source)


def fukuoka_clubs() -> Iterator[Row]:
    """clubs.csv of Fukuoka: 64 candidate pools on a grid of 8 x 8 over the city, a club's usual slots each."""
    wide, high = FUKUOKA.points[11][0], FUKUOKA.points[-1][1]
    for number in range(64):
        row, column = divmod(number, 8)
        point = (wide * (column + 0.5) / 8, high * (row + 0.5) / 8)
        yield _club(f"club_{number + 1:02}", number + 1, point, (8, 28, 1), FUKUOKA.source)


def _club(site: str, number: int, point: Point, slots: tuple[float, float, float], source: str) -> Row:
    labels = {"label_ja": f"仮想クラブ {number}", "label_en": f"Hypothetical club {number}"}
    place = {"ward": WARD, **_degrees(point)}
    return {"site": site, **labels, **place, **_water(slots, source, [*labels, *place])}


def _water(slots: tuple[float, float, float], source: str, assumed: Sequence[str]) -> Row:
    names = ("slots_per_week", "weeks_per_year", "usable_share")
    row: Row = {"lanes": 6, **dict(zip(names, slots, strict=True)), "source": source}
    return row | {"assumed": " ".join([*assumed, "lanes", *names])}


def quote_rows(city: City) -> Iterator[Row]:
    """quotes.csv: the published total, shared evenly."""
    for school, yen in zip(city.schools, city.yearly_fees, strict=True):
        row: Row = {"school": school, "site": ONE_CLUB, "mode": "commission", "yen_per_year": yen}
        yield row | {"source": city.source, "assumed": city.assumed_fees}


def same_trips(city: City) -> Iterator[Row]:
    """travel_times.csv where no distances are published: one assumed trip for all."""
    for school in city.schools:
        yield _trip(school, ONE_CLUB, MINUTES_FOR_ALL, METRES_FOR_ALL, "assumed: no distance is published")


def fukuoka_trips(longest_min: float = 12.0) -> Iterator[Row]:
    """travel_times.csv of Fukuoka: straight line x 1.3 at 400 m a minute (24 km/h)."""
    clubs = [(str(club["site"]), club) for club in fukuoka_clubs()]
    for school, (east, north) in zip(FUKUOKA.schools, FUKUOKA.points, strict=True):
        for site, club in clubs:
            away = (float(str(club["longitude"])), float(str(club["latitude"])))
            metres = round(1300 * hypot(away[0] * KM_PER_DEGREE - east, away[1] * KM_PER_DEGREE - north))
            if metres / 400 <= longest_min:
                yield _trip(school, site, round(metres / 400, 1), metres, "assumed: schematic grid, 400 m a minute")


def _trip(school: str, site: str, minutes: float, metres: int, source: str) -> Row:
    trip: Row = {"school": school, "site": site, "travel_by": "bus", "minutes": minutes, "metres": metres}
    return trip | {"source": source}


def _degrees(point: Point) -> Row:
    """Longitude and latitude; on the equator both degrees are as long."""
    return {"longitude": round(point[0] / KM_PER_DEGREE, 6), "latitude": round(point[1] / KM_PER_DEGREE, 6)}


def build(out: Path) -> None:
    """Write every table of every back-test into `out`, one folder per city."""
    for city in CITIES:
        folder = out / city.id
        folder.mkdir(parents=True, exist_ok=True)
        clubs = list(fukuoka_clubs() if city is FUKUOKA else one_club(city))
        _write(folder / "schools.csv", school_rows(city))
        _write(folder / "pupils.csv", pupil_rows(city))
        _write(folder / "school_pools.csv", pool_rows(city))
        _write(folder / "clubs.csv", clubs)
        _write(folder / "public_pools.csv", [], header=clubs[0])
        _write(folder / "travel_times.csv", fukuoka_trips() if city is FUKUOKA else same_trips(city))
        if city.yearly_fees:
            _write(folder / "quotes.csv", quote_rows(city))
        (folder / "wards.geojson").write_text(_box(), encoding="utf-8", newline="\n")


def _write(path: Path, rows: Iterable[Row], header: Iterable[str] = ()) -> None:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0] if listed else header), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def _box() -> str:
    """One ward that is the whole box."""
    ring = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
    names = {"ward": WARD, "label_ja": "模式", "label_en": "Schematic", "source": "assumed: schematic"}
    feature = {"type": "Feature", "properties": names, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False) + "\n"


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write the tables to")
    build(parser.parse_args().out)


if __name__ == "__main__":
    main()
