"""A school's years as one strip: where it swims from when to when, shaded by mode."""

from collections.abc import Sequence

from markupsafe import Markup

from poolplan.outputs.colours import INK
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.charts import label
from poolplan.outputs.report.stays import Stay, place_text
from poolplan.outputs.styles import Style, mode_styles
from poolplan.outputs.words import word

WIDTH, BAR, ROW = 690, 26, 32
LETTER = 12.5
"""Width of a wide letter; names that do not fit stand in the table only."""


def strip_of(book: Book, stays: Sequence[Stay]) -> Markup:
    """Draw the stays of a school over the planned years; grades that are apart have rows of their own."""
    paths = list(dict.fromkeys(stay.grades for stay in stays))
    styles, years = mode_styles(book.scenario), len(book.scenario.planned_years)
    parts = [_part(book, stay, styles[stay.mode], paths.index(stay.grades) * ROW, WIDTH / years) for stay in stays]
    bottom = len(paths) * ROW + 10
    marks = {book.first, *(stay.first for stay in stays), book.last}
    parts += [
        label(str(year), (year - book.first + 0.5) * WIDTH / years, bottom, "middle")
        for year in _apart(sorted(marks), WIDTH / years)
    ]
    head = Markup('<svg class="rp-strip" viewBox="-14 0 {w} {h}" role="img" aria-label="{name}">')
    name = word("r_strip", book.lang)
    return head.format(w=WIDTH + 28, h=bottom + 6, name=name) + Markup("").join(parts) + Markup("</svg>")


def _apart(years: Sequence[int], slot: float) -> list[int]:
    """Leave out years whose labels would touch the one before; the last stays."""
    kept: list[int] = []
    for year in years[:-1]:
        if not kept or (year - kept[-1]) * slot > 2.6 * LETTER:
            kept.append(year)
    while len(kept) > 1 and (years[-1] - kept[-1]) * slot <= 2.6 * LETTER:
        kept.pop()
    return [*kept, *(years[-1:] if years[-1] not in kept else [])]


def _part(book: Book, stay: Stay, style: Style, top: float, slot: float) -> Markup:
    x, width = (stay.first - book.first) * slot, (stay.last - stay.first + 1) * slot
    drawn = Markup(
        '<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}" stroke="{ink}" stroke-width="{edge}"/>'
    )
    box = drawn.format(
        x=round(x, 2), y=top + 1, w=round(width, 2), h=BAR, fill=style.tint, ink=INK,
        edge=0.8,
    )  # fmt: skip
    name = place_text(book, stay.site, stay.mode)
    fits = sum(LETTER if ord(c) > 255 else LETTER * 0.6 for c in name) + 8 <= width  # noqa: PLR2004
    text = label(name, x + width / 2, top + 19, "middle") if fits else Markup("")
    return box + text
