"""Where no plan exists, the changes proposed are tried out: with them brute force finds the plan that was promised."""

import json
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pytest

from poolplan.errors import NoPlanError
from poolplan.model.build import build_model
from poolplan.model.constraints import RULES
from poolplan.model.explain import explain
from poolplan.model.explain.least import Searches
from poolplan.model.explain.remedies import REMEDIES
from poolplan.model.explain.repairs import Case, Findings, find_repairs
from poolplan.model.solve import solve
from poolplan.network.options import Network
from poolplan.scenario.costs import WorksOfYears
from poolplan.scenario.schema import Scenario, Stage
from tests.model.brute import cheapest
from tests.model.rule_worlds import aiming, freer, moving_on, roomy, stage, with_costs
from tests.random_worlds import random_free_world, random_rich_world, random_world
from tests.worlds import two_schools, varied

LAWS = {
    "teach_every_school",
    "hosts_stay_open",
    "contract_every_site_used",
    "open_pools_have_a_state",
    "wear_on_until_repaired",
    "repaired_means_repaired",
    "credit_lasting_repairs",
    "retire_when_left",
    "retire_with_the_last_grade",
    "move_model_schools_whole",
    "swim_there_until_moving_on",
    "leave_out_lessons_at_open_sites_only",
    "close_pools_under_works",
    "stay_away_from_works",
    "swim_elsewhere_meanwhile",
    "visit_open_sites_only",
    "no_trip_beyond_the_longest",
}
"""Rules that say what a school, a pool or a year is: nothing a planner could change."""


def said_of(net: Network) -> tuple[str, ...]:
    """Return what is said where no plan exists."""
    with pytest.raises(NoPlanError) as caught:
        explain(net, lambda _: None)
    return caught.value.problems


def test_every_rule_has_a_remedy_or_is_a_law() -> None:
    assert not REMEDIES.keys() & LAWS
    assert RULES.keys() - REMEDIES.keys() <= LAWS
    assert REMEDIES.keys() <= RULES.keys()


class Proposal(NamedTuple):
    """Changes that together are said to allow a plan."""

    changes: tuple[str, ...]
    million_yen: float


def proposals(said: tuple[str, ...]) -> Iterator[Proposal]:
    """Read what was said: numbered changes that suffice alone, or marked ones that do together."""
    together: list[str] = []
    for line in said:
        if price := re.search(r"cheapest plan then costs ([\d,.]+) million yen", line):
            alone = re.match(r"  \d+\. (.*?): ", line)
            yield Proposal((alone[1],) if alone else tuple(together), float(price[1].replace(",", "")))
        elif marked := re.match(r"  \* (.*?): ", line):
            together.append(marked[1])


def changed(net: Network, changes: tuple[str, ...]) -> Network:
    """Do as proposed, as a planner would: in the scenario file or a site's row."""
    values = net.scenario.model_dump(mode="json")
    sites = dict(net.places.sites)
    for change in changes:
        for path, value in re.findall(r"([a-z_]+\.[\w.]+) to (\w+)", change):
            at, last = part_of(values, path)
            at[last] = json.loads(value) if value in {"true", "false"} or value.isdigit() else value
        for school, path in re.findall(r"'(\w+)' out of ([\w.]+)", change):
            at, last = part_of(values, path)
            del at[last][school]
        for site, slots in re.findall(r"'(\w+)' (\d+) sessions a year in", change):
            sites[site] = replace(sites[site], capacity_slots=int(slots))
    scenario = Scenario.model_validate_json(json.dumps(values))
    return varied(net, scenario=scenario, places=replace(net.places, sites=sites))


