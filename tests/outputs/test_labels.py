"""Names on the maps: schools that move are named, and no name lies over another or leaves its map."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolplan.network.places import Landmark
from poolplan.outputs.map_page import write_map
from poolplan.outputs.stage_board.page import write_board
from poolplan.results.plan import Answer
from poolplan.scenario.blocks import Label
from tests.outputs.pages import at_rest, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CROWD = 40
"""Landmarks on a spot too small for all their names."""
OVERLAPS = """[...document.querySelectorAll('.folium-map')].map(map => {
    const around = map.getBoundingClientRect();
    const names = [...map.querySelectorAll('.pp-name:not(.pp-away) > span')].map(name => name.getBoundingClientRect());
    const over = names.filter((a, i) => names.some((b, j) => i < j && a.left < b.right && b.left < a.right &&
        a.top < b.bottom && b.top < a.bottom)).length;
    const outside = names.filter(a => a.left < around.left || a.right > around.right).length;
    return [names.length, over, outside];
})"""


@pytest.fixture
def crowded(answer: Answer) -> Answer:
    """Return the tiny city with a crowd of landmarks."""
    spots = {
        f"mark_{n:02}": Landmark(
            f"mark_{n:02}", Label(ja=f"目印 {n}", en=f"Mark {n}"), 130.65 + 0.0002 * n, 32.8, "made up"
        )
        for n in range(CROWD)
    }
    network = answer.plan.network
    places = replace(network.places, landmarks=spots)
    return replace(answer, plan=replace(answer.plan, network=replace(network, places=places)))


def test_names_that_would_lie_over_others_stay_away(browser: "Browser", crowded: Answer, tmp_path: Path) -> None:
    path = tmp_path / "board.html"
    write_board(crowded, path, "ja")
    page, complaints = opened(browser, path)
    at_rest(page)
    few = page.evaluate(OVERLAPS)
    assert [(over, outside) for _, over, outside in few] == [(0, 0), (0, 0)]
    assert all(0 < shown < CROWD for shown, _, _ in few)
    assert page.locator(".pp-name-moved > span:visible").all_inner_texts() == ["北小学校", "南小学校"]
    for _ in range(3):
        page.locator(".leaflet-control-zoom-in").first.click()
        at_rest(page)
    assert [over for _, over, _ in page.evaluate(OVERLAPS)] == [0, 0]
    assert not complaints


def test_every_map_names_the_wards_and_landmarks(browser: "Browser", crowded: Answer, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_map(crowded, path, "en")
    page, complaints = opened(browser, path, ready=".pp-school")
    at_rest(page)
    assert page.locator(".pp-ward").all_inner_texts() == ["Higashi", "Nishi"]
    assert page.locator(".pp-landmark").count() == CROWD
    assert page.locator(".pp-name-moved > span:visible").all_inner_texts() == ["Kita ES"]
    assert not complaints
