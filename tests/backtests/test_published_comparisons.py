"""Comparisons that four cities published, reproduced by scenario files: docs/explanation/backtests.md tells how far.

Every tolerance is stated at its test. "Fitted" marks a figure that was chosen so that a published sum comes out: there
the test only shows that the model adds and scales as the city did.
"""

import csv
import math
from pathlib import Path

import pytest

from poolplan.cli import main
from poolplan.errors import NoPlanError
from tests.backtests.planned import MILLION, SCENARIOS, modes, planned, school_years, yen, yen_by_item

CITIES = {"sakado": 18, "fujisawa": 1, "sakura": 34, "fukuoka": 146}
HALF_LAST_DIGIT_OF_SAKURA = 5 * MILLION
"""Sakura's totals are published in tens of millions."""


@pytest.mark.parametrize(("city", "schools"), CITIES.items())
def test_the_scenarios_hold_the_published_schools_and_keep_or_move_them_all(city: str, schools: int) -> None:
    own, outsourced = planned(f"{city}_own"), planned(f"{city}_outsourced")
    assert own.assignments["school"].nunique() == outsourced.assignments["school"].nunique() == schools
    assert modes(own) == {"own"}
    assert modes(outsourced) == {"commission"}


@pytest.mark.parametrize(("city", "schools"), CITIES.items())
def test_left_free_the_plan_outsources_every_school_as_the_published_order_says(city: str, schools: int) -> None:
    """In all four comparisons outsourcing is cheaper; nothing but cost decides here."""
    free = planned(f"{city}_own", f"programme.rollout_schools_per_year={schools}")
    assert modes(free) == {"commission"}
    assert yen(free) == yen(planned(f"{city}_outsourced"))


def test_fujisawa_comes_out_to_the_yen() -> None:
    """24 sessions, 2,640 pupil-visits, 24 bus-days (3 buses on 8 days) at 50,000 yen; no tolerance."""
    outsourced = planned("fujisawa_outsourced")
    assert set(outsourced.assignments["sessions"]) == {24}
    for year in outsourced.network.scenario.planned_years:
        assert yen_by_item(outsourced, year) == {
            "lesson_hire": 480_000,
            "lesson_utilities": 600_000,
            "lesson_entry": 528_000,
            "lesson_coaching": 1_200_000,
            "bus_hire": 1_200_000,
        }


def test_fujisawas_own_pool_costs_the_published_sum_per_school_year() -> None:
    """Only the sum of 5.83 M is published: 150 M / 30 years is a reading and the upkeep of 0.83 M is fitted to it."""
    own = planned("fujisawa_own")
    assert yen(own) == 30 * 5_830_000
    assert yen(own, "pool_rebuild") == 150 * MILLION
    assert yen(own, "pool_upkeep") == 30 * 830_000


def test_sakado_comes_out_within_three_percent() -> None:
    """Published 158 and 82 M a year. Own: 18 x (1.0 + (150 + 3 x 30) / 30) = 162; three repairs are a reading."""
    own, outsourced = planned("sakado_own"), planned("sakado_outsourced")
    assert yen(own) == 30 * 162 * MILLION
    assert yen(own) / 30 == pytest.approx(158 * MILLION, rel=0.03)
    assert yen(outsourced) == 30 * 82 * MILLION
    assert set(outsourced.ledger["item"]) == {"lesson_quote"}


def test_sakados_own_items_are_the_published_ones() -> None:
    """Running 18 M a year, rehabilitation 150 M a pool, three partial repairs of 30 M a pool in 30 years."""
    own = planned("sakado_own")
    assert yen(own, "pool_upkeep") == 30 * 18 * MILLION
    assert yen(own, "pool_rebuild") == 18 * 150 * MILLION
    assert yen(own, "pool_failure") == 18 * 3 * 30 * MILLION
    assert yen(own, "residual_value") == 0


@pytest.mark.parametrize(("chance", "per_year"), [("0.0", 108), (repr(2 / 30), 144), ("0.1", 162)])
def test_sakados_published_sum_lies_between_two_and_three_partial_repairs(chance: str, per_year: int) -> None:
    """None gives 108, two 144, three 162 M a year: 158 has no whole number of partial repairs."""
    own = planned("sakado_own", f"costs.pool.failure.chance_share={chance}")
    assert yen(own) == per_year * 30 * MILLION
    assert (per_year < 158) == (chance != "0.1")


