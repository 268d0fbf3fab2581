"""Answers and a browser that the tests of outputs share."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from poolplan.results.plan import Answer
from tests.outputs.tiny import tiny_answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
HOW_TO = "needs Chromium and Playwright: install the package 'chromium' and run pip install playwright"

EVIL = {
    "kita": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "minami": ('"><img src=x onerror=alert(1)>', "{{7*7}}{% raw %}"),
    "chuo_jhs": ("=1+1", "\u202eabc 🏊"),
    "club_one": ("=cmd|' /C calc'!A0", "@SUM(A1) </script> ' ${x}"),
}


@pytest.fixture(scope="session")
def answer() -> Answer:
    """The tiny city."""
    return tiny_answer()


@pytest.fixture(scope="session")
def keep_all() -> Answer:
    """The tiny city where every school keeps its pool."""
    return tiny_answer("keep_all", stages=False, label="全校が自校プール")


@pytest.fixture(scope="session")
def evil() -> Answer:
    """The tiny city with names that try to break pages and spreadsheets."""
    return tiny_answer("evil", names=EVIL, label="<b>太字</b>")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium; skipped where there is none, but never on CI."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip(HOW_TO)
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip(HOW_TO)
    assert CHROMIUM, HOW_TO
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
