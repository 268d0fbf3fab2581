"""How long a thousand draws of prices take on one kept model, and how far each answer may be from the cheapest plan."""

import argparse
import csv
import multiprocessing
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from benchmarks import KUMAMOTO
from poolplan.model.build import build_model
from poolplan.model.draw_rounds import answer_draws
from poolplan.model.draws import Asked, DrawAnswer, Knowledge, answer_draw, knowledge_of, ready
from poolplan.model.resolve import Kept, at_prices, keep
from poolplan.model.solve import search
from poolplan.progress import Journal
from poolplan.run import Request, network_of, read_checked
from poolplan.scenario.schema import Scenario

HEADER = (
    *("draws", "processes", "seconds", "cpu_seconds", "worst_gap", "median_gap", "draws_searched", "plans_known"),
    *("sample", "seconds_file", "cpu_seconds_file", "worst_gap_file", "ratio", "cpu_ratio"),
)
CLASSES = ("large", "medium", "small", "commuter")


class Range(NamedTuple):
    """Prices that are drawn together, evenly from low to high as multiples of the scenario's, or as values."""

    paths: tuple[str, ...]
    low: float
    high: float
    is_factor: bool = True


RANGES = (
    Range(("costs.pool.rebuild.cost_yen",), 0.75, 1.65),  # 150 M (Sakado, Nagoya, Kaizu) to 330 M (Kochi)
    Range(("costs.pool.repair.cost_yen",), 0.7, 1.3),
    Range(("costs.pool.upkeep.base_yen",), 0.6, 1.5),  # 0.6-1.2 M are typical, some cities have more
    Range(("costs.pool.retirement.demolition_yen",), 0.7, 1.15),  # 14-23 M
    Range(("modes.commission.prices.hire_yen",), 0.7, 1.3),
    Range(("modes.commission.prices.utilities_yen",), 0.7, 1.3),
    Range(("modes.commission.prices.coaching_yen",), 0.7, 1.3),
    Range(("modes.commission.prices.entry_yen",), 0.5, 1.5),
    Range(("modes.shared.prices.coaching_yen",), 0.5, 1.5),
    Range(("modes.public.prices.hire_yen", "modes.public.prices.coaching_yen"), 0.7, 1.3),
    Range(tuple(f"costs.bus.{name}.{rate}" for name in CLASSES for rate in ("per_hour_yen", "per_km_yen")), 0.7, 1.3),
    Range(("costs.discount_share",), 0.0, 0.04, is_factor=False),  # what cities do, and the official social rate
)


def drawn(scenario: Scenario, number: int, seed: int) -> list[Scenario]:
    """Return the scenario at so many draws of all its prices: a scrambled Sobol sequence."""
    powers = max(0, (number - 1).bit_length())
    shares = stats.qmc.Sobol(len(RANGES), rng=np.random.default_rng(seed)).random_base2(powers)[:number]
    return [_at(scenario, list(map(float, row))) for row in shares]


def _at(scenario: Scenario, shares: Sequence[float]) -> Scenario:
    values = scenario.model_dump()
    for (paths, low, high, is_factor), share in zip(RANGES, shares, strict=True):
        drawn_value = low + (high - low) * share
        for path in paths:
            *steps, last = path.split(".")
            at: Any = values
            for step in steps:
                at = at[step]
            at[last] = round(at[last] * drawn_value) if is_factor else drawn_value
    return Scenario.model_validate(values)


@dataclass(frozen=True)
class Crew:
    """Processes that answer draws; each has the model from the start, as a copy of this process."""

    kept: Kept
    scenarios: Sequence[Scenario]
    processes: int

    def __call__(self, knowledge: Knowledge, asked: Sequence[tuple[int, Asked]]) -> Iterator[DrawAnswer]:
        """Answer draws by number."""
        JOB.update(kept=self.kept, scenarios=self.scenarios, knowledge=knowledge)
        with multiprocessing.get_context("fork").Pool(self.processes) as pool:
            yield from pool.imap(_answered, asked, chunksize=1)


JOB: dict[str, Any] = {}


