"""The report as a page: its build in plain HTML, then in real Chromium with the network watched, and as printed."""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poolplan.outputs.assets import POLICY
from poolplan.outputs.manifest import data_hash, plan_hash
from poolplan.outputs.report.page import SECTIONS, report_page, write_report
from poolplan.results.plan import Answer
from tests.outputs.tiny import tiny_answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PDFTOTEXT = shutil.which("pdftotext")
A4_AREA_PX = {"upright": round((210 - 26) / 25.4 * 96), "across": round((297 - 26) / 25.4 * 96)}
"""Width of the printed area between the margins of 13 mm."""
CONTRAST = """
() => {
  const bright = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const rgba = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const paper = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const c = rgba(getComputedStyle(at).backgroundColor);
      if (c[3] > 0) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const low = new Set();
  for (const node of document.body.querySelectorAll('*')) {
    if (node.closest('svg') || ![...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim())) continue;
    const [a, b] = [bright(rgba(getComputedStyle(node).color).slice(0, 3)), bright(paper(node))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) low.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...low];
}
"""

RIGHT_EDGES = """
() => [...document.querySelectorAll('table, svg, p, li, dl')].map((node) => ({
  name: node.outerHTML.slice(0, 80),
  right: node.getBoundingClientRect().right,
  across: !!node.closest('.rp-yearly'),
}))
"""


class _Reader(HTMLParser):
    """Keeps every start tag, the text of headings, and what stands inside table heads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module", params=["ja", "en"])
def page_text(request: pytest.FixtureRequest, answer: Answer) -> str:
    """The tiny city's report in each language."""
    return report_page(answer, request.param)


def test_sections_stand_in_order_each_with_its_anchor(page_text: str) -> None:
    places = [page_text.index(f'id="{name}"') for name in SECTIONS]
    assert places == sorted(places)


def test_headings_go_down_one_level_at_a_time(page_text: str) -> None:
    levels = [int(tag[1]) for tag, _ in _Reader(page_text).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert not [(a, b) for a, b in pairwise(levels) if b > a + 1]


def test_links_lead_to_places_of_the_page_and_ids_are_unique(page_text: str) -> None:
    tags = _Reader(page_text).tags
    ids = Counter(attrs["id"] for _, attrs in tags if "id" in attrs)
    assert not [name for name, count in ids.items() if count > 1]
    links = [attrs["href"] or "" for tag, attrs in tags if tag == "a"]
    assert links
    assert not [link for link in links if link[1:] not in ids or not link.startswith("#")]
    named = [attrs["aria-labelledby"] or "" for _, attrs in tags if "aria-labelledby" in attrs]
    assert not [name for names in named for name in names.split() if name not in ids]


def test_every_table_has_a_name_and_every_heading_a_scope(page_text: str) -> None:
    tags = _Reader(page_text).tags
    assert not [attrs for tag, attrs in tags if tag == "th" and attrs.get("scope") not in ("col", "row", "rowgroup")]
    tables = [place for place, (tag, _) in enumerate(tags) if tag == "table"]
    assert all("aria-labelledby" in tags[place][1] or tags[place + 1][0] == "caption" for place in tables)
    assert page_text.count("<table") == len(tables) > 15


def test_the_page_needs_no_script_and_keeps_the_policy(page_text: str) -> None:
    assert "<script" not in page_text
    assert f'content="{POLICY}"' in page_text
    assert len(page_text.encode()) < 100_000


def test_language_and_the_marks_of_plan_and_data(answer: Answer) -> None:
    page = report_page(answer, "ja")
    assert '<html lang="ja">' in page
    marks = plan_hash(answer.plan)[:12], data_hash(answer.plan.network)[:12]
    assert f'"poolplan · plan {marks[0]} · data {marks[1]}"' in page, "the foot of printed pages"
    assert f"計画の識別番号 {marks[0]} ・ データの版 {marks[1]}" in page
    assert plan_hash(answer.plan) in page, "the appendix"


def test_no_words_of_the_solver_outside_the_appendix(page_text: str) -> None:
    before = page_text[: page_text.index('id="method"')]
    for term in ("ソルバー", "下界", "整数計画", "solver", "bound", "MIP", "optimal"):
        found = before[before.find(term) - 60 : before.find(term) + 20]
        assert term not in re.sub(r"<style>.*?</style>", "", before, flags=re.DOTALL), found


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_names_are_text(evil: Answer, lang: str) -> None:
    page = report_page(evil, "ja" if lang == "ja" else "en")
    for markup in ("<script>alert(1)", "<img src=x", "<b>太字", "</script>"):
        assert markup not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}{% raw %}" in page or lang == "ja"
    assert "\u2068\u202eabc 🏊" in page or lang == "ja", "a name written from right to left stands alone"


