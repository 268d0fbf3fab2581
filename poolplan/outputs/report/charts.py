"""Charts as inline SVG: text stays text, patterns keep apart in grey, nothing is loaded."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from markupsafe import Markup

INK, QUIET, LINE = "#1b1b1b", "#595959", "#d5d1c7"
STEPS = (1, 2, 2.5, 5, 10)
GRID_LINES = 5
LEFT, RIGHT, TOP, BOTTOM = 46, 6, 26, 34
"""Room around the area of a chart, for its labels."""
BAR_SHARE = 0.74
"""Share of a year's width that its bar takes."""
LABEL_EVERY = 18
"""Width that a year's label needs."""


class Look(NamedTuple):
    """How an area is filled: a colour, with strokes over it."""

    fill: str
    stroke: str
    strokes: str
    """Path of the strokes in a tile of 6 x 6."""


LOOKS: Mapping[str, Look] = {
    "pools": Look("#ffffff", "#595959", "M2 1.5h2M-1 4.5h2M5 4.5h2"),
    "lessons": Look("#9FB6D6", "#08306B", "M-1 1l2-2M0 6l6-6M5 7l2-2"),
    "bus": Look("#F7C9A3", "#9A4300", "M0 1.5h6M0 4.5h6"),
    "works": Look("#08306B", "#08306B", "M0 0"),
    "other": Look("#e4e4e4", "#4d4d4d", "M0 0l6 6M0 6l6-6"),
}
"""Look of each group of items: dashes, hatching, stripes, solid and crosses, so that a grey print tells them apart."""


class Series(NamedTuple):
    """One layer of a stacked chart."""

    name: str
    look: str
    values: Sequence[float]


class Titles(NamedTuple):
    """Words of a chart."""

    ident: str
    """Unique on the page; ids of the drawing's parts begin with it."""
    title: str
    described: str
    unit: str
    peak: str
    """Text over the highest year."""


class Frame(NamedTuple):
    """Where the area of a chart lies in its drawing, and what its axis spans."""

    width: float
    height: float
    low: float
    high: float
    step: float

    def y(self, value: float) -> float:
        """Height of a value in the drawing, from its top."""
        return round(TOP + (self.height - TOP - BOTTOM) * (self.high - value) / (self.high - self.low), 2)


def stacked(titles: Titles, years: Sequence[int], series: Sequence[Series], width: float, height: float) -> Markup:
    """Draw bars over years, one on the other; values below zero go down. The highest year is marked."""
    tops = [sum(max(0.0, one.values[place]) for one in series) for place in range(len(years))]
    bottoms = [sum(min(0.0, one.values[place]) for one in series) for place in range(len(years))]
    frame = frame_of(min(bottoms, default=0.0), max(tops, default=0.0), width, height)
    patterns = dict.fromkeys(one.look for one in series)
    parts = [
        *(_pattern(titles.ident, name) for name in patterns),
        *_grid(frame, titles.unit),
        *_bars(frame, titles.ident, series, len(years)),
        *_years(frame, years),
        *_peak(frame, tops, titles.peak),
    ]
    return _drawing(titles, width, height, parts)


def frame_of(low: float, high: float, width: float, height: float) -> Frame:
    """Return a frame whose axis ends at round numbers.

    >>> frame_of(0, 127_285, 600, 200)[2:]
    (0.0, 150000.0, 50000.0)
    >>> frame_of(-30, 0, 600, 200)[2:]
    (-30.0, 0.0, 10.0)
    """
    rough = (high - low or 1) / GRID_LINES
    scale = 10.0 ** floor(log10(rough))
    step = next(size * scale for size in STEPS if size * scale >= rough)
    return Frame(width, height, floor(low / step) * step, ceil((high or 1) / step) * step if high > 0 else 0.0, step)


def _drawing(titles: Titles, width: float, height: float, parts: Sequence[Markup]) -> Markup:
    head = Markup(
        '<svg class="rp-chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{ident}-title {ident}-desc">'
        '<title id="{ident}-title">{title}</title><desc id="{ident}-desc">{described}</desc>'
    )
    said = head.format(width=width, height=height, ident=titles.ident, title=titles.title, described=titles.described)
    return said + Markup("\n").join(parts) + Markup("</svg>")


def _pattern(ident: str, name: str) -> Markup:
    look = LOOKS[name]
    drawn = Markup(
        '<defs><pattern id="{ident}-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="{fill}"/><path d="{strokes}" stroke="{stroke}" stroke-width="1.1"/>'
        "</pattern></defs>"
    )
    return drawn.format(ident=ident, name=name, fill=look.fill, strokes=look.strokes, stroke=look.stroke)


