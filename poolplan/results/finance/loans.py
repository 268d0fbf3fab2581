"""Repaying a loan to the yen: what is due in each year, and what is still owed."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.scenario.finance import Bonds


class Instalment(NamedTuple):
    """What is due on a loan in a year."""

    year: int
    principal_yen: int
    """Repaid."""
    interest_yen: int
    """On what was owed before, rounded to the yen."""
    debt_yen: int
    """Owed after it."""


def instalments(yen: int, year: int, bonds: Bonds) -> list[Instalment]:
    """Return what falls due on a loan of `yen` taken in `year`, one instalment a year from the next year on.

    Interest is rounded to the yen each year. A level payment is rounded to the yen once; the last instalment clears
    what rounding left. Level principals are whole yen, what does not divide is repaid with the first.

    A loan of 1,000,000 at 2 % over three years costs 1,000,000 x 0.02 / (1 - 1.02^-3) = 346,755 a year:

    >>> terms = Bonds(works_share={}, interest_share=0.02, years=3, source="made up")
    >>> for due in instalments(1_000_000, 2025, terms): print(*due)
    2026 326755 20000 673245
    2027 333290 13465 339955
    2028 339955 6799 0

    With a year of grace, and equal repayments of 500,000:

    >>> terms = terms.model_copy(update={"grace_years": 1, "repayment": "level_principal"})
    >>> [due.principal_yen + due.interest_yen for due in instalments(1_000_000, 2025, terms)]
    [20000, 520000, 510000]
    """
    return list(_instalments(yen, year, bonds))


def _instalments(yen: int, year: int, bonds: Bonds) -> Iterator[Instalment]:
    debt, payment = yen, level_payment_yen(yen, bonds)
    for number in range(1, bonds.years + 1):
        interest = round(debt * bonds.interest_share)
        principal = _principal(number, debt, payment - interest, yen, bonds)
        debt -= principal
        yield Instalment(year + number, principal, interest, debt)


def _principal(number: int, debt: int, level_yen: int, yen: int, bonds: Bonds) -> int:
    """Repayment of the instalment `number`, where a level payment leaves `level_yen` for it."""
    if number <= bonds.grace_years:
        return 0
    if number == bonds.years:
        return debt
    if bonds.repayment == "level_payment":
        return min(level_yen, debt)
    each, rest = divmod(yen, bonds.years - bonds.grace_years)
    return each + (rest if number == bonds.grace_years + 1 else 0)


def level_payment_yen(yen: int, bonds: Bonds) -> int:
    """Yearly payment that repays a loan with its interest in the years after grace, whole yen.

    >>> terms = Bonds(works_share={}, interest_share=0.0, years=4, grace_years=1, source="made up")
    >>> level_payment_yen(100, terms)
    33
    """
    years, rate = bonds.years - bonds.grace_years, bonds.interest_share
    return round(yen * rate / (1 - (1 + rate) ** -years) if rate else yen / years)
