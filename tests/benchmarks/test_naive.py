"""On tiny worlds the naive model and ours have the same optimum: the benchmark compares like with like."""

import pytest

from benchmarks.naive_answers import SOLVERS, naive_plan
from poolplan.model.build import build_model
from poolplan.model.solve import solve
from poolplan.network.options import Network
from tests.random_worlds import random_rich_world, random_world


def agree(net: Network) -> None:
    """Compare the two optima, or the word of both that there is no plan."""
    ours = solve(build_model(net))
    for solver in SOLVERS:
        naive = naive_plan(net, time_limit_s=600.0, solver=solver)
        assert naive.is_infeasible == (ours is None)
        if ours is not None:
            assert naive.objective_yen == pytest.approx(ours.objective_yen, abs=100)


@pytest.mark.parametrize("seed", range(16))
def test_the_naive_model_finds_the_same_optimum(seed: int) -> None:
    agree(random_world(seed))


@pytest.mark.parametrize("seed", range(8))
def test_the_naive_model_knows_the_rarer_rules(seed: int) -> None:
    agree(random_rich_world(seed))
