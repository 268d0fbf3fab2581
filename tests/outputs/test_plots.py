"""Plots as SVG: bars as high as their amounts, bytes that repeat, texts that stay texts, ids that are unique."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from poolplan.outputs.plots.draw import Size, Titles, width_of
from poolplan.outputs.plots.looks import LOOKS
from poolplan.outputs.plots.yearly import Curve, Layer, Mark, columns, curves_over_years

YEARS = [2022, 2023, 2024]
TITLES = Titles("t", "<b>題</b>", "said & done", "万円", Size(600, 200))
SVG = "{http://www.w3.org/2000/svg}"


def stacked(ident: str = "t") -> str:
    """Two layers, one of which hangs down in 2024; the highest column is marked."""
    layers = [
        Layer("工事 $x^2$", LOOKS["works"], [30.0, 0.0, 10.0]),
        Layer("Buses", LOOKS["bus"], [10.0, 20.0, -5.0]),
    ]
    return str(columns(TITLES._replace(ident=ident), YEARS, layers, Mark(2022, "最大")))


def boxes(svg: str, style: str) -> list[tuple[float, float]]:
    """Top and bottom of every rectangle of a style."""
    found = []
    for node in ET.fromstring(svg).iter(f"{SVG}path"):  # noqa: S314
        if style in node.get("style", "") and "clip-path" in node.attrib:
            ys = [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", node.attrib["d"])]
            found.append((min(ys), max(ys)))
    return found


def test_columns_are_as_high_as_their_amounts_and_stand_on_each_other() -> None:
    """30, 0, 10 of works: the first is three times the third; buses stand on 30, on 0, and hang from 0."""
    svg = stacked()
    works = boxes(svg, "fill: #08306b")
    buses = [box for box in boxes(svg, "url(#t-") if box not in works]
    zero = works[0][1]
    unit = (zero - works[0][0]) / 30
    assert [round((low - top) / unit, 1) for top, low in works] == [30.0, 0.0, 10.0]
    assert [round((zero - top) / unit, 1) for top, _ in buses] == [40.0, 20.0, 0.0]
    assert round((buses[2][1] - zero) / unit, 1) == 5.0


def test_words_are_text_and_escaped() -> None:
    svg = stacked()
    texts = [node.text for node in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314
    assert {"2022", "2024", "万円", "最大", "工事 $x^2$", "Buses"} <= set(texts)
    assert '<title id="t-title">&lt;b&gt;題&lt;/b&gt;</title>' in svg
    assert 'role="img" aria-labelledby="t-title t-desc"' in svg


def test_ids_are_those_referred_to_and_begin_with_the_drawings_name() -> None:
    ids = re.findall(r'id="([^"]+)"', stacked("one") + stacked("two"))
    assert len(ids) == len(set(ids))
    assert all(name.startswith(("one-", "two-")) for name in ids)
    referred = set(re.findall(r"#((?:one|two)-[\w-]+)", stacked("one") + stacked("two")))
    assert referred == {name for name in ids if not name.endswith(("-title", "-desc"))}


def test_nothing_is_loaded_or_styled_beyond_the_drawing() -> None:
    svg = stacked()
    assert "<style" not in svg
    assert "<metadata" not in svg
    assert "xlink" not in svg
    assert re.findall(r'https?://[^"]+', svg) == ["http://www.w3.org/2000/svg"]


def test_two_processes_draw_the_same_bytes(tmp_path: Path) -> None:
    """Settings of the user and the order of drawing change nothing."""
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.facecolor: red\n")
    script = "from tests.outputs.test_plots import stacked; stacked('before'); print(stacked(), end='')"
    for environment in ({}, {"MATPLOTLIBRC": str(tmp_path)}):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).parents[2],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == stacked()


@pytest.mark.filterwarnings("error")
def test_curves_end_with_their_text_and_a_year_is_marked() -> None:
    curves = [
        Curve("この計画", "#08306B", "-", [1.0, 2.0, 3.0], "3億円"),
        Curve("基準", "#9A4300", "--", [1.0, 3.0, 9.0], "9億円"),
    ]
    svg = str(curves_over_years(TITLES, YEARS, curves, Mark(2023, "ここから安い")))
    texts = [node.text for node in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314
    assert {"3億円", "9億円", "ここから安い", "この計画", "基準"} <= set(texts)
    assert "stroke-dasharray" in svg


def test_han_characters_are_twice_as_wide() -> None:
    assert width_of("工", 10) == 10
    assert width_of("ab", 10) == 11.6
