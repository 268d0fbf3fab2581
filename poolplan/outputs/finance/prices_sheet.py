"""The assumption sheet: every number of the scenario in a named cell, with unit, source and what depends on it."""

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.finance.desk import FIRST_ROW, Desk
from poolplan.outputs.finance.formulas import cell_name

COLUMNS = ("block", "name", "value", "unit", "live", "assumed", "source", "path")
WIDTHS = (26, 26, 16, 10, 18, 8, 60, 46)
VALUE = COLUMNS.index("value")


def open_prices(desk: Desk) -> Worksheet:
    """Add the sheet, empty: it stands before the sheets whose formulas decide which of its cells are live."""
    heads = [desk.word(f"f_price_{name}") for name in COLUMNS]
    return desk.page("prices", heads, WIDTHS, desk.word("f_prices_note"))


def fill_prices(desk: Desk, page: Worksheet) -> None:
    """Fill the sheet once every formula is written; only cells that formulas read are for typing into."""
    for row, price in enumerate(desk.prices, start=FIRST_ROW):
        is_live = price.path in desk.formulas.used
        kind = "share" if price.is_share else "number"
        look = f"input{'_share' if price.is_share else ''}" if is_live else kind
        if price.path == "costs.base_year":
            look = "year"
        texts = {
            "block": price.block,
            "name": price.name,
            "unit": price.unit,
            "live": desk.word("f_price_is_live" if is_live else "f_price_is_not"),
            "assumed": desk.word("assumed") if price.is_assumed else "",
            "source": price.source,
            "path": price.path,
        }
        for column, name in enumerate(COLUMNS):
            if name == "value":
                page.write_number(row, column, price.value, desk.looks[look])
            else:
                page.write_string(row, column, texts[name])
        reference = f"={desk.range_of('prices')}${xl_col_to_name(VALUE)}${row + 1}"
        desk.book.define_name(cell_name(price.path), reference)
    page.autofilter(1, 0, FIRST_ROW + len(desk.prices) - 1, len(COLUMNS) - 1)
    page.freeze_panes(2, 3)
