"""The same roads from every kind of file, and one clear sentence for every file that cannot be used."""

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas
import pytest
from shapely import LineString

from poolplan.errors import DataError
from poolplan.network.roads.engines.csr import GraphEngine
from poolplan.network.roads.geodesy import geodesic_m
from poolplan.network.roads.points import Place, read_points
from poolplan.network.roads.readers import ways as ways_module
from poolplan.network.roads.readers.files import read_roads
from poolplan.network.roads.speed import read_speed_model
from tests.network.roads.osm_files import Way, point, write_osm, write_pbf

MODEL = read_speed_model("japan-city-1")
HERE = [Place("a0", *point("a0")), Place("c1", *point("c1"))]
LINKS = (("a0", "a1"), ("a1", "b1"), ("b1", "c1"), ("c0", "c1"))
"""North 1,112 m, east 2 x 943 m, and a spur south."""
Write = Callable[[Path], Path]
WAY_ROUND = 2 * 943 + 1112


def metres(u: str, v: str) -> float:
    """Return the metres between two nodes."""
    return float(geodesic_m(*point(u), *point(v)))


def as_osm(folder: Path) -> Path:
    return write_osm(folder, [Way(" ".join(link), {"highway": "residential"}) for link in LINKS])


def as_pbf(folder: Path) -> Path:
    return write_pbf(folder, [Way(" ".join(link), {"highway": "residential"}) for link in LINKS])


def as_overpass(folder: Path) -> Path:
    names = sorted({name for link in LINKS for name in link})
    nodes = [
        {"type": "node", "id": number, "lon": point(name)[0], "lat": point(name)[1]}
        for number, name in enumerate(names)
    ]
    ways = [
        {
            "type": "way",
            "id": number,
            "nodes": [names.index(name) for name in link],
            "tags": {"highway": "residential"},
        }
        for number, link in enumerate(LINKS)
    ]
    path = folder / "overpass.json"
    path.write_text(json.dumps({"elements": ways + nodes}), encoding="utf-8")
    return path


def graphml(crs: str = "epsg:4326", length: str = "") -> str:
    """Return a graph as OSMnx saves it: one edge each way."""
    names = sorted({name for link in LINKS for name in link})
    nodes = [
        f'<node id="{name}"><data key="d2">{point(name)[0]}</data><data key="d1">{point(name)[1]}</data></node>'
        for name in names
    ]
    edges = [
        f'<edge source="{u}" target="{v}" id="0"><data key="d3">{length or metres(u, v)}</data>'
        "<data key=\"d4\">['residential', 'tertiary']</data><data key=\"d5\">False</data></edge>"
        for link in LINKS
        for u, v in (link, link[::-1])
    ]
    keys = [("d0", "graph", "crs"), ("d1", "node", "y"), ("d2", "node", "x"), ("d3", "edge", "length")]
    keys += [("d4", "edge", "highway"), ("d5", "edge", "oneway")]
    head = [f'<key id="{key}" for="{of}" attr.name="{name}" attr.type="string"/>' for key, of, name in keys]
    about = [f'<data key="d0">{crs}</data>'] if crs else []
    space = 'xmlns="http://graphml.graphdrawing.org/xmlns"'
    return "\n".join([f"<graphml {space}>", *head, "<graph>", *about, *nodes, *edges, "</graph></graphml>"])


def as_graphml(folder: Path, text: str | None = None) -> Path:
    path = folder / "roads.graphml"
    path.write_text(text or graphml(), encoding="utf-8")
    return path


def as_geopackage(folder: Path, crs: int | None = 4326) -> Path:
    columns = {
        "u": [u for u, _ in LINKS],
        "v": [v for _, v in LINKS],
        "metres": [metres(*link) for link in LINKS],
        "class": ["residential"] * len(LINKS),
    }
    lines = [LineString([point(u), point(v)]) for u, v in LINKS]
    layer = geopandas.GeoDataFrame(columns, geometry=lines, crs=4326)
    layer = layer.set_crs(None, allow_override=True) if crs is None else layer.to_crs(crs)
    path = folder / "roads.gpkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a layer without a coordinate system is wanted
        layer.to_file(path, driver="GPKG")
    return path


