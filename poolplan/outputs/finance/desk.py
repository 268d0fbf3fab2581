"""What every sheet of finance.xlsx needs: the workbook, its looks, the books and the formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.colours import ALARM, NAVY
from poolplan.outputs.finance.formulas import Formulas
from poolplan.outputs.finance.prices import Price, prices_of
from poolplan.outputs.registry import Lang
from poolplan.outputs.sheets import HEAD, letters, on_a4, school_names, site_names
from poolplan.outputs.words import word
from poolplan.results.finance.books import Books
from poolplan.results.plan import Answer, Plan
from poolplan.scenario.finance import Bonds
from poolplan.scenario.schema import Scenario

THOUSAND = '#,##0,;[Red]-#,##0,;"–"'
LOOKS: Mapping[str, dict[str, Any]] = {
    "head": {**HEAD, "align": "center", "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16},
    "bold": {"bold": True},
    "text": {"text_wrap": True, "valign": "top"},
    "warn": {"font_color": ALARM, "bold": True, "text_wrap": True, "valign": "top"},
    "yen": {"num_format": "#,##0"},
    "sum": {"num_format": "#,##0", "bold": True, "top": 1},
    "thousand": {"num_format": THOUSAND},
    "thousand_sum": {"num_format": THOUSAND, "bold": True, "top": 1},
    "man": {"num_format": '#,##0"万円"'},
    "oku": {"num_format": '#,##0.00"億円"'},
    "million": {"num_format": '#,##0.0" M"'},
    "whole_yen": {"num_format": '#,##0"円"'},
    "number": {"num_format": "#,##0.####"},
    "one": {"num_format": "#,##0.0"},
    "share": {"num_format": "0.00%"},
    "input": {"num_format": "#,##0.####", "bg_color": "#FFF9DB", "font_color": NAVY, "border": 1},
    "input_share": {"num_format": "0.00%", "bg_color": "#FFF9DB", "font_color": NAVY, "border": 1},
    "year": {"num_format": "0", "align": "left"},
}
"""Cells for typing into are pale yellow with blue figures."""


@dataclass(frozen=True)
class Desk:
    """A workbook in the making."""

    book: Workbook
    answer: Answer
    books: Books
    lang: Lang
    baseline: Answer | None = None
    """The same city and years with every pool kept, where it is known."""

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.answer.plan

    @property
    def scenario(self) -> Scenario:
        """What was asked."""
        return self.plan.network.scenario

    @property
    def bonds(self) -> Bonds | None:
        """Terms of loans."""
        return self.scenario.finance.bonds if self.scenario.finance else None

    @cached_property
    def prices(self) -> list[Price]:
        """Numbers of the scenario."""
        return prices_of(self.scenario, self.lang)

    @cached_property
    def formulas(self) -> Formulas:
        """Formulas over these numbers."""
        return Formulas({price.path: price.value for price in self.prices})

    @cached_property
    def looks(self) -> dict[str, Format]:
        """Looks of cells by name."""
        return {name: self.book.add_format(dict(look)) for name, look in LOOKS.items()}

    @cached_property
    def schools(self) -> dict[str, str]:
        """Names of schools."""
        return school_names(self.plan, self.lang)

    @cached_property
    def sites(self) -> dict[str, str]:
        """Names of sites."""
        return site_names(self.plan, self.lang)

    def word(self, key: str) -> str:
        """Return a word in the reader's language."""
        return word(key, self.lang)

    def title(self, sheet: str) -> str:
        """Title of a sheet."""
        return self.word(f"f_sheet_{sheet}")

    def range_of(self, sheet: str) -> str:
        """Begin a reference to a sheet."""
        return f"'{self.title(sheet)}'!"

    def page(self, sheet: str, heads: Sequence[str], widths: Sequence[float], note: str = "") -> Worksheet:
        """Add a sheet with a note in its first row and headings in its second, frozen below them."""
        page = self.book.add_worksheet(self.title(sheet))
        page.write_string(0, 0, note)
        for column, head in enumerate(heads):
            page.write_string(1, column, head, self.looks["head"])
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        if any(letters(head) > width for head, width in zip(heads, widths, strict=False)):
            page.set_row(1, TWO_LINES)
        page.freeze_panes(2, 1)
        on_a4(page, 0 if sheet in LONG else 1)
        return page


TWO_LINES = 31
"""Height of a row of two lines, points: not every program makes room by itself."""
LONG = ("prices", "by_school", "by_site", "own_pool", "lines")
"""Sheets that take several pages on paper; the others are printed on one."""


FIRST_ROW = 2
"""Row of the first figures, counted from 0: note and headings stand above."""
