"""The stage board: its figures are those of the tables, its maps move together, and nothing leaves the file."""

from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.outputs.assets import TILE_HOST
from poolplan.outputs.features import figures
from poolplan.outputs.report.book import Book
from poolplan.outputs.stage_board.page import board_page, write_board
from poolplan.outputs.stage_board.parts import LONG_TRIP_MIN, MOST, long_trips, school_rows, shown, stages_of, ward_rows
from poolplan.results.plan import Answer
from tests.outputs.pages import HOW_TO_PRINT, PDFINFO, at_rest, opened, printed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

STEP_DEGREES = 1e-4
CENTRES = "stages.maps.map(m => [m.getCenter().lat, m.getCenter().lng, m.getZoom()])"


def test_points_in_time_are_the_stages(answer: Answer, keep_all: Answer) -> None:
    assert [(point.year, point.stage, point.schools) for point in shown(Book(answer, "ja"))] == [
        (2023, 1, 1),
        (2024, 2, 2),
    ]
    assert [point.year for point in shown(Book(keep_all, "ja"))] == [2022, 2023, 2025]
    assert len(shown(Book(keep_all, "ja"))) <= MOST


def test_figures_are_those_of_the_indicators(answer: Answer) -> None:
    """In 2024 kita rides 10 min and minami walks 6: none longer than 10; (60 x 10 + 30 x 6) / 90 = 8.7 min."""
    book = Book(answer, "en")
    _, second = stages_of(book, shown(book))
    values = {figure.name: figure.value for figure in second.figures}
    assert values["Pools retired"] == f"{figures(answer, 2024)['pools_retired']:.0f}"
    assert values["One-way trip (mean / longest)"] == "8.7 / 10.0 min"
    assert long_trips(book, 2024) == sum(
        lesson.minutes > LONG_TRIP_MIN for (_, year), lesson in book.main.items() if year == 2024
    )


def test_wards_add_up_to_the_city(answer: Answer) -> None:
    book = Book(answer, "en")
    *wards, city = ward_rows(book, shown(book))
    assert sum(int(ward.schools) for ward in wards) == int(city.schools) == 3
    for number in range(2):
        assert sum(int(ward.stages[number][0]) for ward in wards) == int(city.stages[number][0])


def test_every_school_is_listed_with_its_place_at_each_stage(answer: Answer) -> None:
    book = Book(answer, "en")
    rows = {row.school: row for row in school_rows(book, shown(book))}
    assert rows.keys() == set(book.places.schools)
    (first, is_new, _), (second, is_new_again, _) = rows["kita"].stages
    assert first == second == "Hypothetical club 1 bus 10.0 min"
    assert (is_new, is_new_again) == (True, False)
    assert rows["chuo_jhs"].stages[0][0] == "Own pool"
    assert "北小学校" in rows["kita"].search


def test_equal_answers_give_equal_pages_and_names_are_text(answer: Answer, evil: Answer) -> None:
    assert board_page(answer, "ja") == board_page(answer, "ja")
    page = board_page(evil, "en")
    for markup in ("<script>alert(1)", "<img src=x", "<b>太字"):
        assert markup not in page
    assert "<script>alert(1)</script>" in unescape(page)


@pytest.fixture
def board(answer: Answer, tmp_path: Path) -> Path:
    """Return the board of the tiny city."""
    path = tmp_path / "board.html"
    write_board(answer, path, "ja")
    return path


def assert_together(page: "Page") -> None:
    """All maps show the same place at the same scale, once nothing moves any more."""
    at_rest(page)
    first, *others = page.evaluate(CENTRES)
    assert len(others) == 1
    assert all(other == pytest.approx(first, abs=STEP_DEGREES) for other in others)


