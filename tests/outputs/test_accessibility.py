"""axe-core, the judge that most browsers' accessibility tools use, finds nothing serious on any page."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.outputs.comparison import write_comparison
from poolplan.outputs.finance.page import write_finance
from poolplan.outputs.map_page import write_map
from poolplan.outputs.report.page import write_report
from poolplan.outputs.rollout.page import write_rollout
from poolplan.outputs.sensitivity.page import write_sensitivity
from poolplan.outputs.stage_board.page import write_board
from poolplan.results.plan import Answer
from tests.outputs.studies import made_study

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SERIOUS = {"serious", "critical"}
PAGES: dict[str, Callable[[Answer, Path], object]] = {
    "map.html": lambda answer, path: write_map(answer, path, "ja"),
    "board.html": lambda answer, path: write_board(answer, path, "ja"),
    "rollout.html": lambda answer, path: write_rollout(answer, path, "ja"),
    "finance.html": lambda answer, path: write_finance(answer, path, "ja"),
    "sensitivity.html": lambda _, path: write_sensitivity(made_study(), path, "en"),
    "report.html": lambda answer, path: write_report(answer, path, "en"),
    "comparison.html": lambda answer, path: write_comparison([answer], path.parent, "ja"),
    "options.html": lambda answer, path: write_comparison([answer], path.parent, "en"),
}


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    browser: "Browser", answer: Answer, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    path = tmp_path / "pages" / name
    if name not in ("comparison.html", "options.html"):
        path.parent.mkdir()
    PAGES[name](answer, path)
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(path.as_uri())
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in SERIOUS]
