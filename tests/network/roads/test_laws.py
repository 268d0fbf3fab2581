"""What must hold on every network: no way is longer than a detour, and no trip longer for a road that was added."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolplan.network.roads.classes import class_number
from poolplan.network.roads.engines.csr import GraphEngine
from poolplan.network.roads.geodesy import Floats
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import Junctions, SpeedModel, read_speed_model
from tests.network.roads.plain_graph import plain_graph

SHIPPED = read_speed_model("japan-city-1")
AT_JUNCTIONS = SHIPPED.joining.model_copy(update={"snap_to": "junction"})
MODEL = SHIPPED.model_copy(update={"joining": AT_JUNCTIONS})
FREE = MODEL.model_copy(update={"junctions": Junctions(source="no delays, to see the roads alone")})
ROUNDING_MIN = 1e-4
"""Tenths of milliseconds on each arc."""
Road = tuple[int, int, float, bool]
"""From, to, metres, one-way."""


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Road]]:
    """Draw 4 to 9 junctions on a two-way ring, with up to 12 more roads, some one-way."""
    size = draw(st.integers(4, 9))
    metres = st.floats(50, 5_000)
    ring: list[Road] = [(node, (node + 1) % size, draw(metres), False) for node in range(size)]
    ends = st.integers(0, size - 1)
    more = draw(st.lists(st.tuples(ends, ends, metres, st.booleans()), max_size=12))
    return size, ring + [road for road in more if road[0] != road[1]]


def graph_of(size: int, roads: list[Road]) -> RoadGraph:
    """Return the roads between junctions on a circle 2 km wide; classes in turn."""
    angle = np.linspace(0, 2 * np.pi, size, endpoint=False)
    tail, head, metres, one_way = (np.array(column) for column in zip(*roads, strict=True))
    classes = [class_number(name) for name in ("primary", "tertiary", "residential")]
    return plain_graph(
        130 + 0.01 * np.cos(angle),
        32 + 0.01 * np.sin(angle),
        tail,
        head,
        metres,
        road_class=np.array([classes[number % 3] for number in range(len(roads))], dtype=np.int8),
        one_way=one_way,
    )


def minutes(graph: RoadGraph, model: SpeedModel) -> Floats:
    """Minutes from each junction to each other."""
    places = [
        Place(str(n), float(x), float(y)) for n, (x, y) in enumerate(zip(graph.longitude, graph.latitude, strict=True))
    ]
    return GraphEngine(graph, model).matrix(places, places, "bus").minutes


@given(networks())
@settings(max_examples=60, deadline=None)
def test_no_way_is_longer_than_by_a_third_place(drawn: tuple[int, list[Road]]) -> None:
    """Through b from a to c is one way among others; what the junction b costs is paid on arrival in both."""
    found = minutes(graph_of(*drawn), MODEL)
    through = found[:, :, None] + found[None, :, :]
    assert (found[:, None, :] <= through + ROUNDING_MIN).all()


@given(networks(), st.data())
@settings(max_examples=60, deadline=None)
def test_an_added_road_never_lengthens_a_trip(drawn: tuple[int, list[Road]], data: st.DataObject) -> None:
    """Exactly so where junctions cost nothing; else by what the two junctions it may create cost, at most."""
    size, roads = drawn
    ends = st.integers(0, size - 1)
    new = data.draw(st.tuples(ends, ends, st.floats(50, 5_000), st.booleans()).filter(lambda road: road[0] != road[1]))
    before, after = graph_of(size, roads), graph_of(size, [*roads, new])
    assert (minutes(after, FREE) <= minutes(before, FREE) + ROUNDING_MIN).all()
    dearest_min = max(MODEL.junctions.major_s, MODEL.junctions.minor_s) / 60
    assert (minutes(after, MODEL) <= minutes(before, MODEL) + 2 * dearest_min + ROUNDING_MIN).all()


@given(networks())
@settings(max_examples=40, deadline=None)
def test_on_two_way_roads_there_and_back_take_as_long(drawn: tuple[int, list[Road]]) -> None:
    """Where junctions cost nothing."""
    size, roads = drawn
    found = minutes(graph_of(size, [(u, v, metres, False) for u, v, metres, _ in roads]), FREE)
    assert found == pytest.approx(found.T, abs=ROUNDING_MIN)


@given(networks(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_roads_does_not_matter(drawn: tuple[int, list[Road]], chance) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The same roads listed in another order, each still of its class."""
    size, roads = drawn
    graph = graph_of(size, roads)
    order = list(range(len(roads)))
    chance.shuffle(order)
    shuffled = plain_graph(
        graph.longitude,
        graph.latitude,
        graph.tail[order],
        graph.head[order],
        graph.metres[order],
        road_class=graph.road_class[order],
        one_way=~graph.bus_backward[order],
    )
    assert minutes(shuffled, MODEL) == pytest.approx(minutes(graph, MODEL), abs=1e-9)
