"""Published location problems are read as they were published, and the small ones solved to their optimum."""

import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks.instances import as_network, read_instances
from benchmarks.location import answer

SHARED = Path(os.environ.get("POOLPLAN_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
PATIENT_S = 3600.0
"""Every search here ends by itself long before."""
needs_data = pytest.mark.skipif(
    not (SHARED / "orlib").is_dir(), reason="no public data here: set POOLPLAN_SHARED_DATA to the folder of orlib/"
)


def test_of_a_repeated_edge_the_last_one_counts_whichever_way_it_runs(tmp_path: Path) -> None:
    """Three places in a row, 1 - 2 given as 5, then as 7 from the other end, then as 9."""
    (tmp_path / "pmed1.txt").write_text("3 4 1\n1 2 5\n2 1 7\n1 2 9\n2 3 4\n", encoding="utf-8")
    (tmp_path / "pmedopt.txt").write_text("pmed1 13\n", encoding="utf-8")
    (instance,) = read_instances(tmp_path, "orlib-pmed")
    assert instance.cost.tolist() == [[0, 9, 13], [9, 0, 4], [13, 4, 0]]
    assert answer(instance, PATIENT_S).objective == instance.published == 13


def test_costs_of_the_single_source_files_stand_by_customer(tmp_path: Path) -> None:
    """Two sites, one customer of 3: sites hold 3 and 5, cost 10 and 20 to open, 7 and 1 to serve from."""
    (tmp_path / "p1").write_text("2 1\n3 5\n10 20\n3\n7 1\n", encoding="utf-8")
    (tmp_path / "os").write_text("17\n", encoding="utf-8")
    (instance,) = read_instances(tmp_path, "sscflp")
    assert (instance.fixed.tolist(), instance.cost.tolist()) == ([10, 20], [[7], [1]])
    assert answer(instance, PATIENT_S).objective == 17


def test_a_customer_larger_than_a_site_is_cut_where_demand_may_be_split(tmp_path: Path) -> None:
    """A customer of 6, sites of 4 that cost 1 each: both are opened, and serving costs 12 from either."""
    (tmp_path / "cap1.txt").write_text("2 1\n4 1.\n4 1.\n6\n12.0 12.0\n", encoding="utf-8")
    (tmp_path / "capopt.tsv").write_text("# name optimum\ncap1 14\n", encoding="utf-8")
    (instance,) = read_instances(tmp_path, "orlib-cap")
    assert len(as_network(instance).places.schools) == 2
    assert answer(instance, PATIENT_S).objective == pytest.approx(14)


@needs_data
@pytest.mark.parametrize(
    ("folder", "form", "name"),
    [
        ("orlib/pmed", "orlib-pmed", "pmed2"),
        ("orlib/pmed", "orlib-pmed", "pmed10"),
        ("orlib/cap", "orlib-cap", "cap63"),
        ("sscflp/lib1", "sscflp", "p2"),
    ],
)
def test_published_optima_are_reproduced_and_proven(folder: str, form: str, name: str) -> None:
    (instance,) = (found for found in read_instances(SHARED / folder, form) if found.name == name)  # type: ignore[arg-type]
    found = answer(instance, PATIENT_S)
    assert found.is_proven
    assert np.isclose(found.objective, instance.published, rtol=1e-6)
