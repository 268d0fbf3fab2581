"""Road graphs small enough to solve in the head, answered by both engines of our own."""

import dataclasses

import networkx as nx
import numpy as np
import pytest

from poolplan.network.roads.engines.csr import GraphEngine
from poolplan.network.roads.engines.reference import ReferenceEngine
from poolplan.network.roads.geodesy import Bools, geodesic_m, straight_metres
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import SpeedModel, read_speed_model
from poolplan.network.roads.trips import door_to_door, rows_of
from tests.network.roads.plain_graph import plain_graph

STEP_DEG = 0.02
"""About 1.9 km east-west at 32 degrees north."""
EAST = np.array([130.0, 130.0 + STEP_DEG, 130.0 + 2 * STEP_DEG])
NORTH = np.array([32.0, 32.0, 32.0])
A, B, C = (Place(name, float(lon), 32.0) for name, lon in zip("abc", EAST, strict=True))
ENGINES = pytest.mark.parametrize("engine_of", [GraphEngine, ReferenceEngine])


def steady(**joining: object) -> SpeedModel:
    """Return kumamoto-2 with every pair routed over the links, however near: 22 km/h, 366.7 m a minute."""
    model = read_speed_model("kumamoto-2")
    return model.model_copy(update={"joining": model.joining.model_copy(update={"near_m": 0.0, **joining})})


def graph(ends: list[tuple[int, int]], metres: list[float], one_way: Bools | None = None) -> RoadGraph:
    """Return the nodes a, b, c with the links given."""
    pairs = np.array(ends)
    return plain_graph(EAST, NORTH, pairs[:, 0], pairs[:, 1], np.array(metres), one_way=one_way)


def line() -> RoadGraph:
    """Return a - b - c with 2,000 m and 3,000 m, and a slow way round from a to c of 9,000 m."""
    return graph([(0, 1), (1, 2), (0, 2)], [2000.0, 3000.0, 9000.0])


def metres(roads: RoadGraph, origin: Place, destination: Place, engine_of: type[GraphEngine] = GraphEngine) -> float:
    """Return the metres by bus from door to door."""
    model = steady()
    doors, _ = door_to_door(engine_of(roads, model), [origin], [destination], "bus", model)
    return float(doors.metres.item())


def test_a_degree_of_latitude_and_one_of_longitude_in_metres() -> None:
    """Earth radius 6,371,008.8 m x pi / 180 = 111,195 m north-south; x cos 60 degrees = half of it east-west."""
    assert geodesic_m(130.0, 32.0, 130.0, 33.0) == pytest.approx(111_195, abs=1)
    assert geodesic_m(130.0, 60.0, 130.001, 60.0) == pytest.approx(111.195 / 2, abs=0.01)


@ENGINES
def test_the_shortest_way_counts_not_the_fewest_links(engine_of: type[GraphEngine]) -> None:
    """From a to c: 2,000 + 3,000 = 5,000 m by b, although one link of 9,000 m joins them; and the same way back."""
    assert metres(line(), A, C, engine_of) == pytest.approx(5000.0)
    assert metres(line(), C, A, engine_of) == pytest.approx(5000.0)


@ENGINES
def test_of_parallel_links_the_shortest_counts(engine_of: type[GraphEngine]) -> None:
    """Two links a - b of 2,500 and 2,000 m, written in both directions: 2,000 m, not their sum."""
    assert metres(graph([(0, 1), (1, 0)], [2500.0, 2000.0]), A, B, engine_of) == pytest.approx(2000.0)


@ENGINES
def test_a_one_way_pair_is_two_different_ways(engine_of: type[GraphEngine]) -> None:
    """From a to b along 2,000 m one way; back only along the other one-way street of 3,500 m."""
    pair = graph([(0, 1), (1, 0)], [2000.0, 3500.0], np.array([True, True]))
    assert metres(pair, A, B, engine_of) == pytest.approx(2000.0)
    assert metres(pair, B, A, engine_of) == pytest.approx(3500.0)


