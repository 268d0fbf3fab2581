"""The sensitivity block: paths and ranges are checked when the scenario is read, each complaint in one sentence."""

from pathlib import Path

import pytest

from poolplan.errors import ScenarioError
from poolplan.scenario.leaves import leaf_at, numeric_leaves, with_values
from poolplan.scenario.read import read_scenario
from tests.scenario.files import child, complaints
from tests.worlds import two_schools

BUS = "label: {ja: バス, en: Bus}, source: test"
SOUND = f"""\
sensitivity:
  parameters:
    rebuild: {{path: costs.pool.rebuild.cost_yen, low: 150000000, high: 330000000, {BUS}}}
    hire: {{path: modes.commission.prices.hire_yen, low: 10000, high: 40000, distribution: uniform, {BUS}}}
"""


def one(lines: str) -> str:
    """Return a block with one parameter."""
    return f"sensitivity:\n  parameters:\n    some: {{{BUS}, {lines}}}\n"


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (
            one("path: costs.pool.rebiuld.cost_yen, low: 1, high: 2"),
            "sensitivity.parameters.some.path: costs.pool.rebiuld.cost_yen: no such number in the scenario "
            "(did you mean 'costs.pool.rebuild.cost_yen'?)",
        ),
        (one("path: zzz, low: 1, high: 2"), "give the path of a number, for example years.first"),
        (one("path: costs.bus.day.km_step, low: 20, high: 2"), "some.high: 2 is not more than low (20)"),
        (one("path: costs.pool.rebuild.cost_yen, low: -5, high: 300000000"), "some.low: -5 is out of range; give a"),
        (one("path: costs.discount_share, low: 0, high: 2"), "some.high: 2.0 is out of range; give a value at most 1"),
        (
            one("path: costs.discount_share, low: 0.03, high: 0.05, reference: 0.02"),
            "0.02 lies outside of 0.03 to 0.05; widen",
        ),
        (one("path: costs.bus.large.per_day_yen, low: 1, high: 2"), "the scenario has no costs.bus.large.per_day_yen"),
        (one("path: costs.discount_share, low: 0, high: 0.05, distribution: discrete"), "lists its values; add them"),
        (one("path: costs.discount_share, low: 0, high: 0.05, values: [0.01]"), "a triangular distribution has no val"),
        (one("path: costs.discount_share, low: 0, high: 0.05, deviation: 1"), "a triangular distribution has no dev"),
        (
            one("path: costs.discount_share, low: 0, high: 0.05, distribution: discrete, values: [0, 1], weights: [1]"),
            "1 weights for 2 values; give one each",
        ),
        (
            one("path: costs.discount_share, low: 0, high: 0.05, distribution: discrete, values: [0, 1]"),
            "some.values: 1 lies outside of 0 to 0.05",
        ),
        (
            one(
                "path: modes.commission.prices.coaching_yen, low: 0, high: 9, also: [modes.commission.prices.hire_yen]"
            ),
            "hire_yen cannot keep its proportion to modes.commission.prices.coaching_yen, which is 0; give it a",
        ),
        (
            one("path: costs.bus.day.km_step, low: 2, high: 20, also: [costs.bus.day.km_stop]"),
            "(did you mean 'costs.bus.day.km_step'?)",
        ),
        (
            SOUND + f"    twice: {{path: costs.pool.rebuild.cost_yen, low: 1, high: 330000000, {BUS}}}\n",
            "is varied by 'rebuild' already; drop one of the two",
        ),
        ("sensitivity: {parameters: {}}\n", "no parameter is given"),
        (SOUND + "  index_draws: 100\n", "sensitivity.index_draws: 100 is no power of two, which the draws"),
        (SOUND + "  correlations: [{between: [rebuild, hier], rank: 0.5, source: t}]\n", "(did you mean 'hire'?)"),
        (SOUND + "  correlations: [{between: [hire, hire], rank: 0.5, source: t}]\n", "'hire' is named twice"),
        (
            SOUND + "  correlations: [{between: [rebuild, hire], rank: 0.5, source: t}, "
            "{between: [hire, rebuild], rank: 0.4, source: t}]\n",
            "hire and rebuild stand here a second time",
        ),
        (
            SOUND + f"    upkeep: {{path: costs.pool.upkeep.base_yen, low: 600000, high: 2800000, {BUS}}}\n"
            "  correlations: [{between: [rebuild, hire], rank: 0.9, source: t}, "
            "{between: [hire, upkeep], rank: 0.9, source: t}, {between: [rebuild, upkeep], rank: -0.9, source: t}]\n",
            "these correlations contradict each other",
        ),
        (SOUND + "  grids: {g: {label: {ja: a, en: a}, rows: hire, columns: hire}}\n", "stands for the rows too"),
        (
            SOUND + "  grids: {g: {label: {ja: a, en: a}, rows: hire, columns: zzz}}\n",
            "'zzz' is no parameter; known: reb",
        ),
        (
            SOUND + "  thresholds: {t: {label: {ja: a, en: a}, parameter: hire, decision: {what: school_mode}}}\n",
            "sensitivity.thresholds.t.decision.school: school_mode needs 'school'; add it",
        ),
        (
            SOUND + "  thresholds: {t: {label: {ja: a, en: a}, parameter: hire, "
            "decision: {what: schools_moved, mode: comission, year: 2099}}}\n",
            "'comission' is no mode (did you mean 'commission'?)",
        ),
        (
            SOUND + "  thresholds: {t: {label: {ja: a, en: a}, parameter: hire, "
            "decision: {what: schools_moved, year: 2099}}}\n",
            "2099 is not planned (2022-2051); give a planned year",
        ),
    ],
)
def test_what_means_nothing_is_refused_in_one_sentence(block: str, sentence: str, folder: Path) -> None:
    assert any(sentence in said for said in complaints(child(folder, block))), complaints(child(folder, block))


