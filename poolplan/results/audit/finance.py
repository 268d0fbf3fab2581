"""The books, re-added in whole numbers: lines are the ledger's, budgets follow from them, loans are repaid."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from poolplan.results.audit.facts import Case
from poolplan.results.audit.registry import Complaint
from poolplan.results.audit.tariff import share
from poolplan.results.finance.books import Books, Prices
from poolplan.scenario.finance import Bonds

WORKS = ("pool_repair", "pool_rebuild", "demolition", "fire_cistern")
LEFT, FREED = "residual_value", "freed_site"
YEN_TOLERANCE = 1
"""Yen per rounding."""
Line = tuple[int, str, str, str]
"""Year, item, payer, place."""
Year = dict[str, int]
"""Columns of a budget."""


def books_are_the_ledger(case: Case, books: Books) -> Iterator[Complaint]:
    """Lines of all schools together are the ledger's, in both kinds of prices."""
    ours: dict[Line, tuple[int, int]] = {}
    columns = ["year", "item", "payer", "place", "yen", "nominal_yen"]
    for *key, yen, nominal in books.lines[columns].itertuples(index=False, name=None):
        line = (key[0], key[1], key[2], key[3])
        before = ours.get(line, (0, 0))
        ours[line] = (before[0] + yen, before[1] + nominal)
    ledger = {line[:4]: line.yen for line in case.ledger}
    for line in sorted(ours.keys() | ledger.keys()):
        yen, nominal = ours.get(line, (0, 0))
        where, stated = " ".join(map(str, line)), ledger.get(line, 0)
        if yen != stated:
            yield where, f"{yen:,} yen in the books; {stated:,} in the ledger"
        elif abs(nominal - stated * price_level(case, line[0])) > YEN_TOLERANCE:
            yield (
                where,
                f"{nominal:,} yen in prices of the year; must be {round(stated * price_level(case, line[0])):,}",
            )


def price_level(case: Case, year: int) -> Fraction:
    """General prices of a year as a multiple of the base year's, exact."""
    finance = case.scenario.finance
    rise = share(finance.inflation.share_per_year) if finance and finance.inflation else Fraction(0)
    return (1 + rise) ** (year - case.scenario.costs.base_year)


def budgets_add_up(_case: Case, books: Books) -> Iterator[Complaint]:
    """Every year of a budget is the sum of its lines, and every sum in it adds up."""
    columns: dict[Prices, str] = {"base_year": "yen", "nominal": "nominal_yen"}
    for prices, column in columns.items():
        sums = _sums(books, column)
        for year, row in _years(books, prices).items():
            found = sums.get(year, {})
            wanted = {
                name: found.get(name, 0) for name in ("works", "running", "freed_sites", "national_grant", "users")
            }
            wanted["cost"] = row["works"] + row["running"] - row["freed_sites"]
            wanted["city"] = row["cost"] - row["national_grant"] - row["users"]
            wanted["cash"] = row["city"] - row["borrowed"]
            wanted["burden"] = row["cash"] + row["principal"] + row["interest"]
            for name, yen in wanted.items():
                if row[name] != yen:
                    yield f"budget, {prices}, {year}, {name}", f"{row[name]:,} yen; must be {yen:,}"


def _years(books: Books, prices: Prices) -> dict[int, Year]:
    table = books.budgets[prices]
    names = [name.removesuffix("_yen") for name in table.columns[1:]]
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in table.itertuples(index=False, name=None)}


def _sums(books: Books, column: str) -> dict[int, Year]:
    sums: dict[int, Year] = {}
    lines = books.lines[["year", "item", "payer", column]].itertuples(index=False, name=None)
    for year, item, payer, yen in lines:
        if item != LEFT:
            group = "works" if item in WORKS else "freed_sites" if item == FREED else "running"
            row = sums.setdefault(year, {})
            row[group] = row.get(group, 0) + (-yen if item == FREED else yen)
            row[payer] = row.get(payer, 0) + yen
    return sums


