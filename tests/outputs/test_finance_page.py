"""finance.html: sentences and tables against the hand arithmetic of tests/results/test_finance.py, and paper."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.outputs.finance.bridge_table import bridge_table
from poolplan.outputs.finance.page import finance_page
from poolplan.outputs.finance.parts import (
    Account,
    horizons_table,
    levelling_table,
    own_pool_table,
    totals_table,
    yearly_table,
)
from poolplan.outputs.report.tables import Table
from poolplan.results.plan import Answer, Plan
from tests.outputs.pages import opened
from tests.outputs.test_report_page import A4_AREA_PX, _too_wide
from tests.outputs.tiny import tiny_answer
from tests.results.test_finance import priced
from tests.worlds import shared_and_rebuilt_plan, two_schools, two_schools_plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def answered(found: Plan) -> Answer:
    """Return an answer around a plan written by hand."""
    return replace(tiny_answer(), plan=found)


def account(baseline: Answer | None = None) -> Account:
    """The priced plan of two schools, in English."""
    return Account(answered(priced()), "en", baseline)


def cells(found: Table) -> dict[str, list[str]]:
    """Rows of a table by heading."""
    return {row.head.text: [cell.text for cell in row.cells] for group in found.groups for row in group.rows}


def test_sentences_say_what_is_paid_when_and_with_what_interest() -> None:
    """18,874,301 in all: 2.5 + 4.36568 + 9.521248 + 2.487373 M; 3.63 M borrowed; 553,143 of interest; until 2029."""
    page = finance_page(answered(priced()), "en")
    text = re.sub(r"<[^>]+>", "", page)
    assert "The 4 years cost ¥18.9 million (¥3.6 million are borrowed)." in text
    assert (
        "With repayment and ¥0.6 million of interest, the general fund pays ¥19.4 million in all until FY2029." in text
    )
    assert "dearest planned year is FY2027 with ¥5.9 million, 1.4 times the mean of ¥4.3 million" in text


def test_totals_lead_from_the_whole_cost_to_the_general_fund() -> None:
    found = cells(totals_table(account()))
    assert found["Cost"] == ["¥18.9 million", "¥16.2 million"]
    assert found["– borrowed"] == ["¥3.6 million", "¥3.0 million"]
    assert found["General fund in all"][0] == "¥19.4 million"
    assert "– users" not in found


def test_every_total_of_the_plan_is_led_to_the_next_one() -> None:
    found = cells(bridge_table(account()))
    assert [row[0] for row in found.values()] == [
        "¥18.9 million", "-¥2.7 million", "¥16.2 million", "-¥3.0 million", "¥13.2 million"
    ]  # fmt: skip
    assert found["Present value, what the plan minimises"][1] == "boards, comparisons, sensitivity"


def test_years_go_on_until_the_last_repayment() -> None:
    found = cells(yearly_table(account(), "nominal"))
    assert list(found) == ["2025", "2026", "2027 ▲", "2028", "2029", "Total"]
    assert found["2029"][-2:] == ["2.09", "–"], "burden, debt"
    assert found["Total"][-1] == "", "debts of several years are not added"


def test_levelling_with_loans_and_without() -> None:
    """Without: 9,521,248 against a mean of 4,718,575; with: 5,891,248 against 4,333,968."""
    found = cells(levelling_table(account()))
    assert found["Dearest year"] == ["FY2027", "FY2027"]
    assert found["its amount"] == ["¥9.5 million", "¥5.9 million"]
    assert found["times the mean"] == ["2.02", "1.36"]


def test_break_even_of_the_club() -> None:
    found = own_pool_table(account())
    assert found is not None
    assert cells(found)["commission"] == ["1", "¥0.9 million", "¥0.9 million – ¥0.9 million", "3,620", "1", "–"]


def test_a_comparable_baseline_is_told_and_another_is_not() -> None:
    """The dear plan costs 2.5 + 24.12 - ... ; only what is of the same schools and years is compared."""
    dear = answered(shared_and_rebuilt_plan(two_schools()))
    assert account(dear).against[-1].theirs_to_date_yen == 13_860_000 + 14_000_000
    assert account(tiny_answer()).against == []
    assert account().against == []
    assert 'id="against"' in finance_page(answered(priced()), "ja", dear)
    assert 'id="against"' not in finance_page(answered(priced()), "ja")
    wide = cells(horizons_table(account(dear)))
    assert len(next(iter(wide.values()))) == 5


def test_without_loans_and_rising_prices_one_kind_of_prices_is_shown() -> None:
    plain = Account(answered(two_schools_plan()), "ja", None)
    assert len(totals_table(plain).heads) == 2
    assert "起債額" not in [head.text for head in yearly_table(plain, "nominal").heads]
    assert finance_page(plain.book.answer, "ja").count("<svg") == 1


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_is_cut_on_a4(browser: "Browser", keep_all: Answer, answer: Answer, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "finance.html"
    path.write_text(finance_page(answer, "ja" if lang == "ja" else "en", keep_all), encoding="utf-8")
    page, complaints = opened(browser, path, A4_AREA_PX["upright"], 1000, ready="main")
    page.emulate_media(media="print")
    assert _too_wide(page) == []
    assert not complaints
    page.close()
