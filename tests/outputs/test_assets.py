"""Pages stand alone: everything inlined, nothing loaded or sent, and equal input gives equal bytes."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import folium
import pytest
from branca.element import Element, Figure
from folium.plugins import DualMap, MarkerCluster

from poolplan.outputs import assets
from poolplan.outputs.assets import AssetError, asset, licences, self_contained
from tests.outputs.pages import at_rest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOWN = (32.8, 130.7)


def figure_of(canvas: Element) -> Figure:
    """Return a figure that holds a map."""
    figure = Figure()
    figure.add_child(canvas)
    return figure


def rich_map() -> Figure:
    """Return a map that uses what folium draws offline: default marker, popup, circle, SVG icon, layer control."""
    canvas = folium.Map(TOWN, tiles=None)
    folium.Marker(TOWN, popup="秋津小学校", tooltip="学校").add_to(canvas)
    folium.CircleMarker(TOWN, radius=8).add_to(canvas)
    folium.Marker(TOWN, icon=folium.DivIcon(html="<svg width='9' height='9'></svg>")).add_to(canvas)
    folium.FeatureGroup("第1段階").add_to(canvas)
    folium.LayerControl().add_to(canvas)
    return figure_of(canvas)


def page_of(figure: Figure) -> str:
    """Return a figure's page in Japanese."""
    return self_contained(figure, lang="ja", title="計画 <1>")


class Visit(NamedTuple):
    """What a browser did with a page."""

    requests: list[str]
    complaints: list[str]
    answer: object


def visit(browser: "Browser", folder: Path, page: str, question: str) -> Visit:
    """Open a page from a file, as a double click does, click every marker, and ask it a question in JavaScript."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    requests: list[str] = []
    complaints: list[str] = []
    context = browser.new_context(offline=True)
    tab = context.new_page()
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(path.as_uri())
    tab.wait_for_load_state("networkidle")
    for marker in tab.query_selector_all("img.leaflet-marker-icon"):
        marker.dispatch_event("click")
    at_rest(tab)
    answer = tab.evaluate(question)
    context.close()
    outside = [url for url in requests if url != path.as_uri() and not url.startswith(("data:", "blob:"))]
    return Visit(outside, complaints, answer)


def test_a_page_opens_without_a_request_or_complaint(browser: "Browser", tmp_path: Path) -> None:
    """Markers, popups and controls work from one file; the popup shows its Japanese text."""
    question = "[L.version, document.documentElement.lang, document.querySelector('.leaflet-popup-content').innerText]"
    seen = visit(browser, tmp_path, page_of(rich_map()), question)
    assert seen == Visit([], [], ["1.9.4", "ja", "秋津小学校"])


def test_two_maps_move_together(browser: "Browser", tmp_path: Path) -> None:
    """Leaflet.Sync is there under folium's name."""
    figure = DualMap(TOWN, tiles=None).get_root()
    assert isinstance(figure, Figure)
    seen = visit(browser, tmp_path, page_of(figure), "typeof L.Map.prototype.sync")
    assert seen == Visit([], [], "function")


def test_the_policy_stops_what_slips_through(browser: "Browser", tmp_path: Path) -> None:
    """A script that fetches by itself is seen as a complaint, so that no leak stays hidden."""
    figure = rich_map()
    figure.script.add_child(Element("fetch('https://example.org/');"))
    seen = visit(browser, tmp_path, page_of(figure), "1")
    assert any("Content Security Policy" in complaint for complaint in seen.complaints)


def test_equal_figures_give_equal_pages() -> None:
    """Random ids of folium are replaced by numbers."""
    page = page_of(rich_map())
    assert page == page_of(rich_map())
    assert 'id="map_n1"' in page


def test_checksums_in_a_page_stay() -> None:
    """Only folium's ids, `name_<32 hex digits>`, are replaced: not checksums."""
    figure = rich_map()
    checksum = "0123456789abcdef" * 4
    figure.html.add_child(Element(f"{checksum} {checksum[:32]}"))
    assert f"{checksum} {checksum[:32]}" in page_of(figure)


def test_the_head_says_language_title_and_policy() -> None:
    """Text is escaped; zooming on a phone is not forbidden."""
    page = page_of(rich_map())
    assert '<html lang="ja">' in page
    assert "<title>計画 &lt;1&gt;</title>" in page
    assert "default-src 'none'" in page
    assert page.count('name="viewport"') == 1
    assert "user-scalable" not in page
    assert "bootstrap" not in page


def test_an_unknown_plugin_is_refused() -> None:
    """The sentence names it and says what to do."""
    canvas = folium.Map(TOWN, tiles=None)
    MarkerCluster().add_to(canvas)
    with pytest.raises(
        AssetError, match=r"'markerclusterjs' is not installed; add its npm package .* to package\.json"
    ):
        page_of(figure_of(canvas))


@pytest.mark.parametrize(
    "piece",
    [
        "<script src='https://example.org/a.js'></script>",
        "<link rel='stylesheet' href='https://example.org/a.css'>",
        "<img src='https://example.org/a.png'>",
        "<style>p { background: url(https://example.org/a.png) }</style>",
        "<style>@import 'https://example.org/a.css';</style>",
        "<p style=\"background: url('//example.org/a.png')\"></p>",
    ],
)
def test_a_link_outside_is_refused(piece: str) -> None:
    """Whatever a browser would load stops the page from being made, and the address is named."""
    figure = rich_map()
    figure.html.add_child(Element(piece))
    with pytest.raises(AssetError, match=r"would load from outside the file: .*//example\.org/a\.\w+; inline it"):
        page_of(figure)


def test_a_link_to_click_is_fine() -> None:
    """Sources may be named with their address: nothing is loaded until a person clicks."""
    figure = rich_map()
    figure.html.add_child(Element("<a href='https://example.org/'>source</a>"))
    assert "https://example.org/" in page_of(figure)


def test_a_script_cannot_end_its_element() -> None:
    """`</script>` inside a script is written so that it stays inside."""
    assert assets._inside_script('a("</SCRIPT>", "<!--")') == r'a("\x3C/SCRIPT>", "\x3C!--")'


def test_styles_carry_their_pictures() -> None:
    """No `url()` of a style points to a file; scripts point to no source map."""
    assert asset("leaflet_css").count("url(data:image/png;base64,") == 3
    assert "url(images" not in asset("leaflet_css")
    assert "sourceMappingURL" not in asset("leaflet")


def test_licences_are_told() -> None:
    """Every package passed on inside the pages names its terms, and the pages carry them."""
    told = {licence.name: (licence.version, licence.licence) for licence in licences()}
    assert told == {
        "jquery": ("3.7.1", "MIT"),
        "leaflet": ("1.9.4", "BSD-2-Clause"),
        "leaflet.sync": ("0.2.4", "BSD-3-Clause"),
    }
    assert "Redistributions in binary form must reproduce" in page_of(rich_map())
