"""What the calendar leaves goes back into the plan."""

from dataclasses import replace

from poolplan.network.options import Network
from poolplan.results.plan import Plan
from poolplan.timetable.feedback import plan_with_timetable
from tests.timetable.small_years import YEAR, small_plan


def test_the_plan_is_made_again_with_the_slots_of_the_calendar() -> None:
    """The table says 40 slots a year; two weeks of Monday to Wednesday, less 11 June, have 5 days of 2 slots: 10."""
    first = small_plan({"hill": ("club", 10.0, (30,))}, {})
    counted: list[int] = []

    def plan_of(network: Network) -> Plan:
        counted.append(network.places.sites["club"].capacity_slots)
        return replace(first, network=network)

    plan, timetable = plan_with_timetable(first.network, YEAR, plan_of)
    assert counted == [40, 10]
    assert plan.network.places.sites["club"].capacity_slots == 10
    assert timetable.proof.placed == 2
