"""Bus prices that are not those notified for the region are told, and planned with."""

from pathlib import Path

from poolplan.scenario.checks import check_scenario
from poolplan.scenario.lesson_checks import differing_fares
from poolplan.scenario.read import read
from poolplan.scenario.schema import Scenario

CHEAPEST = Path(__file__).resolve().parents[2] / "scenarios" / "kumamoto_expand_cheapest.yaml"


def scenario(*overrides: str) -> Scenario:
    """The shipped scenario, whose prices are those of Kyushu, with values set."""
    return read(CHEAPEST, overrides).scenario


def test_the_shipped_prices_are_those_notified() -> None:
    assert not list(differing_fares(scenario()))


def test_other_prices_are_told_and_not_refused() -> None:
    dearer = scenario("costs.bus.large.per_hour_yen=7000", "costs.bus.day.km_step=5")
    check_scenario(dearer)
    assert list(differing_fares(dearer)) == [
        "costs.bus.large.per_hour_yen: 7000, where 6330 is notified for kyushu",
        "costs.bus.day.km_step: 5, where 10 is notified for kyushu",
    ]


def test_surcharges_are_told_where_they_are_asked_for_and_others() -> None:
    """At most 20 % of the hours from 22:00 to 5:00 are notified, and nothing for a season; neither is billed here."""
    assert scenario().costs.bus.surcharges is None
    asked = [f"costs.bus.surcharges.{text}" for text in ("source=contract", "night_share=0.25", "night_until=06:00")]
    assert list(differing_fares(scenario(*asked))) == [
        "costs.bus.surcharges.night_share: 0.25, where 0.2 is notified for kyushu",
        "costs.bus.surcharges.night_until: 06:00, where 05:00 is notified for kyushu",
    ]


def test_a_contracts_price_of_a_day_stands_for_itself() -> None:
    assert not list(differing_fares(scenario("costs.bus.large.per_day_yen=50000", "costs.bus.large.per_hour_yen=1")))


def test_without_a_region_there_is_nothing_to_hold_prices_against() -> None:
    assert not list(differing_fares(scenario("timetable.tariff_region=", "costs.bus.large.per_hour_yen=7000")))
