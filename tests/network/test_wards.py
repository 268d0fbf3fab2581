"""Ward outlines: what is read, and what is said of a layer that cannot be used."""

from pathlib import Path

import pytest

from poolplan.network.wards import Ward, read_wards
from poolplan.scenario.blocks import Label
from tests.network.city import NORTH, SQUARE, write_wards

EAST = {**NORTH, "ward": "east", "label_ja": "東区", "label_en": "East"}


def said_of(folder: Path, *features: object) -> list[str]:
    """Return the problems found in a layer with these features."""
    problems: list[str] = []
    read_wards(write_wards(folder, list(features)), problems)
    return problems


def polygon(*corners: tuple[float, float]) -> dict[str, object]:
    """Return a polygon with these corners, closed."""
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def test_wards_are_read_with_both_names_and_their_source_in_order_of_id(folder: Path) -> None:
    problems: list[str] = []
    multi = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}
    features = [{"properties": NORTH, "geometry": SQUARE}, {"properties": EAST, "geometry": multi}]
    wards = read_wards(write_wards(folder, features), problems)
    assert problems == []
    assert list(wards) == ["east", "north"]
    assert wards["north"] == Ward("north", Label(ja="北区", en="North"), SQUARE, "city map")


def test_a_source_may_be_missing_but_a_name_may_not(folder: Path) -> None:
    problems: list[str] = []
    named = {key: value for key, value in NORTH.items() if key != "source"}
    unnamed = {key: value for key, value in NORTH.items() if key != "label_en"}
    features = [{"properties": named, "geometry": SQUARE}, {"properties": unnamed, "geometry": SQUARE}]
    assert read_wards(write_wards(folder, features), problems)["north"].source == ""
    assert problems == ["wards.geojson, feature 2: needs properties ward, label_ja, label_en and a polygon"]


@pytest.mark.parametrize("text", ["", "ward,north", "[1, 2]", "{}", '{"type": "Polygon"}'])
def test_a_file_that_is_no_feature_collection_is_told_so(folder: Path, text: str) -> None:
    (folder / "wards.geojson").write_text(text, encoding="utf-8")
    problems: list[str] = []
    assert read_wards(Path("wards.geojson"), problems) == {}
    assert problems == ["wards.geojson: not a GeoJSON feature collection; export the ward layer as GeoJSON, EPSG:4326"]


def test_a_missing_layer_is_a_problem_and_no_traceback(folder: Path) -> None:
    problems: list[str] = []
    assert read_wards(folder / "wards.geojson", problems) == {}
    assert problems == ["wards.geojson: no such file; check the path"]


def test_metres_instead_of_degrees_are_recognised(folder: Path) -> None:
    """Plane rectangular coordinates of Japan run to thousands; latitude before longitude gives 130 degrees north."""
    plane = polygon((-25_000, -22_000), (-24_000, -22_000), (-24_000, -21_000))
    swapped = polygon((32, 130), (33, 130), (33, 131))
    assert said_of(folder, {"properties": NORTH, "geometry": plane}, {"properties": EAST, "geometry": swapped}) == [
        f"wards.geojson, feature {number}: not in degrees; export it in EPSG:4326" for number in (1, 2)
    ]


@pytest.mark.parametrize(
    "geometry",
    [
        polygon((130, 32), (131, 33), (131, 32), (130, 33)),  # a bow tie crosses itself
        {"type": "Point", "coordinates": [130, 32]},
        {"type": "LineString", "coordinates": [[130, 32], [131, 33]]},
    ],
)
def test_an_outline_that_is_no_valid_polygon_is_named_by_its_ward(folder: Path, geometry: dict[str, object]) -> None:
    assert said_of(folder, {"properties": NORTH, "geometry": geometry}) == [
        "wards.geojson, feature 1: ward 'north' is not a valid polygon; repair its geometry"
    ]


@pytest.mark.parametrize(
    "feature",
    [
        None,
        {},
        {"properties": NORTH},
        {"properties": NORTH, "geometry": None},
        {"properties": None, "geometry": SQUARE},
        {"properties": {**NORTH, "label_ja": ""}, "geometry": SQUARE},
        {"properties": NORTH, "geometry": {"type": "Polygon", "coordinates": [[[130, 32], [131, 33]]]}},
        {"properties": NORTH, "geometry": {"type": "Polygon", "coordinates": [[["a", 32], [1, 2], [3, 4], [5, 6]]]}},
    ],
)
def test_a_feature_without_names_or_outline_is_told_by_its_number(folder: Path, feature: object) -> None:
    """The first feature is sound and stays quiet."""
    assert said_of(folder, {"properties": NORTH, "geometry": SQUARE}, feature) == [
        "wards.geojson, feature 2: needs properties ward, label_ja, label_en and a polygon"
    ]


def test_a_ward_that_stands_twice_is_a_problem(folder: Path) -> None:
    feature = {"properties": NORTH, "geometry": SQUARE}
    assert said_of(folder, feature, feature) == ["wards.geojson, feature 2: ward 'north' stands twice; ids must differ"]


def test_every_bad_feature_is_reported(folder: Path) -> None:
    """Three features, the first and the last unusable."""
    said = said_of(folder, None, {"properties": NORTH, "geometry": SQUARE}, {})
    assert [sentence.split(":")[0] for sentence in said] == ["wards.geojson, feature 1", "wards.geojson, feature 3"]


@pytest.mark.parametrize("features", [None, 5])
def test_features_that_are_no_list_are_told_without_a_traceback(folder: Path, features: object) -> None:
    problems: list[str] = []
    read_wards(write_wards(folder, features), problems)
    assert "not a GeoJSON feature collection" in problems[0]


@pytest.mark.parametrize("geometry", [{**SQUARE, "type": "Polgon"}, polygon((float("nan"), 32), (131, 32), (131, 33))])
def test_an_outline_shapely_refuses_is_told_without_a_traceback(folder: Path, geometry: dict[str, object]) -> None:
    """A geometry type that does not exist; a ring whose first corner is NaN."""
    assert "feature 1" in said_of(folder, {"properties": NORTH, "geometry": geometry})[0]


@pytest.mark.parametrize("name", ["ward", "label_ja"])
def test_a_name_that_is_null_is_missing(folder: Path, name: str) -> None:
    assert said_of(folder, {"properties": {**NORTH, name: None}, "geometry": SQUARE})
