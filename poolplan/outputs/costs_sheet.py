"""The workbook's sheet of yearly costs: formulas over the ledger sheet with their values stored, and a chart."""

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.colours import LINE, NAVY, SKY, VERMILION
from poolplan.outputs.money import year_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.sheets import HEAD, costs_by_item, on_a4
from poolplan.outputs.words import named, word
from poolplan.results.plan import Plan

HEAD_ROW = 1
YEN = {"num_format": "#,##0"}
COLOURS = (NAVY, VERMILION, SKY, "#7F7F7F", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#4D4D4D", "#A6CEE3")
"""Colours of the items in the chart, from the largest."""


def add_costs(book: Workbook, plan: Plan, lang: Lang) -> None:
    """Add the sheet: one row per year, one column per item, live sums of the ledger sheet, totals, stacked chart."""
    costs = costs_by_item(plan)
    name = word("sheet_costs", lang)
    page = book.add_worksheet(name)
    head = book.add_format(HEAD)
    page.write_string(0, 0, word("residual_note", lang))
    titles = [word("head_year", lang), word("head_year_label", lang)]
    titles += [named("item", item, lang) for item in costs.columns] + [word("total", lang)]
    for column, title in enumerate(titles):
        page.write_string(HEAD_ROW, column, title, head)
    _cells(page, book, costs, lang)
    _totals(page, book, costs, lang)
    page.set_column(0, 0, 8)
    page.set_column(1, 1, 24)
    page.set_column(2, 2 + len(costs.columns), 16)
    page.freeze_panes(HEAD_ROW + 1, 2)
    on_a4(page, pages=1, head_row=None)
    _chart(book, page, name, costs, lang)


def _cells(page: Worksheet, book: Workbook, costs: pd.DataFrame, lang: Lang) -> None:
    """Write SUMIFS over the ledger sheet (its columns A year, B item, G yen), each with its value."""
    look = book.add_format(YEN)
    ledger = f"'{word('sheet_ledger', lang)}'!"
    for row, (year, yen) in enumerate(costs.iterrows(), start=HEAD_ROW + 1):
        page.write_number(row, 0, year)
        page.write_string(row, 1, year_text(int(str(year)), lang))
        for column, item in enumerate(costs.columns, start=2):
            formula = f'=SUMIFS({ledger}$G:$G,{ledger}$A:$A,$A{row + 1},{ledger}$B:$B,"{item}")'
            page.write_formula(row, column, formula, look, int(yen[item]))


def _totals(page: Worksheet, book: Workbook, costs: pd.DataFrame, lang: Lang) -> None:
    look = book.add_format({**YEN, "bold": True})
    first, last = HEAD_ROW + 1, HEAD_ROW + len(costs)
    right = 2 + len(costs.columns)
    for row, total in enumerate(costs.sum(axis=1), start=first):
        cells = f"{xl_rowcol_to_cell(row, 2)}:{xl_rowcol_to_cell(row, right - 1)}"
        page.write_formula(row, right, f"=SUM({cells})", look, int(total))
    page.write_string(last + 1, 0, word("total", lang), look)
    sums = [*costs.sum(), costs.to_numpy().sum()]
    for column, total in enumerate(sums, start=2):
        letter = xl_col_to_name(column)
        page.write_formula(last + 1, column, f"=SUM({letter}{first + 1}:{letter}{last + 1})", look, int(total))


def _chart(book: Workbook, page: Worksheet, name: str, costs: pd.DataFrame, lang: Lang) -> None:
    if costs.empty or not len(costs.columns):
        return
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    first, last = HEAD_ROW + 1, HEAD_ROW + len(costs)
    for number, column in enumerate(range(2, 2 + len(costs.columns))):
        chart.add_series(
            {
                "name": [name, HEAD_ROW, column],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": COLOURS[number % len(COLOURS)]},
                "gap": 40,
            }
        )
    chart.set_title({"name": word("chart_costs", lang), "name_font": {"size": 12}})
    lines = {"visible": True, "line": {"color": LINE}}
    chart.set_y_axis({"num_format": "#,##0,,", "name": word("million_yen", lang), "major_gridlines": lines})
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1100, "height": 460})
    page.insert_chart(last + 4, 0, chart)
