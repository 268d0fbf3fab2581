"""Years of use of own pools. In the worlds A lasts 60, B 47, C 44, D 40 years, grace 2; repair from age 46 adds 4."""

from dataclasses import replace

import pytest

from poolplan.network.places import Site
from poolplan.network.pool_life import LifeSpan, life_span
from poolplan.scenario.blocks import Condition
from tests.world_parts import outside_site, own_pool, school_of, tiny_scenario

RULES = tiny_scenario(range(2025, 2029)).costs.pool


def pool(built: int, condition: Condition, *, can_rebuild: bool = False) -> Site:
    """Return a pool of the age and condition given."""
    return own_pool(school_of("hill", "north"), 20, built, condition, can_rebuild=can_rebuild)


def test_a_pool_serves_the_years_of_its_condition_counting_the_year_it_was_built() -> None:
    """Built 1980, B: 47 years are 1980-2026. Age 46 is reached in 2026; four years more end in 2030."""
    assert life_span(pool(1980, "B"), RULES, 2025) == LifeSpan(1980, 2026, 2026, 2030, can_rebuild=False)


@pytest.mark.parametrize(("condition", "until"), [("A", 2079), ("B", 2066), ("C", 2063), ("D", 2059)])
def test_a_worse_condition_shortens_the_life(condition: Condition, until: int) -> None:
    """Built 2020: 2020 + 60, 47, 44, 40, less 1."""
    assert life_span(pool(2020, condition), RULES, 2025).original_until == until


def test_a_pool_past_its_life_has_the_years_of_grace_from_the_first_year() -> None:
    """Built 1975, D, was due in 2014: grace 2025 and 2026, and a repair, possible at once, serves until 2030."""
    assert life_span(pool(1975, "D"), RULES, 2025) == LifeSpan(1975, 2026, 2025, 2030, can_rebuild=False)


def test_where_no_repair_is_offered_a_pool_serves_its_life_alone() -> None:
    """Built 1980, B: 1980-2026, and no year in which a repair could be done."""
    rules = RULES.model_copy(update={"repair": RULES.repair.model_copy(update={"offered": False})})
    assert life_span(pool(1980, "B"), rules, 2025) == LifeSpan(1980, 2026, 2027, 2026, can_rebuild=False)


def test_grace_never_shortens_a_life_and_never_adds_to_one_that_is_longer() -> None:
    """Built 1981, B: due in 2027, grace would end 2026; built 1979: due in 2025, grace lasts until 2026."""
    assert life_span(pool(1981, "B"), RULES, 2025).original_until == 2027
    assert life_span(pool(1979, "B"), RULES, 2025).original_until == 2026


def test_without_grace_a_pool_past_its_life_is_closed_from_the_start() -> None:
    """Grace of 0 years: last used in 2024, the year before the first."""
    strict = RULES.model_copy(update={"life_years": RULES.life_years.model_copy(update={"overdue_grace_years": 0})})
    assert life_span(pool(1975, "D"), strict, 2025).original_until == 2024


def test_a_young_pool_waits_for_its_repair() -> None:
    """Built 2000: age 46 in 2046, although the plan starts in 2025."""
    assert life_span(pool(2000, "A"), RULES, 2025).repair_from == 2046


def test_rebuilding_is_up_to_the_site_unless_the_scenario_opens_any_site() -> None:
    """A site marked can_rebuild: no is rebuilt only where rebuild.on_any_site says so."""
    anywhere = RULES.model_copy(update={"rebuild": RULES.rebuild.model_copy(update={"on_any_site": True})})
    assert life_span(pool(1980, "B", can_rebuild=True), RULES, 2025).can_rebuild
    assert not life_span(pool(1980, "B"), RULES, 2025).can_rebuild
    assert life_span(pool(1980, "B"), anywhere, 2025).can_rebuild


def test_a_place_without_build_year_or_condition_has_no_life() -> None:
    """A club, and a school pool whose condition got lost, are a mistake of the program, not of the user."""
    with pytest.raises(TypeError, match="club is no school pool"):
        life_span(outside_site("club", "club", 12), RULES, 2025)
    with pytest.raises(TypeError, match="hill_pool"):
        life_span(replace(pool(1980, "B"), condition=None), RULES, 2025)
