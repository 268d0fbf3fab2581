"""The styles of the GeoPackage's layers, from the same tables of looks as the web maps."""

from collections.abc import Sequence

from poolplan.network.places import Site
from poolplan.outputs.colours import LAND, LINE, SHORE, WHITE
from poolplan.outputs.features import Moment
from poolplan.outputs.qml import NO_VALUE, Category, categorized, rgba, single
from poolplan.outputs.registry import Lang
from poolplan.outputs.styles import NEUTRAL, OWN, Style, mode_styles, site_style
from poolplan.outputs.words import label_in, word
from poolplan.results.plan import Plan
from poolplan.scenario.blocks import SiteKind

QGIS_SHAPES = {"cross": "cross_fill"}
"""Shapes that QGIS names differently."""


def layer_styles(plan: Plan, shown: Sequence[Moment], lang: Lang) -> dict[str, tuple[str, str]]:
    """Return title and QML by layer. Schools are coloured by their mode in the last year shown."""
    label = f"label_{lang}"
    scenario = plan.network.scenario
    looks = mode_styles(scenario)
    names = {name: label_in(mode.label, lang) for name, mode in scenario.modes.items()}
    schools = [Category(mode, names[mode], _marker(look, "2.8")) for mode, look in looks.items()]
    lines = [Category(mode, names[mode], _line(look)) for mode, look in looks.items()]
    sites = [Category(role, name, look) for role, (name, look) in _roles(lang).items()]
    other = word("other", lang)
    schools.append(Category(NO_VALUE, other, _marker(NEUTRAL, "2.8")))
    lines.append(Category(NO_VALUE, other, _line(NEUTRAL)))
    sites.append(Category(NO_VALUE, other, _square(NEUTRAL)))
    last_mode = f"mode_{shown[-1].year}"
    return {
        "wards": (word("style_wards", lang), single("fill", _fill(), label)),
        "sites": (word("style_sites", lang), categorized("marker", "role", sites)),
        "trips": (word("style_trips", lang), categorized("line", "mode", lines)),
        "schools": (word("style_schools", lang), categorized("marker", last_mode, schools, label)),
    }


def hosts_of(plan: Plan) -> frozenset[str]:
    """Return the school pools that have guests in the last year."""
    scenario = plan.network.scenario
    table = plan.assignments
    guests = table[(table["year"] == scenario.years.last) & (table["mode"] != scenario.own_mode)]
    return frozenset(guests["site"])


def site_role(plan: Plan, site: Site, hosts: frozenset[str]) -> str:
    """Return what a site does in the last year: club, public_pool, school_pool (a host), own or retired."""
    if site.kind != "school_pool" or site.id in hosts:
        return site.kind
    last = plan.network.scenario.years.last
    rows = plan.assignments
    in_use = ((rows["year"] == last) & (rows["site"] == site.id)).any()
    return "own" if in_use else "retired"


def _roles(lang: Lang) -> dict[str, tuple[str, dict[str, str]]]:
    """Name and look of each role, drawn in this order in the legend."""
    kinds: tuple[SiteKind, ...] = ("club", "public_pool", "school_pool")
    faint = {**_marker(OWN, "1.2"), "color": rgba(LINE), "outline_color": rgba(SHORE)}
    return {
        **{kind: (word(f"kind_{kind}", lang), _square(site_style(kind))) for kind in kinds},
        "own": (word("role_own", lang), faint),
        "retired": (word("role_retired", lang), {**faint, "name": "cross2", "size": "1.6"}),
    }


def _marker(look: Style, size: str) -> dict[str, str]:
    edge = {
        "outline_color": rgba(look.edge),
        "outline_style": "solid",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    return {
        "name": QGIS_SHAPES.get(look.shape, look.shape),
        "color": rgba(look.fill),
        "size": size,
        "size_unit": "MM",
        **edge,
    }


def _square(look: Style) -> dict[str, str]:
    return {**_marker(look, "3.6"), "name": "square", "color": rgba(look.line), "outline_color": rgba(WHITE)}


def _line(look: Style) -> dict[str, str]:
    return {"line_color": rgba(look.line, 190), "line_style": "solid", "line_width": "0.4", "line_width_unit": "MM"}


def _fill() -> dict[str, str]:
    edge = {
        "outline_color": rgba(SHORE),
        "outline_style": "solid",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    return {"color": rgba(LAND), "style": "solid", **edge}
