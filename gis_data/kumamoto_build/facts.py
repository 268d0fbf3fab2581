"""What public sources say: schools, confirmed public pools, town centroids, ward outlines."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape

HERE = Path(__file__).parent
WARDS = {"中央区": ("chuo", "Chuo"), "東区": ("higashi", "Higashi"), "西区": ("nishi", "Nishi")}
WARDS |= {"南区": ("minami", "Minami"), "北区": ("kita", "Kita")}
LEVELS = {"elementary": ("", "Elementary School"), "junior_high": ("_jhs", "Junior High School")}
WARD_SOURCE = "MLIT National Land Numerical Information N03 (2021), simplified"
OUTLINE_TOLERANCE_DEG = 0.0008
COORDINATE_GRID_DEG = 0.00001

Row = dict[str, object]


@dataclass(frozen=True)
class Town:
    """A town centroid."""

    label_ja: str
    ward: str
    longitude: float
    latitude: float


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a UTF-8 CSV file as one dict per row."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def schools(source: Path) -> list[Row]:
    """schools.csv: active schools with slugs from readings.csv."""
    readings = {row["label_ja"]: row for row in read_csv(HERE / "readings.csv")}
    rows: list[Row] = []
    for fact in read_csv(source / "kumamoto_city_schools.csv"):
        if fact["status"] != "active":
            continue
        reading = readings[fact["name"]]
        suffix, kind = LEVELS[fact["level"]]
        rows.append(
            {
                "school": reading["slug"] + suffix,
                "label_ja": fact["name"],
                "label_en": f"{reading['slug'].capitalize()} {kind}",
                "level": fact["level"],
                "ward": WARDS[fact["ward"]][0],
                "longitude": float(fact["lon"]),
                "latitude": float(fact["lat"]),
                "source": "GSI designated-shelter list (July 2026)",
                "assumed": "" if reading["confirmed"] == "yes" else "label_en",
            }
        )
    return sorted(rows, key=lambda row: str(row["school"]))


PUBLIC = {
    "アクアドームくまもと（熊本市総合屋内プール）": (
        "aqua_dome",
        "アクアドームくまもと",
        "Aqua Dome Kumamoto",
        "minami",
        7,
    ),
    "熊本市総合体育館・青年会館": (
        "sogo_gymnasium",
        "熊本市総合体育館プール",
        "City General Gymnasium pool",
        "chuo",
        6,
    ),
    "浜線健康パーク（田迎公園運動施設）": ("hamasen_park", "浜線健康パーク", "Hamasen Health Park", "minami", 6),
    "御船町スポーツセンター（市外：御船町）": (
        "mifune_sports_center",
        "御船町スポーツセンター（市外）",
        "Mifune Sports Center (outside the city)",
        "",
        5,
    ),
}
LANES_UNKNOWN = {"sogo_gymnasium"}


def public_pools(source: Path) -> list[Row]:
    """public_pools.csv: only sites where a pool is confirmed; what they would give schools is assumed."""
    rows: list[Row] = []
    for fact in read_csv(source / "kumamoto_public_pools.csv"):
        if fact["pool_confirmed"] != "yes":
            continue
        site, label_ja, label_en, ward, lanes = PUBLIC[fact["name"]]
        assumed = "slots_per_week weeks_per_year usable_share"
        rows.append(
            {
                "site": site,
                "label_ja": label_ja,
                "label_en": label_en,
                "ward": ward,
                "longitude": float(fact["lon"]),
                "latitude": float(fact["lat"]),
                "lanes": lanes,
                "slots_per_week": 8,
                "weeks_per_year": 28,
                "usable_share": 0.75,
                "source": f"pool: {fact['evidence'].split(' ; ')[0]}; place: {fact['coord_source'].split(' ')[0]} list",
                "assumed": f"lanes {assumed}" if site in LANES_UNKNOWN else assumed,
            }
        )
    return sorted(rows, key=lambda row: str(row["site"]))


def towns(source: Path) -> list[Town]:
    """Centroids of the towns of the five wards, sorted; small parts of towns (koaza) left out."""
    found = []
    for ward_ja, (ward, _) in WARDS.items():
        listed = json.loads((source / "towns" / f"geolonia_熊本市{ward_ja}.json").read_text(encoding="utf-8"))
        found += [Town(t["town"], ward, t["lng"], t["lat"]) for t in listed if not t["koaza"] and t["lat"]]
    return sorted(found, key=lambda town: (town.ward, town.label_ja))


LANDMARKS = {
    "city_hall": ("熊本市役所", "City Hall", "手取本町"),
    "kumamoto_station": ("熊本駅", "Kumamoto Station", "春日三丁目"),
    "kawashiri_station": ("川尻駅", "Kawashiri Station", "川尻二丁目"),
    "ueki": ("植木", "Ueki", "植木町植木"),
    "suizenji": ("水前寺", "Suizenji", "水前寺公園"),
    "kengun": ("健軍", "Kengun", "健軍本町"),
    "jonan": ("城南", "Jonan", "城南町隈庄"),
    "tomiai": ("富合", "Tomiai", "富合町清藤"),
    "kawachi": ("河内", "Kawachi", "河内町船津"),
    "oshima": ("小島", "Oshima", "小島二丁目"),
    "tatsuda": ("龍田", "Tatsuda", "龍田四丁目"),
    "nagamine": ("長嶺", "Nagamine", "長嶺南三丁目"),
    "oyama": ("小山", "Oyama", "小山四丁目"),
    "kusuno": ("楠野", "Kusuno", "楠野町"),
}
"""Places that people of the city know: names, and the town in which each lies."""


def landmarks(towns_of_city: Iterable[Town]) -> list[Row]:
    """landmarks.csv: well-known places, each drawn on the centroid of its town."""
    spots = {town.label_ja: town for town in towns_of_city}
    rows: list[Row] = []
    for place, (label_ja, label_en, town) in LANDMARKS.items():
        rows.append(
            {
                "place": place,
                "label_ja": label_ja,
                "label_en": label_en,
                "longitude": spots[town].longitude,
                "latitude": spots[town].latitude,
                "town": town,
                "source": "landmarks on town centroids (Geolonia, CC BY 4.0)",
                "assumed": "",
            }
        )
    return sorted(rows, key=lambda row: str(row["place"]))


def ward_outlines(source: Path) -> dict[str, Any]:
    """wards.geojson: outlines simplified together, so that neighbours keep a common border."""
    path = source / "kumamoto_city_wards_N03_2021_s0010.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    labels = [feature["properties"]["ward"] for feature in features]
    outlines = shapely.coverage_simplify([shape(f["geometry"]) for f in features], OUTLINE_TOLERANCE_DEG)
    gridded = shapely.set_precision(outlines, COORDINATE_GRID_DEG)
    collected = [_ward_feature(label, outline) for label, outline in zip(labels, gridded, strict=True)]
    return {"type": "FeatureCollection", "features": sorted(collected, key=lambda f: f["properties"]["ward"])}


def _ward_feature(label_ja: str, outline: Any) -> dict[str, Any]:
    ward, label_en = WARDS[label_ja]
    properties = {"ward": ward, "label_ja": label_ja, "label_en": f"{label_en} Ward", "source": WARD_SOURCE}
    geometry = json.loads(json.dumps(mapping(outline)))
    geometry["coordinates"] = _rounded(geometry["coordinates"])
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _rounded(values: Any) -> Any:
    return round(values, 5) if isinstance(values, float) else [_rounded(value) for value in values]


def write_csv(path: Path, rows: Iterable[Row]) -> None:
    """Write rows of equal keys as UTF-8 CSV with newline line ends."""
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
