"""Searches that are cut short give the best so far and say so; searches that are not give the same on every run."""

import os
import signal

import pandas as pd

from poolplan.results.plan import Plan
from poolplan.timetable.solve import make_timetable
from tests.timetable.small_years import YEAR, findings, small_plan

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
