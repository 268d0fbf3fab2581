"""What a computed table rests on, and what has changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from poolplan.network.roads.points import Place


@dataclass(frozen=True)
class Inputs:
    """What a table rests on."""

    roads: str
    """Checksum of the roads; empty where there are none."""
    model: str
    """Checksum of the speed model."""
    engine: str
    margin_m: float
    area: tuple[float, ...]
    """Part of the map the roads are clipped to, degrees."""
    ways: tuple[str, ...]
    """Ways of travelling."""
    origins: Mapping[str, tuple[float, float]]
    """Longitude and latitude of each place travelled from."""
    destinations: Mapping[str, tuple[float, float]]
    zones: bool = False
    """True where the places travelled from slow the traffic around them."""


@dataclass(frozen=True)
class Changes:
    """What differs between the inputs of a table and those of today."""

    sentences: tuple[str, ...]
    """What changed, for people; empty where nothing did."""
    origins: frozenset[str]
    """Places whose rows must be computed."""
    destinations: frozenset[str]


def changes(old: Inputs | None, new: Inputs) -> Changes:
    """Compare inputs; with nothing to compare, everything is new."""
    every = frozenset(new.origins), frozenset(new.destinations)
    if old is None:
        return Changes(("nothing was computed yet",), *every)
    names = {"roads": "other roads", "model": "another speed model", "engine": "another engine", "ways": "other ways"}
    names |= {"margin_m": "another margin", "area": "roads of another area"}
    whole = [told for name, told in names.items() if getattr(old, name) != getattr(new, name)]
    parts = [_changed("from", old.origins, new.origins), _changed("to", old.destinations, new.destinations)]
    sentences = tuple(whole + [told for told, _ in parts if told])
    if whole or (new.zones and parts[0][0]):
        return Changes(sentences, *every)
    return Changes(sentences, parts[0][1], parts[1][1])


def _changed(
    role: str, old: Mapping[str, tuple[float, float]], new: Mapping[str, tuple[float, float]]
) -> tuple[str, frozenset[str]]:
    """Say how many places are new, moved and gone; and name those whose trips must be computed."""
    added, gone = new.keys() - old.keys(), old.keys() - new.keys()
    moved = {place for place in new.keys() & old.keys() if new[place] != old[place]}
    counts = [(len(added), "new"), (len(moved), "moved"), (len(gone), "gone")]
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    return (f"places travelled {role}: {told}" if told else ""), frozenset(added | moved)


def positions(places: Sequence[Place]) -> dict[str, tuple[float, float]]:
    """Longitude and latitude by id."""
    return {place.id: (place.longitude, place.latitude) for place in places}
