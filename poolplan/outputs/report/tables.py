"""What a table of the report is made of; the template draws every table the same way, with scopes and captions."""

from collections.abc import Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """Text of a cell."""

    text: str
    is_number: bool = False
    link: str = ""
    """Anchor inside the page, without `#`."""
    mark: str = ""
    """Remark behind the text, shown as such."""
    look: str = ""
    """Class of the cell: `k` keeps its text on one line, `q` is quiet."""


class Row(NamedTuple):
    """A row: its first cell is its heading."""

    head: Cell
    cells: Sequence[Cell]
    is_sum: bool = False


class Group(NamedTuple):
    """Rows under a common heading, which may be empty."""

    title: str
    rows: Sequence[Row]


class Table(NamedTuple):
    """A table; `heads` has one entry per column, the column of row headings included."""

    caption: str
    heads: Sequence[Cell]
    groups: Sequence[Group]
    note: str = ""
    look: str = ""
    """Class of the table: `wide` for a page of its own across, `small` for small type."""


def number(text: str) -> Cell:
    """Return a cell that is aligned as a number."""
    return Cell(text, is_number=True)


def kept(text: str) -> Cell:
    """Return a cell whose text stays on one line."""
    return Cell(text, look="k")


def table(caption: str, heads: Sequence[Cell | str], rows: Sequence[Row], note: str = "", look: str = "") -> Table:
    """Return a table whose rows stand in one group; plain texts are headings of text columns."""
    named = [Cell(head) if isinstance(head, str) else head for head in heads]
    return Table(caption, named, [Group("", rows)], note, look)
