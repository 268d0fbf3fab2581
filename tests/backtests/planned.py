"""Scenarios of scenarios/backtests/ planned as `poolplan run` does, with nothing written; and sums of their ledger."""

from functools import cache
from pathlib import Path

from rich.console import Console

from poolplan.progress import Journal
from poolplan.results.plan import Plan
from poolplan.run import Request, plan, read_checked

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios" / "backtests"
MILLION = 1_000_000


@cache
def planned(name: str, *overrides: str) -> Plan:
    """Return the best plan of a scenario, proven and audited.

    Args:
        name: file in scenarios/backtests/, without `.yaml`.
        overrides: values as given to `--set`.
    """
    request = Request(root=ROOT, overrides=(*overrides, "solver.time_limit_s=600"))
    reading = read_checked(SCENARIOS / f"{name}.yaml", request)
    found = plan(reading, Journal(Console(quiet=True))).plan
    assert found.proof.status == "proven"
    return found


def yen(found: Plan, item: str | None = None) -> int:
    """Sum of the ledger over all years, of one item or of all."""
    ledger = found.ledger
    return int(ledger["yen"].sum() if item is None else ledger.loc[ledger["item"] == item, "yen"].sum())


def yen_by_item(found: Plan, year: int) -> dict[str, int]:
    """Return the ledger of one year by item."""
    ledger = found.ledger
    sums = ledger[ledger["year"] == year].groupby("item")["yen"].sum()
    return {str(item): int(value) for item, value in sums.items()}


def school_years(found: Plan) -> int:
    """Schools times years."""
    return len(found.assignments)


def modes(found: Plan) -> set[str]:
    """Modes that any school uses in any year."""
    return set(found.assignments["mode"])
