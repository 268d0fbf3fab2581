"""The stage board in a reader's hands: windows change size, phones turn, sheets are printed, cities are large."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.outputs.report.book import Book
from poolplan.outputs.rollout.sheet import sheets_of
from poolplan.outputs.stage_board.page import write_board
from poolplan.results.plan import Answer
from tests.outputs.dense import dense_answer
from tests.outputs.pages import HOW_TO_PRINT, PDFINFO, at_rest, opened, printed
from tests.outputs.test_every_page import PAGES
from tests.outputs.test_stage_board import CENTRES, assert_together

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DENSE_SCHOOLS = 2000
DENSE_BYTES = 8_000_000
SIZES = ((844, 390), (1440, 900), (1100, 700), (390, 844))
MARKERS_IN_VIEW = """stages.maps.filter(m => m.getContainer().offsetWidth).map(m => {
    const box = m.getContainer().getBoundingClientRect();
    return [...m.getContainer().querySelectorAll('.pp-school')].filter(node => {
        const at = node.getBoundingClientRect();
        return at.left >= box.left && at.right <= box.right && at.top >= box.top && at.bottom <= box.bottom;
    }).length;
})"""


@pytest.fixture
def board(answer: Answer, tmp_path: Path) -> Path:
    """Return the board of the tiny city."""
    path = tmp_path / "board.html"
    write_board(answer, path, "ja")
    return path


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the board of a city of 2,000 schools."""
    path = tmp_path_factory.mktemp("dense") / "board.html"
    write_board(dense_answer(DENSE_SCHOOLS), path, "ja")
    return path


