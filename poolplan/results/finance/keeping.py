"""Keeping the books: lines with school, site and money of the year; budgets with loans."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from poolplan.model.costs import GENERAL_FUND, LOCAL_BOND, NATIONAL_GRANT, USERS
from poolplan.model.pool_costs import WORKS
from poolplan.results.finance.books import BUDGET_COLUMNS, LINE_COLUMNS, Books
from poolplan.results.finance.loans import Instalment, instalments
from poolplan.results.indicators import FREED_ITEM, RESIDUAL_ITEM
from poolplan.results.plan import Plan
from poolplan.results.worth import present_yen
from poolplan.scenario.schema import Scenario

OF_LESSONS = ("lesson_", "bus_")
"""Items whose place is a school begin with one of these; all others stand at a site."""


def books_of(plan: Plan) -> Books:
    """Return the books of a plan; see `Books`."""
    lines = _lines(plan)
    nominal = _budget(plan.network.scenario, lines)
    return Books(lines, {"nominal": nominal, "base_year": _deflated(plan.network.scenario, lines, nominal)})


def inflation_factor(scenario: Scenario, year: int) -> float:
    """Yen of a year that one yen of the base year becomes by the general rise of prices.

    >>> from types import SimpleNamespace as Some
    >>> rising = Some(inflation=Some(share_per_year=0.01))
    >>> inflation_factor(Some(costs=Some(base_year=2022), finance=rising), 2024)
    1.0201
    """
    inflation = scenario.finance.inflation if scenario.finance else None
    return float((1 + (inflation.share_per_year if inflation else 0.0)) ** (year - scenario.costs.base_year))


def is_of_lessons(item: str) -> bool:
    """Tell whether the place of a ledger line is a school, not a site; ids of both may coincide."""
    return item.startswith(OF_LESSONS)


def _lines(plan: Plan) -> pd.DataFrame:
    """Write each line of the ledger once for each school it concerns."""
    costs = plan.network.scenario.costs
    columns = ["year", "item", "payer", "place", "site", "school", "yen", "nominal_yen"]
    rows = pd.DataFrame(_by_school(plan), columns=columns).astype({"yen": "int64", "nominal_yen": "int64"})
    return rows.assign(present_yen=present_yen(rows, costs))[LINE_COLUMNS]


def _by_school(plan: Plan) -> Iterator[tuple[object, ...]]:
    scenario = plan.network.scenario
    owners = {site.id: site.school for site in plan.network.places.sites.values()}
    inflated = {year: inflation_factor(scenario, year) for year in scenario.planned_years}
    sessions = _sessions(plan)
    for year, item, payer, place, yen in plan.ledger.itertuples(index=False, name=None):
        line, nominal = (year, item, payer, place), round(yen * inflated[year])
        if is_of_lessons(item):
            yield (*line, "", place, yen, nominal)
        elif owners[place] is not None:
            yield (*line, place, owners[place], yen, nominal)
        else:
            schools = sessions.get((place, year), {"": 1})
            parts, later = shared_out(yen, schools), shared_out(nominal, schools)
            yield from ((*line, place, school, parts[school], later[school]) for school in schools)


def _sessions(plan: Plan) -> dict[tuple[str, int], dict[str, int]]:
    """Sessions that each school needs where it belongs, by site and year."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    table = plan.assignments
    belongs = table["instead_of"].where(table["instead_of"] != "", table["site"])
    columns = (belongs, table["year"], table["school"], table["sessions"] + table["unmet"])
    for site, year, school, sessions in zip(*columns, strict=True):
        schools = found.setdefault((site, year), {})
        schools[school] = schools.get(school, 0) + sessions
    return found


