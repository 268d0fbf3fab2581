"""Ward outlines for drawing and for questions such as 'is every ward served?'."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from poolplan.scenario.blocks import Label, Text
from poolplan.scenario.text import read_text, shown_path


@dataclass(frozen=True)
class Ward:
    """A ward, with its outline where one is known."""

    id: str
    label: Label
    geometry: dict[str, object]
    """GeoJSON geometry, WGS84; empty where the outline is not known."""
    source: str = ""


def wards_named(names: Iterable[str]) -> dict[str, Ward]:
    """Return wards of which no more than the id is known."""
    return {name: Ward(name, Label(ja=name, en=name), {}) for name in sorted(set(names))}


def read_wards(path: Path, problems: list[str]) -> dict[str, Ward]:
    """Read ward outlines (GeoJSON, WGS84; properties ward, label_ja, label_en, source). Problems are appended.

    Geometry is checked by shapely: polygons, valid, in degrees.
    """
    import json

    from poolplan.errors import DataError

    try:
        features = list(json.loads(read_text(path))["features"])
    except DataError as error:
        problems += error.problems
        return {}
    except (ValueError, KeyError, TypeError):
        problems.append(
            f"{shown_path(path)}: not a GeoJSON feature collection; export the ward layer as GeoJSON, EPSG:4326"
        )
        return {}
    wards: dict[str, Ward] = {}
    for number, feature in enumerate(features, start=1):
        ward = _ward(path, number, feature, problems)
        if ward is None:
            continue
        if ward.id in wards:
            problems.append(f"{shown_path(path)}, feature {number}: ward '{ward.id}' stands twice; ids must differ")
        wards[ward.id] = ward
    return dict(sorted(wards.items()))


def _ward(path: Path, number: int, feature: dict[str, dict[str, object]], problems: list[str]) -> Ward | None:
    from shapely.errors import ShapelyError
    from shapely.geometry import box, shape

    try:
        names = feature["properties"]
        label = Label.model_validate({"ja": names["label_ja"], "en": names["label_en"]})
        outline = shape(feature["geometry"])
        ident = TypeAdapter(Text).validate_python(names["ward"], strict=True)
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError):
        problems.append(
            f"{shown_path(path)}, feature {number}: needs properties ward, label_ja, label_en and a polygon"
        )
        return None
    if outline.is_empty or not box(-180, -90, 180, 90).contains(outline):
        problems.append(f"{shown_path(path)}, feature {number}: not in degrees; export it in EPSG:4326")
    elif outline.geom_type not in ("Polygon", "MultiPolygon") or not outline.is_valid:
        problems.append(
            f"{shown_path(path)}, feature {number}: ward '{ident}' is not a valid polygon; repair its geometry"
        )
    else:
        return Ward(ident, label, feature["geometry"], str(names.get("source", "")))
    return None
