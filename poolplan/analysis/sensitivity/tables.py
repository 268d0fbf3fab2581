"""The result tables of a sensitivity study: their columns and meanings, for whoever draws or prints them.

Money is the present value of what the counted payers pay, yen of the base year, as in `Proof.objective_yen`. Values of
parameters are in the unit of the scenario's own number. A number that does not exist is not a number (NaN), a text that
does not exist is empty, and `status` with `reason` says why. Rows keep the order of the scenario file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from poolplan.network.options import Network

REFERENCE = "reference"
KEEP_ALL = "keep_all"
"""Names of two candidate plans; the others are `plan_1`, `plan_2` ..."""

PARAMETERS = {
    "parameter": "id in the scenario's block sensitivity.parameters",
    "path": "where the value stands in the scenario",
    "label_ja": "Japanese name",
    "label_en": "English name",
    "unit": "unit of low, reference and high",
    "low": "least value",
    "reference": "value expected",
    "high": "greatest value",
    "distribution": "uniform, triangular, normal or discrete",
    "is_price": "True where only the cost of plans depends on it, False where it decides which plans there are",
    "source": "where the range is from",
    "assumed": "True where the range has no source",
}
ONE_AT_A_TIME = {
    "parameter": "id; two rows each",
    "end": "low or high",
    "value": "value at that end; all others are at their reference",
    "reference_yen": "cost of the reference plan at the reference values; the same in every row",
    "fixed_yen": "cost if the reference plan is kept to the letter; NaN where it is no longer allowed",
    "fixed_reason": "why the reference plan is no longer allowed; else empty",
    "best_yen": "cost of the plan found for this value",
    "bound_yen": "no plan costs less at this value",
    "gap_share": "(best - bound) / best",
    "schools_changed": "schools that in the last year swim elsewhere or in another mode than in the reference plan",
    "pools_changed": "school pools retired in another year, or only in one of the two plans",
    "status": "planned, no_plan or failed",
    "reason": "why there is no plan; else empty",
}
THRESHOLDS = {
    "threshold": "id in sensitivity.thresholds",
    "label_ja": "Japanese name",
    "label_en": "English name",
    "parameter": "id of the parameter",
    "unit": "unit of below and above",
    "decision": "kind of decision: schools_moved, school_mode, school_site, pool_in_use, beats_keeping_all",
    "subject": "what it is about in one line: schools, school, site, mode, year; as 'tasoko commission 2051'",
    "status": "flips; always or never (true or false at every value looked at); unknown (no plan at some values)",
    "below": "greatest value found before the change; NaN where nothing flips",
    "above": "least value found after the change; the change lies between the two",
    "is_true_above": "True where the decision becomes true as the value rises, False where it becomes false",
    "gap_share": "largest gap among the plans on both sides: the change is as exact as these",
    "looked_at": "values planned to find it",
    "reason": "why nothing flips, or what stood in the way",
}
"""One row per change; one row without values where nothing flips."""
GRID = {
    "grid": "id in sensitivity.grids",
    "label_ja": "Japanese name",
    "label_en": "English name",
    "row_parameter": "id of the parameter that varies from row to row",
    "row_value": "its value",
    "column_parameter": "id of the parameter that varies from column to column",
    "column_value": "its value",
    "best_yen": "cost of the plan found",
    "bound_yen": "no plan costs less",
    "gap_share": "(best - bound) / best",
    "schools_moved": "schools that no longer swim at their own pool in the last year, of those that had one",
    "leading_mode": "mode of most schools in the last year; of several the first in the scenario's order",
    "leading_schools": "schools in that mode",
    "status": "planned, no_plan or failed",
    "reason": "why there is no plan; else empty",
}
DRAWS = {
    "draw": "number from 0",
    "status": "planned, no_plan (proven: no plan keeps every rule) or failed",
    "reason": "why there is no plan; else empty",
    "best_yen": "cost of the plan found for this draw",
    "bound_yen": "no plan costs less",
    "gap_share": "(best - bound) / best",
}
"""Followed by one column per parameter, named by its id: the value drawn."""
INDICES = {
    "output": "best_yen (planned anew in every draw) or fixed_yen (the reference plan kept)",
    "parameter": "id",
    "first": "share of the output's variance that this parameter explains alone",
    "first_error": "half width of its 95 % confidence interval",
    "total": "share that it explains alone and together with others",
    "total_error": "half width of its 95 % confidence interval",
    "draws": "plans the indices rest on",
}
PERCENTILES = {
    "plan": "best (planned anew in every draw), or a candidate: reference, keep_all, plan_1 ...",
    "draws": "draws counted: those in which it is allowed",
    "mean_yen": "mean cost",
    "p05_yen": "5 % of the draws cost less",
    "p25_yen": "25 %",
    "p50_yen": "half",
    "p75_yen": "75 %",
    "p95_yen": "95 %",
}
REGRET = {
    "plan": "candidate: reference, keep_all, plan_1 ...",
    "found_at": "where it was found: the reference values, keeping all, or a parameter with its end, as 'hire high'",
    "draws": "draws in which it is allowed",
    "not_allowed": "draws in which it breaks a rule",
    "mean_yen": "mean of what it costs more than the best plan known for the draw",
    "p50_yen": "median",
    "p95_yen": "95 % of the draws regret less",
    "max_yen": "most",
    "mean_share": "mean as a share of the best plan's cost",
    "max_share": "most as a share of the best plan's cost",
    "best_in": "draws in which no plan known costs less, within the gap of the draw",
}
STABILITY = {
    "kind": "school or pool",
    "id": "school, or site of the pool",
    "label_ja": "Japanese name",
    "label_en": "English name",
    "decision": "mode, site (both in the last year), moved_in (year) of schools; retired_in (year) and works of pools",
    "reference": "what the reference plan says; empty: never",
    "same_share": "share of the draws with a plan that say the same",
    "most_frequent": "what most draws say",
    "most_share": "share of the draws that say so",
    "draws": "draws with a plan",
    "is_no_regret": "True where at least NO_REGRET_SHARE of the draws say the same as the reference plan",
}
NO_REGRET_SHARE = 0.95


@dataclass(frozen=True)
class Study:
    """The answer of a sensitivity study; a table that was not asked for is empty, with its columns."""

    network: Network
    """Schools, sites and scenario at the reference values."""
    parameters: pd.DataFrame
    one_at_a_time: pd.DataFrame
    thresholds: pd.DataFrame
    grid: pd.DataFrame
    draws: pd.DataFrame
    indices: pd.DataFrame
    percentiles: pd.DataFrame
    regret: pd.DataFrame
    stability: pd.DataFrame
    facts: Mapping[str, Any]
    """What sensitivity.json says: counts, seed, seconds, versions, fingerprint."""

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by its name, as the CSV files are named."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name in COLUMNS}


COLUMNS: dict[str, dict[str, str]] = {
    "parameters": PARAMETERS,
    "one_at_a_time": ONE_AT_A_TIME,
    "thresholds": THRESHOLDS,
    "grid": GRID,
    "draws": DRAWS,
    "indices": INDICES,
    "percentiles": PERCENTILES,
    "regret": REGRET,
    "stability": STABILITY,
}
"""Meaning of every column, by table; the order is that of the files."""


def table_of(name: str, rows: list[dict[str, object]], *further: str) -> pd.DataFrame:
    """Return rows as one of the tables, its columns in their order, `further` ones after them."""
    return pd.DataFrame(rows, columns=[*COLUMNS[name], *further])
