"""Engines behind the one interface: servers by address, OSRM in this process, and what `doctor` says of them."""

from pathlib import Path

import numpy as np
import pytest

from poolplan.cli import main
from poolplan.errors import DataError
from poolplan.network.roads.engines.everything import ENGINES
from poolplan.network.roads.engines.interface import Engine, Job
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import read_speed_model
from poolplan.network.roads.trips import door_to_door
from tests.network.roads.osrm_stub import NOWHERE_E, REFUSED_E, routing_server
from tests.network.roads.test_command import write_places

HERE, THERE, BEYOND = Place("here", 130.0, 32.0), Place("there", 130.01, 32.0), Place("beyond", NOWHERE_E + 1, 32.0)
STREET_M = 943.0
"""0.01 degrees of longitude at 32 degrees north on the sphere that all engines of ours use."""


def opened(engine: str, url: str, walk_url: str = "") -> Engine:
    """Open an engine that asks a server."""
    return ENGINES[engine](Job(read_speed_model(), (HERE, THERE), url=url, walk_url=walk_url))


@pytest.mark.parametrize("engine", ["osrm", "valhalla"])
def test_a_server_answers_like_any_engine(engine: str) -> None:
    """943 m at 10 m a second are 1.57 min; 11 m to the road at either end; nothing beyond the roads."""
    with routing_server() as (url, _):
        matrix = opened(engine, url).matrix([HERE], [THERE, BEYOND], "bus")
    assert matrix.metres[0, 0] == pytest.approx(STREET_M, abs=1)
    assert matrix.minutes[0, 0] == pytest.approx(STREET_M / 600, abs=0.01)
    assert not np.isfinite(matrix.minutes[0, 1])
    assert [snap.place for snap in matrix.origins] == ["here"]
    assert [snap.metres for snap in matrix.destinations] == pytest.approx([11, 11], abs=0.2)


@pytest.mark.parametrize("engine", ["osrm", "valhalla"])
def test_large_tables_are_asked_in_parts(engine: str) -> None:
    """60 x 110 places take 2 x 3 questions of at most 50 x 50, and every cell stands where it belongs."""
    starts = [Place(f"s{i}", 130 + i / 1000, 32.0) for i in range(60)]
    ends = [Place(f"e{i}", 130.1 + i / 1000, 32.0) for i in range(110)]
    with routing_server() as (url, asked):
        matrix = opened(engine, url).matrix(starts, ends, "bus")
    assert sum("table" in question or "targets" in question for question in asked) == 6
    columns, rows = np.meshgrid(np.arange(110), np.arange(60))
    assert matrix.metres == pytest.approx((100 + columns - rows) * STREET_M / 10, rel=0.001)
    assert [snap.place for snap in matrix.origins] == [place.id for place in starts]
    assert [snap.place for snap in matrix.destinations] == [place.id for place in ends]


def test_lines_of_an_osrm_server() -> None:
    """A pair without a way has an empty line."""
    with routing_server() as (url, _):
        lines = opened("osrm", url).routes([HERE], [THERE, BEYOND], "bus", [(0, 1), (0, 0)])
    assert lines == [(), ((130.0, 32.0), (130.01, 32.0))]


def test_lines_of_a_valhalla_server_that_finds_none() -> None:
    with routing_server() as (url, _):
        assert opened("valhalla", url).routes([HERE], [THERE], "bus", [(0, 0)]) == [()]


def test_a_table_without_any_way_is_no_error() -> None:
    """Valhalla refuses it; our table has nothing in it."""
    with routing_server() as (url, _):
        matrix = opened("valhalla", url).matrix([HERE], [BEYOND], "walk")
    assert not np.isfinite(matrix.minutes).any()


def test_walks_without_a_server_for_people_on_foot_are_straight_lines() -> None:
    """943 m x 1.5 at 60 m a minute: 23.6 min, approximate; by the other server's streets 943 + 2 x 11 x 1.3 m."""
    model = read_speed_model()
    with routing_server() as (url, _):
        guessed, _ = door_to_door(opened("osrm", url), [HERE], [THERE], "walk", model)
        found, _ = door_to_door(opened("osrm", url, url), [HERE], [THERE], "walk", model)
    assert guessed.approximate.all()
    assert guessed.minutes[0, 0] == pytest.approx(STREET_M * 1.5 / 60, abs=0.05)
    assert not found.approximate.any()
    assert found.metres[0, 0] == pytest.approx(STREET_M + 2 * 11 * 1.3, abs=1)


