"""From a matplotlib figure to SVG for pages and files: small, readable aloud, the same bytes every time."""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.etree import ElementTree as ET

from markupsafe import Markup

from poolplan.outputs.colours import INK, LINE
from poolplan.outputs.plots.looks import Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

FONTS = '"BIZ UDPGothic", "Yu Gothic", Meiryo, "Noto Sans CJK JP", sans-serif'
MEASURED_BY = "DejaVu Sans"
"""Font that comes with matplotlib: texts are placed by it on every machine, whatever fonts are installed."""
TEXT = 10.5
"""Size of text, in units of the drawing (pixels on a screen)."""
WIDE_FROM = 256
"""Code point from which a letter is as wide as it is high."""
WIDE, NARROW = 1.0, 0.58
"""Width of letters as a share of their size."""
FONT_IN_STYLE = re.compile(rf" ?font-family: '{MEASURED_BY}';?")
"""The drawing as a whole names its fonts."""
SVG = "http://www.w3.org/2000/svg"
PARAMETERS: Mapping[str, object] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "poolplan",
    "text.parse_math": False,
    "font.family": MEASURED_BY,
    "font.size": TEXT,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "ytick.major.size": 0,
    "xtick.major.size": 3,
    "hatch.linewidth": 1.0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


class Size(NamedTuple):
    """Width and height of a drawing, in pixels of a screen."""

    width: float = 690.0
    height: float = 300.0


class Titles(NamedTuple):
    """Words of a drawing, and its size."""

    ident: str
    """Unique on its page; ids of the drawing's parts begin with it."""
    title: str
    described: str
    unit: str
    """Over the axis of amounts."""
    size: Size = Size()


LineStyle = Literal["-", "--", ":"]
"""Full, broken, dotted."""


class Key(NamedTuple):
    """An entry of a legend."""

    name: str
    look: Look
    is_line: bool = False
    style: LineStyle = "-"


LEFT, RIGHT, TOP, BOTTOM, ROW = 52.0, 10.0, 26.0, 22.0, 17.0
"""Room around the area, and the height of a line of the legend."""


def drawn(titles: Titles, keys: Sequence[Key], paint: Callable[["Axes"], None]) -> Markup:
    """Return a drawing with one area that `paint` fills, its legend below, as SVG for pages and files."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    size = titles.size
    with _style():
        figure = Figure(figsize=(size.width / 72, size.height / 72), dpi=72)
        FigureCanvasSVG(figure)
        rows = list(_rows_of(keys, size.width - LEFT - RIGHT))
        below = BOTTOM + ROW * len(rows) + (6 if rows else 0)
        area = (LEFT, below, size.width - LEFT - RIGHT, size.height - below - TOP)
        axes = figure.add_axes(_share(area, size))
        axes.tick_params(axis="y", pad=2)
        paint(axes)
        _text(figure, size, 2, size.height - 12, titles.unit)
        for number, row in enumerate(rows):
            _legend_row(figure, size, row, ROW * (len(rows) - number) - 8)
        return _finished(_svg(figure), titles)


def _share(box: tuple[float, float, float, float], size: Size) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return (x / size.width, y / size.height, width / size.width, height / size.height)


@contextmanager
def _style() -> Iterator[None]:
    """Draw with our parameters alone, whatever the user's own settings are; glyphs are looked for by the reader."""
    import matplotlib.style

    with warnings.catch_warnings(), matplotlib.style.context(["default", dict(PARAMETERS)], after_reset=True):
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font", category=UserWarning)
        yield


def width_of(text: str, size: float = TEXT) -> float:
    """Width that a text takes at most, in pixels: a Han character is as wide as it is high.

    >>> width_of("工事ab", 10)
    31.6
    """
    return round(sum(size * (WIDE if ord(letter) >= WIDE_FROM else NARROW) for letter in text), 1)


def _rows_of(keys: Sequence[Key], width: float) -> Iterator[list[tuple[float, Key]]]:
    """Lay the legend out in rows: the place of each entry from the left."""
    row: list[tuple[float, Key]] = []
    x = 0.0
    for key in keys:
        needed = 26 + width_of(key.name) + 18
        if row and x + needed > width:
            yield row
            row, x = [], 0.0
        row.append((x, key))
        x += needed
    if row:
        yield row


