"""The comparison's sheets of money: totals of every plan side by side, and their cost to date with a chart."""

from collections.abc import Iterator, Sequence

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from poolplan.outputs.costs_sheet import COLOURS
from poolplan.outputs.registry import Lang
from poolplan.outputs.sheets import HEAD, on_a4
from poolplan.outputs.words import label_in, word
from poolplan.results.finance.books import COST_TO_BURDEN
from poolplan.results.finance.horizons import HORIZONS_YEARS, horizons
from poolplan.results.finance.keeping import books_of
from poolplan.results.finance.levelling import levelling
from poolplan.results.plan import Answer

TOTALS = tuple(name for name in COST_TO_BURDEN if name not in ("cash_yen", "principal_yen"))
YEN = {"num_format": "#,##0"}


def add_compared(book: Workbook, answers: Sequence[Answer], lang: Lang) -> None:
    """Add the two sheets."""
    _totals(book, answers, lang)
    _to_date(book, answers, lang)


def _totals(book: Workbook, answers: Sequence[Answer], lang: Lang) -> None:
    page, head, yen = book.add_worksheet(word("f_sheet_compared", lang)), book.add_format(HEAD), book.add_format(YEN)
    page.write_string(0, 0, word("f_compared_note", lang))
    page.write_string(1, 0, word("indicator", lang), head)
    page.set_column(0, 0, 52)
    page.set_column(1, len(answers), 24)
    for column, answer in enumerate(answers, start=1):
        page.write_string(1, column, label_in(answer.plan.network.scenario.label, lang), head)
        for row, (name, value) in enumerate(_figures(answer, lang), start=2):
            page.write_string(row, 0, name)
            page.write_number(row, column, value, yen)
    page.freeze_panes(2, 1)
    on_a4(page)


def _figures(answer: Answer, lang: Lang) -> Iterator[tuple[str, int]]:
    """Yield name and yen, or year, of what is compared; the same names for every plan of equal years."""
    books, last = books_of(answer.plan), answer.plan.network.scenario.years.last
    nominal = books.budgets["nominal"]
    yield word("f_total_cost_yen_base_year", lang), int(books.budgets["base_year"]["cost_yen"].sum())
    for name in TOTALS:
        yield word(f"f_total_{name}_nominal", lang), int(nominal[name].sum())
    planned = nominal[nominal["year"] <= last].set_index("year")["burden_yen"]
    peak = levelling({int(str(year)): int(yen) for year, yen in planned.items()})
    yield word("f_front_peak_burden_yen", lang), peak.peak_yen
    yield word("f_front_peak_year", lang), peak.peak_year
    found = {one.years: one.yen for one in horizons(answer.plan, books)}
    for years in HORIZONS_YEARS:
        if years in found:
            yield word("f_compared_horizon", lang).format(n=years), found[years]


def _to_date(book: Workbook, answers: Sequence[Answer], lang: Lang) -> None:
    """Add cost to date by year, all payers, base-year prices, as live sums beside the yearly cost."""
    name = word("f_sheet_to_date", lang)
    page, head, yen = (
        book.add_worksheet(name),
        book.add_format(HEAD),
        book.add_format({"num_format": '#,##0,;-#,##0,;"–"'}),
    )
    page.write_string(0, 0, word("f_to_date_note", lang))
    page.write_string(1, 0, word("head_year", lang), head)
    years = sorted({year for answer in answers for year in answer.plan.network.scenario.planned_years})
    for row, year in enumerate(years, start=2):
        page.write_number(row, 0, year)
    chart, last = book.add_chart({"type": "line"}), 1 + len(years)
    for place, answer in enumerate(answers, start=1):
        label = label_in(answer.plan.network.scenario.label, lang)
        table = books_of(answer.plan).budgets["base_year"].set_index("year")["cost_yen"]
        sums, right = 0, place + len(answers)
        for column, title in ((place, label), (right, word("f_to_date", lang).format(name=label))):
            page.write_string(1, column, title, head)
        for row, year in enumerate(years, start=2):
            cost = int(table.get(year, 0))
            sums += cost
            page.write_number(row, place, cost, yen)
            letter = xl_col_to_name(place)
            page.write_formula(row, right, f"=SUM({letter}$3:{letter}{row + 1})", yen, sums)
        chart.add_series(
            {
                "name": [name, 1, place],
                "categories": [name, 2, 0, last, 0],
                "values": [name, 2, right, last, right],
                "line": {"color": COLOURS[(place - 1) % len(COLOURS)], "width": 2.0},
            }
        )
    page.set_column(0, 0, 12)
    page.set_column(1, 2 * len(answers), 20)
    page.freeze_panes(2, 1)
    on_a4(page)
    _dress(chart, lang)
    page.insert_chart(last + 3, 0, chart)


def _dress(chart: Chart, lang: Lang) -> None:
    chart.set_title({"name": word("f_chart_against", lang), "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0,,", "name": word("million_yen", lang)})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1000, "height": 440})
