"""timetable.json: what the timetable rests on and how good it is; and the figures read back for the report."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from poolplan.outputs.manifest import plan_hash
from poolplan.outputs.timetable.pages import timetable_hash
from poolplan.results.plan import Plan
from poolplan.results.timetabled import Round, Timetabled
from poolplan.timetable.burdens import burdens
from poolplan.timetable.compared import compared
from poolplan.timetable.tables import Timetable

RECORD, WEEKS, BUSES = "timetable.json", "slots_by_week.csv", "buses_by_school.csv"
UNPLACED = "unplaced.csv"
UNREADABLE = (OSError, ValueError, KeyError, TypeError)
"""Raised by a folder that was not written by this version."""


def record_of(plan: Plan, timetable: Timetable, overrides: Iterable[str]) -> str:
    """Describe a timetable as JSON text; seconds differ from run to run, the rest does not."""
    proof = timetable.proof
    found = compared(plan, timetable)
    shared = burdens(timetable.sessions)
    described = {
        "scenario": plan.network.scenario.name,
        "year": timetable.year,
        "overrides": list(overrides),
        "plan_sha256": plan_hash(plan),
        "timetable_sha256": timetable_hash(timetable),
        "status": proof.status,
        "sessions_demanded": proof.demanded,
        "sessions_placed": proof.placed,
        "sessions_placed_bound": proof.placed_bound,
        "bus_days": found.bus_days,
        "bus_days_bound": proof.bus_days_bound,
        "bus_days_estimated": found.estimated_days,
        "bus_days_planned": found.planned_days,
        "fares_yen": found.timetabled_yen,
        "fares_estimated_yen": found.estimated_yen,
        "fares_planned_yen": found.planned_yen,
        "feedback_ended": found.ended,
        "sites_that_differ": [site._asdict() for site in found.differing],
        "feedback_rounds": [one._asdict() for one in found.rounds],
        "visits_unwelcome": sum(one.unwelcome for one in shared),
        "visits_unwelcome_share_at_most": round(max((one.share for one in shared), default=0.0), 4),
        "ways_estimated": sorted(timetable.estimated),
        "solver": proof.solver,
        "seconds": round(proof.seconds, 2),
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def with_earlier_rounds(plan: Plan, timetable: Timetable, folder: Path) -> Timetable:
    """Return a timetable with the rounds in which its plan was made, where an earlier one of the plan tells of them.

    Args:
        plan: the plan of both.
        timetable: made of the plan as it stands.
        folder: of the earlier one; need not be there.
    """
    with suppress(*UNREADABLE):
        if _told(folder)["plan_sha256"] == plan_hash(plan):
            earlier = read_record(folder)
            return replace(timetable, rounds=earlier.rounds, ended=earlier.ended)
    return timetable


def records_in(folders: Iterable[Path]) -> Iterator[Timetabled]:
    """Yield what timetables' folders say about their plan; folders of an older version are passed over."""
    for folder in folders:
        with suppress(*UNREADABLE):
            yield read_record(folder)


def read_record(folder: Path) -> Timetabled:
    """Return what a timetable's folder says about its plan.

    Raises:
        OSError, ValueError, KeyError, TypeError: the folder was not written by poolplan, or not by this version.
    """
    told = _told(folder)
    tables = (pd.read_csv(folder / name, keep_default_na=False) for name in (WEEKS, BUSES, UNPLACED))
    weeks, buses, unplaced = tables
    return Timetabled(
        told["year"],
        told["sessions_demanded"],
        told["sessions_placed"],
        told["bus_days"],
        told["bus_days_bound"],
        weeks,
        buses,
        unplaced,
        tuple(Round(**one) for one in told["feedback_rounds"]),
        told["feedback_ended"],
        told["status"] in {"time_limited", "stopped"},
    )


def _told(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return told
