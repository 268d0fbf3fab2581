"""The weighing of pages sees what a page loads, how large it is and when it can be used."""

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.pages import Weight, weighed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STALLING = """<!DOCTYPE html><html><title>x</title><img src="nowhere.png"><div class="leaflet-container"
style="width:500px;height:500px" onmousedown="const end = performance.now() + 300; while (performance.now() < end) {}">
</div></html>"""


def test_a_page_that_stalls_and_loads_is_told(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(STALLING, encoding="utf-8")
    weight = weighed(browser, file)
    assert (weight.file, weight.bytes, weight.requests) == ("bad.html", len(STALLING), 1)
    assert weight.longest_stall_ms is not None
    assert weight.longest_stall_ms >= 250


def test_a_page_without_a_map_has_no_stall(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "plain.html"
    file.write_text("<!DOCTYPE html><title>x</title>", encoding="utf-8")
    weight = weighed(browser, file)
    assert weight == Weight("plain.html", 31, weight.ready_ms, None, 0, 0)


def test_a_script_that_fails_is_counted(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "failing.html"
    file.write_text("<!DOCTYPE html><title>x</title><script>nothing.there();</script>", encoding="utf-8")
    assert weighed(browser, file).script_errors == 1
