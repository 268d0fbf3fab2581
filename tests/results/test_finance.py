"""The books of small plans against arithmetic done by hand, to the yen, and lies planted in them.

`priced()` is the best plan of `two_schools()` (see tests/worlds.py) in prices that rise by 10 % a year from 2025, with
half of every repair borrowed at 10 % for two years. In prices of 2025 the years cost

* 2025: 1.0 + 1.5 = 2.5 M; 2026: 1.1 + 2.0 (demolition) + 0.8688 = 3.9688 M; 2027: 1.0 + 6.0 (repair) + 0.8688 =
  7.8688 M; 2028: 1.0 + 0.8688 = 1.8688 M, and 3.0 M are left.

In prices of the year: 2.5 M; 3,968,800 x 1.1 = 4,365,680; 7,868,800 x 1.21 = 9,521,248; 2028 by line 1,331,000 +
319,440 + 79,860 + 479,160 + 31,944 + 245,969 (from 245,968.8) = 2,487,373. The repair costs 7.26 M, so 3.63 M are
borrowed in 2027; 3.63 M x 0.1 / (1 - 1.1^-2) = 2,091,571 are due in 2028 (363,000 of it interest; 1,901,429 are left),
and 1,901,429 + 190,143 = 2,091,572 in 2029.
"""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolplan.results.audit import audit_books
from poolplan.results.finance.books import Books
from poolplan.results.finance.bridge import bridge
from poolplan.results.finance.horizons import going_on, horizons
from poolplan.results.finance.keeping import books_of, shared_out, totals
from poolplan.results.finance.levelling import levelling
from poolplan.results.finance.loans import instalments
from poolplan.results.finance.own_pool import away, new_pool
from poolplan.results.indicators import indicators
from poolplan.results.plan import Plan
from poolplan.scenario.finance import Bonds, Finance, Inflation
from tests.outputs.tiny import tiny_answer
from tests.worlds import BEST_YEN, shared_and_rebuilt_plan, two_schools_plan

LOAN = Bonds(works_share={"pool_repair": 0.5}, interest_share=0.1, years=2, source="made up")
RISING = Finance(inflation=Inflation(share_per_year=0.1, source="made up"), bonds=LOAN)


def financed(plan: Plan, finance: Finance | None) -> Plan:
    """Return a plan whose scenario has a finance block."""
    scenario = plan.network.scenario.model_copy(update={"finance": finance})
    return replace(plan, network=replace(plan.network, scenario=scenario))


def priced() -> Plan:
    """The plan of the module's docstring."""
    return financed(two_schools_plan(), RISING)


def yearly(books: Books, column: str, prices: Any = "nominal") -> dict[int, int]:
    """A column of a budget by year."""
    return {year: int(yen) for year, yen in books.budgets[prices].set_index("year")[column].items()}  # type: ignore[misc]


def test_a_budget_without_loans_and_rising_prices_is_the_ledger_by_year() -> None:
    books = books_of(two_schools_plan())
    for prices in ("base_year", "nominal"):
        assert yearly(books, "burden_yen", prices) == {
            2025: 2_500_000, 2026: 3_968_800, 2027: 7_868_800, 2028: 1_868_800,
        }  # fmt: skip
    assert yearly(books, "works_yen") == {2025: 0, 2026: 2_000_000, 2027: 6_000_000, 2028: 0}
    assert set(yearly(books, "borrowed_yen").values()) == {0}


def test_prices_of_the_year_and_a_loan_by_hand() -> None:
    books = books_of(priced())
    assert yearly(books, "cost_yen") == {2025: 2_500_000, 2026: 4_365_680, 2027: 9_521_248, 2028: 2_487_373, 2029: 0}
    assert yearly(books, "borrowed_yen") == {2025: 0, 2026: 0, 2027: 3_630_000, 2028: 0, 2029: 0}
    assert yearly(books, "cash_yen")[2027] == 5_891_248
    assert yearly(books, "interest_yen") == {2025: 0, 2026: 0, 2027: 0, 2028: 363_000, 2029: 190_143}
    assert yearly(books, "burden_yen")[2028] == 2_487_373 + 2_091_571
    assert yearly(books, "burden_yen")[2029] == 2_091_572
    assert yearly(books, "debt_yen") == {2025: 0, 2026: 0, 2027: 3_630_000, 2028: 1_901_429, 2029: 0}


def test_a_loan_in_prices_of_the_base_year_is_worth_less_the_later_it_is_repaid() -> None:
    """3.63 M of 2027 are 3.0 M of 2025; 2,091,572 of 2029 are 2,091,572 / 1.4641 = 1,298,681 + 129,870."""
    books = books_of(priced())
    assert yearly(books, "borrowed_yen", "base_year")[2027] == 3_000_000
    assert yearly(books, "cost_yen", "base_year")[2028] == 1_868_800
    assert yearly(books, "principal_yen", "base_year")[2029] == 1_298_702
    assert yearly(books, "interest_yen", "base_year")[2029] == 129_870


