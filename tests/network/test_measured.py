"""What timetables found, read from tables: which row holds for which lessons, and sentences for rows that cannot be."""

from pathlib import Path

import pytest

from poolplan.errors import DataError
from poolplan.network.measured import Calibration, Measured, measured_for
from poolplan.network.places import Places, read_places
from poolplan.scenario.read import read_scenario
from tests.data_city.little_city import copy_city

HEAD = "school,site,mode,year,bus_days,yen,estimated_days,estimated_yen,source\n"
ROW = "ai,club_west,commission,2025,7.5,300000,6,200000,timetable of 2025\n"


def read(tmp_path: Path, buses: str = "", slots: str = "") -> Places:
    """Read the little city with these tables."""
    overrides = []
    for key, text in (("bus_calibration", buses), ("usable_slots", slots)):
        if text:
            path = tmp_path / f"{key}.csv"
            path.write_text(text, encoding="utf-8")
            overrides.append(f"places.{key}={path}")
    city = tmp_path / "city"
    city.mkdir(exist_ok=True)
    return read_places(read_scenario(copy_city(city), overrides))


def measured(yen: int) -> Measured:
    """A row found at so many yen where the estimate says 100."""
    return Measured(2025, 100, yen, 1, 100, "made up")


@pytest.mark.parametrize(
    ("school", "site", "mode", "yen"),
    [
        pytest.param("a", "p", "m", 4, id="the lessons' own row"),
        pytest.param("b", "p", "m", 3, id="the site's row, whatever the mode"),
        pytest.param("a", "q", "m", 2, id="the mode's row"),
        pytest.param("a", "q", "n", 1, id="the city's row"),
    ],
)
def test_the_nearest_row_holds(school: str, site: str, mode: str, yen: int) -> None:
    table: Calibration = {
        ("a", "p", "m"): measured(4),
        ("*", "p", "*"): measured(3),
        ("*", "*", "m"): measured(2),
        ("*", "*", "*"): measured(1),
    }
    found = measured_for(table, school, site, mode)
    assert found is not None
    assert found.yen == yen
    assert measured_for({}, school, site, mode) is None


def test_tables_are_read_with_the_city(tmp_path: Path) -> None:
    plain = read(tmp_path)
    places = read(tmp_path, HEAD + ROW, "site,year,slots,source\nclub_west,2025,9,calendar\n")
    assert places.calibration == {
        ("ai", "club_west", "commission"): Measured(2025, 750, 300_000, 6, 200_000, "timetable of 2025")
    }
    assert places.sites["club_west"].capacity_slots == 9
    assert {name: site for name, site in places.sites.items() if name != "club_west"} == {
        name: site for name, site in plain.sites.items() if name != "club_west"
    }


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("aii,club,commission,2025,7.5,300000,6,200000,x", "line 2: no school 'aii' (did you mean 'ai'?); mend the id"),
        (
            "ai,club_wst,commission,2025,7.5,300000,6,200000,x",
            "line 2: no site 'club_wst' (did you mean 'club_west'?); mend the id",
        ),
        (
            "ai,club_west,comission,2025,7.5,300000,6,200000,x",
            "no mode 'comission' (did you mean 'commission'?); mend the id",
        ),
        (
            "ai,*,commission,2025,7.5,300000,6,200000,x",
            "line 2: ai * commission: a row is of one school, site and mode",
        ),
        ("*,club_west,commission,2025,7.5,300000,6,200000,x", "or for all three"),
        ("ai,club_west,commission,2025,7.5,300000,0,200000,x", "line 2, column 'estimated_days'"),
        ("ai,club_west,commission,2025,7.5,300000,6,0,x", "line 2, column 'estimated_yen'"),
        ("ai,club_west,commission,2025,-1,300000,6,200000,x", "line 2, column 'bus_days'"),
        (
            f"{ROW}ai,club_west,commission,2026,7.5,300000,6,200000,x",
            "line 3: school + site + mode 'ai, club_west, commission'",
        ),
    ],
)
def test_a_row_that_cannot_be_is_told(tmp_path: Path, row: str, sentence: str) -> None:
    with pytest.raises(DataError) as told:
        read(tmp_path, HEAD + row + "\n")
    assert any("bus_calibration.csv" in problem and sentence in problem for problem in told.value.problems)


def test_slots_of_an_unknown_site_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"usable_slots\.csv, line 2: no site 'club_wst' \(did you mean 'club_west'\?\); mend the id"
    ):
        read(tmp_path, slots="site,year,slots,source\nclub_wst,2025,9,calendar\n")
