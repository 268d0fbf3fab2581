"""The roll-out on paper: every school and site as a row of years, in columns, on one A3 sheet as a drawing."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from poolplan.outputs.report.book import Book
from poolplan.outputs.rollout.strips import Stretch, Strip, pool_strip, school_strip, slot_groups
from poolplan.outputs.styles import mode_styles
from poolplan.outputs.words import word

WIDTH, HEIGHT = 400.0, 248.0
"""Millimetres of A3 across within its margins, less the room of heading, legend and foot."""
GAP, NOTE = 4.0, 7.5
"""Millimetres between columns, and for what stands behind a strip."""
MOST_NAME_SHARE = 0.32
"""Of a column's width, for names; longer ones are written closer, then cut."""
CLOSEST = 0.62
"""Share of its natural width to which a text is squeezed at most."""
HEAD = 4.5
"""Height of the years above each column, mm."""
COLUMNS = (2, 3, 4)
TALLEST, LOWEST = 5.4, 3.2
"""Height of a row, mm: no more than looks well, no less than can be read."""
LETTER_SHARE = 0.52
"""Height of letters within a row."""
LEAST_LETTER = 1.5
"""Height, mm, below which nothing is written."""
LAST_LATIN = 0xFF
LOOKS: Mapping[str, str] = {
    "ro-in_use": "#d9e6f5",
    "ro-repaired": "#9fb6d6",
    "ro-rebuilt": "#08306b",
    "ro-repair": "#d55e00",
    "ro-rebuild": "#1b1b1b",
    "ro-closed": "#b9b9b9",
    "ro-retired": "#ffffff",
    "ro-full": "#d55e00",
    "ro-some": "#9fb6d6",
    "ro-none": "#ffffff",
}
DARK = frozenset({"ro-rebuilt", "ro-rebuild"})


class Row(NamedTuple):
    """A heading, where there is no strip; a school with its pool below; or a site with its use."""

    name: str
    above: Strip | None = None
    below: Strip | None = None
    note: str = ""
    """Behind the strips: what becomes of the pool, or how full a site is at most; left out where it has no room."""


class Grid(NamedTuple):
    """How the rows of one sheet are laid out."""

    columns: int
    row_mm: float
    years: range
    longest_name: float
    """Width of the longest name where letters are 1 high."""

    @property
    def width(self) -> float:
        """Of a column, mm."""
        return (WIDTH - GAP * (self.columns - 1)) / self.columns

    @property
    def letter(self) -> float:
        """Height of letters, mm."""
        return self.row_mm * LETTER_SHARE

    @property
    def name_mm(self) -> float:
        """Room for names, mm."""
        return min(self.width * MOST_NAME_SHARE, self.longest_name * self.letter + 1.0)

    @property
    def slot_mm(self) -> float:
        """Width of a year, mm."""
        return (self.width - self.name_mm - NOTE) / len(self.years)


def sheets_of(book: Book) -> list[Markup]:
    """Draw the sheets: one for a city of some two hundred rows, more where rows could not be read on one."""
    rows = list(rows_of(book))
    most = COLUMNS[-1] * int((HEIGHT - HEAD) / LOWEST)
    sheets = ceil(len(rows) / most)
    size = ceil(len(rows) / sheets)
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    years = book.scenario.planned_years
    longest = max(_width(row.name, 1.0) for row in rows if row.above)
    return [_drawing(part, grid_of(len(part), years, longest), word("ro_title", book.lang)) for part in parts]


def rows_of(book: Book) -> Iterator[Row]:
    """Yield schools by ward, each with its own pool below, then the places that take schools in."""
    homes = {site.school: site.id for site in book.places.sites.values() if site.school}
    tints = {mode: style.tint for mode, style in mode_styles(book.scenario).items()}
    for ward, schools in book.by_ward.items():
        yield Row(book.ward_name(ward))
        for school in schools:
            pool = pool_strip(book, school, homes[school]) if school in homes else None
            yield Row(book.schools[school], school_strip(book, school, tints), pool, pool.note if pool else "")
    for group in slot_groups(book):
        yield Row(f"{word('ro_use_of', book.lang)} {group.title}")
        yield from (Row(strip.name, strip, note=_most(strip)) for strip in group.strips)


def _most(strip: Strip) -> str:
    """How full a site is in its fullest year; its stretches are single years with their percentages."""
    return f"{max(int(part.text or 0) for part in strip.stretches)}%"


