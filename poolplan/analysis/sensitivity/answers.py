"""One question, one answer: the plan at a point, whoever asks and in whatever order."""

from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any

from poolplan.analysis.sensitivity.decided import decided
from poolplan.analysis.sensitivity.kept_model import (
    Near,
    cost_at_prices,
    is_price,
    known_of,
    network_at,
    planned_at_prices,
)
from poolplan.analysis.sensitivity.kept_plans import cost_of, refusal_of
from poolplan.analysis.sensitivity.points import scenario_at
from poolplan.analysis.sensitivity.shared_plans import plan_text, unpacked
from poolplan.analysis.sensitivity.tasks import Candidate, Found, KeptCost, Task
from poolplan.errors import DataError, NoPlanError, PoolplanError, ScenarioError, StoppedError
from poolplan.model.build import build_model
from poolplan.model.draws import Asked, Knowledge, answer_draw, ready
from poolplan.model.order import solve_for_aims
from poolplan.model.resolve import Kept, at_prices
from poolplan.model.solve import Solution, Watch, search
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import Places
from poolplan.network.travel import TravelTimes
from poolplan.results.read import read_plan
from poolplan.scenario.checks import check_places, check_scenario
from poolplan.scenario.schema import Scenario

ENDED_BY_ITSELF_SHARE = 0.99
"""A search that is stopped before this share of its time limit was stopped by somebody."""
ONE_AT_A_TIME = Lock()
"""The solver is asked by one thread at a time, whoever shares this process."""
NO_PLAN = "no plan keeps every rule at these values"


@dataclass(frozen=True)
class Question:
    """All that is needed to answer at any point, on any machine."""

    scenario: Scenario
    """With every parameter at its reference."""
    places: Places
    """With the pupils of every year that some value may plan."""
    travel: TravelTimes
    gap_share: float
    """How near to the best a plan must be proven, at least."""
    knowledge: Knowledge | None = None
    """What is known of the reference plan's model, so that other prices need no new search; None: each needs one."""

    @cached_property
    def kept(self) -> Kept | None:
        """The reference plan's model, made ready in the process that asks for it."""
        network = build_network(self.scenario, self.places_of(self.scenario), self.travel)
        return None if self.knowledge is None else ready(build_model(network), self.knowledge)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the model behind: another process makes its own ready."""
        return {name: value for name, value in self.__dict__.items() if name != "kept"}

    @property
    def wanted_gap_share(self) -> float:
        """How near to the best a plan must be proven, where the scenario's own search ends no nearer."""
        return max(self.gap_share, self.scenario.solver.gap_share)

    def places_of(self, scenario: Scenario) -> Places:
        """Return the city with the pupils of the years that a scenario plans."""
        years = scenario.planned_years
        return replace(self.places, pupils={key: n for key, n in self.places.pupils.items() if key[1] in years})


def reference_plan(question: Question, watch: Watch | None = None) -> tuple[Found, Question]:
    """Plan at the reference values, to the gap that the scenario asks for.

    Returns the plan, and the question with what is now known of its model.

    Raises:
        NoPlanError: no plan keeps every rule.
        StoppedError: Ctrl-C ended the search before the time limit, so that there is no plan to hold others against.
        SolverFailedError: see `solve`.
    """
    scenario = question.scenario
    network = build_network(scenario, question.places_of(scenario), question.travel)
    model = build_model(network)
    step = search(model, watch) if scenario.objective is None else None
    solution = step.solution if step else solve_for_aims(model, watch) if scenario.objective else None
    if solution is None:
        raise NoPlanError(f"{scenario.name}: no plan keeps every rule at the reference values; see 'poolplan run'")
    if solution.status == "time_limited" and solution.seconds < scenario.solver.time_limit_s * ENDED_BY_ITSELF_SHARE:
        raise StoppedError("stopped by Ctrl-C while the reference plan was searched; nothing was written")
    return _found(network, solution), replace(question, knowledge=known_of(model, step) if step else None)


