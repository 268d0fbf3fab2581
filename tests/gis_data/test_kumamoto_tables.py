"""The bundled tables of Kumamoto keep to the published facts, say what they assume, and can be rebuilt to the byte."""

import csv
import hashlib
import json
import math
import os
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from gis_data.kumamoto_build.assumptions import CALIBRATION_YEAR, LARGEST_CLASS, YEARLY_CHANGE
from poolplan.network.roads.geodesy import geodesic_m

ROOT = Path(__file__).resolve().parents[2]
CITY = ROOT / "gis_data" / "kumamoto"
SHARED = Path(os.environ.get("POOLPLAN_SHARED_DATA", ROOT.parent / "shared" / "data"))
TABLES = ("schools", "school_pools", "clubs", "public_pools", "pupils", "travel_times", "landmarks")
KEYS = {"schools": 1, "school_pools": 1, "clubs": 1, "public_pools": 1, "pupils": 3, "travel_times": 3, "landmarks": 1}
"""How many of the first columns tell the rows of a table apart."""
WARDS = {"chuo", "higashi", "nishi", "minami", "kita"}
PUBLISHED_ELEMENTARY_2015 = 41_458
"""Pupils, MEXT School Basic Survey 2015."""
UNCONFIRMED = (
    "城南総合スポーツセンター",
    "雁回館",
    "南部総合スポーツセンター",
    "城山公園運動施設",
    "託麻スポーツセンター",
    "清水スポーツセンター",
    "植木総合スポーツセンター",
    "植木中央公園",
)
"""Public sites where no page read confirms a pool."""