def test_the_maps_move_together_whatever_is_pressed(browser: "Browser", board: Path) -> None:
    page, complaints = opened(browser, board)
    assert page.locator(".leaflet-container").count() == 2
    assert_together(page)
    start = page.evaluate(CENTRES)[0]
    box = page.locator(".sb-map").nth(1).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 120, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 190, box["y"] + 250, steps=5)
    assert_together(page)
    page.mouse.up()
    assert_together(page)
    moved = page.evaluate(CENTRES)[0]
    assert moved != start
    page.locator(".leaflet-control-zoom-in").first.click()
    assert_together(page)
    assert page.evaluate(CENTRES)[0][2] > moved[2]
    for button in page.locator("[data-ward]").all():
        button.click()
        assert_together(page)
    for button in page.locator("[data-school]").all():
        button.click()
        assert_together(page)
        assert page.locator(".leaflet-popup .pp-card").count() == 2
    assert not complaints


def test_search_finds_schools_in_both_languages(browser: "Browser", board: Path) -> None:
    page, complaints = opened(browser, board)
    assert page.locator("#sb-found").inner_text() == "3校"
    for wanted, left in (("kita", 1), ("小学校", 2), ("nowhere", 0), ("", 3)):
        page.locator("#sb-search").fill(wanted)
        assert page.locator("[data-search]:visible").count() == left
        assert page.locator("#sb-found").inner_text() == f"{left}校"
    assert not complaints


def test_a_phone_shows_one_stage_at_a_time(browser: "Browser", board: Path) -> None:
    page, complaints = opened(browser, board, 390, 844)
    assert page.locator(".sb-stage:visible").count() == 1
    page.locator("[data-tab='0']").click()
    assert page.locator(".sb-stage:visible h2").inner_text().startswith("第1段階")
    assert page.locator(".sb-stage:visible .pp-school").count() == 3
    assert page.locator("[data-tab='0']").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not complaints


@pytest.mark.skipif(not PDFINFO, reason=HOW_TO_PRINT)
def test_print_is_one_a3_page_with_whole_maps(browser: "Browser", board: Path, tmp_path: Path) -> None:
    page, _ = opened(browser, board)
    paper = printed(page, tmp_path / "board.pdf")
    assert (paper.pages, paper.is_a3) == (1, True)
    assert "第2段階" in paper.text
    assert "市全体" in paper.text


def test_hostile_names_stay_text(browser: "Browser", evil: Answer, tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    write_board(evil, path, "en")
    page, complaints = opened(browser, path)
    for button in page.locator("[data-school]").all():
        button.click()
    assert page.locator("[data-school='kita']").inner_text() == "<script>alert(1)</script>"
    assert not complaints


def test_everything_on_the_board_can_be_reached_and_has_a_name(browser: "Browser", board: Path) -> None:
    """Controls have names in the page's language, tables have scopes, nothing jumps the order of the keyboard."""
    page, _ = opened(browser, board)
    assert page.locator("html").get_attribute("lang") == "ja"
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, input, [tabindex=\"0\"], a[href]')].filter(n => n.offsetWidth && "
        "!(n.innerText || n.getAttribute('aria-label') || n.title || (n.labels && n.labels.length))).length"
    )
    assert nameless == 0
    assert page.locator("th:not([scope])").count() == 0
    assert page.evaluate("[...document.querySelectorAll('[tabindex]')].every(n => n.tabIndex <= 0)")
    assert page.locator("main, h1").count() == 2


def test_tiles_are_asked_for_only_on_a_click_and_from_nowhere_else(browser: "Browser", board: Path) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    asked: list[str] = []

    def answer_with_nothing(route: "Route") -> None:
        asked.append(route.request.url)
        route.fulfill(status=204)

    page.route("https://**/*", answer_with_nothing)
    page.goto(board.as_uri())
    page.wait_for_selector("html[data-ready]")
    at_rest(page)
    assert not asked
    page.locator("#sb-tiles").check()
    page.wait_for_selector("img.leaflet-tile", state="attached")
    at_rest(page)
    assert asked
    assert {url.split("/xyz/")[0] for url in asked} == {TILE_HOST}
    assert "地理院タイル" in page.locator(".leaflet-control-attribution").first.inner_text()
    page.locator("#sb-tiles").uncheck()
    assert page.locator(".leaflet-tile").count() == 0
