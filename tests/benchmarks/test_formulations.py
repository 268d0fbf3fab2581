"""All ways of writing a plan down have the same best plan."""

import csv
import io

import pytest

from benchmarks.formulations import HEADER, main


def test_all_forms_of_a_small_city_have_the_same_best_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """Histories bound as well as schedules, and no worse than the others."""
    main(["--schools", "12", "--years", "4", "--gap", "0"])
    rows = {row["form"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert list(rows) == ["moves", "schedules", "histories", "yearly"]
    assert tuple(next(iter(rows.values()))) == HEADER
    assert len({row["objective"] for row in rows.values()}) == 1
    bounds = {name: float(row["lp_bound"]) for name, row in rows.items()}
    assert bounds["histories"] == pytest.approx(bounds["schedules"], abs=0.02)
    assert bounds["schedules"] >= max(bounds.values()) - 0.02
