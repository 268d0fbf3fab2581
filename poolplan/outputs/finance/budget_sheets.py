"""Sheets of the yearly budget, in prices of the year and of the base year: formulas over the lines and the loans."""

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.colours import INK, LINE, NAVY, PALE, VERMILION
from poolplan.outputs.finance.desk import FIRST_ROW, Desk
from poolplan.outputs.finance.lines_sheet import sum_of
from poolplan.outputs.finance.loans_sheet import FIRST_YEAR_ROW
from poolplan.outputs.money import year_text
from poolplan.results.finance.books import BUDGET_COLUMNS, Prices
from poolplan.results.finance.keeping import inflation_factor

COLUMNS = ("year", "year_label", "price_level", *BUDGET_COLUMNS[1:])
AT = {name: number for number, name in enumerate(COLUMNS)}
LETTER = {name: xl_col_to_name(number) for name, number in AT.items()}
AMOUNTS: dict[Prices, str] = {"nominal": "nominal_yen", "base_year": "yen"}
COMPLETED = {
    "cost_yen": "{works_yen}+{running_yen}-{freed_sites_yen}",
    "city_yen": "{cost_yen}-{national_grant_yen}-{users_yen}",
    "cash_yen": "{city_yen}-{borrowed_yen}",
    "burden_yen": "{cash_yen}+{principal_yen}+{interest_yen}",
}
OF_LOANS = ("borrowed_yen", "principal_yen", "interest_yen", "debt_yen")
DRAWN = (("cash_yen", PALE), ("principal_yen", NAVY), ("interest_yen", VERMILION))
"""Layers of the chart: together they are what the general fund pays."""


def add_budget(desk: Desk, prices: Prices) -> None:
    """Add the budget in one kind of prices: a row per year, formulas over lines and loans, totals, a chart."""
    sheet, table = f"budget_{prices}", desk.books.budgets[prices]
    heads = [desk.word(f"f_head_{name}") for name in COLUMNS]
    page = desk.page(sheet, heads, [8, 22, 9, *([14] * len(BUDGET_COLUMNS))], desk.word(f"f_{sheet}_note"))
    for row, values in enumerate(table.to_dict("records"), start=FIRST_ROW):
        year = int(values["year"])
        level = inflation_factor(desk.scenario, year)
        page.write_number(row, AT["year"], year, desk.looks["year"])
        page.write_string(row, AT["year_label"], year_text(year, desk.lang))
        page.write_formula(row, AT["price_level"], f"={_level(desk, row)}", desk.looks["number"], level)
        for name in BUDGET_COLUMNS[1:]:
            formula = _formula(desk, prices, name, row)
            page.write_formula(row, AT[name], f"={formula}", desk.looks["thousand"], int(values[name]))
    _totals(desk, page, prices)
    _chart(desk, page, prices)


def _level(desk: Desk, row: int) -> str:
    rise = desk.formulas.name("finance.inflation.share_per_year")
    year = xl_rowcol_to_cell(row, AT["year"])
    return f"(1+{rise})^({year}-{desk.formulas.name('costs.base_year')})" if rise else "1"


def _formula(desk: Desk, prices: Prices, name: str, row: int) -> str:
    """Return the formula of a cell of the budget."""
    year, amount = f"${LETTER['year']}{row + 1}", AMOUNTS[prices]
    if name in COMPLETED:
        return COMPLETED[name].format(**{other: f"{LETTER[other]}{row + 1}" for other in BUDGET_COLUMNS[1:]})
    if name in OF_LOANS and prices == "base_year":
        nominal = desk.range_of("budget_nominal")
        return f"ROUND({nominal}{LETTER[name]}{row + 1}/{LETTER['price_level']}{row + 1},0)"
    if name in OF_LOANS:
        return _of_loans(desk, name, row)
    if name in ("national_grant_yen", "users_yen"):
        payer = name.removesuffix("_yen")
        return sum_of(desk, amount, {"year": year, "payer": f'"{payer}"', "group": '"<>left"'})
    group = sum_of(desk, amount, {"year": year, "group": f'"{name.removesuffix("_yen")}"'})
    return f"-{group}" if name == "freed_sites_yen" else group


