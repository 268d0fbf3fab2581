"""School years small enough for brute force: a few groups of a few schools at a club or two, few days."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from poolplan.network.options import Network
from poolplan.network.places import Site
from poolplan.network.travel import Trip
from poolplan.outputs.tables import write_csv
from poolplan.results.plan import Plan, Proof
from poolplan.results.read import ASSIGNMENT_COLUMNS, LEDGER_COLUMNS, SITE_COLUMNS
from poolplan.scenario.costs import Bus
from poolplan.scenario.lessons import TimetableRules
from poolplan.timetable.check import Finding, check_timetable
from poolplan.timetable.tables import Timetable
from tests.world_parts import SOURCE, outside_site, places_of, school_of, tiny_scenario

YEAR = 2025
SCHOOL_DAY: dict[str, Any] = {
    "calendar": {"terms": ({"first": "06-02", "last": "06-10"},), **SOURCE},
    "bells": {
        "board_from": "08:45",
        "lunch": "12:20",
        "lunch_wait_min": 30,
        "afternoon": "13:30",
        "home": "15:40",
        **SOURCE,
    },
    "patterns": {
        "club": {
            "weekdays": ("mon", "tue", "wed"),
            "starts": ("09:15", "10:55"),
            "slot_min": 90,
            "opens": "09:00",
            "closes": "15:30",
            "season": ({"first": "05-01", "last": "02-28"},),
            **SOURCE,
        }
    },
    "limits": {"sessions_per_day": 2, "sessions_per_week": 9, "days_between_visits": 2, **SOURCE},
    "groups": SOURCE,
    "fleet": {"board_min": 3, **SOURCE},
    "time_limit_s": 600.0,
}


def school_day(changes: Mapping[str, Any]) -> TimetableRules:
    """Return the rules above with values changed by dotted path."""
    block: dict[str, Any] = deepcopy(SCHOOL_DAY)
    set_values(block, changes)
    return TimetableRules.model_validate(block)


def set_values(block: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Set values by dotted path; blocks on the way are made where there are none."""
    for path, value in changes.items():
        *steps, last = path.split(".")
        inner = block
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = value


def small_plan(
    schools: Mapping[str, tuple[str, float, Sequence[int]]],
    changes: Mapping[str, Any],
    slots: int = 40,
) -> Plan:
    """Return a plan of one year in which each school goes by bus to a club.

    Args:
        schools: club, minutes by bus (10 m a second) and pupils by grade of each school; they lie 1.1 km apart in
            alphabetical order, 2 minutes or so.
        changes: to the school day, by dotted path; `bus.` changes the buses, `mode.` the mode commission.
        slots: sessions a year that each club offers.
    """
    rules = school_day({k: v for k, v in changes.items() if not k.startswith(("bus.", "mode."))})
    scenario = tiny_scenario(range(YEAR, YEAR + 1))
    bus, mode = scenario.costs.bus.model_dump(), scenario.modes["commission"]
    bus["day"]["at_site_min"] = 70.0
    set_values(bus, {path[4:]: value for path, value in changes.items() if path.startswith("bus.")})
    mode = mode.model_copy(update={k[5:]: v for k, v in changes.items() if k.startswith("mode.")})
    costs = scenario.costs.model_copy(update={"bus": Bus.model_validate(bus)})
    modes = {**scenario.modes, "commission": mode}
    scenario = scenario.model_copy(update={"timetable": rules, "costs": costs, "modes": modes})
    there = {name: school_of(name, "north") for name in schools}
    clubs: list[Site] = [outside_site(club, "club", slots) for club in sorted({club for club, *_ in schools.values()})]
    pupils = {(name, YEAR): tuple(grades) for name, (_, _, grades) in schools.items()}
    travel = {
        (name, club, "bus"): Trip(minutes, minutes * 600, "made up") for name, (club, minutes, _) in schools.items()
    }
    network = Network(scenario, places_of(there, clubs, pupils, frozenset()), travel, (), (), {}, {})  # type: ignore[arg-type]
    rows = [
        (name, 0, YEAR, club, "commission", "bus", minutes, mode.sessions_per_group * len(grades), 0, "", "")
        for name, (club, minutes, grades) in schools.items()
    ]
    proof = Proof("proven", 0.0, 0.0, 0.0, "none", 0.0)
    empty = pd.DataFrame(columns=SITE_COLUMNS), pd.DataFrame(columns=LEDGER_COLUMNS)
    return Plan(network, pd.DataFrame(rows, columns=ASSIGNMENT_COLUMNS), *empty, proof)


def day_of(text: str) -> date:
    """Return the date of an ISO day."""
    return date.fromisoformat(text)


def findings(plan: Plan, timetable: Timetable) -> list[Finding]:
    """Return what the re-check of a timetable's files complains of."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for table in ("sessions", "slots", "duties", "legs", "unplaced"):
            write_csv(getattr(timetable, table), folder / f"{table}.csv")
        return check_timetable(plan, timetable.year, folder)
