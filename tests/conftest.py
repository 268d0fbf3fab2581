"""What many tests share: a real Chromium to look at pages with, cut off from the network's background chatter."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("any_machine"), derandomize=True)
settings.load_profile("any_machine")
if os.environ.get("CI") == "true":  # a landing must not depend on luck; anywhere else new worlds are tried
    settings.load_profile("ci")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
ENABLE = "no Chromium here; to run the tests that look at pages: apt install chromium fonts-noto-cjk"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return the one headless Chromium of all tests; without one the test is skipped, but on CI it fails."""
    if CHROMIUM is None and os.environ.get("CI") == "true":
        pytest.fail(ENABLE)
    if CHROMIUM is None:
        pytest.skip(ENABLE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, chromium_sandbox=False)
        yield chromium
        chromium.close()
