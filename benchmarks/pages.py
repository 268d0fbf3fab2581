"""How heavy pages are for a reader: bytes, milliseconds until usable, longest stall while a map is dragged."""

import argparse
import csv
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ("--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")
WATCH = """
window.stalls = [];
new PerformanceObserver(seen => seen.getEntries().forEach(task => stalls.push(task.duration))).observe(
    {type: "longtask", buffered: true});
new MutationObserver(() => {
    const root = document.documentElement;
    if (!window.ready_ms && root && root.hasAttribute("data-ready")) { window.ready_ms = performance.now(); }
}).observe(document, {subtree: true, attributes: true, childList: true});
addEventListener("load", () => { window.loaded_ms = performance.now(); });
"""
"""A board says itself when it is ready; other pages are, once they are loaded."""
SIZE = {"width": 1440, "height": 900}
STEPS, STEP_PX, STEP_MS = 30, 6, 25
REST_MS = 500


class Weight(NamedTuple):
    """What a page costs its reader."""

    file: str
    bytes: int
    ready_ms: float
    longest_stall_ms: float | None
    """While the first map is dragged; None where there is no map. Stalls below 50 ms are not told by the browser: 0."""
    requests: int
    """To anywhere outside the file."""
    script_errors: int
    """Errors that scripts of the page raise or tell while it loads and its map is dragged."""


def weigh(files: Iterable[Path]) -> list[Weight]:
    """Open each page in Chromium and drag its first map; one weight per file."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS], chromium_sandbox=False)
        weights = [weighed(browser, file.resolve()) for file in files]
        browser.close()
    return weights


def weighed(browser: "Browser", file: Path) -> Weight:
    """Weigh one page."""
    page = browser.new_page(viewport={"width": SIZE["width"], "height": SIZE["height"]})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.wait_for_timeout(REST_MS)
    ready = float(page.evaluate("window.ready_ms || window.loaded_ms"))
    outside = [url for url in asked if not url.startswith((file.as_uri(), "data:"))]
    stall_ms = _longest_stall(page)
    page.close()
    return Weight(file.name, file.stat().st_size, round(ready), stall_ms, len(outside), len(errors))


def _longest_stall(page: "Page") -> float | None:
    box = (
        page.locator(".leaflet-container").first.bounding_box() if page.locator(".leaflet-container").count() else None
    )
    if box is None:
        return None
    page.evaluate("stalls.length = 0")
    x, y = box["x"] + 40, box["y"] + 120
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x + STEP_PX * step, y + STEP_PX * step / 2)
        page.wait_for_timeout(STEP_MS)
    page.mouse.up()
    page.wait_for_timeout(REST_MS)
    return round(float(page.evaluate("Math.max(0, ...stalls)")))


def main(argv: list[str] | None = None) -> None:
    """Print one CSV row per page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="pages that poolplan wrote")
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(Weight._fields)
    rows.writerows(weigh(parser.parse_args(argv).files))


if __name__ == "__main__":
    main()
