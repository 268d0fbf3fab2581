"""Sheets of sums over the lines: by year and item, by item and payer, by school, by site."""

from collections.abc import Sequence

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.costs_sheet import COLOURS
from poolplan.outputs.finance.desk import FIRST_ROW, Desk
from poolplan.outputs.finance.lines_sheet import group_of_line, sum_of
from poolplan.outputs.money import year_text
from poolplan.outputs.words import named
from poolplan.results.indicators import RESIDUAL_ITEM
from poolplan.results.people import people

GROUPS = ("works", "running", "freed_sites")


def add_by_item(desk: Desk) -> None:
    """Add year x item, with cost per pupil and per visit, in prices of the base year."""
    lines = desk.books.lines[desk.books.lines["item"] != RESIDUAL_ITEM]
    table = lines.pivot_table(index="year", columns="item", values="yen", aggfunc="sum", fill_value=0)
    order = list(table.abs().sum().sort_values(ascending=False, kind="stable").index)
    table = table.reindex(index=list(desk.scenario.planned_years), columns=order, fill_value=0)
    heads = [
        desk.word("head_year"),
        desk.word("head_year_label"),
        *(named("item", str(item), desk.lang) for item in order),
    ]
    heads += [desk.word(key) for key in ("total", "f_pupils", "f_visits", "f_yen_per_pupil", "f_yen_per_visit")]
    page = desk.page("by_item", heads, [8, 22, *([14] * len(heads))], desk.word("f_by_item_note"))
    for row, (year, cells) in enumerate(table.iterrows(), start=FIRST_ROW):
        page.write_number(row, 0, int(str(year)), desk.looks["year"])
        page.write_string(row, 1, year_text(int(str(year)), desk.lang))
        for column, item in enumerate(order, start=2):
            formula = sum_of(desk, "yen", {"year": f"$A{row + 1}", "item": f'"{item}"'})
            page.write_formula(row, column, f"={formula}", desk.looks["thousand"], int(cells[item]))
    _rest_of_items(desk, page, table, order)


def _rest_of_items(desk: Desk, page: Worksheet, table: pd.DataFrame, order: Sequence[object]) -> None:
    """Add totals, pupils and the chart."""
    rows = people(desk.plan).groupby("year")[["pupils", "visits"]].sum()
    right, last = 2 + len(order), FIRST_ROW + len(table) - 1
    for row, year in enumerate(table.index, start=FIRST_ROW):
        total = int(table.loc[year].sum())
        page.write_formula(row, right, f"={_sum(row, 2, row, right - 1)}", desk.looks["thousand"], total)
        for column, name in enumerate(("pupils", "visits"), start=right + 1):
            amount = float(rows[name].get(year, 0.0))
            page.write_number(row, column, amount, desk.looks["yen"])
            cells = xl_rowcol_to_cell(row, right), xl_rowcol_to_cell(row, column)
            formula = f"=IF({cells[1]}=0,0,{cells[0]}/{cells[1]})"
            page.write_formula(row, column + 2, formula, desk.looks["yen"], total / amount if amount else 0)
    page.write_string(last + 1, 0, desk.word("total"), desk.looks["bold"])
    for column, yen in enumerate([*table.sum(), table.to_numpy().sum()], start=2):
        formula = f"={_sum(FIRST_ROW, column, last, column)}"
        page.write_formula(last + 1, column, formula, desk.looks["thousand_sum"], int(yen))
    chart = desk.book.add_chart({"type": "column", "subtype": "stacked"})
    name = desk.title("by_item")
    for number, column in enumerate(range(2, right)):
        chart.add_series(
            {
                "name": [name, 1, column],
                "categories": [name, FIRST_ROW, 0, last, 0],
                "values": [name, FIRST_ROW, column, last, column],
                "fill": {"color": COLOURS[number % len(COLOURS)]},
                "gap": 40,
            }
        )
    chart.set_title({"name": desk.word("chart_costs"), "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0,,", "name": desk.word("million_yen")})
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1100, "height": 460})
    page.insert_chart(last + 4, 0, chart)


