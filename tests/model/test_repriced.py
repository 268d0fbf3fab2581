"""Only the items that a price touches are worked out again, and nothing is missed by that."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from poolplan.model.build import build_model
from poolplan.model.repriced import changed_values, costs_of, items_touched, price
from poolplan.model.resolve import PRICES
from poolplan.model.search import matrix_of
from poolplan.scenario.schema import Scenario
from tests.random_worlds import random_rich_world
from tests.worlds import varied


def prices_of(values: Any, where: str = "") -> Iterator[str]:
    """Paths of all numbers of a scenario that are prices."""
    if isinstance(values, dict):
        for key, value in values.items():
            yield from prices_of(value, f"{where}.{key}" if where else str(key))
    elif isinstance(values, int | float) and not isinstance(values, bool) and PRICES.match(where):
        yield where


def dearer(scenario: Scenario, path: str) -> Scenario:
    """The same scenario with one price changed."""
    values = scenario.model_dump()
    at: Any = values
    *steps, last = path.split(".")
    for step in steps:
        at = at[step]
    at[last] = (at[last] * 0.9 or 0.05) if isinstance(at[last], float) else at[last] + 1
    return Scenario.model_validate(values)


@pytest.mark.parametrize("seed", range(8))
def test_every_price_touches_the_items_that_are_said_to_hang_on_it(seed: int) -> None:
    """What is worked out as arrays and taken from before is to the yen what the ledger of a new model says."""
    net = random_rich_world(seed)
    model = build_model(net)
    matrix = matrix_of(model.problem)
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    before = price(net, model.decisions, column)
    assert np.allclose(costs_of(net, before), matrix.costs, rtol=0, atol=1e-9)
    for path in prices_of(net.scenario.model_dump()):
        again = varied(net, scenario=dearer(net.scenario, path))
        paths = list(changed_values(net.scenario.model_dump(), again.scenario.model_dump()))
        assert paths == [path]
        found = costs_of(again, price(again, model.decisions, column, before, *paths))
        assert np.allclose(found, matrix_of(build_model(again).problem).costs, rtol=0, atol=1e-9), path


def test_a_value_that_nobody_knows_touches_everything() -> None:
    assert items_touched(["costs.growth.share_per_year.bus_hire"]) > items_touched(["costs.bus.large.per_km_yen"])
    assert items_touched(["costs.discount_share"]) == frozenset()
