"""What each link of a graph costs a bus or a walker: seconds in both directions, infinite where it may not go."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from poolplan.network.roads.classes import ROAD_CLASSES, class_number
from poolplan.network.roads.geodesy import Bools, Floats, Ints, columns_of, flat_metres
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import Place
from poolplan.network.roads.speed import SpeedModel, Vehicle
from poolplan.scenario.blocks import TravelBy

LEGS_OF_A_JUNCTION = 3
"""Where fewer links meet, a road only changes its name or class."""


class LinkSeconds(NamedTuple):
    """Seconds along each link, one value per link; infinite where forbidden."""

    forward: Floats
    """From tail to head, without the junction at the end."""
    backward: Floats
    """From head to tail, without the junction at the end."""
    at_head: Floats
    """Lost at the junction where the way forward ends."""
    at_tail: Floats
    """Lost at the junction where the way backward ends."""
    banned_turns: Ints
    """One row per turn: link it comes from, junction, link it would go to."""


def link_seconds(graph: RoadGraph, model: SpeedModel, travel_by: TravelBy, schools: Sequence[Place]) -> LinkSeconds:
    """Seconds along every link by bus in the model's hours, or on foot; peak factor and boarding not included.

    Args:
        graph: the roads.
        model: speeds and delays.
        travel_by: bus or walk.
        schools: places with a school zone around them.
    """
    kmh = _walking_kmh(graph, model) if travel_by == "walk" else _bus_kmh(graph, model, schools)
    ferry = graph.road_class == class_number("ferry")
    kmh = np.where(ferry, np.where(np.isnan(graph.posted_kmh), model.ferry.kmh, graph.posted_kmh), kmh)
    moving = graph.metres / (kmh / 3.6) + ferry * model.ferry.wait_min * 60
    if travel_by == "walk":
        there = np.where(graph.walk, moving, np.inf)
        return LinkSeconds(there, there, np.zeros(graph.links), np.zeros(graph.links), graph.banned_turns[:0])
    fits = _fits(graph, model.vehicle)
    return LinkSeconds(
        np.where(graph.bus_forward & fits, moving, np.inf),
        np.where(graph.bus_backward & fits, moving, np.inf),
        _delay(graph, model, graph.head),
        _delay(graph, model, graph.tail),
        graph.banned_turns,
    )


def _walking_kmh(graph: RoadGraph, model: SpeedModel) -> Floats:
    steps = graph.road_class == class_number("steps")
    return np.where(steps, model.walking.steps_kmh, model.walking.kmh)


def _bus_kmh(graph: RoadGraph, model: SpeedModel, schools: Sequence[Place]) -> Floats:
    """The class's speed, no faster than posted, and slower on small roads around schools."""
    by_class = np.array([model.bus_kmh(name) for name in ROAD_CLASSES])[graph.road_class]
    kmh: Floats = np.fmin(by_class, graph.posted_kmh)
    if model.school_zone and schools:
        slow = _in_zone(graph, model.school_zone.radius_m, schools)
        kmh = np.where(slow, np.minimum(kmh, model.school_zone.kmh), kmh)
    return kmh


def _fits(graph: RoadGraph, bus: Vehicle) -> Bools:
    """True for links without a limit that stops the bus."""
    limits = ((graph.max_height_m, bus.height_m), (graph.max_width_m, bus.width_m), (graph.max_weight_t, bus.weight_t))
    return np.asarray(np.logical_and.reduce([~(limit < size) for limit, size in limits]), dtype=bool)


def _delay(graph: RoadGraph, model: SpeedModel, arrives_at: Ints) -> Floats:
    """Seconds lost at the junction each link arrives at."""
    drivable = graph.bus_forward | graph.bus_backward
    ends = np.concatenate([graph.tail[drivable], graph.head[drivable]])
    legs = np.bincount(ends, minlength=graph.junctions)
    major = graph.road_class <= class_number("tertiary")
    unlit = np.where(major, model.junctions.major_s, model.junctions.minor_s)
    meets = legs[arrives_at] >= LEGS_OF_A_JUNCTION
    return np.where(graph.has_signal[arrives_at], model.junctions.signal_s, np.where(meets, unlit, 0.0))


def _in_zone(graph: RoadGraph, radius_m: float, schools: Sequence[Place]) -> Bools:
    """True for small roads that begin or end within the radius of a school."""
    from scipy.spatial import KDTree

    longitude, latitude = columns_of(schools)
    middle = float(np.mean(latitude))
    tree = KDTree(flat_metres(longitude, latitude, middle))
    apart, _ = tree.query(flat_metres(graph.longitude, graph.latitude, middle), distance_upper_bound=radius_m)
    near = np.isfinite(apart)
    small = (graph.road_class >= class_number("tertiary")) & (graph.road_class < class_number("ferry"))
    return np.asarray(small & (near[graph.tail] | near[graph.head]))
