"""workbook.xlsx: the answer for a planner's desk: read-me, tables with names, school x year, costs with a chart."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.assumptions import assumed_blocks, assumed_facts
from poolplan.outputs.colours import ALARM, LINE
from poolplan.outputs.costs_sheet import add_costs
from poolplan.outputs.money import schools_text
from poolplan.outputs.payers import quality_text
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.report.register import block_name
from poolplan.outputs.sheets import (
    HEAD,
    Sheet,
    letters,
    mode_names,
    on_a4,
    school_names,
    sheets_of,
    site_names,
    works_and_sites,
)
from poolplan.outputs.styles import mode_styles
from poolplan.outputs.words import label_in, named, word
from poolplan.results.plan import Answer, Plan

CREATED = datetime(2022, 4, 1)  # noqa: DTZ001  (xlsxwriter wants local time)
"""Fixed, so that equal answers give equal bytes."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = (30, 90, 34)
"""Columns of the first sheet."""
LINE_HEIGHT, TITLE_HEIGHT = 15, 24
"""Points: not every program makes room for lines that wrap."""
A3 = 8
"""Number of the paper in a workbook."""
WIDEST = 40
FORMATS = {"yen": "#,##0", "minutes": "0.0", "sessions": "#,##0", "capacity": "#,##0", "value": "#,##0.####"}


@output("workbook.xlsx")
def write_workbook(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the workbook."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    scenario = answer.plan.network.scenario
    book.set_properties({"title": label_in(scenario.label, lang), "author": "poolplan", "created": CREATED})
    tables = sheets_of(answer, lang)
    _read_me(book, answer, tables, lang)
    _matrix(book, answer.plan, lang)
    add_costs(book, answer.plan, lang)
    for sheet in tables:
        _table(book, sheet, lang)
    book.close()
    path.write_bytes(buffer.getvalue())


def _read_me(book: Workbook, answer: Answer, tables: list[Sheet], lang: Lang) -> None:
    page = book.add_worksheet(word("sheet_readme", lang))
    page.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    on_a4(page, head_row=None)
    looks = {name: book.add_format({"text_wrap": True, "valign": "top", **look}) for name, look in _LOOKS.items()}
    for number, (look, cells) in enumerate(_read_me_rows(answer, tables, lang)):
        lines = max((-(-letters(str(cell)) // width) for cell, width in zip(cells, WIDTHS, strict=False)), default=1)
        page.set_row(number, TITLE_HEIGHT if look == "title" else LINE_HEIGHT * max(1, lines))
        for column, cell in enumerate(cells):
            page.write(number, column, cell, looks[look])


_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "text_wrap": False},
    "head": {"bold": True, "bottom": 1},
    "warn": {"bold": True, "font_color": ALARM, "bottom": 1},
    "text": {"num_format": "#,##0", "align": "left"},
}


def _read_me_rows(answer: Answer, tables: list[Sheet], lang: Lang) -> Iterator[tuple[str, tuple[object, ...]]]:
    plan, proof = answer.plan, answer.plan.proof
    scenario = plan.network.scenario
    yield "title", (label_in(scenario.label, lang),)
    yield "text", (word("question", lang), label_in(scenario.question, lang))
    yield "text", (word("status", lang), quality_text(plan, lang))
    yield "text", (word("objective", lang), round(proof.objective_yen))
    yield "text", (word("bound", lang), round(proof.best_bound_yen))
    yield "text", (word("gap", lang), f"{proof.gap_share:.4%}")
    yield "text", (word("solver", lang), proof.solver)
    yield "text", ()
    yield "warn", (word("assumed_title", lang), word("schools_concerned", lang))
    for fact, schools in assumed_facts(plan).items():
        yield "text", (named("fact", fact, lang), schools_text(schools, lang))
    yield "head", (word("assumed_prices", lang), word("source", lang))
    for block in assumed_blocks(scenario):
        yield "text", (block_name(scenario, block.where, lang), block.source, block.where)
    yield "text", ()
    yield "head", (word("dictionary", lang), word("meaning", lang), word("csv_column", lang))
    for sheet in tables:
        for column in sheet.table.columns:
            csv = "" if column.endswith("_label") else f"{sheet.key}.csv: {column}"
            yield "text", (word(f"sheet_{sheet.key}", lang), word(f"head_{column}", lang), csv)


def _table(book: Workbook, sheet: Sheet, lang: Lang) -> None:
    page = book.add_worksheet(word(f"sheet_{sheet.key}", lang))
    head = book.add_format(HEAD)
    rows, table = len(sheet.table), sheet.table
    for number, name in enumerate(table.columns):
        title = word(f"head_{name}", lang)
        page.write_string(0, number, title, head)
        look = book.add_format({"num_format": FORMATS[name]}) if name in FORMATS else None
        page.set_column(number, number, _width(title, table[name]), look)
        _column(page, number, table[name])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(rows, 1), len(table.columns) - 1)
    on_a4(page, head_row=0)


def _column(page: Worksheet, number: int, column: pd.Series) -> None:
    """Write values as what they are: text never becomes a formula, a link or a number."""
    for row, value in enumerate(column.tolist(), start=1):
        if isinstance(value, str):
            page.write_string(row, number, value)
        else:
            page.write_number(row, number, value)


def _width(title: str, column: pd.Series) -> float:
    """Width that shows the heading and the longest of the first values; a Han character counts twice."""
    texts = [title, *(str(value) for value in column.unique()[:300])]
    widest = max(letters(text) for text in texts)
    return min(widest + 3, WIDEST)


def _matrix(book: Workbook, plan: Plan, lang: Lang) -> None:
    """School x year: the site used, coloured by mode; a school's own pool stays white and shows the mode's name."""
    page = book.add_worksheet(word("sheet_matrix", lang))
    tables, names, sites, modes = (
        works_and_sites(plan),
        school_names(plan, lang),
        site_names(plan, lang),
        mode_names(plan, lang),
    )
    head = book.add_format(HEAD)
    looks = {
        name: book.add_format(
            {"bg_color": style.tint, "font_color": style.ink, "font_size": 9, "border": 1, "border_color": LINE}
        )
        for name, style in mode_styles(plan.network.scenario).items()
    }
    for column, (mode, look) in enumerate(looks.items(), start=2):
        page.write_string(0, column, modes[mode], look)
    page.write_row(1, 0, [word("head_school_label", lang), word("head_ward_label", lang)], head)
    page.write_row(1, 2, tables["mode"].columns.tolist(), head)
    wards = plan.network.places.wards
    used = tables["site"].to_dict()
    for row, (school, cells) in enumerate(tables["mode"].iterrows(), start=2):
        ward = plan.network.places.schools[str(school)].ward
        page.write_string(row, 0, names[str(school)])
        page.write_string(row, 1, label_in(wards[ward].label, lang) if ward in wards else ward)
        for column, (year, mode) in enumerate(cells.items(), start=2):
            own = plan.network.scenario.modes[mode].at_own_school
            text = modes[mode] if own else sites[used[year][school]]
            page.write_string(row, column, text, looks[mode])
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 10)
    page.set_column(2, 1 + len(tables["mode"].columns), 15)
    page.set_landscape()
    page.set_paper(A3)
    page.fit_to_pages(2, 0)  # all years on one sheet could not be read
    page.repeat_rows(0, 1)
    page.repeat_columns(0, 1)
    page.freeze_panes(2, 2)