def loans_are_repaid(case: Case, books: Books) -> Iterator[Complaint]:
    """What is borrowed is the works' share, interest is due on what is owed, and in the end nothing is."""
    years = _years(books, "nominal")
    borrowed = _borrowed(case, books)
    bonds = case.scenario.finance.bonds if case.scenario.finance else None
    interest, owed = _owed(borrowed, bonds, range(min(years), max(years) + 1))
    debt = 0
    for year, row in years.items():
        debt += row["borrowed"] - row["principal"]
        where, loans = f"budget, nominal, {year}", len(borrowed)
        if abs(row["borrowed"] - borrowed.get(year, Fraction(0))) > YEN_TOLERANCE * len(WORKS):
            yield f"{where}, borrowed", f"{row['borrowed']:,} yen; must be {round(borrowed.get(year, Fraction(0))):,}"
        if row["debt"] != debt or abs(debt - owed[year]) > YEN_TOLERANCE * loans * _instalments(bonds):
            yield f"{where}, debt", f"{row['debt']:,} yen; must be {round(owed[year]):,}"
        if abs(row["interest"] - interest[year]) > YEN_TOLERANCE * (1 + loans):
            yield f"{where}, interest", f"{row['interest']:,} yen; must be {round(interest[year]):,}"
    if bonds and debt:
        yield "budget, nominal", f"{debt:,} yen are never repaid"


def _instalments(bonds: Bonds | None) -> int:
    return bonds.years if bonds else 1


def _borrowed(case: Case, books: Books) -> dict[int, Fraction]:
    """Exact yen of each year's loan."""
    bonds = case.scenario.finance.bonds if case.scenario.finance else None
    shares = {str(item): share(part) for item, part in bonds.works_share.items()} if bonds else {}
    loans: dict[int, Fraction] = {}
    for year, item, payer, yen in books.lines[["year", "item", "payer", "nominal_yen"]].itertuples(
        index=False, name=None
    ):
        if item != LEFT and payer in ("local_bond", "general_fund"):
            part = Fraction(1) if payer == "local_bond" else shares.get(item, Fraction(0))
            loans[year] = loans.get(year, Fraction(0)) + yen * part
    return {year: yen for year, yen in loans.items() if yen}


def _owed(
    borrowed: Mapping[int, Fraction], bonds: Bonds | None, years: range
) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """Interest due and debt left by year, exact, from what is still to be paid of each loan."""
    interest, owed = dict.fromkeys(years, Fraction(0)), dict.fromkeys(years, Fraction(0))
    for first, yen in borrowed.items():
        for year in range(first, years.stop):
            owed[year] += left_of(yen, year - first, bonds)
            if bonds and year > first:
                interest[year] += left_of(yen, year - 1 - first, bonds) * share(bonds.interest_share)
    return interest, owed


def left_of(yen: Fraction, instalments: int, bonds: Bonds | None) -> Fraction:
    """Debt after so many instalments, exact: by formula, where the books go year by year.

    >>> bonds = Bonds(works_share={}, interest_share=0.02, years=3, source="made up")
    >>> [round(left_of(Fraction(1_000_000), paid, bonds)) for paid in range(4)]
    [1000000, 673245, 339956, 0]
    """
    if bonds is None or instalments <= bonds.grace_years:
        return yen
    if instalments >= bonds.years:
        return Fraction(0)
    paid, whole, rate = (
        instalments - bonds.grace_years,
        bonds.years - bonds.grace_years,
        1 + share(bonds.interest_share),
    )
    if bonds.repayment == "level_principal" or rate == 1:
        return yen * (whole - paid) / whole
    return yen * (rate**whole - rate**paid) / (rate**whole - 1)


BOOK_AUDITS = (books_are_the_ledger, budgets_add_up, loans_are_repaid)