def resize(page: "Page", size: tuple[int, int]) -> None:
    """Change the window and wait until the page has followed."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    at_rest(page)


def test_the_whole_city_stays_in_view_whatever_the_window(browser: "Browser", board: Path) -> None:
    page, complaints = opened(browser, board, 390, 844)
    for size in SIZES:
        resize(page, size)
        assert set(page.evaluate(MARKERS_IN_VIEW)) == {3}
    assert not complaints


def test_a_place_chosen_stays_when_the_window_changes(browser: "Browser", board: Path) -> None:
    page, complaints = opened(browser, board, 1440, 900)
    page.locator("[data-school='kita']").click()
    at_rest(page)
    chosen = page.evaluate(CENTRES)[0]
    for size in SIZES:
        resize(page, size)
        for shown in page.evaluate(CENTRES):
            assert shown == pytest.approx(chosen, abs=1e-3)
    assert not complaints


def test_a_card_opened_from_the_table_is_whole(browser: "Browser", board: Path) -> None:
    page, complaints = opened(browser, board)
    for button in page.locator("[data-school]").all():
        button.click()
        at_rest(page)
        for number in range(2):
            card = page.locator(".leaflet-popup").nth(number).bounding_box()
            around = page.locator(".sb-map").nth(number).bounding_box()
            assert card is not None
            assert around is not None
            assert card["y"] >= around["y"]
            assert card["y"] + card["height"] <= around["y"] + around["height"]
    assert not complaints


def test_a_tab_keeps_the_place_and_opens_the_school_again(browser: "Browser", board: Path) -> None:
    page, complaints = opened(browser, board, 390, 844)
    page.locator("[data-school='kita']").click()
    at_rest(page)
    before = page.evaluate(CENTRES)[1]
    page.locator("[data-tab='0']").click()
    at_rest(page)
    assert page.evaluate(CENTRES)[0] == pytest.approx(before, abs=1e-4)
    assert page.locator(".pp-card:visible").count() == 1
    page.locator(".leaflet-popup-close-button:visible").click()
    page.locator("[data-tab='1']").click()
    at_rest(page)
    page.locator("[data-tab='0']").click()
    assert page.locator(".sb-stage:visible .pp-card:visible").count() == 0
    assert not complaints


def test_the_key_of_costs_shows_its_patterns_on_a_phone(browser: "Browser", board: Path) -> None:
    """A pattern that stands in a hidden drawing is not drawn: each key has its own."""
    page, _ = opened(browser, board, 390, 844)
    keys = page.locator(".rp-key")
    assert keys.count() > 0
    for key in keys.all():
        name = key.locator("rect[fill^='url']").get_attribute("fill") or ""
        assert key.locator(name.removeprefix("url(").removesuffix(")")).count() == 1


def test_the_keyboard_can_skip_the_maps(browser: "Browser", board: Path) -> None:
    page, _ = opened(browser, board)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "sb-skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.sb-wards') !== null")


@pytest.mark.parametrize("size", SIZES)
def test_printing_shows_all_and_leaves_the_page_as_it_was(
    browser: "Browser", board: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    page, complaints = opened(browser, board, *size)
    page.locator("[data-ward='nishi']").click()
    before = page.evaluate(CENTRES)
    page.evaluate(
        f"addEventListener('beforeprint', () => {{ window.in_print = {MARKERS_IN_VIEW}; "
        f"window.centres_in_print = {CENTRES}; }})"
    )
    paper = tmp_path / "board.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True, print_background=True)
    assert page.evaluate("in_print") == [3, 3]
    first, second = page.evaluate("centres_in_print")
    assert first == pytest.approx(second, abs=1e-4)
    at_rest(page)
    visible = page.evaluate("stages.maps.findIndex(m => m.getContainer().offsetWidth > 0)")
    assert page.evaluate(CENTRES)[visible] == pytest.approx(before[visible], abs=1e-4)
    assert not complaints


def test_less_motion_where_the_reader_asks_for_it(browser: "Browser", board: Path) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(board.as_uri())
    page.wait_for_selector("html[data-ready]")
    zoom = page.evaluate(CENTRES)[0][2]
    page.locator(".leaflet-control-zoom-in").first.click()
    assert page.evaluate(CENTRES)[0][2] > zoom
    assert_together(page)


@pytest.mark.slow
def test_two_thousand_schools_stay_usable(browser: "Browser", dense: Path) -> None:
    assert dense.stat().st_size <= DENSE_BYTES
    page, complaints = opened(browser, dense)
    box = page.locator(".sb-map").nth(1).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 60 + 6 * step, box["y"] + 60 + 4 * step)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    page.mouse.up()
    at_rest(page)
    centres = page.evaluate(CENTRES)
    assert centres[1] == pytest.approx(centres[0], abs=1e-4)
    assert centres[2] == pytest.approx(centres[0], abs=1e-4)
    page.locator("#sb-search").fill("第1999小学校")
    assert page.locator("[data-search]:visible").count() == 1
    assert not complaints


@pytest.mark.slow
@pytest.mark.skipif(not PDFINFO, reason=HOW_TO_PRINT)
def test_two_thousand_schools_print_on_one_sheet(browser: "Browser", dense: Path, tmp_path: Path) -> None:
    page, _ = opened(browser, dense)
    assert printed(page, tmp_path / "board.pdf").pages == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["options", "rollout"])
def test_the_other_boards_bear_two_thousand_schools(browser: "Browser", tmp_path: Path, name: str) -> None:
    answer, kind = dense_answer(DENSE_SCHOOLS), PAGES[name]
    again = answer.plan.network.scenario.model_copy(update={"name": "again"})
    other = replace(answer, plan=replace(answer.plan, network=replace(answer.plan.network, scenario=again)))
    path = tmp_path / f"{name}.html"
    path.write_text(kind.page(answer, other, "ja"), encoding="utf-8")
    assert path.stat().st_size <= DENSE_BYTES
    page, complaints = opened(browser, path, ready=kind.ready)
    assert page.get_by_text("第1999小学校").count() + page.locator(".leaflet-container").count() > 0
    assert not complaints
    page.close()


def test_rows_too_low_to_read_go_on_further_sheets() -> None:
    """Four columns of rows at least 3.2 mm high: 304 rows a sheet, so that 400 schools need two."""
    assert len(sheets_of(Book(dense_answer(200), "ja"))) == 1
    assert len(sheets_of(Book(dense_answer(400), "ja"))) == 2
