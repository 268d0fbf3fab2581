"""The travel-time table: trips by school, site and way, and what is said of rows that fit no place."""

from pathlib import Path

import pytest

from poolplan.errors import DataError
from poolplan.network.places import read_places
from poolplan.network.travel import Trip, read_travel_times
from poolplan.scenario.schema import Scenario
from tests.network.city import add, spoil, write_city


def complaints(scenario: Scenario) -> list[str]:
    """Return the sentences with which the travel-time table is refused."""
    places = read_places(scenario)
    with pytest.raises(DataError) as caught:
        read_travel_times(scenario, places)
    return list(caught.value.problems)


def test_trips_are_found_by_school_site_and_way_with_their_source(folder: Path) -> None:
    scenario = write_city(folder)
    assert read_travel_times(scenario, read_places(scenario)) == {
        ("hill", "club", "bus"): Trip(12.5, 6000.0, "timed by stopwatch"),
        ("lake", "dome", "walk"): Trip(9.0, 600.0, "timed by stopwatch"),
    }


def test_walk_and_bus_between_the_same_places_are_two_trips(folder: Path) -> None:
    scenario = write_city(folder)
    add(folder, "travel_times.csv", "hill,club,walk,70,5200,straight line")
    found = read_travel_times(scenario, read_places(scenario))
    assert found["hill", "club", "walk"].minutes == 70
    assert found["hill", "club", "bus"].minutes == 12.5


def test_a_table_without_trips_is_sound(folder: Path) -> None:
    """Then nobody travels; whether a school is stranded is for the network to say."""
    scenario = write_city(folder)
    (folder / "travel_times.csv").write_text("school,site,travel_by,minutes,metres,source\n", encoding="utf-8")
    assert read_travel_times(scenario, read_places(scenario)) == {}


def test_every_unknown_school_and_site_is_told_once_with_a_near_miss(folder: Path) -> None:
    """Two rows of 'hil', one of them to 'dom'; 'xyz' is near to nothing."""
    scenario = write_city(folder)
    for row in ("hil,club,bus", "hil,dom,bus", "lake,xyz,bus"):
        add(folder, "travel_times.csv", f"{row},10,4000,made up")
    assert complaints(scenario) == [
        "travel_times.csv: school 'hil' is in no table of places (did you mean 'hill'?); mend the id or drop its rows",
        "travel_times.csv: site 'dom' is in no table of places (did you mean 'dome'?); mend the id or drop its rows",
        "travel_times.csv: site 'xyz' is in no table of places; mend the id or drop its rows",
    ]


def test_a_school_is_no_site_and_a_site_no_school(folder: Path) -> None:
    scenario = write_city(folder)
    add(folder, "travel_times.csv", "club,hill,bus,10,4000,made up")
    said = complaints(scenario)
    assert [sentence.split(" is in no table")[0] for sentence in said] == [
        "travel_times.csv: school 'club'",
        "travel_times.csv: site 'hill'",
    ]


@pytest.mark.parametrize("minutes", ["-1", "nan", "inf", "601", ""])
def test_minutes_must_be_a_number_a_bus_can_take(folder: Path, minutes: str) -> None:
    scenario = write_city(folder)
    spoil(folder, "travel_times.csv", "12.5", minutes)
    (said,) = complaints(scenario)
    assert said.startswith("travel_times.csv, line 2, column 'minutes': ")
    assert said.endswith("(minutes one way)")


def test_bad_rows_and_strangers_are_told_together(folder: Path) -> None:
    scenario = write_city(folder)
    spoil(folder, "travel_times.csv", ",600,", ",-600,")
    add(folder, "travel_times.csv", "nobody,club,bus,10,4000,made up")
    assert [sentence.split(":")[0] for sentence in complaints(scenario)] == [
        "travel_times.csv, line 3, column 'metres'",
        "travel_times.csv",
    ]


def test_the_same_trip_twice_tells_both_lines(folder: Path) -> None:
    scenario = write_city(folder)
    add(folder, "travel_times.csv", "hill,club,bus,13,6100,timed again")
    assert complaints(scenario) == [
        "travel_times.csv, line 4: school + site + travel_by 'hill, club, bus' stands already in line 2; "
        "drop one of the two or give it another id"
    ]


def test_a_missing_table_is_told(folder: Path) -> None:
    scenario = write_city(folder)
    (folder / "travel_times.csv").unlink()
    assert complaints(scenario) == ["travel_times.csv: no such file; check the path"]


def test_without_a_table_straight_lines_stand_for_the_roads_and_say_so(folder: Path) -> None:
    """2 schools x 3 sites by bus, and the 3 walks of less than ten hours. The pool of hill lies at hill."""
    scenario = write_city(folder)
    files = scenario.places.model_copy(update={"travel": None})
    said: list[str] = []
    trips = read_travel_times(scenario.model_copy(update={"places": files}), read_places(scenario), said.append)
    assert said == ["places.travel is left out: straight lines with a detour stand for the roads of all 9 trips"]
    assert len(trips) == 9
    assert all(trip.is_approximate for trip in trips.values())
    assert trips["hill", "hill_pool", "walk"][:2] == (0, 0)
    assert trips["hill", "club", "bus"].minutes > 0
