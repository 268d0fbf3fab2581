"""The tables of the back-tests are rebuilt to the byte, stand on no real place, and say what is assumed."""

import csv
from pathlib import Path

import pytest

from gis_data.backtests.build_backtests import CITIES, City, build
from poolplan.cli import main
from tests.backtests.planned import ROOT, SCENARIOS

TABLES = ROOT / "gis_data" / "backtests"


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_script_gives_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path)
    names = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    assert names == sorted(path.relative_to(TABLES) for path in TABLES.glob("*/*.*") if path.suffix != ".pyc")
    for name in names:
        assert (tmp_path / name).read_bytes() == (TABLES / name).read_bytes(), name


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.id)
def test_every_place_is_assumed_and_lies_in_the_sea(city: City) -> None:
    folder = TABLES / city.id
    for name in ("schools", "clubs"):
        for row in rows(folder / f"{name}.csv"):
            assert {"longitude", "latitude", "label_ja", "label_en"} <= set(row["assumed"].split())
            assert max(abs(float(row["longitude"])), abs(float(row["latitude"]))) < 0.2


@pytest.mark.parametrize("path", sorted(TABLES.glob("*/*.csv")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_row_has_a_source_and_marks_only_its_own_columns(path: Path) -> None:
    for row in rows(path):
        assert row["source"]
        assert set(row.get("assumed", "").split()) <= set(row)


def test_what_is_published_is_not_marked_as_assumed() -> None:
    """Fujisawa's pupils are published by grade; of Sakado and Sakura only totals are."""
    assert {row["assumed"] for row in rows(TABLES / "fujisawa" / "pupils.csv")} == {"year classes"}
    assert sum(int(row["pupils"]) for row in rows(TABLES / "fujisawa" / "pupils.csv") if row["year"] == "2023") == 660
    assert sum(int(row["pupils"]) for row in rows(TABLES / "sakado" / "pupils.csv") if row["year"] == "2024") == 7_000
    assert sum(int(row["yen_per_year"]) for row in rows(TABLES / "sakado" / "quotes.csv")) == 82_000_000


@pytest.mark.parametrize("scenario", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_scenarios_are_sound(scenario: Path) -> None:
    assert main(["validate", str(scenario)]) == 0
