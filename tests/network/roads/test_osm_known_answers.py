"""OpenStreetMap roads drawn by hand on a grid of 1,112 m north-south and 943 m east-west."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from poolplan.network.roads.engines.csr import GraphEngine
from poolplan.network.roads.engines.interface import Matrix
from poolplan.network.roads.engines.reference import ReferenceEngine
from poolplan.network.roads.points import Place
from poolplan.network.roads.readers.files import read_roads
from poolplan.network.roads.speed import read_speed_model
from poolplan.scenario.blocks import TravelBy
from tests.network.roads.osm_files import Turn, Way, point, write_osm

MODEL = read_speed_model("japan-city-1")
ROAD = {"highway": "residential"}
ONE_WAY = {"highway": "residential", "oneway": "yes"}
NORTH, EAST = 1112.0, 943.0


def place(name: str, east_m: float = 0.0, north_m: float = 0.0) -> Place:
    """Return a place at a node of the grid, or some metres from it."""
    longitude, latitude = point(name)
    return Place(name, longitude + east_m / 94_300, latitude + north_m / 111_195)


def ask(
    folder: Path,
    ways: Sequence[Way],
    origins: Sequence[Place],
    destinations: Sequence[Place],
    travel_by: TravelBy = "bus",
    **more: object,
) -> Matrix:
    """Return what the engine answers on hand-made roads, and hold it against networkx."""
    graph = read_roads(write_osm(folder, ways, **more), [*origins, *destinations], 20_000)
    ours, theirs = (
        engine(graph, MODEL).matrix(origins, destinations, travel_by) for engine in (GraphEngine, ReferenceEngine)
    )
    assert ours.minutes * 60 == pytest.approx(theirs.minutes * 60, abs=0.1)
    return ours


def bus_m(folder: Path, ways: Sequence[Way], origin: str, destination: str, **more: object) -> float:
    """Return metres on the road from one node to another."""
    return float(ask(folder, ways, [place(origin)], [place(destination)], **more).metres.item())  # type: ignore[arg-type]


def test_a_one_way_pair_is_driven_round(tmp_path: Path) -> None:
    """North along column a, back only along column b: a0 to a1 1,112 m, a1 to a0 943 + 1,112 + 943 m."""
    ways = [Way("a0 a1", ONE_WAY), Way("a1 b1", ROAD), Way("b1 b0", ONE_WAY), Way("b0 a0", ROAD)]
    assert bus_m(tmp_path, ways, "a0", "a1") == pytest.approx(NORTH, abs=2)
    assert bus_m(tmp_path, ways, "a1", "a0") == pytest.approx(2 * EAST + NORTH, abs=3)


def test_against_its_drawing_a_one_way_street_is_driven_backwards(tmp_path: Path) -> None:
    """`oneway=-1`: from a1 to a0 along the street, from a0 to a1 only round by column b."""
    back = {"highway": "residential", "oneway": "-1"}
    ways = [Way("a0 a1", back), Way("a1 b1", ROAD), Way("b1 b0", ROAD), Way("b0 a0", ROAD)]
    assert bus_m(tmp_path, ways, "a1", "a0") == pytest.approx(NORTH, abs=2)
    assert bus_m(tmp_path, ways, "a0", "a1") == pytest.approx(2 * EAST + NORTH, abs=3)


def test_a_roundabout_is_driven_one_way_without_saying_so(tmp_path: Path) -> None:
    """Drawn a0 b0 b1 a1 a0: a0 to a1 three sides round, a1 to a0 one side."""
    ways = [Way("a0 b0 b1 a1 a0", {"highway": "tertiary", "junction": "roundabout"})]
    assert bus_m(tmp_path, ways, "a0", "a1") == pytest.approx(2 * EAST + NORTH, abs=3)
    assert bus_m(tmp_path, ways, "a1", "a0") == pytest.approx(NORTH, abs=2)


def test_a_bridge_is_no_junction(tmp_path: Path) -> None:
    """Two roads cross in b1 without a common node; they meet only at c2, so b0 to c1 is not 2 km but round by c2.

    The road over the bridge runs a1 - c1 straight (b1 is no node of it); b0 - b2 - c2 - c1: 2 north, 1 east, 1 south.
    """
    ways = [Way("a1 c1", ROAD), Way("b0 b1 b2", ROAD), Way("b2 c2", ROAD), Way("c2 c1", ROAD)]
    assert bus_m(tmp_path, ways, "b0", "c1") == pytest.approx(3 * NORTH + EAST, abs=5)


def test_roads_that_share_a_node_meet_there(tmp_path: Path) -> None:
    """The same drawing with b1 in both roads: 1 north, 1 east."""
    ways = [Way("a1 b1 c1", ROAD), Way("b0 b1 b2", ROAD)]
    assert bus_m(tmp_path, ways, "b0", "c1") == pytest.approx(NORTH + EAST, abs=2)


def test_a_school_in_a_dead_end_is_reached_and_left(tmp_path: Path) -> None:
    """The road ends at a2; out and in are equally long."""
    ways = [Way("a0 a1 a2", ROAD), Way("a0 b0", ROAD)]
    assert bus_m(tmp_path, ways, "a2", "b0") == pytest.approx(2 * NORTH + EAST, abs=3)
    assert bus_m(tmp_path, ways, "b0", "a2") == pytest.approx(2 * NORTH + EAST, abs=3)


def test_a_one_way_dead_end_is_no_place_to_stop(tmp_path: Path) -> None:
    """A bus that drove to a2 could not come back: the place joins the road that leads everywhere, 2 km south."""
    ways = [Way("a0 b0 c0", ROAD), Way("a0 a1 a2", ONE_WAY)]
    found = ask(tmp_path, ways, [place("a2")], [place("c0")])
    assert found.origins[0].metres == pytest.approx(2 * NORTH, abs=2)


def test_an_island_has_no_way_and_no_huge_number(tmp_path: Path) -> None:
    """Two islands; the smaller one's place joins the larger, with the metres that make it a lost place."""
    ways = [Way("a0 a1 a2", ROAD), Way("a0 b0", ROAD), Way("f0 f1", ROAD)]
    found = ask(tmp_path, ways, [place("f0")], [place("a2")])
    assert found.origins[0].metres == pytest.approx(4 * EAST, rel=0.01)


