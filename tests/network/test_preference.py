"""A preferred mode takes the others away from every school that can use it."""

from poolplan.network.options import Network
from poolplan.scenario.schema import Stage
from tests.worlds import two_schools


def away(network: Network, school: str) -> set[str]:
    """Return the modes a school may move to."""
    return {option.mode for option in network.away_options[school]}


def wide(prefer_mode: str | None, **more: object) -> Network:
    """Return a world where lake may go to the club or share hill's pool."""
    return two_schools(prefer_mode=prefer_mode, pool_slots=24, club_slots=14, **more)  # type: ignore[arg-type]


def test_without_a_preference_both_ways_are_open() -> None:
    assert away(wide(None), "lake") == {"commission", "shared"}


def test_the_preferred_mode_is_the_only_one_left_and_the_reason_is_given() -> None:
    net = wide("commission")
    assert away(net, "lake") == {"commission"}
    assert [drop.reason for drop in net.dropped if (drop.school, drop.mode) == ("lake", "shared")] == [
        "commission is preferred, and club has room"
    ]


def test_a_school_that_cannot_use_the_preferred_mode_keeps_the_others() -> None:
    """The club is 25 min from hill; sharing lake's pool stays open to it."""
    assert away(wide("commission"), "hill") == {"shared"}


def test_a_school_fixed_to_another_mode_keeps_it() -> None:
    net = wide("commission", stages=(Stage(year=2026, schools=1, fixed={"lake": "shared"}),))
    assert away(net, "lake") == {"commission", "shared"}


def test_a_host_does_not_leave_the_pool_it_shares() -> None:
    """Sharing is preferred: one of the two shares the other's pool, so the other is no guest."""
    net = two_schools(prefer_mode="shared", pool_slots=26, hill_to_club_min=10.0, club_slots=14)
    preferred = [school for school in ("hill", "lake") if away(net, school) == {"shared"}]
    assert len(preferred) == 1