def test_sakura_scales_to_its_published_totals() -> None:
    """Published are 3,110 and 1,750 M in 30 years (-44 %); both prices are fitted, so only adding up is shown."""
    own, outsourced = yen(planned("sakura_own")), yen(planned("sakura_outsourced"))
    assert own == pytest.approx(3_110 * MILLION, abs=HALF_LAST_DIGIT_OF_SAKURA)
    assert outsourced == pytest.approx(1_750 * MILLION, abs=HALF_LAST_DIGIT_OF_SAKURA)
    assert round(100 * (outsourced / own - 1)) == -44


def test_sakuras_totals_scale_with_the_years() -> None:
    """What a repair is still worth at the end is credited, so a plan of 15 years costs half as much."""
    for name in ("sakura_own", "sakura_outsourced"):
        short, whole = planned(name, "years.last=2032"), planned(name)
        assert yen(short) == pytest.approx(yen(whole) / 2, abs=34)  # each pool's credit is a whole yen
        assert school_years(short) == 34 * 15


def test_sakuras_own_total_from_usual_prices_alone_is_a_fifth_too_high() -> None:
    """Nothing fitted: upkeep 1.0 M and one major repair of 80 M, defaults from other cities: 3,740 M, +20 %."""
    own = planned("sakura_own", "costs.pool.repair.cost_yen=80000000")
    assert yen(own) == 3_740 * MILLION
    assert yen(own) / (3_110 * MILLION) == pytest.approx(1.20, abs=0.005)


def test_fukuoka_costs_the_published_sums_per_school_year() -> None:
    """8.74 and 4.47 M; only sums are published: upkeep (own) and price per session (club) are fitted; -49 %."""
    own, outsourced = planned("fukuoka_own"), planned("fukuoka_outsourced")
    assert yen(own) == 146 * 8_740_000
    assert yen(outsourced) == 146 * 4_470_000
    assert round(100 * (yen(outsourced) / yen(own) - 1)) == -49


def test_about_forty_pools_serve_fukuokas_schools_within_ten_minutes() -> None:
    """Schematic places, 64 candidates of 224 sessions, 48 sessions a school: not Fukuoka's map, only its figures."""
    lessons = planned("fukuoka_outsourced").assignments
    assert lessons["minutes"].max() <= 10
    assert lessons["site"].nunique() <= 40
    assert lessons.groupby("site")["sessions"].sum().max() <= 224


def test_the_fewest_pools_for_fukuokas_schools_are_37() -> None:
    """A pool of 224 sessions takes 4 schools of 48; 146 / 4 = 36.5. Published: about 40, so -7.5 %."""
    fewest = math.ceil(146 / (224 // 48))
    assert fewest == 37
    assert fewest == pytest.approx(40, rel=0.10)
    found = planned("fukuoka_outsourced", f"programme.outside_sites_at_most={fewest}").assignments
    assert found["site"].nunique() == fewest
    with pytest.raises(NoPlanError, match="no more clubs and public pools"):
        planned("fukuoka_outsourced", f"programme.outside_sites_at_most={fewest - 1}")


def test_a_limit_of_six_minutes_is_too_short_for_forty_pools() -> None:
    """The limit binds: with 6 minutes instead of 10, forty pools no longer reach every school of the schematic city."""
    with pytest.raises(NoPlanError, match="48 instead of 40 clubs and public pools"):
        planned("fukuoka_outsourced", "modes.commission.max_travel_min.bus=6")


def test_the_command_line_compares_fujisawas_two_scenarios(tmp_path: Path) -> None:
    """174.9 and 120.24 M in 30 years, undiscounted."""
    scenarios = [str(SCENARIOS / f"fujisawa_{choice}.yaml") for choice in ("own", "outsourced")]
    assert main(["compare", *scenarios, "--out", str(tmp_path)]) == 0
    with (tmp_path / "comparison" / "comparison.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {(row["scenario"], row["year"], row["indicator"]): row["value"] for row in csv.DictReader(file)}
    assert float(found["fujisawa_own", "2052", "cost_to_date_yen"]) == 30 * 5_830_000
    assert float(found["fujisawa_outsourced", "2052", "cost_to_date_yen"]) == 30 * 4_008_000


def test_the_command_line_writes_the_ledger_of_fujisawa(tmp_path: Path) -> None:
    assert main(["run", str(SCENARIOS / "fujisawa_outsourced.yaml"), "--out", str(tmp_path)]) == 0
    with (tmp_path / "fujisawa_outsourced" / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [row for row in csv.DictReader(file) if row["year"] == "2023"]
    assert {row["item"]: int(row["yen"]) for row in lines} == yen_by_item(planned("fujisawa_outsourced"), 2023)
