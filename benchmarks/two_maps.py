"""Two maps of the same streets held against each other: OpenStreetMap in the central ward, and the survey's main roads.

`python -m benchmarks.two_maps --shared FOLDER` (FOLDER holds `kumamoto/` and `roads/`: gis_data/kumamoto/README.md).
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks import ROOT
from poolplan.network.roads.engines.csr import GraphEngine
from poolplan.network.roads.geodesy import Floats, straight_metres
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import Place
from poolplan.network.roads.readers.files import read_roads
from poolplan.network.roads.speed import SpeedModel, read_speed_model
from poolplan.network.roads.trips import door_to_door
from poolplan.scenario.blocks import TravelBy

CITY = ROOT / "gis_data" / "kumamoto"
OPENSTREETMAP, SURVEY = "roads/overpass_chuo_ward_drive_20230105.json", "kumamoto/mlit_links.csv"
FAR_M, WALKED_M = 1_000.0, (500.0, 1_000.0)
MARGIN_M = 5_000.0
WAYS: tuple[TravelBy, ...] = ("bus", "walk")


def central_schools() -> list[Place]:
    """Schools of the central ward."""
    with (CITY / "schools.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ward"] == "chuo"]
    return [Place(row["school"], float(row["longitude"]), float(row["latitude"])) for row in rows]


def by_distance(snap_to: Literal["road", "junction"] = "road") -> SpeedModel:
    """One speed everywhere and nothing lost at junctions: the quickest way is the shortest, on both maps."""
    model = read_speed_model("kumamoto-2")
    joining = model.joining.model_copy(update={"near_m": 0.0, "snap_to": snap_to})
    return model.model_copy(update={"joining": joining})


def spread(name: str, values: Floats) -> str:
    """One line of the page: median, and 5th to 95th percentile."""
    low, middle, high = np.percentile(values, [5, 50, 95])
    return f"| {name} | {middle:.2f} | {low:.2f}-{high:.2f} |"


def on_road(roads: RoadGraph, schools: Sequence[Place], model: SpeedModel) -> Floats:
    """Metres of the shortest ways between the schools, from road to road."""
    return GraphEngine(roads, model).matrix(schools, schools, "bus").metres


def rows(shared: Path) -> list[str]:
    """Lines of the page."""
    schools = central_schools()
    street_map, survey = (read_roads(shared / name, schools, MARGIN_M) for name in (OPENSTREETMAP, SURVEY))
    straight = straight_metres(schools, schools)
    once = np.triu(np.ones(straight.shape, dtype=bool), 1)
    far, walked = once & (straight > FAR_M), once & (straight > WALKED_M[0]) & (straight < WALKED_M[1])
    metres, surveyed = (on_road(roads, schools, by_distance()) for roads in (street_map, survey))
    nodes, survey_nodes = (on_road(roads, schools, by_distance("junction")) for roads in (street_map, survey))
    quickest = read_speed_model("japan-city-1")
    engine = GraphEngine(street_map, quickest, tuple(schools))
    bus, walk = (door_to_door(engine, schools, schools, way, quickest)[0] for way in WAYS)
    km_h = bus.metres / 1000 / ((bus.minutes - quickest.stops_min) / 60)
    return [
        f"{len(schools)} schools, {int(once.sum())} pairs, {int(far.sum())} of them over {FAR_M:,.0f} m apart.",
        "",
        "| ratio | median | 5th-95th percentile |",
        "|---|---|---|",
        spread("shortest way, OpenStreetMap / survey, all pairs", metres[once] / surveyed[once]),
        spread("the same, over 1 km", metres[far] / surveyed[far]),
        spread("the same, all pairs, joined to junctions", nodes[once] / np.maximum(1, survey_nodes[once])),
        spread("the same, over 1 km, joined to junctions", nodes[far] / survey_nodes[far]),
        spread("shortest way on OpenStreetMap / straight line, over 1 km", metres[far] / straight[far]),
        spread("shortest way on the survey's roads / straight line, over 1 km", surveyed[far] / straight[far]),
        spread("quickest way by bus, door to door / straight line, over 1 km", bus.metres[far] / straight[far]),
        spread("walk on OpenStreetMap / straight line, 0.5-1 km", walk.metres[walked] / straight[walked]),
        spread("km/h of a bus, door to door without boarding, over 1 km", km_h[far]),
    ]


def main() -> None:
    """Read the arguments and print the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of fetched public data")
    print("\n".join(rows(parser.parse_args().shared)))  # noqa: T201


if __name__ == "__main__":
    main()
