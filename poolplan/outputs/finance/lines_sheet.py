"""The sheet of ledger lines: quantities beside formulas over the named prices, with their values stored."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from poolplan.model.pool_costs import WORKS
from poolplan.outputs.finance.desk import FIRST_ROW, Desk
from poolplan.outputs.finance.formulas import quantities_of
from poolplan.outputs.words import named
from poolplan.results.indicators import FREED_ITEM, RESIDUAL_ITEM
from poolplan.results.quantities import Key, Part, parts_of

SHEET = "lines"
COLUMNS = (
    "year", "item", "item_label", "payer", "payer_label", "site", "school", "place_label",
    "q1", "q2", "q3", "q4", "q5", "q6", "yen", "nominal_yen", "group", "live",
)  # fmt: skip
AT = {name: number for number, name in enumerate(COLUMNS)}
LETTER = {name: chr(ord("A") + number) for name, number in AT.items()}
QUANTITIES = 6


class Row(NamedTuple):
    """A line of the books."""

    year: int
    item: str
    payer: str
    place: str
    site: str
    school: str
    yen: int
    nominal_yen: int


def group_of_line(item: str) -> str:
    """Column of the budget that an item belongs to.

    >>> [group_of_line(item) for item in ("demolition", "bus_hire", "freed_site", "residual_value")]
    ['works', 'running', 'freed_sites', 'left']
    """
    known = {FREED_ITEM: "freed_sites", RESIDUAL_ITEM: "left"}
    return "works" if item in WORKS else known.get(item, "running")


def column(desk: Desk, name: str) -> str:
    """Reference to a column of the sheet, fixed."""
    letter, last = LETTER[name], FIRST_ROW + max(1, len(desk.books.lines))
    return f"{desk.range_of(SHEET)}${letter}${FIRST_ROW + 1}:${letter}${last}"


def sum_of(desk: Desk, amount: str, criteria: Mapping[str, str]) -> str:
    """Return a SUMIFS over the lines: columns by name, each with what it must equal, as a formula writes it."""
    conditions = ",".join(f"{column(desk, name)},{value}" for name, value in criteria.items())
    return f"SUMIFS({column(desk, amount)},{conditions})"


def add_lines(desk: Desk) -> None:
    """Add the sheet, one row per line of the books."""
    heads = [desk.word(f"f_head_{name}") for name in COLUMNS]
    widths = [8, 18, 20, 16, 12, 18, 18, 24, 10, 8, 8, 8, 8, 8, 16, 16, 10, 8]
    page = desk.page(SHEET, heads, widths, desk.word("f_lines_note"))
    columns = ["year", "item", "payer", "place", "site", "school", "yen", "nominal_yen"]
    rows = [Row(*cells) for cells in desk.books.lines[columns].itertuples(index=False, name=None)]
    alone = _alone(rows)
    known = parts_of(desk.plan)
    for number, row in enumerate(rows, start=FIRST_ROW):
        parts = known.get(row[:4], []) if row[:4] in alone else []
        _write(desk, page, number, row, parts)
    page.autofilter(1, 0, FIRST_ROW + max(0, len(rows) - 1), len(COLUMNS) - 1)


def _alone(rows: Sequence[Row]) -> set[Key]:
    """Lines of the ledger that concern one school; those shared out are written as they are."""
    seen: dict[Key, int] = {}
    for row in rows:
        seen[row[:4]] = seen.get(row[:4], 0) + 1
    return {key for key, times in seen.items() if times == 1}


def _write(desk: Desk, page: object, number: int, row: Row, parts: Sequence[Part]) -> None:
    texts = {
        "item": row.item,
        "item_label": named("item", row.item, desk.lang),
        "payer": row.payer,
        "payer_label": named("payer", row.payer, desk.lang),
        "site": row.site,
        "school": row.school,
        "place_label": desk.sites.get(row.site) or desk.schools.get(row.school, row.place),
        "group": group_of_line(row.item),
    }
    page.write_number(number, AT["year"], row.year)  # type: ignore[attr-defined]
    for name, text in texts.items():
        page.write_string(number, AT[name], text)  # type: ignore[attr-defined]
    formula = _formula(desk, number, row, parts)
    if formula and len(parts) == 1:
        for place, amount in enumerate(quantities_of(parts[0])):
            page.write_number(number, AT["q1"] + place, amount)  # type: ignore[attr-defined]
    _amount(desk, page, (number, AT["yen"]), formula, row.yen)
    _amount(desk, page, (number, AT["nominal_yen"]), _nominal(desk, number, row), row.nominal_yen)
    page.write_string(number, AT["live"], desk.word("f_live" if formula else "f_fixed"))  # type: ignore[attr-defined]


def _amount(desk: Desk, page: object, at: tuple[int, int], formula: str, yen: int) -> None:
    if formula:
        page.write_formula(*at, f"={formula}", desk.looks["yen"], yen)  # type: ignore[attr-defined]
    else:
        page.write_number(*at, yen, desk.looks["yen"])  # type: ignore[attr-defined]


def _formula(desk: Desk, number: int, row: Row, parts: Sequence[Part]) -> str:
    """Return the line's formula if it gives the ledger's yen, else nothing: the figure then stands as it is."""
    if not parts:
        return ""
    cells = [xl_rowcol_to_cell(number, AT["q1"] + place) for place in range(QUANTITIES)]
    year = xl_rowcol_to_cell(number, AT["year"])
    formula = desk.formulas.line(row[:4], parts, cells, year)
    values: dict[str, float] = {year: row.year}
    if len(parts) == 1:
        values |= dict(zip(cells, quantities_of(parts[0]), strict=False))
    return formula if desk.formulas.value(formula, values) == row.yen else ""


def _nominal(desk: Desk, number: int, row: Row) -> str:
    yen, year = xl_rowcol_to_cell(number, AT["yen"]), xl_rowcol_to_cell(number, AT["year"])
    rise = desk.formulas.name("finance.inflation.share_per_year")
    formula = f"ROUND({yen}*(1+{rise})^({year}-{desk.formulas.name('costs.base_year')}),0)" if rise else yen
    value = desk.formulas.value(formula, {yen: row.yen, year: row.year})
    return formula if value == row.nominal_yen else ""
