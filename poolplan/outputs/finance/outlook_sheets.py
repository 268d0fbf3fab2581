"""Sheets that look further: longer horizons, break-even of the own pool, and keeping every pool for comparison."""

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.colours import BROWN, NAVY
from poolplan.outputs.finance.desk import FIRST_ROW, Desk
from poolplan.outputs.finance.lines_sheet import column, sum_of
from poolplan.outputs.money import year_text
from poolplan.outputs.sheets import mode_names
from poolplan.results.finance.baseline import Against, against
from poolplan.results.finance.horizons import going_on, horizons
from poolplan.results.finance.own_pool import away, new_pool


def add_horizons(desk: Desk) -> None:
    """Add the plan over 30, 40, 50 and 60 years, with the rule for years that are not planned."""
    names = ("years", "last", "planned", "further", "total", "per_year", "present")
    heads = [desk.word(f"f_horizon_{name}") for name in names]
    page = desk.page("horizons", heads, [16, 22, 20, 20, 20, 20, 20], desk.word("f_horizons_note"))
    go, found, yen = going_on(desk.plan), horizons(desk.plan, desk.books), desk.looks["yen"]
    rule = FIRST_ROW + len(found) + 2
    yearly = _rule(desk, page, rule)
    for row, one in enumerate(found, start=FIRST_ROW):
        page.write_number(row, 0, one.years)
        page.write_string(row, 1, year_text(one.last, desk.lang))
        page.write_formula(row, 2, f"=SUM({column(desk, 'yen')})", yen, one.planned_yen)
        further = f"=({xl_rowcol_to_cell(row, 0)}-{len(desk.scenario.planned_years)})*{yearly}"
        page.write_formula(row, 3, further, yen, one.further_yen)
        page.write_formula(row, 4, f"=C{row + 1}+D{row + 1}", desk.looks["sum"], one.yen)
        page.write_formula(row, 5, f"=E{row + 1}/A{row + 1}", yen, one.yen_per_year)
        page.write_number(row, 6, round(one.present_yen), yen)
    page.write_string(rule - 1, 0, desk.word("f_horizon_rule"), desk.looks["bold"])
    page.write_number(rule + 1, 4, go.pools)


def _rule(desk: Desk, page: Worksheet, row: int) -> str:
    """Write what a year after the last planned one costs; returns its cell."""
    go, yen, last = going_on(desk.plan), desk.looks["yen"], desk.scenario.years.last
    rebuild = desk.scenario.costs.pool.rebuild
    for place, key in enumerate(("f_go_running", "f_go_pools", "f_go_wear", "f_go_year")):
        page.write_string(row + place, 0, desk.word(key))
    running = sum_of(desk, "yen", {"year": str(last), "group": '"running"'})
    page.write_formula(row, 4, f"={running}", yen, go.running_yen)
    price = desk.formulas.name("costs.pool.rebuild.cost_yen")
    growth = desk.formulas.name("costs.growth.share_per_year.pool_rebuild")
    level = f"*(1+{growth})^({last}-{desk.formulas.name('costs.base_year')})" if growth else ""
    wear = f"=ROUND(E{row + 2}*{price}{level}/{rebuild.life_years},0)"
    page.write_formula(row + 2, 4, wear, yen, go.wear_yen)
    page.write_formula(row + 3, 4, f"=E{row + 1}+E{row + 3}", desk.looks["sum"], go.yen)
    return f"$E${row + 4}"


def add_own_pool(desk: Desk) -> None:
    """Add the break-even of a rebuilt pool against what each school that has left its pool pays elsewhere."""
    names = ("school", "mode", "years", "fee", "visits", "per_visit", "own", "break_even")
    heads = [desk.word(f"f_own_{name}") for name in names]
    page = desk.page("own_pool", heads, [28, 18, 10, 18, 14, 14, 18, 18], desk.word("f_own_note"))
    pool, modes, yen = new_pool(desk.scenario.costs.pool), mode_names(desk.plan, desk.lang), desk.looks["yen"]
    found = away(desk.plan, desk.books)
    price = desk.formulas.name("costs.pool.rebuild.cost_yen")
    base = FIRST_ROW + len(found) + 3
    page.write_string(base, 0, desk.word("f_own_running"))
    page.write_number(base, 3, pool.running_yen, yen)
    running = f"$D${base + 1}"
    for row, one in enumerate(found, start=FIRST_ROW):
        page.write_string(row, 0, desk.schools[one.school])
        page.write_string(row, 1, modes[one.mode])
        page.write_number(row, 2, one.years)
        page.write_number(row, 3, one.fee_yen, yen)
        page.write_number(row, 4, one.visits, yen)
        page.write_formula(
            row, 5, f"=IF(E{row + 1}=0,0,D{row + 1}/E{row + 1})", yen, one.fee_yen / one.visits if one.visits else 0
        )
        page.write_formula(row, 6, f"={price}/{pool.life_years}+{running}", yen, pool.yen_per_year)
        formula = f'=IF(D{row + 1}>{running},{price}/(D{row + 1}-{running}),"{desk.word("f_own_never")}")'
        value = desk.word("f_own_never") if one.break_even_years is None else one.break_even_years
        page.write_formula(row, 7, formula, desk.looks["one"], value)


def add_baseline(desk: Desk) -> None:
    """Add the comparison with keeping every pool, year by year, where that answer is known."""
    if desk.baseline is None:
        return
    found = against(desk.plan, desk.baseline.plan)
    names = ("year", "label", "ours", "theirs", "ours_to_date", "theirs_to_date", "less")
    heads = [desk.word(f"f_against_{name}") for name in names]
    page = desk.page("against", heads, [8, 22, 16, 16, 18, 18, 18], desk.word("f_against_note"))
    for row, one in enumerate(found, start=FIRST_ROW):
        page.write_number(row, 0, one.year, desk.looks["year"])
        page.write_string(row, 1, year_text(one.year, desk.lang))
        _against(desk, page, row, one)
    last = FIRST_ROW + len(found) - 1
    chart = desk.book.add_chart({"type": "line"})
    for place, (colour, dash) in enumerate(((NAVY, "solid"), (BROWN, "dash")), start=4):
        name = desk.title("against")
        chart.add_series(
            {
                "name": [name, 1, place],
                "categories": [name, FIRST_ROW, 0, last, 0],
                "values": [name, FIRST_ROW, place, last, place],
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
            }
        )
    chart.set_title({"name": desk.word("f_chart_against"), "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0,,", "name": desk.word("million_yen")})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1000, "height": 420})
    page.insert_chart(last + 3, 0, chart)


def _against(desk: Desk, page: Worksheet, row: int, one: Against) -> None:
    look, year = desk.looks["thousand"], f"$A{row + 1}"
    ours = sum_of(desk, "yen", {"year": year, "group": '"<>left"'})
    page.write_formula(row, 2, f"={ours}", look, one.ours_yen)
    page.write_number(row, 3, one.theirs_yen, look)
    for column_, value, letter in ((4, one.ours_to_date_yen, "C"), (5, one.theirs_to_date_yen, "D")):
        formula = f"=SUM({letter}${FIRST_ROW + 1}:{letter}{row + 1})"
        page.write_formula(row, column_, formula, look, value)
    page.write_formula(row, 6, f"=F{row + 1}-E{row + 1}", look, one.theirs_to_date_yen - one.ours_to_date_yen)
