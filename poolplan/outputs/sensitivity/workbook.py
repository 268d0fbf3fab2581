"""sensitivity.xlsx: the study's tables with a native tornado, for the finance section."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook

from poolplan.analysis.sensitivity.tables import COLUMNS, Study
from poolplan.outputs.plots.swings import Swing
from poolplan.outputs.registry import Lang
from poolplan.outputs.sensitivity.telling import Telling, swings_of, threshold_sentences, unit_of
from poolplan.outputs.sheets import HEAD
from poolplan.outputs.study import study_output
from poolplan.outputs.words import label_in
from poolplan.outputs.workbook import CREATED, OPTIONS

SWING_HEADS = ("s_parameter", "s_low", "s_high", "s_kept_low", "s_kept_high", "s_anew_low", "s_anew_high")


def sensitivity_workbook(study: Study, lang: Lang) -> bytes:
    """Return the workbook; equal studies give equal bytes."""
    buffer, telling = BytesIO(), Telling(study, lang)
    book = xlsxwriter.Workbook(buffer, {**OPTIONS, "nan_inf_to_errors": True})
    book.set_properties({"title": label_in(telling.scenario.label, lang), "author": "poolplan", "created": CREATED})
    _tornado(book, telling)
    _thresholds(book, telling)
    for name, table in study.tables.items():
        if not table.empty:
            _table(book, telling, name, table)
    book.close()
    return buffer.getvalue()


def _tornado(book: Workbook, telling: Telling) -> None:
    """Add the swings, the widest last so that the chart has it on top, and bars around the reference."""
    name = telling.word("s_tornado_sheet")
    page, head, number = (
        book.add_worksheet(name),
        book.add_format(HEAD),
        book.add_format({"num_format": "+#,##0.00;-#,##0.00;0"}),
    )
    page.write_string(0, 0, unit_of(telling)[1])
    for column, key in enumerate(SWING_HEADS):
        page.write_string(1, column, telling.word(key), head)
    swings = sorted(swings_of(telling), key=lambda one: one.width)
    for row, one in enumerate(swings, start=2):
        for column, text in enumerate((one.name, one.low, one.high)):
            page.write_string(row, column, text)
        for column, value in enumerate((*one.fixed, *one.anew), start=3):
            if value == value:  # noqa: PLR0124 - not a number stays an empty cell
                page.write_number(row, column, value, number)
    page.set_column(0, 0, 34)
    page.set_column(1, 6, 18)
    if swings:
        _bars(book, name, swings, telling)


def _bars(book: Workbook, name: str, swings: list[Swing], telling: Telling) -> None:
    chart, last = book.add_chart({"type": "bar"}), 1 + len(swings)
    colours = {3: "#9FB6D6", 4: "#9FB6D6", 5: "#08306B", 6: "#08306B"}
    for column, colour in colours.items():
        series = {
            "name": [name, 1, column],
            "categories": [name, 2, 0, last, 0],
            "values": [name, 2, column, last, column],
        }
        chart.add_series({**series, "fill": {"color": colour}, "gap": 60, "overlap": 0})
    chart.set_title({"name": telling.word("s_tornado"), "name_font": {"size": 12}})
    chart.set_y_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 120 + 60 * len(swings)})
    book.get_worksheet_by_name(name).insert_chart(last + 2, 0, chart)


def _thresholds(book: Workbook, telling: Telling) -> None:
    page = book.add_worksheet(telling.word("s_thresholds_sheet"))
    page.set_column(0, 0, 120)
    for row, sentence in enumerate(threshold_sentences(telling)):
        page.write_string(row, 0, sentence)


def _table(book: Workbook, telling: Telling, name: str, table: pd.DataFrame) -> None:
    """Add a table as it is: what each column means stands over its heading."""
    page, head, quiet = (
        book.add_worksheet(name),
        book.add_format(HEAD),
        book.add_format({"font_color": "#595959", "text_wrap": True}),
    )
    for column, title in enumerate(table.columns):
        meaning = COLUMNS[name].get(str(title), telling.name(str(title)))
        page.write_string(0, column, meaning, quiet)
        page.write_string(1, column, str(title), head)
        for row, value in enumerate(table[title].tolist(), start=2):
            if isinstance(value, str):
                page.write_string(row, column, value)
            elif isinstance(value, bool):
                page.write_boolean(row, column, value)
            elif value is not None and value == value:  # noqa: PLR0124 - not a number stays an empty cell
                page.write_number(row, column, value)
    page.set_column(0, len(table.columns), 18)
    page.freeze_panes(2, 1)


@study_output("sensitivity.xlsx")
def write_sensitivity_workbook(study: Study, path: Path, lang: Lang) -> None:
    """Write the workbook."""
    path.write_bytes(sensitivity_workbook(study, lang))