@pytest.mark.parametrize("seed", range(5))
def test_both_engines_agree_on_random_roads(seed: int) -> None:
    """40 nodes, 70 links with parallels, one-way streets and loose parts: within 0.1 s and 1 m."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 40, (90, 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    length = rng.uniform(100, 5000, len(ends))
    roads = plain_graph(
        130 + rng.random(40) / 5,
        32 + rng.random(40) / 5,
        ends[:, 0],
        ends[:, 1],
        length,
        one_way=rng.random(len(ends)) < 0.3,
    )
    places = [Place(str(n), float(x), float(y)) for n, (x, y) in enumerate(rng.random((12, 2)) / 5 + [130, 32])]
    model = steady(snap_to="road")
    ours, theirs = (kind(roads, model).matrix(places, places, "bus") for kind in (GraphEngine, ReferenceEngine))
    assert np.isfinite(ours.minutes).all()
    assert ours.minutes * 60 == pytest.approx(theirs.minutes * 60, abs=0.1)
    assert ours.metres == pytest.approx(theirs.metres, abs=1)


def test_a_snap_reports_the_metres_to_the_junction() -> None:
    """0.001 degrees north of b: 111.2 m away."""
    found = GraphEngine(line(), steady()).matrix([Place("school", B.longitude, 32.001)], [A], "bus")
    (snap,) = found.origins
    assert (snap.place, snap.longitude, snap.latitude) == ("school", B.longitude, 32.0)
    assert snap.metres == pytest.approx(111.2, abs=0.1)


def test_nearest_is_judged_in_metres_not_in_degrees() -> None:
    """At 60 degrees north 0.0015 degrees east are 83 m, 0.001 degrees north 111 m: the eastern node is nearer."""
    roads = plain_graph(
        np.array([130.0015, 130.0]), np.array([60.0, 60.001]), np.array([0]), np.array([1]), np.array([200.0])
    )
    found = GraphEngine(roads, steady()).matrix([Place("school", 130.0, 60.0)], [A], "bus")
    assert found.origins[0].longitude == 130.0015


def test_the_way_to_the_road_is_part_of_the_trip() -> None:
    """From 111.2 m beside a to c: 5,000 + 111.2 x 1.3 = 5,144.6 m."""
    assert metres(line(), Place("school", A.longitude, 32.001), C) == pytest.approx(5000 + 111.195 * 1.3, abs=0.1)


def test_bus_minutes_are_the_way_at_bus_speed_plus_boarding() -> None:
    """5,500 m at 22 km/h = 15 min, and 4 min for boarding, turning and alighting: 19.0 min."""
    model = steady()
    engine = GraphEngine(graph([(0, 1), (1, 2)], [2500.0, 3000.0]), model)
    doors, _ = door_to_door(engine, [A], [C], "bus", model)
    (row,) = rows_of(doors, engine.way, model.version)
    assert row == ("a", "c", "bus", 19.0, 5500, "road links; speed model kumamoto-2")


def test_the_peak_factor_stretches_driving_not_boarding() -> None:
    """15 min of driving x 1.2 + 4 min = 22 min."""
    model = steady()
    hours = {"school_morning": model.hours.model_copy(update={"time_factor": 1.2})}
    slow = model.model_copy(update={"bands": hours})
    doors, _ = door_to_door(GraphEngine(graph([(0, 1), (1, 2)], [2500.0, 3000.0]), slow), [A], [C], "bus", slow)
    assert doors.minutes.item() == pytest.approx(22.0)


def test_a_walk_is_the_straight_line_with_a_detour_and_says_so() -> None:
    """0.01 degrees north = 1,112 m, x 1.5 = 1,668 m, at 60 m/min 27.8 min: main roads do not bind pedestrians."""
    model, pool = read_speed_model("kumamoto-2"), Place("pool", A.longitude, 32.01)
    doors, _ = door_to_door(GraphEngine(line(), model), [A], [pool], "walk", model)
    (walk,) = rows_of(doors, "road links", model.version)
    assert (walk.minutes, walk.metres) == (27.8, 1668)
    assert walk.source.startswith("approximate")


def test_without_roads_every_trip_is_approximate() -> None:
    """1,112 m x 1.3 = 1,445.5 m at 22 km/h: 3.94 min, and 4 min of boarding."""
    model, pool = read_speed_model("kumamoto-2"), Place("pool", A.longitude, 32.01)
    doors, matrix = door_to_door(None, [A], [pool], "bus", model)
    assert matrix is None
    (bus,) = rows_of(doors, "road links", model.version)
    assert (bus.minutes, bus.metres) == (7.9, 1446)
    assert bus.source.startswith("approximate")


def test_a_pool_next_door_is_not_routed_round_the_main_roads() -> None:
    """100 m apart between nodes a and b: not back to a main road, but 130 m; the source says approximate."""
    middle = A.longitude + STEP_DEG / 2
    near = Place("pool", middle + 100 / float(geodesic_m(130.0, 32.0, 131.0, 32.0)), 32.0)
    model, school = read_speed_model("kumamoto-2"), Place("school", middle, 32.0)
    doors, _ = door_to_door(GraphEngine(line(), model), [school], [near], "bus", model)
    (bus,) = rows_of(doors, "road links", model.version)
    assert bus.metres == 130
    assert bus.minutes == pytest.approx(4 + 0.35, abs=0.1)
    assert bus.source.startswith("approximate")


def test_no_places_give_no_trips() -> None:
    """A city without clubs has an empty table, not a failure."""
    model = steady()
    for origins, destinations in (([A], []), ([], [A])):
        doors, _ = door_to_door(GraphEngine(line(), model), origins, destinations, "bus", model)
        assert doors.minutes.shape == (len(origins), len(destinations))


def test_rows_are_schools_and_columns_are_sites() -> None:
    """Two schools and three sites give two rows and three columns, in the order given."""
    model = steady()
    doors, _ = door_to_door(GraphEngine(line(), model), [B, A], [A, B, C], "bus", model)
    assert doors.metres == pytest.approx(np.array([[2000, 0, 3000], [0, 2000, 5000]]))
    assert straight_metres([B, A], [A, B, C]).shape == (2, 3)


@pytest.mark.parametrize("seed", range(3))
def test_a_bare_graph_is_what_networkx_makes_of_its_links(seed: int) -> None:
    """Independent of our arcs: links put straight into networkx, junction to junction."""
    rng = np.random.default_rng(100 + seed)
    ends = rng.integers(0, 30, (80, 2))
    length = rng.uniform(100, 5000, 80).round(1)
    lon, lat = 130 + rng.random(30), 32 + rng.random(30)
    bare = nx.Graph()
    for (u, v), m in zip(ends.tolist(), length.tolist(), strict=True):
        if u != v and m < bare.get_edge_data(u, v, {"m": np.inf})["m"]:
            bare.add_edge(u, v, m=m)
    parts: list[set[int]] = list(nx.connected_components(bare))
    largest = max(parts, key=len)
    kept = sorted(largest)
    places = [Place(str(n), float(lon[n]), float(lat[n])) for n in kept]
    found = GraphEngine(plain_graph(lon, lat, ends[:, 0], ends[:, 1], length), steady()).matrix(places, places, "bus")
    expected = dict(nx.all_pairs_dijkstra_path_length(bare, weight="m"))
    assert found.metres == pytest.approx(np.array([[expected[u][v] for v in kept] for u in kept]), abs=0.5)


def test_frozen_models_and_graphs() -> None:
    """A model that changes under its version would make minutes untraceable."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        line().attribution = "someone"  # type: ignore[misc]
