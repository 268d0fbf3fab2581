"""CBC gives the same answers as HiGHS, and its log never proves more than it says."""

import contextlib
import signal
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pulp
import pytest

from benchmarks.cities import city
from poolplan.errors import ScenarioError, SolverFailedError, StoppedError
from poolplan.model import cbc
from poolplan.model.build import PlanModel, build_model
from poolplan.model.cbc import Run, found
from poolplan.model.cbc_log import proven_bound
from poolplan.model.search import MILLION, Ending, Matrix, matrix_of
from poolplan.model.solve import Progress, solution_of, solve
from poolplan.network.options import Network
from poolplan.results.audit import audit
from poolplan.results.read import read_plan
from tests.random_worlds import random_rich_world, random_world
from tests.worlds import BEST_YEN, two_schools

HEAD = "Welcome to the CBC MILP Solver\nVersion: 2.10.3\n"
CONTINUOUS = "Continuous objective value is 11.5 - 0.01 seconds\n"
PROVED = "\nResult - Optimal solution found\n\nObjective value:                13.20640000\n"
NEAR = "\nResult - Optimal solution found (within gap tolerance)\n\nObjective value:   13.2064\nLower bound:   13.100\n"
STOPPED = "\nResult - Stopped on time limit\n\nObjective value:   13.2064\nLower bound:                    12.500\n"


def by(solver: str, net: Network, gap_share: float = 0.0, time_limit_s: float = 60.0) -> Network:
    """Return the network with another solver and other limits."""
    changed = {"name": solver, "gap_share": gap_share, "time_limit_s": time_limit_s}
    settings = net.scenario.solver.model_copy(update=changed)
    return replace(net, scenario=net.scenario.model_copy(update={"solver": settings}))


def test_cbc_finds_and_proves_the_best_plan_of_two_schools() -> None:
    net = by("cbc", two_schools())
    solution = solve(build_model(net))
    assert solution is not None
    assert (solution.objective_yen, solution.status) == (BEST_YEN, "proven")
    assert solution.solver.startswith("CBC 2.")
    assert audit(read_plan(net, solution)) == []


@pytest.mark.parametrize("gap_share", [0.0, 0.05])
@pytest.mark.parametrize("seed", range(14))
def test_both_solvers_agree_and_neither_bound_lies_above_the_optimum(seed: int, gap_share: float) -> None:
    net = (random_world if seed % 2 else random_rich_world)(seed)
    best, second = solve(build_model(by("highs", net))), solve(build_model(by("cbc", net, gap_share)))
    assert (best is None) == (second is None)
    if best is not None and second is not None:
        assert second.best_bound_yen - 1 <= best.objective_yen <= second.objective_yen + 1
        assert second.objective_yen <= best.objective_yen * (1 + gap_share) + 1
        assert second.status == "proven" or gap_share
        assert audit(read_plan(net, second)) == []


def test_two_runs_of_cbc_give_the_same_plan() -> None:
    first, second = (solve(build_model(by("cbc", city(16, 6)))) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.chosen, first.ledger) == (second.chosen, second.ledger)


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_a_time_limit_leaves_no_proof(solver: str) -> None:
    """A city of 100 schools and 30 years takes longer than a second."""
    assert_claims_nothing(build_model(by(solver, city(100, 30), time_limit_s=1.0)), None, "no plan was found in 1 s")


def test_ctrl_c_ends_highs_with_the_best_plan_so_far_or_says_that_there_is_none() -> None:
    """A city of 100 schools and 30 years takes longer than the second before the first report."""
    former = signal.getsignal(signal.SIGINT)
    words = "stopped by Ctrl-C before any plan"
    assert_claims_nothing(build_model(by("highs", city(100, 30))), lambda _: signal.raise_signal(signal.SIGINT), words)
    assert signal.getsignal(signal.SIGINT) is former


def test_ctrl_c_ends_cbc_with_the_best_answer_so_far_and_what_is_proven_by_then() -> None:
    """Equal sums of 40 numbers, four times over: no computer gets through the tree, every one is in it at once."""
    former = signal.getsignal(signal.SIGINT)
    matrix = equal_sums(rows=4, columns=40)
    answered = cbc.search(build_model(two_schools()), matrix, lambda _: signal.raise_signal(signal.SIGINT))
    assert signal.getsignal(signal.SIGINT) is former
    assert answered.ending == "interrupted"
    assert answered.values is not None
    assert list(matrix.complaints(answered.values)) == []
    assert -0.001 <= answered.bound < answered.cost - 0.5


def equal_sums(rows: int, columns: int) -> Matrix:
    """Choose among numbers so that each row's choice comes near half of its sum: a market split problem.

    Source: G. Cornuejols and M. Dawande, A class of hard small 0-1 programs, INFORMS Journal on Computing 11 (1999).
    """
    numbers = np.random.default_rng(1).integers(1, 100, (rows, columns))
    problem = pulp.LpProblem("equal_sums")
    chosen = [problem.add_variable(f"x{number}", cat="Binary") for number in range(columns)]
    off = [problem.add_variable(f"{way}{row}", lowBound=0) for row in range(rows) for way in ("above", "below")]
    problem.setObjective(MILLION * pulp.lpSum(off))
    for row, weights in enumerate(numbers.tolist()):
        here = pulp.lpSum(weight * x for weight, x in zip(weights, chosen, strict=True))
        problem += here - off[2 * row] + off[2 * row + 1] == sum(weights) // 2
    return matrix_of(problem)


def assert_claims_nothing(model: PlanModel, watch: object, words: str) -> None:
    """Solve; a plan must be sound and claim nothing, no plan must be explained."""
    try:
        solution = solve(model, watch)  # type: ignore[arg-type]
    except StoppedError as error:
        assert words in str(error)  # noqa: PT017 - either ending is right, depending on the computer
        return
    assert solution is not None
    assert solution.status == "time_limited"
    assert audit(read_plan(model.network, solution)) == []


