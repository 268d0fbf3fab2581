"""The tables of a sound little city, and ways to spoil one cell: two schools, one pool, one club, one public pool."""

import json
from pathlib import Path
from typing import Any

import pytest

from poolplan.errors import DataError
from poolplan.network.places import read_places
from poolplan.scenario.schema import PlaceFiles, Scenario
from tests.world_parts import tiny_scenario

YEARS = range(2025, 2027)
SLOTS = "lanes,slots_per_week,weeks_per_year,usable_share,source,assumed"
TABLES = {
    "schools.csv": """\
school,label_ja,label_en,level,ward,longitude,latitude,source,assumed
lake,湖小学校,Lake School,elementary,north,130.6,32.6,list of schools,longitude latitude
hill,丘小学校,Hill School,elementary,north,130.5,32.5,list of schools,
""",
    "school_pools.csv": f"""\
site,school,build_year,condition,can_rebuild,{SLOTS}
hill_pool,hill,1980,B,no,5,10,10,0.29,pool register,build_year
""",
    "clubs.csv": f"""\
site,label_ja,label_en,ward,longitude,latitude,{SLOTS}
club,クラブ,Club,,130.7,32.7,6,8,28,1,made up,slots_per_week
""",
    "public_pools.csv": f"""\
site,label_ja,label_en,ward,longitude,latitude,{SLOTS}
dome,ドーム,Dome,north,130.8,32.8,7,7.5,9,0.5,made up,
""",
    "travel_times.csv": """\
school,site,travel_by,minutes,metres,source
hill,club,bus,12.5,6000,timed by stopwatch
lake,dome,walk,9,600,timed by stopwatch
""",
}
SQUARE: dict[str, Any] = {"type": "Polygon", "coordinates": [[[130, 32], [131, 32], [131, 33], [130, 33], [130, 32]]]}
NORTH = {"ward": "north", "label_ja": "北区", "label_en": "North", "source": "city map"}


def write_city(folder: Path) -> Scenario:
    """Write the tables into the folder; return a scenario that names them, for 2025 and 2026."""
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "pupils.csv").write_text(_pupils(), encoding="utf-8")
    write_wards(folder, [{"properties": NORTH, "geometry": SQUARE}])
    files = {name: f"{name}.csv" for name in ("schools", "pupils", "school_pools", "clubs", "public_pools")}
    scenario = tiny_scenario(YEARS)
    places = PlaceFiles(bounds=scenario.places.bounds, **files, wards="wards.geojson", travel="travel_times.csv")
    return scenario.model_copy(update={"places": places})


def write_wards(folder: Path, features: object) -> Path:
    """Write a GeoJSON file with the features given."""
    path = folder / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace text in a table, once; the old text must be there."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder: Path, file: str, line: str) -> None:
    """Append a row to a table."""
    with (folder / file).open("a", encoding="utf-8") as end:
        end.write(f"{line}\n")


def complaints(scenario: Scenario) -> list[str]:
    """Return the sentences with which the tables are refused."""
    with pytest.raises(DataError) as caught:
        read_places(scenario)
    return list(caught.value.problems)


def _pupils() -> str:
    """Return pupils of both schools: grade g has 10 + g pupils in 2025, 2026 and, beyond the horizon, 2027."""
    rows = [
        f"{school},{year},{grade},{10 + grade},1,survey,{'pupils' if school == 'lake' else 'classes'}\n"
        for school in ("hill", "lake")
        for year in (2025, 2026, 2027)
        for grade in (6, 1, 2, 3, 4, 5)
    ]
    return "school,year,grade,pupils,classes,source,assumed\n" + "".join(rows)
