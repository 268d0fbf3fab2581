"""The audit accepts correct plans, finds every planted lie, and shares nothing with the model."""

import ast
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import poolplan.results.audit as package
from poolplan.model.build import build_model
from poolplan.model.pool_costs import WORKS
from poolplan.model.solve import solve
from poolplan.results.audit import audit
from poolplan.results.audit.registry import AUDITS, TABLE_AUDITS
from poolplan.results.audit.scarcity import WORKS as AUDITED_WORKS
from poolplan.results.audit.tariff import bus_yen
from poolplan.results.plan import Plan, Proof
from poolplan.results.read import read_plan
from poolplan.scenario.schema import Stage
from tests.results.corruptions import PLANTED, Corruption
from tests.worlds import BEST_YEN, emptied, random_world, shared_and_rebuilt_plan, two_schools, two_schools_plan

STAGE = Stage(year=2026, schools=1, fixed={"lake": "commission"}, by_mode={"commission": 1}, every_ward=True)
STAGES = (Stage(year=2025, schools=0), STAGE, Stage(year=2028, schools=1))
FILES = sorted(Path(package.__path__[0]).glob("*.py"))
FORBIDDEN_IMPORTS = (
    "pulp",
    "poolplan.model",
    "poolplan.results.read",
    "poolplan.results.indicators",
    *(f"poolplan.network.{name}" for name in ("demand", "buses", "pool_life", "preference", "feasibility", "build")),
)
DERIVED = {"options", "dropped", "life_spans", "home_options", "away_options", "guests", "needs", "room_for_guests"}
"""What the network derives, and the audit must derive itself."""

NUMBERS = {"year", "minutes", "sessions", "capacity", "yen"}
"""Columns of numbers."""


def rules(plan: Plan) -> set[str]:
    """Names of the promises that a plan breaks."""
    return {finding.rule for finding in audit(plan)}


def test_correct_plans_have_no_finding() -> None:
    assert audit(two_schools_plan()) == []
    assert audit(shared_and_rebuilt_plan()) == []


@pytest.mark.parametrize("order", ["cost", "oldest_pool_first"])
def test_correct_plan_of_a_programme_has_no_finding(order: str) -> None:
    network = two_schools(stages=STAGES, order=order, lake_ward="north", rollout_schools_per_year=0)  # type: ignore[arg-type]
    assert audit(two_schools_plan(network)) == []


def test_hosts_of_the_stated_level_are_accepted() -> None:
    stage = Stage(year=2026, schools=1, by_mode={"shared": 1}, host_levels={"shared": "elementary"})
    assert audit(shared_and_rebuilt_plan(two_schools(stages=(stage,), pool_slots=24))) == []


def test_older_pool_without_a_way_to_join_may_stay() -> None:
    stage = Stage(year=2026, schools=1)
    network = two_schools(stages=(stage,), order="oldest_pool_first", hill_built=1970, hill_to_club_min=25.0)
    assert "oldest_pools_go_first" not in rules(two_schools_plan(network))


def test_older_pool_bound_to_the_preferred_mode_may_stay() -> None:
    stage = Stage(year=2026, schools=1, by_mode={"commission": 1})
    network = two_schools(
        stages=(stage,), order="oldest_pool_first", hill_built=1970, hill_to_club_min=20.0, pool_slots=24
    )
    preferring = network.scenario.programme.model_copy(update={"prefer_mode": "shared"})
    asked = network.scenario.model_copy(update={"programme": preferring})
    assert "oldest_pools_go_first" in rules(two_schools_plan(network))
    assert "oldest_pools_go_first" not in rules(two_schools_plan(replace(network, scenario=asked)))


def test_later_money_is_discounted() -> None:
    plan = two_schools_plan(two_schools(discount_share=0.04))
    worth = 2.5e6 + (3.1e6 + 868_800) / 1.04 + (7e6 + 868_800) / 1.04**2 + (1e6 + 868_800 - 3e6) / 1.04**3
    assert rules(plan) == {"objective_is_the_discounted_ledger"}
    assert audit(replace(plan, proof=replace(plan.proof, objective_yen=worth, best_bound_yen=worth))) == []


def test_network_is_not_trusted() -> None:
    plan = two_schools_plan()
    assert audit(replace(plan, network=emptied(plan.network))) == []


def test_a_yen_of_rounding_is_allowed_in_a_line() -> None:
    plan = two_schools_plan()
    assert audit(
        replace(plan, ledger=plan.ledger.assign(yen=plan.ledger["yen"] + (plan.ledger["yen"] == 184_800)))
    ) == [("objective_is_the_discounted_ledger", "proof", "objective 13,206,400 yen; the ledger is worth 13,206,403")]


