"""The first sheet of finance.xlsx: the question, totals in yen, 万円 and 億円, and how to read the rest."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.assumptions import assumed_blocks, assumed_facts
from poolplan.outputs.finance.budget_sheets import LETTER
from poolplan.outputs.finance.desk import FIRST_ROW, Desk
from poolplan.outputs.finance.lines_sheet import column
from poolplan.outputs.money import MAN, MILLION, OKU, year_text
from poolplan.outputs.payers import quality_text
from poolplan.outputs.report.texts import isolated, listed
from poolplan.outputs.sensitivity.record import status_text
from poolplan.outputs.sheets import letters, on_a4
from poolplan.outputs.words import label_in
from poolplan.results.finance.books import COST_TO_BURDEN, Prices

TOTALS: tuple[tuple[str, Prices], ...] = (
    ("cost_yen", "base_year"),
    ("works_yen", "base_year"),
    ("running_yen", "base_year"),
    *((name, "nominal") for name in COST_TO_BURDEN),
)
"""Totals of the first sheet: column of the budget and its kind of prices."""
TEXT_ROWS = 10


def open_front(desk: Desk) -> Worksheet:
    """Add the sheet, empty: it is the first."""
    page = desk.book.add_worksheet(desk.title("front"))
    page.hide_gridlines(2)
    for number, width in enumerate((46, 18, 18, 20, 4, 60)):
        page.set_column(number, number, width)
    on_a4(page, 1, None)
    return page


def fill_front(desk: Desk, page: Worksheet) -> None:
    """Fill the sheet."""
    page.write_string(0, 0, isolated(label_in(desk.scenario.label, desk.lang)), desk.looks["title"])
    for row, text in enumerate(_texts(desk), start=1):
        page.merge_range(row, 0, row, 3, text, desk.looks["warn" if text == desk.word("f_front_assumed") else "text"])
        page.set_row(row, 15 * max(1, -(-letters(text) // 100)))
    head = TEXT_ROWS
    units = ("f_unit_oku", "f_unit_man", "f_unit_yen")
    for number, key in enumerate(("f_front_totals", *units)):
        page.write_string(head, number, desk.word(key), desk.looks["head"])
    row = head + 1
    for name, prices in TOTALS:
        table = desk.books.budgets[prices]
        last = FIRST_ROW + len(table)
        reference = f"{desk.range_of(f'budget_{prices}')}{LETTER[name]}{last + 1}"
        _total(desk, page, row, desk.word(f"f_total_{name}_{prices}"), (reference, int(table[name].sum())))
        row += 1
    ledger = f"SUM({column(desk, 'yen')})"
    _total(desk, page, row, desk.word("f_total_ledger"), (ledger, int(desk.books.lines["yen"].sum())))
    _peak(desk, page, row + 2)


def _total(desk: Desk, page: Worksheet, row: int, name: str, amount: tuple[str, int]) -> None:
    """Write a total, given as its formula and its yen, in three units: large, middle and whole yen."""
    reference, yen = amount
    large, look = (OKU, "oku") if desk.lang == "ja" else (MILLION, "million")
    middle, look_2 = (MAN, "man") if desk.lang == "ja" else (1000, "yen")
    page.write_string(row, 0, name)
    page.write_formula(row, 1, f"={reference}/{large}", desk.looks[look], yen / large)
    page.write_formula(row, 2, f"={reference}/{middle}", desk.looks[look_2], yen / middle)
    page.write_formula(row, 3, f"={reference}", desk.looks["whole_yen" if desk.lang == "ja" else "yen"], yen)


def _peak(desk: Desk, page: Worksheet, row: int) -> None:
    """Write the dearest year of the general fund, with loans and without."""
    table = desk.books.budgets["nominal"]
    last, sheet = FIRST_ROW + len(table) - 1, desk.range_of("budget_nominal")
    years = f"{sheet}${LETTER['year']}${FIRST_ROW + 1}:${LETTER['year']}${last + 1}"
    for place, name in enumerate(("burden_yen", "city_yen")):
        amounts = f"{sheet}${LETTER[name]}${FIRST_ROW + 1}:${LETTER[name]}${last + 1}"
        most = int(table[name].max())
        year = int(table["year"].iloc[int(table[name].argmax())])
        label = desk.word(f"f_front_peak_{name}")
        _total(desk, page, row + 2 * place, label, (f"MAX({amounts})", most))
        page.write_string(row + 2 * place + 1, 0, desk.word("f_front_peak_year"))
        page.write_formula(
            row + 2 * place + 1, 3, f"=INDEX({years},MATCH(MAX({amounts}),{amounts},0))", desk.looks["year"], year
        )


def _texts(desk: Desk) -> Iterator[str]:
    scenario = desk.scenario
    yield isolated(label_in(scenario.question, desk.lang))
    yield quality_text(desk.plan, desk.lang)
    if assumed_facts(desk.plan) or assumed_blocks(scenario):
        yield desk.word("f_front_assumed")
    years = (year_text(scenario.years.first, desk.lang), year_text(scenario.years.last, desk.lang))
    yield desk.word("f_front_years").format(
        first=years[0], last=years[1], base=year_text(scenario.costs.base_year, desk.lang)
    )
    yield desk.word("f_front_live")
    yield desk.word("f_front_plan_fixed")
    yield desk.word("f_front_units")
    yield desk.word("f_front_rounding")
    yield _study(desk)


def _study(desk: Desk) -> str:
    """Say on which sheets the study is told, or what to do where none fits."""
    found = desk.answer.studied
    if found is None or not found.fits:
        return status_text(found, desk.lang)
    sheets = [desk.word(f"s_{name}_sheet") for name in ("tornado", "thresholds", "plans")]
    return desk.word("f_front_study").format(sheets=listed(sheets, desk.lang), folder=isolated(found.folder))