def _answered(asked: tuple[int, Asked]) -> DrawAnswer:
    draw, how = asked
    return answer_draw(JOB["kept"], JOB["knowledge"], at_prices(JOB["kept"], JOB["scenarios"][draw]), how)


def main(words: Sequence[str] | None = None) -> int:
    """Answer all draws, then plan a few of them from the scenario file; prints one CSV row."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.draws", description=__doc__)
    parser.add_argument("--scenario", type=Path, default=KUMAMOTO, help="scenario file (default: Kumamoto, cheapest)")
    parser.add_argument("--draws", type=int, default=1000, metavar="N")
    parser.add_argument("--gap", type=float, default=0.008, metavar="SHARE", help="near enough (default 0.008)")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--sample", type=int, default=2, metavar="N", help="draws planned from the file (default 2)")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    start, cpu_start = perf_counter(), cpu_seconds()
    reading = read_checked(asked.scenario, Request(root=Path()))
    model = build_model(network_of(reading, Journal()))
    step = search(model)
    if step is None:
        return 1
    first = keep(model, step)
    knowledge = knowledge_of(first)
    scenarios = drawn(reading.scenario, asked.draws, asked.seed)
    crew = Crew(ready(model, knowledge), scenarios, asked.processes)
    found: tuple[str, ...] = ()
    for stand in answer_draws(knowledge, asked.draws, asked.gap, crew):
        gaps = np.array([answer.gap_share for answer in stand.answers])
        said = f"{perf_counter() - start:.0f} s ({cpu_seconds() - cpu_start:.0f} s of work), worst gap {gaps.max():.5f}"
        known = f"{stand.searched} searched, {len(stand.knowledge.plans)} plans known"
        sys.stderr.write(f"{said}, median {np.median(gaps):.5f}, {(gaps > asked.gap).sum()} too wide, {known}\n")
        found = (f"{gaps.max():.5f}", f"{np.median(gaps):.5f}", str(stand.searched), str(len(stand.knowledge.plans)))
    spent = perf_counter() - start, cpu_seconds() - cpu_start
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADER)
    many = (str(asked.draws), str(asked.processes), f"{spent[0]:.0f}", f"{spent[1]:.0f}")
    table.writerow((*many, *found, *_sampled(asked, scenarios, spent)))
    return 0


def cpu_seconds() -> float:
    """Seconds that this process and the children that have ended spent working: what other programs cost is not in."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)


def _sampled(asked: argparse.Namespace, scenarios: Sequence[Scenario], spent: tuple[float, float]) -> tuple[str, ...]:
    """Plan some draws from the file, to the gap that the draws have, with as many processes side by side."""
    chosen = [round(draw) for draw in np.linspace(0, len(scenarios) - 1, asked.sample)]
    if not chosen:
        return ("0", "", "", "", "", "")
    start, cpu_start = perf_counter(), cpu_seconds()
    with multiprocessing.get_context("fork").Pool(asked.processes) as pool:
        gaps = pool.map(_from_file, [(asked.scenario, scenarios[draw], asked.gap) for draw in chosen], chunksize=1)
    each = (perf_counter() - start) / len(chosen), (cpu_seconds() - cpu_start) / len(chosen)
    ratios = (f"{one * len(scenarios) / all_of_them:.1f}" for one, all_of_them in zip(each, spent, strict=True))
    return str(len(chosen)), f"{each[0]:.1f}", f"{each[1]:.1f}", f"{max(gaps):.5f}", *ratios


def _from_file(task: tuple[Path, Scenario, float]) -> float:
    """Read everything, and plan one draw as a run would."""
    path, scenario, gap_share = task
    reading = read_checked(path, Request(root=Path()))
    solver = scenario.solver.model_copy(update={"gap_share": gap_share})
    asked = replace(reading, scenario=scenario.model_copy(update={"solver": solver}))
    step = search(build_model(network_of(asked, Journal())))
    assert step is not None  # noqa: S101 - prices never make a plan impossible
    return step.solution.gap_share


if __name__ == "__main__":
    sys.exit(main())