FERRY = {"route": "ferry", "motor_vehicle": "yes", "duration": "00:20"}


def test_a_ferry_takes_its_duration_and_the_waiting(tmp_path: Path) -> None:
    """20 min over and 10 min of waiting; the roads at both ends 943 m at 18 km/h, 3.1 min each; no junctions."""
    ways = [Way("a0 b0", ROAD), Way("b0 f0", FERRY), Way("f0 g0", ROAD)]
    found = ask(tmp_path, ways, [place("a0")], [place("g0")])
    assert found.minutes.item() == pytest.approx(20 + 10 + 2 * EAST / 300, abs=0.1)


def test_a_ferry_for_people_carries_no_bus(tmp_path: Path) -> None:
    """`route=ferry` alone is for people on foot; by bus the far side belongs to no road that leads everywhere."""
    ways = [Way("a0 b0 c0", ROAD), Way("b0 f0", {"route": "ferry"}), Way("f0 g0", ROAD)]
    walk = ask(tmp_path, ways, [place("a0")], [place("g0")], "walk")
    assert np.isfinite(walk.minutes).all()
    assert walk.destinations[0].metres < 1
    assert ask(tmp_path, ways, [place("a0")], [place("g0")]).destinations[0].metres > EAST


def test_no_one_joins_a_place_to_a_ferry(tmp_path: Path) -> None:
    """A place beside the middle of the crossing joins the road on land."""
    ways = [Way("a0 b0", ROAD), Way("b0 f0", FERRY), Way("f0 g0", ROAD)]
    found = ask(tmp_path, ways, [place("d0", north_m=10)], [place("a0")])
    assert found.origins[0].road == "residential"


