"""The sensitivity study for readers: what the sentences say, what bars show, and names that stay text."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from poolplan.analysis.sensitivity.tables import COLUMNS, table_of
from poolplan.outputs.sensitivity.firmness import least_sure_table, stability_chart
from poolplan.outputs.sensitivity.page import sensitivity_page
from poolplan.outputs.sensitivity.telling import (
    Telling,
    one_at_a_time_table,
    spread_table,
    swings_of,
    threshold_sentences,
)
from poolplan.outputs.sensitivity.workbook import sensitivity_workbook
from poolplan.outputs.study import write_study
from tests.outputs.pages import opened
from tests.outputs.studies import made_study
from tests.outputs.test_plots import boxes
from tests.outputs.test_report_page import A4_AREA_PX, _too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def text_of(page: str) -> str:
    """Text of a page without its markup."""
    return re.sub(r"<[^>]+>", "", page)


def test_swings_are_differences_from_the_reference_in_oku_or_million() -> None:
    hire, rebuild = swings_of(Telling(made_study(), "en"))
    assert (hire.name, hire.low, hire.high) == ("Hire of the club", "10,000 yen", "50,000 yen")
    assert hire.fixed == (-10.0, 30.0)
    assert hire.anew == (-10.0, 20.0)
    assert rebuild.anew[0] == -6.0
    assert rebuild.anew[1] != rebuild.anew[1]
    assert hire.width == 30
    assert swings_of(Telling(made_study(), "ja"))[0].fixed == (-1_000.0, 3_000.0), "in 万円: 億円 would be too large"


def test_bars_of_the_tornado_are_as_long_as_the_swings() -> None:
    """Planned anew, hire spans 30 M and rebuilding 6 M, on one scale."""
    page = sensitivity_page(made_study(), "en")
    drawing = page[page.index("<svg") : page.index("</svg>") + 6]
    bars = [
        re.findall(r"([\d.]+) [\d.]+", found)
        for found in re.findall(r'<path d="([^"]+)" clip-path[^>]+fill: #08306b', drawing)
    ]
    lengths = [max(map(float, xs)) - min(map(float, xs)) for xs in bars]
    assert lengths[0] / lengths[1] == pytest.approx(5, abs=0.05)


def test_turning_points_are_sentences() -> None:
    said = list(threshold_sentences(Telling(made_study(), "en")))
    assert said[0] == (
        "“Own pools win” becomes true as Hire of the club rises past a point between 31,000 yen and 31,500 yen; "
        "below, it is false."
    )
    assert [
        word in one for word, one in zip(("true at every", "false at every", "no plan"), said[1:], strict=True)
    ] == [True] * 3


def test_an_end_without_a_plan_says_why() -> None:
    found = one_at_a_time_table(Telling(made_study(), "en"))
    assert found is not None
    last = found.groups[0].rows[-1]
    assert [cell.text for cell in last.cells] == ["¥330 million", "–", "–", "0", "0", "no room"]


def test_firm_decisions_are_counted_and_unsure_ones_listed() -> None:
    """Of three schools one stands in all draws, one in 95 %, one in half of them; and so do three pools."""
    telling = Telling(made_study(), "en")
    text = text_of(sensitivity_page(made_study(), "en"))
    assert "2 of 3 schools" in text
    found = least_sure_table(telling)
    assert found is not None
    assert [row.head.text for row in found.groups[0].rows] == ["chuo_jhs", "chuo_jhs"]
    assert len(boxes(str(stability_chart(telling, "t")), "fill: #08306b")) == 4


def test_regret_stands_beside_the_spread() -> None:
    found = spread_table(Telling(made_study(), "en"))
    assert found is not None
    assert [row.head.text for row in found.groups[0].rows] == [
        "planned anew each time",
        "this plan",
        "plan at the high end of Hire of the club",
    ]
    assert [cell.text for cell in found.groups[0].rows[0].cells][3:] == ["–", "–"]
    assert [cell.text for cell in found.groups[0].rows[1].cells][3:] == ["¥2.0 million", "5.0%"]


def test_a_study_of_nothing_is_a_page_of_ranges() -> None:
    empty: dict[str, Any] = {name: table_of(name, []) for name in COLUMNS if name != "parameters"}
    page = sensitivity_page(replace(made_study(), **empty), "ja")
    assert "<svg" not in page
    assert "借上げ料" in page


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_is_read_offline_and_fits_a4(browser: "Browser", tmp_path: Path, lang: Any) -> None:
    path = tmp_path / "sensitivity.html"
    path.write_text(sensitivity_page(made_study(label="<script>alert(1)</script>"), lang), encoding="utf-8")
    page, complaints = opened(browser, path, A4_AREA_PX["upright"], 1000, ready="main")
    page.emulate_media(media="print")
    assert _too_wide(page) == []
    assert page.locator("script").count() == 0
    assert not complaints
    page.close()


def test_files_of_a_study(tmp_path: Path) -> None:
    files = {path.name for path in write_study(made_study(), tmp_path / "study", "ja", {"manifest.json": b"{}"})}
    assert {"sensitivity.html", "sensitivity.xlsx", "tornado.svg", "stability.svg", "sensitivity.json"} <= files
    first = (tmp_path / "study" / "tornado.svg").read_bytes()
    write_study(made_study(), tmp_path / "study", "ja", {"manifest.json": b"{}"})
    assert (tmp_path / "study" / "tornado.svg").read_bytes() == first


def test_the_workbook_holds_the_swings_and_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(sensitivity_workbook(made_study(label="=1+1"), "ja"))
    book = openpyxl.load_workbook(path)
    rows = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows[-2:]] == ["=1+1：計画し直す", "=1+1：計画はそのまま"]
    assert [row[3:] for row in rows[-2:]] == [(-1_000, 2_000), (-1_000, 3_000)]
    turns = list(book["分かれ目"].iter_rows(min_row=3, values_only=True))
    assert turns[0][1:4] == ("=1+1", 31_000, 31_500)
    plans = list(book["計画の比較"].iter_rows(min_row=3, values_only=True))
    assert plans[1] == ("この計画", 1.01, 1.03, 1.05, 0.02, 0.05, 1, 0), "億円; shares; draws"
    assert not [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert sensitivity_workbook(made_study(), "ja") == sensitivity_workbook(made_study(), "ja")