def as_tables(folder: Path, extra: str = "") -> Path:
    names = sorted({name for link in LINKS for name in link})
    rows = [f"{name},{point(name)[0]},{point(name)[1]}" for name in names]
    (folder / "city_nodes.csv").write_text("\n".join(["node,lon,lat", *rows]), encoding="utf-8")
    links = [f"{u},{v},{metres(u, v)},residential" for u, v in LINKS]
    path = folder / "city_links.csv"
    path.write_text("\n".join(["u,v,metres,class", *links, *([extra] if extra else [])]), encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [as_osm, as_pbf, as_overpass, as_graphml, as_geopackage, as_tables])
def test_every_kind_of_file_gives_the_same_way(tmp_path: Path, write: Write) -> None:
    """One north, two east: 2,998 m there and back; the places stand on the road."""
    roads = read_roads(write(tmp_path), HERE, 5_000)
    found = GraphEngine(roads, MODEL).matrix(HERE, HERE, "bus")
    assert found.metres[0, 1] == pytest.approx(WAY_ROUND, abs=3)
    assert found.metres[1, 0] == pytest.approx(WAY_ROUND, abs=3)
    assert {snap.road for snap in found.origins} == {"residential"}
    assert max(snap.metres for snap in found.origins) < 1


def test_a_layer_in_metres_of_a_plane_is_turned_into_degrees(tmp_path: Path) -> None:
    """EPSG:6670 is the plane used for Kumamoto."""
    roads = read_roads(as_geopackage(tmp_path, 6670), HERE, 5_000)
    assert GraphEngine(roads, MODEL).matrix(HERE, HERE, "bus").origins[0].metres < 1


def test_roads_far_from_the_places_are_left_out(tmp_path: Path) -> None:
    """Roads up to 300 km east; kept are those within 5 km of the places, a segment over the edge whole."""
    long = Way("a0 a1 b1 c1", {"highway": "residential"})
    far = Way("c1 z1", {"highway": "residential"})
    farther = Way("z1 z9", {"highway": "residential"})
    roads = read_roads(write_osm(tmp_path, [long, far, farther]), HERE, 5_000)
    assert roads.links == 2
    assert roads.longitude.max() == pytest.approx(point("z1")[0])


def truncated(folder: Path) -> Path:
    path = as_pbf(folder)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def without_ways(folder: Path) -> Path:
    return write_pbf(folder, [Way("a0 a1", {"building": "yes"})])


def text_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


TOKYO = [Place("school", 139.7, 35.7)]
NO_CRS = graphml(crs="")
PROJECTED = graphml(crs="epsg:32652")