def test_a_bus_turns_back_where_a_turn_is_banned(tmp_path: Path) -> None:
    """At b0 the left turn to b1 is banned: the bus drives on to c0, turns back, and turns right into b1.

    943 + 943 (to c0) + 943 (back) + 1,112 m; on foot the turn is allowed: 943 + 1,112 m.
    """
    ways = [Way("a0 b0", ROAD), Way("b0 c0", ROAD), Way("b0 b1", ROAD)]
    turns = [Turn("no_left_turn", 0, "b0", 2)]
    assert bus_m(tmp_path, ways, "a0", "b1", turns=turns) == pytest.approx(3 * EAST + NORTH, abs=3)
    walk = ask(tmp_path, ways, [place("a0")], [place("b1")], "walk", turns=turns)
    assert walk.metres.item() == pytest.approx(EAST + NORTH, abs=2)


def test_an_only_turn_bans_the_others(tmp_path: Path) -> None:
    """Only straight on at b0: the same way round as where the left turn is banned."""
    ways = [Way("a0 b0", ROAD), Way("b0 c0", ROAD), Way("b0 b1", ROAD)]
    turns = [Turn("only_straight_on", 0, "b0", 1)]
    assert bus_m(tmp_path, ways, "a0", "b1", turns=turns) == pytest.approx(3 * EAST + NORTH, abs=3)


SHORT_CUT = "a0 a1"


@pytest.mark.parametrize(
    "closed",
    [
        {"highway": "residential", "motor_vehicle": "no"},
        {"highway": "residential", "access": "private"},
        {"highway": "residential", "bus": "no"},
        {"highway": "footway"},
        {"highway": "steps"},
        {"highway": "tertiary", "maxheight": "2.9 m"},
        {"highway": "tertiary", "maxwidth": "2"},
        {"highway": "tertiary", "maxweight": "10"},
    ],
    ids=lambda tags: next(reversed(tags.items()))[0] + "=" + next(reversed(tags.values())),
)
def test_a_way_closed_to_buses_is_walked_only(tmp_path: Path, closed: dict[str, str]) -> None:
    """The short cut is 1,112 m on foot; a bus (3.5 m high, 2.5 m wide, 16 t) goes round by column b."""
    ways = [Way(SHORT_CUT, closed), Way("a1 b1", ROAD), Way("b1 b0", ROAD), Way("b0 a0", ROAD)]
    assert bus_m(tmp_path, ways, "a0", "a1") == pytest.approx(2 * EAST + NORTH, abs=3)
    if closed.get("access") != "private":
        walk = ask(tmp_path, ways, [place("a0")], [place("a1")], "walk")
        assert walk.metres.item() == pytest.approx(NORTH, abs=2)


@pytest.mark.parametrize(
    "opened",
    [
        {"highway": "residential", "access": "no", "bus": "yes"},
        {"highway": "residential", "motor_vehicle": "no", "psv": "yes"},
        {"highway": "pedestrian", "bus": "designated"},
        {"highway": "tertiary", "maxheight": "3.8"},
        {"highway": "residential", "oneway": "yes", "oneway:bus": "no"},
    ],
)
def test_a_way_opened_to_buses_is_driven_both_ways(tmp_path: Path, opened: dict[str, str]) -> None:
    """The more special tag wins."""
    ways = [Way(SHORT_CUT, opened), Way("a1 b1", ROAD), Way("b1 b0", ROAD), Way("b0 a0", ROAD)]
    assert bus_m(tmp_path, ways, "a1", "a0") == pytest.approx(NORTH, abs=2)


def test_a_bollard_stops_a_bus_and_no_one_on_foot(tmp_path: Path) -> None:
    """A bollard in the middle of the short cut."""
    ways = [Way("a0 a1 a2", ROAD), Way("a2 b2 b0 a0", ROAD)]
    bollard = {"a1": {"barrier": "bollard"}}
    assert bus_m(tmp_path, ways, "a0", "a2", node_tags=bollard) == pytest.approx(2 * EAST + 2 * NORTH, abs=5)
    walk = ask(tmp_path, ways, [place("a0")], [place("a2")], "walk", node_tags=bollard)
    assert walk.metres.item() == pytest.approx(2 * NORTH, abs=3)


def test_walking_ignores_one_way_streets_and_takes_stairs_slowly(tmp_path: Path) -> None:
    """1,112 m against a one-way street at 60 m a minute: 18.5 min; on stairs at 30 m a minute: 37.1 min."""
    street = ask(tmp_path, [Way("a0 a1", ONE_WAY)], [place("a1")], [place("a0")], "walk")
    assert street.minutes.item() == pytest.approx(NORTH / 60, abs=0.1)
    stairs = ask(tmp_path, [Way("a0 a1", {"highway": "steps"})], [place("a1")], [place("a0")], "walk")
    assert stairs.minutes.item() == pytest.approx(NORTH / 30, abs=0.1)


