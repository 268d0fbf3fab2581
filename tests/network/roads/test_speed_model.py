"""Speed models are data: every figure with a source, every choice marked as assumed, every mistake told by its line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from poolplan.errors import DataError
from poolplan.network.roads.speed import DEFAULT, SpeedModel, read_speed_model, shipped_models
from poolplan.scenario.blocks import Sourced


def sourced(block: object) -> Iterator[Sourced]:
    """Yield every block of a model that names a source."""
    if isinstance(block, Sourced):
        yield block
    if isinstance(block, SpeedModel):
        for name in type(block).model_fields:
            yield from sourced(getattr(block, name))
    if isinstance(block, dict):
        for part in block.values():
            yield from sourced(part)


@pytest.mark.parametrize("version", shipped_models())
def test_a_shipped_model_is_named_by_its_version_and_owns_up_to_its_choices(version: str) -> None:
    """The file's name is the version; whatever is a modelling choice is marked as assumed."""
    model = read_speed_model(version)
    assert model.version == version
    blocks = list(sourced(model))
    assert len(blocks) >= 8
    assert all(block.assumed for block in blocks if "modelling choice" in block.source)


def test_a_class_left_out_has_the_speed_of_other() -> None:
    """kumamoto-2 knows one speed, 22 km/h; a ferry has its own."""
    model = read_speed_model("kumamoto-2")
    assert model.bus_kmh("primary") == 22
    assert model.bus_kmh("ferry") == model.ferry.kmh


def test_the_peak_is_slower_than_the_day() -> None:
    """On every class of road, before the peak factor."""
    bands = read_speed_model(DEFAULT).bands
    peak, day = bands["morning_peak"], bands["school_hours"]
    assert all(peak.kmh[name] <= speed for name, speed in day.kmh.items())
    assert peak.time_factor > day.time_factor


SHIPPED = shipped_models()["japan-city-1"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("band: school_hours", "band: noon", "line 3, band: 'noon' is not one of the bands school_hours, morning_peak"),
        (", other: 25}", "}", "bands.school_hours.kmh: has no speed for 'other'; give one for all other roads"),
        ("first_h: 9", "first_h: 16", "bands.school_hours: begins at 16 and ends at 15"),
        ("trunk: 42", "trunk: fast", "bands.school_hours.kmh.trunk: 'fast' is not a number; give a number (km/h)"),
        ("trunk: 42", "trunk: 420", "420 is out of range"),
        ("trunk: 42", "trunks: 42", "bands.school_hours.kmh.trunks: 'trunks' is not one of"),
        ("walking:", "walkin:", "unknown key 'walkin' (did you mean 'walking'?)"),
        ("signal_s: 18", "signal_s: -1", "junctions.signal_s: -1 is out of range; give a value at least 0 (seconds)"),
        ("snap_to: road", "snap_to: door", "'door' is not one of 'road' or 'junction'"),
        ("bands:", "bands", "line 5: a key without ': '; write 'key: value'"),
    ],
)
def test_a_mistake_is_told_by_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    """File, line, key, what is wrong and what to do."""
    path = tmp_path / "own.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as told:
        read_speed_model(str(path))
    assert said in str(told.value)
    assert all("own.yaml" in problem for problem in told.value.problems)


def test_a_model_nobody_knows(tmp_path: Path) -> None:
    """Near misses are named; a missing file is told as every missing file is."""
    with pytest.raises(DataError, match="did you mean 'kumamoto-2'"):
        read_speed_model("kumamoto-3")
    with pytest.raises(DataError, match=r"none.yaml: no such file"):
        read_speed_model(str(tmp_path / "none.yaml"))
