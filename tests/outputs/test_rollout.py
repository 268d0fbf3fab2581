"""The roll-out page: strips and decisions are those of the tables, and the slider stops at decisions only."""

from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.outputs.report.book import Book
from poolplan.outputs.rollout.decisions import decisions_of
from poolplan.outputs.rollout.page import rollout_page, write_rollout
from poolplan.outputs.rollout.strips import Group, pool_groups, school_groups, slot_groups
from poolplan.results.plan import Answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def strips(groups: list[Group]) -> dict[str, list[tuple[int, int, str]]]:
    """First year, years and text of each stretch, by name of the row."""
    return {s.name: [(*part[:2], part.text) for part in s.stretches] for group in groups for s in group.strips}


def test_strips_cover_every_year_once(answer: Answer) -> None:
    book = Book(answer, "en")
    for groups in (pool_groups(book), school_groups(book), slot_groups(book)):
        assert groups
        for parts in strips(groups).values():
            assert sum(years for _, years, _ in parts) == len(book.scenario.planned_years)
            assert parts[0][0] == book.first


def test_strips_say_what_the_tables_say(answer: Answer) -> None:
    """Kita moves to the club in 2023, and its pool is retired then."""
    book = Book(answer, "en")
    assert strips(school_groups(book))["Kita ES"] == [(2022, 1, "Own pool"), (2023, 3, "Hypothetical club 1")]
    (first, second) = strips(pool_groups(book))["Kita ES"]
    assert (first[:2], second) == ((2022, 1), (2023, 3, "retired"))
    used = book.use["club_one"][2024]
    assert (2024, 1, f"{used.sessions / used.capacity:.0%}".rstrip("%")) in strips(slot_groups(book))[
        "Hypothetical club 1"
    ]


def test_decisions_are_the_years_in_which_something_happens(answer: Answer, keep_all: Answer) -> None:
    decisions = {decision.year: decision for decision in decisions_of(Book(answer, "en"))}
    assert list(decisions) == [2023, 2024]
    assert decisions[2023].moves == ["Kita ES → Hypothetical club 1"]
    assert ("retirement", ["Kita ES"]) in decisions[2023].works
    assert all(not decision.moves for decision in decisions_of(Book(keep_all, "en")))


def test_equal_answers_give_equal_pages_and_names_are_text(answer: Answer, evil: Answer) -> None:
    assert rollout_page(answer, "ja") == rollout_page(answer, "ja")
    page = rollout_page(evil, "en")
    for markup in ("<script>alert(1)", "<img src=x", "<b>太字"):
        assert markup not in page
    assert "<script>alert(1)</script>" in unescape(page)


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_slider_stops_at_decisions_only(
    browser: "Browser", answer: Answer, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "rollout.html"
    write_rollout(answer, path, "ja")
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    complaints: list[str] = []
    page.on("request", lambda request: None if request.url == path.as_uri() else complaints.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    seen = []
    while True:
        seen.append(page.locator(".ro-decision:visible").get_attribute("data-year"))
        name = page.locator(".ro-decision:visible h2").inner_text()
        assert page.locator("#ro-year").get_attribute("aria-valuetext") == name
        assert page.locator("tr.pp-chosen").get_attribute("data-row") == seen[-1]
        if page.locator("#ro-next").is_disabled():
            break
        page.locator("#ro-next").click()
    assert seen == ["2023", "2024"]
    page.locator("#ro-year").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".ro-decision:visible").get_attribute("data-year") == "2023"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not complaints


def test_everything_can_be_read_without_script(browser: "Browser", answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "rollout.html"
    write_rollout(answer, path, "en")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator(".ro-decision:visible").count() == 2
    assert page.locator(".ro-slide:visible").count() == 0
    context.close()