def part_of(values: Any, path: str) -> tuple[Any, Any]:
    """Return the mapping or list that holds the last step of a path, and that step."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        values = values[step]
    return values, last


def assert_kept(net: Network) -> int:
    """Try every proposal out; return how many there were.

    What is proposed may allow more than the least that was counted (another ward, a shorter wait), never less.
    """
    number = 0
    for number, proposal in enumerate(proposals(said_of(net)), start=1):  # noqa: B007 - counts
        found = cheapest(changed(net, proposal.changes))
        assert found is not None, proposal
        assert found / 1e6 <= proposal.million_yen + 0.05001, proposal
        if all(re.search(r"\.(schools|by_mode\.\w+) to", change) for change in proposal.changes):
            assert found / 1e6 >= proposal.million_yen - 0.05001, proposal
    return number


@pytest.mark.parametrize("make", [random_world, random_rich_world, random_free_world])
def test_what_is_proposed_for_random_cities_allows_the_plan_that_was_promised(make: Callable[[int], Network]) -> None:
    tried = 0
    for seed in range(60):
        net = make(seed)
        if solve(build_model(net)) is None:
            tried += assert_kept(net)
    assert tried > 5


def moving_about(*modes: str, contract_years: int = 0) -> Network:
    """Lake is fixed to another mode every year, and may move twice."""
    stages = tuple(Stage(year=2025 + n, schools=1, fixed={"lake": mode}) for n, mode in enumerate(modes))
    return freer(moving_on(contract_years=contract_years), stages=stages, unmet_sessions=None)


def unrepaired(net: Network) -> Network:
    """The same city, where no pool is repaired: lake has to leave its own."""
    pool = net.scenario.costs.pool
    without = pool.model_copy(update={"repair": pool.repair.model_copy(update={"offered": False})})
    costs = net.scenario.costs.model_copy(update={"pool": without})
    return varied(net, scenario=net.scenario.model_copy(update={"costs": costs}))


CONTRADICTIONS: dict[str, Callable[[], Network]] = {
    "fit_in_open_sites": lambda: two_schools(hill_to_club_min=18.0, stages=stage(schools=2)),
    "reach_each_stage": lambda: two_schools(stages=stage(schools=2)),
    "keep_fixed_schools": lambda: roomy(stages=stage(schools=0, fixed={"hill": "commission"})),
    "mix_modes_as_stated": lambda: roomy(stages=stage(schools=1, by_mode={"commission": 0, "shared": 0})),
    "hosts_of_stated_level": lambda: roomy(
        stages=stage(schools=1, by_mode={"shared": 1}, host_levels={"shared": "junior_high"})
    ),
    "serve_every_ward": lambda: roomy(stages=stage(schools=1, every_ward=True)),
    "oldest_pools_first": lambda: aiming(
        two_schools(
            stages=stage(schools=1), order="oldest_pool_first", hill_built=1974, club_slots=24, hill_to_club_min=18.0
        ),
        at_most={"worst_minutes": 16},
    ),
    "roll_out_steadily": lambda: unrepaired(two_schools(rollout_schools_per_year=0)),
    "move_no_more_often": lambda: moving_about("commission", "shared", "commission"),
    "stay_for_the_contract": lambda: moving_about("commission", "shared", contract_years=3),
    "keep_contracts_few": lambda: freer(two_schools(stages=stage(schools=1)), outside_sites_at_most=0),
    "have_enough_drivers": lambda: with_costs(
        two_schools(stages=stage(schools=1)), bus={"drivers": {"bus_days_per_year": 5}}
    ),
    "keep_within_the_works_budget": lambda: with_costs(budget={"works_yen_per_year": 0}),
    "level_the_works": lambda: with_costs(budget={"works_over_years": WorksOfYears(years=2, yen=0)}),
    "let_clubs_cover_each_other": lambda: freer(two_schools(stages=stage(schools=1)), clubs_cover_each_other=True),
    "keep_trips_short": lambda: aiming(two_schools(stages=stage(schools=1)), at_most={"worst_minutes": 14}),
    "keep_aims_within_bounds": lambda: aiming(at_most={"cost": 1_000_000}),
}
"""Worlds without a plan, in which the rule may give way."""


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_each_remedy_is_proposed_and_helps(rule: str) -> None:
    net = CONTRADICTIONS[rule]()
    assert solve(build_model(net)) is None
    title = (RULES[rule].rows.__doc__ or "").splitlines()[0].rstrip(".")
    assert any(f"(rule: {title})" in line for line in said_of(net))
    assert assert_kept(net)


def test_every_remedy_is_tried() -> None:
    assert CONTRADICTIONS.keys() == REMEDIES.keys()


def test_ctrl_c_ends_an_explanation_with_what_is_known() -> None:
    """It comes while the third rule is looked at."""
    heard: list[str] = []

    def tell(text: str) -> None:
        heard.append(text)
        if len(heard) == 3:
            signal.raise_signal(signal.SIGINT)

    former = signal.getsignal(signal.SIGINT)
    with pytest.raises(NoPlanError) as caught:
        explain(two_schools(stages=stage(schools=2)), tell)
    first, *rest = caught.value.problems
    assert first.startswith("tiny: no plan satisfies every rule")
    assert "  Stopped by Ctrl-C: this is what was known until then." in rest
    assert len(heard) <= 5
    assert signal.getsignal(signal.SIGINT) is former


def test_without_anything_that_helps_this_is_said() -> None:
    """Laws contradict each other where no decision may be taken at all."""
    model = build_model(two_schools(stages=stage(schools=2)))
    case, findings = Case(model, Searches(model, 600.0), lambda _: None), Findings()
    object.__setattr__(case, "matrix", replace(case.matrix, upper=np.zeros_like(case.matrix.upper)))
    find_repairs(case, findings)
    assert findings.nothing_helps
    assert not findings.cures
