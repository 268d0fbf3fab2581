"""The network as data: every option a school has, and the reason each other pair was dropped."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from poolplan.network.places import Places
from poolplan.network.pool_life import LifeSpan
from poolplan.network.travel import TravelTimes
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.schema import Scenario


class Option(NamedTuple):
    """A school may hold its lessons at this site in this mode, from `first_year` on."""

    school: str
    site: str
    mode: str
    travel_by: TravelBy | Literal["none"]
    minutes: float
    """One way, door to door."""
    metres: float
    """One way."""
    first_year: int
    """First year from which the lessons fit for good."""
    is_home: bool
    """True for the school's own pool."""


class Dropped(NamedTuple):
    """A pair that is no option, and why."""

    school: str
    site: str
    mode: str
    reason: str


@dataclass(frozen=True)
class Network:
    """Schools, sites and the options that join them."""

    scenario: Scenario
    places: Places
    travel: TravelTimes
    options: tuple[Option, ...]
    dropped: tuple[Dropped, ...]
    sessions: dict[tuple[str, str, int], int]
    """Sessions a year that a school needs in a mode: by school, mode and year."""
    life_spans: dict[str, LifeSpan]
    """Years of use of each school's own pool, by site."""

    def needs(self, option: Option, year: int) -> int:
        """Sessions that an option takes at its site in a year."""
        return self.sessions[option.school, option.mode, year]

    def host_sessions(self, site: str, year: int) -> int:
        """Sessions that the host school itself needs at its pool in a year; 0 at other sites."""
        home = self.home_options.get(self.places.sites[site].school or "")
        return self.needs(home, year) if home else 0

    def room_for_guests(self, site: str, year: int) -> int:
        """Sessions a year that a site can give to schools other than its own."""
        return self.places.sites[site].capacity_slots - self.host_sessions(site, year)

    @cached_property
    def home_options(self) -> dict[str, Option]:
        """The own pool of each school that has one in use."""
        return {option.school: option for option in self.options if option.is_home}

    @cached_property
    def away_options(self) -> dict[str, tuple[Option, ...]]:
        """Options away from the own pool, by school; every school is a key."""
        away: dict[str, list[Option]] = {school: [] for school in self.places.schools}
        for option in self.options:
            if not option.is_home:
                away[option.school].append(option)
        return {school: tuple(options) for school, options in away.items()}

    @cached_property
    def guests(self) -> dict[str, tuple[Option, ...]]:
        """Options of other schools at each site that has any, by site."""
        at: dict[str, list[Option]] = {}
        for option in self.options:
            if not option.is_home:
                at.setdefault(option.site, []).append(option)
        return {site: tuple(at[site]) for site in sorted(at)}
