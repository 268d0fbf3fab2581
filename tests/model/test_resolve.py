"""Other prices, same city: re-solved plans are sound, their gaps certified, and other changes refused."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poolplan.errors import ScenarioError
from poolplan.model.build import build_model
from poolplan.model.resolve import GAP_SHARE, keep, solve_again
from poolplan.model.solve import search
from poolplan.network.options import Network
from poolplan.results.audit import audit
from poolplan.results.read import read_plan
from poolplan.scenario.schema import Scenario
from tests.model.brute import cheapest
from tests.random_worlds import random_world
from tests.worlds import two_schools, varied

ROUNDING_YEN = 5
"""The model rounds each payment to whole yen, brute force only some of them."""


def repriced(net: Network, draw: random.Random) -> Scenario:
    """The same scenario at other prices."""
    values: dict[str, Any] = net.scenario.model_dump()
    pool = values["costs"]["pool"]
    pool["rebuild"]["cost_yen"] = draw.randint(2_000_000, 30_000_000)
    pool["repair"]["cost_yen"] = draw.randint(1_000_000, 10_000_000)
    pool["upkeep"]["base_yen"] = draw.randint(200_000, 3_000_000)
    values["modes"]["commission"]["prices"]["hire_yen"] = draw.randint(0, 90_000)
    values["costs"]["bus"]["large"]["per_hour_yen"] = draw.randint(3_000, 9_000)
    values["costs"]["discount_share"] = draw.choice((0.0, 0.03, 0.05))
    return Scenario.model_validate(values)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_answers_lie_within_their_gap_of_the_cheapest_plan(seed: int) -> None:
    net, draw = random_world(seed), random.Random(seed)  # noqa: S311 - no secret is made here
    model = build_model(net)
    step = search(model)
    if step is None:
        return
    kept = keep(model, step)
    for _ in range(3):
        scenario = repriced(net, draw)
        found, kept = solve_again(kept, scenario)
        again = varied(net, scenario=scenario)
        best = cheapest(again)
        assert best is not None
        assert found.best_bound_yen <= best + ROUNDING_YEN
        assert best <= found.objective_yen + ROUNDING_YEN
        assert found.gap_share <= GAP_SHARE + 1e-6
        assert found.status != "time_limited"
        assert audit(read_plan(kept.model.network, found)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"years": {"first": 2025, "last": 2027}}, "years.last: is no price, so the kept model does not know it"),
        ({"budget": 1}, "costs.budget: is no price"),
        ({"A": 50}, "costs.pool.life_years.A: is no price"),
        ({"drivers": 5}, "costs.bus.drivers: prices decide which plans there are"),
    ],
    ids=str,
)
def test_what_is_no_price_is_refused_by_name(change: dict[str, Any], sentence: str) -> None:
    model = build_model(two_schools())
    step = search(model)
    assert step is not None
    values: dict[str, Any] = two_schools().scenario.model_dump()
    if "years" in change:
        values["years"] = change["years"]
    elif "A" in change:
        values["costs"]["pool"]["life_years"]["A"] = change["A"]
    elif "budget" in change:
        values["costs"]["budget"] = {"works_yen_per_year": change["budget"], "source": "made up"}
    else:
        values["costs"]["bus"]["drivers"] = {"bus_days_per_year": change["drivers"], "source": "made up"}
    with pytest.raises(ScenarioError) as refused:
        solve_again(keep(model, step), Scenario.model_validate(values))
    assert any(problem.startswith(sentence) for problem in refused.value.problems)
