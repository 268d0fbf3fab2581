"""finance.xlsx: assumptions in named cells, and every total a formula over them, with its value stored."""

from io import BytesIO
from pathlib import Path

import xlsxwriter

from poolplan.outputs.finance.budget_sheets import add_budget
from poolplan.outputs.finance.desk import Desk
from poolplan.outputs.finance.front_sheet import fill_front, open_front
from poolplan.outputs.finance.lines_sheet import add_lines
from poolplan.outputs.finance.loans_sheet import add_loans
from poolplan.outputs.finance.outlook_sheets import add_baseline, add_horizons, add_own_pool
from poolplan.outputs.finance.prices_sheet import fill_prices, open_prices
from poolplan.outputs.finance.sum_sheets import add_by_item, add_by_payer, add_by_place
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.sensitivity.record import study_of
from poolplan.outputs.sensitivity.sheets import add_study_sheets
from poolplan.outputs.sensitivity.telling import Telling
from poolplan.outputs.words import label_in
from poolplan.outputs.workbook import CREATED, OPTIONS
from poolplan.results.finance.keeping import books_of
from poolplan.results.plan import Answer


def finance_workbook(answer: Answer, lang: Lang, baseline: Answer | None = None) -> bytes:
    """Return the workbook; equal answers give equal bytes. `baseline` is the answer with every pool kept, if known."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    desk = Desk(book, answer, books_of(answer.plan), lang, baseline)
    book.set_properties({"title": label_in(desk.scenario.label, lang), "author": "poolplan", "created": CREATED})
    front, prices = open_front(desk), open_prices(desk)
    add_budget(desk, "nominal")
    add_budget(desk, "base_year")
    add_loans(desk)
    add_by_item(desk)
    add_by_payer(desk)
    add_by_place(desk, "school")
    add_by_place(desk, "site")
    add_horizons(desk)
    add_own_pool(desk)
    add_baseline(desk)
    study = study_of(answer.plan.network, answer.studied)
    if study is not None:
        add_study_sheets(book, Telling(study, lang))
    add_lines(desk)
    fill_prices(desk, prices)
    fill_front(desk, front)
    book.close()
    return buffer.getvalue()


@output("finance.xlsx")
def write_finance_workbook(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the workbook."""
    path.write_bytes(finance_workbook(answer, lang))