def test_a_sound_block_is_read(folder: Path) -> None:
    asked = read_scenario(child(folder, SOUND)).sensitivity
    assert asked is not None
    assert list(asked.parameters) == ["rebuild", "hire"]


def test_numbers_are_known_by_path_those_left_out_too() -> None:
    leaves = numeric_leaves(two_schools().scenario)
    assert leaves["costs.pool.rebuild.cost_yen"].value == 20_000_000
    assert leaves["modes.commission.max_travel_min.bus"].value == 20.0
    assert leaves["costs.bus.large.per_day_yen"].value is None
    assert not any(path.startswith(("solver", "places", "label")) for path in leaves)


def test_growth_of_a_price_is_a_number_by_its_item() -> None:
    values = two_schools().scenario.model_dump()
    values["costs"]["growth"] = {"share_per_year": {"pool_rebuild": 0.0}, "source": "made up"}
    grown = with_values(
        type(two_schools().scenario).model_validate(values), {"costs.growth.share_per_year.pool_rebuild": 0.03}
    )
    assert grown.costs.growth is not None
    assert dict(grown.costs.growth.share_per_year) == {"pool_rebuild": 0.03}


def test_whole_numbers_are_rounded_and_the_rest_stays() -> None:
    old = two_schools().scenario
    new = with_values(old, {"costs.pool.rebuild.cost_yen": 123.6, "costs.discount_share": 0.035})
    assert (new.costs.pool.rebuild.cost_yen, new.costs.discount_share) == (124, 0.035)
    assert with_values(new, {"costs.pool.rebuild.cost_yen": 20_000_000, "costs.discount_share": 0.0}) == old
    assert leaf_at(old, "costs.discount_share").unit == "share, 0 to 1"


def test_values_out_of_range_are_refused_all_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        with_values(two_schools().scenario, {"costs.pool.rebuild.cost_yen": -1, "costs.discount_share": 3})
    assert len(refused.value.problems) == 2
