"""The timetable's pages: what they say in plain HTML, in real Chromium with the network watched, and on A4 paper."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files as package_files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.outputs.assets import POLICY
from poolplan.outputs.timetable.write import FILES, write_timetable
from tests.outputs.conftest import EVIL
from tests.outputs.pages import PATIENT_MS
from tests.outputs.test_report_page import A4_AREA_PX, CONTRAST
from tests.timetable.tiny import tiny_plan, tiny_timetable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = [name for name in FILES if name.endswith(".html")]
PDFTOTEXT = shutil.which("pdftotext")
TOO_WIDE = """
(limit) => [...document.querySelectorAll('table, svg, p, li, dl')]
  .filter((node) => !node.closest('.tt-across') && node.getBoundingClientRect().right > limit + 1)
  .map((node) => node.outerHTML.slice(0, 80))
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders in both languages with a session that found no place, and one with names that try to break pages."""
    root = tmp_path_factory.mktemp("pages")
    for lang in ("ja", "en"):
        write_timetable(tiny_plan(), tiny_timetable(full=False), root / lang, "ja" if lang == "ja" else "en")
    write_timetable(tiny_plan(EVIL), tiny_timetable(EVIL, full=False), root / "evil", "ja")
    return {name: root / name for name in ("ja", "en", "evil")}


def text_of(page: str) -> str:
    """Return what a reader sees of a page, on one line."""
    body = re.sub(
        r"<style>.*?</style>|<[^>]+>", " ", page.replace("<wbr>", "").replace("<span>/", "/"), flags=re.DOTALL
    )
    return " ".join(body.split())


def test_a_school_finds_week_group_and_course(folders: dict[str, Path]) -> None:
    page = (folders["ja"] / "schools.html").read_text("utf-8")
    kita = text_of(page[page.index('id="school-kita"') : page.index('id="school-minami"')])
    assert "仮想クラブ 1（民間委託、移動：バス）・6組・のべ30回・5月7日（火）～6月6日（木）" in kita
    assert "5/6の週 9:20–10:50 1年 10:56–12:26 2年 給 9:20–10:50 3年" in kita
    assert "1年 10 5/7 火 9:20 5/14 火 9:20 5/21 火 9:20" in kita
    assert "仮想クラブ 1 9:20 9:30 9:45 10:25 10:40 10:50 15" in kita
    assert "給 帰校が給食の開始より後" in kita


def test_a_place_finds_who_comes_and_what_is_free(folders: dict[str, Path]) -> None:
    page = (folders["en"] / "sites.html").read_text("utf-8")
    club = text_of(page[page.index('id="site-club_one"') : page.index('id="site-chuo_jhs_pool"')])
    assert "Slots used 83% 30 of 36" in club
    assert "Kita ES Private club bus 6 30 15 (50%) 10 Tue 7 May Thu 6 Jun" in club
    assert "10 Jun 2 free 2 free 2 free" in club
    assert "Tue 7 May" in club
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert "Mon 6 May 6/6" in drawn
    assert "Mon 10 Jun 0/6" in drawn


def test_a_driver_finds_where_to_be_when(folders: dict[str, Path]) -> None:
    page = text_of((folders["en"] / "duties.html").read_text("utf-8"))
    assert "Bus-days 15 Bus fares ¥544,500 with tax" in page
    assert "9:02 Garage 9:17 Kita ES 5.0 empty – 9:20 Kita ES 9:30 Hypothetical club 1 5.0 Kita ES Grade 1 10" in page
    assert "Out for 222 min, 30.0 km; billed: 6 h, 30 km ¥36,300" in page


def test_planner_and_board_find_the_difference_and_the_cure(folders: dict[str, Path]) -> None:
    page = text_of((folders["en"] / "index.html").read_text("utf-8"))
    assert "74 of the 75 sessions of the plan have a day and a slot. 1 found no place" in page
    assert "Buses: 15 bus-days where the plan reckoned with 15 (±0)" in page
    assert "Bus fares (yen with tax) 544,500 544,500 ±0" in page
    assert "Hypothetical club 1 6/6 6/6 6/6 6/6 6/6 0/6" in page
    assert "The place has too few slots. Offer more slots a year at Chuo JHS pool: 1 more than the 50 now." in page
    assert set(re.findall(r'href="([^#"]+)"', (folders["en"] / "index.html").read_text("utf-8"))) <= {
        *FILES,
        "calendars/",
    }


@pytest.mark.parametrize("name", PAGES)
def test_pages_keep_the_policy_and_names_are_text(folders: dict[str, Path], name: str) -> None:
    page = (folders["evil"] / name).read_text("utf-8")
    assert f'content="{POLICY}"' in page
    assert "<script" not in page
    for markup in ("<script>alert(1)", "<img src=x", "<b>太字"):
        assert markup not in page


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_names_and_anchors_are_there(folders: dict[str, Path], name: str) -> None:
    page = (folders["ja"] / name).read_text("utf-8")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    for named in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(named.split()) <= set(ids)
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.fixture(params=["ja", "en", "evil"])
def opened(request: pytest.FixtureRequest, browser: "Browser", folders: dict[str, Path]) -> Iterator["Opened"]:
    """A way to open the pages of one folder, with what they asked for or said."""
    way = Opened(browser, folders[request.param])
    yield way
    way.close()


class Opened:
    """Pages that a test has opened."""

    def __init__(self, browser: "Browser", folder: Path) -> None:
        """Open pages of `folder` in `browser`."""
        self.browser, self.folder = browser, folder
        self.pages: list[Page] = []
        self.said: list[str] = []

    def page(self, name: str, width: int = 1440) -> "Page":
        """Open a page; requests, messages and dialogs go to `said`."""
        page = self.browser.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(PATIENT_MS)
        address = (self.folder / name).as_uri()
        page.on(
            "request", lambda request: None if request.url.split("#")[0] == address else self.said.append(request.url)
        )
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(dialog.message))
        page.goto(address)
        self.pages.append(page)
        return page

    def close(self) -> None:
        """Close every page."""
        for page in self.pages:
            page.close()


@pytest.mark.parametrize("width", [1440, 390], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_nothing_fit_the_window_and_please_axe(opened: Opened, name: str, width: int) -> None:
    page = opened.page(name, width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CONTRAST) == []
    page.evaluate((package_files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
    assert not opened.said


@pytest.mark.parametrize("name", PAGES)
def test_printed_pages_lose_nothing_at_the_edge(opened: Opened, name: str) -> None:
    page = opened.page(name)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_AREA_PX["upright"], "height": 1000})
    assert page.evaluate(TOO_WIDE, A4_AREA_PX["upright"]) == []


def sheets(page: "Page", path: Path) -> list[str]:
    """Print as a reader would and return the text of each sheet."""
    page.pdf(path=str(path), prefer_css_page_size=True, print_background=True)
    if PDFTOTEXT is None and not os.environ.get("CI"):
        pytest.skip("needs pdftotext: install the package 'poppler-utils'")
    assert PDFTOTEXT, "CI installs poppler-utils"
    done = subprocess.run([PDFTOTEXT, str(path), "-"], capture_output=True, text=True, check=True)
    return [" ".join(sheet.split()) for sheet in done.stdout.split("\f")[:-1]]


@pytest.mark.parametrize(
    ("name", "starts"),
    [("schools.html", ["中央中学校", "北小学校", "南小学校"]), ("sites.html", ["仮想クラブ 1", "中央中学校プール"])],
)
def test_each_school_and_place_has_one_sheet(
    browser: "Browser", folders: dict[str, Path], tmp_path: Path, name: str, starts: list[str]
) -> None:
    way = Opened(browser, folders["ja"])
    printed = sheets(way.page(name), tmp_path / "printed.pdf")
    way.close()
    assert len(printed) == 1 + len(starts)
    assert all(f"2024年度） · 小さな市 {start} " in sheet for start, sheet in zip(starts, printed[1:], strict=True))
    assert all("poolplan · plan " in sheet for sheet in printed)
