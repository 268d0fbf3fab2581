"""What the tags of an OpenStreetMap way mean for a bus and for people on foot."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from poolplan.network.roads.classes import RoadClass, class_number

DRIVEN: dict[str, RoadClass] = {
    "motorway": "motorway",
    "trunk": "trunk",
    "primary": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "unclassified": "unclassified",
    "residential": "residential",
    "living_street": "living_street",
    "service": "service",
    "busway": "busway",
    "bus_guideway": "busway",
    "road": "other",
}
"""Values of `highway` on which a bus drives unless told otherwise; `_link` is dropped before."""
WALKED: dict[str, RoadClass] = {
    "pedestrian": "path",
    "footway": "path",
    "path": "path",
    "cycleway": "path",
    "bridleway": "path",
    "corridor": "path",
    "platform": "path",
    "steps": "steps",
    "track": "track",
}
"""Values on which people walk, and a bus only drives where it is said so."""
NO_FEET = frozenset({"motorway", "busway"})
CLOSED = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency", "permit", "delivery"})
OPEN = frozenset({"yes", "permissive", "designated", "destination", "official", "customers", "residents"})
BUS_KEYS = ("access", "vehicle", "motor_vehicle", "psv", "bus")
"""The more special key comes later and wins."""
RELEVANT = (
    *("highway", "route", "area", "junction", "oneway", "oneway:bus", "oneway:psv", "busway", "motorroad", "foot"),
    *("maxspeed", "maxheight", "maxwidth", "maxweight", "duration", "motorcar", *BUS_KEYS),
)
ROUND = frozenset({"roundabout", "circular"})
MPH_KMH = 1.609344
NUMBER = re.compile(r"\d+(\.\d+)?")
FEET = re.compile(r"(\d+)'\s*(?:(\d+)\"?)?")
METRES_PER_FOOT, INCHES_PER_FOOT = 0.3048, 12


class Rule(NamedTuple):
    """What a way allows; nan where a limit is unknown."""

    road_class: int
    """Position in ROAD_CLASSES."""
    bus_forward: bool
    bus_backward: bool
    walk: bool
    posted_kmh: float
    max_height_m: float
    max_width_m: float
    max_weight_t: float
    duration_min: float
    """Of a ferry's whole crossing."""


def rule_of(tags: Mapping[str, str]) -> Rule | None:
    """Return what a way allows; None where it is no road for bus or feet."""
    kind = tags.get("highway", "").removesuffix("_link")
    is_ferry = tags.get("route") == "ferry"
    road_class = "ferry" if is_ferry else DRIVEN.get(kind) or WALKED.get(kind)
    if road_class is None or tags.get("area") == "yes":
        return None
    forward, backward = _directions(tags, kind)
    may_drive = _may(tags, (*BUS_KEYS, "motorcar") if is_ferry else BUS_KEYS, default=kind in DRIVEN)
    no_feet = kind in NO_FEET or tags.get("motorroad") == "yes"
    walk = _may(tags, ("access", "foot"), default=not no_feet)
    if not (walk or (may_drive and (forward or backward))):
        return None
    return Rule(
        class_number(road_class),
        may_drive and forward,
        may_drive and backward,
        walk,
        _kmh(tags.get("maxspeed", "")),
        _size(tags.get("maxheight", "")),
        _size(tags.get("maxwidth", "")),
        _size(tags.get("maxweight", "")),
        _minutes(tags.get("duration", "")) if is_ferry else float("nan"),
    )


def _may(tags: Mapping[str, str], keys: tuple[str, ...], *, default: bool) -> bool:
    """Say whether access is allowed; `access=yes` opens nothing that is closed by its nature, such as stairs."""
    allowed = default
    for key in keys:
        value = tags.get(key, "")
        if value in CLOSED:
            allowed = False
        elif value in OPEN and key != "access":
            allowed = True
    return allowed


def _directions(tags: Mapping[str, str], kind: str) -> tuple[bool, bool]:
    """Directions open to a bus: along the way, and against it."""
    value = tags.get("oneway", "")
    if tags.get("oneway:bus") == "no" or tags.get("oneway:psv") == "no" or tags.get("busway") == "opposite_lane":
        return True, True
    if value in ("-1", "reverse"):
        return False, True
    if value in ("reversible", "alternating"):  # open at hours that the map does not tell
        return False, False
    implied = tags.get("junction") in ROUND or kind == "motorway"
    is_one_way = value in ("yes", "true", "1") or (implied and value not in ("no", "false", "0"))
    return True, not is_one_way


def _kmh(text: str) -> float:
    """Speed limit in km/h, nan where the text gives none.

    >>> _kmh("50"), round(_kmh("30 mph"), 1), _kmh("JP:urban")
    (50.0, 48.3, nan)
    """
    found = NUMBER.match(text.strip())
    if found is None or float(found[0]) == 0:
        return float("nan")
    return float(found[0]) * (MPH_KMH if "mph" in text else 1.0)


def _size(text: str) -> float:
    r"""Metres or tonnes of a limit, nan where the text gives none.

    >>> _size("2.9 m"), _size("3"), round(_size("10'6\""), 2), _size("default")
    (2.9, 3.0, 3.2, nan)
    """
    feet = FEET.match(text.strip())
    if feet:
        return (int(feet[1]) + int(feet[2] or 0) / INCHES_PER_FOOT) * METRES_PER_FOOT
    found = NUMBER.match(text.strip())
    return float(found[0]) if found else float("nan")


def _minutes(text: str) -> float:
    """Minutes of a duration as OpenStreetMap writes it, nan where the text gives none.

    >>> _minutes("01:30"), _minutes("20"), _minutes("PT15M")
    (90.0, 20.0, nan)
    """
    parts = text.split(":")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:  # noqa: PLR2004 - hours, minutes, seconds
        return float("nan")
    numbers = [float(part) for part in parts]
    if len(numbers) == 1:
        return numbers[0]
    return numbers[0] * 60 + numbers[1] + (numbers[2] / 60 if len(numbers) > 2 else 0)  # noqa: PLR2004