def test_state_and_city_pay_their_parts() -> None:
    """Hill is rebuilt in 2026: 20 M, 5 M of it from the state; lake's pool is demolished for 2 M, upkeep is 1 M."""
    books = books_of(shared_and_rebuilt_plan())
    row = books.budgets["base_year"].set_index("year").loc[2026]
    assert row["national_grant_yen"] == 5_000_000
    assert row["works_yen"] == 22_000_000
    assert row["city_yen"] == 15_000_000 + 2_000_000 + 1_000_000 + 120_000


def test_a_ledgers_own_bonds_are_repaid_too() -> None:
    """The ledger says who pays: 1 M of the repair by bonds, and half of the other 5 M is borrowed besides."""
    plan = priced()
    repair = plan.ledger["item"] == "pool_repair"
    ledger = plan.ledger.copy()
    ledger.loc[repair, "yen"] = 5_000_000
    bond = plan.ledger[repair].assign(payer="local_bond", yen=1_000_000)
    books = books_of(replace(plan, ledger=pd.concat([ledger, bond], ignore_index=True)))
    assert yearly(books, "borrowed_yen")[2027] == 1_210_000 + 3_025_000
    without_terms = books_of(replace(financed(plan, None), ledger=pd.concat([ledger, bond], ignore_index=True)))
    assert yearly(without_terms, "debt_yen") == {2025: 0, 2026: 0, 2027: 1_000_000, 2028: 1_000_000}
    assert set(yearly(without_terms, "principal_yen").values()) == {0}


def test_lines_name_the_school_they_concern_and_add_up() -> None:
    books = books_of(priced())
    by_school = totals(books.lines, ["school"]).set_index("school")["yen"]
    assert by_school.to_dict() == {"hill": 4_100_000 + 6_000_000, "lake": 1_500_000 + 2_000_000 + 3 * 868_800}
    assert books.lines["yen"].sum() == BEST_YEN
    present = indicators(priced()).set_index("indicator").loc["present_value_yen", "value"]
    assert books.lines["present_yen"].sum() == pytest.approx(present)


def test_a_clubs_contract_is_shared_between_its_schools_by_sessions() -> None:
    """In 2024 kita (30 sessions) alone swims at the club; minami's 30 sessions are put beside it for the test."""
    answer = tiny_answer()
    fee = {"year": 2024, "item": "site_contract", "payer": "general_fund", "place": "club_one", "yen": 101}
    lessons = answer.plan.assignments.copy()
    lessons.loc[(lessons["school"] == "minami") & (lessons["year"] == 2024), ["site", "mode"]] = [
        "club_one",
        "commission",
    ]
    plan = replace(answer.plan, ledger=pd.DataFrame([fee]), assignments=lessons)
    lines = books_of(plan).lines
    assert list(zip(lines["school"], lines["yen"], strict=True)) == [("kita", 51), ("minami", 50)]


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 500), min_size=1, max_size=9))
def test_shares_add_up_and_are_fair(yen: int, weights: list[int]) -> None:
    named = {str(number): weight for number, weight in enumerate(weights)}
    parts, whole = shared_out(yen, named), sum(weights)
    assert sum(parts.values()) == yen
    assert all(abs(parts[name] - yen * named[name] / whole) <= 1 for name in named if whole)


@given(
    st.integers(0, 10**11), st.sampled_from([0.0, 0.001, 0.012, 0.1]), st.integers(1, 40), st.integers(0, 5),
    st.sampled_from(["level_payment", "level_principal"]),
)  # fmt: skip
def test_every_loan_is_repaid_exactly(yen: int, interest: float, years: int, grace: int, repayment: Any) -> None:
    bonds = Bonds(
        works_share={}, interest_share=interest, years=years + grace, grace_years=grace, repayment=repayment, source="x"
    )
    due = instalments(yen, 2025, bonds)
    assert [one.year for one in due] == list(range(2026, 2026 + years + grace))
    assert sum(one.principal_yen for one in due) == yen
    assert due[-1].debt_yen == 0
    assert all(one.principal_yen >= 0 and one.interest_yen >= 0 for one in due)
    level = [one.principal_yen + one.interest_yen for one in due[grace:-1]]
    if repayment == "level_payment" and yen > 10_000:
        assert len(set(level)) <= 1


def test_longer_horizons_go_on_as_the_last_year_and_wear_out() -> None:
    """2028 costs 1.8688 M to run; one pool is left, and a new one is 20 M over 10 years: 3.8688 M a year."""
    plan = two_schools_plan()
    found = {one.years: one for one in horizons(plan, books_of(plan))}
    assert going_on(plan).yen == 3_868_800
    assert list(found) == [4, 30, 40, 50, 60]
    assert found[4].yen == BEST_YEN
    assert found[30].yen == BEST_YEN + 26 * 3_868_800
    assert found[30].present_yen == pytest.approx(found[30].yen)
    assert found[60].last == 2084


