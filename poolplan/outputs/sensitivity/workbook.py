"""sensitivity.xlsx: the study's tables with a native tornado, for the finance section."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook

from poolplan.analysis.sensitivity.tables import COLUMNS, Study
from poolplan.outputs.colours import QUIET
from poolplan.outputs.registry import Lang
from poolplan.outputs.sensitivity.sheets import add_study_sheets
from poolplan.outputs.sensitivity.telling import Telling
from poolplan.outputs.sheets import HEAD, on_a4
from poolplan.outputs.study import study_output
from poolplan.outputs.words import label_in
from poolplan.outputs.workbook import CREATED, OPTIONS


def sensitivity_workbook(study: Study, lang: Lang) -> bytes:
    """Return the workbook; equal studies give equal bytes."""
    buffer, telling = BytesIO(), Telling(study, lang)
    book = xlsxwriter.Workbook(buffer, {**OPTIONS, "nan_inf_to_errors": True})
    book.set_properties({"title": label_in(telling.scenario.label, lang), "author": "poolplan", "created": CREATED})
    add_study_sheets(book, telling)
    for name, table in study.tables.items():
        if not table.empty:
            _table(book, telling, name, table)
    book.close()
    return buffer.getvalue()


def _table(book: Workbook, telling: Telling, name: str, table: pd.DataFrame) -> None:
    """Add a table as it is: what each column means stands over its heading."""
    page, head, quiet = (
        book.add_worksheet(name),
        book.add_format(HEAD),
        book.add_format({"font_color": QUIET, "text_wrap": True}),
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
    on_a4(page)


@study_output("sensitivity.xlsx")
def write_sensitivity_workbook(study: Study, path: Path, lang: Lang) -> None:
    """Write the workbook."""
    path.write_bytes(sensitivity_workbook(study, lang))
