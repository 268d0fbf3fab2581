"""Searches that are cut short give the best so far and say so; searches that are not give the same on every run."""

import os
import signal
from math import inf
from threading import Event

import pandas as pd
import pytest

from poolplan.results.plan import Plan
from poolplan.timetable.patience import Patience, interruptible
from poolplan.timetable.solve import make_timetable
from tests.timetable.small_years import YEAR, findings, small_plan

HANGS_S = 600.0
"""Whoever waits so long has not heard."""
TABLES = ("sessions", "slots", "duties", "legs", "unplaced")


def two_schools(seconds: float = 600.0) -> Plan:
    """Return the plan of `test_make.test_groups_of_two_schools_share_buses`, which needs 5 bus-days."""
    schools = {"hill": ("club", 10.0, (30, 30)), "lake": ("club", 5.0, (60,))}
    return small_plan(schools, {"mode.group_pupils": 80, "time_limit_s": seconds})


def test_a_search_without_time_gives_a_sound_timetable_that_is_not_called_proven() -> None:
    """The bound without dates is 4, the fewest are 5; without a search nobody follows anybody well."""
    plan = two_schools(1e-6)
    timetable = make_timetable(plan, YEAR)
    assert findings(plan, timetable) == []
    proof = timetable.proof
    assert (proof.placed, proof.status, proof.bus_days_bound) == (6, "time_limited", 4)
    assert proof.bus_days >= 5


def test_ctrl_c_ends_the_search_and_not_the_program() -> None:
    """Whoever hears that the search goes on presses Ctrl-C: what comes is sound, and signals are as before."""
    former = signal.getsignal(signal.SIGINT)
    plan = two_schools()
    timetable = make_timetable(plan, YEAR, lambda _: os.kill(os.getpid(), signal.SIGINT))
    assert timetable.proof.status == "stopped"
    assert findings(plan, timetable) == []
    assert signal.getsignal(signal.SIGINT) is former


def test_work_outside_python_hears_of_ctrl_c() -> None:
    """The work presses Ctrl-C and waits until it is told to stop."""
    patience, stop = Patience(inf), Event()

    def work() -> bool:
        os.kill(os.getpid(), signal.SIGINT)
        return stop.wait(HANGS_S)

    with patience.listening():
        assert interruptible(work, stop.set, patience)
    assert patience.is_over


def test_what_goes_wrong_in_the_work_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 // 0, lambda: None, Patience(1.0))


def test_two_runs_give_the_same_timetable() -> None:
    """Five schools at two clubs, three of them on the same buses: every cell of every table is the same."""
    schools = {
        "bay": ("club", 9.0, (45, 20)),
        "hill": ("club", 10.0, (30, 30)),
        "lake": ("other", 5.0, (60,)),
        "moor": ("other", 14.0, (20, 45)),
        "wood": ("club", 7.0, (30,)),
    }
    plan = small_plan(schools, {"calendar.terms": ({"first": "06-02", "last": "06-24"},), "mode.group_pupils": 80})
    one, two = (make_timetable(plan, YEAR) for _ in range(2))
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(two, table))
    assert one.proof[:6] == two.proof[:6]
    assert findings(plan, one) == []
