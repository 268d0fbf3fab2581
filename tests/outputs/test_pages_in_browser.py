"""The pages in a real browser, with the network watched."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.outputs.comparison import write_comparison
from poolplan.outputs.map_page import write_map
from poolplan.results.plan import Answer
from tests.outputs.pages import HOW_TO_PRINT, PDFINFO, at_rest, printed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


def _open(browser: "Browser", path: Path, size: str) -> tuple["Page", list[str]]:
    """Open a page; the list fills with requests, console errors and exceptions."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    complaints: list[str] = []
    page.on("request", lambda request: None if _is_inside(request.url, path) else complaints.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    page.goto(path.as_uri())
    page.wait_for_selector(".pp-school")
    return page, complaints


def _is_inside(url: str, path: Path) -> bool:
    return url == path.as_uri() or url.startswith("data:")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_map_shows_its_stages_without_a_single_request(
    browser: "Browser", answer: Answer, tmp_path: Path, lang: str, size: str
) -> None:
    path = tmp_path / "map.html"
    write_map(answer, path, "ja" if lang == "ja" else "en")
    page, complaints = _open(browser, path, size)
    labels = page.locator(".leaflet-control-layers-base label")
    assert labels.count() == 3
    assert page.locator(".pp-now:visible").count() == 1
    labels.nth(1).click()
    heading = "令和6年度（2024年度）" if lang == "ja" else "FY2024"
    assert page.locator(".pp-now:visible h2").inner_text() == heading
    assert page.locator(".pp-school").count() == 3
    assert page.locator(".pp-site").count() == 2
    name = "北小学校" if lang == "ja" else "Kita ES"
    page.get_by_role("button", name=name).dispatch_event("click")
    card = page.locator(".leaflet-popup .pp-card").inner_text()
    assert ("仮定" if lang == "ja" else "Assumed") in card
    assert ("10.0分（バス）" if lang == "ja" else "10.0 min by bus") in card
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not complaints
    page.close()


def test_a_card_is_readable_and_no_narrower_than_its_lines_need(
    browser: "Browser", answer: Answer, tmp_path: Path
) -> None:
    write_map(answer, tmp_path / "map.html", "ja")
    page, _ = _open(browser, tmp_path / "map.html", "desktop")
    page.get_by_role("button", name="北小学校").dispatch_event("click")
    box = page.locator(".leaflet-popup .pp-card")
    assert box.evaluate("card => [getComputedStyle(card).minWidth, getComputedStyle(card).fontSize]") == [
        "190px",
        "13px",
    ]
    page.close()


@pytest.mark.skipif(not PDFINFO, reason=HOW_TO_PRINT)
def test_the_map_prints_on_one_sheet_and_is_on_the_screen_as_before(
    browser: "Browser", answer: Answer, tmp_path: Path
) -> None:
    """Everything in view is on the paper: all three schools lie within the map as it is measured for it."""
    write_map(answer, tmp_path / "map.html", "ja")
    page, complaints = _open(browser, tmp_path / "map.html", "desktop")
    screen = "document.querySelector('.folium-map').getBoundingClientRect().width"
    places = "[...document.querySelectorAll('.pp-school')].map(school => school.getBoundingClientRect().x)"
    before = page.evaluate(screen), page.evaluate(places)
    page.evaluate(
        "window.addEventListener('beforeprint', () => { window.onPaper = [" + screen + ", " + places + "]; })"
    )
    paper = printed(page, tmp_path / "map.pdf")
    assert paper.pages == 1
    assert "移行した学校" in paper.text
    width, schools = page.evaluate("window.onPaper")
    assert width == 718
    assert all(0 < x < width for x in schools)
    page.wait_for_selector("body:not(.pp-print)")
    assert page.evaluate(screen) == before[0]
    assert page.evaluate(places) == pytest.approx(before[1], abs=1.5)
    assert not complaints
    page.close()


def test_names_stay_text_in_popups_and_tooltips(browser: "Browser", evil: Answer, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_map(evil, path, "ja")
    page, complaints = _open(browser, path, "desktop")
    for marker in page.locator(".pp-school, .pp-site").all():
        marker.dispatch_event("mouseover")
        marker.dispatch_event("click")
    at_rest(page)
    assert page.locator(".leaflet-popup .pp-card").count() == 1
    assert page.locator("img[src='x']").count() == 0
    assert page.locator(".pp-head h1").inner_text() == "<b>太字</b>"
    assert not complaints
    page.close()


def test_comparison_chooses_option_and_point_in_time(
    browser: "Browser", answer: Answer, keep_all: Answer, tmp_path: Path
) -> None:
    write_comparison([keep_all, answer], tmp_path / "c", "ja")
    page, complaints = _open(browser, tmp_path / "c" / "comparison.html", "desktop")
    assert page.locator("#pp-scenario").input_value() == "tiny"
    assert page.locator("#pp-year").input_value() == "2024"
    assert page.locator(".pp-now:visible dd").first.inner_text().startswith("2")
    page.select_option("#pp-scenario", "keep_all")
    assert page.locator(".pp-now:visible dd").first.inner_text().startswith("0")
    assert page.locator(".pp-site").count() == 1
    assert page.locator(".pp-best").first.inner_text().startswith("★")
    assert not complaints
    page.close()
