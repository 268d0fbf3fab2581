"""Searches that are cut short at any moment: what they claim then holds, and the best plan so far is kept."""

import os
import signal
from collections.abc import Callable, Iterator
from math import inf
from threading import Event

import highspy
import numpy as np
import pytest

from benchmarks.instances import Instance, as_network
from poolplan.errors import StoppedError
from poolplan.model import highs as highs_module
from poolplan.model.build import build_model
from poolplan.model.highs import run
from poolplan.model.hopeless import without_hopeless
from poolplan.model.knapsacks import relaxed
from poolplan.model.patience import Patience, droppable, endless, interruptible
from poolplan.model.scarce_start import left, tried
from poolplan.model.settling import Sites, settled_sets
from poolplan.model.silent import silent_highs
from poolplan.model.site_sets import site_sets
from poolplan.model.site_tree import Plan, search_sites
from poolplan.model.solve import solve
from tests.model import test_knapsacks as scarce
from tests.model import test_location as roomy
from tests.model import test_site_tree as sites
from tests.worlds import two_schools

HANGS_S = 600.0
"""Whoever waits so long has not heard."""
LOOKS = (0, 1, 2, 3, 5, 8, 20, 60, 200)
STEP = 1000.0


class StopsAtLook(Event):
    """Somebody who asks to stop when it is looked at for the n-th time."""

    def __init__(self, looks: int) -> None:
        """Be asked so many times in vain."""
        super().__init__()
        self.looks = looks

    def is_set(self) -> bool:
        """Say whether somebody asked to stop."""
        self.looks -= 1
        return self.looks < 0


def stopped_at(look: int) -> Patience:
    """Return patience that ends when it is looked at for the n-th time."""
    return Patience(inf, StopsAtLook(look))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("seed", range(4))
def test_sets_of_sites_settled_in_part(seed: int, look: int) -> None:
    """From the dearest plan: what is found is a plan, and what is called done holds none that is cheaper."""
    problem = scarce.problem_of(scarce.drawn(seed))
    known, every = relaxed(problem, endless()), list(scarce.plans(problem))
    at, yen = max(every, key=lambda plan: plan[1])
    found = settled_sets(problem, known, Sites(np.array(at), yen), STEP, stopped_at(look))
    assert (tuple(found.plan.at.tolist()), found.plan.yen) in [(at, cost) for at, cost in every]
    for one in site_sets(problem, known):
        if one.name in found.done:
            held = [cost for at, cost in every if set(at) == set(np.flatnonzero(one.used).tolist())]
            assert min(held, default=inf) >= found.plan.yen


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("seed", range(4))
def test_bounds_put_together_in_part(seed: int, look: int) -> None:
    """With a plan in hand: no plan that is cheaper costs less than the bounds of what is left say."""
    problem = scarce.problem_of(scarce.drawn(seed))
    every = list(scarce.plans(problem))
    limit = max(yen for _, yen in every)
    rest = left(problem, relaxed(problem, stopped_at(look)), limit, stopped_at(look))
    for at, yen in every:
        load = np.bincount(at, weights=problem.needs, minlength=scarce.SITES)
        assert rest.bounds.least_yen <= yen + 1
        assert (rest.bounds.with_option_yen[list(at), range(scarce.SCHOOLS)] <= yen + 1).all()
        assert (rest.bounds.without_site_yen[load == 0] <= yen + 1).all()
        assert (load[load > 0] >= (problem.room - rest.spare)[load > 0]).all()


