"""What fits into a site only whole: rows that every plan keeps, and that shares of schools break."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from poolplan.model.build import build_model
from poolplan.model.covers import NONE, Knapsack, knapsacks_of, most_broken
from poolplan.model.relaxation import least, relaxation_of
from poolplan.model.schedules import reduction_of
from poolplan.model.search import matrix_of
from tests.model.brute import cheapest
from tests.random_worlds import random_world


def knapsack(needs: list[int], room: int) -> Knapsack:
    """Guests with one column each."""
    return Knapsack(np.array(needs), tuple(np.array([index]) for index in range(len(needs))), room, NONE)


def test_two_halves_of_a_full_house_do_not_fit() -> None:
    """Room for 10 and three guests of 6: in shares 10/6 of a guest fit, of whole guests one."""
    cover = most_broken(knapsack([6, 6, 6], 10), np.array([0.8, 0.8, 0.0]))
    assert cover is not None
    assert cover.weights.tolist() == [1, 1, 1]
    assert cover.most == 1


def test_a_large_guest_counts_for_several_small_ones() -> None:
    """Room for 10 and guests of 4, 4, 4 and 9: two small ones fit, beside the large one none."""
    cover = most_broken(knapsack([4, 4, 4, 9], 10), np.array([0.9, 0.9, 0.9, 0.0]))
    assert cover is not None
    assert cover.weights.tolist() == [1, 1, 1, 2]
    assert cover.most == 2


def test_whole_guests_that_fit_break_nothing() -> None:
    assert most_broken(knapsack([4, 4, 4], 10), np.array([1.0, 1.0, 0.0])) is None


@given(st.lists(st.tuples(st.integers(1, 12), st.floats(0, 1)), min_size=2, max_size=8), st.integers(1, 25))
def test_no_guests_that_fit_break_a_cover(guests: list[tuple[int, float]], room: int) -> None:
    needs, shares = [need for need, _ in guests], np.array([share for _, share in guests])
    cover = most_broken(knapsack(needs, room), shares)
    if cover is None:
        return
    assert cover.weights @ shares > cover.most
    for taken in product((0, 1), repeat=len(needs)):
        if np.dot(needs, taken) <= room:
            assert cover.weights @ np.array(taken) <= cover.most


def test_the_bound_never_lies_above_the_cheapest_plan_and_often_on_it() -> None:
    tight = 0
    for seed in range(12):
        net = random_world(seed)
        model, best = build_model(net), cheapest(net)
        matrix = matrix_of(model.problem)
        reduction = reduction_of(model, matrix)
        if best is None or reduction is None:
            continue
        small = reduction.reduced(matrix).matrix
        relaxation = relaxation_of(small, knapsacks_of(model, small))
        bound = least(relaxation, small).bound * 1e6
        assert bound <= best + 5
        tight += bound > best * 0.999 - 5
    assert tight > 5