def test_a_junction_and_a_signal_cost_what_the_model_says(tmp_path: Path) -> None:
    """Residential 18 km/h: 2 x 1,112 m / 300 m a minute ; 5 s at the junction a1, with lights 18 s."""
    ways = [Way("a0 a1 a2", ROAD), Way("a1 b1", ROAD)]
    plain = ask(tmp_path, ways, [place("a0")], [place("a2")]).minutes.item()
    lit = ask(tmp_path, ways, [place("a0")], [place("a2")], node_tags={"a1": {"highway": "traffic_signals"}})
    assert plain * 60 == pytest.approx(2 * NORTH / 5 + 5, abs=0.5)
    assert lit.minutes.item() * 60 == pytest.approx(2 * NORTH / 5 + 18, abs=0.5)


def test_a_posted_limit_slows_and_never_hurries(tmp_path: Path) -> None:
    """At 9 km/h posted twice as long as at the class's 18; at 60 posted no faster than 18."""
    minutes = [
        ask(tmp_path, [Way("a0 a1", {**ROAD, "maxspeed": limit})], [place("a0")], [place("a1")]).minutes.item()
        for limit in ("9", "18", "60")
    ]
    assert minutes[0] == pytest.approx(2 * minutes[1])
    assert minutes[2] == pytest.approx(minutes[1])


def test_small_roads_around_a_school_are_slow(tmp_path: Path) -> None:
    """A tertiary road (30 km/h) beside the school is driven at 20; without schools at 30."""
    roads = read_roads(write_osm(tmp_path, [Way("a0 a1", {"highway": "tertiary"})]), [place("a0")], 20_000)
    slow, fast = (
        GraphEngine(roads, MODEL, schools).matrix([place("a0")], [place("a1")], "bus").minutes.item()
        for schools in ((place("a0"),), ())
    )
    assert slow == pytest.approx(1.5 * fast)


def test_a_place_is_served_from_its_side_of_a_main_road(tmp_path: Path) -> None:
    """A pool 20 m west of a primary road that runs north: traffic keeps left, so northbound buses stop there.

    From the south b0 to the pool at b1: 1,112 m. From the north b4 the bus passes, turns back at b0 and comes up again:
    4,448 + 1,112 m. On a residential road the side does not count: from b4 3,336 m.
    """
    pool, ends = place("b1", east_m=-20), [place("b0"), place("b4")]
    main = ask(tmp_path, [Way("b0 b4", {"highway": "primary"})], ends, [pool])
    assert main.metres[:, 0] == pytest.approx([NORTH, 5 * NORTH], abs=10)
    small = ask(tmp_path, [Way("b0 b4", ROAD)], ends, [pool])
    assert small.metres[:, 0] == pytest.approx([NORTH, 3 * NORTH], abs=10)


def test_places_join_the_nearest_point_of_a_road_not_its_ends(tmp_path: Path) -> None:
    """100 m east of the middle of a road of 2,224 m: 100 m to the road, 1,112 m to its end."""
    found = ask(tmp_path, [Way("a0 a2", ROAD)], [place("a1", east_m=100)], [place("a2")])
    assert found.origins[0].metres == pytest.approx(100, abs=1)
    assert found.metres.item() == pytest.approx(NORTH, abs=2)


def test_the_line_of_a_way_follows_the_road(tmp_path: Path) -> None:
    """From a0 round the corner at a2 to b2; kept because OpenStreetMap allows it."""
    graph = read_roads(write_osm(tmp_path, [Way("a0 a1 a2 b2 c2", ROAD)]), [place("a0")], 20_000)
    engine = GraphEngine(graph, MODEL)
    (line,) = engine.routes([place("a0")], [place("b2")], "bus", [(0, 0)])
    assert np.array(line) == pytest.approx(np.array([point("a0"), point("a2"), point("b2")]), abs=1e-5)
    assert "OpenStreetMap" in engine.attribution
