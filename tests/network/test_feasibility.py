"""What is refused before solving: schools with no way to swim, and too little water for all."""

from dataclasses import replace

import pytest

from poolplan.errors import DataError
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import Places, Site
from poolplan.network.travel import TravelTimes, Trip
from poolplan.scenario.schema import Scenario
from tests.world_parts import outside_site, own_pool, places_of, school_of, tiny_scenario
from tests.worlds import two_schools

YEARS = range(2025, 2029)


def world(sites: list[Site], *schools: str) -> Places:
    """Return schools of six grades of 30 pupils, so 12 sessions a year each, and the sites given."""
    pupils = {(school, year): (30,) * 6 for school in schools for year in YEARS}
    return places_of({school: school_of(school, "north") for school in schools}, sites, pupils)


def bus(minutes: dict[tuple[str, str], float]) -> TravelTimes:
    """Return trips by bus."""
    return {(school, site, "bus"): Trip(value, 5000.0, "made up") for (school, site), value in minutes.items()}


def weak_repairs(years: int) -> Scenario:
    """Return the tiny scenario where a repair adds so many years."""
    scenario = tiny_scenario(YEARS)
    pool = scenario.costs.pool
    rules = pool.model_copy(update={"repair": pool.repair.model_copy(update={"extends_years": years})})
    return scenario.model_copy(update={"costs": scenario.costs.model_copy(update={"pool": rules})})


def complaints(places: Places, travel: TravelTimes, scenario: Scenario | None = None) -> list[str]:
    """Return the sentences with which the network is refused."""
    with pytest.raises(DataError) as caught:
        build_network(scenario or tiny_scenario(YEARS), places, travel)
    return list(caught.value.problems)


def hill_pool(built: int = 1980, *, can_rebuild: bool = False) -> Site:
    """Return hill's pool of 20 slots, condition B (47 years): 1980-2026, repaired 4 years more."""
    return own_pool(school_of("hill", "north"), 20, built, "B", can_rebuild=can_rebuild)


def test_a_school_without_any_option_is_named_with_the_limits_that_shut_it_out_nearest_first() -> None:
    """Hill never had a pool: lake's (10 min) has 20 - 12 = 8 free, the club is 25 min away, limit 20."""
    with pytest.raises(DataError) as caught:
        two_schools(hill_has_pool=False)
    assert caught.value.problems == (
        "school 'hill' (仮 hill): has no option: "
        "shared at lake_pool (no room: needs 12 sessions a year, 8 are free in 2028), "
        "commission at club (bus 25 min > limit 20 min); widen a limit or add a site",
    )


def test_only_the_four_nearest_pairs_are_told_and_the_others_counted() -> None:
    """Six clubs 26, 25, ... 21 min away: those of 21 to 24 min are told, and 2 more."""
    clubs = [outside_site(f"club_{n}", "club", 20) for n in range(6)]
    trips = bus({("hill", f"club_{n}"): 26.0 - n for n in range(6)})
    (said,) = complaints(world(clubs, "hill"), trips)
    assert [said.find(f"club_{n} (bus") for n in (0, 1)] == [-1, -1]
    told = [said.find(f"bus {minutes} min") for minutes in (21, 22, 23, 24)]
    assert told == sorted(told)
    assert min(told) > 0
    assert "and 2 more; widen" in said


def test_every_stranded_school_is_reported_even_where_no_table_holds_a_site() -> None:
    """Two schools, no water anywhere."""
    assert complaints(world([], "hill", "lake"), {}) == [
        f"school '{name}' (仮 {name}): has no option: no site in any table; widen a limit or add a site"
        for name in ("hill", "lake")
    ]


def test_a_school_is_stranded_in_the_year_its_pool_ends_for_good() -> None:
    """A repair that adds one year ends in 2027; from 2028 on hill has nothing but a club 25 min away."""
    places = world([hill_pool(), outside_site("club", "club", 12)], "hill")
    (said,) = complaints(places, bus({("hill", "club"): 25.0}), weak_repairs(1))
    assert "its pool can be used until 2027 at most and may not be rebuilt, and then no option is left" in said
    assert "commission at club (bus 25 min > limit 20 min)" in said


def test_the_way_out_must_be_open_in_the_year_after_the_pools_last() -> None:
    """The pool ends in 2027; a club of 12 takes hill's 12, but not the 14 that a grade of 41 pupils makes in 2028."""
    places = world([hill_pool(), outside_site("club", "club", 12)], "hill")
    larger = replace(places, pupils={**places.pupils, ("hill", 2028): (41, *(30,) * 5)})
    trips = bus({("hill", "club"): 15.0})
    assert build_network(weak_repairs(1), places, trips).away_options["hill"]
    assert "no room: needs 14 sessions" in complaints(larger, trips, weak_repairs(1))[0]


def late_club() -> list[str]:
    """Return what is said of hill, without a pool: a club of 12 slots, and in 2025 a grade of 41, so 14 sessions."""
    places = world([outside_site("club", "club", 12)], "hill")
    places = replace(places, pupils={**places.pupils, ("hill", 2025): (41, *(30,) * 5)})
    return complaints(places, bus({("hill", "club"): 15.0}))


def test_a_school_without_a_pool_needs_an_option_in_the_first_year() -> None:
    """An option that opens in 2026 leaves nothing for 2025."""
    (said,) = late_club()
    assert "school 'hill'" in said


