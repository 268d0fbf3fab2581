"""Comparison of answers at the years that a board asks about."""

import math

from poolplan.analysis.compare import COLUMNS, COMPARED, checkpoints, compare, side_by_side
from poolplan.scenario.schema import Horizon
from tests.outputs.tiny import scenario, tiny_answer


def test_checkpoints_are_stages_decades_and_the_last_year() -> None:
    assert checkpoints([scenario(), scenario("keep", stages=False)]) == {2023: 1, 2024: 2, 2025: 0}


def test_decades_are_left_out_close_to_the_last_year() -> None:
    long = scenario().model_copy(update={"years": Horizon(first=2022, last=2051)})
    assert checkpoints([long]) == {2023: 1, 2024: 2, 2030: 0, 2040: 0, 2051: 0}


def test_checkpoints_without_stages() -> None:
    assert checkpoints([scenario(stages=False)]) == {2025: 0}


def test_one_row_per_checkpoint_scenario_and_indicator() -> None:
    tidy = compare([tiny_answer(), tiny_answer("keep", stages=False)])
    assert list(tidy.columns) == COLUMNS
    assert not tidy.duplicated(["year", "scenario", "indicator"]).any()
    keep = tidy[tidy["scenario"] == "keep"]
    assert sorted(keep["year"].unique()) == [2023, 2024, 2025]
    assert set(tidy["indicator"]) == set(COMPARED)


def test_present_value_stands_in_every_year() -> None:
    tidy = compare([tiny_answer()])
    rows = tidy[tidy["indicator"] == "present_value_yen"]
    assert len(rows) == 3
    assert rows["value"].nunique() == 1


def test_side_by_side_keeps_the_order_asked_for_and_shows_gaps() -> None:
    wide = side_by_side(compare([tiny_answer("zulu"), tiny_answer("alpha", stages=False)]))
    assert list(wide.columns) == ["zulu", "alpha"]
    assert wide.loc[(2024, 2, "pools_retired", "pools"), "zulu"] == 2
    assert math.isnan(float(str(wide.loc[(2024, 2, "minutes_max", "minutes one way"), "alpha"])))
    assert list(wide.index.get_level_values("indicator"))[: len(COMPARED)] == list(COMPARED)