def _sum(row: int, column: int, last_row: int, last_column: int) -> str:
    return f"SUM({xl_rowcol_to_cell(row, column)}:{xl_rowcol_to_cell(last_row, last_column)})"


def add_by_payer(desk: Desk) -> None:
    """Add item x payer over all years, the value left at the end among the items."""
    table = desk.books.lines.pivot_table(index="item", columns="payer", values="yen", aggfunc="sum", fill_value=0)
    payers = [str(payer) for payer in table.columns]
    heads = [
        desk.word("head_item"),
        desk.word("head_item_label"),
        *(named("payer", payer, desk.lang) for payer in payers),
    ]
    page = desk.page("by_payer", [*heads, desk.word("total")], [18, 24, *([16] * 6)], desk.word("f_by_payer_note"))
    right, last = 2 + len(payers), FIRST_ROW + len(table) - 1
    for row, (item, cells) in enumerate(table.iterrows(), start=FIRST_ROW):
        page.write_string(row, 0, str(item))
        page.write_string(row, 1, named("item", str(item), desk.lang))
        for column, payer in enumerate(payers, start=2):
            formula = sum_of(desk, "yen", {"item": f"$A{row + 1}", "payer": f'"{payer}"'})
            page.write_formula(row, column, f"={formula}", desk.looks["yen"], int(cells[payer]))
        page.write_formula(row, right, f"={_sum(row, 2, row, right - 1)}", desk.looks["yen"], int(cells.sum()))
    page.write_string(last + 1, 0, desk.word("total"), desk.looks["bold"])
    for column, yen in enumerate([*table.sum(), table.to_numpy().sum()], start=2):
        formula = f"={_sum(FIRST_ROW, column, last, column)}"
        page.write_formula(last + 1, column, formula, desk.looks["sum"], int(yen))


def add_by_place(desk: Desk, kind: str) -> None:
    """Add one row per school, or per site, with works, running costs and what freed sites are worth, all years."""
    names = desk.schools if kind == "school" else desk.sites
    lines = desk.books.lines[desk.books.lines["item"] != RESIDUAL_ITEM]
    sums = lines.assign(group=lines["item"].map(group_of_line)).groupby([kind, "group"])["yen"].sum().to_dict()
    heads = [
        desk.word(f"head_{kind}"),
        desk.word(f"head_{kind}_label"),
        *(desk.word(f"f_head_{name}_yen") for name in GROUPS),
    ]
    page = desk.page(
        f"by_{kind}", [*heads, desk.word("total")], [20, 28, 16, 16, 16, 16], desk.word(f"f_by_{kind}_note")
    )
    shown = [place for place in names if any((place, group) in sums for group in GROUPS)]
    for row, place in enumerate(shown, start=FIRST_ROW):
        page.write_string(row, 0, place)
        page.write_string(row, 1, names[place])
        for column, group in enumerate(GROUPS, start=2):
            formula = sum_of(desk, "yen", {kind: f"$A{row + 1}", "group": f'"{group}"'})
            page.write_formula(row, column, f"={formula}", desk.looks["yen"], int(sums.get((place, group), 0)))
        whole = sum(int(sums.get((place, group), 0)) for group in GROUPS)
        page.write_formula(row, 5, f"={_sum(row, 2, row, 4)}", desk.looks["yen"], whole)
    last = FIRST_ROW + len(shown) - 1
    page.write_string(last + 1, 0, desk.word("total"), desk.looks["bold"])
    for column in range(2, 6):
        groups = GROUPS if column == 5 else (GROUPS[column - 2],)  # noqa: PLR2004 - the last column is the total
        yen = sum(int(sums.get((place, group), 0)) for place in shown for group in groups)
        letter = xl_col_to_name(column)
        formula = f"=SUM({letter}{FIRST_ROW + 1}:{letter}{last + 1})"
        page.write_formula(last + 1, column, formula, desk.looks["sum"], yen)
