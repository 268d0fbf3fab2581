"""Plots of a sensitivity study: the tornado, and how firmly decisions stand."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from poolplan.outputs.colours import INK, LINE, QUIET
from poolplan.outputs.plots.draw import Key, Size, Titles, drawn, filled
from poolplan.outputs.plots.looks import LOOKS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FIXED, ANEW = LOOKS["lessons"], LOOKS["works"]
"""Looks of bars: the plan kept, and planned anew."""
ROW_PX = 46.0
BAR = 0.2
"""Height of a bar as a share of its row."""


class Swing(NamedTuple):
    """What a parameter does to the cost: difference from the reference at its low and its high end."""

    name: str
    low: str
    """Its low value, as text."""
    high: str
    fixed: tuple[float, float]
    """With the plan kept; not a number where it is no longer allowed."""
    anew: tuple[float, float]
    """Planned anew; not a number where there is no plan."""

    @property
    def width(self) -> float:
        """The greatest difference, by which swings are put in order."""
        return max((abs(one) for one in (*self.fixed, *self.anew) if not isnan(one)), default=0.0)


def height_of(rows: int) -> float:
    """Height of a tornado of so many parameters, pixels."""
    return 80 + ROW_PX * rows


def tornado(titles: Titles, swings: Sequence[Swing], keys: tuple[str, str]) -> Markup:
    """Draw two bars a parameter, the widest on top: the plan kept and planned anew; `keys` are their names."""
    ordered = sorted(swings, key=lambda one: -one.width)

    def paint(axes: "Axes") -> None:
        widest = max((one.width for one in ordered), default=0.0) or 1.0
        for row, one in enumerate(ordered):
            for place, look, ends in ((0.62, FIXED, one.fixed), (0.36, ANEW, one.anew)):
                _bar(axes, -row - 1 + place, look, ends)
            _names(axes, row, one, widest)
        axes.set_ylim(-len(ordered), 0.05)
        axes.set_xlim(-widest * 1.3, widest * 1.3)
        axes.axvline(0, color=INK, linewidth=0.9)
        axes.set_yticks([])
        axes.grid(visible=True, axis="x", color=LINE)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:+,.6g}" if value else "0")

    return drawn(titles, [Key(keys[0], FIXED), Key(keys[1], ANEW)], paint)


def _bar(axes: "Axes", y: float, look: object, ends: tuple[float, float]) -> None:
    known = [end for end in ends if not isnan(end)]
    if known:
        start, stop = min(0.0, *known), max(0.0, *known)
        for patch in axes.barh([y], [stop - start], BAR, left=[start]):
            filled(patch, look)  # type: ignore[arg-type]


def _names(axes: "Axes", row: int, one: Swing, widest: float) -> None:
    """Write the parameter over its bars, and each of its values on the side to which it moves the cost."""
    axes.text(-widest * 1.28, -row - 0.2, one.name, ha="left", va="center", weight="bold")
    ends = [fixed if isnan(anew) else anew for fixed, anew in zip(one.fixed, one.anew, strict=True)]
    known = [end for end in (*one.fixed, *one.anew) if not isnan(end)]
    sides: dict[str, list[str]] = {"left": [], "right": []}
    for end, other, text in ((ends[0], ends[1], one.low), (ends[1], ends[0], one.high)):
        if not isnan(end):
            sides["left" if end < 0 or (end == 0 and other > 0) else "right"].append(text)
    for side, x in (("left", min(0.0, *known)), ("right", max(0.0, *known))) if known else ():
        away = widest * (-0.02 if side == "left" else 0.02)
        opposite = "right" if side == "left" else "left"
        axes.text(x + away, -row - 0.52, " / ".join(sides[side]), ha=opposite, va="center", color=QUIET, fontsize=9)


def tornado_titles(ident: str, title: str, described: str, unit: str, rows: int) -> Titles:
    """Words and size of a tornado of so many parameters."""
    return Titles(ident, title, described, unit, Size(690, height_of(rows)))