def _grid(frame: Frame, unit: str) -> Iterator[Markup]:
    lines = round((frame.high - frame.low) / frame.step)
    for number in range(lines + 1):
        value = frame.low + number * frame.step
        y = frame.y(value)
        colour = INK if abs(value) < frame.step / 2 else LINE
        yield Markup('<path d="M{x1} {y}H{x2}" stroke="{colour}" stroke-width=".7"/>').format(
            x1=LEFT, x2=frame.width - RIGHT, y=y, colour=colour
        )
        yield label(f"{value:,.6g}".replace("e+0", "e") if value % 1 else f"{value:,.0f}", LEFT - 5, y + 3.5, "end")
    yield label(unit, 2, 11, "start")


def _bars(frame: Frame, ident: str, series: Sequence[Series], years: int) -> Iterator[Markup]:
    slot = (frame.width - LEFT - RIGHT) / max(1, years)
    for place in range(years):
        x = LEFT + slot * (place + (1 - BAR_SHARE) / 2)
        up = down = 0.0
        for one in series:
            value = one.values[place]
            if not value:
                continue
            start = up if value > 0 else down
            up, down = (up + value, down) if value > 0 else (up, down + value)
            y, end = sorted((frame.y(start), frame.y(start + value)))
            yield area(ident, one.look, Box(x, y, slot * BAR_SHARE, end - y))


class Share(NamedTuple):
    """A part of a bar."""

    look: str
    amount: float


def row_of(ident: str, text: str, parts: Sequence[Share], widest: float, size: tuple[float, float]) -> Markup:
    """Draw one bar across, its parts side by side; `widest` is the amount that takes the whole width."""
    width, height = size
    drawn, x = [*(_pattern(ident, part.look) for part in parts)], 0.0
    for part in parts:
        length = width * part.amount / widest if widest else 0.0
        drawn.append(area(ident, part.look, Box(x, 1.0, length, height - 2)))
        x += length
    head = Markup('<svg class="sb-costs" viewBox="0 0 {w} {h}" preserveAspectRatio="none"')
    head += Markup(' role="img" aria-label="{text}">')
    return head.format(w=width, h=height, text=text) + Markup("").join(drawn) + Markup("</svg>")


class Box(NamedTuple):
    """A rectangle in a drawing."""

    x: float
    y: float
    width: float
    height: float


def area(ident: str, look: str, box: Box) -> Markup:
    """Draw a rectangle in a look."""
    drawn = Markup(
        '<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="url(#{ident}-{look})" stroke="{ink}" stroke-width=".5"/>'
    )
    x, y, w, h = (round(number, 2) for number in box)
    return drawn.format(x=x, y=y, w=w, h=h, ident=ident, look=look, ink=INK)


def _years(frame: Frame, years: Sequence[int]) -> Iterator[Markup]:
    slot = (frame.width - LEFT - RIGHT) / max(1, len(years))
    every = max(1, ceil(2 * LABEL_EVERY / slot / 5) * 5 if slot < LABEL_EVERY * 1.6 else 1)
    for place, year in enumerate(years):
        if place in (0, len(years) - 1) or (year % every == 0 and _is_apart(place, len(years), slot)):
            yield label(str(year), LEFT + slot * (place + 0.5), frame.height - BOTTOM + 14, "middle")


def _is_apart(place: int, count: int, slot: float) -> bool:
    """Keep labels of round years away from those of the first and the last."""
    return min(place, count - 1 - place) * slot > 2 * LABEL_EVERY


def _peak(frame: Frame, tops: Sequence[float], text: str) -> Iterator[Markup]:
    if not tops or max(tops) <= 0:
        return
    place, slot = tops.index(max(tops)), (frame.width - LEFT - RIGHT) / len(tops)
    x, y = LEFT + slot * (place + 0.5), frame.y(max(tops))
    anchor = "end" if place > len(tops) / 2 else "start"
    yield label("▼", x, y - 3, "middle")
    yield label(text, x + (-8 if anchor == "end" else 8), y - 4, anchor, strong=True)


def label(text: str, x: float, y: float, anchor: str, *, strong: bool = False) -> Markup:
    """Write a text into a drawing."""
    drawn = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}"{strong}>{text}</text>')
    weight = Markup(' font-weight="700"') if strong else ""
    return drawn.format(x=round(x, 2), y=round(y, 2), anchor=anchor, strong=weight, text=text)


def own_key(ident: str, look: str) -> Markup:
    """Draw the key of a look with a pattern of its own: where the charts may be hidden, theirs would not be drawn."""
    return key_of(ident, look).replace(
        Markup('aria-hidden="true">'), Markup('aria-hidden="true">') + _pattern(ident, look)
    )


def key_of(ident: str, look: str) -> Markup:
    """Draw the key of a look: a small area before its name, filled with the pattern of the chart `ident`."""
    head = Markup('<svg class="rp-key" viewBox="0 0 22 12" width="22" height="12" aria-hidden="true">')
    return head + area(ident, look, Box(0.5, 0.5, 21, 11)) + Markup("</svg>")