def grid_of(rows: int, years: range, longest_name: float) -> Grid:
    """Choose as few columns as let the rows be tall enough.

    >>> [grid_of(rows, range(2022, 2052), 8.0)[:2] for rows in (60, 190)]
    [(2, 5.4), (4, 5.07)]
    """
    heights = {columns: (HEIGHT - HEAD) / ceil(rows / columns) for columns in COLUMNS}
    chosen = next((columns for columns, height in heights.items() if height >= TALLEST), COLUMNS[-1])
    return Grid(chosen, round(min(TALLEST, heights[chosen]), 2), years, longest_name)


def _drawing(rows: Sequence[Row], grid: Grid, name: str) -> Markup:
    per_column = ceil(len(rows) / grid.columns)
    parts: list[Markup] = []
    for column in range(grid.columns):
        left = column * (grid.width + GAP)
        parts += _years(grid, left)
        for place, row in enumerate(rows[column * per_column : (column + 1) * per_column]):
            parts += _row(grid, row, left, HEAD + place * grid.row_mm)
    head = Markup('<svg class="ro-sheet" viewBox="0 0 {w} {h}" role="img" aria-label="{name}">')
    return head.format(w=WIDTH, h=HEIGHT, name=name) + Markup("").join(parts) + Markup("</svg>")


def _years(grid: Grid, left: float) -> Iterator[Markup]:
    for year in grid.years:
        if year % 10 == 0 or year == grid.years[0]:
            x = left + grid.name_mm + grid.slot_mm * (year - grid.years[0])
            yield _text(str(year), (x, HEAD - 1.2), 2.2, NOTE)


def _row(grid: Grid, row: Row, left: float, top: float) -> Iterator[Markup]:
    base = top + grid.row_mm / 2 + grid.letter * 0.36
    if row.above is None:
        yield _box(left, top + 0.4, grid.width, grid.row_mm - 0.8, "#eef1f4")
        yield _text(row.name, (left + 0.6, base), grid.letter, grid.width - 1.2, look="ro-strong")
        return
    yield _text(row.name, (left, base), grid.letter, grid.name_mm - 0.6)
    share = 0.66 if row.below else 0.86
    yield from _band(grid, row.above, (left, top + 0.2, grid.row_mm * share))
    if row.below:
        yield from _band(grid, row.below, (left, top + 0.2 + grid.row_mm * share, grid.row_mm * 0.24))
    if row.note and _width(row.note, grid.letter * 0.85) <= NOTE:
        yield _text(row.note, (left + grid.width - NOTE + 0.6, base), grid.letter * 0.85, NOTE)


def _band(grid: Grid, strip: Strip, at: tuple[float, float, float]) -> Iterator[Markup]:
    """Draw stretches of years; names stand where there is room."""
    left, top, height = at
    letter = min(grid.letter, height * 0.8)
    for part in strip.stretches:
        x, width = left + grid.name_mm + grid.slot_mm * (part.first - grid.years[0]), grid.slot_mm * part.years
        yield _box(x, top, width, height, part.tint or LOOKS[part.look])
        if letter > LEAST_LETTER and _width(part.text, letter) * CLOSEST < width - 0.8:
            yield _text(
                part.text, (x + width / 2, top + height / 2 + letter * 0.36), letter, width - 0.8, look=_ink(part)
            )


def _ink(part: Stretch) -> str:
    return "ro-light" if part.look in DARK and not part.tint else "ro-middle"


def _box(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    drawn = Markup('<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}"/>')
    x, y, width, height = (round(value, 2) for value in (x, y, width, height))
    return drawn.format(x=x, y=y, w=width, h=height, fill=fill)


def _text(text: str, at: tuple[float, float], size: float, room: float, look: str = "") -> Markup:
    """Write a text; one that is wider than its room is squeezed, and cut where that is not enough."""
    wide = _width(text, size)
    while text and _width(text, size) * CLOSEST > room:
        text = text.removesuffix("…")[:-1] + "…"
    closer = Markup(' textLength="{room}" lengthAdjust="spacingAndGlyphs"').format(room=round(room, 2))
    drawn = Markup('<text x="{x}" y="{y}" font-size="{size}" class="ro-text {look}"{closer}>{text}</text>')
    return drawn.format(
        x=round(at[0], 2),
        y=round(at[1], 2),
        size=round(size, 2),
        look=look,
        closer=closer if wide > room else "",
        text=text,
    )


def _width(text: str, letter: float) -> float:
    """Width of a text in mm: letters of Chinese and Japanese are as wide as high, others about half."""
    return sum(letter if ord(sign) > LAST_LATIN else letter * 0.54 for sign in text)