def _of_loans(desk: Desk, name: str, row: int) -> str:
    """Return the formula of a budget's cell in prices of the year that loans decide."""
    year, bonds = f"${LETTER['year']}{row + 1}", desk.bonds
    if name == "borrowed_yen":
        terms = [sum_of(desk, "nominal_yen", {"year": year, "payer": '"local_bond"', "group": '"<>left"'})]
        for item in bonds.works_share if bonds else ():
            works = sum_of(desk, "nominal_yen", {"year": year, "item": f'"{item}"', "payer": '"general_fund"'})
            terms.append(f"ROUND({works}*{desk.formulas.name(f'finance.bonds.works_share.{item}')},0)")
        return "+".join(terms)
    if name == "debt_yen":
        before = f"{LETTER['debt_yen']}{row}+" if row > FIRST_ROW else ""
        return f"{before}{LETTER['borrowed_yen']}{row + 1}-{LETTER['principal_yen']}{row + 1}"
    if bonds is None or row == FIRST_ROW:
        return "0"
    loans, last = desk.range_of("loans"), xl_col_to_name(len(desk.scenario.planned_years))
    above, here = FIRST_YEAR_ROW + row - FIRST_ROW, FIRST_YEAR_ROW + row - FIRST_ROW + 1
    owed = f"{loans}$B${above}:${last}${above}"
    if name == "interest_yen":
        return f"SUMPRODUCT(ROUND({owed}*{desk.formulas.name('finance.bonds.interest_share')},0))"
    return f"SUM({owed})+{LETTER['borrowed_yen']}{row + 1}-SUM({loans}$B${here}:${last}${here})"


def _totals(desk: Desk, page: Worksheet, prices: Prices) -> None:
    table = desk.books.budgets[prices]
    last = FIRST_ROW + len(table) - 1
    page.write_string(last + 1, 0, desk.word("total"), desk.looks["bold"])
    for name in BUDGET_COLUMNS[1:-1]:
        letter = LETTER[name]
        formula = f"=SUM({letter}{FIRST_ROW + 1}:{letter}{last + 1})"
        page.write_formula(last + 1, AT[name], formula, desk.looks["thousand_sum"], int(table[name].sum()))


def _chart(desk: Desk, page: Worksheet, prices: Prices) -> None:
    """Draw what the general fund pays: columns, and a line of what it would pay without borrowing."""
    name, rows = desk.title(f"budget_{prices}"), len(desk.books.budgets[prices])
    last = FIRST_ROW + rows - 1
    chart = desk.book.add_chart({"type": "column", "subtype": "stacked"})
    line = desk.book.add_chart({"type": "line"})
    for column, colour in DRAWN:
        series = _series(name, AT[column], last) | {"fill": {"color": colour}, "gap": 40}
        chart.add_series(series)
    line.add_series(_series(name, AT["city_yen"], last) | {"line": {"color": INK, "width": 1.5, "dash_type": "dash"}})
    chart.combine(line)
    chart.set_title({"name": desk.word(f"f_chart_{prices}"), "name_font": {"size": 12}})
    lines = {"visible": True, "line": {"color": LINE}}
    chart.set_y_axis({"num_format": "#,##0,,", "name": desk.word("million_yen"), "major_gridlines": lines})
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1100, "height": 460})
    page.insert_chart(last + 4, 0, chart)


def _series(sheet: str, column: int, last: int) -> dict[str, object]:
    return {
        "name": [sheet, 1, column],
        "categories": [sheet, FIRST_ROW, AT["year"], last, AT["year"]],
        "values": [sheet, FIRST_ROW, column, last, column],
    }
