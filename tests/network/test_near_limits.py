"""Trips that their uncertainty may carry over a limit, in the little city of tests/outputs/tiny.py.

Limits there: 20 min by bus, 15 on foot. All trips are approximate, so 20 % either way: kita to the club 10 (8 to 12),
minami to the club 15 (12 to 18), chuo_jhs to the club 25 (20 to 30), minami on foot to chuo_jhs 6 (4.8 to 7.2).
"""

from dataclasses import replace

from poolplan.network.near_limits import near_limits
from poolplan.network.options import Network
from poolplan.network.travel import TravelTimes, Trip
from poolplan.scenario.travel import Travel
from tests.outputs.tiny import tiny_answer


def network(**asked: float) -> Network:
    """The little city, with other shares of error."""
    found = tiny_answer().plan.network
    return replace(found, scenario=found.scenario.model_copy(update={"travel": Travel.model_validate(asked)}))


def told(found: Network) -> list[tuple[str, str, str, str]]:
    """School, site, way and side of the trips near a limit."""
    return [(near.school, near.site, near.travel_by, near.counts_as) for near in near_limits(found)]


def test_a_guess_near_the_limit_is_to_be_checked() -> None:
    """25 min count as beyond 20, but may be 20."""
    found = near_limits(tiny_answer().plan.network)
    assert told(tiny_answer().plan.network) == [("chuo_jhs", "club_one", "bus", "beyond")]
    assert (found[0].low_min, found[0].high_min, found[0].limit_min) == (20, 30, 20)


def test_a_wider_error_reaches_trips_within_the_limit() -> None:
    """With 40 % minami's 15 min may be 21."""
    assert told(network(approximate_error_share=0.4)) == [
        ("chuo_jhs", "club_one", "bus", "beyond"),
        ("minami", "club_one", "bus", "within"),
    ]


def test_minutes_taken_as_exact_are_near_no_limit() -> None:
    assert not near_limits(network(approximate_error_share=0))


def test_minutes_by_road_have_an_error_of_their_own() -> None:
    """19 min by road: certain until the scenario allows for 10 %, then 17.1 to 20.9."""
    exact, unsure = network(), network(error_share=0.1)
    trip: TravelTimes = {("kita", "club_one", "bus"): Trip(19.0, 9000, "roads")}
    assert not near_limits(replace(exact, travel=trip))
    assert told(replace(unsure, travel=trip)) == [("kita", "club_one", "bus", "within")]


def test_a_limit_that_is_just_reached_counts_as_kept() -> None:
    """20 min by road are within 20; widened they may be 22."""
    trip: TravelTimes = {("kita", "club_one", "bus"): Trip(20.0, 9000, "roads")}
    assert told(replace(network(error_share=0.1), travel=trip)) == [("kita", "club_one", "bus", "within")]
