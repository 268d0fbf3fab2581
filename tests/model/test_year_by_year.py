"""Rows written as changes from year to year say the same as the rows themselves."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.cities import city
from poolplan.model.build import build_model
from poolplan.model.covers import knapsacks_of, no_covers
from poolplan.model.highs import handed_over
from poolplan.model.relaxation import least, relaxation_of
from poolplan.model.search import Matrix, matrix_of
from poolplan.model.year_by_year import year_by_year
from tests.random_worlds import random_free_world, random_world


def least_in_shares(matrix: Matrix) -> float:
    """Least cost where decisions may be taken in shares, million yen; infinite where there is no plan."""
    highs = handed_over(replace(matrix, is_whole=np.zeros_like(matrix.is_whole)))
    highs.run()
    is_solved = highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    return highs.getInfo().objective_function_value if is_solved else np.inf


@pytest.mark.parametrize("seed", range(20))
def test_the_relaxation_and_the_bound_from_its_prices_are_the_same(seed: int) -> None:
    model = build_model(random_world(seed) if seed < 10 else random_free_world(seed + 400))
    matrix = matrix_of(model.problem)
    plain = least_in_shares(matrix)
    assert least_in_shares(year_by_year(matrix).matrix) == pytest.approx(plain)
    if np.isfinite(plain):
        kept = relaxation_of(matrix, knapsacks_of(model, matrix), no_covers(matrix.costs.size))
        assert least(kept, matrix, enough=-np.inf).bound == pytest.approx(plain)


def test_much_less_is_written_of_a_city() -> None:
    """The rows of the sites of 20 schools over ten years repeat their moves no more."""
    matrix = matrix_of(build_model(city(20, 10)).problem)
    assert year_by_year(matrix).matrix.rows.nnz < 0.7 * matrix.rows.nnz
