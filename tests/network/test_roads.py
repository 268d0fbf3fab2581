"""Road graphs small enough to solve in the head, and random ones that networkx solves a second time."""

import dataclasses
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from poolplan.errors import DataError
from poolplan.network.roads import (
    Place,
    RoadGraph,
    SpeedModel,
    Trip,
    bus_metres,
    geodesic_m,
    read_links,
    road_graph,
    snap,
    straight_metres,
    trips,
)

ON_THE_ROAD = SpeedModel(near_m=0.0)
"""Routes every pair over the links, however near."""
STEP_DEG = 0.02
"""About 1.9 km east-west at 32 degrees north: farther than any pair that is not routed."""
EAST = np.array([130.0, 130.0 + STEP_DEG, 130.0 + 2 * STEP_DEG])
NORTH = np.array([32.0, 32.0, 32.0])
A, B, C = (Place(name, float(lon), 32.0) for name, lon in zip("abc", EAST, strict=True))


def line() -> RoadGraph:
    """Return a - b - c with 2,000 m and 3,000 m, and a slow way round from a to c of 9,000 m."""
    return road_graph(EAST, NORTH, [(0, 1), (1, 2), (0, 2)], [2000.0, 3000.0, 9000.0])


def two_islands() -> RoadGraph:
    """Return a - b, with c on no road: built by hand, as road_graph would leave c out."""
    metres = csr_array(([2000.0, 2000.0], ([0, 1], [1, 0])), shape=(3, 3))
    return RoadGraph(EAST, NORTH, metres)


def one(found: list[Trip], travel_by: str) -> Trip:
    """Return the only trip by bus or on foot."""
    (trip,) = (trip for trip in found if trip.travel_by == travel_by)
    return trip


def test_a_degree_of_latitude_and_one_of_longitude_in_metres() -> None:
    """Earth radius 6,371,008.8 m x pi / 180 = 111,195 m north-south; x cos 60 degrees = half of it east-west."""
    assert geodesic_m(130.0, 32.0, 130.0, 33.0) == pytest.approx(111_195, abs=1)
    assert geodesic_m(130.0, 60.0, 130.001, 60.0) == pytest.approx(111.195 / 2, abs=0.01)


def test_the_shortest_way_counts_not_the_fewest_links() -> None:
    """From a to c: 2,000 + 3,000 = 5,000 m by b, although one link of 9,000 m joins them; and the same way back."""
    assert bus_metres(line(), [A], [C], ON_THE_ROAD).item() == pytest.approx(5000.0)
    assert bus_metres(line(), [C], [A], ON_THE_ROAD).item() == pytest.approx(5000.0)


def test_of_parallel_links_the_shortest_counts() -> None:
    """Two links a - b of 2,500 and 2,000 m, written in both directions: 2,000 m, not their sum."""
    graph = road_graph(EAST[:2], NORTH[:2], [(0, 1), (1, 0)], [2500.0, 2000.0])
    assert bus_metres(graph, [A], [B], ON_THE_ROAD).item() == pytest.approx(2000.0)


def test_only_the_largest_connected_part_is_kept() -> None:
    """Joined are a - b - c; d - e lie apart and are left out."""
    longitude = np.append(EAST, [131.0, 131.1])
    graph = road_graph(longitude, np.full(5, 32.0), [(3, 4), (0, 1), (1, 2)], [5.0, 2000.0, 3000.0])
    assert graph.longitude.tolist() == EAST.tolist()
    assert graph.metres.shape == (3, 3)


@pytest.mark.parametrize("seed", range(5))
def test_networkx_finds_the_same_ways(seed: int) -> None:
    """Random graphs of 40 nodes with parallel links and loose parts: every distance as networkx finds it."""
    rng = np.random.default_rng(seed)
    longitude, latitude = 130 + rng.random(40), 32 + rng.random(40)
    ends = [(int(u), int(v)) for u, v in rng.integers(0, 40, (60, 2)) if u != v]
    metres = [float(value) for value in rng.uniform(100, 5000, len(ends))]
    reference = nx.Graph()
    reference.add_nodes_from(range(40))
    for (u, v), length in zip(ends, metres, strict=True):
        shorter = min(length, reference.get_edge_data(u, v, {"weight": np.inf})["weight"])
        reference.add_edge(u, v, weight=shorter)
    parts: list[set[int]] = list(nx.connected_components(reference))
    largest = max(parts, key=len)
    kept = sorted(largest)
    places = [Place(str(node), float(longitude[node]), float(latitude[node])) for node in kept]
    found = bus_metres(road_graph(longitude, latitude, ends, metres), places, places, ON_THE_ROAD)
    expected = dict(nx.all_pairs_dijkstra_path_length(reference))
    assert found == pytest.approx(np.array([[expected[u][v] for v in kept] for u in kept]), abs=1e-6)


def test_a_snap_reports_the_node_and_the_metres_to_it() -> None:
    """0.001 degrees north of b: node 1, 111.2 m away."""
    (found,) = snap(line(), [Place("school", B.longitude, 32.001)])
    assert (found.place, found.node) == ("school", 1)
    assert found.metres == pytest.approx(111.2, abs=0.1)