@cache
def table(name: str) -> list[dict[str, str]]:
    """Return a table as one dict per row."""
    with (CITY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places() -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of every school, school pool, club and public pool."""
    found = {row["school"]: (float(row["longitude"]), float(row["latitude"])) for row in table("schools")}
    found |= {f"{school}_pool": point for school, point in list(found.items())}
    for name in ("clubs", "public_pools"):
        found |= {row["site"]: (float(row["longitude"]), float(row["latitude"])) for row in table(name)}
    return found


def pupils_by_school() -> dict[str, dict[int, int]]:
    """Return pupils of each school by year, all grades together."""
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in table("pupils"):
        found[row["school"]][int(row["year"])] += int(row["pupils"])
    return found


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_sorted_told_apart_and_clean(name: str) -> None:
    """UTF-8, newline line ends, no two rows of one key, rows in the order of their keys, a source in each."""
    assert b"\r" not in (CITY / f"{name}.csv").read_bytes()
    keys = [tuple(row.values())[: KEYS[name]] for row in table(name)]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert all(row["source"] for row in table(name))


@pytest.mark.parametrize("name", [name for name in TABLES if name != "travel_times"])
def test_an_assumed_marker_names_columns_of_its_row(name: str) -> None:
    """A marker that names no column would keep an assumption out of the register."""
    for row in table(name):
        assert set(row["assumed"].split()) <= set(row) - {"source", "assumed"}, row


def test_every_active_school_is_there_and_no_closed_one() -> None:
    """92 elementary and 42 junior-high schools, the city's totals, each with a slug of its level."""
    levels = [row["level"] for row in table("schools")]
    assert (levels.count("elementary"), levels.count("junior_high")) == (92, 42)
    for row in table("schools"):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", row["school"])
        assert row["school"].endswith("_jhs") == (row["level"] == "junior_high")
        assert row["label_ja"].endswith({"elementary": "小学校", "junior_high": "中学校"}[row["level"]])
        assert row["ward"] in WARDS


def test_the_two_first_model_schools_have_their_ids() -> None:
    """飽田南 and 田底 are named by the published model; every scenario relies on these ids."""
    labels = {row["school"]: row["label_ja"] for row in table("schools")}
    assert labels["akitaminami"] == "飽田南小学校"
    assert labels["tasoko"] == "田底小学校"


def test_each_school_lies_in_its_ward() -> None:
    """Within 500 m of the simplified outline (0.005 degrees); the simplification moves borders by about 80 m."""
    features = json.loads((CITY / "wards.geojson").read_text(encoding="utf-8"))["features"]
    outlines = {feature["properties"]["ward"]: shape(feature["geometry"]) for feature in features}
    for row in table("schools"):
        point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
        assert outlines[row["ward"]].distance(point) < 0.005, row["school"]


def test_landmarks_lie_in_the_city_on_the_town_they_name() -> None:
    """Inside the outlines; two landmarks never share a place, so that no name can be drawn for another."""
    features = json.loads((CITY / "wards.geojson").read_text(encoding="utf-8"))["features"]
    city = shapely.union_all([shape(feature["geometry"]) for feature in features])
    spots = {row["place"]: (float(row["longitude"]), float(row["latitude"])) for row in table("landmarks")}
    assert {"city_hall", "kumamoto_station"} <= spots.keys()
    assert all(city.contains(shapely.Point(spot)) for spot in spots.values())
    assert len(set(spots.values())) == len(spots)
    assert all(row["town"] for row in table("landmarks"))


def test_seventeen_pools_are_over_fifty_years_old_in_2023() -> None:
    """As the superintendent said in the city assembly; one pool for each school, all marked as assumed."""
    pools = table("school_pools")
    assert sum(2023 - int(pool["build_year"]) > 50 for pool in pools) == 17
    assert {pool["school"] for pool in pools} == {row["school"] for row in table("schools")}
    assert all(pool["site"] == f"{pool['school']}_pool" for pool in pools)
    assert all({"build_year", "condition"} <= set(pool["assumed"].split()) for pool in pools)
    assert {pool["condition"] for pool in pools} <= set("ABCD")


def test_elementary_pupils_lead_back_to_the_published_total() -> None:
    """2022 by ward, carried back to 2015 at the assumed yearly change: 41,458 within 1 %."""
    ward = {row["school"]: row["ward"] for row in table("schools") if row["level"] == "elementary"}
    years = 2022 - CALIBRATION_YEAR
    back = sum(
        pupils[2022] / (1 + YEARLY_CHANGE[ward[school]]) ** years
        for school, pupils in pupils_by_school().items()
        if school in ward
    )
    assert back == pytest.approx(PUBLISHED_ELEMENTARY_2015, rel=0.01)


def test_junior_highs_take_about_half_of_the_elementary_intake() -> None:
    """Three grades against six, less those who leave for other schools: 45 to 50 %."""
    totals: dict[str, int] = defaultdict(int)
    for row in table("pupils"):
        if row["year"] == "2022":
            totals["junior" if row["school"].endswith("_jhs") else "elementary"] += int(row["pupils"])
    share = totals["junior"] / totals["elementary"]
    assert share > 0.45
    assert share < 0.50


def test_pupil_series_are_complete_and_smooth() -> None:
    """Every school, year 2022 to 2052 and grade; none grows, none loses over 3 % a year or, rounded, one a grade."""
    grades = {row["school"]: 3 if row["level"] == "junior_high" else 6 for row in table("schools")}
    assert len(table("pupils")) == 31 * sum(grades.values())
    for school, pupils in pupils_by_school().items():
        assert sorted(pupils) == list(range(2022, 2053))
        for year in range(2023, 2053):
            lost = pupils[year - 1] - pupils[year]
            assert lost >= 0, (school, year)
            assert lost <= max(grades[school], 0.03 * pupils[year - 1]), (school, year)


def test_classes_follow_from_pupils() -> None:
    """As many classes as the stated class size needs; never a class without pupils; never above 35 by law."""
    assert LARGEST_CLASS <= 35
    for row in table("pupils"):
        assert int(row["classes"]) == math.ceil(int(row["pupils"]) / LARGEST_CLASS), row
        assert int(row["pupils"]) > 0
        assert {"pupils", "classes"} <= set(row["assumed"].split())


def test_clubs_are_twelve_and_hypothetical() -> None:
    """No real club is named; its place is marked as assumed; 8 slots x 28 weeks = 224 sessions a year."""
    clubs = table("clubs")
    assert [club["site"] for club in clubs] == [f"club_{number:02d}" for number in range(1, 13)]
    for number, club in enumerate(clubs, start=1):
        assert club["label_ja"] == f"仮想クラブ {number}"
        assert club["label_en"] == f"Hypothetical club {number}"
        assert {"longitude", "latitude"} <= set(club["assumed"].split())
        assert float(club["slots_per_week"]) * float(club["weeks_per_year"]) * float(club["usable_share"]) == 224


def test_only_confirmed_public_pools_are_there() -> None:
    """Four, the one at Mifune outside the city; the eight sites without a confirmed pool are absent."""
    pools = table("public_pools")
    assert len(pools) == 4
    assert [pool["label_ja"] for pool in pools if "（市外）" in pool["label_ja"]] == ["御船町スポーツセンター（市外）"]
    assert {pool["ward"] for pool in pools if "（市外）" in pool["label_ja"]} == {""}
    assert not [name for name in UNCONFIRMED for pool in pools if name in pool["label_ja"]]
    assert all({"slots_per_week", "weeks_per_year", "usable_share"} <= set(p["assumed"].split()) for p in pools)


def test_trips_join_known_places_and_none_leads_to_the_own_pool() -> None:
    """One-decimal minutes, whole metres, no shorter than the straight line (1 m and rounding aside)."""
    known = places()
    for row in table("travel_times"):
        assert row["site"] != f"{row['school']}_pool"
        assert row["travel_by"] in {"bus", "walk"}
        assert re.fullmatch(r"\d+\.\d", row["minutes"])
        assert re.fullmatch(r"\d+", row["metres"])
        assert int(row["metres"]) >= geodesic_m(*known[row["school"]], *known[row["site"]]) - 1, row


def test_distances_are_those_of_a_road_net() -> None:
    """Metres by bus over the straight line, beyond 2.5 km: 1.1 to 1.35 in the median.

    Measured on the same links from schools to public pools: 1.17; on OpenStreetMap between central schools: 1.21.
    """
    known = places()
    trips = [row for row in table("travel_times") if row["travel_by"] == "bus"]
    straight = [float(geodesic_m(*known[row["school"]], *known[row["site"]])) for row in trips]
    ratios = [int(row["metres"]) / line for row, line in zip(trips, straight, strict=True) if line > 2500]
    assert len(ratios) > 500
    assert statistics.median(ratios) > 1.1
    assert statistics.median(ratios) < 1.35


def test_every_walk_is_marked_approximate() -> None:
    """Main roads say nothing about footpaths: the audit and the report list these minutes as assumptions."""
    walks = [row for row in table("travel_times") if row["travel_by"] == "walk"]
    assert walks
    assert all("approximate" in row["source"] for row in walks)


def test_the_model_schools_reach_a_club_and_some_schools_a_junior_high_pool() -> None:
    """A club within 15 min of 飽田南小 and 田底小; a neighbouring junior high's pool near enough for at least five."""
    trips = [(row["school"], row["site"], row["travel_by"], float(row["minutes"])) for row in table("travel_times")]
    by_club = {school for school, site, by, minutes in trips if site.startswith("club_") and minutes <= 15}
    assert by_club >= {"akitaminami", "tasoko"}
    limit = {"walk": 12, "bus": 15}
    sharing = {
        school
        for school, site, by, minutes in trips
        if site.endswith("_jhs_pool") and not school.endswith("_jhs") and minutes <= limit[by]
    }
    assert len(sharing) >= 5


def test_ward_outlines_fit_together() -> None:
    """Five valid outlines that neither overlap nor leave gaps, in a few hundred vertices."""
    features = json.loads((CITY / "wards.geojson").read_text(encoding="utf-8"))["features"]
    outlines = [shape(feature["geometry"]) for feature in features]
    assert {feature["properties"]["ward"] for feature in features} == WARDS
    assert all(outline.is_valid for outline in outlines)
    assert shapely.coverage_is_valid(outlines)
    assert sum(shapely.get_num_coordinates(outline) for outline in outlines) < 1000
    union = shapely.union_all(outlines)
    assert sum(len(part.interiors) for part in shapely.get_parts(union)) == 0


def test_the_readme_gives_the_checksum_of_each_table() -> None:
    """SHA-256 as the build wrote them: a table edited by hand is noticed."""
    listed = re.findall(r"^([0-9a-f]{64})  (\S+)$", (CITY / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for _, name in listed} == {f"{name}.csv" for name in TABLES} | {"wards.geojson"}
    for digest, name in listed:
        assert hashlib.sha256((CITY / name).read_bytes()).hexdigest() == digest, name


def test_the_tables_are_rebuilt_to_the_byte(tmp_path: Path) -> None:
    """The same public sources give the same bytes, in a fresh process."""
    if not (SHARED / "kumamoto").is_dir():
        pytest.skip("no public data here: set POOLPLAN_SHARED_DATA to the folder that holds kumamoto/")
    command = [sys.executable, "gis_data/build_kumamoto.py", "--shared", str(SHARED), "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    for built in sorted(tmp_path.iterdir()):
        assert built.read_bytes() == (CITY / built.name).read_bytes(), built.name
    assert len(list(tmp_path.iterdir())) == len(TABLES) + 1
