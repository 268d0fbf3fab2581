"""CSV tables: exact columns, readable by spreadsheets, harmless, the same bytes each time."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from poolplan.outputs import everything  # noqa: F401  (fills OUTPUTS)
from poolplan.outputs.registry import OUTPUTS
from poolplan.outputs.tables import safe_text, write_csv
from poolplan.results.plan import Answer

COLUMNS = {
    "assignments.csv": [
        *("school", "grade", "year", "site", "mode", "travel_by", "minutes", "sessions", "unmet"),
        *("instead_of", "assumed"),
    ],
    "sites.csv": ["site", "year", "state", "works", "sessions", "capacity"],
    "ledger.csv": ["year", "item", "payer", "place", "yen"],
    "indicators.csv": ["year", "scope", "indicator", "value", "unit"],
    "dropped.csv": ["school", "site", "mode", "reason"],
    "to_check.csv": [
        *("school", "site", "mode", "travel_by", "minutes", "low_min", "high_min", "limit_min", "counts_as"),
        *("source", "in_plan"),
    ],
}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_columns_and_encoding(answer: Answer, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    OUTPUTS[name](answer, path, "ja")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert rows[0] == COLUMNS[name]
    assert len(rows) > 1


def test_tables_read_back_as_they_were(answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    OUTPUTS["ledger.csv"](answer, path, "en")
    assert pd.read_csv(path).equals(answer.plan.ledger.astype({"yen": "int64", "year": "int64"}))


def test_dropped_pairs_say_why(answer: Answer, tmp_path: Path) -> None:
    OUTPUTS["dropped.csv"](answer, tmp_path / "dropped.csv", "ja")
    assert "bus 25 min > limit 20 min" in (tmp_path / "dropped.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_never_becomes_a_formula(start: str, tmp_path: Path) -> None:
    expected = f"'{start}1".replace("\r", " ")
    assert safe_text(f"{start}1") == expected
    write_csv(pd.DataFrame({"label": [f"{start}1"], "yen": [-5]}), tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [expected, "-5"]