@pytest.mark.parametrize(
    ("write", "places", "said"),
    [
        (truncated, HERE, "cannot be read to its end .*; fetch the extract again"),
        (without_ways, HERE, "holds no roads .no way with 'highway'.; fetch an extract with all ways"),
        (as_pbf, TOKYO, "its roads lie around longitude 130.00, latitude 32.00, the places around longitude 139.70"),
        (as_overpass, TOKYO, "give roads of the same area"),
        (as_tables, TOKYO, "give roads of the same area"),
        (lambda f: as_geopackage(f, None), HERE, "names no coordinate system; set one"),
        (lambda f: as_graphml(f, NO_CRS), HERE, "names no coordinate system"),
        (lambda f: as_graphml(f, PROJECTED), HERE, "is projected .epsg:32652.; save the graph unprojected"),
        (lambda f: as_graphml(f, graphml(length="0")), HERE, "edge a0 - a1: 0.0 m is no length"),
        (lambda f: as_graphml(f, graphml()[:-30]), HERE, "not GraphML"),
        (lambda f: as_tables(f, "a0,a1,0,residential"), HERE, "line 6: 0.0 m is no length; give metres above 0"),
        (lambda f: as_tables(f, "a0,a1,-5,residential"), HERE, "line 6: -5.0 m is no length"),
        (lambda f: as_tables(f, "a0,a1,nan,residential"), HERE, "nan m is no length"),
        (lambda f: as_tables(f, "a0,a1,long,residential"), HERE, "metres is 'long', which is no number"),
        (lambda f: as_tables(f, "a0,zz,5,residential"), HERE, "v 'zz' is no node of"),
        (
            lambda f: as_tables(f, "a0,a1,5,residental"),
            HERE,
            "class 'residental' is unknown .did you mean 'residential'",
        ),
        (lambda f: text_file(f, "roads.csv", "u,v,metres\n"), HERE, "name the two ..._links.csv and ..._nodes.csv"),
        (lambda f: text_file(f, "x.json", "{}"), HERE, "not the JSON of an Overpass server"),
        (lambda f: text_file(f, "x.osm", "<osm>"), HERE, "cannot be read to its end"),
        (lambda f: text_file(f, "x.osm.pbf", ""), HERE, "fetch the extract again|holds no roads"),
        (lambda f: text_file(f, "x.shp", ""), HERE, "a file of roads ends in .pbf"),
        (lambda f: text_file(f, "x.gpkg", ""), HERE, "cannot be read"),
        (lambda f: f / "none.osm.pbf", HERE, "none.osm.pbf: no such file; check the path"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, write: Write, places: Sequence[Place], said: str
) -> None:
    """Where, what, and what to do."""
    with pytest.raises(DataError, match=said) as told:
        read_roads(write(tmp_path), places, 5_000)
    assert len(told.value.problems) == 1


def test_places_with_swapped_coordinates_are_told_by_the_roads(tmp_path: Path) -> None:
    """Helsinki's 24.9 east and 60.2 north may be swapped without leaving the earth."""
    roads = as_tables(tmp_path)
    nodes = (tmp_path / "city_nodes.csv").read_text(encoding="utf-8")
    (tmp_path / "city_nodes.csv").write_text(nodes.replace(",130.", ",24.").replace(",32.", ",60."), encoding="utf-8")
    with pytest.raises(DataError, match="swap longitude and latitude in the table"):
        read_roads(roads, [Place("school", 60.1, 24.1)], 5_000)


def test_nodes_with_swapped_coordinates_are_told_by_their_line(tmp_path: Path) -> None:
    """Latitude 130 is beyond 90 degrees."""
    roads = as_tables(tmp_path)
    (tmp_path / "city_nodes.csv").write_text("node,lon,lat\na0,32.0,130.0\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"line 2: latitude 130 is beyond 90 degrees; .* seem swapped"):
        read_roads(roads, HERE, 5_000)


def test_too_many_roads_for_a_small_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is 1.5 million points; here it is set to 5, with 8 in the file."""
    monkeypatch.setattr(ways_module, "MOST_POINTS", 5)
    with pytest.raises(DataError, match="have more than 5 points, too many for a small computer; give an extract"):
        read_roads(as_osm(tmp_path), HERE, 5_000)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,longitude,latitude\na,32.8,130.7\n", "line 2: latitude 130.7 is beyond 90 degrees"),
        ("id,longitude,latitude\na,-12345.6,78901.2\n", "seem projected; export them in EPSG:4326"),
        ("id,longitude,latitude\na,,32\n", "column 'longitude'"),
        ("id,longitude\na,130\n", "column 'latitude' is missing"),
        ("name,longitude,latitude\na,130,32\n", "column 'id' is missing"),
        ("id,longitude,latitude\na,130,32\na,131,33\n", "stands already in line 2"),
        ("id,longitude,latitude\n=1+1,130,32\n", "column 'id'"),
        ("id,longitude,latitude\n", "holds no place"),
    ],
)
def test_a_table_of_places_with_a_mistake(tmp_path: Path, table: str, said: str) -> None:
    path = text_file(tmp_path, "places.csv", table)
    with pytest.raises(DataError, match=said):
        read_points(path)


def test_places_are_read_from_schools_sites_and_plain_tables(tmp_path: Path) -> None:
    """The column of ids may be named id, school or site; further columns do not matter."""
    for name in ("id", "school", "site"):
        path = text_file(tmp_path, "places.csv", f"{name},label_ja,longitude,latitude\n1,南小,130.5,32.5\n")
        assert read_points(path) == [Place("1", 130.5, 32.5)]
