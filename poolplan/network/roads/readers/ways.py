"""Ways as every reader of OpenStreetMap data collects them, with lights, barriers and banned turns."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from poolplan.errors import DataError
from poolplan.network.roads.clip import Box
from poolplan.network.roads.readers.osm_tags import RELEVANT, Rule, rule_of

MOST_POINTS = 1_500_000
"""Points of roads around the places; a city of a million people has some 500,000."""
SOLID = frozenset({"bollard", "block", "jersey_barrier", "cycle_barrier", "log", "debris", "sump_buster"})
GATES = frozenset({"gate", "lift_gate", "swing_gate", "chain"})


def too_many(source: str) -> DataError:
    """Return the error that refuses more roads than a small computer can route on."""
    count = f"{source}: roads around the places have more than {MOST_POINTS:,} points"
    return DataError(f"{count}, too many for a small computer; give an extract of the city or a smaller margin")


class Restriction(NamedTuple):
    """A turn that is banned, or the only one allowed."""

    coming: int
    """Way the vehicle comes from."""
    node: int
    going: int
    """Way it would go to."""
    is_only: bool
    """True: from that way only this turn is allowed."""


class Ways:
    """Collects ways one by one in flat columns, as readers meet them."""

    def __init__(self, source: str, box: Box) -> None:
        """Start empty.

        Args:
            source: the file, as messages name it.
            box: what lies outside is of no interest.
        """
        self.source = source
        self.box = box
        self.ids = array("q")
        self.counts = array("q")
        self.nodes = array("q")
        self.longitude = array("d")
        self.latitude = array("d")
        self.rules: list[Rule] = []
        self.signals: list[int] = []
        self.barriers: list[int] = []
        self.restrictions: list[Restriction] = []
        self.seen: tuple[float, float] | None = None
        """Longitude and latitude of some road of the file, wherever it lies."""
        self._known: dict[tuple[str | None, ...], Rule | None] = {}

    def rule(self, tags: Mapping[str, str]) -> Rule | None:
        """Return what a way with these tags allows; few different sets of tags make up a city."""
        key = tuple(tags.get(name) for name in RELEVANT)
        if key not in self._known:
            self._known[key] = rule_of({name: value for name, value in zip(RELEVANT, key, strict=True) if value})
        return self._known[key]

    def add(
        self, way: int, rule: Rule, nodes: Sequence[int], longitude: Iterable[float], latitude: Iterable[float]
    ) -> None:
        """Take a way; its points are degrees. A way of a single point is left out.

        Raises:
            DataError: there are more points than a small computer can route on.
        """
        if len(nodes) < 2:  # noqa: PLR2004 - two ends make a road
            return
        if len(self.nodes) + len(nodes) > MOST_POINTS:
            raise too_many(self.source)
        self.ids.append(way)
        self.counts.append(len(nodes))
        self.nodes.extend(nodes)
        self.longitude.extend(longitude)
        self.latitude.extend(latitude)
        self.rules.append(rule)


def node_tags(ways: Ways, node: int, tags: Mapping[str, str]) -> None:
    """Note traffic lights, and barriers that stop a bus."""
    if tags.get("highway") == "traffic_signals":
        ways.signals.append(node)
    barrier = tags.get("barrier", "")
    is_locked = barrier in GATES and tags.get("access") in ("no", "private")
    is_open = any(tags.get(key) in ("yes", "permissive", "designated") for key in ("bus", "psv", "motor_vehicle"))
    if (barrier in SOLID or is_locked) and not is_open:
        ways.barriers.append(node)


def restriction_of(tags: Mapping[str, str], members: Iterable[tuple[str, str, int]]) -> Restriction | None:
    """Return the turn that a relation bans for a bus; None where it bans none, or leads over a way instead of a node.

    Args:
        tags: of the relation.
        members: kind (`node`, `way`), role and id of each.
    """
    kind = tags.get("restriction:bus") or tags.get("restriction", "")
    spared = tags.get("except", "").replace(" ", "").split(";")
    if not kind.startswith(("no_", "only_")) or {"bus", "psv"} & set(spared):
        return None
    ends: dict[str, list[int]] = {"from": [], "via": [], "to": []}
    for of, role, ident in members:
        if role in ends and of == ("node" if role == "via" else "way"):
            ends[role].append(ident)
    if not all(len(found) == 1 for found in ends.values()):
        return None
    return Restriction(ends["from"][0], ends["via"][0], ends["to"][0], kind.startswith("only_"))
