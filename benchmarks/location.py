"""Published location problems through poolplan's own network, model and search; one CSV row per instance.

`python -m benchmarks.location FOLDER --format sscflp|orlib-cap|orlib-pmed [--time-limit S] [--against spopt]`
"""

import argparse
import csv
import math
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.instances import YEN, Instance, as_network, read_instances
from poolplan.errors import StoppedError
from poolplan.model.build import build_model
from poolplan.model.highs import hand_over
from poolplan.model.hopeless import without_hopeless
from poolplan.model.patience import Patience
from poolplan.model.solve import solve
from poolplan.network.options import Network

COLUMNS = (
    "instance",
    "published",
    "objective",
    "best_bound",
    "proven",
    "seconds",
    "peer_objective",
    "peer_seconds",
)
PROVEN_SHARE = 1e-6


class Answer(NamedTuple):
    """Cost and bound in the instance's own unit; infinite where there is none."""

    objective: float
    best_bound: float
    seconds: float

    @property
    def is_proven(self) -> bool:
        """True if no better answer exists."""
        return self.objective - self.best_bound <= PROVEN_SHARE * abs(self.objective)


def answer(instance: Instance, time_limit_s: float) -> Answer:
    """Put the instance to poolplan; seconds count everything from its numbers to the answer."""
    start = time.perf_counter()
    network = with_limit(as_network(instance), time_limit_s)
    objective, bound = _split(network) if instance.can_split else _whole(network)
    return Answer(objective / YEN, bound / YEN, time.perf_counter() - start)


def with_limit(network: Network, time_limit_s: float) -> Network:
    """Search to the end, or to the time limit."""
    scenario = network.scenario
    solver = scenario.solver.model_copy(update={"gap_share": 0.0, "time_limit_s": time_limit_s})
    return replace(network, scenario=scenario.model_copy(update={"solver": solver}))


def _whole(network: Network) -> tuple[float, float]:
    patience = Patience(network.scenario.solver.time_limit_s)
    try:
        fewer = without_hopeless(network, patience)
        found = fewer.judged(solve(build_model(fewer.network), patience=patience))
    except StoppedError:
        return math.inf, 0.0
    return (found.objective_yen, found.best_bound_yen) if found else (math.inf, math.inf)


def _split(network: Network) -> tuple[float, float]:
    """Schools may be split: no plan can be read, but cost and bound can."""
    _, highs = hand_over(build_model(network, split_schools=True).problem)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("time_limit", network.scenario.solver.time_limit_s)
    highs.run()
    return highs.getInfo().objective_function_value * 1e6, highs.getInfo().mip_dual_bound * 1e6


def spopt_answer(instance: Instance, time_limit_s: float) -> tuple[float, float] | None:
    """Cost and seconds of pysal's spopt with its default solver; None for problems it does not know.

    Where it ends without a proven answer the cost is infinite. CBC looks at its time limit only now and then.
    """
    if instance.sites_at_most is None:
        return None
    import pulp
    from spopt.locate import PMedian

    start = time.perf_counter()
    by_customer, weights = instance.cost.T, np.ones(instance.demand.size)
    model = PMedian.from_cost_matrix(by_customer, weights, p_facilities=instance.sites_at_most)
    try:
        model = model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=time_limit_s), results=False)
    except RuntimeError:  # spopt's way to say that nothing was found
        return math.inf, time.perf_counter() - start
    is_proven = model.problem.sol_status == pulp.LpSolutionOptimal
    cost = float(pulp.value(model.problem.objective)) if is_proven else math.inf
    return cost, time.perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the instances and their published optima")
    parser.add_argument("--format", required=True, choices=["sscflp", "orlib-cap", "orlib-pmed"])
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each instance")
    parser.add_argument("--against", choices=["spopt"], help="solve with this too (pip install spopt)")
    parser.add_argument("--only", nargs="*", help="names of instances; all where left out")
    asked = parser.parse_args()
    out = csv.writer(sys.stdout)
    out.writerow(COLUMNS)
    for instance in read_instances(asked.folder, asked.format):
        if asked.only and instance.name not in asked.only:
            continue
        found = answer(instance, asked.time_limit)
        peer = spopt_answer(instance, asked.time_limit) if asked.against else None
        figures = [f"{instance.published:g}", f"{found.objective:.3f}", f"{found.best_bound:.3f}"]
        peer_figures = [f"{peer[0]:.3f}", f"{peer[1]:.2f}"] if peer else ["", ""]
        out.writerow([instance.name, *figures, found.is_proven, f"{found.seconds:.2f}", *peer_figures])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
