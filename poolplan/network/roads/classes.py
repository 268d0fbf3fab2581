"""Kinds of road, as OpenStreetMap tells them: the words of the speed model and of a graph's columns."""

from typing import Literal, get_args

RoadClass = Literal[
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "busway",
    "track",
    "path",
    "steps",
    "ferry",
    "other",
]
"""Kinds of road, large ones first; `path` is any way for people on foot, `other` a link whose kind nobody tells."""
ROAD_CLASSES: tuple[RoadClass, ...] = get_args(RoadClass)
"""A link's `road_class` is a position in this list."""


def class_number(name: RoadClass) -> int:
    """Position of a road class in the columns of a graph.

    >>> ROAD_CLASSES[class_number("ferry")]
    'ferry'
    """
    return ROAD_CLASSES.index(name)