def test_nearest_is_judged_in_metres_not_in_degrees() -> None:
    """At 60 degrees north 0.0015 degrees east are 83 m, 0.001 degrees north 111 m: the eastern node is nearer."""
    longitude, latitude = np.array([130.0015, 130.0]), np.array([60.0, 60.001])
    graph = road_graph(longitude, latitude, [(0, 1)], [200.0])
    (found,) = snap(graph, [Place("school", 130.0, 60.0)])
    assert found.node == 0


def test_the_way_to_the_road_is_part_of_the_trip() -> None:
    """From 111.2 m beside a to c: 5,000 + 111.2 x 1.3 = 5,144.6 m."""
    model = dataclasses.replace(ON_THE_ROAD, detour=1.3)
    found = bus_metres(line(), [Place("school", A.longitude, 32.001)], [C], model).item()
    assert found == pytest.approx(5000 + 111.195 * 1.3, abs=0.1)


def test_bus_minutes_are_the_way_at_bus_speed_plus_boarding() -> None:
    """5,000 m at 20 km/h = 15 min, and 4 min for boarding, turning and alighting: 19.0 min."""
    model = dataclasses.replace(ON_THE_ROAD, bus_kmh=20.0, bus_fixed_min=4.0, version="test")
    assert one(list(trips(line(), [A], [C], model)), "bus") == Trip(
        "a", "c", "bus", 19.0, 5000, "road links; speed model test"
    )


def test_a_walk_is_the_straight_line_with_a_detour_and_says_so() -> None:
    """0.01 degrees north = 1,112 m, x 1.5 = 1,668 m, at 60 m/min 27.8 min: main roads do not bind pedestrians."""
    model = SpeedModel(walk_detour=1.5, walk_m_per_min=60.0)
    walk = one(list(trips(line(), [A], [Place("pool", A.longitude, 32.01)], model)), "walk")
    assert (walk.minutes, walk.metres) == (27.8, 1668)
    assert walk.source.startswith("approximate")


def test_a_pool_next_door_is_not_routed_round_the_main_roads() -> None:
    """100 m apart between nodes a and b: not back to a main road, but 130 m; the source says approximate."""
    middle = A.longitude + STEP_DEG / 2
    near = Place("pool", middle + 100 / float(geodesic_m(130.0, 32.0, 131.0, 32.0)), 32.0)
    bus = one(list(trips(line(), [Place("school", middle, 32.0)], [near], SpeedModel(detour=1.3))), "bus")
    assert bus.metres == 130
    assert bus.minutes == pytest.approx(SpeedModel().bus_fixed_min + 0.35, abs=0.1)
    assert bus.source.startswith("approximate")


def test_where_there_is_no_way_there_is_no_row() -> None:
    """No road leads to c: no bus trip and no huge number. The walk is a straight line and stays."""
    found = list(trips(two_islands(), [A], [B, C], ON_THE_ROAD))
    assert [(trip.site, trip.travel_by) for trip in found] == [("b", "bus"), ("b", "walk"), ("c", "walk")]
    assert np.isinf(bus_metres(two_islands(), [A], [C], ON_THE_ROAD)).all()


def test_no_sites_give_no_trips() -> None:
    """A city without clubs has an empty table, not a failure."""
    assert list(trips(line(), [A], [], ON_THE_ROAD)) == []
    assert list(trips(line(), [], [A], ON_THE_ROAD)) == []


def test_rows_are_schools_and_columns_are_sites() -> None:
    """Two schools and three sites give two rows and three columns, in the order given."""
    found = bus_metres(line(), [B, A], [A, B, C], ON_THE_ROAD)
    assert found == pytest.approx(np.array([[2000, 0, 3000], [0, 2000, 5000]]))
    assert straight_metres([B, A], [A, B, C]).shape == (2, 3)


def test_the_speed_model_is_frozen_and_has_a_version() -> None:
    """A model that changes under its version would make minutes untraceable."""
    model = SpeedModel()
    assert model.version
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.bus_kmh = 50.0  # type: ignore[misc]


def write_tables(folder: Path, links: str) -> tuple[Path, Path]:
    """Write three nodes and the links given; return both paths."""
    nodes = "".join(f"{p.id},{p.longitude},{p.latitude}\n" for p in (A, B, C))
    (folder / "nodes.csv").write_text("node,lon,lat\n" + nodes, encoding="utf-8")
    (folder / "links.csv").write_text("u,v,length_m\n" + links, encoding="utf-8")
    return folder / "nodes.csv", folder / "links.csv"


def test_a_graph_is_read_from_tables(tmp_path: Path) -> None:
    """The line of the other tests, from two CSV files."""
    graph = read_links(*write_tables(tmp_path, "a,b,2000\nb,c,3000\na,c,9000\n"))
    assert bus_metres(graph, [A], [C], ON_THE_ROAD).item() == pytest.approx(5000.0)


@pytest.mark.parametrize(
    ("link", "said"),
    [("a,nowhere,5", "line 3: joins a node"), ("a,b,0", "line 3: 0.0 m"), ("a,b,-1", "-1.0 m"), ("a,b,nan", "nan m")],
)
def test_a_bad_link_is_named_by_its_line(tmp_path: Path, link: str, said: str) -> None:
    """The file, the line, the value with its unit, and what to do."""
    with pytest.raises(DataError, match=said):
        read_links(*write_tables(tmp_path, f"a,b,2000\n{link}\n"))
