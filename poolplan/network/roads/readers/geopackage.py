"""Link layers of GeoPackages and other GIS files: lines with u, v, metres and class."""

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING

from poolplan.errors import DataError
from poolplan.network.roads.clip import Box
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.readers.link_rows import (
    LinkRow,
    checked_metres,
    graph_of_rows,
    known_class,
    plain_rule,
)
from poolplan.network.roads.readers.link_table import CLASS, METRES, ONE_WAY, cell, check_columns, is_one_way, number
from poolplan.scenario.text import shown_path

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def read_geopackage(path: Path, box: Box) -> RoadGraph:
    """Read the links of a layer of lines, in whatever coordinate system it names.

    Raises:
        DataError: no such layer, no coordinate system, a missing column, a link without a length above 0.
    """
    from shapely import get_coordinates

    layer, shown = _layer(path), shown_path(path)
    check_columns(shown, [str(name) for name in layer.columns], (("u",), ("v",), METRES))
    points: dict[Hashable, tuple[float, float]] = {}
    rows: list[LinkRow] = []
    columns = [str(name) for name in layer.columns if name != layer.geometry.name]
    for feature, (line, *values) in enumerate(
        zip(layer.geometry, *(layer[name] for name in columns), strict=True), start=1
    ):
        where = f"{shown}, feature {feature}"
        if line is None or line.geom_type != "LineString":
            raise DataError(f"{where}: is no single line; export the links as lines, one part each")
        row = {name: "" if value is None else str(value) for name, value in zip(columns, values, strict=True)}
        metres = checked_metres(where, number(where, row, METRES))
        rule = plain_rule(known_class(where, cell(row, CLASS)), one_way=is_one_way(where, cell(row, ONE_WAY)))
        first, *inner, last = (tuple(point) for point in get_coordinates(line).tolist())
        points.setdefault(row["u"], first)
        points.setdefault(row["v"], last)
        rows.append(LinkRow(row["u"], row["v"], metres, rule, tuple(inner)))
    return graph_of_rows(shown, points, rows, box)


def _layer(path: Path) -> "GeoDataFrame":
    """Return the only layer of a file in degrees."""
    import geopandas
    from pyogrio.errors import DataSourceError

    shown = shown_path(path)
    try:
        layer = geopandas.read_file(path)
    except (DataSourceError, OSError) as error:
        raise DataError(f"{shown}: cannot be read ({' '.join(str(error).split())}); export the links again") from None
    if not isinstance(layer, geopandas.GeoDataFrame) or layer.crs is None:
        raise DataError(
            f"{shown}: names no coordinate system; set one in the GIS (layer properties) and export it again"
        )
    return layer.to_crs(4326)
