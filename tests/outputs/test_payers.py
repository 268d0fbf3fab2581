"""Who pays, in figures and words: indicators by payer, the comparison finance asks for, and for whom a proof holds."""

from dataclasses import replace

import pandas as pd
import pytest

from poolplan.analysis.compare import compare
from poolplan.cli import _verdict
from poolplan.outputs.comparison_parts import blocks_of
from poolplan.outputs.panels import notes_of
from poolplan.outputs.payers import quality_text
from poolplan.outputs.sheets import indicator_names
from poolplan.results.indicators import indicators
from poolplan.results.plan import Answer, Plan
from tests.worlds import shared_and_rebuilt_plan, two_schools_plan


def value(plan: Plan, indicator: str, year: int) -> float | None:
    """The value of an indicator of the whole city, None where there is no row."""
    table = indicators(plan)
    rows = table[(table["scope"] == "city") & (table["indicator"] == indicator) & (table["year"] == year)]
    return None if rows.empty else float(rows["value"].iloc[0])


def counting(plan: Plan, *payers: str) -> Plan:
    """Return the plan as the answer to the question of some payers."""
    scenario = plan.network.scenario
    asked = scenario.model_copy(update={"costs": scenario.costs.model_copy(update={"counted_payers": payers})})
    return replace(plan, network=replace(plan.network, scenario=asked))


@pytest.mark.parametrize(
    ("indicator", "year", "expected"),
    [
        ("paid_by_national_grant_yen", 2026, 5_000_000),
        ("paid_by_national_grant_yen", 2027, 0),
        ("paid_by_general_fund_yen", 2026, 15_000_000 + 2_000_000 + 1_000_000 + 120_000),
        ("paid_by_users_yen", 2026, None),
        ("present_value_yen", 2025, 13_860_000),
        ("present_value_national_grant_yen", 2025, 5_000_000 - 3_500_000),
        ("present_value_general_fund_yen", 2025, 13_860_000 - 1_500_000),
    ],
)
def test_what_each_payer_pays_by_hand(indicator: str, year: int, expected: float | None) -> None:
    """The state grants 5 M of the new pool, of which 3.5 M are left at the end; everything else is the city's."""
    assert value(shared_and_rebuilt_plan(), indicator, year) == expected


def test_payers_add_up_to_the_cost_of_the_year() -> None:
    plan = shared_and_rebuilt_plan()
    for year in plan.network.scenario.planned_years:
        parts = [value(plan, f"paid_by_{payer}_yen", year) for payer in ("general_fund", "national_grant")]
        assert sum(part or 0 for part in parts) == value(plan, "cost_yen", year)


def test_the_whole_cost_stays_whole_whoever_counts() -> None:
    plan = counting(shared_and_rebuilt_plan(), "general_fund")
    assert value(plan, "present_value_yen", 2025) == 13_860_000


def test_every_indicator_has_a_name() -> None:
    plan = shared_and_rebuilt_plan()
    assert set(indicators(plan)["indicator"]) <= indicator_names(plan, "en").keys()


def test_the_comparison_shows_the_general_fund_beside_the_whole_cost() -> None:
    first, second = (Answer(plan, indicators(plan)) for plan in (two_schools_plan(), shared_and_rebuilt_plan()))
    both = pd.concat([compare([first]).assign(scenario="a"), compare([second]).assign(scenario="b")])
    whole = blocks_of(both, "en")[-1]
    assert [(line.name, [cell.text for cell in line.cells]) for line in whole.lines] == [
        ("Whole period (present value)", ["¥13.2 million", "¥13.9 million"]),
        ("of which general fund (present value)", ["¥13.2 million", "¥12.4 million"]),
    ]
    assert [[cell.is_best for cell in line.cells] for line in whole.lines] == [[True, False], [False, True]]


def test_a_proof_says_for_whom_it_holds() -> None:
    plan = two_schools_plan()
    assert quality_text(plan, "en") == "Proven: no plan that keeps the rules costs less."
    assert quality_text(counting(plan, "general_fund", "local_bond"), "en") == (
        "Proven: no plan that keeps the rules costs less. The plan saves the money of these payers alone: "
        "General fund, Local bonds (present value ¥13.2 million)."
    )
    assert _verdict(plan) == "plan: 13.2 million yen (present value), proven to be the cheapest"
    assert _verdict(counting(plan, "general_fund")) == (
        "plan: 13.2 million yen (present value, counting general_fund), proven to be the cheapest"
    )


def test_pages_tell_the_whole_cost_beside_what_counts() -> None:
    plan = shared_and_rebuilt_plan()
    plan = counting(replace(plan, proof=replace(plan.proof, objective_yen=12_360_000.0)), "general_fund")
    (proved,) = notes_of([Answer(plan, indicators(plan))], "en").proofs
    assert proved.present_value == "¥13.9 million"
    assert "General fund (present value ¥12.4 million)" in proved.sentence
