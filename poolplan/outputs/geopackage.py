"""plan.gpkg: the answer as map layers that open styled in QGIS."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from poolplan.network.travel import TripKey
from poolplan.outputs.assumptions import fact_names
from poolplan.outputs.features import Moment, moments
from poolplan.outputs.layer_styles import hosts_of, layer_styles, site_role
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.sheets import mode_names, site_names
from poolplan.results.by_school import by_school
from poolplan.results.plan import Answer, Plan

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry import Point

CRS = "EPSG:4326"
WARD_COLUMNS = ["ward", "label_ja", "label_en"]
DATASET = {"VERSION": "1.3"}
"""QGIS of 2022 knows no later version of the format."""
WRITTEN = "2022-04-01T00:00:00.000Z"
"""Time stamp of every table: fixed, so that equal answers give equal bytes."""
STYLE_TABLE = """
    CREATE TABLE layer_styles (
        id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
        f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
        description TEXT, owner TEXT, ui TEXT, update_time DATETIME
    )
"""
REGISTER = "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) VALUES (?, ?, ?, ?, 0)"
STYLE = "INSERT INTO layer_styles VALUES (?, '', '', ?, 'geom', ?, ?, '', 1, ?, '', NULL, ?)"


@output("plan.gpkg")
def write_geopackage(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the layers schools, sites, trips and wards, and their styles."""
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        for name, layer in layers(answer, lang).items():
            _write_layer(layer, path, name)
        _write_styles(path, layer_styles(answer.plan, moments(answer), lang))
    except (DataLayerError, DataSourceError, sqlite3.Error) as error:
        raise OSError(f"{path.name}: {error}") from error


def _write_layer(layer: "gpd.GeoDataFrame", path: Path, name: str) -> None:
    """Write one layer with a fixed time stamp, which GDAL takes from its configuration."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN})
    try:
        options = {"GEOMETRY_NAME": "geom"}
        pyogrio.write_dataframe(layer, path, layer=name, driver="GPKG", layer_options=options, dataset_options=DATASET)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_styles(path: Path, styles: Mapping[str, tuple[str, str]]) -> None:
    """Add QGIS's style table; QGIS finds it only if gpkg_contents names it."""
    with closing(sqlite3.connect(os.fspath(path))) as database, database:
        database.execute(STYLE_TABLE)
        database.execute(REGISTER, ("layer_styles", "attributes", "layer_styles", WRITTEN))
        for number, (layer, (title, qml)) in enumerate(styles.items(), start=1):
            database.execute(STYLE, (number, layer, title, qml, title, WRITTEN))


def layers(answer: Answer, lang: Lang) -> dict[str, "gpd.GeoDataFrame"]:
    """Return the layers, WGS84; wards first, so that they lie below.

    wards: ward, label_ja, label_en. sites: one point per site, with its state in the last year. trips: one line per
    school and site it travels to, along the roads where they are known, with first_year and last_year. schools: one
    point per school; site, mode and minutes in each stage year, decade and the last year (`mode_2024`, ...).
    """
    import geopandas as gpd
    from shapely.geometry import LineString, Point, shape
    from shapely.geometry.base import BaseGeometry

    plan = answer.plan
    places = plan.network.places
    at_school = {name: Point(p.longitude, p.latitude) for name, p in places.schools.items()}
    at_site = {name: Point(p.longitude, p.latitude) for name, p in places.sites.items()}
    wards = pd.DataFrame([(w.id, w.label.ja, w.label.en) for w in places.outlined_wards], columns=WARD_COLUMNS)
    schools, sites, trips = _schools(plan, moments(answer), lang), _sites(plan), _trips(plan, lang)
    made = zip(trips["school"], trips["site"], trips["travel_by"], strict=True)
    shapes: dict[str, tuple[pd.DataFrame, list[BaseGeometry]]] = {
        "wards": (wards, [shape(ward.geometry) for ward in places.outlined_wards]),
        "sites": (sites, [at_site[name] for name in sites["site"]]),
        "trips": (trips, [LineString([at_school[t[0]], *_way(plan, t), at_site[t[1]]]) for t in made]),
        "schools": (schools, [at_school[name] for name in schools["school"]]),
    }
    filled = {name: pair for name, pair in shapes.items() if len(pair[0])}
    return {name: gpd.GeoDataFrame(table, geometry=drawn, crs=CRS) for name, (table, drawn) in filled.items()}


def _way(plan: Plan, trip: TripKey) -> list["Point"]:
    """Points of a way along the roads, none where it is not known."""
    from shapely.geometry import Point

    return [Point(x, y) for x, y in plan.network.lines.get(trip, ())]


def _schools(plan: Plan, shown: list[Moment], lang: Lang) -> pd.DataFrame:
    places = plan.network.places
    table = pd.DataFrame(
        [
            {"school": s.id, "label_ja": s.label.ja, "label_en": s.label.en, "level": s.level, "ward": s.ward}
            for s in places.schools.values()
        ]
    )
    lessons = by_school(plan).set_index(["year", "school"])
    for year in [moment.year for moment in shown]:
        rows = lessons.loc[year].reindex(table["school"])
        for name in ("mode", "site", "minutes"):
            table[f"{name}_{year}"] = rows[name].to_numpy()
    last = lessons.loc[plan.network.scenario.years.last].reindex(table["school"])
    table["site_label"] = last["site"].map(site_names(plan, lang)).to_numpy()
    table["mode_label"] = last["mode"].map(mode_names(plan, lang)).to_numpy()
    table["assumed"] = [fact_names(facts, lang) for facts in last["assumed"]]
    return table


def _sites(plan: Plan) -> pd.DataFrame:
    """One row per site, with its state and role in the last year."""
    last = plan.sites[plan.sites["year"] == plan.network.scenario.years.last].set_index("site")
    hosts = hosts_of(plan)
    return pd.DataFrame(
        [
            {
                "site": site.id,
                "label_ja": site.label.ja,
                "label_en": site.label.en,
                "kind": site.kind,
                "role": site_role(plan, site, hosts),
                "state": str(last.loc[site.id, "state"]),
                "sessions": int(str(last.loc[site.id, "sessions"])),
                "capacity": site.capacity_slots,
                "build_year": site.build_year,
                "source": site.source,
                "assumed": " ".join(sorted(site.assumed)),
            }
            for site in plan.network.places.sites.values()
        ]
    ).astype({"build_year": "Int32"})


def _trips(plan: Plan, lang: Lang) -> pd.DataFrame:
    table = plan.assignments[plan.assignments["travel_by"] != "none"]
    keys = ["school", "site", "mode", "travel_by", "minutes"]
    spans = table.groupby(keys, as_index=False).agg(first_year=("year", "min"), last_year=("year", "max"))
    return spans.assign(mode_label=spans["mode"].map(mode_names(plan, lang)))
