"""Steps of the first search: smaller problems bound the whole, their plans are plans, and stops are honest."""

import signal

import numpy as np
import pytest

from benchmarks.cities import city
from benchmarks.measure import with_limits
from poolplan.model import first_search
from poolplan.model.build import PlanModel, build_model
from poolplan.model.highs import handed_over
from poolplan.model.near_works import near_works
from poolplan.model.relaxation import nothing_known
from poolplan.model.schedules import without_states
from poolplan.model.search import MILLION, Floats, Progress, matrix_of
from poolplan.model.seasons import without_seasons
from poolplan.model.solve import solve
from poolplan.model.together import by_grade, whole_schools
from poolplan.model.variables import PoolKey
from poolplan.network.options import Network
from tests.model.rule_worlds import apart, freer, with_closures
from tests.random_worlds import random_free_world
from tests.worlds import two_schools

CLOSING = (407, 412, 414, 422, 434, 435, 436, 438)
"""Random worlds in which works close pools and the smaller problem exists."""


def least_without_seasons(model: PlanModel) -> float:
    """Cost of the best plan without seasons under works, yen; infinite if there is none."""
    smaller = without_seasons(model, matrix_of(model.problem))
    assert smaller is not None
    reduced = without_states(model, smaller.matrix)
    assert reduced is not None
    highs = handed_over(reduced.matrix)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.run()
    is_solved = highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    return highs.getInfo().objective_function_value * MILLION if is_solved else np.inf


@pytest.mark.parametrize("seed", CLOSING)
def test_no_plan_costs_less_than_the_best_one_without_seasons(seed: int) -> None:
    model = build_model(random_free_world(seed))
    best, bound = solve(model), least_without_seasons(model)
    assert best is None or bound <= best.objective_yen + 1


def test_a_season_costs_the_cheapest_other_place() -> None:
    """Hill's pool may be rebuilt in 2026; hill then swims at lake's pool or at the club, whichever costs less."""
    net = with_closures()
    model = build_model(net)
    matrix = matrix_of(model.problem)
    smaller = without_seasons(model, matrix)
    assert smaller is not None
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    kept = {int(old): new for new, old in enumerate(smaller.kept)}
    key = PoolKey("hill_pool", 2026)
    rebuilds = column[model.decisions.rebuilds[key]]
    places = [v for (option, year), v in model.decisions.visits.items() if (option.school, year) == ("hill", 2026)]
    assert len(places) == 2
    more = smaller.matrix.costs[kept[rebuilds]] - matrix.costs[rebuilds]
    assert more == pytest.approx(min(matrix.costs[column[visit]] for visit in places))
    assert more > 0


@pytest.mark.parametrize("seed", [*CLOSING, 489])
def test_a_plan_lies_near_its_own_works(seed: int) -> None:
    """Whatever the best plan takes is left to choose from; of the same works no other years, elsewhere no works.

    In 489 a pool is rebuilt.
    """
    model = build_model(random_free_world(seed))
    matrix = matrix_of(model.problem)
    best = first_search.search(model, matrix, None).values
    if best is None:
        return
    found = near_works(model, matrix, nothing_known(best.size).only(best), None, 0)
    assert found is not None
    optional, told = found
    assert (told.values[optional & (best > 0.5)] == 1).all()
    left, taken = works_of(model, told.values), works_of(model, best)
    assert {site for _, site, _ in left} == {site for _, site, _ in taken}
    kinds = {work[:2] for work in taken}
    assert {work for work in left if work[:2] in kinds} == taken


def works_of(model: PlanModel, values: Floats) -> set[tuple[str, str, int]]:
    """Kind, site and year of works taken."""
    column = {variable: index for index, variable in enumerate(matrix_of(model.problem).variables)}
    tables = {"repair": model.decisions.repairs, "rebuild": model.decisions.rebuilds}
    return {(kind, *key) for kind, table in tables.items() for key, v in table.items() if values[column[v]] > 0.5}


def test_works_may_be_done_some_years_from_those_known() -> None:
    """Hill's pool may be rebuilt in each of the years; about 2026 these are 2025 to 2027."""
    model = build_model(with_closures())
    matrix = matrix_of(model.problem)
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    rebuilds = {key.year: column[v] for key, v in model.decisions.rebuilds.items() if key.site == "hill_pool"}
    known = np.zeros(len(column))
    known[rebuilds[2026]] = 1.0
    found = near_works(model, matrix, nothing_known(known.size).only(known), None, 1)
    assert found is not None
    _, told = found
    assert {year for year, index in rebuilds.items() if told.values[index]} == {2025, 2026, 2027}
    under = {key.year for key, v in model.decisions.under_works.items() if told.values[column[v]]}
    assert under == {2025, 2026, 2027}


def test_where_works_close_nothing_there_are_none_near() -> None:
    model = build_model(two_schools())
    matrix = matrix_of(model.problem)
    assert near_works(model, matrix, nothing_known(matrix.costs.size), None, 1) is None


@pytest.mark.parametrize(
    "net", [two_schools(), freer(with_closures(), moves_per_school_at_most=2)], ids=["open", "free"]
)
def test_where_works_close_nothing_or_schools_are_freer_there_is_no_smaller_problem(net: Network) -> None:
    model = build_model(net)
    assert without_seasons(model, matrix_of(model.problem)) is None


def test_a_plan_of_whole_schools_is_a_plan_of_their_grades() -> None:
    model = build_model(apart())
    whole = whole_schools(model, 600.0)
    assert whole is not None
    matrix = matrix_of(whole.problem)
    found = first_search.search(whole, matrix, None)
    assert found.values is not None
    taken = {variable for variable, value in zip(matrix.variables, found.values, strict=True) if value > 0.5}
    moves = by_grade(model, whole, taken)
    assert moves is not None
    moved = {variable for variable in whole.decisions.moves.values() if variable in taken}
    assert len(moves) == 2 * len(moved)


def test_whole_schools_have_no_smaller_problem() -> None:
    assert whole_schools(build_model(two_schools()), 600.0) is None


def test_ctrl_c_gives_the_best_plan_so_far_and_claims_nothing() -> None:
    """The first plan of 40 schools is told at once; whoever stops then gets it, or a better one, and no proof."""

    def stop(progress: Progress) -> None:
        if progress.best_yen is not None:
            signal.raise_signal(signal.SIGINT)

    found = solve(build_model(with_limits(city(40, 12), 0.0, 600.0)), stop)
    assert found is not None
    assert found.status == "time_limited"
    assert found.best_bound_yen < found.objective_yen
