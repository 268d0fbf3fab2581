"""The first search: a plan within seconds, a bound from rows that always hold, and a better plan between the two.

Only where these three leave a gap wider than asked is the whole model searched, without what no better plan can take.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from poolplan.model.build import PlanModel
from poolplan.model.covers import Columns, knapsacks_of
from poolplan.model.desk import Desk
from poolplan.model.highs import Heard, ending_of, found, is_consistent, listening, run, search_again, version
from poolplan.model.improve import Until, improved, searched, solver_of
from poolplan.model.location import location_problem
from poolplan.model.near_works import near_works
from poolplan.model.patience import Patience, droppable
from poolplan.model.relaxation import Least, least_at_first, nothing_known
from poolplan.model.schedules import without_states
from poolplan.model.search import MILLION, Ending, Floats, Found, Matrix, Watch, matrix_of
from poolplan.model.seasons import without_seasons
from poolplan.model.start import opening
from poolplan.model.together import by_grade, whole_schools

WANTED_SHARE = 5e-4
"""A plan this near to the bound ends the search near the relaxation, even where less is asked: it takes little time."""

TOGETHER_SHARE = 0.25
"""Share of the time that may be spent on whole schools, where grades may move apart."""
NEAR_YEARS, ANY_YEARS = 2, 100
"""Works that close pools are looked for so many years from those known; in any year where that gives no plan."""
BOUND_SHARE = 0.3
"""Share of the time left that may be spent on a better bound from the problem without seasons under works."""


@dataclass(frozen=True)
class Hunt:
    """What is searched, and the time that is left for it."""

    model: PlanModel
    matrix: Matrix
    heard: Heard

    @property
    def gap_share(self) -> float:
        """Gap asked for."""
        return self.model.network.scenario.solver.gap_share

    @property
    def left_s(self) -> float:
        """Seconds until the time limit; 0 once somebody asked to stop."""
        limit = self.model.network.scenario.solver.time_limit_s
        return 0.0 if self.heard.is_stopped else max(0.0, limit - self.heard.spent_s)

    @property
    def patience(self) -> Patience:
        """Until the time limit, or until somebody asks to stop."""
        return self.heard.patience.within(self.left_s)

    def solver(self) -> highspy.Highs:
        """Return a solver with the problem and the settings of the search."""
        return self.heard.to(solver_of(self.matrix, self.gap_share, self.left_s))

    def ended(self, ending: Ending, plan: Floats | None) -> Found:
        """Write down what is known as the answer."""
        cost = np.nan if plan is None else self.matrix.cost(plan)
        return Found(ending, "near its relaxation", plan, cost, self.heard.least, version(), self.heard.spent_s)

    def cheaper(self, *plans: Floats | None) -> Floats | None:
        """Return the cheapest plan of those there are."""
        return min((plan for plan in plans if plan is not None), key=self.matrix.cost, default=None)

    def met(self, plan: Floats | None) -> Floats | None:
        """Note a plan, so that reports know it."""
        if plan is not None:
            self.heard.knows(best=min(self.heard.best, self.matrix.cost(plan)))
        return plan

    def is_near(self, plan: Floats | None) -> bool:
        """Say whether a plan is proven to be as near to the cheapest as asked."""
        if plan is None:
            return False
        cost = self.matrix.cost(plan)
        return cost - self.heard.least <= self.gap_share * abs(cost)


def search(model: PlanModel, matrix: Matrix, watch: Watch | None) -> Found:
    """Search with HiGHS."""
    with listening(watch) as heard:
        answer = _found(model, matrix, heard)._replace(seconds=heard.spent_s)
        return answer._replace(ending="interrupted") if heard.is_stopped and answer.ending == "time_limit" else answer


def _found(model: PlanModel, matrix: Matrix, heard: Heard) -> Found:
    reduced = without_states(model, matrix)
    hunt = Hunt(model, reduced.matrix if reduced else matrix, heard)
    answer = _narrowed(hunt) if location_problem(model) is not None else _planned(hunt)
    return answer._replace(values=reduced.restored(answer.values)) if reduced and answer.values is not None else answer


def _narrowed(hunt: Hunt) -> Found:
    """Search a plan of one year: what no better plan can take is closed beforehand."""
    highs = hunt.solver()
    hunt.heard.is_partial = True
    known = opening(Desk(hunt.model, hunt.matrix, highs, hunt.patience))
    hunt.heard.is_partial = False
    hunt.heard.knows(least=known.least_yen / MILLION)
    run(highs, hunt.patience)
    if not is_consistent(highs):
        search_again(highs, hunt.left_s, hunt.patience)
    answer = found(highs, hunt.matrix, ending_of(highs), known.values, known.least_yen / MILLION)
    return answer._replace(bound=known.raised(answer.bound))


def _planned(hunt: Hunt) -> Found:
    """Search a plan of several years."""
    told, plan = _without_seasons(hunt) or (None, None)
    if plan is None:
        plan = _of_whole_schools(hunt)
    if plan is None and not hunt.heard.is_stopped:
        plan = _first_plan(hunt)
    if hunt.heard.is_stopped:
        return hunt.ended("interrupted", plan)
    told = told or _bounded(hunt)
    if np.isfinite(told.bound) and not hunt.is_near(plan):
        plan = _better_plan(hunt, told, plan)
    if hunt.is_near(plan):
        return hunt.ended("finished", plan)
    if hunt.heard.is_stopped:
        return hunt.ended("interrupted", plan)
    answer = searched(hunt.matrix, told, plan, Until(hunt.gap_share, hunt.left_s, hunt.heard))
    return answer._replace(bound=max(answer.bound, hunt.heard.least))


def _without_seasons(hunt: Hunt) -> tuple[Least, Floats | None] | None:
    """Bound and plan from the problem without seasons under works; None where that is no help."""
    smaller = without_seasons(hunt.model, hunt.matrix)
    reduced = without_states(hunt.model, smaller.matrix) if smaller else None
    if smaller is None or reduced is None:
        return None
    kept = smaller.kept[reduced.kept]
    coarse = Hunt(hunt.model, reduced.matrix, hunt.heard.apart())
    told = _bounded(coarse)
    hunt.heard.knows(least=told.bound)
    wide = told.widened(kept, hunt.matrix.costs.size)
    moved = _better_plan(coarse, told, None) if np.isfinite(told.bound) else None
    if moved is None:
        return wide, None
    plan = _with_these_moves(hunt, wide, smaller.kept, reduced.restored(moved))
    if hunt.is_near(plan):
        return wide, plan
    until = Until(hunt.gap_share / 4, BOUND_SHARE * hunt.left_s, coarse.heard)
    answer = searched(coarse.matrix, told, moved, until)
    hunt.heard.knows(least=max(told.bound, answer.bound))
    if answer.values is None or coarse.matrix.cost(answer.values) >= coarse.matrix.cost(moved):
        return wide, plan
    return wide, hunt.cheaper(plan, _with_these_moves(hunt, wide, smaller.kept, reduced.restored(answer.values)))


def _with_these_moves(hunt: Hunt, told: Least, kept: Columns, known: Floats) -> Floats | None:
    """Complete a plan known but for the seasons under works; works may be done in other years. None if none fits."""
    values = np.zeros(hunt.matrix.costs.size)
    values[kept] = known
    plans = (_better_plan(hunt, told.only(values), None, years) for years in (NEAR_YEARS, ANY_YEARS))
    return next((plan for plan in plans if plan is not None), None)


def _of_whole_schools(hunt: Hunt) -> Floats | None:
    """Where grades may move apart: the plan in which they do not; None where that is no help."""
    seconds = hunt.heard.spent_s + TOGETHER_SHARE * hunt.left_s
    whole = droppable(lambda: whole_schools(hunt.model, seconds), hunt.heard.patience)
    if whole is None:
        return None
    matrix = matrix_of(whole.problem)
    answer = _found(whole, matrix, hunt.heard.apart())
    if answer.values is None:
        return None
    taken = {matrix.variables[column] for column in np.flatnonzero(np.round(answer.values))}
    moves = by_grade(hunt.model, whole, taken)
    if moves is None:
        return None
    values = np.zeros(hunt.matrix.costs.size)
    values[hunt.matrix.marked(moves)] = 1.0
    return _better_plan(hunt, nothing_known(values.size).only(values), None)


def _first_plan(hunt: Hunt) -> Floats | None:
    """Find a plan in which schools move only where they must, so that an early stop has something to show."""
    hunt.heard.is_partial = True
    plan = opening(Desk(hunt.model, hunt.matrix, hunt.solver(), hunt.patience)).values
    return hunt.met(plan)


def _bounded(hunt: Hunt) -> Least:
    """Bound what plans cost by the linear relaxation."""
    knapsacks = knapsacks_of(hunt.model, hunt.matrix)
    told = least_at_first(hunt.matrix, knapsacks, hunt.left_s, hunt.heard)
    hunt.heard.knows(least=told.bound)
    return told


def _better_plan(hunt: Hunt, told: Least, plan: Floats | None, years: int = NEAR_YEARS) -> Floats | None:
    """Look for a plan near the relaxation, works that close pools near those known; the one known if there is none."""
    moves = hunt.matrix.marked(hunt.model.decisions.moves.values())
    optional, worth = near_works(hunt.model, hunt.matrix, told, plan, years) or (moves, told)
    better = improved(hunt.matrix, worth, optional, plan, Until(WANTED_SHARE, hunt.left_s, hunt.heard))
    return hunt.met(plan if better is None else better)