def test_equal_answers_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report(tiny_answer(), tmp_path / name, "ja")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def _open(browser: "Browser", page_text: str, path: Path, **size: int) -> tuple["Page", list[str]]:
    """Open the report; the list fills with requests, console messages and exceptions."""
    path.write_text(page_text, encoding="utf-8")
    page = browser.new_page(viewport={"width": size.get("width", 1440), "height": size.get("height", 900)})
    said: list[str] = []
    page.on("request", lambda request: None if request.url.split("#")[0] == path.as_uri() else said.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(path.as_uri())
    return page, said


@pytest.mark.parametrize("width", [1440, 390])
def test_reading_asks_nothing_of_the_network(browser: "Browser", page_text: str, tmp_path: Path, width: int) -> None:
    page, said = _open(browser, page_text, tmp_path / "report.html", width=width)
    for link in page.locator("a").all()[:30]:
        link.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CONTRAST) == []
    assert not said
    page.close()


def test_evil_names_do_nothing(browser: "Browser", evil: Answer, tmp_path: Path) -> None:
    long = {"minami": ("長" * 200, "x" * 300), "chuo_jhs": ("\u202eabc 🏊", "مدرسة")}
    for number, answer in enumerate((evil, tiny_answer("long", names=long))):
        page, said = _open(browser, report_page(answer, "ja"), tmp_path / f"{number}.html")
        assert page.locator("img, script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": A4_AREA_PX["upright"], "height": 900})
        assert _too_wide(page) == []
        assert not said
        page.close()


def _too_wide(page: "Page") -> list[str]:
    """Tables and drawings that a sheet of A4 would cut at its right edge; those across get the wider sheet."""
    found: list[dict[str, Any]] = page.evaluate(RIGHT_EDGES)
    limit = {False: A4_AREA_PX["upright"], True: A4_AREA_PX["across"]}
    return [one["name"] for one in found if one["right"] > limit[one["across"]] + 1]


def _printed(page: "Page", path: Path) -> list[str]:
    """Print as a reader would and return the text of each sheet."""
    page.pdf(path=str(path), prefer_css_page_size=True, print_background=True)
    if PDFTOTEXT is None and not os.environ.get("CI"):
        pytest.skip("needs pdftotext: install the package 'poppler-utils'")
    assert PDFTOTEXT, "CI installs poppler-utils"
    done = subprocess.run([PDFTOTEXT, str(path), "-"], capture_output=True, text=True, check=True)
    return [" ".join(sheet.split()) for sheet in done.stdout.split("\f")[:-1]]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_printed_on_a4_each_school_has_one_sheet_and_text_is_found(
    browser: "Browser", answer: Answer, tmp_path: Path, lang: str
) -> None:
    page, said = _open(browser, report_page(answer, "ja" if lang == "ja" else "en"), tmp_path / "report.html")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_AREA_PX["upright"], "height": 1000})
    assert _too_wide(page) == []
    sheets = _printed(page, tmp_path / "report.pdf")
    mark = "この学校ではどうなるか" if lang == "ja" else "What changes for us"
    of_schools = [sheet for sheet in sheets if sheet.startswith(mark)]
    assert len(of_schools) == 3
    for school in answer.plan.network.places.schools.values():
        name = school.label.ja if lang == "ja" else school.label.en
        assert sum(sheet.startswith(f"{mark} {name} ") for sheet in of_schools) == 1
    last = next(number for number, sheet in enumerate(sheets) if sheet.startswith(f"{len(SECTIONS)}."))
    first = sheets.index(of_schools[0])
    assert last - first == 3, "nothing flows over from a school's sheet"
    assert "1." in sheets[0]
    assert sheets[1].startswith("2."), "the summary fits one sheet"
    assert all(plan_hash(answer.plan)[:12] in sheet for sheet in sheets)
    assert not said
    page.close()


def test_sheets_across_are_across(browser: "Browser", answer: Answer, tmp_path: Path) -> None:
    page, _ = _open(browser, report_page(answer, "ja"), tmp_path / "report.html")
    file = tmp_path / "report.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    page.close()
    boxes = Counter(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file.read_bytes()))
    wide = [count for (width, height), count in boxes.items() if float(width) > float(height)]
    assert wide == [1], json.dumps({str(box): count for box, count in boxes.items()})
