"""The sheet of loans: one column each, what is owed at the end of every year, as formulas over what is borrowed."""

from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.finance.desk import FIRST_ROW, Desk
from poolplan.outputs.sheets import on_a4
from poolplan.results.finance.books import BUDGET_COLUMNS
from poolplan.results.finance.loans import instalments, level_payment_yen
from poolplan.scenario.finance import Bonds

FIRST_YEAR_ROW = 5
"""Row of the first year, counted from 0; loan, amount and payment stand above."""
BORROWED_LETTER = xl_col_to_name(BUDGET_COLUMNS.index("borrowed_yen") + 2)
"""Column of the budget with what is borrowed; two more columns stand before its amounts."""


class Loan(NamedTuple):
    """A loan and its column."""

    letter: str
    year: int
    yen: int
    bonds: Bonds
    rate: str
    """Cell of the interest."""

    @property
    def years_to_repay(self) -> int:
        """Instalments after grace."""
        return self.bonds.years - self.bonds.grace_years

    @property
    def payment(self) -> str:
        """Formula of the level payment."""
        whole, yen = self.years_to_repay, f"{self.letter}3"
        level = f"{yen}*{self.rate}/(1-(1+{self.rate})^-{whole})"
        return f"ROUND(IF({self.rate}=0,{yen}/{whole},{level}),0)"

    def owed(self, row: int, paid: int) -> str:
        """Formula of what is owed after so many instalments, in the row (from 0) of that year."""
        before, yen = f"{self.letter}{row}", f"{self.letter}$3"
        if paid in (0, self.bonds.years):
            return "0" if paid else yen
        if paid <= self.bonds.grace_years:
            return before
        if self.bonds.repayment == "level_payment":
            return f"{before}-MIN({before},{self.letter}$4-ROUND({before}*{self.rate},0))"
        first = f"-MOD({yen},{self.years_to_repay})" if paid == self.bonds.grace_years + 1 else ""
        return f"{before}-INT({yen}/{self.years_to_repay}){first}"


def add_loans(desk: Desk) -> None:
    """Add the sheet, where there are terms; years and grace are those of the scenario, interest is live."""
    if desk.bonds is None:
        return
    page = desk.book.add_worksheet(desk.title("loans"))
    page.write_string(0, 0, desk.word("f_loans_note"))
    for row, key in enumerate(("f_loan_year", "f_loan_yen", "f_loan_payment", "f_loan_debt"), start=1):
        page.write_string(row, 0, desk.word(key), desk.looks["head"])
    table = desk.books.budgets["nominal"].set_index("year")["borrowed_yen"]
    years = [int(str(year)) for year in table.index]
    for row, year in enumerate(years, start=FIRST_YEAR_ROW):
        page.write_number(row, 0, year, desk.looks["year"])
    rate = desk.formulas.name("finance.bonds.interest_share")
    for column, year in enumerate(desk.scenario.planned_years, start=1):
        loan = Loan(xl_col_to_name(column), year, int(table.loc[year]), desk.bonds, rate)
        _write(desk, page, column, loan, years)
    page.set_column(0, 0, 18)
    page.set_column(1, len(years), 12)
    page.freeze_panes(FIRST_YEAR_ROW, 1)
    on_a4(page, 1, None)


def _write(desk: Desk, page: Worksheet, column: int, loan: Loan, years: list[int]) -> None:
    """Write a loan down its column."""
    look, row = desk.looks["thousand"], FIRST_ROW + loan.year - years[0]
    page.write_number(1, column, loan.year, desk.looks["year"])
    page.write_formula(2, column, f"={desk.range_of('budget_nominal')}{BORROWED_LETTER}{row + 1}", look, loan.yen)
    page.write_formula(3, column, f"={loan.payment}", look, level_payment_yen(loan.yen, loan.bonds))
    owed = {one.year: one.debt_yen for one in instalments(loan.yen, loan.year, loan.bonds)}
    for place, year in enumerate(years, start=FIRST_YEAR_ROW):
        if 0 <= year - loan.year <= loan.bonds.years:
            value = owed.get(year, loan.yen)
            page.write_formula(place, column, f"={loan.owed(place, year - loan.year)}", look, value)
