"""What the tables of the little city (city.py) contradict each other in, one spoilt cell at a time."""

from pathlib import Path

import pytest

from tests.network.city import SQUARE, add, complaints, spoil, write_city, write_wards

SLOTS = "6,8,28,1,list,"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "schools.csv",
            "130.5,32.5",
            "32.5,130.5",
            "schools.csv, line 3: 'hill': longitude 32.5, latitude 130.5: "
            "longitude and latitude are swapped; exchange the two values",
        ),
        (
            "schools.csv",
            "130.5,32.5",
            "130.5,35.68",
            "schools.csv, line 3: 'hill': longitude 130.5, latitude 35.68: "
            "outside the city (130.0-131.0 E, 32.0-33.0 N); mend the coordinate or widen places.bounds",
        ),
        (
            "clubs.csv",
            "130.7,32.7",
            "131.1,32.7",
            "clubs.csv, line 2: 'club': longitude 131.1, latitude 32.7: "
            "outside the city (130.0-131.0 E, 32.0-33.0 N); mend the coordinate or widen places.bounds",
        ),
        (
            "public_pools.csv",
            "130.8,32.8",
            "0,0",
            "public_pools.csv, line 2: 'dome': longitude 0.0, latitude 0.0: "
            "outside the city (130.0-131.0 E, 32.0-33.0 N); mend the coordinate or widen places.bounds",
        ),
        (
            "schools.csv",
            "elementary,north,130.5",
            "elementary,nort,130.5",
            "schools.csv: school 'hill': ward 'nort' is not in wards.geojson (did you mean 'north'?); mend the id",
        ),
        (
            "school_pools.csv",
            "hill_pool,hill,",
            "hill_pool,hil,",
            "school_pools.csv: pool 'hill_pool': no school 'hil' in schools.csv (did you mean 'hill'?); mend the id",
        ),
        (
            "clubs.csv",
            "club,",
            "hill_pool,",
            "clubs.csv: site 'hill_pool' stands already in school_pools.csv; ids must differ",
        ),
        (
            "public_pools.csv",
            "dome,",
            "club,",
            "public_pools.csv: site 'club' stands already in clubs.csv; ids must differ",
        ),
        (
            "school_pools.csv",
            ",build_year\n",
            ",build_yer\n",
            "school_pools.csv: 'hill_pool': assumed names 'build_yer', "
            "which is no column (did you mean 'build_year'?); mend it",
        ),
        (
            "clubs.csv",
            "made up,slots_per_week",
            "made up,condition",
            "clubs.csv: 'club': assumed names 'condition', which is no column; mend it",
        ),
    ],
)
def test_one_spoilt_cell_gives_one_sentence(folder: Path, file: str, old: str, new: str, said: str) -> None:
    scenario = write_city(folder)
    spoil(folder, file, old, new)
    assert complaints(scenario) == [said]


@pytest.mark.parametrize("corner", ["130.0,32.0", "131.0,33.0"])
def test_a_place_on_the_edge_of_the_city_is_inside(folder: Path, corner: str) -> None:
    """The only complaint is about another cell, spoilt so that there is one."""
    scenario = write_city(folder)
    spoil(folder, "schools.csv", "130.5,32.5", corner)
    spoil(folder, "schools.csv", "130.6,32.6", "130.6,33.6")
    (said,) = complaints(scenario)
    assert "'lake'" in said


def test_a_school_has_one_pool(folder: Path) -> None:
    scenario = write_city(folder)
    add(folder, "school_pools.csv", f"new_pool,hill,2020,A,yes,{SLOTS}")
    assert complaints(scenario) == ["school_pools.csv: school 'hill' has two pools; keep one row"]


def test_ids_that_stand_twice_in_one_table_tell_both_lines(folder: Path) -> None:
    scenario = write_city(folder)
    add(folder, "schools.csv", "hill,丘,Hill again,elementary,north,130.5,32.5,list,")
    assert complaints(scenario) == [
        "schools.csv, line 4: school 'hill' stands already in line 3; drop one of the two or give it another id"
    ]


