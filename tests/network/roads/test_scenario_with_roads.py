"""A scenario that names roads: the table of trips is computed where it is kept, and once."""

from pathlib import Path

import pytest

from poolplan.cli import main
from tests.data_city.little_city import copy_city, rows

COLUMNS, ROWS = range(59, 74), range(69, 87)
"""Hundredths of a degree that hold the little city: 130.59 to 130.73 east, 32.69 to 32.86 north."""


def write_roads(folder: Path) -> Path:
    """Write a road along every hundredth of a degree around the little city."""
    nodes = {(x, y): x * 100 + y for x in COLUMNS for y in ROWS}
    lines = ['<osm version="0.6">']
    lines += [f'<node id="{n}" version="1" lon="{130 + x / 100}" lat="{32 + y / 100}"/>' for (x, y), n in nodes.items()]
    streets = [[nodes[x, y] for y in ROWS] for x in COLUMNS] + [[nodes[x, y] for x in COLUMNS] for y in ROWS]
    for number, street in enumerate(streets, start=1):
        refs = "".join(f'<nd ref="{node}"/>' for node in street)
        lines.append(f'<way id="{number}" version="1">{refs}<tag k="highway" v="tertiary"/></way>')
    path = folder / "roads.osm"
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def set_roads(scenario: Path) -> list[str]:
    """Return the options that make a scenario use the roads beside it."""
    roads = write_roads(scenario.parent)
    kept = scenario.parent / "computed.csv"
    return ["--set", f"places.roads={roads}", "--set", f"places.travel={kept}"]


def test_the_table_is_computed_once_and_then_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Five schools x (five pools, two clubs, one public pool), by bus; ai to club_east is 0.01 degrees east: 936 m."""
    scenario = copy_city(tmp_path)
    command = ["validate", str(scenario), *set_roads(scenario)]
    assert main(command) == 0
    said = capsys.readouterr()
    assert "computed.csv:" in said.out + said.err
    table = rows(tmp_path / "computed.csv")
    pools = len(rows(tmp_path / "school_pools.csv"))
    assert sum(row["travel_by"] == "bus" for row in table) == 5 * (pools + 2 + 1)
    trip = next(row for row in table if (row["school"], row["site"]) == ("ai", "club_east"))
    assert float(trip["metres"]) == pytest.approx(936, abs=3)
    before = (tmp_path / "computed.csv").stat().st_mtime_ns
    assert main(command) == 0
    said = capsys.readouterr()
    assert "computed.csv:" not in said.out + said.err
    assert (tmp_path / "computed.csv").stat().st_mtime_ns == before


def test_a_school_that_moves_is_computed_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario's own table follows its places without being asked."""
    scenario = copy_city(tmp_path)
    command = ["validate", str(scenario), *set_roads(scenario)]
    main(command)
    schools = tmp_path / "schools.csv"
    schools.write_text(schools.read_text(encoding="utf-8").replace("130.70,32.70", "130.69,32.70"), encoding="utf-8")
    assert main(command) == 0
    trip = next(r for r in rows(tmp_path / "computed.csv") if (r["school"], r["site"]) == ("ai", "club_east"))
    assert float(trip["metres"]) == pytest.approx(2 * 936, abs=5)
    capsys.readouterr()


def test_a_table_made_by_hand_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The scenario names roads, and a table that somebody timed: which of the two counts is for the planner to say."""
    scenario = copy_city(tmp_path)
    roads = write_roads(tmp_path)
    assert main(["validate", str(scenario), "--set", f"places.roads={roads}"]) == 1
    assert "travel_times.csv: is there already and was not computed by poolplan" in capsys.readouterr().err


def test_the_citys_own_speed_model_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its version stands in the source of every row."""
    scenario = copy_city(tmp_path)
    shipped = Path(__file__).parents[3] / "poolplan/network/roads/speed_models/japan-city-1.yaml"
    own = tmp_path / "own.yaml"
    own.write_text(shipped.read_text(encoding="utf-8").replace("version: japan-city-1", "version: little-1"), "utf-8")
    assert main(["validate", str(scenario), *set_roads(scenario), "--set", f"places.speed_model={own}"]) == 0
    assert all("speed model little-1" in row["source"] for row in rows(tmp_path / "computed.csv"))
    capsys.readouterr()
