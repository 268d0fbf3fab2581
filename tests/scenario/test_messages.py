"""The sentences shared with the city's tables: values shown, near misses, and what no pattern foresaw."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError

from poolplan.scenario.messages import did_you_mean, explain, schema_at, shown
from poolplan.scenario.schema import Scenario


class Line(BaseModel):
    """A line of a table, whose cells are text."""

    pupils: Annotated[int, Field(ge=0)] = 0
    share: float = 0
    can_rebuild: bool = False
    code: Annotated[str, Field(max_length=2)] = ""


CELLS = [
    ("pupils", "many", "'many' is not a whole number; give a whole number (x)"),
    ("pupils", "1,200", "'1,200' is not a whole number; give a whole number (x), written 1200"),
    ("pupils", "12.5", "'12.5' is not a whole number; give a whole number (x)"),
    ("pupils", 12.5, "12.5 is not a whole number; give a whole number (x)"),
    ("pupils", "9" * 5000, f"'{'9' * 56}... is not a whole number; give a whole number (x)"),
    ("pupils", "", "is empty; give a whole number (x)"),
    ("share", "half", "'half' is not a number; give a number (x)"),
    ("can_rebuild", "maybe", "'maybe' is not yes or no; give yes or no (x)"),
    ("code", "abc", "'abc' is not valid: String should have at most 2 characters"),
]


@pytest.mark.parametrize(("column", "cell", "sentence"), CELLS, ids=[f"{c}={str(v)[:8]}" for c, v, _ in CELLS])
def test_a_cell_that_cannot_be_read(column: str, cell: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Line.model_validate({column: cell})
    assert explain(caught.value.errors()[0], [], "x") == sentence


def test_values_are_shown_as_written_and_cut_short() -> None:
    assert [shown(v) for v in (None, False, float("-inf"), {"a": 1})] == [
        "nothing",
        "false",
        "-.inf",
        "a block of keys and values",
    ]
    assert len(shown("x" * 100)) == 60


def test_near_misses() -> None:
    assert did_you_mean("akita", ["akitaminami", "tasoko"]) == " (did you mean 'akitaminami'?)"
    assert did_you_mean("zzz", ["akitaminami"]) == ""


def test_units_are_found_below_modes_and_stages() -> None:
    assert schema_at(Scenario, ("modes", "shared", "max_travel_min", "walk"))[1] == "minutes"
    assert schema_at(Scenario, ("programme", "stages", 0, "by_mode", "shared"))[1] == "count"
    assert schema_at(Scenario, ("nowhere", "at", "all")) == ([], "")