def _legend_row(figure: "Figure", size: Size, row: Sequence[tuple[float, Key]], y: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    for place, key in row:
        x = LEFT + place
        if key.is_line:
            ends = ([x / size.width, (x + 21) / size.width], [(y + 4) / size.height] * 2)
            figure.add_artist(Line2D(*ends, color=key.look.ink, linewidth=2.2, linestyle=key.style))
        else:
            box = Rectangle((x / size.width, (y - 1) / size.height), 21 / size.width, 10 / size.height)
            figure.add_artist(filled(box, key.look, transform=figure.transFigure))
        _text(figure, size, x + 26, y, key.name)


def filled(patch: "Rectangle", look: Look, *, transform: object = None) -> "Rectangle":
    """Give a rectangle its look."""
    patch.set(facecolor=look.fill, edgecolor=look.ink, hatch=look.hatch, linewidth=0.5)
    if transform is not None:
        patch.set_transform(transform)  # type: ignore[arg-type]
    return patch


def _text(figure: "Figure", size: Size, x: float, y: float, text: str) -> None:
    figure.text(x / size.width, y / size.height, text, ha="left", va="baseline", fontsize=TEXT)


def round_years(axes: "Axes", years: Sequence[int], width: float) -> None:
    """Label the first year, the last, and round years between them that are far enough from both."""
    slot = width / max(1, len(years))
    every = 1 if slot > 32 else max(5, ceil(36 / slot / 5) * 5)  # noqa: PLR2004 - pixels that a year's label needs
    apart = ceil(36 / slot)
    inner = [y for y in years if y % every == 0 and y - years[0] >= apart and years[-1] - y >= apart]
    ticks = sorted({years[0], *inner, years[-1]})
    axes.set_xticks(ticks, [str(year) for year in ticks])
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)


def _svg(figure: "Figure") -> str:
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return buffer.getvalue()


def _finished(svg: str, titles: Titles) -> Markup:
    """Give the drawing its titles and fonts, and leave out what nobody refers to; ids are unique on the page."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg[svg.index("<svg") :])  # noqa: S314 - written by matplotlib just now
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    _rename(root, titles.ident)
    described = [("title", titles.title), ("desc", titles.described)]
    for place, (name, text) in enumerate(described):
        element = ET.Element(f"{{{SVG}}}{name}", {"id": f"{titles.ident}-{name}"})
        element.text = text
        root.insert(place, element)
    root.attrib.clear()
    root.attrib |= {
        "class": "rp-chart",
        "viewBox": f"0 0 {titles.size.width:g} {titles.size.height:g}",
        "width": f"{titles.size.width:g}",
        "height": f"{titles.size.height:g}",
        "role": "img",
        "aria-labelledby": " ".join(f"{titles.ident}-{name}" for name, _ in described),
        "stroke-linejoin": "round",
        "font-family": FONTS,
    }
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - ElementTree has escaped every text


def _rename(root: ET.Element, ident: str) -> None:
    """Put the drawing's name before every id that is referred to, and drop the others; numbers to a hundredth."""
    used = {name for node in root.iter() for value in node.attrib.values() for name in re.findall(r"#([\w-]+)", value)}
    for node in root.iter():
        if node.get("id") is not None and node.get("id") not in used:
            del node.attrib["id"]
        for name, value in list(node.attrib.items()):
            if name == "id":
                node.set("id", f"{ident}-{value}")
            elif name.endswith("}href"):
                del node.attrib[name]
                node.set("href", f"#{ident}-{value.removeprefix('#')}")
            elif value.startswith("rotate(-0 "):
                del node.attrib[name]
            else:
                renamed = re.sub(r"url\(#([\w-]+)\)", rf"url(#{ident}-\1)", value)
                node.set(name, re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", renamed))
        if "style" in node.attrib:
            node.set("style", FONT_IN_STYLE.sub("", node.attrib["style"]))
