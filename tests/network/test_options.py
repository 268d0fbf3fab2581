"""What the network answers about the world of two schools (tests/worlds.py): hill needs 12 sessions, lake 14 and 12."""

from tests.worlds import two_schools


def test_needs_are_the_sessions_of_the_schools_year() -> None:
    """Lake's first grade of 41 makes two groups in 2025: 14 sessions, later 12."""
    network = two_schools()
    home = network.home_options["lake"]
    assert [network.needs(home, year) for year in (2025, 2026)] == [14, 12]


def test_the_hosts_own_lessons_come_before_guests() -> None:
    """Each pool gives 24: beside lake's 14 and 12 there is room for 10 and 12; the club has no host."""
    network = two_schools(pool_slots=24)
    assert [network.host_sessions("lake_pool", year) for year in (2025, 2026)] == [14, 12]
    assert [network.room_for_guests("lake_pool", year) for year in (2025, 2026)] == [10, 12]
    assert network.host_sessions("club", 2025) == 0
    assert network.room_for_guests("club", 2025) == 12


def test_home_and_away_options_are_told_apart() -> None:
    """Lake may swim at home, at the club, and as a guest of hill; home is not among the ways out."""
    network = two_schools(pool_slots=24)
    assert {school: option.site for school, option in network.home_options.items()} == {
        "hill": "hill_pool",
        "lake": "lake_pool",
    }
    assert [option.site for option in network.away_options["lake"]] == ["club", "hill_pool"]


def test_a_school_that_cannot_leave_is_still_asked_for() -> None:
    """Nobody has room for hill, whose own pool may be rebuilt: no way out, but an entry."""
    assert two_schools().away_options["hill"] == ()


def test_guests_are_listed_by_site_and_only_where_there_are_any() -> None:
    """The club takes lake only; without room no school pool has guests. With 24 slots both pools have one."""
    assert {site: [o.school for o in options] for site, options in two_schools().guests.items()} == {"club": ["lake"]}
    shared = two_schools(pool_slots=24).guests
    assert {site: [o.school for o in options] for site, options in shared.items()} == {
        "club": ["lake"],
        "hill_pool": ["lake"],
        "lake_pool": ["hill"],
    }
