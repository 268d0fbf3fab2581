"""Modes keep apart for readers who see no green, in grey, and by shape: distances in numbers, CIE L*a*b* (1976)."""

from itertools import combinations

import numpy as np
import pytest

from poolplan.outputs.colours import INK
from poolplan.outputs.styles import BY_KIND, BY_MODE, NEUTRAL

DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
"""Linear RGB as seen without green cones: Machado, Oliveira and Fernandes 2009, severity 1.0."""
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)
LEAST_DISTANCE = 25.0
"""Two or three is just seen side by side; far more keeps small marks apart on a map."""
LEAST_LIGHTNESS = 10.0
LEAST_CONTRAST = 4.5
"""WCAG 2 AA, text on its background."""
LEAST_BADGE = 3.0
"""WCAG 2 AA for large bold signs such as the single letter of a badge."""
PAIRS = list(combinations(BY_MODE, 2))


def linear(colour: str) -> np.ndarray:
    """Linear RGB of #rrggbb."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """L*, a* and b* of linear RGB."""
    share = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG counts it, 1 to 21."""
    light, dark = sorted((float(TO_XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_knows_what_is_known() -> None:
    """White is 100 0 0; red and green of equal lightness come near each other only without green cones."""
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    red, green = linear("#c00000"), linear("#4b7a00")
    seen = np.linalg.norm(lab(red) - lab(green))
    unseen = np.linalg.norm(lab(DEUTERANOPIA @ red) - lab(DEUTERANOPIA @ green))
    assert unseen < seen / 3


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_modes_keep_apart_without_green_and_in_grey(one: str, other: str) -> None:
    first, second = (linear(BY_MODE[mode].fill) for mode in (one, other))
    assert np.linalg.norm(lab(DEUTERANOPIA @ first) - lab(DEUTERANOPIA @ second)) >= LEAST_DISTANCE
    assert abs(lab(first)[0] - lab(second)[0]) >= LEAST_LIGHTNESS
    assert BY_MODE[one].shape != BY_MODE[other].shape


def test_text_on_tints_and_badges_is_readable() -> None:
    for style in (*BY_MODE.values(), NEUTRAL):
        assert contrast(style.ink, style.tint) >= LEAST_CONTRAST
    assert contrast(INK, "#ffffff") >= LEAST_CONTRAST
    for kind in BY_KIND:
        assert contrast("#ffffff", BY_KIND[kind].line) >= LEAST_BADGE
