"""Words, money, styles: the small tables behind every page."""

import string

import pytest

from poolplan.outputs.assumptions import assumed_blocks, assumed_facts
from poolplan.outputs.styles import BY_MODE, COMMISSION, NEUTRAL, OWN, mode_style
from poolplan.outputs.words import FACTS, WORDS, named, word
from poolplan.results.indicators import UNIT_BY_START, UNITS
from poolplan.results.plan import Answer
from poolplan.scenario.schema import Mode
from poolplan.timetable.unplaced import CURES, REASONS
from tests.outputs.tiny import scenario


def _fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("key", sorted(WORDS))
def test_each_word_exists_in_both_languages_with_the_same_fields(key: str) -> None:
    ja, en = WORDS[key]
    assert ja or en
    assert _fields(ja) == _fields(en)


def test_languages() -> None:
    assert word("legend", "ja") == "凡例"
    assert word("legend", "en") == "Legend"
    with pytest.raises(KeyError):
        word("no_such_word", "en")
    assert named("item", "a_new_item", "en") == "a_new_item"


def test_every_unit_of_an_indicator_has_words() -> None:
    assert {f"unit_{unit.replace(' ', '_')}" for unit in (*UNITS.values(), *UNIT_BY_START.values())} <= WORDS.keys()


def test_every_reason_and_cure_of_an_unplaced_session_has_words() -> None:
    assert {key for key in WORDS if key.startswith("t_why_")} - {"t_why_and_cure"} == {f"t_why_{r}" for r in REASONS}
    assert {key for key in WORDS if key.startswith("t_cure_")} == {f"t_cure_{cure}" for cure in CURES}
    for cure, numbers in CURES.items():
        assert set(_fields(WORDS[f"t_cure_{cure}"][0])) - {"site"} == set(numbers)


def test_facts_are_those_that_assignments_name() -> None:
    assert set(FACTS) == {"pupils", "pool_age", "capacity", "place", "minutes"}


def _mode(kind: str) -> Mode:
    return scenario().modes["commission"].model_copy(update={"site_kind": kind})


def test_a_mode_that_a_planner_adds_gets_a_neutral_shape_in_the_colour_of_its_kind() -> None:
    style = mode_style("university_pool", _mode("club"))
    assert style.fill == COMMISSION.fill
    assert style.shape == NEUTRAL.shape
    assert mode_style("own_covered", scenario().modes["own"]) == OWN


def test_known_modes_differ_in_colour_and_in_shape() -> None:
    assert len({style.fill for style in BY_MODE.values()}) == len(BY_MODE)
    assert len({style.shape for style in BY_MODE.values()}) == len(BY_MODE)


def test_assumptions_of_an_answer(answer: Answer) -> None:
    facts = assumed_facts(answer.plan)
    assert facts == {"pool_age": 3, "capacity": 2, "minutes": 2, "pupils": 1}
    assert list(facts) == ["pool_age", "capacity", "minutes", "pupils"]
    assert [block.where for block in assumed_blocks(answer.plan.network.scenario)] == ["costs.pool.repair"]