def test_a_try_gives_a_plan_when_the_time_is_up_but_not_when_somebody_asked_to_stop() -> None:
    problem = scarce.problem_of(scarce.drawn(0))
    known, stopped = relaxed(problem, Patience(0.0)), endless()
    stopped.stop()
    assert tried(problem, known, Patience(0.0)) is not None
    assert tried(problem, known, stopped) is None


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("seed", range(4))
def test_a_search_among_sites_ended_early_claims_no_more_than_it_knows(seed: int, look: int) -> None:
    problem = sites.drawn(seed, 3)
    plans = [plan for plan in sites.every_plan(problem) if np.isfinite(plan.yen)]
    worst, best = max(plans, key=lambda plan: plan.yen), min(plan.yen for plan in plans)
    found = search_sites(problem, np.zeros(sites.SCHOOLS), Plan(*worst), 1.0, stopped_at(look))
    assert found.least_yen <= best + 1e-6
    assert best <= found.plan.yen <= worst.yen


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("drawn", [roomy.drawn, scarce.drawn], ids=["roomy", "scarce"])
@pytest.mark.parametrize("seed", range(3))
def test_a_plan_of_one_year_stopped_at_any_moment(
    seed: int, drawn: Callable[[int], Instance], look: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is proven is the best plan; what is not claims nothing, and its bound holds."""
    net = as_network(drawn(seed))
    best = solve(build_model(net))
    assert best is not None
    monkeypatch.setattr(highs_module, "endless", lambda: stopped_at(look))
    found, said = None, ""
    try:
        found = solve(build_model(net))
    except StoppedError as error:
        said = str(error)
    if found is None:
        assert "stopped by Ctrl-C before any plan was found" in said
        return
    assert found.best_bound_yen <= best.objective_yen + 1 <= found.objective_yen + 2
    assert found.status == "time_limited" or found.objective_yen == best.objective_yen


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("seed", range(3))
def test_options_dropped_until_somebody_stopped_it(seed: int, look: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan known then is the answer, though it is all that is left; of others no more is said than is known."""
    monkeypatch.setattr("poolplan.model.hopeless.FEW_OPTIONS", 1)
    monkeypatch.setattr("poolplan.model.hopeless.MANY_LEFT", 1)
    net = as_network(roomy.drawn(seed))
    best, patience = solve(build_model(net)), stopped_at(look)
    fewer = without_hopeless(net, patience)
    patience.stop()
    found = fewer.judged(solve(build_model(fewer.network), None, patience))
    assert best is not None
    assert found is not None
    assert found.best_bound_yen <= best.objective_yen + 1 <= found.objective_yen + 2
    assert found.status == "time_limited" or found.objective_yen == best.objective_yen
    if fewer.least_yen is not None:
        assert found.best_bound_yen == min(fewer.least_yen, found.objective_yen)
        assert [option.school for option in fewer.network.options] == list(net.places.schools)


def test_time_spent_beforehand_is_gone() -> None:
    with pytest.raises(StoppedError, match="no plan was found in 600 s"):
        solve(build_model(two_schools()), None, Patience(0.0))


def test_a_pause_does_not_count() -> None:
    patience = Patience(HANGS_S)
    before = patience.left_s
    with patience.paused():
        patience._ends -= HANGS_S  # as if it took so long
        assert patience.is_over
    assert patience.left_s <= before - HANGS_S + 1


def test_a_solver_ends_when_patience_does_without_calling_anybody_back() -> None:
    """Six equations in fifty yes-or-no decisions would take it hours (market split: Cornuejols and Dawande, 1998)."""
    draw, highs = np.random.default_rng(1), silent_highs()
    rows = draw.integers(0, 100, (6, 50)).astype(float)
    for _ in range(50):
        highs.addVar(0.0, 1.0)
    highs.changeColsIntegrality(50, np.arange(50, dtype=np.int32), np.full(50, highspy.HighsVarType.kInteger))
    for row in rows:
        half = float(row.sum() // 2)
        highs.addRow(half, half, 50, np.arange(50, dtype=np.int32), row)
    run(highs, Patience(0.0))
    assert highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit


def test_work_outside_python_hears_of_ctrl_c() -> None:
    """The work presses Ctrl-C and waits until it is told to stop."""
    patience, stop = Patience(inf), Event()

    def work() -> bool:
        os.kill(os.getpid(), signal.SIGINT)
        return stop.wait(HANGS_S)

    with patience.listening():
        assert interruptible(work, stop.set, patience)
    assert patience.is_over


@pytest.fixture
def usual_ctrl_c() -> Iterator[None]:
    """Ctrl-C as at a terminal: a shell that starts the tests in the background has it ignored."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.mark.usefixtures("usual_ctrl_c")
def test_no_work_goes_on_behind_ctrl_c_where_nobody_listens() -> None:
    stop, has_ended = Event(), Event()

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        stop.wait(HANGS_S)
        has_ended.set()

    with pytest.raises(KeyboardInterrupt):
        interruptible(work, stop.set, endless())
    assert has_ended.is_set()


def test_work_of_which_a_part_is_of_no_use_is_dropped_at_once() -> None:
    """Ctrl-C in the middle of it; afterwards it is somebody else's again."""
    patience, done, former = endless(), list[str](), signal.getsignal(signal.SIGINT)

    def work() -> str:
        done.append("begun")
        signal.raise_signal(signal.SIGINT)
        done.append("ended")
        return "all"

    assert droppable(work, patience) is None
    assert done == ["begun"]
    assert patience.is_stopped
    assert signal.getsignal(signal.SIGINT) is former
    assert droppable(lambda: "all", endless()) == "all"


def test_what_goes_wrong_in_the_work_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 // 0, lambda: None, endless())
