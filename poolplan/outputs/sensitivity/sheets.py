"""A study as sheets for people, in sensitivity.xlsx and finance.xlsx: swings, turning points, plans compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.colours import NAVY, PALE, VERMILION
from poolplan.outputs.money import MILLION, OKU
from poolplan.outputs.sensitivity.telling import Telling, plan_name, swings_of, threshold_sentences, unit_of
from poolplan.outputs.sheets import HEAD, on_a4

LOOKS: Mapping[str, dict[str, Any]] = {
    "head": {**HEAD, "align": "center", "valign": "vcenter"},
    "text": {"text_wrap": True, "valign": "top"},
    "swing": {"num_format": '+#,##0.00;[Red]-#,##0.00;"±0"'},
    "oku": {"num_format": '#,##0.00"億円"'},
    "million": {"num_format": '#,##0.0" M"'},
    "value": {"num_format": "#,##0.####", "valign": "top"},
    "yen_ja": {"num_format": '#,##0"円"', "valign": "top"},
    "yen_en": {"num_format": '"¥"#,##0', "valign": "top"},
    "share": {"num_format": "0.00%", "valign": "top"},
    "count": {"num_format": "#,##0"},
}
SWING_HEADS = ("s_parameter", "s_low_end", "s_high_end", "s_more_low", "s_more_high")
TURN_HEADS = ("s_thresholds", "s_parameter", "s_below", "s_above", "s_gap")
PLAN_HEADS = ("s_plan", "s_p05", "s_p50", "s_p95", "s_regret_mean", "s_regret_max", "s_best_in", "s_not_allowed")
FIRST_ROW = 2
"""Row of the first figures, counted from 0: note and headings stand above."""


class Bars(NamedTuple):
    """What a chart of a sheet shows."""

    kind: str
    """`bar` lies, `column` stands."""
    title: str
    unit: str
    colours: Mapping[int, str]
    """Of each column of figures, by its number."""
    last: int
    """Last row of figures."""


@dataclass(frozen=True)
class _Sheets:
    """A workbook that gets sheets of a study."""

    book: Workbook
    telling: Telling

    @cached_property
    def looks(self) -> dict[str, Format]:
        """Looks of cells by name."""
        return {name: self.book.add_format(dict(look)) for name, look in LOOKS.items()}

    def page(self, title: str, note: str, heads: tuple[str, ...], widths: tuple[float, ...]) -> Worksheet:
        """Add a sheet with a note and headings, ready to print on one page across."""
        page = self.book.add_worksheet(self.telling.word(title))
        page.write_string(0, 0, note)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            page.write_string(1, column, self.telling.word(head), self.looks["head"])
            page.set_column(column, column, width)
        page.set_row(1, 32)
        page.freeze_panes(FIRST_ROW, 1)
        on_a4(page)
        return page

    def number(self, page: Worksheet, place: tuple[int, int], value: object, look: str, unit: float = 1.0) -> None:
        """Write a number; what is none stays an empty cell."""
        found = float(str(value))
        if found == found:  # noqa: PLR0124 - not a number
            page.write_number(*place, found / unit, self.looks[look])

    def chart(self, page: Worksheet, bars: Bars) -> None:
        """Draw bars below the figures."""
        title, names = page.get_name(), [page.get_name(), FIRST_ROW, 0, bars.last, 0]
        chart = self.book.add_chart({"type": bars.kind})
        for column, colour in bars.colours.items():
            figures = {"name": [title, 1, column], "values": [title, FIRST_ROW, column, bars.last, column]}
            look = {"fill": {"color": colour}, "gap": 60, "overlap": 100 if bars.kind == "bar" else 0}
            chart.add_series({**figures, **look, "categories": names})
        chart.set_title({"name": bars.title, "name_font": {"size": 12}})
        amounts, places = {"name": bars.unit, "num_format": "#,##0"}, {"label_position": "low"}
        chart.set_x_axis(amounts if bars.kind == "bar" else places)
        chart.set_y_axis(places if bars.kind == "bar" else amounts)
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 900, "height": 140 + 24 * (bars.last - FIRST_ROW) if bars.kind == "bar" else 360})
        page.insert_chart(bars.last + 2, 0, chart)


def add_study_sheets(book: Workbook, telling: Telling) -> None:
    """Add the sheets; one about which the study says nothing is left out."""
    sheets = _Sheets(book, telling)
    if not telling.study.one_at_a_time.empty:
        _tornado(sheets)
    if not telling.study.thresholds.empty:
        _thresholds(sheets)
    if not telling.study.percentiles.empty:
        _plans(sheets)


def _tornado(sheets: _Sheets) -> None:
    """Add two rows per assumption, the plan kept and planned anew; the widest last, so that a chart has it on top."""
    telling = sheets.telling
    page = sheets.page("s_tornado_sheet", unit_of(telling)[1], SWING_HEADS, (46, 18, 18, 16, 16))
    row = FIRST_ROW
    for one in sorted(swings_of(telling), key=lambda swing: swing.width):
        for key, ends in (("s_anew_row", one.anew), ("s_kept_row", one.fixed)):
            for column, text in enumerate((telling.word(key).format(parameter=one.name), one.low, one.high)):
                page.write_string(row, column, text)
            for column, value in enumerate(ends, start=3):
                sheets.number(page, (row, column), value, "swing")
            row += 1
    sheets.chart(page, Bars("bar", telling.word("s_tornado"), unit_of(telling)[1], {3: PALE, 4: NAVY}, row - 1))
    page.fit_to_pages(1, 1)


def _thresholds(sheets: _Sheets) -> None:
    """Add one row per turning point: in words, and the values on both sides of it."""
    telling = sheets.telling
    page = sheets.page("s_thresholds_sheet", "", TURN_HEADS, (80, 28, 20, 20, 14))
    rows = zip(threshold_sentences(telling), telling.study.thresholds.to_dict("records"), strict=True)
    for row, (sentence, said) in enumerate(rows, start=FIRST_ROW):
        page.write_string(row, 0, sentence, sheets.looks["text"])
        page.write_string(row, 1, telling.name(str(said["parameter"])), sheets.looks["text"])
        unit = telling.unit(str(said["parameter"]))
        look = f"yen_{telling.lang}" if unit.endswith("_yen") else "share" if "share" in unit else "value"
        for column, name in enumerate(("below", "above"), start=2):
            sheets.number(page, (row, column), said[name], look)
        sheets.number(page, (row, 4), said["gap_share"], "share")
        page.set_row(row, 32)


def _plans(sheets: _Sheets) -> None:
    """Add one row per plan: how its cost spreads over the draws, and how far it would be regretted."""
    telling = sheets.telling
    unit, look = (OKU, "oku") if telling.lang == "ja" else (MILLION, "million")
    note = telling.word("s_spread_note")
    page = sheets.page("s_plans_sheet", note, PLAN_HEADS, (42, 16, 16, 16, 16, 16, 14, 14))
    regret = {str(row["plan"]): row for row in telling.study.regret.to_dict("records")}
    rows = telling.study.percentiles.to_dict("records")
    for row, said in enumerate(rows, start=FIRST_ROW):
        plan = str(said["plan"])
        page.write_string(row, 0, plan_name(telling, plan))
        for column, name in enumerate(("p05_yen", "p50_yen", "p95_yen"), start=1):
            sheets.number(page, (row, column), said[name], look, unit)
        if plan in regret:
            sheets.number(page, (row, 4), regret[plan]["mean_yen"], look, unit)
            for column, name in enumerate(("max_share", "best_in", "not_allowed"), start=5):
                sheets.number(page, (row, column), regret[plan][name], "share" if name == "max_share" else "count")
    colours = {1: PALE, 2: NAVY, 3: VERMILION}
    bars = Bars("column", telling.word("s_costs"), telling.word("f_unit_oku"), colours, FIRST_ROW + len(rows) - 1)
    sheets.chart(page, bars)
