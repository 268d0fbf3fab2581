"""Made-up cities are the same for the same seed, realistic in number, and the command prints one sound row."""

import csv
import io

import pytest

from benchmarks.cities import city, main
from benchmarks.measure import HEADER, Watcher
from poolplan.model.solve import Progress

SCHOOLS, YEARS = 24, 6


def test_the_same_seed_gives_the_same_city() -> None:
    assert city(SCHOOLS, YEARS, seed=3) == city(SCHOOLS, YEARS, seed=3)
    assert city(SCHOOLS, YEARS, seed=3) != city(SCHOOLS, YEARS, seed=4)


def test_a_city_has_what_was_asked_for() -> None:
    """24 schools: 17 elementary, 2 clubs, stages of 2, 5 and 7 schools, pools of 1966-1992, some not to be rebuilt."""
    net = city(SCHOOLS, YEARS)
    levels = [school.level for school in net.places.schools.values()]
    assert (len(levels), levels.count("elementary")) == (SCHOOLS, 17)
    assert sum(site.kind == "club" for site in net.places.sites.values()) == 2
    assert [stage.schools for stage in net.scenario.programme.stages] == [2, 5, 7]
    pools = [site for site in net.places.sites.values() if site.school]
    assert {1966 <= (pool.build_year or 0) <= 1992 for pool in pools} == {True}
    assert 0 < sum(not pool.can_rebuild for pool in pools) <= 2
    first, last = (sum(sum(net.places.pupils[school, year]) for school in net.places.schools) for year in (2022, 2027))
    assert last < first


@pytest.mark.parametrize("tightness", [0.2, 0.6])
def test_tightness_is_the_share_of_lessons_that_clubs_cannot_take(tightness: float) -> None:
    net = city(60, 2, tightness=tightness)
    slots = sum(site.capacity_slots for site in net.places.sites.values() if site.kind == "club")
    demand = sum(net.sessions[school, "commission", 2022] for school in net.places.schools)
    assert slots / demand == pytest.approx(1 - tightness, abs=0.15)


@pytest.mark.parametrize("model", ["poolplan", "naive, cbc", "naive, highs"])
def test_the_command_prints_one_row(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--schools", "10", "--years", "4", "--time-limit", "600"]
    assert main(words + (["--naive", "--solver", model.removeprefix("naive, ")] if model != "poolplan" else [])) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == list(HEADER)
    assert (len(rows), rows[0]["schools"], rows[0]["model"]) == (1, "10", model)
    assert (not rows[0]["gap_30s"]) == (float(rows[0]["seconds"]) <= 30)
    assert float(rows[0]["gap"]) <= 0.001


def test_the_bound_of_the_search_for_a_first_plan_does_not_count() -> None:
    """Bounds 95 and 97 hold only for the narrower problem: 90 comes after them."""
    watcher = Watcher(0.0, [])
    for bound in (95.0, 97.0, 90.0, 91.0):
        watcher(Progress(1.0, 100.0, bound))
    assert [point.bound for point in watcher.sound_points()] == [None, None, 90.0, 91.0]
