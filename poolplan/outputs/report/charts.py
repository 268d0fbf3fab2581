"""Small drawings without axes as inline SVG, such as bars in tables; what has axes is drawn by `plots`."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from poolplan.outputs.colours import INK
from poolplan.outputs.plots.looks import LOOKS


def _pattern(ident: str, name: str) -> Markup:
    look = LOOKS[name]
    drawn = Markup(
        '<defs><pattern id="{ident}-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="{fill}"/><path d="{strokes}" stroke="{stroke}" stroke-width="1.1"/>'
        "</pattern></defs>"
    )
    return drawn.format(ident=ident, name=name, fill=look.fill, strokes=look.strokes, stroke=look.ink)


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


def label(text: str, x: float, y: float, anchor: str, *, strong: bool = False) -> Markup:
    """Write a text into a drawing."""
    drawn = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}"{strong}>{text}</text>')
    weight = Markup(' font-weight="700"') if strong else ""
    return drawn.format(x=round(x, 2), y=round(y, 2), anchor=anchor, strong=weight, text=text)


def own_key(ident: str, look: str) -> Markup:
    """Draw the key of a look, a small area before its name, with a pattern of its own: charts may be hidden."""
    head = Markup('<svg class="rp-key" viewBox="0 0 22 12" width="22" height="12" aria-hidden="true">')
    return head + _pattern(ident, look) + area(ident, look, Box(0.5, 0.5, 21, 11)) + Markup("</svg>")