def test_break_even_of_lakes_pool() -> None:
    """A new pool: 20 M over 10 years and 1.0 M of upkeep, 3.0 M a year; lake pays 868,800 at the club: never."""
    plan = two_schools_plan()
    pool = new_pool(plan.network.scenario.costs.pool)
    assert pool.yen_per_year == 3_000_000
    (lake,) = away(plan, books_of(plan))
    assert (lake.school, lake.mode, lake.years, lake.fee_yen, lake.visits) == ("lake", "commission", 3, 868_800, 240)
    assert lake.break_even_years is None
    assert pool.break_even_years(3_000_000) == 10


def test_even_budgets_need_no_fund() -> None:
    assert levelling({2025: 5, 2026: 5})[3:] == (0, 0)
    assert levelling({2025: 9, 2026: 0, 2027: 0})[2:] == (3.0, 6, 6)
    assert levelling({2025: 0, 2026: 0}).peak_to_mean == 0


def test_right_books_pass_the_audit() -> None:
    for plan in (two_schools_plan(), priced(), shared_and_rebuilt_plan(), financed(shared_and_rebuilt_plan(), RISING)):
        assert audit_books(plan, books_of(plan)) == []


LINE_LIES = {"yen": 1, "nominal_yen": 2}
BUDGET_LIES = {
    "works_yen": "budgets_add_up",
    "running_yen": "budgets_add_up",
    "national_grant_yen": "budgets_add_up",
    "users_yen": "budgets_add_up",
    "cost_yen": "budgets_add_up",
    "city_yen": "budgets_add_up",
    "cash_yen": "budgets_add_up",
    "burden_yen": "budgets_add_up",
    "debt_yen": "loans_are_repaid",
    "interest_yen": "loans_are_repaid",
    "borrowed_yen": "loans_are_repaid",
    "principal_yen": "loans_are_repaid",
}


@pytest.mark.parametrize("column", LINE_LIES)
def test_a_line_that_is_not_the_ledgers_is_found(column: str) -> None:
    books = books_of(priced())
    lines = books.lines.copy()
    lines[column] = lines[column] + LINE_LIES[column] * (lines.index == 3)
    assert "books_are_the_ledger" in {finding.rule for finding in audit_books(priced(), replace(books, lines=lines))}


@pytest.mark.parametrize("column", BUDGET_LIES)
def test_a_budget_that_does_not_follow_is_found(column: str) -> None:
    books = books_of(priced())
    nominal = books.budgets["nominal"].copy()
    nominal[column] = nominal[column] + 1_000 * (nominal.index == 3)
    wrong = replace(books, budgets={**books.budgets, "nominal": nominal})
    assert BUDGET_LIES[column] in {finding.rule for finding in audit_books(priced(), wrong)}


def test_a_missing_line_and_a_loan_never_repaid_are_found() -> None:
    books = books_of(priced())
    fewer = replace(books, lines=books.lines.iloc[1:])
    assert "books_are_the_ledger" in {finding.rule for finding in audit_books(priced(), fewer)}
    short = replace(books, budgets={**books.budgets, "nominal": books.budgets["nominal"].iloc[:-1]})
    assert any("never repaid" in finding.problem for finding in audit_books(priced(), short))


def test_totals_lead_from_the_budgets_to_what_the_plan_minimises() -> None:
    """3.0 M are left; two_schools() discounts nothing, so that 18,874,301 - 2,667,901 - 3.0 M are its least cost."""
    plan = priced()
    found = bridge(plan, books_of(plan))
    assert (found.nominal_yen, found.base_year_yen, found.left_yen) == (18_874_301, 16_206_400, -3_000_000)
    assert (found.discount_yen, found.not_counted_yen, found.present_yen) == (0, 0, BEST_YEN)


def test_the_last_total_is_the_objective_whoever_counts_and_whatever_later_money_is_worth() -> None:
    plan = financed(shared_and_rebuilt_plan(), RISING)
    costs = plan.network.scenario.costs
    for payers in (costs.counted_payers, ("general_fund",)):
        changed = costs.model_copy(update={"discount_share": 0.04, "counted_payers": payers})
        scenario = plan.network.scenario.model_copy(update={"costs": changed})
        other = replace(plan, network=replace(plan.network, scenario=scenario))
        ledger = plan.ledger[plan.ledger["payer"].isin(payers)]
        worth = (ledger["yen"] / 1.04 ** (ledger["year"] - costs.base_year)).sum()
        assert bridge(other, books_of(other)).present_yen == pytest.approx(worth, abs=1e-3)
