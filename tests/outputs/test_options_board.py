"""The options board: each map shows what is chosen, and the schools that differ are those of the tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.analysis.compare import compare
from poolplan.outputs.comparison import write_comparison
from poolplan.outputs.options_board import columns_of, options_page
from poolplan.results.plan import Answer
from tests.outputs.pages import opened
from tests.outputs.test_stage_board import assert_together

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def page_file(answer: Answer, keep_all: Answer, tmp_path: Path) -> Path:
    """Return the options board of the tiny city."""
    write_comparison([keep_all, answer], tmp_path / "pages", "ja")
    return tmp_path / "pages" / "options.html"


def test_the_page_opens_with_options_that_move_schools_first(answer: Answer, keep_all: Answer) -> None:
    columns = columns_of([keep_all, answer], "ja")
    assert [choice.value for column in columns for choice in column.choices if choice.is_chosen] == ["tiny", "keep_all"]
    assert len(columns_of([answer] * 5, "ja")) == 3


def test_equal_answers_give_equal_pages_and_names_are_text(answer: Answer, evil: Answer) -> None:
    pages = [options_page([answer, evil], compare([answer, evil]), "ja") for _ in range(2)]
    assert pages[0] == pages[1]
    for markup in ("<script>alert(1)", "<img src=x", "<b>太字"):
        assert markup not in pages[0]


def differing(first: Answer, second: Answer, year: int) -> set[str]:
    """Schools whose place differs, from the tables."""
    found: set[str] = set()
    tables = [answer.plan.assignments for answer in (first, second)]
    places = [table[table["year"] == year].set_index("school")["site"].to_dict() for table in tables]
    for school, site in places[0].items():
        found |= {str(school)} if places[1][school] != site else set()
    return found


def test_schools_that_differ_are_marked_and_listed(
    browser: "Browser", page_file: Path, answer: Answer, keep_all: Answer
) -> None:
    page, complaints = opened(browser, page_file)
    for year in ("2023", "2025"):
        page.locator("#ob-year").select_option(year)
        count = len(differing(answer, keep_all, int(year)))
        assert page.locator("#ob-count").inner_text() == f"違いのある学校 {count}校"
        assert page.locator("#ob-table tbody tr").count() == count
        assert page.locator("path[stroke='#9c0078']").count() in (0, 2 * count)  # none where drawn on a canvas
    page.locator("#ob-pick-1").select_option("tiny")
    assert page.locator("#ob-count").inner_text() == "違いのある学校 0校"
    assert page.locator("#ob-table tbody tr").count() == 0
    assert not complaints


def test_figures_and_maps_follow_what_is_chosen(browser: "Browser", page_file: Path) -> None:
    page, complaints = opened(browser, page_file)
    page.locator("#ob-year").select_option("2025")
    moved = page.locator("[data-stage='0'] [data-figure='0']").inner_text()
    assert (moved, page.locator("[data-stage='1'] [data-figure='0']").inner_text()) == ("2", "0")
    page.locator("#ob-pick-0").select_option("keep_all")
    assert page.locator("[data-stage='0'] [data-figure='0']").inner_text() == "0"
    assert page.locator("[data-stage='0'] .pp-school").count() == 3
    page.locator("#ob-pick-0").select_option("tiny")
    page.locator("#ob-table button").first.click()
    assert page.locator(".leaflet-popup .pp-card").count() == 2
    assert_together(page)
    page.locator("#ob-differences").uncheck()
    assert page.locator("path[stroke='#9c0078']").count() == 0
    assert not complaints
