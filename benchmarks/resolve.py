"""How much faster another price is answered from the kept model than from the scenario file."""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

from benchmarks import KUMAMOTO
from poolplan.model.build import build_model
from poolplan.model.resolve import keep, solve_again
from poolplan.model.solve import search
from poolplan.progress import Journal
from poolplan.run import Request, network_of, read_checked
from poolplan.scenario.read import read as unchecked

CHANGES = (
    "costs.bus.large.per_hour_yen=7000",
    "costs.pool.rebuild.cost_yen=240000000",
    "costs.pool.repair.cost_yen=96000000",
    "modes.commission.prices.hire_yen=25000",
    "costs.pool.upkeep.base_yen=1200000",
    "costs.discount_share=0.03",
    "costs.pool.rebuild.cost_yen=170000000",
    "costs.bus.large.per_hour_yen=4500",
    "modes.commission.prices.hire_yen=5000",
    "costs.pool.upkeep.base_yen=700000",
)
HEADER = (
    "change",
    "seconds_file",
    "gap_file",
    "objective_file",
    "seconds_again",
    "gap_again",
    "objective_again",
    "ratio",
    "cpu_seconds_file",
    "cpu_seconds_again",
    "cpu_ratio",
)


def main(words: Sequence[str] | None = None) -> int:
    """Solve once, then answer each change from the kept model and from its file; prints one CSV row per change."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolve", description=__doc__)
    parser.add_argument("--scenario", type=Path, default=KUMAMOTO, help="scenario file (default: Kumamoto, cheapest)")
    parser.add_argument(
        "--set",
        nargs="+",
        default=CHANGES,
        metavar="PATH=VALUE",
        help="changes, one row each; those of a row by spaces",
    )
    asked = parser.parse_args(words)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADER)
    model = build_model(network_of(read_checked(asked.scenario, Request(root=Path())), Journal()))
    step = search(model)
    if step is None:
        return 1
    kept = keep(model, step)
    for change in asked.set:
        values = tuple(change.split())
        start, cpu_start = perf_counter(), process_time()
        again, _ = solve_again(kept, unchecked(asked.scenario, values).scenario)
        middle, cpu_middle = perf_counter(), process_time()
        afresh = search(build_model(network_of(unchecked(asked.scenario, values), Journal())))
        end, cpu_end = perf_counter(), process_time()
        assert afresh is not None  # noqa: S101 - prices never make a plan impossible
        from_file = (f"{end - middle:.1f}", f"{afresh.solution.gap_share:.5f}", round(afresh.solution.objective_yen))
        from_kept = (f"{middle - start:.1f}", f"{again.gap_share:.5f}", round(again.objective_yen))
        work = cpu_end - cpu_middle, cpu_middle - cpu_start
        ratios = f"{(end - middle) / (middle - start):.1f}", *(f"{spent:.1f}" for spent in (*work, work[0] / work[1]))
        table.writerow((change, *from_file, *from_kept, *ratios))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
