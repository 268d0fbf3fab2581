"""Plots over years or weeks: stacked columns, and curves side by side."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from poolplan.outputs.colours import INK
from poolplan.outputs.plots.draw import LEFT, RIGHT, Key, LineStyle, Titles, drawn, filled, round_years, width_of
from poolplan.outputs.plots.looks import Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMN_SHARE = 0.74
"""Share of a year's width that its column takes."""
LABEL_SHARE = 0.1
"""Height of the strip for the label of a marked year, as a share of what is below."""


class Layer(NamedTuple):
    """One layer of stacked columns; amounts below zero hang down."""

    name: str
    look: Look
    amounts: Sequence[float]


class Curve(NamedTuple):
    """A line over years."""

    name: str
    colour: str
    style: LineStyle
    amounts: Sequence[float]
    end: str = ""
    """Text at its last point."""


class Mark(NamedTuple):
    """A year to point at."""

    year: int
    text: str


def columns(
    titles: Titles,
    years: Sequence[int],
    layers: Sequence[Layer],
    mark: Mark | None = None,
    curves: Sequence[Curve] = (),
) -> Markup:
    """Draw columns over years, one layer on the other, with a marked year and curves over them."""

    def paint(axes: "Axes") -> None:
        tops = _stack(axes, years, layers)
        _curves(axes, years, curves)
        _amounts(axes)
        round_years(axes, years, titles.size.width - LEFT - RIGHT)
        if mark and years:
            _point(axes, mark, tops[list(years).index(mark.year)], years)

    keys = [Key(layer.name, layer.look) for layer in layers] + _keys(curves)
    return drawn(titles, keys, paint)


def columns_by_name(titles: Titles, names: Sequence[str], layers: Sequence[Layer]) -> Markup:
    """Draw columns side by side, each with its name below where there is room for it, such as weeks."""

    def paint(axes: "Axes") -> None:
        places = range(len(names))
        _stack(axes, places, layers)
        _amounts(axes)
        slot = (titles.size.width - LEFT - RIGHT) / max(1, len(names))
        every = max(1, ceil((max(map(width_of, names), default=0) + 8) / slot))
        axes.set_xticks(list(places[::every]), list(names[::every]))
        axes.set_xlim(-0.6, len(names) - 0.4)

    return drawn(titles, [Key(layer.name, layer.look) for layer in layers], paint)


def _stack(axes: "Axes", places: Sequence[int], layers: Sequence[Layer]) -> list[float]:
    """Draw the layers one on the other, what is below zero hanging down; returns the heights reached."""
    tops, bottoms = [0.0] * len(places), [0.0] * len(places)
    for layer in layers:
        starts = [top if yen > 0 else low for yen, top, low in zip(layer.amounts, tops, bottoms, strict=True)]
        for patch in axes.bar(places, layer.amounts, COLUMN_SHARE, bottom=starts):
            filled(patch, layer.look)
        tops = [top + max(0.0, yen) for top, yen in zip(tops, layer.amounts, strict=True)]
        bottoms = [low + min(0.0, yen) for low, yen in zip(bottoms, layer.amounts, strict=True)]
    return tops


def curves_over_years(
    titles: Titles, years: Sequence[int], curves: Sequence[Curve], mark: Mark | None = None
) -> Markup:
    """Draw curves over years, each with a text at its end; a marked year is a line down to the axis."""

    def paint(axes: "Axes") -> None:
        _curves(axes, years, curves)
        _amounts(axes)
        axes.set_ylim(bottom=min(0.0, *(min(curve.amounts) for curve in curves)))
        round_years(axes, years, titles.size.width - LEFT - RIGHT)
        if mark:
            axes.axvline(mark.year, color=INK, linewidth=0.9, linestyle=":")
            is_late = mark.year > (years[0] + years[-1]) / 2
            shift = (-4, -2) if is_late else (4, -2)
            place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "va": "top"}
            axes.annotate(mark.text, (mark.year, 1), shift, ha="right" if is_late else "left", **place)  # type: ignore[arg-type]

    return drawn(titles, _keys(curves), paint)


def _keys(curves: Sequence[Curve]) -> list[Key]:
    return [Key(curve.name, Look("none", curve.colour, ""), is_line=True, style=curve.style) for curve in curves]


def _curves(axes: "Axes", years: Sequence[int], curves: Sequence[Curve]) -> None:
    for curve in curves:
        axes.plot(years, curve.amounts, color=curve.colour, linestyle=curve.style, linewidth=2.2)
        if curve.end:
            last = (years[-1], curve.amounts[-1])
            place = {"textcoords": "offset points", "ha": "right", "va": "bottom", "weight": "bold"}
            axes.annotate(curve.end, last, (-2, 5), color=curve.colour, **place)  # type: ignore[arg-type]


def _amounts(axes: "Axes") -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    if axes.get_ylim()[0] < 0:
        axes.axhline(0, color=INK, linewidth=0.7)


def _point(axes: "Axes", mark: Mark, height: float, years: Sequence[int]) -> None:
    """Point at the highest column from a free strip above all columns and curves; in the right half from its left."""
    axes.margins(y=0.02)
    free_from = axes.get_ylim()[1]
    axes.set_ylim(top=free_from * (1 + LABEL_SHARE))
    is_late = mark.year > (years[0] + years[-1]) / 2
    axes.plot([mark.year, mark.year], [height, free_from], color=INK, linewidth=0.8)
    axes.annotate("▼", (mark.year, height), (0, 2), textcoords="offset points", ha="center", va="bottom", fontsize=8)
    shift = (-3, 2) if is_late else (3, 2)
    place = {"textcoords": "offset points", "ha": "right" if is_late else "left", "va": "bottom", "weight": "bold"}
    axes.annotate(mark.text, (mark.year, free_from), shift, **place)  # type: ignore[arg-type]
