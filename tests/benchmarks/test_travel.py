"""The made-up roads are roads that poolplan reads, and the two maps of central Kumamoto agree."""

import os
from pathlib import Path

import pytest

from benchmarks.road_city import SOUTH, STEP_DEG, WEST, write_cities
from benchmarks.travel import measure
from benchmarks.two_maps import rows
from poolplan.network.roads.clip import Box
from poolplan.network.roads.points import Place
from poolplan.network.roads.readers.files import read_roads

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("POOLPLAN_SHARED_DATA", ROOT.parent / "shared" / "data"))
SIDE = 20


def test_a_made_up_city_is_the_same_again_and_about_as_large_as_asked(tmp_path: Path) -> None:
    """400 junctions on a grid of 20; some streets are missing, so a few corners are no junctions any more."""
    middle = Place("middle", WEST + SIDE / 2 * STEP_DEG, SOUTH + SIDE / 2 * STEP_DEG)
    graphs = []
    for name in ("one.osm.pbf", "two.osm.pbf"):
        write_cities(tmp_path / name, SIDE * SIDE)
        graphs.append(read_roads(tmp_path / name, [middle], 5_000))
    assert graphs[0].metres.tolist() == graphs[1].metres.tolist()
    assert graphs[0].junctions == pytest.approx(SIDE * SIDE, rel=0.1)
    assert graphs[0].has_signal.any()
    assert (~graphs[0].bus_backward).any()


def test_the_table_of_measurements_has_every_row(tmp_path: Path) -> None:
    """On a small city, to see that the command runs: reading, joining, searches, differences, two runs."""
    write_cities(tmp_path / "city.osm.pbf", SIDE * SIDE)
    found = dict(measure(tmp_path / "city.osm.pbf", (3, 4), Box(-180, -90, 180, 90)))
    assert len(found) == 11
    assert found["largest difference from networkx"].endswith("missing pairs the same")
    assert float(found["largest difference from networkx"].split()[0]) < 0.1


def test_two_maps_of_the_same_streets_agree() -> None:
    """Published for these files: median 1.00, 5th to 95th percentile 0.87 to 1.14."""
    if not (SHARED / "roads").is_dir():
        pytest.skip("no public data here: set POOLPLAN_SHARED_DATA to the folder that holds roads/ and kumamoto/")
    line = next(line for line in rows(SHARED) if line.startswith("| the same, over 1 km |"))
    _, _, median, spread, _ = (cell.strip() for cell in line.split("|"))
    low, high = (float(part) for part in spread.split("-"))
    assert float(median) == pytest.approx(1.0, abs=0.01)
    assert low > 0.87
    assert high < 1.14
