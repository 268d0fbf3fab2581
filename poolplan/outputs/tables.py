"""The CSV tables of an answer. UTF-8 with a BOM, so that Excel in Japan opens them by double-click; lines end in LF."""

from pathlib import Path

import pandas as pd

from poolplan.network.near_limits import NearLimit, near_limits
from poolplan.outputs.registry import Lang, output
from poolplan.results.plan import Answer, Plan

ENCODING = "utf-8-sig"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DROPPED_COLUMNS = ["school", "site", "mode", "reason"]


def safe_text(value: object) -> object:
    """Keep a spreadsheet from reading text as a formula: an apostrophe goes before it. Numbers stay.

    A carriage return inside a cell, which readers take for the end of the row, becomes a space.

    >>> safe_text("=cmd|' /C calc'!A0"), safe_text(-5), safe_text("南小")
    ("'=cmd|' /C calc'!A0", -5, '南小')
    """
    if not isinstance(value, str):
        return value
    guarded = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return guarded.replace("\r", " ")


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table; the same table gives the same bytes. Floats are written in full."""
    path.write_text(csv_text(table), encoding=ENCODING, newline="\n")


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as the text of its CSV file."""
    columns = {name: table[name].map(safe_text) for name in table.columns if not _is_number(table[name])}
    return str(table.assign(**columns).to_csv(index=False, lineterminator="\n", float_format="%.15g"))


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column))


def dropped_table(plan: Plan) -> pd.DataFrame:
    """Pairs that are no option; one row per school, site and mode; columns school, site, mode, reason."""
    return pd.DataFrame(plan.network.dropped, columns=DROPPED_COLUMNS)


@output("assignments.csv")
def assignments(answer: Answer, path: Path, _lang: Lang) -> None:
    """Where each school swims each year."""
    write_csv(answer.plan.assignments, path)


@output("sites.csv")
def sites(answer: Answer, path: Path, _lang: Lang) -> None:
    """State, works and use of each site each year."""
    write_csv(answer.plan.sites, path)


@output("ledger.csv")
def ledger(answer: Answer, path: Path, _lang: Lang) -> None:
    """Every cost."""
    write_csv(answer.plan.ledger, path)


@output("indicators.csv")
def indicators(answer: Answer, path: Path, _lang: Lang) -> None:
    """What councils ask."""
    write_csv(answer.indicators, path)


@output("dropped.csv")
def dropped(answer: Answer, path: Path, _lang: Lang) -> None:
    """School-site-mode pairs that were ruled out, with the reason."""
    write_csv(dropped_table(answer.plan), path)


def to_check_table(plan: Plan) -> pd.DataFrame:
    """Trips that may lie on the other side of a limit; one row per school, site, mode and way of travelling.

    Columns: those of NearLimit, and in_plan (yes: the school swims there in some year).
    """
    found = pd.DataFrame(near_limits(plan.network), columns=list(NearLimit._fields))
    used = {*zip(plan.assignments["school"], plan.assignments["site"], plan.assignments["travel_by"], strict=True)}
    trips = zip(found["school"], found["site"], found["travel_by"], strict=True)
    return found.assign(in_plan=["yes" if trip in used else "" for trip in trips])


@output("to_check.csv")
def to_check(answer: Answer, path: Path, _lang: Lang) -> None:
    """Trips near a limit, to be driven by bus before deciding."""
    write_csv(to_check_table(answer.plan), path)
