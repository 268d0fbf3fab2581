"""`poolplan travel` computes once, reads back, computes only what changed, and never leaves half a table."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from poolplan.cli import main
from poolplan.network.roads import compute as compute_module
from poolplan.network.roads.engines.csr import GraphEngine
from tests.network.roads.osm_files import Way, point, write_osm

ROAD = {"highway": "residential"}
ROADS = [Way("a0 a1 a2 a3", ROAD), Way("a0 b0 c0", ROAD), Way("c0 c1 c2 c3", ROAD), Way("a3 b3 c3", ROAD)]
Rows = list[dict[str, str]]


def write_places(path: Path, *names: str) -> Path:
    """Write a table of places at nodes of the grid."""
    rows = [f"{name},{point(name)[0]},{point(name)[1]}" for name in names]
    path.write_text("\n".join(["id,longitude,latitude", *rows]) + "\n", encoding="utf-8")
    return path


def rows(path: Path) -> Rows:
    """Return a table as one dict per row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class City:
    """A folder with roads, schools and pools, and the command asked of it."""

    def __init__(self, folder: Path) -> None:
        self.roads = write_osm(folder, ROADS)
        self.schools = write_places(folder / "schools.csv", "a0", "a3")
        self.pools = write_places(folder / "pools.csv", "c0", "c3")
        self.out = folder / "minutes.csv"

    def ask(self, *more: str) -> int:
        """Run the command; returns the exit code."""
        files = ("--roads", self.roads, "--from", self.schools, "--to", self.pools, "--out", self.out)
        return main(["travel", *map(str, files), *more])

    def files(self) -> set[str]:
        """Names of everything beside the table."""
        return {path.name for path in self.out.parent.iterdir()} - {"roads.osm", "schools.csv", "pools.csv"}


@pytest.fixture
def city(tmp_path: Path) -> City:
    """Two schools in the west, two pools in the east."""
    return City(tmp_path)


def test_a_table_with_its_snaps_lines_and_inputs(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """Two schools x two pools x bus and walk = 8 rows; a0 to c0 is 2 x 943 m, 31.4 min on foot at 60 m a minute."""
    assert city.ask() == 0
    table = rows(city.out)
    assert list(table[0]) == ["school", "site", "travel_by", "minutes", "metres", "source"]
    assert len(table) == 8
    walk = next(row for row in table if (row["school"], row["site"], row["travel_by"]) == ("a0", "c0", "walk"))
    assert float(walk["metres"]) == pytest.approx(2 * 943, abs=2)
    assert float(walk["minutes"]) == pytest.approx(31.4, abs=0.1)
    assert walk["source"].startswith("roads roads.osm ")
    assert walk["source"].endswith("; speed model japan-city-1")
    assert [row["place"] for row in rows(city.out.with_name("minutes.snaps.csv"))] == ["a0"] * 2 + ["a3"] * 2 + [
        "c0"
    ] * 2 + ["c3"] * 2
    lines = json.loads(city.out.with_name("minutes.routes.geojson").read_text(encoding="utf-8"))
    assert lines["attribution"] == "© OpenStreetMap contributors (ODbL)"
    assert len(lines["features"]) == 4
    assert "4 by bus, 4 on foot" in capsys.readouterr().out


def test_the_second_run_computes_nothing(
    city: City, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not even open an engine."""
    city.ask()
    before = city.out.read_bytes()
    monkeypatch.setattr(compute_module, "compute", None)
    assert city.ask() == 0
    assert city.out.read_bytes() == before
    assert "minutes.csv: up to date, nothing computed" in capsys.readouterr().out


def test_the_second_run_imports_no_heavy_package(city: City) -> None:
    """Neither numpy nor scipy, networkx, osmium or shapely: it reads tables and checksums."""
    city.ask()
    heavy = ("numpy", "scipy", "networkx", "osmium", "shapely", "pandas")
    files = ["--roads", str(city.roads), "--from", str(city.schools), "--to", str(city.pools), "--out", str(city.out)]
    script = f"""
import sys
from poolplan.cli import main
code = main({["travel", *files]!r})
print(code, sorted(set(sys.modules) & set({heavy!r})))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda city: write_places(city.pools, "c0", "c3", "b0"), "places travelled to: 1 new"),
        (lambda city: write_places(city.pools, "c0"), "places travelled to: 1 gone"),
        (lambda city: write_places(city.schools, "a0", "a2"), "places travelled from: 1 new, 1 gone"),
        (lambda city: write_osm(city.roads.parent, ROADS[:3]), "other roads"),
    ],
)
def test_other_inputs_are_refused_until_a_refresh_is_asked_for(
    city: City, capsys: pytest.CaptureFixture[str], change: Callable[[City], object], told: str
) -> None:
    """Minutes that a plan rests on do not change by themselves; refreshed, they are those of a fresh table."""
    city.ask()
    before = city.out.read_bytes()
    change(city)
    assert city.ask() == 1
    assert f"rests on other inputs ({told}); add --refresh to compute what changed" in capsys.readouterr().err
    assert city.out.read_bytes() == before
    assert city.ask("--refresh") == 0
    refreshed = city.out.read_bytes()
    city.out.with_name("minutes.inputs.json").unlink()
    city.out.unlink()
    assert city.ask() == 0
    assert city.out.read_bytes() == refreshed


