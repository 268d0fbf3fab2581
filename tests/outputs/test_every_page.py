"""What holds for every page: nothing leaves it whatever is used, names stay text, equal answers give equal bytes."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from poolplan.analysis.compare import compare
from poolplan.outputs.assets import TILE_HOST
from poolplan.outputs.comparison import comparison_page
from poolplan.outputs.finance.page import finance_page
from poolplan.outputs.map_page import map_page
from poolplan.outputs.options_board import options_page
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.page import report_page
from poolplan.outputs.rollout.page import rollout_page
from poolplan.outputs.stage_board.page import board_page
from poolplan.results.plan import Answer
from tests.outputs.pages import HOW_TO_PRINT, PDFINFO, opened, printed, use_everything

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"ja": (1440, 900), "en": (390, 844)}
MARKUP = ("<script>alert(1)", "<img src=x", "<b>太字")


class Kind(NamedTuple):
    """A page: how it is made from one or two answers, what says that it stands, and the controls it must have."""

    page: Callable[[Answer, Answer, Lang], str]
    ready: str
    controls: frozenset[str]


PAGES = {
    "map": Kind(lambda one, _, lang: map_page(one, lang), ".pp-school", frozenset({"details", "map", "place"})),
    "board": Kind(
        lambda one, two, lang: board_page(one, lang, two),
        "html[data-ready]",
        frozenset({"details", "search", "box", "map", "place", "button"}),
    ),
    "options": Kind(
        lambda one, two, lang: options_page([one, two], compare([one, two]), lang),
        "html[data-ready]",
        frozenset({"details", "choice", "box", "map", "place", "button"}),
    ),
    "comparison": Kind(
        lambda one, two, lang: comparison_page([one, two], compare([one, two]), lang),
        ".pp-school",
        frozenset({"details", "choice", "map", "place"}),
    ),
    "rollout": Kind(lambda one, _, lang: rollout_page(one, lang), "body.ro-live", frozenset({"slider", "button"})),
    "report": Kind(lambda one, two, lang: report_page(one, lang, two), "main", frozenset({"link"})),
    "finance": Kind(lambda one, two, lang: finance_page(one, lang, two), "main", frozenset()),
}
BOARDS = ("board", "options", "rollout")


class Show(NamedTuple):
    """A way to open pages; each is of one answer, and of the one that keeps every pool where it takes two."""

    browser: "Browser"
    folder: Path
    keep_all: Answer

    def __call__(self, name: str, answer: Answer, lang: Lang = "ja") -> tuple["Page", list[str]]:
        """Open a page in a window that goes with its language."""
        path = self.folder / f"{name}.html"
        path.write_text(PAGES[name].page(answer, self.keep_all, lang), encoding="utf-8", newline="\n")
        return opened(self.browser, path, *SIZES[lang], ready=PAGES[name].ready)


@pytest.fixture
def show(browser: "Browser", keep_all: Answer, tmp_path: Path) -> Show:
    """Return a way to open pages."""
    return Show(browser, tmp_path, keep_all)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_file_whatever_is_used(show: Show, evil: Answer, name: str, lang: Lang) -> None:
    """In Japanese on a desk, in English on a phone; every name in the plan tries to break out."""
    kind = PAGES[name]
    page, complaints = show(name, evil, lang)
    assert page.locator("html").get_attribute("lang") == lang
    used = use_everything(page)
    assert kind.controls <= used.keys()
    assert [said for said in complaints if not said.startswith(TILE_HOST)] == []
    assert page.evaluate("violations") == []
    assert page.locator("img[src='x']").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_equal_answers_give_equal_bytes_and_names_stay_text(evil: Answer, keep_all: Answer, name: str) -> None:
    page = PAGES[name].page(evil, keep_all, "en")
    assert page == PAGES[name].page(evil, keep_all, "en")
    assert not [markup for markup in MARKUP if markup in page]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_speak_the_language_of_schools(answer: Answer, keep_all: Answer, name: str, lang: Lang) -> None:
    """Words of solvers stand in the report's last section only, for those who want to check the proof."""
    page = PAGES[name].page(answer, keep_all, lang).split('id="method"')[0]
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert not re.findall(SOLVER_WORDS, text, flags=re.IGNORECASE)


SOLVER_WORDS = (
    r"\b(?:solver|highs|cbc|mip|milp|gap|bound|objective|variables?|constraints?|infeasible|heuristic)\b"
    r"|ソルバ|下界|上界|最適解|目的関数|制約条件|整数計画|決定変数"
)


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_every_control_in_the_order_of_the_page(show: Show, answer: Answer, name: str) -> None:
    page, _ = show(name, answer)
    expected = page.evaluate(f"({REACHABLE})().length")
    order = []
    for _ in range(expected + 2):
        page.keyboard.press("Tab")
        order.append(page.evaluate(f"({REACHABLE})().indexOf(document.activeElement)"))
    assert order[:expected] == list(range(expected))
    nameless = page.evaluate(f"({REACHABLE})().filter(node => !({NAME})(node)).map(node => node.outerHTML)")
    assert nameless == []
    page.close()


REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input, select, summary, [tabindex='0']")].filter(node =>
    node.tabIndex >= 0 && !node.disabled && node.checkVisibility({checkVisibilityCSS: true}) &&
    (node.type !== "radio" || node.checked))"""
NAME = """node => node.innerText || node.getAttribute("aria-label") || node.getAttribute("alt") || node.title ||
    (node.labels && node.labels.length)"""


@pytest.mark.skipif(not PDFINFO, reason=HOW_TO_PRINT)
@pytest.mark.parametrize("name", BOARDS)
def test_boards_are_one_a3_sheet_with_text_that_can_be_searched(
    show: Show, answer: Answer, tmp_path: Path, name: str
) -> None:
    page, complaints = show(name, answer)
    paper = printed(page, tmp_path / "paper.pdf")
    assert (paper.pages, paper.is_a3) == (1, True)
    assert all(text in paper.text for text in ("小さな市", "北小学校", "仮想クラブ 1"))
    assert not complaints
    page.close()
