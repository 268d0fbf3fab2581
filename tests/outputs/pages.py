"""Pages in a real browser: opened under watch, printed, and every control on them used."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from poolplan.outputs.assets import TILE_HOST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

PATIENT_MS = 600_000
"""Longer than any page takes on any machine."""
READY = "html[data-ready]"
PDFINFO, PDFTOTEXT = (shutil.which(name) or "" for name in ("pdfinfo", "pdftotext"))
HOW_TO_PRINT = "needs pdfinfo and pdftotext: install the package 'poppler-utils'"
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective + " " + e.blockedURI));
"""
AT_REST = """() => new Promise(resolve => {
    let since = performance.now(), frames = 0;
    const again = () => { since = performance.now(); frames = 0; };
    const watch = new MutationObserver(again);
    watch.observe(document, {attributes: true, characterData: true, childList: true, subtree: true});
    const look = () => {
        frames += 1;
        if (document.getAnimations().some(animation => animation.playState === 'running')) again();
        if (frames < 30 || performance.now() - since < 400) return requestAnimationFrame(look);
        watch.disconnect();
        resolve();
    };
    requestAnimationFrame(look);
})"""
ODD_SEARCHES = ("小学校", "kita", ".*[(\\", "<b>", "🏊", "")


def opened(
    browser: "Browser", path: Path, width: int = 1440, height: int = 900, ready: str = READY
) -> tuple["Page", list[str]]:
    """Open a page and wait for it; the list fills with requests, console messages, exceptions and dialogs."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENT_MS)
    page.add_init_script(VIOLATIONS)
    complaints: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith((path.as_uri(), "data:")) else complaints.append(request.url),
    )
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    page.goto(path.as_uri())
    page.wait_for_selector(ready, state="attached")
    return page, complaints


def at_rest(page: "Page") -> None:
    """Wait until nothing on a page has moved or changed for 30 frames and 0.4 s of its own time, however slow it is.

    Whatever a page puts off, it puts off for less: a map's names come after 0.12 s.
    """
    page.evaluate(AT_REST)


class Paper(NamedTuple):
    """A page on paper."""

    pages: int
    is_a3: bool
    text: str


def printed(page: "Page", path: Path) -> Paper:
    """Print a page as its own styles ask for."""
    page.pdf(path=str(path), prefer_css_page_size=True, print_background=True)
    told = subprocess.run([PDFINFO, str(path)], capture_output=True, text=True, check=True).stdout
    text = subprocess.run([PDFTOTEXT, str(path), "-"], capture_output=True, text=True, check=True).stdout
    pages = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:"))
    return Paper(pages, "(A3)" in told, text)


def use_everything(page: "Page") -> Counter[str]:
    """Use every control that is in sight, as a reader would; returns how many of each kind there were."""
    used: Counter[str] = Counter()
    for kind, selector, act in CONTROLS:
        for control in page.locator(selector).all():
            if control.is_visible() and control.is_enabled():
                act(control)
                used[kind] += 1
    return used


def _click(control: "Locator") -> None:
    control.click()


def _open_and_close(control: "Locator") -> None:
    control.click()
    control.press("Enter")


def _follow(control: "Locator") -> None:
    control.focus()
    control.press("Enter")


def _choose_each(control: "Locator") -> None:
    before = control.input_value()
    for value in control.locator("option").evaluate_all("options => options.map(option => option.value)"):
        control.select_option(value)
    control.select_option(before)


def _slide(control: "Locator") -> None:
    control.focus()
    control.press("Home")
    for _ in range(int(control.get_attribute("max") or 0) + 1):
        control.press("ArrowRight")


def _search(control: "Locator") -> None:
    for text in ODD_SEARCHES:
        control.fill(text)


def _tick_and_untick(control: "Locator") -> None:
    with tiles_answered(control.page):
        control.click()
        control.click()


def _look(control: "Locator") -> None:
    """Hover and click a place; others may lie over it, so that the events go to it directly."""
    control.dispatch_event("mouseover")
    control.dispatch_event("click")


def _steer(control: "Locator") -> None:
    control.focus()
    for key in ("ArrowRight", "ArrowDown", "+", "-", "Escape"):
        control.press(key)


CONTROLS = (
    ("details", "summary", _open_and_close),
    ("search", "input[type=search]", _search),
    ("slider", "input[type=range]", _slide),
    ("choice", "select", _choose_each),
    ("radio", "input[type=radio]", _click),
    ("box", "input[type=checkbox]", _tick_and_untick),
    ("map", ".leaflet-container", _steer),
    ("place", ".pp-school, .pp-site", _look),
    ("link", "a[href^='#']:not(.leaflet-popup-close-button)", _follow),
    ("button", "button", _click),
)
"""Kinds of control, where they are found, and how they are used."""


@contextmanager
def tiles_answered(page: "Page") -> Iterator[list[str]]:
    """Answer requests for background tiles, which a reader asks for, with nothing; yields what was asked for."""
    asked: list[str] = []

    def nothing(route: "Route") -> None:
        asked.append(route.request.url)
        route.fulfill(status=204)

    page.route(f"{TILE_HOST}/**", nothing)
    yield asked
    page.unroute(f"{TILE_HOST}/**")
