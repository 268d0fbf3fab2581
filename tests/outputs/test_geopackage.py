"""The GeoPackage: layers that read back, styles that QGIS finds."""

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest

from poolplan.outputs.geopackage import write_geopackage
from poolplan.results.plan import Answer


@pytest.fixture(scope="module")
def package(answer: Answer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny city's GeoPackage."""
    path = tmp_path_factory.mktemp("gpkg") / "plan.gpkg"
    write_geopackage(answer, path, "ja")
    return path


def style_rows(path: Path) -> list[tuple[str, str]]:
    """Layer and QML of each style."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT f_table_name, styleQML FROM layer_styles ORDER BY id").fetchall()


def _tree(qml: str) -> ET.Element:
    return ET.fromstring(qml.split("\n", 1)[1])  # noqa: S314  (our own text)


def test_layers_and_coordinates(package: Path) -> None:
    listed = {name: kind for name, kind in pyogrio.list_layers(package) if kind}
    assert listed == {"wards": "Polygon", "sites": "Point", "trips": "LineString", "schools": "Point"}
    for name in listed:
        assert gpd.read_file(package, layer=name).crs.to_epsg() == 4326


def test_schools_carry_each_point_in_time_and_japanese_names(package: Path) -> None:
    schools = gpd.read_file(package, layer="schools").set_index("school")
    kita = schools.loc["kita"]
    assert kita["label_ja"] == "北小学校"
    assert (kita["mode_2023"], kita["site_2024"], kita["minutes_2025"]) == ("commission", "club_one", 10.0)
    assert schools.loc["minami", "mode_2023"] == "own"
    assert kita["assumed"] == "受入枠、移動時間、プールの築年・状態、児童生徒数"
    assert (kita.geometry.x, kita.geometry.y) == (130.65, 32.85)


def test_trips_have_their_years(package: Path) -> None:
    trips = gpd.read_file(package, layer="trips").set_index("school")
    assert list(trips.loc["minami", ["site", "travel_by", "first_year", "last_year"]]) == [
        "chuo_jhs_pool", "walk", 2024, 2025,
    ]  # fmt: skip
    assert [tuple(point) for point in trips.loc["kita"].geometry.coords] == [(130.65, 32.85), (130.76, 32.86)]


def test_sites_show_their_last_state(package: Path) -> None:
    sites = gpd.read_file(package, layer="sites").set_index("site")
    assert sites.loc["kita_pool", "state"] == "retired"
    assert list(sites.loc[["club_one", "chuo_jhs_pool", "kita_pool"], "role"]) == ["club", "school_pool", "retired"]
    assert sites.loc["kita_pool", "build_year"] == 1970


def test_styles_are_registered_and_categorised_by_mode(package: Path) -> None:
    styles = dict(style_rows(package))
    assert set(styles) == {"wards", "sites", "trips", "schools"}
    trees = {layer: _tree(qml) for layer, qml in styles.items()}
    renderer = trees["schools"].find("renderer-v2")
    assert renderer is not None
    assert renderer.get("attr") == "mode_2025"
    assert [c.get("value") for c in renderer.iter("category")] == ["own", "commission", "shared", ""]
    symbols = {s.get("name") for s in renderer.iter("symbol")}
    assert {c.get("symbol") for c in renderer.iter("category")} == symbols
    colours = [o.get("value") for o in renderer.iter("Option") if o.get("name") == "color"]
    assert colours[:3] == ["255,255,255,255", "8,48,107,255", "213,94,0,255"]
    with closing(sqlite3.connect(package)) as database:
        found = database.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'").fetchall()
        assert found == [("attributes",)]
        columns = {row[2] for row in database.execute("SELECT * FROM gpkg_geometry_columns")}
        default = database.execute("SELECT DISTINCT useAsDefault, f_geometry_column FROM layer_styles").fetchall()
    assert default == [(1, "geom")]
    assert columns


def test_a_plan_where_nobody_travels_has_no_empty_layer(keep_all: Answer, tmp_path: Path) -> None:
    write_geopackage(keep_all, tmp_path / "plan.gpkg", "en")
    layers = {name for name, kind in pyogrio.list_layers(tmp_path / "plan.gpkg") if kind}
    assert layers == {"wards", "sites", "schools"}


def test_names_of_any_kind_survive(evil: Answer, tmp_path: Path) -> None:
    write_geopackage(evil, tmp_path / "plan.gpkg", "ja")
    names = gpd.read_file(tmp_path / "plan.gpkg", layer="schools")["label_ja"]
    assert "<script>alert(1)</script>" in set(names)
    for _, qml in style_rows(tmp_path / "plan.gpkg"):
        _tree(qml)
