"""Options dropped before the model is built: the best plan stays, and whatever else the rules ask for is heeded."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import Instance, as_network
from poolplan.model import hopeless
from poolplan.model.build import build_model
from poolplan.model.hopeless import without_hopeless
from poolplan.model.patience import endless
from poolplan.model.solve import solve
from poolplan.network.options import Network
from poolplan.scenario.schema import Stage
from tests.model.test_location import drawn
from tests.worlds import two_schools


@pytest.fixture(autouse=True)
def _however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hopeless, "FEW_OPTIONS", 1)


def yen(network: Network) -> float:
    found = solve(build_model(network))
    assert found is not None
    return found.objective_yen


@pytest.mark.parametrize("fixed", [True, False], ids=["fixed costs", "two sites at most"])
@pytest.mark.parametrize("seed", range(12))
def test_the_best_plan_costs_the_same(seed: int, fixed: bool) -> None:  # noqa: FBT001
    network = as_network(drawn(seed, fixed=fixed))
    fewer = without_hopeless(network, endless()).network
    assert set(fewer.options) < set(network.options)
    assert yen(fewer) == yen(network)


@pytest.mark.parametrize("fixed", [True, False], ids=["fixed costs", "two sites at most"])
@pytest.mark.parametrize("seed", range(12))
def test_a_finished_search_among_sites_leaves_the_best_plan_alone(
    seed: int,
    fixed: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hopeless, "MANY_LEFT", 0)
    network = as_network(drawn(seed, fixed=fixed))
    fewer = without_hopeless(network, endless()).network
    assert [option.school for option in fewer.options] == list(network.places.schools)
    assert yen(fewer) == yen(network)


def test_a_plan_that_breaks_another_rule_rules_nothing_out() -> None:
    """Two customers at the sites for 1 or for 5: the cheap site remains, but not where a stage counts one school."""
    cost = np.array([[1.0, 1.0], [5.0, 5.0]])
    network = as_network(Instance("two", np.zeros(2), np.full(2, np.inf), np.ones(2), cost, 0.0, 2))
    assert {option.site for option in without_hopeless(network, endless()).network.options} == {"p0"}
    programme = network.scenario.programme.model_copy(update={"stages": (Stage(year=2022, schools=1),)})
    staged = replace(network, scenario=network.scenario.model_copy(update={"programme": programme}))
    assert without_hopeless(staged, endless()).network is staged


def test_other_questions_are_left_as_they_are() -> None:
    network = two_schools()
    assert without_hopeless(network, endless()) == (network, None)
