"""Layer styles in QGIS's own XML (QML): one symbol per value of a field, in the colours of the maps."""

from collections.abc import Sequence
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

Geometry = Literal["marker", "line", "fill"]
LAYER_CLASS = {"marker": "SimpleMarker", "line": "SimpleLine", "fill": "SimpleFill"}
PLACEMENT = {"marker": "6", "line": "2", "fill": "4"}
"""Labels: around points, along lines, level inside areas."""
NO_VALUE = ""
"""Category that catches every other value."""


class Category(NamedTuple):
    """A value of the field and how it is drawn: properties of QGIS's simple symbol layer."""

    value: str
    label: str
    properties: dict[str, str]


def categorized(geometry: Geometry, field: str, categories: Sequence[Category], label_field: str = "") -> str:
    """Return a style that draws each value of `field` in its own way; `label_field` is written beside the symbols.

    Put a category with `NO_VALUE` last for all other values.
    """
    root = _root(geometry, label_field)
    renderer = SubElement(root, "renderer-v2", {"type": "categorizedSymbol", "attr": field, **_RENDERER})
    listed, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, category in enumerate(categories):
        attributes = {"type": "string", "value": category.value, "label": category.label}
        SubElement(listed, "category", {"render": "true", "symbol": str(number), **attributes})
        _symbol(symbols, str(number), geometry, category.properties)
    return _text(root, geometry)


def single(geometry: Geometry, properties: dict[str, str], label_field: str = "") -> str:
    """Return a style that draws every feature in the same way."""
    root = _root(geometry, label_field)
    renderer = SubElement(root, "renderer-v2", {"type": "singleSymbol", **_RENDERER})
    _symbol(SubElement(renderer, "symbols"), "0", geometry, properties)
    return _text(root, geometry)


def rgba(colour: str, alpha: int = 255) -> str:
    """Write #rrggbb as QGIS does.

    >>> rgba("#D55E00")
    '213,94,0,255'
    """
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


_RENDERER = {"forceraster": "0", "symbollevels": "0", "enableorderby": "0", "referencescale": "-1"}
_GEOMETRY_TYPE = {"marker": "0", "line": "1", "fill": "2"}


def _root(geometry: Geometry, label_field: str) -> Element:
    root = Element("qgis", {"version": "3.28.0", "styleCategories": "Symbology|Labeling"})
    root.set("labelsEnabled", "1" if label_field else "0")
    if label_field:
        _labels(root, geometry, label_field)
    return root


def _symbol(parent: Element, name: str, geometry: Geometry, properties: dict[str, str]) -> None:
    symbol = SubElement(parent, "symbol", {"type": geometry, "name": name, "alpha": "1", "clip_to_extent": "1"})
    layer = SubElement(symbol, "layer", {"class": LAYER_CLASS[geometry], "enabled": "1", "locked": "0", "pass": "0"})
    options = SubElement(layer, "Option", {"type": "Map"})
    for key, value in properties.items():
        SubElement(options, "Option", {"name": key, "type": "QString", "value": value})


def _labels(root: Element, geometry: Geometry, field: str) -> None:
    labeling = SubElement(root, "labeling", {"type": "simple"})
    settings = SubElement(labeling, "settings", {"calloutType": "simple"})
    text = {"fieldName": field, "fontFamily": "Noto Sans CJK JP", "fontSize": "8", "fontSizeUnit": "Point"}
    style = SubElement(settings, "text-style", {**text, "textColor": "60,60,60,255", "isExpression": "0"})
    halo = {"bufferDraw": "1", "bufferSize": "0.8", "bufferColor": "255,255,255,255", "bufferSizeUnits": "MM"}
    SubElement(style, "text-buffer", halo)
    SubElement(
        settings, "placement", {"placement": PLACEMENT[geometry], "dist": "0.8", "distUnits": "MM", "priority": "5"}
    )
    SubElement(settings, "rendering", {"scaleVisibility": "0", "obstacle": "1"})


def _text(root: Element, geometry: Geometry) -> str:
    SubElement(root, "layerGeometryType").text = _GEOMETRY_TYPE[geometry]
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")
