"""The network with what timetables found out: slots that the calendar leaves, buses at what they took."""

from collections.abc import Mapping
from dataclasses import replace

from poolplan.network.build import build_network
from poolplan.network.measured import Calibration, UsableSlots
from poolplan.network.options import Network
from poolplan.network.places import with_usable_slots


def with_slots(network: Network, usable: Mapping[str, UsableSlots]) -> Network:
    """Return the network where sites give other numbers of slots a year, its options found anew.

    Raises:
        DataError: a school is left with no option.
    """
    built = build_network(network.scenario, with_usable_slots(network.places, usable), network.travel)
    return replace(built, lines=network.lines, lines_credit=network.lines_credit)


def with_calibration(network: Network, table: Calibration) -> Network:
    """Return the network where buses take what a table says; which options there are does not depend on it."""
    return replace(network, places=replace(network.places, calibration=dict(table)))