def test_a_refresh_computes_only_what_changed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more pool: the engine is asked for two schools x one pool, by bus and on foot."""
    city.ask()
    asked: list[tuple[list[str], list[str], str]] = []
    matrix = GraphEngine.matrix

    def noted(self, origins, destinations, travel_by):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        asked.append(([p.id for p in origins], [p.id for p in destinations], travel_by))
        return matrix(self, origins, destinations, travel_by)

    monkeypatch.setattr(GraphEngine, "matrix", noted)
    write_places(city.pools, "c0", "c3", "b0")
    assert city.ask("--refresh") == 0
    assert asked == [(["a0", "a3"], ["b0"], "bus"), (["a0", "a3"], ["b0"], "walk")]
    assert len(rows(city.out)) == 12


@pytest.mark.parametrize("name", ["minutes.csv", "minutes.snaps.csv", "minutes.routes.geojson", "minutes.inputs.json"])
def test_a_damaged_file_is_noticed_and_all_is_computed_anew(
    city: City, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Cut off after half its bytes; the table as it was found is kept under another name."""
    city.ask()
    path = city.out.with_name(name)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert city.ask() == 0
    assert path.read_bytes() == whole
    assert "was changed or damaged since it was computed; kept as minutes.edited.csv" in capsys.readouterr().out


def test_damaged_roads_in_the_cache_are_read_again(city: City) -> None:
    """The kept graph is cut off: the next table is the same all the same."""
    city.ask()
    before = city.out.read_bytes()
    (kept,) = (city.out.parent / ".poolplan-cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:500])
    city.out.with_name("minutes.inputs.json").unlink()
    city.out.unlink()
    assert city.ask() == 0
    assert city.out.read_bytes() == before


def test_a_table_of_someone_else_is_not_touched(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """Timed by hand, perhaps."""
    city.out.write_text("school,site\n", encoding="utf-8")
    assert city.ask() == 1
    assert "is there already and was not computed by poolplan; give another file with --out" in capsys.readouterr().err
    assert city.out.read_text(encoding="utf-8") == "school,site\n"


def test_roads_that_cannot_be_read_leave_nothing_behind(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """No table, no cache."""
    city.roads.write_text("<osm>", encoding="utf-8")
    assert city.ask() == 1
    assert "roads.osm: cannot be read to its end" in capsys.readouterr().err
    assert city.files() == set()


def test_a_place_without_a_road_is_named_and_has_no_trips(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """e1 lies 1,886 m east of c1: no trips beyond 1,000 m; c0 and c3 keep theirs."""
    write_places(city.pools, "c0", "c3", "e1")
    assert city.ask() == 0
    said = capsys.readouterr().out
    assert "no trips: e1 lies 1,886 m from the nearest road" in said
    assert "no way by bus: 2 of 6 pairs; they have no row" in said
    assert {row["site"] for row in rows(city.out)} == {"c0", "c3"}


def test_without_roads_every_row_is_approximate(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """Straight lines with a detour, and the screen says so."""
    files = ("--from", city.schools, "--to", city.pools, "--out", city.out)
    assert main(["travel", *map(str, files)]) == 0
    assert all(row["source"].startswith("approximate: straight line x detour") for row in rows(city.out))
    assert "approximate (straight line x detour): 8 of 8 rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--engine", "csx"), "engine 'csx' (did you mean 'csr'?): not known; give one of csr, "),
        (("--speed-model", "japan-city"), "speed model 'japan-city' (did you mean 'japan-city-1'?)"),
        (("--from", "none.csv"), "none.csv: no such file"),
    ],
)
def test_a_misspelt_option_is_told(
    city: City, capsys: pytest.CaptureFixture[str], option: tuple[str, str], told: str
) -> None:
    assert city.ask(*option) == 1
    assert told in capsys.readouterr().err
    assert city.files() == set()


def test_both_tables_of_places_are_checked_at_once(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence for each."""
    city.schools.write_text("id,longitude\n", encoding="utf-8")
    city.pools.write_text("id,latitude\n", encoding="utf-8")
    assert city.ask() == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
