"""Timed bus runs: what is fitted to them, how far off it is, and the speed model that is written."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolplan.network.roads.calibrate import fit
from poolplan.network.roads.speed import read_speed_model
from tests.network.roads.test_command import City

MODEL = read_speed_model()
DRIVES = st.lists(st.floats(2, 30), min_size=6, max_size=20).filter(lambda found: max(found) > 2 * min(found))


@pytest.fixture
def city(tmp_path: Path) -> City:
    """Two schools, two pools: four pairs."""
    return City(tmp_path)


@given(DRIVES, st.floats(0.5, 2), st.floats(1, 10))
def test_runs_that_follow_a_model_give_it_back(moving: list[float], factor: float, stops_min: float) -> None:
    """Six runs or more, free of chance: the fit finds the factor and the stops, and nothing is left of the error."""
    moving_min = np.array(moving)
    found = fit(stops_min + factor * moving_min, MODEL.stops_min + moving_min, MODEL)
    assert found.time_factor == pytest.approx(factor, abs=1e-3)
    assert found.stops_min == pytest.approx(stops_min, abs=1e-2)
    assert found.after.largest_min < 0.01


def test_few_runs_move_the_factor_only() -> None:
    """Stops stay at 4 min; drives of 5 and 10 min took 10 and 20: a factor of 2, and minutes that were off by 7.5."""
    found = fit(np.array([14.0, 24.0]), np.array([9.0, 14.0]), MODEL)
    assert found.stops_min == 4
    assert found.time_factor == pytest.approx(2)
    assert found.before.mean_min == pytest.approx(-7.5)
    assert found.before.largest_min == pytest.approx(10)


def test_runs_of_one_length_move_the_factor_only() -> None:
    """Six runs of 10 min on the road: stops and driving cannot be told apart."""
    found = fit(np.full(6, 16.0), np.full(6, 14.0), MODEL)
    assert found.stops_min == 4
    assert found.time_factor == pytest.approx(1.2)


def timed(city: City, *lines: str) -> Path:
    """Write a table of runs."""
    path = city.out.parent / "runs.csv"
    path.write_text("\n".join(["school,site,minutes,run", *lines]) + "\n", encoding="utf-8")
    return path


def calibrate(city: City, runs: Path, name: str = "ours.yaml") -> int:
    """Fit the model to runs; returns the exit code."""
    city.out = city.out.with_name(name)
    return city.ask("--calibrate", str(runs))


def test_a_model_of_the_citys_own(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """The written model is read again, names the runs, and gives the minutes that were timed."""
    city.ask()
    capsys.readouterr()
    runs = timed(city, "a0,c0,20,monday", "a0,c0,22,tuesday", "a3,c3,21,")
    assert calibrate(city, runs) == 0
    said = capsys.readouterr().out
    assert "3 runs: time factor 1.00 -> " in said
    assert "error before: " in said
    assert "error after: 0.7 min in the mean" in said
    ours = read_speed_model(str(city.out))
    assert ours.version.startswith("japan-city-1+")
    assert "3 timed bus runs (runs.csv " in ours.hours.source
    assert ours.stops == MODEL.stops
    assert "# Buses in a Japanese city" in city.out.read_text(encoding="utf-8")
    model = city.out
    city.out = city.out.with_name("minutes2.csv")
    assert city.ask("--speed-model", str(model)) == 0
    trip = next(line for line in city.out.read_text(encoding="utf-8-sig").splitlines() if line.startswith("a0,c0,bus"))
    assert float(trip.split(",")[3]) == pytest.approx(21, abs=0.2)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["a0,c9,12,"], "runs.csv, line 2: no place 'c9'; mend the id"),
        (["a0,c0,-1,"], "runs.csv, line 2, column 'minutes': "),
        (["a0,c0,5,", "a0,c0,6,"], "runs.csv, line 3: school + site + run 'a0, c0, ' stands already in line 2"),
        ([], "runs.csv: holds no run; add a line for each: school, site, minutes"),
    ],
)
def test_runs_that_cannot_be_used(city: City, capsys: pytest.CaptureFixture[str], lines: list[str], told: str) -> None:
    assert calibrate(city, timed(city, *lines)) == 1
    assert told in capsys.readouterr().err
    assert not city.out.exists()


def test_nothing_is_replaced_by_a_model(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    runs = timed(city, "a0,c0,12,")
    assert calibrate(city, runs, "roads.yaml") == 0
    assert calibrate(city, runs, "roads.yaml") == 1
    assert calibrate(city, runs, "ours.csv") == 1
    said = capsys.readouterr().err
    assert "roads.yaml: is there already; give another file for the fitted model with --out" in said
    assert "ours.csv: a speed model is a YAML file" in said
