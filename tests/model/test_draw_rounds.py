"""Draws answered round by round: every gap narrows to what is asked, and nothing depends on who answers."""

import random
from collections.abc import Iterator, Sequence

from poolplan.model.build import build_model
from poolplan.model.draw_rounds import Work, answer_draws
from poolplan.model.draws import Asked, DrawAnswer, Knowledge, answer_draw, knowledge_of, ready
from poolplan.model.resolve import Kept, at_prices
from poolplan.scenario.schema import Scenario
from tests.model.brute import cheapest
from tests.model.test_draws import kept_of
from tests.model.test_resolve import ROUNDING_YEN, repriced
from tests.random_worlds import random_world
from tests.worlds import varied

GAP_SHARE = 0.001
DRAWS = 12
SEED = 11


def worker(kept: Kept, scenarios: Sequence[Scenario]) -> Work:
    """Answers in this process, the last draw first."""

    def work(knowledge: Knowledge, asked: Sequence[tuple[int, Asked]]) -> Iterator[DrawAnswer]:
        found = {
            draw: answer_draw(kept, knowledge, at_prices(kept, scenarios[draw]), how) for draw, how in reversed(asked)
        }
        return (found[draw] for draw, _ in asked)

    return work


def test_every_gap_narrows_to_what_is_asked_and_two_crews_agree() -> None:
    net, draw = random_world(SEED), random.Random(SEED)  # noqa: S311 - no secret is made here
    kept = kept_of(net)
    assert kept is not None
    known = knowledge_of(kept)
    scenarios = [repriced(net, draw) for _ in range(DRAWS)]
    one, two = (worker(ready(build_model(net), known), scenarios) for _ in range(2))
    *_, last = answer_draws(known, DRAWS, GAP_SHARE, one)
    *_, other = answer_draws(known, DRAWS, GAP_SHARE, two)
    assert [a[:4] for a in last.answers] == [a[:4] for a in other.answers]
    for answer, scenario in zip(last.answers, scenarios, strict=True):
        best = cheapest(varied(net, scenario=scenario))
        assert best is not None
        assert answer.bound_yen <= best + ROUNDING_YEN
        assert best <= answer.cost_yen + ROUNDING_YEN
        assert answer.gap_share <= GAP_SHARE
        assert answer.plan < len(last.knowledge.plans)