@pytest.mark.parametrize(
    ("status", "bound_yen", "gap_share"),
    [("proven", BEST_YEN - 1000.0, 0.0), ("gap", 13.1e6, 0.01), ("time_limited", 0, 0)],
)
def test_honest_proofs_are_accepted(status: str, bound_yen: float, gap_share: float) -> None:
    plan = two_schools_plan(two_schools(gap_share=gap_share))
    gap = (BEST_YEN - bound_yen) / BEST_YEN
    honest = Proof(status, float(BEST_YEN), bound_yen, gap, "by hand", 0.0)  # type: ignore[arg-type]
    assert audit(replace(plan, proof=honest)) == []


@pytest.mark.parametrize(
    ("rule", "corrupt"),
    [
        pytest.param(rule, lie, id=f"{rule}-{number}")
        for rule, lies in PLANTED.items()
        for number, lie in enumerate(lies)
    ],
)
def test_planted_lie_is_found(rule: str, corrupt: Corruption) -> None:
    assert rule in rules(corrupt())


@pytest.mark.parametrize("table", ["assignments", "sites", "ledger"])
@pytest.mark.parametrize("plan", [two_schools_plan(), shared_and_rebuilt_plan()], ids=["repaired", "rebuilt"])
def test_no_cell_can_change_unnoticed(plan: Plan, table: str) -> None:
    told: pd.DataFrame = getattr(plan, table)
    for row in told.index:
        for column in told.columns:
            value = told.loc[row, column]
            others = {*told[column], value + 2 if column in NUMBERS else value} - {value}
            for other in sorted(others)[:: max(1, len(others) - 1)]:
                lie = told.copy()
                lie.loc[row, column] = other
                assert audit(replace(plan, **{table: lie})), (row, column, other)  # type: ignore[arg-type]


def test_every_audit_has_a_planted_lie() -> None:
    assert PLANTED.keys() == AUDITS.keys() | TABLE_AUDITS.keys()


def test_the_audit_calls_the_same_items_works_as_the_budget() -> None:
    """The audit may not import the model, so it holds its own list."""
    assert set(WORKS) == AUDITED_WORKS


def test_no_audit_is_entered_twice() -> None:
    names = [
        node.name
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("minutes", "metres", "yen"),
    [
        pytest.param(15.0, 6000.0, 184_800, id="3.5 h count as 4"),
        pytest.param(14.9, 6000.0, 158_400, id="3.49 h count as 3"),
        pytest.param(15.0, 7500.0, 184_800, id="40 km are 40"),
        pytest.param(15.0, 7501.0, 191_400, id="40.004 km are 50"),
        pytest.param(0.0, 0.0, 138_600, id="3 h at least, 10 km from the garage"),
    ],
)
def test_bus_tariff(minutes: float, metres: float, yen: int) -> None:
    scenario = two_schools().scenario
    assert bus_yen((20,) * 6, scenario.modes["commission"], minutes, metres, scenario.costs.bus) == yen


@pytest.mark.parametrize(
    ("per_day_yen", "discount", "yen"),
    [
        pytest.param(None, 0.3, 129_360, id="the fare of 28,000 less 30 %"),
        pytest.param(20_000, 0.3, 132_000, id="a price per day has no discount"),
        pytest.param(35_000, 0.0, 229_680, id="medium buses by the tariff are cheaper"),
        pytest.param(0, 0.0, 0, id="a free bus"),
    ],
)
def test_bus_contracts(per_day_yen: int | None, discount: float, yen: int) -> None:
    scenario = two_schools().scenario
    bus = scenario.costs.bus
    small = bus.small.model_copy(update={"per_day_yen": per_day_yen})
    day = bus.day.model_copy(update={"contract_discount_share": discount})
    contract = bus.model_copy(update={"small": small, "day": day})
    assert bus_yen((20,) * 6, scenario.modes["commission"], 15.0, 6000.0, contract) == yen


def test_bus_tariff_with_time_to_board() -> None:
    """14.9 min away: 209.6 min, and 4 x 0.1 for two trips on and off: 210 min, 3.5 h count as 4."""
    scenario = two_schools().scenario
    bus = scenario.costs.bus
    boarding = bus.model_copy(update={"day": bus.day.model_copy(update={"board_min": 0.1})})
    assert bus_yen((20,) * 6, scenario.modes["commission"], 14.9, 6000.0, boarding) == 184_800


@pytest.mark.parametrize("seed", range(40))
def test_plans_of_the_model_pass(seed: int) -> None:
    network = random_world(seed)
    solution = solve(build_model(network))
    if solution is not None:
        assert audit(read_plan(network, solution)) == []


def test_best_plan_is_the_one_worked_out_by_hand() -> None:
    solution = solve(build_model(two_schools()))
    assert solution is not None
    found, by_hand = read_plan(two_schools(), solution), two_schools_plan()
    assert solution.objective_yen == BEST_YEN
    for name in ("assignments", "sites", "ledger"):
        assert getattr(found, name).equals(getattr(by_hand, name)), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_audit_shares_no_code_with_what_it_checks(file: Path) -> None:
    tree = ast.parse(file.read_text())
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    shared = [name for name in names for root in FORBIDDEN_IMPORTS if name == root or name.startswith(f"{root}.")]
    assert not shared
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not used & DERIVED
