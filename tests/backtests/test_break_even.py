"""The break-even life of an own pool, found by planning again and again, is the identity L > K / (c - m).

K rebuild, m upkeep and c fee per year. The assumptions: no discounting, one school, one rebuild at the start, the
horizon as long as the life, no demolition, constant upkeep and fee.
"""

import pytest

from poolplan.results.plan import Plan
from tests.backtests.planned import MILLION, modes, planned, yen

FIRST, LONGEST = 2024, 90
SAKADO_FEE = 4_555_556
"""82 M yen a year shared by 18 schools."""
CASES = {
    "Sakado": (150 * MILLION, 1 * MILLION, SAKADO_FEE, 42.2),
    "Sakado with three partial repairs": (240 * MILLION, 1 * MILLION, SAKADO_FEE, 67.5),
    "Fujisawa": (150 * MILLION, 830_000, 4_008_000, 47.2),
    "the usual prices and a dear club": (200 * MILLION, 1 * MILLION, 5_000_001, 50.0),
    "a cheap pool": (11 * MILLION, 600_000, 5_000_000, 2.5),
}
"""K, m, c in yen, and K / (c - m) in years; the first two are told in the field as 42 and 67 years."""


def one_school(rebuild: int, upkeep: int, fee: int, life: int, *more: str, years: int | None = None) -> Plan:
    """Plan one school that may keep a rebuilt pool of this life, or move; the horizon is the life if not told."""
    return planned(
        "break_even",
        f"costs.pool.rebuild.cost_yen={rebuild}",
        f"costs.pool.upkeep.base_yen={upkeep}",
        f"modes.commission.prices.hire_yen={fee}",
        f"costs.pool.rebuild.life_years={life}",
        f"years.last={FIRST + (years or life) - 1}",
        *more,
    )


def break_even_life(rebuild: int, upkeep: int, fee: int, *more: str) -> int:
    """Shortest life, in whole years, at which the plan keeps the own pool; found by halving."""
    low, high = 0, LONGEST
    assert modes(one_school(rebuild, upkeep, fee, high, *more)) == {"own"}
    while high - low > 1:
        life = (low + high) // 2
        low, high = (low, life) if modes(one_school(rebuild, upkeep, fee, life, *more)) == {"own"} else (life, high)
    return high


@pytest.mark.parametrize(("rebuild", "upkeep", "fee", "told"), CASES.values(), ids=CASES)
def test_the_break_even_life_is_the_identity(rebuild: int, upkeep: int, fee: int, told: float) -> None:
    identity = rebuild / (fee - upkeep)
    assert identity == pytest.approx(told, abs=0.05)
    assert break_even_life(rebuild, upkeep, fee) == int(identity) + 1


@pytest.mark.parametrize(("rebuild", "upkeep", "fee", "told"), CASES.values(), ids=CASES)
def test_on_either_side_of_it_the_plan_costs_the_lesser_sum(rebuild: int, upkeep: int, fee: int, told: float) -> None:
    """Own costs K + m L, the club c L, to the yen; the plan is the cheaper of the two."""
    for life in (1, int(told), int(told) + 1, LONGEST):
        own, club = rebuild + upkeep * life, fee * life
        assert yen(one_school(rebuild, upkeep, fee, life)) == min(own, club)


def test_at_the_break_even_itself_both_cost_the_same() -> None:
    """20 M / (5 - 1) = 5 years: 20 + 5 x 1 = 5 x 5 = 25 M."""
    prices = (20 * MILLION, 1 * MILLION, 5 * MILLION)
    assert yen(one_school(*prices, 5)) == 25 * MILLION
    assert yen(one_school(*prices, 5, "programme.rollout_schools_per_year=0")) == 25 * MILLION


@pytest.mark.parametrize("years", [1, 10, 25])
def test_a_shorter_horizon_changes_nothing_because_what_is_left_is_credited(years: int) -> None:
    """The identity holds for any horizon within the life; without the credit no plan would ever renew near the end."""
    prices = (150 * MILLION, 1 * MILLION, SAKADO_FEE)
    assert modes(one_school(*prices, 42, years=years)) == {"commission"}
    assert modes(one_school(*prices, 43, years=years)) == {"own"}


def test_with_discounting_a_pool_must_last_longer() -> None:
    """Outside its assumptions the identity fails: at 1 % a year fees of later years weigh less, the rebuild does not.

    150 < 3.5556 x sum of 1.01^-t over t < L holds from L = 55 on.
    """
    prices = (150 * MILLION, 1 * MILLION, SAKADO_FEE)
    saved, life = 0.0, 0
    while saved <= prices[0]:
        saved, life = saved + (prices[2] - prices[1]) * 1.01**-life, life + 1
    assert life == 55
    assert break_even_life(*prices, "costs.discount_share=0.01") == life
