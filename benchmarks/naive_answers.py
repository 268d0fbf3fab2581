"""The naive model's answer: by CBC, as PuLP brings it, or by HiGHS, to tell the model's share from the solver's."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from warnings import catch_warnings, simplefilter

import numpy as np
import pulp

from benchmarks.naive import naive_model
from poolplan.model.cbc_log import Point, points, proven_bound
from poolplan.model.highs import ending_of, found, handed_over, listening
from poolplan.model.search import MILLION, Progress, matrix_of
from poolplan.network.options import Network

FOUND = (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)


@dataclass(frozen=True)
class NaiveAnswer:
    """What a solver made of the naive model."""

    objective_yen: float | None
    """Present value of the plan, yen; None where none was found."""
    best_bound_yen: float | None
    is_infeasible: bool
    points: tuple[Point, ...]
    """Best plan and bound over the solver's time."""


def naive_plan(net: Network, gap_share: float = 0.0, time_limit_s: float = 60.0, solver: str = "cbc") -> NaiveAnswer:
    """Write the naive model of a network and solve it, with `cbc` or `highs`."""
    return SOLVERS[solver](naive_model(net).problem, gap_share, time_limit_s)


def _by_cbc(problem: pulp.LpProblem, gap_share: float, time_limit_s: float) -> NaiveAnswer:
    with TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        with catch_warnings():
            simplefilter("ignore", DeprecationWarning)  # PuLP 4 will not bring CBC any more
            cbc = pulp.PULP_CBC_CMD(msg=False, timeLimit=time_limit_s, gapRel=gap_share, logPath=str(log), threads=1)
        problem.solve(cbc)
        said = log.read_text(encoding="utf-8")
    path, bound = tuple(points(said)), proven_bound(said)
    if problem.sol_status not in FOUND:
        return NaiveAnswer(None, bound, problem.status == pulp.LpStatusInfeasible, path)
    value = float(pulp.value(problem.objective))
    return NaiveAnswer(value, None if bound is None else min(bound, value), is_infeasible=False, points=path)


def _by_highs(problem: pulp.LpProblem, gap_share: float, time_limit_s: float) -> NaiveAnswer:
    """Hand the same rows to HiGHS, with its own settings but for one thread."""
    matrix, path = matrix_of(problem), list[Point]()

    def watch(progress: Progress) -> None:
        path.append(Point(progress.seconds, progress.best_yen, progress.bound_yen))

    with listening(watch) as heard:
        highs = heard.to(handed_over(matrix))
        highs.setOptionValue("mip_rel_gap", gap_share)
        highs.setOptionValue("time_limit", time_limit_s)
        highs.run()
        answer = found(highs, matrix, ending_of(highs), None, -np.inf)
    bound = answer.bound * MILLION if np.isfinite(answer.bound) else None
    if answer.values is None:
        return NaiveAnswer(None, bound, answer.ending == "infeasible", tuple(path))
    value = matrix.cost(answer.values) * MILLION
    return NaiveAnswer(value, None if bound is None else min(bound, value), is_infeasible=False, points=tuple(path))


SOLVERS: dict[str, Callable[[pulp.LpProblem, float, float], NaiveAnswer]] = {"cbc": _by_cbc, "highs": _by_highs}
