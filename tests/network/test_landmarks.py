"""Landmarks: read where a scenario names a table of them, refused where they cannot lie in the city."""

from pathlib import Path

from poolplan.network.places import Landmark, read_places
from poolplan.scenario.blocks import Label
from poolplan.scenario.schema import Scenario
from tests.network.city import complaints, write_city

HEAD = "place,label_ja,label_en,longitude,latitude,source,assumed"


def with_landmarks(folder: Path, *rows: str) -> Scenario:
    """Return the sound city with a table of landmarks."""
    scenario = write_city(folder)
    (folder / "landmarks.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    places = scenario.places.model_copy(update={"landmarks": "landmarks.csv"})
    return scenario.model_copy(update={"places": places})


def test_landmarks_are_read_in_order_of_id(folder: Path) -> None:
    scenario = with_landmarks(folder, "station,駅,Station,130.6,32.6,map,", "hall,市役所,City Hall,130.5,32.5,map,")
    found = read_places(scenario).landmarks
    assert list(found) == ["hall", "station"]
    assert found["hall"] == Landmark("hall", Label(ja="市役所", en="City Hall"), 130.5, 32.5, "map")


def test_a_city_needs_no_landmarks(folder: Path) -> None:
    assert read_places(write_city(folder)).landmarks == {}


def test_a_landmark_outside_the_city_or_with_strange_assumptions_is_refused(folder: Path) -> None:
    scenario = with_landmarks(folder, "hall,市役所,City Hall,32.5,130.5,map,", "port,港,Port,130.5,32.5,map,longtitude")
    swapped, strange = complaints(scenario)
    assert "landmarks.csv: 'port': assumed names 'longtitude', which is no column" in swapped
    assert "landmarks.csv, line 2: 'hall'" in strange
    assert "longitude and latitude are swapped" in strange
