"""The table that leads from the total of the budgets to the one that the plan minimises."""

from collections.abc import Iterator

from poolplan.outputs.finance.parts import Account
from poolplan.outputs.money import yen_text
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.results.finance.bridge import bridge


def bridge_table(account: Account) -> Table:
    """Return every total of the same plan that a reader may meet, and what lies between them."""
    heads = [Cell(""), number(account.word("fp_bridge_yen")), Cell(account.word("fp_bridge_where"))]
    return table(account.word("fp_bridge"), heads, list(_rows(account)), account.word("fp_bridge_note"))


def _rows(account: Account) -> Iterator[Row]:
    found = bridge(account.plan, account.books)
    if account.has_inflation:
        yield _sum(account, "nominal", found.nominal_yen)
        yield _step(account, "inflation", found.inflation_yen)
    yield _sum(account, "base_year", found.base_year_yen)
    steps = {"left": found.left_yen, "discount": found.discount_yen, "not_counted": found.not_counted_yen}
    yield from (_step(account, name, yen) for name, yen in steps.items() if yen)
    yield _sum(account, "present", found.present_yen)


def _sum(account: Account, name: str, yen: float) -> Row:
    where = Cell(account.word(f"fp_bridge_{name}_where"))
    return Row(Cell(account.word(f"fp_bridge_{name}")), [number(yen_text(yen, account.lang)), where], is_sum=True)


def _step(account: Account, name: str, yen: float) -> Row:
    return Row(Cell(account.word(f"fp_bridge_{name}")), [number(yen_text(yen, account.lang)), Cell("")])
