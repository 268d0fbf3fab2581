"""Indicators against arithmetic done by hand on the tiny city."""

from dataclasses import replace

import pandas as pd
import pytest

from poolplan.results.indicators import COLUMNS, UNITS, indicators
from poolplan.results.plan import Answer
from tests.outputs.tiny import tiny_answer

WINDFALL = {"fire_cistern": 10_000_000, "freed_site": -45_000_000}


@pytest.fixture(scope="module")
def answer() -> Answer:
    """The tiny city."""
    return tiny_answer()


def value(table: pd.DataFrame, year: int, indicator: str, scope: str = "city") -> float | None:
    """The value of an indicator, None where there is no row."""
    rows = table[(table["year"] == year) & (table["scope"] == scope) & (table["indicator"] == indicator)]
    return None if rows.empty else float(rows["value"].iloc[0])


@pytest.mark.parametrize(
    ("year", "scope", "indicator", "expected"),
    [
        (2022, "city", "schools_moved", 0),
        (2024, "city", "schools_moved", 2),
        (2024, "nishi", "schools_moved", 2),
        (2024, "higashi", "schools_moved", 0),
        (2024, "city", "schools_own", 1),
        (2024, "city", "schools_commission", 1),
        (2023, "city", "schools_shared", 0),
        (2023, "city", "pools_in_use", 2),
        (2025, "city", "pools_retired", 2),
        (2025, "higashi", "pools_retired", 0),
        (2022, "city", "minutes_mean", None),
        (2024, "city", "minutes_mean", 8.6667),
        (2024, "city", "minutes_max", 10),
        (2024, "city", "pupils_travelling", 90),
        (2024, "city", "water_minutes_per_pupil", 200),
        (2023, "city", "slots_used_share_club", 0.15),
        (2022, "city", "cost_yen", 3e6),
        (2023, "city", "cost_yen", 2e6 + 20e6 + 3.1e6),
        (2023, "city", "capex_yen", 20e6),
        (2023, "nishi", "opex_yen", 1e6 + 3.1e6),
        (2023, "city", "cost_to_date_yen", 3e6 + 25.1e6),
        (2025, "city", "cost_yen", 1e6 + 3.1e6),
        (2025, "city", "cost_per_pupil_yen", 22777.7778),
    ],
)
def test_by_hand(answer: Answer, year: int, scope: str, indicator: str, expected: float | None) -> None:
    assert value(answer.indicators, year, indicator, scope) == expected


def test_present_value_counts_the_residual_value_and_discounts(answer: Answer) -> None:
    expected = 3e6 + 25.1e6 / 1.02 + 24.1e6 / 1.02**2 + (4.1e6 - 5e6) / 1.02**3
    assert value(answer.indicators, 2022, "present_value_yen") == pytest.approx(expected, abs=1)


def test_a_cistern_is_works_and_a_freed_site_neither_works_nor_a_running_cost(answer: Answer) -> None:
    """2023: demolition 20 M as before, a cistern of 10 M, and a site worth 45 M, more than all costs together."""
    lines = [(2023, item, "general_fund", "kita_pool", yen) for item, yen in WINDFALL.items()]
    ledger = pd.concat([answer.plan.ledger, pd.DataFrame(lines, columns=answer.plan.ledger.columns)])
    table = indicators(replace(answer.plan, ledger=ledger.reset_index(drop=True)))
    found = {name: value(table, 2023, f"{name}_yen") for name in ("cost", "capex", "opex", "freed_sites")}
    assert found == {"cost": 25.1e6 + 10e6 - 45e6, "capex": 30e6, "opex": 5.1e6, "freed_sites": 45e6}


def test_wards_add_up_to_the_city(answer: Answer) -> None:
    table = answer.indicators
    for name in ("schools_moved", "pools_in_use", "pools_retired", "pupils", "cost_yen", "capex_yen"):
        rows = table[table["indicator"] == name]
        wards = rows[rows["scope"] != "city"].groupby("year")["value"].sum()
        city = rows[rows["scope"] == "city"].set_index("year")["value"]
        assert (wards == city).all(), name


def test_table_is_tidy(answer: Answer) -> None:
    table = answer.indicators
    assert list(table.columns) == COLUMNS
    assert not table.duplicated(["year", "scope", "indicator"]).any()
    assert table.equals(table.sort_values(["year", "scope", "indicator"], ignore_index=True))
    assert not table.isna().any().any()


def test_every_indicator_is_in_the_docstring() -> None:
    assert indicators.__doc__
    missing = [name for name in UNITS if name not in indicators.__doc__]
    assert not missing


def test_nobody_travels_when_every_school_keeps_its_pool() -> None:
    table = tiny_answer(stages=False).indicators
    assert value(table, 2025, "schools_moved") == 0
    assert value(table, 2025, "minutes_max") is None
    assert value(table, 2025, "pools_in_use") == 3