def answer(question: Question, task: Task) -> Found:
    """Plan at a point; a point without a plan is an answer too, and so is a failure.

    It depends on the question and the task alone, not on what was asked before, unless the time limit ends a search.
    """
    try:
        with ONE_AT_A_TIME:
            return _answered(question, task)
    except (ScenarioError, DataError) as error:
        return Found("no_plan", "; ".join(error.problems))
    except PoolplanError as error:
        return Found("failed", "; ".join(error.problems))
    except MemoryError:
        return Found("failed", "out of memory; use fewer workers, or close other programs")
    except Exception as error:  # noqa: BLE001 - one point must not stop the others; the reason is kept
        return Found("failed", f"{type(error).__name__}: {error}; please report this")


def _answered(question: Question, task: Task) -> Found:
    scenario = scenario_at(question.scenario, task.point)
    check_scenario(scenario)
    check_places(scenario, {school.id: school.ward for school in question.places.schools.values()})
    gap_share = question.wanted_gap_share
    found, knowledge = None, question.knowledge
    if task.point.variant == "plan" and knowledge is not None and is_price(question.scenario, scenario):
        known = unpacked(knowledge, task.known)
        if task.how is not None:
            return _stood(question, known, scenario, task.how)
        found = _answered_at_prices(question, task, scenario, Near(gap_share, known, task.bound_yen))
    return found or _planned_anew(question, task, scenario, gap_share)


def _stood(question: Question, knowledge: Knowledge, scenario: Scenario, how: Asked) -> Found:
    """Answer a step of a round."""
    assert question.kept is not None  # noqa: S101 - there is knowledge
    answer = answer_draw(question.kept, knowledge, at_prices(question.kept, scenario), how)
    new = "" if answer.found is None else plan_text(answer.found)
    return Found("planned", best_yen=answer.cost_yen, bound_yen=answer.bound_yen, new_plan=new)


def _answered_at_prices(question: Question, task: Task, scenario: Scenario, near: Near) -> Found | None:
    """Answer from the kept model; None where it does not come near enough."""
    assert question.kept is not None  # noqa: S101 - there is knowledge
    planned = planned_at_prices(question.kept, scenario, near)
    if planned is None:
        return None
    solution, priced = planned
    network = network_at(question.kept, scenario)
    costs = [cost_at_prices(question.kept, priced, candidate.decided) for candidate in task.candidates]
    kept = tuple(
        _kept_cost(network, candidate) if yen is None else KeptCost(yen)
        for candidate, yen in zip(task.candidates, costs, strict=True)
    )
    return with_kept(_found(network, solution), task.candidates, kept, is_by_cost=True)


def _planned_anew(question: Question, task: Task, scenario: Scenario, gap_share: float) -> Found:
    network = build_network(scenario, question.places_of(scenario), question.travel)
    solution = solve_for_aims(build_model(_searched_to(network, gap_share)))
    if solution is None:
        return Found("no_plan", NO_PLAN)
    kept = tuple(_kept_cost(network, candidate) for candidate in task.candidates)
    return with_kept(_found(network, solution), task.candidates, kept, is_by_cost=scenario.objective is None)


def _searched_to(network: Network, gap_share: float) -> Network:
    """Return the same network with the gap that is asked for here."""
    solver = network.scenario.solver.model_copy(update={"gap_share": gap_share})
    return replace(network, scenario=network.scenario.model_copy(update={"solver": solver}))


def _found(network: Network, solution: Solution) -> Found:
    return Found(
        "planned",
        best_yen=solution.objective_yen,
        bound_yen=solution.best_bound_yen,
        decided=decided(read_plan(network, solution)),
    )


def _kept_cost(network: Network, candidate: Candidate) -> KeptCost:
    refusal = "" if candidate.always_allowed else refusal_of(network, candidate.decided)
    return KeptCost(None, refusal) if refusal else KeptCost(cost_of(network, candidate.decided))


def with_kept(
    found: Found, candidates: tuple[Candidate, ...], kept: tuple[KeptCost, ...], *, is_by_cost: bool
) -> Found:
    """Enter the candidates' costs; where one is cheaper than the plan found within its gap, it is the plan.

    Args:
        found: the plan of a search.
        candidates: other plans.
        kept: what they cost here.
        is_by_cost: True if cost alone decides.
    """
    best = found
    for candidate, cost in zip(candidates, kept, strict=True) if is_by_cost else ():
        if not candidate.always_allowed and cost.yen is not None and cost.yen < (best.best_yen or 0.0) - 1:
            best = replace(best, best_yen=cost.yen, decided=candidate.decided)
    return replace(best, kept=kept)
