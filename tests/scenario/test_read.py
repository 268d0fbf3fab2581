"""Reading: what is accepted, and each refusal word for word."""

from pathlib import Path

import pytest

from poolplan.errors import DataError, ScenarioError
from poolplan.scenario.read import read, read_scenario, resolved_yaml
from tests.scenario.files import SHIPPED, WHOLE, checked, child, complaints, write


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_is_read_and_sound(path: Path) -> None:
    reading = checked(path)
    assert reading.scenario.name == path.stem
    assert [path.name for path in reading.files[-2:]] == ["prices_japan.yaml", "school_day_japan.yaml"]
    assert Path(reading.scenario.places.schools).is_absolute()


def test_the_shipped_questions_are_all_there() -> None:
    options = ["cheapest", "commission_only", "every_ward", "oldest_first", "public_first", "shared_first"]
    options.append("short_trips")
    names = [*(f"kumamoto_expand_{name}" for name in options), "kumamoto_keep_all"]
    assert [path.stem for path in SHIPPED] == names


def test_the_readme_states_each_question_as_its_file_does() -> None:
    readme = (SHIPPED[0].parent / "README.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in readme.splitlines() if line.startswith("| `")}
    assert sorted(rows) == [path.name for path in SHIPPED]
    for path in SHIPPED:
        question = read_scenario(path).question
        assert question.en in rows[path.name]
        assert question.ja.removeprefix("全校が") in rows[path.name]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_resolved_yaml_reads_back_equal(path: Path, folder: Path) -> None:
    scenario = read_scenario(path)
    written = write(folder, f"out/{path.stem}.yaml", resolved_yaml(scenario, folder / "out"))
    assert read_scenario(written) == scenario
    kept = write(folder, "out/scenario.resolved.yaml", resolved_yaml(scenario, folder / "out"))
    assert read_scenario(kept) == scenario
    assert "../" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_each_encoding_gives_the_same_scenario(folder: Path, encoding: str) -> None:
    path = write(folder, "town.yaml", WHOLE.encode(encoding))
    assert read_scenario(path).label.ja == "例"


def test_windows_line_ends_and_backslashes_are_read(folder: Path) -> None:
    text = WHOLE.replace("clubs.csv", "..\\tables\\clubs.csv").replace("\n", "\r\n")
    path = write(folder, "town/town.yaml", text)
    assert read_scenario(path).places.clubs == str(folder / "tables" / "clubs.csv")


def test_places_are_relative_to_the_file_that_names_them(folder: Path) -> None:
    write(folder, "shared/parent.yaml", WHOLE)
    path = write(folder, "child.yaml", "extends: shared/parent.yaml\nplaces: {clubs: mine.csv}\n")
    places = read_scenario(path).places
    assert (places.clubs, places.wards) == (str(folder / "mine.csv"), str(folder / "shared" / "wards.geojson"))


def test_blocks_merge_lists_replace_and_empty_values_take_away(folder: Path) -> None:
    text = "modes:\n  commission: {max_travel_min: {walk: 10, bus: null}}\n"
    text += "programme: {stages: [{year: 2024, schools: 1}]}\n"
    scenario = checked(child(folder, text)).scenario
    limits = scenario.modes["commission"].max_travel_min
    assert limits is not None
    assert (limits.walk, limits.bus, limits.source) == (10, None, "test")
    assert [stage.year for stage in scenario.programme.stages] == [2024]
    assert scenario.programme.rollout_schools_per_year == 6


def test_a_new_source_does_not_inherit_that_the_old_one_was_assumed(folder: Path) -> None:
    """Of three assumed blocks one keeps its source, one has a new one, one has a new one that is assumed too."""
    assumed = WHOLE.replace("tax_share: 0.1, source: test", "tax_share: 0.1, source: test, assumed: true")
    assumed = assumed.replace("per_km_yen: 140, source: test", "per_km_yen: 140, source: test, assumed: true")
    assumed = assumed.replace("per_km_yen: 120, source: test", "per_km_yen: 120, source: test, assumed: true")
    assert assumed.count("assumed: true") == 3
    path = child(
        folder,
        "costs:\n  bus:\n    day: {garage_km: 4}\n    large: {per_km_yen: 150, source: contract}\n"
        "    medium: {per_km_yen: 130, source: quote, assumed: true}\n",
    )
    write(folder, "parent.yaml", assumed)
    bus = checked(path).scenario.costs.bus
    assert [(block.source, block.assumed) for block in (bus.day, bus.large, bus.medium)] == [
        ("test", True),
        ("contract", False),
        ("quote", True),
    ]
    grandchild = write(folder, "third.yaml", "extends: child.yaml\ncosts: {bus: {large: {per_km_yen: 160}}}\n")
    assert not checked(grandchild).scenario.costs.bus.large.assumed


def test_a_chain_of_three_files_is_read(folder: Path) -> None:
    child(folder, "years: {last: 2040}\n")
    path = write(folder, "third.yaml", "extends: child.yaml\nyears: {first: 2021}\n")
    reading = read(path)
    assert (reading.scenario.years.first, reading.scenario.years.last) == (2021, 2040)
    assert [file.name for file in reading.files] == ["third.yaml", "child.yaml", "parent.yaml"]


def test_five_mistakes_give_five_sentences_with_their_lines(folder: Path) -> None:
    text = """\
costs:
  bus:
    large: {per_hour_yen: 6330円}
    day: {tax_share: 1.5}
    larg: {seats: 50}
solver:
  time_limit_s: .nan
programme:
  order: oldest
"""
    assert complaints(child(folder, text)) == [
        "child.yaml, line 4, costs.bus.large.per_hour_yen: '6330円' is not a whole number; "
        "give a whole number (yen of the base year), written 6330",
        "child.yaml, line 5, costs.bus.day.tax_share: 1.5 is out of range; give a value at most 1 (share, 0 to 1)",
        "child.yaml, line 6, costs.bus: unknown key 'larg' (did you mean 'large'?)",
        "child.yaml, line 8, solver.time_limit_s: .nan is not a finite number; give a finite number (seconds)",
        "child.yaml, line 10, programme.order: 'oldest' is not one of 'cost' or 'oldest_pool_first' "
        "(did you mean 'oldest_pool_first'?)",
    ]


def test_a_mistake_in_the_parent_names_the_parent(folder: Path) -> None:
    path = child(folder, "years: {last: 2040}\n")
    write(folder, "parent.yaml", WHOLE.replace("base_yen: 1000000", "base_yen: -1"))
    assert complaints(path) == [
        "parent.yaml, line 51, costs.pool.upkeep.base_yen: -1 is out of range; "
        "give a value at least 0 (yen of the base year)"
    ]


VALUES = [
    ("years: {last: }",
     "years: 'last' is taken away by an empty value here, but is needed; give a value or drop the line"),
    ("years: {last: '2051'}", "years.last: '2051' is not a whole number; give a whole number "
     "(fiscal year, April-March), written 2051 without quotes"),
    ("years: {last: 2051.5}",
     "years.last: 2051.5 is not a whole number; give a whole number (fiscal year, April-March)"),
    ("years: {last: 20510}", "years.last: 20510 is out of range; give a value at most 2200 (fiscal year, April-March)"),
    ("years: 2022", "years: 2022 is not a block of keys and values; give a block with the keys first, last"),
    ("years: {last: [2051]}",
     "years.last: [2051] is not a whole number; give a whole number (fiscal year, April-March)"),
    ("costs: {base_year: \uff12\uff10\uff12\uff12}",
     "costs.base_year: '\uff12\uff10\uff12\uff12' is not a whole number; "
     "give a whole number (fiscal year, April-March), written 2022"),
    ("modes: {shared: {offered: yes}}", "modes.shared.offered: 'yes' is not true or false; give true or false"),
    ("modes: {shared: {site_kind: schoolpool}}",
     "modes.shared.site_kind: 'schoolpool' is not one of 'school_pool', 'club' or "
     "'public_pool' (did you mean 'school_pool'?)"),
    ("modes: {shared: {max_travel_min: {walk: 15 min}}}", "modes.shared.max_travel_min.walk: '15 min' is not a number; "
     "give a number (minutes)"),
    ("costs: {budget: {works_yen_by_year: {20300: 1}, source: x}}",
     "costs.budget.works_yen_by_year.20300: '20300' is no fiscal year; write it in four digits, for example 2030"),
    ("modes: {Shared: {}}", "modes.Shared: 'Shared' is no id; use small letters, digits and _, starting with a letter"),
    ("label: {ja: ''}", "label.ja: is empty; give text"),
    ("label: {en: 5}", "label.en: 5 is not text; give text, written '5'"),
    ("label: 5", "label: 5 is not a block of keys and values; give a block with the keys ja, en"),
    ("costs: 5", "costs: 5 is not a block of keys and values; give a block of keys and values"),
    ("costs: {bus: {large: {per_hour_yen: 6,330}}}",
     "costs.bus.large: unknown key '330': a comma ends a value here; write numbers without commas"),
    ("programme: {stages: 7}", "programme.stages: 7 is not a list; give a list"),
    (
        "programme: {stages: [{year: 2022}]}",
        "programme.stages.0: 'schools' is missing; add it (count): "
        "Schools that have left their own pool by then, all told",
    ),
    ("costs: {pool: {rebuild: {grant_share: 33}}}", "costs.pool.rebuild.grant_share: 33 is out of range; "
     "give a value at most 1 (share, 0 to 1), written 0.33"),
    ("years: {first: 令和4年度}", "years.first: '令和4年度' is not a whole number; "
     "give a whole number (fiscal year, April-March), written 2022"),
    ("programme: {order: }", "programme.order: is empty; give 'cost' or 'oldest_pool_first'"),
    ("solver: {gap_share: null}", "solver: 'gap_share' is taken away by an empty value here, but is needed; "
     "give a value or drop the line"),
    ("programme: {prefer_mod: }", "programme: unknown key 'prefer_mod' (did you mean 'prefer_mode'?)"),
    ("rollout_schools_per_year: 6", "unknown key 'rollout_schools_per_year'; it belongs in programme"),
    ("zzz: 6", "unknown key 'zzz'; known here: costs, finance, label, modes, name, objective, places, "
     "programme, question, sensitivity, solver, timetable, travel, years"),
    ("costs: {pool: {upkeep: {base_yen: -1}}}", "costs.pool.upkeep.base_yen: -1 is out of range; "
     "give a value at least 0 (yen of the base year)"),
    ("solver: {time_limit_s: 0}", "solver.time_limit_s: 0 is out of range; give a value more than 0 (seconds)"),
    ("name: other", "name: 'other' is not the file's name; leave 'name' out or write child"),
    ("places: {clubs: ''}", "places.clubs: is empty; give text"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "sentence"), VALUES, ids=[line for line, _ in VALUES])
def test_a_wrong_value_is_answered_in_one_sentence(folder: Path, line: str, sentence: str) -> None:
    path = child(folder, line + "\n")
    before = ": " if sentence.startswith("unknown") else ", "
    assert complaints(path) == [f"child.yaml, line 2{before}{sentence}"]


def test_an_indent_by_a_full_width_space_is_named(folder: Path) -> None:
    assert complaints(child(folder, "years:\n\u3000first: 2021\n")) == [
        "child.yaml, line 2: 'years' is taken away by an empty value here, but is needed; "
        "give a value or drop the line",
        "child.yaml, line 3: unknown key '\u3000first': a full-width space stands in it; indent with plain spaces",
    ]


def test_a_missing_block_is_asked_of_the_scenario_file(folder: Path) -> None:
    path = write(folder, "town.yaml", WHOLE.partition("solver:")[0])
    assert complaints(path) == ["town.yaml: 'solver' is missing; add it: How hard to search"]


def test_many_problems_are_cut_short(folder: Path) -> None:
    found = complaints(child(folder, "".join(f"zzz{n}: 1\n" for n in range(60))))
    assert (len(found), found[-1]) == (51, "and 10 more problems; mend these first")


EXTENDS = [
    ("extends: parnt.yaml", "line 1, extends: parnt.yaml: no such file; check the path (did you mean 'parent.yaml'?)"),
    ("extends: [a, b]", "line 1, extends: names no file; write the path of one parent file"),
    ("extends: child.yaml",
     "line 1, extends: the files extend each other in a loop (child.yaml -> child.yaml); drop one"),
    ("extends: .", "line 1, extends: .: is a folder; name a file in it"),
    ('extends: "a\\0"', "line 1, extends: 'a\\x00' holds a control character; write it again"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), EXTENDS, ids=[text for text, _ in EXTENDS])
def test_a_parent_that_cannot_be_followed(folder: Path, text: str, sentence: str) -> None:
    write(folder, "parent.yaml", WHOLE)
    assert f"child.yaml, {sentence}" in complaints(write(folder, "child.yaml", text))


def test_a_loop_names_the_chain(folder: Path) -> None:
    write(folder, "b.yaml", "extends: c.yaml")
    write(folder, "c.yaml", "extends: b.yaml")
    assert complaints(write(folder, "a.yaml", "extends: b.yaml")) == [
        "c.yaml, line 1, extends: the files extend each other in a loop (b.yaml -> c.yaml -> b.yaml); drop one"
    ]


def test_a_file_name_that_is_no_id(folder: Path) -> None:
    assert complaints(write(folder, "Plan A.yaml", WHOLE)) == [
        "Plan A.yaml: the file's name 'Plan A' is no id; use small letters, digits and _, starting with a letter"
    ]
    assert complaints(write(folder, "x.resolved.yaml", f"name: Plan A\n{WHOLE}")) == [
        "x.resolved.yaml: the name 'Plan A' is no id; use small letters, digits and _, starting with a letter"
    ]


def test_files_that_cannot_be_read(folder: Path) -> None:
    write(folder, "kumamoto_keep.yaml", WHOLE)
    near = folder / "kumamoto_kep.yaml"
    hint = "check the path (did you mean 'kumamoto_keep.yaml'?)"
    assert complaints(near) == [f"kumamoto_kep.yaml: no such file; {hint}"]
    assert complaints(folder / "no" / "x.yaml") == ["no/x.yaml: no such file; check the path"]
    assert complaints(Path("a\0.yaml")) == ["'a\\x00.yaml': no path a file can have; write it again"]
    big = write(folder, "big.yaml", b"#" * 1_000_001)
    assert complaints(big) == ["big.yaml: larger than 1,000,000 bytes; split it or check the path"]
    wide = write(folder, "wide.yaml", WHOLE.encode("utf-16"))
    assert complaints(wide) == ["wide.yaml: saved as UTF-16 ('Unicode'); save it again as 'UTF-8'"]
    table = write(folder, "odd.csv", b"a,\x81")
    assert complaints(table) == ["odd.csv: neither UTF-8 nor CP932 text; save it again as 'CSV UTF-8'"]
    odd = write(folder, "odd.yaml", b"a: \x81")
    assert complaints(odd) == ["odd.yaml: neither UTF-8 nor CP932 text; save it again as 'UTF-8'"]


def test_a_missing_file_is_a_data_error_and_a_bad_one_a_scenario_error(folder: Path) -> None:
    with pytest.raises(DataError):
        read(folder / "x.yaml")
    with pytest.raises(ScenarioError):
        read(write(folder, "x.yaml", "a"))


def test_paths_are_shown_whole_where_that_is_shorter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = folder / "a" / "b" / "c" / "d" / "e" / "f" / "g" / "h" / "i" / "j" / "k" / "l" / "m" / "n"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    (sentence,) = complaints(Path("/x.yaml"))
    assert sentence == "/x.yaml: no such file; check the path"