def test_pupils_of_an_unknown_school_are_told_once(folder: Path) -> None:
    scenario = write_city(folder)
    for grade in (1, 2):
        add(folder, "pupils.csv", f"lakes,2025,{grade},30,1,survey,")
    assert complaints(scenario) == ["pupils.csv: no school 'lakes' in schools.csv (did you mean 'lake'?); mend the id"]


def test_years_without_pupils_are_told_by_school(folder: Path) -> None:
    """Hill misses 2026; a school without any row misses both years. 2027 is not planned and not asked for."""
    scenario = write_city(folder)
    add(folder, "schools.csv", "isle,島小学校,Isle School,elementary,north,130.9,32.9,list,")
    path = folder / "pupils.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("hill,2026")]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert complaints(scenario) == [
        "pupils.csv: school 'hill' has no pupils for 2026; add them or change years",
        "pupils.csv: school 'isle' has no pupils for 2025-2026 (2 years); add them or change years",
    ]


def test_schools_that_lack_the_same_years_share_a_sentence(folder: Path) -> None:
    """The table ends in 2025, the plan in 2026: one mistake, not one per school."""
    scenario = write_city(folder)
    path = folder / "pupils.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if ",2026," not in line]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert complaints(scenario) == [
        "pupils.csv: school 'hill' and 1 other have no pupils for 2026; add them or change years"
    ]


def test_a_table_without_a_school_is_told_so(folder: Path) -> None:
    scenario = write_city(folder)
    text = (folder / "schools.csv").read_text(encoding="utf-8")
    (folder / "schools.csv").write_text(text.splitlines()[0], encoding="utf-8")
    assert "schools.csv: holds no school; add one row per school" in complaints(scenario)


def test_contradictions_of_every_table_are_told_together(folder: Path) -> None:
    """No ward for both schools, a stranger's pool, a public pool with a club's id, in no ward, and in the sea."""
    scenario = write_city(folder)
    write_wards(folder, [{"properties": {"ward": "far", "label_ja": "遠", "label_en": "Far"}, "geometry": SQUARE}])
    spoil(folder, "school_pools.csv", "hill_pool,hill,", "hill_pool,stranger,")
    spoil(folder, "public_pools.csv", "dome,", "club,")
    spoil(folder, "public_pools.csv", "130.8,32.8", "129.0,32.8")
    said = complaints(scenario)
    assert [sentence.split(":")[0] for sentence in said] == [
        "schools.csv",
        "schools.csv",
        "school_pools.csv",
        "public_pools.csv",
        "public_pools.csv",
        "public_pools.csv, line 2",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("schools.csv", "longitude latitude\n", "longitud latitude\n"), ("pupils.csv", ",pupils\n", ",pupil\n")],
)
def test_a_misspelt_assumption_about_schools_and_pupils_is_told(folder: Path, file: str, old: str, new: str) -> None:
    """Else an assumption is shown as a fact."""
    scenario = write_city(folder)
    spoil(folder, file, old, new)
    assert "which is no column" in complaints(scenario)[0]


def test_a_grade_without_a_row_is_told(folder: Path) -> None:
    """Grade 3 of hill is missing in 2025, present in 2026: its lessons would be planned and paid for nobody."""
    scenario = write_city(folder)
    spoil(folder, "pupils.csv", "hill,2025,3,13,1,survey,classes\n", "")
    assert "hill" in complaints(scenario)[0]


def test_a_public_pool_in_an_unknown_ward_is_told(folder: Path) -> None:
    """The manual: id of the ward, empty outside the city."""
    scenario = write_city(folder)
    spoil(folder, "public_pools.csv", "Dome,north", "Dome,nort")
    assert "ward 'nort' is not in wards.geojson" in complaints(scenario)[0]


def test_a_pool_built_after_the_first_year_is_told(folder: Path) -> None:
    """1980 typed as 2080."""
    scenario = write_city(folder)
    spoil(folder, "school_pools.csv", "hill,1980", "hill,2080")
    assert "2080" in complaints(scenario)[0]
