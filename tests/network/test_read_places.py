"""The little city of city.py, from its tables to the places that the network is built of."""

from pathlib import Path

from poolplan.network.places import read_places
from tests.network.city import add, complaints, spoil, write_city


def test_ids_are_in_alphabetical_order_whatever_the_order_of_the_rows(folder: Path) -> None:
    """schools.csv names lake before hill."""
    places = read_places(write_city(folder))
    assert list(places.schools) == ["hill", "lake"]
    assert list(places.sites) == ["club", "dome", "hill_pool"]
    assert list(places.wards) == ["north"]


def test_an_own_pool_lies_at_its_school_and_is_named_after_it(folder: Path) -> None:
    """Sessions: 10 a week x 10 weeks x 0.29 = 29."""
    pool = read_places(write_city(folder)).sites["hill_pool"]
    assert (pool.longitude, pool.latitude, pool.ward) == (130.5, 32.5, "north")
    assert (pool.label.ja, pool.label.en) == ("丘小学校プール", "Hill School pool")
    assert (pool.kind, pool.school, pool.build_year, pool.condition, pool.can_rebuild) == (
        "school_pool",
        "hill",
        1980,
        "B",
        False,
    )
    assert (pool.lanes, pool.capacity_slots, pool.source) == (5, 29, "pool register")


def test_clubs_and_public_pools_differ_in_kind_and_have_no_age(folder: Path) -> None:
    """Club 8 x 28 x 1 = 224 sessions; dome 7.5 x 9 x 0.5 = 33.75, so 33."""
    places = read_places(write_city(folder))
    found = [places.sites[name] for name in ("club", "dome")]
    assert [(site.kind, site.ward, site.capacity_slots) for site in found] == [
        ("club", "", 224),
        ("public_pool", "north", 33),
    ]
    assert [(site.school, site.build_year, site.condition) for site in found] == [(None, None, None)] * 2


def test_the_home_site_of_a_school_is_its_own_pool_or_none(folder: Path) -> None:
    places = read_places(write_city(folder))
    home = places.home_site("hill")
    assert home is places.sites["hill_pool"]
    assert places.home_site("lake") is None


def test_pupils_are_in_order_of_grade_and_only_of_years_planned(folder: Path) -> None:
    """Grade g has 10 + g pupils; grade 6 stands first in the table; 2027 is beyond the horizon."""
    places = read_places(write_city(folder))
    assert list(places.pupils) == [("hill", 2025), ("hill", 2026), ("lake", 2025), ("lake", 2026)]
    assert set(places.pupils.values()) == {(11, 12, 13, 14, 15, 16)}


def test_what_is_assumed_is_kept_beside_the_facts(folder: Path) -> None:
    places = read_places(write_city(folder))
    assert places.schools["lake"].assumed == {"longitude", "latitude"}
    assert places.schools["hill"].assumed == frozenset()
    assert places.sites["hill_pool"].assumed == {"build_year"}
    assert places.assumed_pupils == {"lake"}


def test_a_table_saved_by_excel_in_cp932_gives_the_same_places(folder: Path) -> None:
    scenario = write_city(folder)
    before = read_places(scenario)
    path = folder / "schools.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode("cp932"))
    assert read_places(scenario) == before


def test_problems_of_several_tables_are_told_together_with_file_and_line(folder: Path) -> None:
    """A word for a number, a negative number, a missing file, and a place outside the city."""
    scenario = write_city(folder)
    spoil(folder, "pupils.csv", "hill,2025,6,16", "hill,2025,6,-16")
    spoil(folder, "school_pools.csv", ",1980,", ",unknown,")
    (folder / "public_pools.csv").unlink()
    spoil(folder, "schools.csv", "130.5,32.5", "139.7,35.7")
    said = complaints(scenario)
    assert [sentence.split(":")[0] for sentence in said] == [
        "school_pools.csv, line 2, column 'build_year'",
        "public_pools.csv",
        "pupils.csv, line 2, column 'pupils'",
        "schools.csv, line 3",
    ]


def test_rows_that_could_not_be_read_are_not_told_as_missing_a_second_time(folder: Path) -> None:
    """A school with a bad level is left out: its pupils, pool and trips are not strangers therefore."""
    scenario = write_city(folder)
    spoil(folder, "schools.csv", "Hill School,elementary", "Hill School,primary")
    (said,) = complaints(scenario)
    assert said.startswith("schools.csv, line 3, column 'level'")


def test_a_row_more_is_a_school_more(folder: Path) -> None:
    scenario = write_city(folder)
    add(folder, "schools.csv", "isle,島小学校,Isle School,junior_high,north,130.9,32.9,list,")
    for year in (2025, 2026):
        add(folder, "pupils.csv", f"isle,{year},1,30,1,survey,")
    places = read_places(scenario)
    assert places.schools["isle"].level == "junior_high"
    assert places.pupils["isle", 2026] == (30,)


def test_without_a_layer_of_wards_they_are_those_that_schools_and_sites_name(folder: Path) -> None:
    """Most cities have no wards: a district's name in the tables is enough, and no outline is drawn."""
    scenario = write_city(folder)
    files = scenario.places.model_copy(update={"wards": None})
    add(folder, "schools.csv", "isle,島小学校,Isle School,junior_high,islands,130.9,32.9,list,")
    for year in (2025, 2026):
        add(folder, "pupils.csv", f"isle,{year},1,30,1,survey,")
    places = read_places(scenario.model_copy(update={"places": files}))
    assert {name: ward.label.ja for name, ward in places.wards.items()} == {"islands": "islands", "north": "north"}
    assert places.outlined_wards == []
