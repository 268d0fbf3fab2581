"""One measurement: build a model, solve it, and note how near to the best it was after so many seconds."""

import resource
from dataclasses import dataclass, replace
from time import perf_counter
from typing import NamedTuple

from benchmarks.naive_answers import naive_plan
from poolplan.errors import StoppedError
from poolplan.model.build import build_model
from poolplan.model.cbc_log import Point
from poolplan.model.solve import Progress, solve
from poolplan.network.options import Network
from poolplan.results.audit import audit
from poolplan.results.read import read_plan

MARKS_S = (30, 60, 120, 300)
HEADER = (
    *("schools", "years", "seed", "model", "objective", "best_bound", "gap", "seconds", "peak_mb"),
    *(f"gap_{mark}s" for mark in MARKS_S),
)
NO_GAP = "none"
"""What stands for a gap while there is no plan or no bound."""


class Measurement(NamedTuple):
    """What one model reached on one city."""

    model: str
    objective_yen: float | None
    best_bound_yen: float | None
    seconds: float
    """Building and solving together."""
    points: tuple[Point, ...]
    """Best plan and bound over time, from the start of building."""
    complaints: tuple[str, ...]
    """What is wrong with the plan; empty if the audit found nothing."""

    def cells(self, net: Network, seed: int | None) -> list[str]:
        """Return one row under `HEADER`."""
        marks = [self._gap_at(mark) if mark < self.seconds else "" for mark in MARKS_S]
        numbers = [
            str(len(net.places.schools)),
            str(len(net.scenario.planned_years)),
            "" if seed is None else str(seed),
        ]
        money = ["" if yen is None else str(round(yen)) for yen in (self.objective_yen, self.best_bound_yen)]
        reached = _gap(self.objective_yen, self.best_bound_yen)
        return [*numbers, self.model, *money, reached, f"{self.seconds:.1f}", f"{peak_mb():.0f}", *marks]

    def _gap_at(self, mark: float) -> str:
        """Gap after so many seconds."""
        known = [point for point in self.points if point.seconds <= mark]
        return _gap(known[-1].best, known[-1].bound) if known else NO_GAP


def _gap(best: float | None, bound: float | None) -> str:
    """Share by which a plan may be dearer than the best one.

    >>> _gap(200.0, 199.0), _gap(None, 199.0)
    ('0.00500', 'none')
    """
    return NO_GAP if best is None or bound is None else f"{max(0.0, best - bound) / max(abs(best), 1):.5f}"


def peak_mb() -> float:
    """Most memory this process held so far, and the largest of its children, MB."""
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + children) / 1024


def with_limits(net: Network, gap_share: float, time_limit_s: float) -> Network:
    """Return the same network with other limits for the search."""
    solver = net.scenario.solver.model_copy(update={"gap_share": gap_share, "time_limit_s": time_limit_s})
    return replace(net, scenario=net.scenario.model_copy(update={"solver": solver}))


@dataclass
class Watcher:
    """Notes the search's progress by the wall clock."""

    start: float
    points: list[Point]

    def __call__(self, progress: Progress) -> None:
        """Note one report of the search."""
        self.points.append(Point(perf_counter() - self.start, progress.best_yen, progress.bound_yen))

    def sound_points(self) -> tuple[Point, ...]:
        """Points whose bound holds: a bound that later falls belonged to the narrower search for a first plan."""
        sound: list[Point] = []
        for point in self.points:
            if sound and _has_fallen(sound[-1].bound, point.bound):
                sound = [known._replace(bound=None) for known in sound]
            sound.append(point)
        return tuple(sound)


def _has_fallen(before: float | None, now: float | None) -> bool:
    return before is not None and (now is None or now < before - 1)


def measure_ours(net: Network) -> Measurement:
    """Measure the project's model; its plan is audited."""
    watcher = Watcher(perf_counter(), [])
    try:
        solution = solve(build_model(net), watcher)
    except StoppedError as error:
        return Measurement(
            "poolplan", None, None, perf_counter() - watcher.start, watcher.sound_points(), (str(error),)
        )
    seconds = perf_counter() - watcher.start
    if solution is None:
        return Measurement("poolplan", None, None, seconds, (), ("no plan exists",))
    complaints = tuple(f"{f.rule}: {f.where}: {f.problem}" for f in audit(read_plan(net, solution)))
    points = watcher.sound_points()
    return Measurement("poolplan", solution.objective_yen, solution.best_bound_yen, seconds, points, complaints)


def measure_naive(net: Network, solver: str) -> Measurement:
    """Measure the naive model with CBC or HiGHS; a solver's own clock starts late, which its last time makes good."""
    start = perf_counter()
    answer = naive_plan(net, net.scenario.solver.gap_share, net.scenario.solver.time_limit_s, solver)
    seconds = perf_counter() - start
    late = seconds - answer.points[-1].seconds if answer.points else 0.0
    points = tuple(point._replace(seconds=point.seconds + late) for point in answer.points)
    complaints = ("no plan exists",) if answer.is_infeasible else ()
    model = f"naive, {solver}"
    return Measurement(model, answer.objective_yen, answer.best_bound_yen, seconds, points, complaints)