@pytest.mark.parametrize(
    ("engine", "url", "told"),
    [
        ("osrm", "", "engine 'osrm': asks a server, and none is named; give its address"),
        ("valhalla", "", "engine 'valhalla': asks a server, and none is named; give its address"),
        ("osrm", "ftp://example", "routing server 'ftp://example': is no address; give one such as http://"),
        ("valhalla", "http://127.0.0.1:9", "routing server 127.0.0.1:9: cannot be reached"),
    ],
)
def test_servers_that_cannot_be_asked(engine: str, url: str, told: str) -> None:
    """Port 9 is the discard service's, which no computer runs."""
    with pytest.raises(DataError) as caught:
        opened(engine, url).matrix([HERE], [THERE], "bus")
    assert str(caught.value).startswith(told)


def test_a_refusal_is_told_in_the_servers_own_words() -> None:
    with routing_server() as (url, _), pytest.raises(DataError, match=r"answers 400 \(Too far east\); check the addr"):
        opened("osrm", url).matrix([HERE], [Place("refused", REFUSED_E + 1, 32.0)], "bus")


def test_osrm_in_this_process(tmp_path: Path) -> None:
    """A street of 943 m, prepared by OSRM's own programs and asked in this process, then asked again as prepared."""
    pytest.importorskip(
        "osrm", reason="osrm-bindings is not installed (it needs Python 3.12): pip install osrm-bindings"
    )
    from tests.network.roads.osm_files import Way, write_osm

    roads = write_osm(tmp_path, [Way("a0 b0 c0", {"highway": "primary"}), Way("b0 b1 b2", {"highway": "primary"})])
    job = Job(read_speed_model(), (HERE, THERE), roads=roads, keep_in=tmp_path / "kept")
    for _ in range(2):
        engine = ENGINES["osrm-embedded"](job)
        for travel_by in ("bus", "walk"):
            assert engine.matrix([HERE], [THERE], travel_by).metres[0, 0] == pytest.approx(STREET_M, abs=5)
        assert engine.routes([HERE], [THERE], "bus", [(0, 0)]) == [((130.0, 32.0), (130.01, 32.0))]


def test_roads_that_osrm_cannot_read(tmp_path: Path) -> None:
    pytest.importorskip(
        "osrm", reason="osrm-bindings is not installed (it needs Python 3.12): pip install osrm-bindings"
    )
    broken = tmp_path / "roads.osm.pbf"
    broken.write_bytes(b"no roads")
    with pytest.raises(DataError, match="OSRM cannot extract it"):
        ENGINES["osrm-embedded"](Job(read_speed_model(), (HERE,), roads=broken, keep_in=tmp_path / "kept"))
    assert not list((tmp_path / "kept").iterdir())


def test_an_engine_other_than_our_own_never_falls_back_to_straight_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = write_places(tmp_path / "places.csv", "a0", "c0")
    for engine in ("networkx", "osrm"):
        out = tmp_path / f"{engine}.csv"
        assert main(["travel", "--engine", engine, "--from", str(places), "--to", str(places), "--out", str(out)]) == 1
        assert not out.exists()
    said = capsys.readouterr().err
    assert "no file of roads is named" in said
    assert "engine 'osrm': asks a server" in said


def test_the_doctor_asks_every_engine(capsys: pytest.CaptureFixture[str]) -> None:
    """Our own two always work; a server counts where its address is given."""
    assert main(["doctor"]) == 0
    alone = capsys.readouterr().out
    with routing_server() as (url, _):
        assert main(["doctor", "--url", url]) == 0
    with_server = capsys.readouterr().out
    for engine in ENGINES:
        assert f"\n{engine}: " in f"\n{alone}"
    assert "csr: works; " in alone
    assert "networkx: works; " in alone
    assert "\nosrm: does not work; asks a server" in alone
    assert "\nosrm: works; " in with_server
    assert "\nvalhalla: works; " in with_server
