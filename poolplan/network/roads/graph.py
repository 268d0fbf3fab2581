"""The road network every reader produces and every engine of our own routes on: plain columns, written once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poolplan.network.roads.geodesy import Bools, Floats, Ints


@dataclass(frozen=True)
class RoadGraph:
    """A road network: junctions in degrees, and links between them, each written once whatever its directions.

    Roads that cross without a junction share no number. Junction columns have one value per junction, link columns
    one per link; shape points lie between the ends of a link, in its direction.
    """

    longitude: Floats
    latitude: Floats
    has_signal: Bools
    """True where traffic lights are known to stand."""
    tail: Ints
    """Junction where each link begins."""
    head: Ints
    """Junction where each link ends."""
    metres: Floats
    """Length of each link, along its shape."""
    road_class: NDArray[np.int8]
    """Position in ROAD_CLASSES."""
    posted_kmh: Floats
    """Speed limit posted, nan where none is known; for ferries the speed of the crossing."""
    max_height_m: Floats
    """Highest vehicle let through, nan where no limit is known; the next two likewise."""
    max_width_m: Floats
    max_weight_t: Floats
    bus_forward: Bools
    """A bus may drive from tail to head, if it is small enough."""
    bus_backward: Bools
    """A bus may drive from head to tail."""
    walk: Bools
    """People may walk here, in both directions."""
    shape_start: Ints
    """Where each link's shape points begin in the two columns below; one value more than links."""
    shape_longitude: Floats
    shape_latitude: Floats
    banned_turns: Ints
    """One row per turn a bus may not make: link it comes from, junction, link it would go to."""
    attribution: str = ""
    """Whom to name wherever the roads' geometry is shown; empty where the licence does not allow to keep it."""

    @property
    def junctions(self) -> int:
        """Number of junctions."""
        return len(self.longitude)

    @property
    def links(self) -> int:
        """Number of links."""
        return len(self.tail)

    def shape_of(self, link: int) -> tuple[Floats, Floats]:
        """Longitudes and latitudes of a link's whole line, its ends included."""
        part = slice(int(self.shape_start[link]), int(self.shape_start[link + 1]))
        ends = self.tail[link], self.head[link]
        return (
            np.concatenate([[self.longitude[ends[0]]], self.shape_longitude[part], [self.longitude[ends[1]]]]),
            np.concatenate([[self.latitude[ends[0]]], self.shape_latitude[part], [self.latitude[ends[1]]]]),
        )
