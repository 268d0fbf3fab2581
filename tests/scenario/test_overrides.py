"""`--set path=value`: what it changes, and each refusal word for word."""

from pathlib import Path

import pytest

from tests.scenario.files import WHOLE, checked, complaints, write

EXAMPLE = "write it like --set costs.bus.large.per_hour_yen=7000"


@pytest.fixture
def town(folder: Path) -> Path:
    """Return a complete scenario file."""
    return write(folder, "town.yaml", WHOLE)


def test_values_are_set(town: Path) -> None:
    overrides = (
        "costs.bus.large.per_hour_yen=7000",
        "programme.stages.0.schools=3",
        "programme.stages.0.fixed.tasoko=commission",
        "programme.stages.1.every_ward=true",
        "programme.prefer_mode = shared",
        "modes.shared.max_travel_min.bus=12.5",
        "label.en=A = B",
        "costs.budget.works_yen_by_year.2030=500000000",
        "costs.budget.source=council",
    )
    scenario = checked(town, *overrides).scenario
    assert scenario.costs.bus.large.per_hour_yen == 7000
    assert scenario.programme.stages[0].schools == 3
    assert scenario.programme.stages[0].fixed == {"akitaminami": "commission", "tasoko": "commission"}
    assert scenario.programme.stages[1].every_ward
    assert scenario.programme.prefer_mode == "shared"
    assert scenario.modes["shared"].max_travel_min is not None
    assert scenario.modes["shared"].max_travel_min.bus == 12.5
    assert scenario.label.en == "A = B"
    assert scenario.costs.budget is not None
    assert scenario.costs.budget.works_yen_by_year == {"2030": 500_000_000}


def test_a_source_set_here_is_assumed_only_if_it_is_said_here(folder: Path) -> None:
    path = write(
        folder, "town.yaml", WHOLE.replace("per_km_yen: 140, source: test", "per_km_yen: 140, source: x, assumed: true")
    )
    block, source, assumed = "costs.bus.large", "costs.bus.large.source=contract", "costs.bus.large.assumed=true"
    for overrides, expected in (
        ((f"{block}.per_km_yen=150",), True),
        ((source,), False),
        ((source, assumed), True),
        ((assumed, source), True),
    ):
        assert checked(path, *overrides).scenario.costs.bus.large.assumed is expected, overrides


def test_the_last_of_two_overrides_counts_and_an_empty_one_takes_away(town: Path) -> None:
    assert checked(town, "years.last=2030", "years.last=2040").scenario.years.last == 2040
    assert (
        checked(town, "programme.prefer_mode=shared", "programme.prefer_mode=").scenario.programme.prefer_mode is None
    )


def test_a_path_is_relative_to_the_current_folder(town: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "here").mkdir()
    monkeypatch.chdir(folder / "here")
    places = checked(town, "places.clubs=mine.csv").scenario.places
    assert (places.clubs, places.schools) == (str(folder / "here" / "mine.csv"), str(folder / "schools.csv"))


REFUSED = [
    ("costs.bus.larg.per_hour_yen=7000", "costs.bus.larg.per_hour_yen: no such value "
     f"(did you mean 'costs.bus.large.per_hour_yen'?); {EXAMPLE}"),
    ("modes.comission.offered=false", "modes.comission.offered: no such value "
     f"(did you mean 'modes.commission.offered'?); {EXAMPLE}"),
    ("programme.stages.7.schools=3", "programme.stages.7.schools: no such value "
     f"(did you mean 'programme.stages.1.schools'?); {EXAMPLE}"),
    ("years.last.x=3", f"years.last.x: no such value (did you mean 'years.last'?); {EXAMPLE}"),
    ("=3", f": no such value; {EXAMPLE}"),
    ("costs.bus.large=7000", "costs.bus.large: is a block, not a value; "
     "set one value in it, for example costs.bus.large.seats"),
    ("programme.stages=3", "programme.stages: is a block, not a value; "
     "set one value in it, for example programme.stages.0.year"),
    ("programme.stages.1.by_mode=3", "programme.stages.1.by_mode: is a block, not a value; "
     "set one value in it, for example programme.stages.1.by_mode.commission"),
    ("years.last", f"years.last: has no '='; {EXAMPLE}"),
    ("name=x", "name: the name is the file's; copy the file under another name"),
    ("years.last=[2040]", "years.last: give one value, not a list or a block; put longer changes in a file"),
    ("years.last='2040", "years.last: a quotation mark is not closed; close it"),
    ("years.last=!x 5", "years.last: the tag '!x' is not read; write the plain value"),
    ("years.last=\x00", "years.last: a control character stands here; write the line again"),
    ("years.last=twenty", "years.last: 'twenty' is not a whole number; "
     "give a whole number (fiscal year, April-March)"),
    ("years.last=2010", "years.last: the end year 2010 lies before the start 2022; give 2022 or later"),
    ("years.last=", "years: 'last' is taken away by an empty value here, but is needed; give a value or drop the line"),
    ("costs.pool.upkeep.base_yen=-1", "costs.pool.upkeep.base_yen: -1 is out of range; "
     "give a value at least 0 (yen of the base year)"),
]  # fmt: skip


@pytest.mark.parametrize(("override", "sentence"), REFUSED, ids=[override for override, _ in REFUSED])
def test_an_override_that_cannot_be_followed(town: Path, override: str, sentence: str) -> None:
    assert f"--set {sentence}" in complaints(town, override)


def test_overrides_are_reported_together_and_after_the_files(folder: Path) -> None:
    path = write(folder, "bad.yaml", WHOLE.replace("last: 2051", "last: x"))
    found = complaints(path, "years.first=y", "zzz=1")
    assert [sentence.partition(":")[0] for sentence in found] == [
        "bad.yaml, line 3, years.last",
        "--set zzz",
        "--set years.first",
    ]
