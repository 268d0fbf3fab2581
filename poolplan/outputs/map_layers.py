"""folium elements that draw an answer offline: ward outlines, one layer per point in time, glue."""

import json
from collections.abc import Sequence
from importlib.resources import files

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from poolplan.outputs.colours import LAND, SHORE
from poolplan.outputs.features import Json, ward_features
from poolplan.outputs.registry import Lang
from poolplan.results.plan import Plan

WARD_STYLE = {"color": SHORE, "weight": 1.4, "fillColor": LAND, "fillOpacity": 1.0}


UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script_json(value: object) -> str:
    r"""Write JSON that can stand inside a script element: no text of the data can end the script.

    >>> script_json(["</script>", "南区"])
    '["\\u003c/script\\u003e","南区"]'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "".join(UNSAFE.get(letter, letter) for letter in text)


class Raw(Element):
    """A piece of the page that is text already; plain `Element` would run it as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        """Keep the text."""
        super().__init__()
        self._name = "Raw"
        self.text = text


class Shared(Element):
    """The data that all layers of a page share."""

    _template = Template("<script>poolplan.share({{ this.data }});</script>")

    def __init__(self, board: Json) -> None:
        """Keep the data."""
        super().__init__()
        self._name = "Shared"
        self.data = script_json(board)


class MomentLayer(folium.FeatureGroup):
    """One point in time as a layer; layers exclude each other. It is drawn when first shown."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup([]);
            poolplan.layer({{ this.get_name() }}, {{ this.key }}, {{ this.data }});
        {% endmacro %}
        """
    )

    def __init__(self, name: str, key: str, data: Json, *, show: bool, control: bool = True) -> None:
        """Keep the data; `name` is shown in the layer control, `key` ties the layer to parts of the page."""
        super().__init__(name=name, overlay=False, control=control, show=show)
        self._name = "MomentLayer"
        self.key = script_json(key)
        self.data = script_json(data)


class Glue(MacroElement):
    """A call into board.js that runs once the map stands."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.call }}{% endmacro %}")

    def __init__(self, call: str) -> None:
        """Keep the call; it must hold no text of the data."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Glue"
        self.call = call


def base_map(plan: Plan, lang: Lang) -> folium.Map:
    """Map without tiles: ward outlines, names by which one finds one's way, fitted to the city."""
    canvas = folium.Map(tiles=None, zoom_snap=0.25)
    if plan.network.places.outlined_wards:
        wards = ward_features(plan, lang)
        layer = folium.GeoJson(wards, style_function=lambda _: WARD_STYLE, control=False, interactive=False)
        layer.add_to(canvas)
    Glue(f"poolplan.orient({canvas.get_name()});").add_to(canvas)
    canvas.fit_bounds(bounds_of(plan), padding=(12, 12))
    return canvas


def bounds_of(plan: Plan, ward: str | None = None) -> list[list[float]]:
    """South-west and north-east corner of the city's wards, schools and sites, or of one ward and its schools."""
    from shapely.geometry import shape

    places = plan.network.places
    wards = [found for found in places.outlined_wards if ward in (None, found.id)]
    schools = [school for school in places.schools.values() if ward in (None, school.ward)]
    boxes: list[tuple[float, ...]] = [shape(found.geometry).bounds for found in wards]
    boxes += [(p.longitude, p.latitude) * 2 for p in schools]
    boxes += [(p.longitude, p.latitude) * 2 for p in places.sites.values() if ward is None]
    west, south, east, north = zip(*boxes, strict=True)
    return [[min(south), min(west)], [max(north), max(east)]]


def figure_of(canvas: folium.Map, body: str, board: Json) -> Figure:
    """Put a map into a page: style, shared data, then `body` (HTML, escaped already) before the map."""
    figure = Figure()
    add_static(figure, ("board.css",), ("labels.js", "board.js"))
    figure.header.add_child(Shared(board), name="board_data")
    figure.html.add_child(Raw(body), name="board_body")
    figure.add_child(canvas)
    return figure


def add_static(figure: Figure, styles: Sequence[str], scripts: Sequence[str]) -> None:
    """Put styles and scripts of this package into the page's head, in this order."""
    for name in styles:
        figure.header.add_child(Raw(f"<style>{static(name)}</style>"), name=name)
    for name in scripts:
        figure.header.add_child(Raw(f"<script>{static(name)}</script>"), name=name)


def static(name: str) -> str:
    """Text of a file of this package's static folder."""
    return (files("poolplan.outputs") / "static" / name).read_text(encoding="utf-8")
