"""The travel-time table: one-way minutes from schools to sites, each with its source."""

from pathlib import Path
from typing import NamedTuple

from poolplan.errors import DataError
from poolplan.network.places import Places
from poolplan.network.rows import TripRow
from poolplan.network.tables import read_table
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.schema import Scenario
from poolplan.scenario.text import shown_path


class Trip(NamedTuple):
    """One way, door to door."""

    minutes: float
    metres: float
    source: str


TravelTimes = dict[tuple[str, str, TravelBy], Trip]
"""Trips by school, site and way of travelling; a missing key means no route."""


def read_travel_times(scenario: Scenario, places: Places) -> TravelTimes:
    """Read the travel-time table.

    Raises:
        DataError: bad rows, or ids that no table of places knows, together.
    """
    path = Path(scenario.places.travel)
    problems: list[str] = []
    rows = read_table(path, TripRow, ("school", "site", "travel_by"), problems)
    for kind, used, known in (
        ("school", {row.school for row in rows}, places.schools.keys()),
        ("site", {row.site for row in rows}, places.sites.keys()),
    ):
        problems += [
            f"{shown_path(path)}: {kind} '{name}' is in no table of places{did_you_mean(name, known)}; mend the id"
            for name in sorted(used - known)
        ]
    if problems:
        raise DataError(problems)
    return {(row.school, row.site, row.travel_by): Trip(row.minutes, row.metres, row.source) for row in rows}
