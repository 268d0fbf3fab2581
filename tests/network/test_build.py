"""Every pair of school and site is an option or dropped with a reason, in variations of the world of two schools."""

from dataclasses import replace
from typing import Any

import pytest

from poolplan.network.options import Network, Option
from poolplan.network.travel import TravelTimes, Trip
from tests.worlds import two_schools, varied


def reason(network: Network, school: str, site: str) -> str:
    """Return why the school may not swim at the site; exactly one reason is given."""
    (found,) = [drop.reason for drop in network.dropped if (drop.school, drop.site) == (school, site)]
    return found


def way(network: Network, school: str, site: str) -> Option:
    """Return the only option of the school at the site."""
    (found,) = [option for option in network.options if (option.school, option.site) == (school, site)]
    return found


def with_trips(network: Network, **minutes: float | None) -> Network:
    """Build the network again with other trips from lake to the club, in minutes; None takes the row away."""
    travel: TravelTimes = dict(network.travel)
    for travel_by, value in minutes.items():
        key: Any = ("lake", "club", travel_by)
        travel.pop(key, None)
        if value is not None:
            travel[key] = Trip(value, 6000.0, "made up")
    return varied(network, travel=travel)


def test_in_the_two_schools_world_every_pair_has_an_option_or_a_reason() -> None:
    """Options: both at home, lake at the club from 2026. Dropped: hill at the club, each as guest of the other."""
    network = two_schools()
    assert [(o.school, o.site, o.mode, o.first_year, o.is_home) for o in network.options] == [
        ("hill", "hill_pool", "own", 2025, True),
        ("lake", "club", "commission", 2026, False),
        ("lake", "lake_pool", "own", 2025, True),
    ]
    assert [(d.school, d.site, d.mode) for d in network.dropped] == [
        ("hill", "club", "commission"),
        ("hill", "lake_pool", "shared"),
        ("lake", "hill_pool", "shared"),
    ]


@pytest.mark.parametrize(
    ("walk", "bus", "said"),
    [
        (None, 20.5, "bus 20.5 min > limit 20 min"),
        (16, None, "walk 16 min > limit 15 min"),
        (80, 25, "walk 80 min > limit 15 min; bus 25 min > limit 20 min"),
        (None, None, "no trip in the travel-time table"),
    ],
)
def test_a_trip_that_is_too_long_or_missing_drops_the_pair(walk: float | None, bus: float | None, said: str) -> None:
    """Limits are 15 min on foot and 20 min by bus; every way that was tried is named."""
    assert reason(with_trips(two_schools(), walk=walk, bus=bus), "lake", "club") == said


def test_a_trip_just_at_the_limit_is_allowed() -> None:
    """20 min by bus, 15 min on foot."""
    assert way(with_trips(two_schools(), walk=None, bus=20), "lake", "club").minutes == 20
    assert way(with_trips(two_schools(), walk=15, bus=None), "lake", "club").minutes == 15


def test_whoever_can_walk_walks_even_if_a_bus_is_quicker() -> None:
    """14 min on foot before 5 min by bus."""
    option = way(with_trips(two_schools(), walk=14, bus=5), "lake", "club")
    assert (option.travel_by, option.minutes) == ("walk", 14)


def test_a_way_of_travelling_without_a_limit_is_not_allowed() -> None:
    """With a limit for the bus only, a walk of 5 min does not count, and nobody tried it."""
    network = two_schools()
    club = network.scenario.modes["commission"]
    assert club.max_travel_min
    no_walk = club.model_copy(update={"max_travel_min": club.max_travel_min.model_copy(update={"walk": None})})
    scenario = network.scenario.model_copy(update={"modes": {**network.scenario.modes, "commission": no_walk}})
    strict = varied(network, scenario=scenario)
    assert way(with_trips(strict, walk=5, bus=15), "lake", "club").travel_by == "bus"
    assert reason(with_trips(strict, walk=5, bus=25), "lake", "club") == "bus 25 min > limit 20 min"


def test_a_mode_that_is_not_offered_gives_no_option() -> None:
    """Without private clubs lake stays at home or shares."""
    network = two_schools()
    club = network.scenario.modes["commission"].model_copy(update={"offered": False})
    scenario = network.scenario.model_copy(update={"modes": {**network.scenario.modes, "commission": club}})
    assert reason(varied(network, scenario=scenario), "lake", "club") == "mode not offered in this scenario"


def test_a_site_too_full_in_the_last_year_says_how_much_is_free() -> None:
    """A pool of 20 less the host's 12 leaves 8; a club of 11 slots is one short of lake's 12."""
    assert reason(two_schools(), "lake", "hill_pool") == "no room: needs 12 sessions a year, 8 are free in 2028"
    assert (
        reason(two_schools(club_slots=11), "lake", "club") == "no room: needs 12 sessions a year, 11 are free in 2028"
    )


def test_an_option_opens_in_the_year_from_which_it_fits_for_good() -> None:
    """Lake needs 14 in 2025, then 12: a club of 14 from 2025, of 12 from 2026; 14 again in 2027: from 2028."""
    assert way(two_schools(club_slots=14), "lake", "club").first_year == 2025
    assert way(two_schools(club_slots=12), "lake", "club").first_year == 2026
    network = two_schools()
    pupils = {**network.places.pupils, ("lake", 2027): (41, *(20,) * 5)}
    again = varied(network, places=replace(network.places, pupils=pupils))
    assert way(again, "lake", "club").first_year == 2028


def test_a_pool_too_small_for_its_own_school_is_no_home_and_no_host() -> None:
    """A pool of 12 does not hold lake's 14 of 2025; it then takes no guest either. Lake goes to the club at once."""
    network = two_schools(pool_slots=12, club_slots=14)
    assert reason(network, "lake", "lake_pool") == "needs 14 sessions a year, the pool gives 12"
    assert reason(network, "hill", "lake_pool") == "the host school does not use its pool"
    assert network.home_options.keys() == {"hill"}


def with_programme(network: Network, **changes: object) -> Network:
    """Build the network again with a changed programme."""
    programme = network.scenario.programme.model_copy(update=changes)
    return varied(network, scenario=network.scenario.model_copy(update={"programme": programme}))


def test_levels_that_stay_have_no_way_out() -> None:
    found = with_programme(two_schools(), levels_that_stay=("elementary",))
    assert reason(found, "lake", "club") == "every elementary school keeps its own pool in this scenario"
    assert {option.mode for option in found.options} == {"own"}


def test_water_too_deep_for_a_level_is_no_option() -> None:
    network = two_schools()
    deep = replace(network.places.sites["club"], levels=frozenset({"junior_high"}))
    found = varied(network, places=replace(network.places, sites=network.places.sites | {"club": deep}))
    assert reason(found, "lake", "club") == "the water suits junior_high only"


def test_a_level_may_have_its_own_limit() -> None:
    """Lake rides 15 min to the club; elementary schools may ride 10, junior high schools 20 as everybody."""
    network = two_schools()
    club = network.scenario.modes["commission"]
    assert club.max_travel_min is not None
    near = {"elementary": club.max_travel_min.model_copy(update={"bus": 10.0})}
    modes = network.scenario.modes | {"commission": club.model_copy(update={"max_travel_min_by_level": near})}
    found = varied(network, scenario=network.scenario.model_copy(update={"modes": modes}))
    assert reason(found, "lake", "club") == "walk 80 min > limit 15 min; bus 15 min > limit 10 min"
