"""Many prices on one model: bounds that hold, answers from nothing but what is known, files that come back."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poolplan.errors import ScenarioError
from poolplan.model.build import build_model
from poolplan.model.draws import (
    Asked,
    answer_draw,
    draw_solution,
    knowledge_of,
    learned,
    load,
    ready,
    save,
)
from poolplan.model.resolve import Kept, at_prices, keep
from poolplan.model.solve import search
from poolplan.network.options import Network
from poolplan.results.audit import audit
from poolplan.results.read import read_plan
from tests.model.brute import cheapest
from tests.model.test_resolve import ROUNDING_YEN, repriced
from tests.random_worlds import random_world
from tests.worlds import two_schools, varied

SEARCH = Asked(gap_share=0.0, may_search=True)


def kept_of(net: Network) -> Kept | None:
    """A model that is solved and kept; None where no plan exists."""
    model = build_model(net)
    step = search(model)
    return None if step is None else keep(model, step)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_each_draw_lies_within_its_gap_of_the_cheapest_plan(seed: int) -> None:
    net, draw = random_world(seed), random.Random(seed)  # noqa: S311 - no secret is made here
    kept = kept_of(net)
    if kept is None:
        return
    known = knowledge_of(kept)
    for _ in range(3):
        scenario = repriced(net, draw)
        priced = at_prices(kept, scenario)
        best = cheapest(varied(net, scenario=scenario))
        assert best is not None
        plain, tried = answer_draw(kept, known, priced, Asked()), answer_draw(kept, known, priced, SEARCH)
        assert plain.found is None
        for answer in (plain, tried):
            assert answer.bound_yen <= best + ROUNDING_YEN
            assert best <= answer.cost_yen + ROUNDING_YEN
            solution = draw_solution(kept, known, priced, answer)
            assert abs(solution.objective_yen - answer.cost_yen) <= ROUNDING_YEN
            assert audit(read_plan(replace(net, scenario=scenario), solution)) == []
        assert tried.cost_yen <= plain.cost_yen


def test_answers_hang_on_knowledge_alone_and_not_on_the_order_of_draws(tmp_path: Path) -> None:
    """Forwards, backwards, and in a process that only has the file."""
    net, draw = random_world(7), random.Random(7)  # noqa: S311 - no secret is made here
    kept = kept_of(net)
    assert kept is not None
    known = knowledge_of(kept)
    save(known, tmp_path / "known.npz")
    read = load(tmp_path / "known.npz")
    here, elsewhere = ready(kept.model, known), ready(build_model(net), read)
    draws = [at_prices(kept, repriced(net, draw)) for _ in range(6)]

    def answers(kept: Kept, order: list[int]) -> list[tuple[float, float, int]]:
        found = {index: answer_draw(kept, read, draws[index], SEARCH) for index in order}
        return [(found[index].cost_yen, found[index].bound_yen, found[index].plan) for index in range(6)]

    forwards = answers(here, [0, 1, 2, 3, 4, 5])
    assert answers(here, [5, 4, 3, 2, 1, 0]) == forwards
    assert answers(elsewhere, [2, 0, 4, 1, 5, 3]) == forwards


def test_what_is_found_is_learned_once_and_in_the_same_order() -> None:
    kept = kept_of(two_schools())
    assert kept is not None
    known = knowledge_of(kept)
    one, other = known.plans[0] * 0, known.plans[0] * 0 + 1
    forwards, backwards = learned(known, [one, other, one]), learned(known, [other, known.plans[0], one])
    assert np.array_equal(forwards.plans, backwards.plans)
    assert len(forwards.plans) == 3
    assert np.array_equal(forwards.plans[0], known.plans[0])


def test_what_is_known_of_another_city_is_refused(tmp_path: Path) -> None:
    kept = kept_of(two_schools())
    assert kept is not None
    with pytest.raises(ScenarioError, match="what is known is about another city or other rules"):
        ready(build_model(random_world(7)), knowledge_of(kept))
    (tmp_path / "cut.npz").write_bytes(b"PK")
    with pytest.raises(ScenarioError, match="cannot be read as what is known of a model"):
        load(tmp_path / "cut.npz")
