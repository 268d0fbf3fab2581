"""Trips follow the roads where their lines are known, straight lines elsewhere; who made the roads is named."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from poolplan.errors import DataError
from poolplan.network.travel import read_lines
from poolplan.outputs.features import board
from poolplan.outputs.geopackage import write_geopackage
from poolplan.outputs.panels import sources_of
from poolplan.outputs.stage_board.page import write_board
from poolplan.results.plan import Answer
from tests.outputs.pages import opened
from tests.outputs.tiny import scenario

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CREDIT = "© OpenStreetMap contributors (ODbL)"
WAY = ((130.66, 32.85), (130.70, 32.87), (130.75, 32.86))
DRAWN = """stages.maps.map(map => {
    const found = [];
    map.eachLayer(layer => { if (layer instanceof L.Polyline && !(layer instanceof L.Polygon)) {
        found.push(layer.getLatLngs().length); } });
    return found.sort();
})"""


@pytest.fixture
def by_road(answer: Answer) -> Answer:
    """Return the tiny city in which the way from kita to its club is known."""
    lines = {("kita", "club_one", "bus"): WAY, ("chuo_jhs", "club_one", "bus"): WAY}
    network = replace(answer.plan.network, lines=lines, lines_credit=CREDIT)
    return replace(answer, plan=replace(answer.plan, network=network))


def test_pages_hold_the_lines_of_trips_that_are_made_from_door_to_door(by_road: Answer) -> None:
    """Nobody rides from chuo_jhs to the club, so that its line is left out."""
    routes = board(by_road.plan, "ja")["routes"]
    inner = [[y, x] for x, y in WAY]
    assert routes == {"kita club_one bus": [[32.85, 130.65], *inner, [32.86, 130.76]]}
    assert CREDIT in sources_of([by_road])


def test_maps_draw_the_line_where_it_is_known(browser: "Browser", by_road: Answer, tmp_path: Path) -> None:
    write_board(by_road, tmp_path / "board.html", "ja")
    page, complaints = opened(browser, tmp_path / "board.html")
    assert page.evaluate(DRAWN) == [[len(WAY) + 2], [2, len(WAY) + 2]]
    assert not complaints
    page.close()


def test_layers_follow_the_line_too(by_road: Answer, tmp_path: Path) -> None:
    write_geopackage(by_road, tmp_path / "plan.gpkg", "ja")
    trips = gpd.read_file(tmp_path / "plan.gpkg", layer="trips").set_index("school")
    assert list(trips.loc["kita", "geometry"].coords) == [(130.65, 32.85), *WAY, (130.76, 32.86)]
    assert len(trips.loc["minami", "geometry"].coords) == 2


def test_lines_are_read_from_beside_the_table(tmp_path: Path) -> None:
    feature = {
        "properties": {"school": "kita", "site": "club_one", "travel_by": "bus"},
        "geometry": {"type": "LineString", "coordinates": WAY},
    }
    asked = scenario()
    asked = asked.model_copy(
        update={"places": asked.places.model_copy(update={"travel": str(tmp_path / "travel_times.csv")})}
    )
    assert read_lines(asked) == ({}, "")
    file = tmp_path / "travel_times.routes.geojson"
    file.write_text(json.dumps({"attribution": CREDIT, "features": [feature]}), encoding="utf-8")
    assert read_lines(asked) == ({("kita", "club_one", "bus"): WAY}, CREDIT)
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match=r"travel_times\.routes\.geojson: cannot be read; delete it"):
        read_lines(asked)
