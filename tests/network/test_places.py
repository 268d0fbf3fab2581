"""What one table of the city says against another is told in one sentence each, all together."""

import shutil
from pathlib import Path

import pytest

from poolplan.errors import DataError
from poolplan.network.places import Places, read_places
from poolplan.network.travel import read_travel_times
from poolplan.scenario.read import read
from poolplan.scenario.schema import Scenario

ROOT = Path(__file__).resolve().parents[2]
CITY = ROOT / "gis_data" / "kumamoto"


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    """Return a Kumamoto scenario whose tables are copies in `tmp_path`."""
    shutil.copytree(CITY, tmp_path, dirs_exist_ok=True)
    found = read(ROOT / "scenarios" / "kumamoto_expand_cheapest.yaml", ()).scenario
    files = {
        name: str(tmp_path / Path(path).name)
        for name, path in found.places.model_dump().items()
        if isinstance(path, str)
    }
    return found.model_copy(update={"places": found.places.model_copy(update=files)})


def write(scenario: Scenario, table: str, old: str, new: str) -> None:
    """Replace every occurrence of a text in a table; it must be there."""
    path = Path(getattr(scenario.places, table))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def complaints(scenario: Scenario) -> str:
    """Return what is wrong with the tables."""
    with pytest.raises(DataError) as error:
        read_travel_times(scenario, read_places(scenario))
    return "\n".join(error.value.problems)


def test_kumamoto_is_read(scenario: Scenario) -> None:
    places = read_places(scenario)
    assert isinstance(places, Places)
    assert (len(places.schools), len(places.sites), len(places.wards)) == (134, 134 + 12 + 4, 5)
    assert list(places.schools) == sorted(places.schools)


@pytest.mark.parametrize(
    ("table", "old", "new", "sentence"),
    [
        ("schools", ",minami,130.653522", ",minamu,130.653522", "ward 'minamu' is not in"),
        ("school_pools", "akita_jhs_pool,akita_jhs,", "akita_jhs_pool,akita_jsh,", "did you mean 'akita_jhs'?"),
        ("school_pools", "akita_jhs_pool,akita_jhs,", "akita_jhs_pool,akitahigashi,", "'akitahigashi' has two pools"),
        ("clubs", "club_01,", "akita_jhs_pool,", "site 'akita_jhs_pool' stands already in"),
        ("clubs", "ward longitude", "ward longitud", "assumed names 'longitud', which is no column"),
        ("pupils", "akita_jhs,2022,", "akita_jsh,2022,", "no school 'akita_jsh' in"),
        ("pupils", "akita_jhs,2022,", "akita_jhs,2021,", "school 'akita_jhs' has no pupils for 2022"),
        ("pupils", "akita_jhs,2022,1,176", "akita_jhs,2022,1,-176", "'-176' is out of range; give a value at least 0"),
        ("clubs", ",6,8,28,1.0,", ",6,8,28,nan,", "usable_share"),
        ("travel", "akita_jhs,akitahigashi_pool,bus,7.1", "akita_jhs,nowhere,bus,7.1", "site 'nowhere' is in no table"),
        ("travel", "akita_jhs,akitahigashi_pool,bus,7.1", "akita_jhs,akitahigashi_pool,bus,", "minutes"),
    ],
)
def test_a_contradiction_gets_a_sentence(scenario: Scenario, table: str, old: str, new: str, sentence: str) -> None:
    write(scenario, table, old, new)
    assert sentence in complaints(scenario)


def test_a_place_outside_the_city_is_told_even_where_another_table_cannot_be_read(scenario: Scenario) -> None:
    write(scenario, "schools", "32.760083", "35.760083")
    write(scenario, "clubs", "weeks_per_year", "weeks")
    said = complaints(scenario)
    assert "line 2: 'akita_jhs': longitude 130.653522, latitude 35.760083: outside the city" in said
    assert "column 'weeks_per_year' is missing" in said


def test_of_many_bad_rows_twenty_are_shown(scenario: Scenario) -> None:
    write(scenario, "school_pools", ",yes,15,8,", ",perhaps,15,8,")
    said = complaints(scenario).splitlines()
    assert len(said) == 21
    assert "more problems of this kind" in said[-1]
