"""The plan that a folder of results holds, read back: a timetable of it need not wait for the search again."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from poolplan.errors import PoolplanError
from poolplan.network.options import Network
from poolplan.outputs.given_back import with_own_tables
from poolplan.outputs.manifest import data_hash, plan_hash
from poolplan.results.audit import audit
from poolplan.results.plan import AimValue, Plan, Proof
from poolplan.results.read import ASSIGNMENT_COLUMNS, LEDGER_COLUMNS, SITE_COLUMNS
from poolplan.scenario.read import read_scenario
from poolplan.scenario.schema import Scenario

TABLES = {"assignments.csv": ASSIGNMENT_COLUMNS, "sites.csv": SITE_COLUMNS, "ledger.csv": LEDGER_COLUMNS}
MAY_DIFFER = {"timetable": None, "sensitivity": None}
"""Blocks of a scenario on which neither its plan nor the other files of its folder depend."""


def kept_plan(folder: Path, network: Network) -> Plan | None:
    """Return the plan in a scenario's folder; None where there is none, or not one of this scenario and these tables.

    The plan must be the one its manifest names, answer the same question about the same city, and pass the audit.
    """
    try:
        plan = _read(folder, network)
        return plan if plan is not None and not audit(plan) else None
    except (OSError, ValueError, KeyError, TypeError, PoolplanError):  # an older version's folder, or a spoilt one
        return None


def _read(folder: Path, network: Network) -> Plan | None:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    asked = read_scenario(folder / "scenario.resolved.yaml")
    if manifest["data_sha256"] != data_hash(network):
        return None
    network = with_own_tables(network, asked, folder)
    if _question(asked) != _question(network.scenario):
        return None
    assignments, sites, ledger = (_table(folder / name, columns) for name, columns in TABLES.items())
    assignments = assignments.astype({"minutes": float})  # a column of whole minutes reads as whole numbers
    plan = Plan(network, assignments, sites, ledger, _proof(manifest))
    return plan if plan_hash(plan) == manifest["plan_sha256"] else None


def _question(scenario: Scenario) -> Scenario:
    """What is asked, whoever answers and how long they may take."""
    solver = scenario.solver.model_copy(update={"time_limit_s": 1.0})
    return scenario.model_copy(update={**MAY_DIFFER, "solver": solver})


def _table(path: Path, columns: list[str]) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False)[columns]


def _proof(manifest: dict[str, Any]) -> Proof:
    objective, bound = float(manifest["objective_yen"]), float(manifest["best_bound_yen"])
    return Proof(
        status=manifest["status"],
        objective_yen=objective,
        best_bound_yen=bound,
        gap_share=max(0.0, (objective - bound) / abs(objective)) if objective else 0.0,
        solver=manifest["solver"],
        seconds=manifest["seconds"].get("solve", 0.0),
        aims=tuple(AimValue(**found) for found in manifest["aims"]),
    )
