"""How modes and sites are drawn, everywhere: a table, and a neutral look for what a planner adds."""

from typing import NamedTuple

from poolplan.outputs.colours import APRICOT, CHARCOAL, GREY, INK, NAVY, PALE, SKY, VERMILION, WHITE
from poolplan.scenario.blocks import SiteKind
from poolplan.scenario.schema import Mode, Scenario


class Style(NamedTuple):
    """Look of a mode: colours as #rrggbb; they keep apart under deuteranopia and in grey, and so do the shapes."""

    fill: str
    edge: str
    shape: str
    """circle, square, diamond, triangle or cross."""
    line: str
    """Colour of the line from the school to its site."""
    tint: str
    """Pale background of table cells."""
    ink: str
    """Colour of text on the tint."""


OWN = Style(WHITE, GREY, "circle", GREY, WHITE, INK)
SHARED = Style(VERMILION, WHITE, "square", VERMILION, APRICOT, INK)
COMMISSION = Style(NAVY, WHITE, "diamond", NAVY, PALE, INK)
PUBLIC = Style(SKY, NAVY, "triangle", "#2E8BC0", "#D3ECFA", INK)
NEUTRAL = Style(CHARCOAL, WHITE, "cross", CHARCOAL, "#dddddd", INK)

BY_MODE: dict[str, Style] = {"own": OWN, "shared": SHARED, "commission": COMMISSION, "public": PUBLIC}
BY_KIND: dict[SiteKind, Style] = {"school_pool": SHARED, "club": COMMISSION, "public_pool": PUBLIC}


def mode_style(name: str, mode: Mode) -> Style:
    """Style of a mode: its own, else the neutral shape in the colours of its kind of site."""
    known = BY_MODE.get(name)
    if known is not None:
        return known
    kind = OWN if mode.at_own_school else site_style(mode.site_kind)
    return kind._replace(shape=kind.shape if mode.at_own_school else NEUTRAL.shape)


def site_style(kind: SiteKind) -> Style:
    """Style of a kind of site."""
    return BY_KIND.get(kind, NEUTRAL)


def mode_styles(scenario: Scenario) -> dict[str, Style]:
    """Style of each mode of a scenario."""
    return {name: mode_style(name, mode) for name, mode in scenario.modes.items()}
