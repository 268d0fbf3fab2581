"""Whether a group's trip fits a slot, the bell times and lunch; and how long a bus takes from one group to the next."""

from collections.abc import Iterable
from typing import NamedTuple

from poolplan.network.options import Network
from poolplan.scenario.clock import minutes_of
from poolplan.scenario.lessons import BellTimes
from poolplan.timetable.deadhead import Ways
from poolplan.timetable.demand import Group, Unit
from poolplan.timetable.rules import bells_of, rules_of


class Visit(NamedTuple):
    """How long the parts of a visit take, in whole minutes."""

    change: int
    """From arriving to entering the water."""
    water: int
    at_site: int
    """From arriving to departing."""


class Window(NamedTuple):
    """When a unit may arrive for a slot, minutes since midnight; as late as `prompt` it is back before lunch."""

    earliest: int
    latest: int
    prompt: int


class Clockwork:
    """The times of trips in a scenario: the same arithmetic for the search, the tables and the bound."""

    def __init__(self, network: Network, ways: Ways) -> None:
        """Take the figures of the scenario; `ways` tells minutes between schools."""
        self._network, self.ways = network, ways
        self.rules = rules_of(network.scenario)
        self.board = network.scenario.board_min

    def visit(self, group: Group) -> Visit:
        """Parts of a group's visit; what is not swimming is changing, half before and half after."""
        at_site = round(self._network.scenario.costs.bus.day.at_site_min)
        water = round(self._network.scenario.modes[group.mode].water_min_per_session)
        return Visit((at_site - water) // 2, water, at_site)

    def window(self, unit: Unit, start: int, end: int) -> Window | None:
        """When a unit may arrive for a slot from `start` to `end`; None where no trip fits the school day."""
        windows = [self._window(group, start, end) for group in unit.groups]
        known = [window for window in windows if window is not None]
        if len(known) < len(windows):
            return None
        earliest, latest = max(w.earliest for w in known), min(w.latest for w in known)
        return Window(earliest, latest, min(w.prompt for w in known)) if earliest <= latest else None

    def _window(self, group: Group, start: int, end: int) -> Window | None:
        bells = bells_of(self.rules, self._network.places.schools[group.school])
        at_site, board = self.visit(group).at_site, self.boarding(group)
        before, after = group.minutes + board, at_site + group.minutes + board
        morning = Window(
            max(start, minutes_of(bells.board_from) + before),
            min(end - at_site, minutes_of(bells.lunch) + bells.lunch_wait_min - after),
            minutes_of(bells.lunch) - after,
        )
        latest = min(end - at_site, minutes_of(bells.home) - after)
        afternoon = Window(max(start, minutes_of(bells.afternoon) + before), latest, latest)
        return next((half for half in (morning, afternoon) if half.earliest <= half.latest), None)

    def boarding(self, group: Group) -> int:
        """Minutes to get on at the school, and to get off."""
        return self.board if group.vehicle else 0

    def away(self, group: Group) -> int:
        """Minutes from leaving the school to being back."""
        return 2 * group.minutes + self.visit(group).at_site

    def surely_away(self, group: Group, window: Window) -> tuple[int, int]:
        """When a group that arrives within a window is away in any case: no minute where it may be early or late."""
        leaves = window.latest - group.minutes
        return leaves, max(leaves, window.earliest - group.minutes + self.away(group))

    def round_trip(self, group: Group) -> int:
        """Minutes from arriving at the site to the bus being empty at the school."""
        return self.visit(group).at_site + group.minutes + self.board

    def gap(self, one: Group, then: Group) -> int:
        """Least minutes between the arrivals of two groups at their sites that the same bus takes."""
        empty = self.ways.between(one.school, then.school).minutes
        return self.round_trip(one) + empty + self.board + then.minutes

    def chains(self, one: tuple[Group, Window], then: tuple[Group, Window]) -> bool:
        """Whether a bus can take one group and then another, if no other trip delays the first."""
        (first, early), (second, late) = one, then
        if first.vehicle != second.vehicle or not first.vehicle:
            return False
        lunch = self._starts_of_afternoon(second)
        if not self.rules.fleet.chain_over_lunch and early.earliest < lunch <= late.latest:
            return False
        return early.earliest + self.gap(first, second) <= late.latest

    def _starts_of_afternoon(self, group: Group) -> int:
        bells: BellTimes = bells_of(self.rules, self._network.places.schools[group.school])
        return minutes_of(bells.afternoon)


def buses_of(group: Group, seats: int) -> int:
    """Buses that a group fills.

    >>> from types import SimpleNamespace
    >>> [buses_of(SimpleNamespace(pupils=n, escorts=2, vehicle="bus"), 50) for n in (48, 49, 110)]
    [1, 2, 3]
    """
    return -(-(group.pupils + group.escorts) // seats) if group.vehicle else 0


def members(units: Iterable[Unit]) -> list[Group]:
    """All groups of units."""
    return [group for unit in units for group in unit.groups]
