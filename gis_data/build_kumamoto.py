"""Rebuild gis_data/kumamoto/ from public sources: `python gis_data/build_kumamoto.py --shared FOLDER`.

The same sources give the same bytes. What is fact and what is assumed is told in gis_data/kumamoto/README.md.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from gis_data.kumamoto_build.assumptions import clubs, place, pupils, school_pools
from gis_data.kumamoto_build.facts import Row, landmarks, public_pools, schools, towns, ward_outlines, write_csv
from poolplan.network.roads.engines.csr import GraphEngine
from poolplan.network.roads.geodesy import straight_metres
from poolplan.network.roads.kept_table import Trip
from poolplan.network.roads.points import Place
from poolplan.network.roads.readers.link_table import read_link_tables
from poolplan.network.roads.speed import read_speed_model
from poolplan.network.roads.trips import door_to_door, rows_of
from poolplan.scenario.blocks import TravelBy

HERE = Path(__file__).parent / "kumamoto"
NEIGHBOURS = 12
SPEED_MODEL = "kumamoto-2"
LONGEST_BUS_MIN, LONGEST_WALK_MIN = 30.0, 25.0
TABLES = (
    "schools.csv",
    "pupils.csv",
    "school_pools.csv",
    "clubs.csv",
    "public_pools.csv",
    "travel_times.csv",
    "wards.geojson",
    "landmarks.csv",
)
START, END = "<!-- checksums: written by build_kumamoto.py -->", "<!-- end of checksums -->"


def build(source: Path, out: Path) -> None:
    """Write every table of the city into a folder.

    Args:
        source: folder `kumamoto` of the fetched public data.
        out: folder to write to.
    """
    engine = GraphEngine(
        read_link_tables(source / "mlit_links.csv", source / "mlit_nodes.csv"), read_speed_model(SPEED_MODEL)
    )
    school_rows, town_list = schools(source), towns(source)
    pupil_rows = pupils(school_rows, town_list)
    pool_rows = school_pools(school_rows, town_list)
    club_rows = clubs(school_rows, town_list, engine, pupil_rows)
    public_rows = public_pools(source)
    out.mkdir(parents=True, exist_ok=True)
    write_csv(out / "schools.csv", school_rows)
    write_csv(out / "pupils.csv", pupil_rows)
    write_csv(out / "school_pools.csv", pool_rows)
    write_csv(out / "clubs.csv", club_rows)
    write_csv(out / "public_pools.csv", public_rows)
    write_csv(out / "travel_times.csv", travel_rows(engine, school_rows, [*club_rows, *public_rows]))
    write_csv(out / "landmarks.csv", landmarks(town_list))
    outlines = json.dumps(ward_outlines(source), ensure_ascii=False, separators=(",", ":"))
    (out / "wards.geojson").write_text(outlines + "\n", encoding="utf-8", newline="\n")


def travel_rows(engine: GraphEngine, school_rows: Sequence[Row], sites: Sequence[Row]) -> list[Row]:
    """travel_times.csv: each school to every club and public pool, and to the pools of its 12 nearest neighbours."""
    points = [place(row, "school") for row in school_rows]
    pools = [Place(f"{p.id}_pool", p.longitude, p.latitude) for p in points]
    straight = straight_metres(points, pools)
    near = {
        (point.id, pools[int(column)].id)
        for row, point in enumerate(points)
        for column in straight[row].argsort(kind="stable")[1 : NEIGHBOURS + 1]
    }
    rows = [trip for trip in _trips(engine, points, pools) if (trip.school, trip.site) in near]
    rows += _trips(engine, points, [place(site, "site") for site in sites])
    limits = {"bus": LONGEST_BUS_MIN, "walk": LONGEST_WALK_MIN}
    return [dict(trip._asdict()) for trip in sorted(rows) if trip.minutes <= limits[trip.travel_by]]


def _trips(engine: GraphEngine, schools: Sequence[Place], sites: Sequence[Place]) -> Iterator[Trip]:
    """Bus and walking trips from every school to every site."""
    ways: tuple[TravelBy, ...] = ("bus", "walk")
    for travel_by in ways:
        doors, _ = door_to_door(engine, schools, sites, travel_by, engine.model)
        yield from rows_of(doors, engine.way, engine.model.version)


def refresh_checksums(folder: Path) -> None:
    """Write the checksums of the tables into the folder's README."""
    path = folder / "README.md"
    text = path.read_text(encoding="utf-8")
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in TABLES]
    block = "\n".join([START, "```", *lines, "```", END])
    path.write_text(
        text[: text.index(START)] + block + text[text.index(END) + len(END) :], encoding="utf-8", newline="\n"
    )


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, required=True, help="folder of fetched public data, with kumamoto/ in it"
    )
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write the tables to")
    arguments = parser.parse_args()
    build(arguments.shared / "kumamoto", arguments.out)
    if (arguments.out / "README.md").exists():
        refresh_checksums(arguments.out)


if __name__ == "__main__":
    main()