def test_an_option_that_opens_too_late_is_told_with_its_year() -> None:
    """The club is there and in reach; it only has no room before 2026."""
    (said,) = late_club()
    assert "no site in any table" not in said
    assert "2026" in said


def test_a_pool_that_lasts_or_may_be_rebuilt_strands_nobody() -> None:
    """Repaired, it serves 2026 + 2 = 2028, the last year; rebuilt, whatever a repair is worth."""
    lasting: Network = build_network(weak_repairs(2), world([hill_pool()], "hill"), {})
    rebuilt = build_network(weak_repairs(0), world([hill_pool(can_rebuild=True)], "hill"), {})
    assert lasting.home_options.keys() == rebuilt.home_options.keys() == {"hill"}


def closing(works: dict[str, int]) -> Scenario:
    """Return the tiny scenario where works close a pool for so many seasons."""
    scenario = tiny_scenario(YEARS)
    pool = scenario.costs.pool
    changed = {name: getattr(pool, name).model_copy(update={"closed_seasons": n}) for name, n in works.items()}
    costs = scenario.costs.model_copy(update={"pool": pool.model_copy(update=changed)})
    return scenario.model_copy(update={"costs": costs})


def lent(slots: int) -> Places:
    """Return hill, which must repair its pool in 2026 or 2027, and a club; in 2027 hill needs 14 sessions, else 12."""
    places = world([hill_pool(), outside_site("club", "club", slots)], "hill")
    return replace(places, pupils={**places.pupils, ("hill", 2027): (41, *(30,) * 5)})


def test_a_school_that_has_no_place_while_works_close_its_pool_is_named_with_what_would_help() -> None:
    """Unrepaired the pool ends in 2026; both works close it for a season, and the club is 25 min away."""
    trips = bus({("hill", "club"): 25.0})
    assert complaints(lent(14), trips, closing({"repair": 1, "rebuild": 1})) == [
        "school 'hill' (仮 hill): its pool can be used until 2026 at most unless works close it, and while it is "
        "closed no option is left: commission at club (bus 25 min > limit 20 min); widen a limit or add a site, or do "
        "the works outside the swimming season (set costs.pool.repair.closed_seasons to 0 and "
        "costs.pool.rebuild.closed_seasons to 0)"
    ]


def test_works_that_close_no_pool_strand_nobody() -> None:
    """Rebuilding would close it, but a repair keeps it open to the end."""
    assert build_network(closing({"rebuild": 1}), lent(14), {}).home_options


def test_a_place_in_all_seasons_of_some_works_is_enough() -> None:
    """The club of 12 takes hill for good from 2028 on, and for a season in 2026; two seasons would need 2027 too."""
    trips = bus({("hill", "club"): 15.0})
    assert build_network(closing({"repair": 1}), lent(12), trips).home_options
    assert "while it is closed" in complaints(lent(12), trips, closing({"repair": 2}))[0]
    assert build_network(closing({"repair": 2}), lent(14), trips).home_options


def test_a_repair_that_comes_too_late_does_not_keep_a_pool_in_use() -> None:
    """Built 1985, D: last used in 2026 (grace); a repair needs age 46 = 2031, when the pool is long closed."""
    pool = own_pool(school_of("hill", "north"), 20, 1985, "D", can_rebuild=False)
    assert "until 2026 at most" in complaints(world([pool], "hill"), {})[0]


def test_too_little_water_is_told_with_the_first_year_and_the_sessions_short() -> None:
    """No pools, hill 12 + lake 14 sessions in 2025, a club of 20: 6 short; later years would be 4 short."""
    places = world([outside_site("club", "club", 20)], "hill", "lake")
    places = replace(places, pupils={**places.pupils, ("lake", 2025): (41, *(30,) * 5)})
    trips = bus({("hill", "club"): 15.0, ("lake", "club"): 15.0})
    assert complaints(places, trips) == [
        "year 2025: 26 sessions are needed but all sites in reach give at most 20: "
        "6 sessions short; add sites or slots, or widen a travel limit"
    ]


def test_just_enough_water_is_enough() -> None:
    """Two schools of 12 sessions, two clubs of 12 of which hill reaches both and lake one: nothing is refused."""
    places = world([outside_site("east", "club", 12), outside_site("west", "club", 12)], "hill", "lake")
    trips = bus({("hill", "east"): 15.0, ("hill", "west"): 15.0, ("lake", "west"): 10.0})
    assert len(build_network(tiny_scenario(YEARS), places, trips).options) == 3


def test_water_that_a_school_cannot_reach_does_not_count() -> None:
    """Two clubs of 12, but both schools reach the western one only: 24 needed, 12 in reach."""
    places = world([outside_site("east", "club", 12), outside_site("west", "club", 12)], "hill", "lake")
    trips = bus({("hill", "west"): 15.0, ("lake", "west"): 10.0})
    assert "24 sessions are needed but all sites in reach give at most 12: 12 sessions short" in "".join(
        complaints(places, trips)
    )


def test_own_pools_count_only_while_they_last() -> None:
    """Hill's pool ends in 2027; lake, never with a pool, fills the club of 12: from 2028 on, 12 sessions short."""
    places = world([hill_pool(), outside_site("club", "club", 12)], "hill", "lake")
    trips = bus({("hill", "club"): 15.0, ("lake", "club"): 15.0})
    (said,) = complaints(places, trips, weak_repairs(1))
    assert said.startswith("year 2028: 24 sessions are needed")
    assert "12 sessions short" in said
