"""Every way a search can end has its own message and exit code, and no answer is believed before it was checked."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import highspy
import numpy as np
import pytest

from benchmarks.cities import city
from poolplan.cli import main
from poolplan.errors import PoolplanError, SolverFailedError, StoppedError
from poolplan.model import first_search, highs
from poolplan.model.build import PlanModel, build_model
from poolplan.model.search import Ending, Found, Matrix, Progress, matrix_of
from poolplan.model.solve import SOLVERS, solution_of, solve
from tests.data_city.little_city import copy_city
from tests.worlds import BEST_YEN, two_schools

PLAN_KEPT: tuple[Ending, ...] = ("time_limit", "interrupted", "out_of_memory")
"""Endings after which a plan that was found still counts."""
ENDINGS_WITHOUT_A_PLAN: dict[Ending, tuple[type[PoolplanError], str]] = {
    "time_limit": (StoppedError, r"solver\.time_limit_s: no plan was found in 600 s; allow more time"),
    "interrupted": (StoppedError, r"stopped by Ctrl-C before any plan was found"),
    "out_of_memory": (SolverFailedError, r"HiGHS .*: out of memory; plan fewer years"),
    "unbounded": (
        SolverFailedError,
        r"HiGHS .*: costs fall without end \(.+\); look for a cost below zero",
    ),
    "failed": (
        SolverFailedError,
        r"HiGHS .*: numerical trouble \(.+\); look for very large or very small numbers",
    ),
    "finished": (SolverFailedError, r"HiGHS .*: says 'near its relaxation' but hands back no plan"),
}


@pytest.fixture(scope="module")
def model() -> PlanModel:
    """Return the model of two schools; read only."""
    return build_model(two_schools())


@pytest.fixture(scope="module")
def matrix(model: PlanModel) -> Matrix:
    """Return its matrix."""
    return matrix_of(model.problem)


@pytest.fixture(scope="module")
def best(model: PlanModel, matrix: Matrix) -> Found:
    """Return what HiGHS finds."""
    return first_search.search(model, matrix, None)


def test_what_highs_finds_is_believed(model: PlanModel, matrix: Matrix, best: Found) -> None:
    solution = solution_of(model, matrix, best)
    assert solution.objective_yen == pytest.approx(BEST_YEN)
    assert solution.best_bound_yen == pytest.approx(BEST_YEN)
    assert solution.status == "proven"


def test_every_ending_is_tested() -> None:
    assert ENDINGS_WITHOUT_A_PLAN.keys() | {"infeasible"} == set(get_args(Ending))


@pytest.mark.parametrize("ending", ENDINGS_WITHOUT_A_PLAN)
def test_every_ending_without_a_plan_has_its_own_message(
    ending: Ending, model: PlanModel, matrix: Matrix, best: Found
) -> None:
    error, words = ENDINGS_WITHOUT_A_PLAN[ending]
    with pytest.raises(error, match=words) as raised:
        solution_of(model, matrix, best._replace(ending=ending, values=None, cost=np.nan))
    assert raised.value.exit_code == (4 if error is StoppedError else 5)


@pytest.mark.parametrize("ending", sorted(set(get_args(Ending)) - {"finished", "infeasible"}))
def test_a_search_that_did_not_finish_never_gives_a_proven_plan(
    ending: Ending, model: PlanModel, matrix: Matrix, best: Found
) -> None:
    """Even if its bound is as high as the plan's cost."""
    if ending in PLAN_KEPT:
        assert solution_of(model, matrix, best._replace(ending=ending)).status == "time_limited"
    else:
        with pytest.raises(SolverFailedError):
            solution_of(model, matrix, best._replace(ending=ending))


@pytest.mark.parametrize(
    "case", [(0.0, 1.0, "proven"), (0.0, 0.99, "time_limited"), (0.02, 0.99, "gap"), (0.02, 0.97, "time_limited")]
)
def test_the_label_claims_no_more_than_the_bound_shows(
    case: tuple[float, float, str], model: PlanModel, matrix: Matrix, best: Found
) -> None:
    asked_share, bound_share, status = case
    settings = model.network.scenario.solver.model_copy(update={"gap_share": asked_share})
    scenario = model.network.scenario.model_copy(update={"solver": settings})
    asked = replace(model, network=replace(model.network, scenario=scenario))
    assert solution_of(asked, matrix, best._replace(bound=best.bound * bound_share)).status == status


