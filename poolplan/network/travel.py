"""The travel-time table: one-way minutes from schools to sites, each with its source."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from poolplan.errors import DataError
from poolplan.network.places import Places
from poolplan.network.rows import TripRow
from poolplan.network.tables import read_table
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.schema import Scenario
from poolplan.scenario.text import shown_path
from poolplan.scenario.travel import Travel

if TYPE_CHECKING:
    from poolplan.network.roads.points import Place

Say = Callable[[str], None]


class Trip(NamedTuple):
    """One way, door to door."""

    minutes: float
    metres: float
    source: str

    @property
    def is_approximate(self) -> bool:
        """True where the straight line with a detour stands for the road."""
        return "approximate" in self.source

    @property
    def is_assumed(self) -> bool:
        """True where nobody measured or computed the minutes over roads: guessed from the straight line, or said so."""
        return self.is_approximate or "assumed" in self.source

    @property
    def is_doubtful(self) -> bool:
        """True where the school or the site lies farther from any road than the speed model trusts."""
        return "doubtful" in self.source


TripKey = tuple[str, str, str]
"""School, site and way of travelling."""
Line = tuple[tuple[float, float], ...]
"""Points of a way, longitude and latitude."""
TravelTimes = dict[tuple[str, str, TravelBy], Trip]
"""Trips by school, site and way of travelling; a missing key means no route."""


def read_travel_times(scenario: Scenario, places: Places, say: Say | None = None) -> TravelTimes:
    """Read the travel-time table; where the scenario names roads, compute first what it lacks.

    Straight lines with a detour stand for the roads where it names no table.

    Args:
        scenario: names the table, and perhaps roads.
        places: what is travelled between.
        say: shows what was computed, and every place that joins its road doubtfully.

    Raises:
        DataError: bad rows, or ids that no table of places knows, together; or roads that cannot be used.
    """
    if scenario.places.travel is None:
        return _straight_lines(scenario, places, say or _silent)
    path = Path(scenario.places.travel)
    if scenario.places.roads or (scenario.travel and scenario.travel.url):
        _compute(scenario, places, path, say)
    problems: list[str] = []
    rows = read_table(path, TripRow, ("school", "site", "travel_by"), problems)
    for kind, used, known in (
        ("school", {row.school for row in rows}, places.schools.keys()),
        ("site", {row.site for row in rows}, places.sites.keys()),
    ):
        for name in sorted(used - known):
            hint = did_you_mean(name, known)
            told = f"{kind} '{name}' is in no table of places{hint}; mend the id or drop its rows"
            problems.append(f"{shown_path(path)}: {told}")
    if problems:
        raise DataError(problems)
    return {(row.school, row.site, row.travel_by): Trip(row.minutes, row.metres, row.source) for row in rows}


def read_lines(scenario: Scenario) -> tuple[dict[TripKey, Line], str]:
    """Return the lines kept beside the travel-time table, and whom to name for them; none where none are kept.

    Raises:
        DataError: the file of lines is not as it was written.
    """
    from poolplan.network.roads.kept_table import beside, load_lines

    if scenario.places.travel is None:
        return {}, ""
    path = Path(scenario.places.travel)
    try:
        return load_lines(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        where = shown_path(beside(path, "routes.geojson"))
        raise DataError(f"{where}: cannot be read; delete it, or compute the table again") from error


def _compute(scenario: Scenario, places: Places, path: Path, say: Say | None) -> None:
    """Bring the table up to date with the roads and places; a table that is needs no more than a look."""
    from poolplan.network.roads.command import Means, Question, travel_table

    asked = scenario.travel or Travel()
    model = scenario.places.speed_model or asked.speed_model
    roads = Path(scenario.places.roads) if scenario.places.roads else None
    addresses = asked.url or "", asked.walk_url or ""
    means = Means(roads, asked.engine, model, asked.margin_km * 1000, *addresses)
    travel_table(Question(*_ends(places), path, means), say or _silent, refresh=True)


def _straight_lines(scenario: Scenario, places: Places, say: Say) -> TravelTimes:
    """Return trips along straight lines with a detour, every one marked approximate."""
    from poolplan.network.roads.speed import read_speed_model
    from poolplan.network.roads.trips import door_to_door, rows_of

    model = read_speed_model(scenario.places.speed_model or (scenario.travel or Travel()).speed_model)
    schools, sites = _ends(places)
    trips: TravelTimes = {}
    for way in get_args(TravelBy):
        doors, _ = door_to_door(None, schools, sites, way, model)
        rows = rows_of(doors, "", model.version)
        trips |= {(row.school, row.site, way): Trip(row.minutes, row.metres, row.source) for row in rows}
    say(f"places.travel is left out: straight lines with a detour stand for the roads of all {len(trips):,} trips")
    return trips


def _ends(places: Places) -> tuple[tuple["Place", ...], tuple["Place", ...]]:
    """Return the points that are travelled from and those travelled to."""
    from poolplan.network.roads.points import Place

    schools = tuple(Place(school.id, school.longitude, school.latitude) for school in places.schools.values())
    sites = tuple(Place(site.id, site.longitude, site.latitude) for site in places.sites.values())
    return schools, sites


def _silent(_sentence: str) -> None:
    """Show nothing."""