def test_progress_is_told_while_cbc_works() -> None:
    """The first bound comes when the linear relaxation is solved; then it has said enough."""
    told: list[Progress] = []

    def note(progress: Progress) -> None:
        told.append(progress)
        if progress.bound_yen is not None:
            signal.raise_signal(signal.SIGINT)

    with contextlib.suppress(StoppedError):
        solve(build_model(by("cbc", city(60, 20))), note)
    assert max(progress.bound_yen or 0 for progress in told) > 1e9


def read(log: str, answer: str, **what: object) -> tuple[Ending, float, bool]:
    """Ending, bound, and whether there is a plan, of a run of CBC on two schools."""
    run = replace(Run(log, answer, seconds=1.0), **what)  # type: ignore[arg-type]
    answered = found(matrix_of(build_model(two_schools()).problem), run)
    return answered.ending, answered.bound, answered.values is not None


PLAN = "Optimal - objective value 13.20640000\n      0 c0      1      0\n"
CUT = PLAN.replace("Optimal", "Stopped on time")
NO_PLAN = "Stopped on time (no integer solution - continuous used) - objective value 11.50000000\n"
INFEASIBLE = "Integer infeasible - objective value 11.50000000\n"


@pytest.mark.parametrize(
    ("log", "answer", "what", "expected"),
    [
        (HEAD + CONTINUOUS + PROVED, PLAN, {}, ("finished", pytest.approx(13.20639), True)),
        (HEAD + CONTINUOUS + NEAR, PLAN, {}, ("finished", pytest.approx(13.0995), True)),
        (HEAD + CONTINUOUS + STOPPED, CUT, {}, ("time_limit", pytest.approx(12.4995), True)),
        (HEAD + CONTINUOUS + STOPPED, NO_PLAN, {}, ("time_limit", pytest.approx(12.4995), False)),
        (HEAD + CONTINUOUS + STOPPED, CUT, {"was_stopped": True}, ("interrupted", pytest.approx(12.4995), True)),
        (HEAD + CONTINUOUS, "", {"was_stopped": True}, ("interrupted", pytest.approx(11.4995), False)),
        (HEAD + CONTINUOUS, "", {"was_late": True, "code": -9}, ("time_limit", pytest.approx(11.4995), False)),
        (HEAD + CONTINUOUS, INFEASIBLE, {}, ("infeasible", pytest.approx(11.4995), False)),
        (HEAD + CONTINUOUS, INFEASIBLE, {"was_late": True}, ("time_limit", pytest.approx(11.4995), False)),
        (HEAD + CONTINUOUS, INFEASIBLE, {"was_stopped": True}, ("interrupted", pytest.approx(11.4995), False)),
        (HEAD, "Unbounded - objective value 0\n", {}, ("unbounded", -np.inf, False)),
        (HEAD, "Stopped on difficulties - objective value 13.2064\n", {}, ("failed", -np.inf, True)),
        (HEAD, "", {"code": 1}, ("failed", -np.inf, False)),
        (HEAD, "", {"code": -9}, ("out_of_memory", -np.inf, False)),
        (HEAD + "terminate called: std::bad_alloc", "", {"code": -6}, ("out_of_memory", -np.inf, False)),
        ("a log that nobody can read", PLAN, {}, ("finished", -np.inf, True)),
    ],
)
def test_every_ending_of_cbc_is_told_from_the_others(
    log: str, answer: str, what: dict[str, object], expected: tuple[Ending, float, bool]
) -> None:
    assert read(log, answer, **what) == expected


def test_without_a_bound_that_can_be_read_nothing_is_claimed() -> None:
    model = build_model(by("cbc", two_schools()))
    matrix = matrix_of(model.problem)
    answered = cbc.search(model, matrix, None)
    assert solution_of(model, matrix, answered).status == "proven"
    unread = solution_of(model, matrix, answered._replace(bound=-np.inf))
    assert (unread.status, unread.gap_share, unread.best_bound_yen) == ("time_limited", 1.0, 0.0)


def test_what_heuristics_say_of_their_own_small_searches_proves_nothing() -> None:
    small = "Cbc0010I After 100 nodes, 3 on tree, 110 best solution, best possible 99.5 (7.25 seconds)\n"
    assert proven_bound(small + "Cbc0001I Search completed - best objective 110, took 0 iterations\n") is None
    assert proven_bound(CONTINUOUS + small) == proven_bound(CONTINUOUS)


@pytest.mark.parametrize("value", [7157.2294, 0.00123456789, 123456.78, 7_171_870_779.5, -52.3456789])
def test_a_bound_is_never_printed_above_what_is_read(value: float) -> None:
    assert (proven_bound(f"Continuous objective value is {value:g} - 0.5 seconds") or 0) <= value
    assert (proven_bound(f"Lower bound:       {value:.3f}") or 0) <= value


def test_a_computer_without_cbc_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulp.PULP_CBC_CMD.pulp_cbc_path", "nowhere/cbc")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ScenarioError, match=r"solver\.name: there is no CBC for this computer; use highs"):
        solve(build_model(by("cbc", two_schools())))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for CBC")
def test_a_cbc_that_breaks_down_is_a_failed_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "cbc"
    script.write_text("#!/bin/sh\necho Segmentation fault; exit 139\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr("poolplan.model.cbc.program", lambda: str(script))
    with pytest.raises(SolverFailedError, match=r"CBC .*: numerical trouble \(ended with code 139\)"):
        solve(build_model(by("cbc", two_schools())))
