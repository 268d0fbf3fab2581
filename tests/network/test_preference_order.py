"""Who counts as able to use a preferred mode: sites fill up nearest school first, in the world of two schools."""

from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.travel import TravelTimes, Trip
from poolplan.scenario.schema import Stage
from tests.world_parts import outside_site, own_pool, places_of, school_of, tiny_scenario
from tests.worlds import two_schools


def ways_out(network: Network) -> dict[str, set[str]]:
    """Return the modes each school may move to."""
    return {school: {option.mode for option in options} for school, options in network.away_options.items()}


def club_preferred(club_slots: int, *stages: Stage) -> Network:
    """Return the world where lake (15 min) and hill (20 min) reach the club, and may share as well."""
    return two_schools(
        prefer_mode="commission", club_slots=club_slots, pool_slots=24, hill_to_club_min=20.0, stages=stages
    )


def test_room_for_both_takes_every_other_way_out_from_both() -> None:
    """Lake's 14 and hill's 12 sessions of 2025 fit into 26; the reason names the site that has room."""
    network = club_preferred(26)
    assert ways_out(network) == {"hill": {"commission"}, "lake": {"commission"}}
    assert {(d.school, d.reason) for d in network.dropped} == {
        ("hill", "commission is preferred, and club has room"),
        ("lake", "commission is preferred, and club has room"),
    }


def test_one_slot_short_only_the_nearest_school_is_able() -> None:
    """25 slots: lake is nearer and takes 14, hill does not find its 12 and keeps every way."""
    assert ways_out(club_preferred(25)) == {"hill": {"commission", "shared"}, "lake": {"commission"}}


def test_a_school_that_does_not_fit_in_the_first_year_is_not_able() -> None:
    """12 slots: lake's 14 of 2025 do not fit, so the club is hill's, and lake keeps every way."""
    assert ways_out(club_preferred(12)) == {"hill": {"commission"}, "lake": {"commission", "shared"}}


def test_the_own_pool_is_not_taken_away() -> None:
    """A preference is about where to move, not about whether."""
    assert club_preferred(26).home_options.keys() == {"hill", "lake"}


def test_a_school_fixed_to_another_mode_leaves_its_room_to_others() -> None:
    """14 slots, lake fixed to sharing: hill, though farther, is able."""
    network = club_preferred(14, Stage(year=2026, schools=1, fixed={"lake": "shared"}))
    assert ways_out(network) == {"hill": {"commission"}, "lake": {"commission", "shared"}}


def test_a_school_fixed_to_the_preferred_mode_takes_up_room() -> None:
    """24 slots, hill fixed to the club: beside its 12 lake's 14 of 2025 do not fit; lake must keep sharing."""
    network = club_preferred(24, Stage(year=2025, schools=1, fixed={"hill": "commission"}))
    assert "shared" in ways_out(network)["lake"]


def test_a_host_is_no_guest_elsewhere() -> None:
    """Both could share (26 slots hold 14 + 12): hill, first by name, is lake's guest, so lake keeps its own ways."""
    network = two_schools(prefer_mode="shared", pool_slots=26, club_slots=26, hill_to_club_min=20.0)
    assert ways_out(network) == {"hill": {"shared"}, "lake": {"commission", "shared"}}


def test_of_a_ring_of_hosts_only_the_nearest_guest_is_able() -> None:
    """Hill walks to lake (5 min), lake to isle (6), isle to hill (7): lake is then a host, and hill's pool goes."""
    years = range(2025, 2027)
    schools = {name: school_of(name, "north") for name in ("hill", "isle", "lake")}
    sites = [own_pool(school, 24, 2000, "A", can_rebuild=True) for school in schools.values()]
    pupils = {(name, year): (30,) * 6 for name in schools for year in years}
    ring = [("hill", "lake", 5.0), ("lake", "isle", 6.0), ("isle", "hill", 7.0)]
    travel: TravelTimes = {(guest, f"{host}_pool", "walk"): Trip(minutes, 400, "") for guest, host, minutes in ring}
    travel |= {(name, "club", "bus"): Trip(10, 4000, "") for name in schools}
    places = places_of(schools, [*sites, outside_site("club", "club", 36)], pupils)
    assert ways_out(build_network(tiny_scenario(years, prefer_mode="shared"), places, travel)) == {
        "hill": {"shared"},
        "isle": {"commission", "shared"},
        "lake": {"commission", "shared"},
    }