def shared_out(yen: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share whole yen out by weights; the yen that do not divide go where most is cut off, first come first served.

    >>> shared_out(100, {"a": 1, "b": 1, "c": 1}), shared_out(-7, {"a": 3, "b": 1})
    ({'a': 34, 'b': 33, 'c': 33}, {'a': -5, 'b': -2})
    """
    whole = sum(weights.values())
    if not whole:
        weights, whole = dict.fromkeys(weights, 1), len(weights)
    size, sign = abs(yen), -1 if yen < 0 else 1
    parts = {name: size * weight // whole for name, weight in weights.items()}
    short = sorted(weights, key=lambda name: -(size * weights[name] % whole))
    for name in short[: size - sum(parts.values())]:
        parts[name] += 1
    return {name: sign * part for name, part in parts.items()}


def _budget(scenario: Scenario, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the budget in prices of the year."""
    paid = _sums(scenario, lines, "nominal_yen")
    borrowed = _borrowed(scenario, lines)
    due = _due(scenario, borrowed)
    years = range(scenario.years.first, max([scenario.years.last, *due]) + 1)
    table = paid.reindex(years, fill_value=0)
    table["borrowed_yen"] = pd.Series(borrowed).reindex(years, fill_value=0)
    table["principal_yen"] = [sum(one.principal_yen for one in due.get(year, ())) for year in years]
    table["interest_yen"] = [sum(one.interest_yen for one in due.get(year, ())) for year in years]
    table["debt_yen"] = (table["borrowed_yen"] - table["principal_yen"]).cumsum()
    return _completed(table)


def _deflated(scenario: Scenario, lines: pd.DataFrame, nominal: pd.DataFrame) -> pd.DataFrame:
    """Return the budget in prices of the base year: what loans bring and cost is worth less the later it is paid."""
    table = _sums(scenario, lines, "yen").reindex(list(nominal["year"]), fill_value=0)
    factors = [inflation_factor(scenario, year) for year in nominal["year"]]
    for name in ("borrowed_yen", "principal_yen", "interest_yen", "debt_yen"):
        table[name] = [round(yen / factor) for yen, factor in zip(nominal[name], factors, strict=True)]
    return _completed(table)


def _completed(table: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from sums and loans; columns and order of `Books.budgets`."""
    table["cost_yen"] = table["works_yen"] + table["running_yen"] - table["freed_sites_yen"]
    table["city_yen"] = table["cost_yen"] - table["national_grant_yen"] - table["users_yen"]
    table["cash_yen"] = table["city_yen"] - table["borrowed_yen"]
    table["burden_yen"] = table["cash_yen"] + table["principal_yen"] + table["interest_yen"]
    return table.rename_axis("year").reset_index()[BUDGET_COLUMNS].astype("int64")


def _sums(scenario: Scenario, lines: pd.DataFrame, column: str) -> pd.DataFrame:
    """Yen by year: works, running costs, freed sites, and what state and users pay; without the value left."""
    spent = lines[lines["item"] != RESIDUAL_ITEM]
    is_works, is_freed = spent["item"].isin(WORKS), spent["item"] == FREED_ITEM
    parts = {
        "works_yen": spent[is_works],
        "running_yen": spent[~is_works & ~is_freed],
        "freed_sites_yen": spent[is_freed],
        "national_grant_yen": spent[spent["payer"] == NATIONAL_GRANT],
        "users_yen": spent[spent["payer"] == USERS],
    }
    sums = {name: rows.groupby("year")[column].sum() for name, rows in parts.items()}
    table = pd.DataFrame(sums, index=list(scenario.planned_years)).fillna(0).astype("int64")
    return table.assign(freed_sites_yen=-table["freed_sites_yen"])


def _borrowed(scenario: Scenario, lines: pd.DataFrame) -> dict[int, int]:
    """Yen of each year's loan, in prices of the year: rounded once for each year and item."""
    bonds = scenario.finance.bonds if scenario.finance else None
    shares: Mapping[str, float] = {str(item): share for item, share in bonds.works_share.items()} if bonds else {}
    spent = (
        lines[lines["item"] != RESIDUAL_ITEM].groupby(["payer", "year", "item"], as_index=False)["nominal_yen"].sum()
    )
    loans: dict[int, int] = {}
    for payer, year, item, yen in spent[["payer", "year", "item", "nominal_yen"]].itertuples(index=False, name=None):
        share = 1 if payer == LOCAL_BOND else shares.get(item, 0) if payer == GENERAL_FUND else 0
        loans[year] = loans.get(year, 0) + round(yen * share)
    return {year: yen for year, yen in sorted(loans.items()) if yen}


def _due(scenario: Scenario, borrowed: Mapping[int, int]) -> dict[int, list[Instalment]]:
    """Instalments of all loans by year; none where the terms are not known."""
    bonds = scenario.finance.bonds if scenario.finance else None
    due: dict[int, list[Instalment]] = {}
    for year, yen in borrowed.items() if bonds else ():
        for one in instalments(yen, year, bonds) if bonds else ():
            due.setdefault(one.year, []).append(one)
    return due


def totals(lines: pd.DataFrame, keys: Sequence[str], prices: Iterable[str] = ("yen", "nominal_yen")) -> pd.DataFrame:
    """Add lines up by any of year, item, payer, site, school, without the value left at the end.

    One row per key; columns the keys, then those of `prices` (`present_yen` is one more).
    """
    spent = lines[lines["item"] != RESIDUAL_ITEM]
    return spent.groupby(list(keys), as_index=False)[list(prices)].sum()
