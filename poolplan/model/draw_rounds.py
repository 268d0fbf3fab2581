"""All draws answered round by round: what is found for the widest gaps becomes known, and narrows those of others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from poolplan.model.draws import Asked, DrawAnswer, Knowledge, is_near, learned

FIRST_SEARCHES = 16
"""Draws searched in the first round; in later ones, as many or a share of those that are left."""
SHARE_SEARCHED = 0.2
MOST_ROUNDS = 30

Work = Callable[[Knowledge, Sequence[tuple[int, Asked]]], Iterable[DrawAnswer]]
"""Answers draws, given by number, in their order, each as `answer_draw` does: here, in processes or elsewhere."""


@dataclass(frozen=True)
class Round:
    """Where the draws stand after a round."""

    knowledge: Knowledge
    answers: tuple[DrawAnswer, ...]
    """One per draw."""
    searched: int
    """Draws for which a better plan was looked for so far."""


def answer_draws(knowledge: Knowledge, number: int, gap_share: float, work: Work) -> Iterable[Round]:
    """Answer draws until every gap is near enough or no search helps; yields how they stand after each round.

    The rounds depend on the draws alone, not on who works or how many do.

    Args:
        knowledge: what is known before.
        number: of the draws.
        gap_share: near enough.
        work: answers draws.
    """
    plain = Asked(gap_share)
    answers = list(work(knowledge, [(draw, plain) for draw in range(number)]))
    tried: set[int] = set()
    yield Round(knowledge, tuple(answers), 0)
    for _ in range(MOST_ROUNDS):
        chosen = _widest(answers, gap_share, tried)
        if not chosen:
            return
        asked = Asked(gap_share, may_search=True)
        found = list(work(knowledge, [(draw, asked) for draw in chosen]))
        tried.update(chosen)
        knowledge = learned(knowledge, (answer.found for answer in found if answer.found is not None))
        for draw, answer in zip(chosen, found, strict=True):
            answers[draw] = _narrower(answers[draw], answer)
        again = [draw for draw in range(number) if _is_wide(answers[draw], gap_share) or draw in set(chosen)]
        known = [(draw, Asked(gap_share, bound_yen=answers[draw].bound_yen)) for draw in again]
        for draw, answer in zip(again, work(knowledge, known), strict=True):
            answers[draw] = answer
        yield Round(knowledge, tuple(answers), len(tried))


def _widest(answers: Sequence[DrawAnswer], gap_share: float, tried: set[int]) -> list[int]:
    """Draws to search next, by number: those with the widest gaps that were not searched yet."""
    wide = [draw for draw, answer in enumerate(answers) if _is_wide(answer, gap_share) and draw not in tried]
    most = max(FIRST_SEARCHES, int(np.ceil(SHARE_SEARCHED * len(wide))))
    return sorted(sorted(wide, key=lambda draw: (-answers[draw].gap_share, draw))[:most])


def _is_wide(answer: DrawAnswer, gap_share: float) -> bool:
    """Say whether a better plan or bound is wanted; nobody waits for a draw that could not be answered."""
    return answer.gap_share > gap_share and not is_near(answer, gap_share)


def _narrower(before: DrawAnswer, now: DrawAnswer) -> DrawAnswer:
    return now._replace(bound_yen=max(before.bound_yen, now.bound_yen))
