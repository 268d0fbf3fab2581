"""How areas and lines look, in plots and in small drawings alike: colours, and hatches for grey prints."""

from collections.abc import Mapping
from typing import NamedTuple

from poolplan.outputs.colours import APRICOT, BROWN, CHARCOAL, NAVY, PALE, QUIET, WHITE


class Look(NamedTuple):
    """How an area is filled: a colour, with strokes over it."""

    fill: str
    ink: str
    """Colour of the strokes and of the edge."""
    hatch: str
    """Strokes as matplotlib names them."""
    strokes: str = "M0 0"
    """The same for small drawings: a path in a tile of 6 x 6."""


LOOKS: Mapping[str, Look] = {
    "pools": Look(WHITE, QUIET, "--", "M2 1.5h2M-1 4.5h2M5 4.5h2"),
    "lessons": Look(PALE, NAVY, "////", "M-1 1l2-2M0 6l6-6M5 7l2-2"),
    "bus": Look(APRICOT, BROWN, "----", "M0 1.5h6M0 4.5h6"),
    "works": Look(NAVY, NAVY, ""),
    "other": Look("#e4e4e4", CHARCOAL, "xxxx", "M0 0l6 6M0 6l6-6"),
}
"""Look of each group of items: dashes, hatching, stripes, solid and crosses."""