def test_an_answer_that_breaks_a_row_is_refused(model: PlanModel, matrix: Matrix, best: Found) -> None:
    """No pool of hill is in use in 2025, though hill has not moved."""
    with pytest.raises(SolverFailedError, match=r"its plan does not hold: .*__hill.* is broken: 0 is not 1"):
        solution_of(model, matrix, changed(best, matrix, "is_open__hill_pool__2025", 0.0))


@pytest.mark.parametrize("value", [0.5, 1.001, float("nan")])
def test_an_answer_that_is_neither_yes_nor_no_is_refused(
    value: float, model: PlanModel, matrix: Matrix, best: Found
) -> None:
    with pytest.raises(SolverFailedError, match=rf"is_open__hill_pool__2025 is {value:.6g}, neither taken nor not"):
        solution_of(model, matrix, changed(best, matrix, "is_open__hill_pool__2025", value))


def test_an_answer_out_of_range_is_refused(model: PlanModel, matrix: Matrix, best: Found) -> None:
    with pytest.raises(SolverFailedError, match=r"is_open__hill_pool__2025 is 2, out of its range"):
        solution_of(model, matrix, changed(best, matrix, "is_open__hill_pool__2025", 2.0))


def changed(answer: Found, matrix: Matrix, name: str, value: float) -> Found:
    """Return the answer with another value of one decision."""
    assert answer.values is not None
    values = answer.values.copy()
    values[[variable.name for variable in matrix.variables].index(name)] = value
    return answer._replace(values=values)


def test_noise_within_the_solver_s_tolerance_is_rounded_away(model: PlanModel, matrix: Matrix, best: Found) -> None:
    noisy = changed(best, matrix, "is_open__hill_pool__2025", 1 - 1e-7)
    assert solution_of(model, matrix, noisy) == solution_of(model, matrix, best)


def test_a_cost_that_is_not_the_plan_s_is_refused(model: PlanModel, matrix: Matrix, best: Found) -> None:
    with pytest.raises(SolverFailedError, match=r"its plan costs 13\.206400 million yen, not 12\.000000"):
        solution_of(model, matrix, best._replace(cost=12.0))


def test_a_bound_that_the_plan_itself_refutes_is_refused(model: PlanModel, matrix: Matrix, best: Found) -> None:
    with pytest.raises(SolverFailedError, match=r"no plan costs less than 14\.000000 .* its own costs 13\.206400"):
        solution_of(model, matrix, best._replace(bound=14.0))


@pytest.mark.parametrize("solver", SOLVERS)
def test_costs_that_fall_without_end_are_told_from_rules_that_contradict_each_other(solver: str) -> None:
    net = two_schools()
    settings = net.scenario.solver.model_copy(update={"name": solver})
    model = build_model(replace(net, scenario=net.scenario.model_copy(update={"solver": settings})))
    endless = model.problem.add_variable("endless", 0)
    model.problem.setObjective(model.problem.objective - 1e6 * endless)
    with pytest.raises(SolverFailedError, match="costs fall without end"):
        solve(model)
    model.problem.addConstraint(endless <= -1)
    assert solve(model) is None


def test_a_plan_in_hand_refutes_a_solver_that_says_there_is_none(matrix: Matrix, best: Found) -> None:
    answered = highs.found(highs.handed_over(matrix), matrix, "infeasible", best.values, -np.inf)
    assert answered.ending == "failed"


def test_only_an_optimum_counts_as_finished() -> None:
    """Every status of HiGHS has an ending; those that are not known are failures."""
    finished = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty}
    assert {status for status, ending in highs.ENDINGS.items() if ending == "finished"} == finished


def test_a_solver_that_fails_ends_the_command_with_code_5(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_memory(*_: object) -> Found:
        raise MemoryError

    monkeypatch.setitem(SOLVERS, "highs", no_memory)
    assert main(["run", str(copy_city(tmp_path)), "--out", str(tmp_path / "out")]) == 5
    assert "highs: out of memory; plan fewer years or schools at a time" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_bounds_that_are_told_on_the_way_hold_for_the_whole_city() -> None:
    """While a first plan is sought among few options, what bounds them is no bound for all."""
    told: list[Progress] = []
    solution = solve(build_model(city(100, 30)), told.append)
    assert solution is not None
    assert any(progress.bound_yen is not None for progress in told)
    assert max(progress.bound_yen or 0 for progress in told) <= solution.objective_yen
