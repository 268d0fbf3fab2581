"""Plans for other aims than cost are those that trying every plan finds; bounds are kept, and no more is claimed."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poolplan.model.aims import MEASURES
from poolplan.model.build import build_model
from poolplan.model.order import solve_for_aims
from poolplan.network.options import Network
from poolplan.results.audit import audit
from poolplan.results.read import read_plan
from poolplan.scenario.schema import Scenario
from tests.model.brute import plans
from tests.random_worlds import random_world
from tests.worlds import two_schools, varied

Plans = list[dict[str, float]]
ORDERS: list[dict[str, Any]] = [
    {"minimise": ("worst_minutes",)},
    {"minimise": ("lost_water_minutes",)},
    {
        "minimise": (
            "travel_minutes",
            "worst_minutes",
        )
    },
    {
        "minimise": (
            "lost_water_minutes",
            "travel_minutes",
        ),
        "give_way_share": {"lost_water_minutes": 0.2},
    },
    {
        "minimise": (
            "cost",
            "travel_minutes",
        ),
        "give_way_share": {"cost": 0.1},
    },
    {"weights": {"cost": 1, "travel_minutes": 200, "lost_water_minutes": 50}},
    {"weights": {"cost": 1, "worst_minutes": 500_000}},
]
BOUNDS: list[dict[str, float]] = [
    {},
    {"worst_minutes": 12},
    {"lost_water_minutes": 5_000},
    {"travel_minutes": 2_000},
    {"cost": 12_000_000},
]


def aiming(net: Network, **objective: Any) -> Network:
    """The same world, where the public pool gives half the water and a tenth of own lessons is rained off."""
    values = net.scenario.model_dump()
    values["modes"]["public"]["water_min_per_session"] = 22.5
    values["modes"]["own"]["delivered_share"] = 0.9
    values["objective"] = {"source": "made up", **objective}
    return varied(net, scenario=Scenario.model_validate(values))


def minima(net: Network, every: Plans) -> list[float]:
    """The least of each aim, the earlier ones held."""
    objective = net.scenario.objective
    assert objective is not None
    if objective.weights:
        return [min(sum(weight * plan[aim] for aim, weight in objective.weights.items()) for plan in every)]
    found = []
    for aim in objective.order:
        found.append(min(plan[aim] for plan in every))
        most = found[-1] * (1 + objective.give_way_share.get(aim, 0.0))
        every = [plan for plan in every if plan[aim] <= most + max(1e-3, 1e-6 * abs(most))]
    return found


def agree(net: Network) -> None:
    """Compare the model with every plan there is."""
    every, found = plans(net), solve_for_aims(build_model(net))
    assert (found is None) == (not every)
    if found is None:
        return
    assert [aim.least for aim in found.aims] == pytest.approx(minima(net, every), rel=1e-4, abs=0.5)
    assert found.aims[-1].value == pytest.approx(found.aims[-1].least, rel=1e-4, abs=0.5)
    assert audit(read_plan(net, found)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_random_worlds_agree_with_brute_force(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret is made here
    agree(aiming(random_world(seed), **draw.choice(ORDERS), at_most=draw.choice(BOUNDS)))


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("most", BOUNDS, ids=str)
def test_two_schools_agree_with_brute_force(order: dict[str, Any], most: dict[str, float]) -> None:
    agree(aiming(two_schools(pool_slots=24, club_slots=24, hill_to_club_min=18.0), **order, at_most=most))


def test_cost_is_claimed_only_where_it_comes_last() -> None:
    last = solve_for_aims(build_model(aiming(two_schools(), minimise=("travel_minutes",))))
    first = solve_for_aims(
        build_model(
            aiming(
                two_schools(),
                minimise=(
                    "cost",
                    "travel_minutes",
                ),
            )
        )
    )
    weighed = solve_for_aims(build_model(aiming(two_schools(), weights={"cost": 1, "travel_minutes": 1})))
    assert [found and found.status for found in (last, first, weighed)] == ["proven", "traded", "traded"]


def test_every_aim_has_a_measure() -> None:
    assert set(MEASURES) == {"cost", "worst_minutes", "lost_water_minutes", "travel_minutes"}
