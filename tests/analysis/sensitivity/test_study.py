"""One at a time, turning points, tables and draws on the world of two schools; its arithmetic is in tests/worlds.py."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from poolplan.analysis.sensitivity.answers import answer
from poolplan.analysis.sensitivity.asking import answered
from poolplan.analysis.sensitivity.decided import decided, from_plain, plan_under
from poolplan.analysis.sensitivity.indices import index_draws, indices
from poolplan.analysis.sensitivity.kept_plans import NOT_OF_A_KEPT_PLAN, cost_of, refusals
from poolplan.analysis.sensitivity.points import Point, at_reference
from poolplan.analysis.sensitivity.sampling import correlated_draws, value_at
from poolplan.analysis.sensitivity.study import study
from poolplan.analysis.sensitivity.tables import COLUMNS
from poolplan.analysis.sensitivity.tasks import Candidate, Task
from poolplan.analysis.sensitivity.thresholds import thresholds
from poolplan.errors import ScenarioError, SolverFailedError
from poolplan.model.build import build_model
from poolplan.model.resolve import at_prices, keep
from poolplan.model.solve import search, solve
from poolplan.results.audit.registry import AUDITS
from poolplan.results.read import read_plan
from poolplan.scenario.checks import check_scenario
from poolplan.scenario.leaves import with_values
from poolplan.scenario.read import read_scenario
from poolplan.scenario.sensitivity import Parameter
from tests.analysis.sensitivity.studies import (
    HIRE,
    REPAIR,
    RIDE,
    ask_here,
    asked_of,
    best_yen,
    parameter,
    setting,
    studied,
)
from tests.random_worlds import random_free_world, random_rich_world, random_world
from tests.worlds import BEST_YEN, two_schools

CHEAPEST = Path(__file__).resolve().parents[3] / "scenarios" / "kumamoto_expand_cheapest.yaml"
PRICES = {"repair": parameter(REPAIR, 4_000_000, 9_000_000), "hire": parameter(HIRE, 10_000, 80_000)}


def row(table: pd.DataFrame, **where: Any) -> dict[str, Any]:
    """Return the only row of a table that has these values."""
    found = table
    for column, value in where.items():
        found = found[found[column] == value]
    assert len(found) == 1, found
    return dict(found.iloc[0])


def test_bars_of_one_parameter_are_the_hand_arithmetic(tmp_path: Path) -> None:
    """The best plan repairs hill's pool in 2027, half of it left in 2028, and sends lake to the club for three years.

    * Repair for 4 M instead of 6: 2 M less, half of it left: 1 M less, and nothing else pays (lake repaired in 2025
      costs 4 + 4 - 4/3 = 6.67 M, its way to the club 6.11 M).
    * Repair for 9 M: kept, 3 M more of which half is left: 1.5 M more. Anew: hill is rebuilt for 8.1 M instead of
      1.0 + 1.1 + 2 + 9 - 4.5 = 8.6 M: 1 M more than before. The pools retired are the same.
    * Hire of 10,000 instead of 20,000 for 36 sessions: 0.36 M less.
    * Hire of 80,000: kept, 36 x 60,000 = 2.16 M more. Anew: lake's pool is repaired in 2025 for 8.0 M in all instead of
      6.1064 M: 1.8936 M more; one school changes and one pool is no longer retired.
    * A bus limit of 10 min: lake's trip of 15 min is not allowed, so the plan cannot be kept; anew as before 8.0 M.
    * A limit of 22 min changes nothing: hill's trip takes 25.
    """
    asked = asked_of({**PRICES, "ride": parameter(RIDE, 10, 22)})
    table = studied(asked, tmp_path).one_at_a_time
    expected = {
        ("repair", "low"): (-1_000_000, -1_000_000, 0, 0),
        ("repair", "high"): (1_500_000, 1_000_000, 0, 0),
        ("hire", "low"): (-360_000, -360_000, 0, 0),
        ("hire", "high"): (2_160_000, 1_893_600, 1, 1),
        ("ride", "low"): (math.nan, 1_893_600, 1, 1),
        ("ride", "high"): (0, 0, 0, 0),
    }
    assert list(zip(table["parameter"], table["end"], strict=True)) == list(expected)
    for (name, end), (fixed, best, schools, pools) in expected.items():
        found = row(table, parameter=name, end=end)
        assert found["reference_yen"] == BEST_YEN
        assert found["fixed_yen"] - BEST_YEN == pytest.approx(fixed, abs=1, nan_ok=True)
        assert found["best_yen"] - BEST_YEN == pytest.approx(best, abs=1)
        assert (found["schools_changed"], found["pools_changed"]) == (schools, pools)
    assert "15 min" in row(table, parameter="ride", end="low")["fixed_reason"]


MOVES = {"what": "schools_moved"}


def threshold(name: str, decision: dict[str, Any] = MOVES, **more: Any) -> dict[str, Any]:
    """Return a threshold as a scenario file says it."""
    return {"label": {"ja": "境", "en": "turn"}, "parameter": name, "decision": decision, **more}


def turned(parameters: dict[str, Any], wanted: dict[str, Any], folder: Path, **world: Any) -> dict[str, Any]:
    """Return the only turning point found."""
    where = setting(asked_of(parameters, thresholds={"t": wanted}), two_schools(**world))
    return row(answered(thresholds(where), ask_here(where, folder)), threshold="t")


def test_the_fee_at_which_the_own_pool_wins_again(tmp_path: Path) -> None:
    """Lake's way to the club costs 6.1064 M and 36 sessions of hire, its own pool 8.0 M: even at 20,000 + 52,600."""
    found = turned({"hire": PRICES["hire"]}, threshold("hire", accuracy=1), tmp_path)
    assert (found["below"], found["above"], found["is_true_above"], found["status"]) == (72_600, 72_601, False, "flips")
    grid = range(70_000, 75_001, 200)
    where = setting(asked_of({"hire": PRICES["hire"]}))
    moves = [answer(where.question, Task(where.at({"hire": fee}))).decided for fee in grid]
    stays = [plan is not None and not plan.retired_in() for plan in moves]
    assert stays == [fee > 72_600 for fee in grid]


def test_minutes_and_who_goes_where(tmp_path: Path) -> None:
    """Lake rides 15 min, hill 25: with a club of 24 sessions hill may ride too where 25 min are allowed, and does."""
    rides = {"ride": parameter(RIDE, 5, 30)}
    lake = threshold("ride", {"what": "school_mode", "school": "lake", "mode": "commission"}, accuracy=0.01)
    found = turned(rides, lake, tmp_path / "lake")
    assert found["below"] < 15 <= found["above"] <= found["below"] + 0.01
    hill = threshold("ride", {"what": "school_site", "school": "hill", "site": "club"}, accuracy=0.01)
    found = turned(rides, hill, tmp_path / "hill", club_slots=24, rollout_schools_per_year=2)
    assert found["below"] < 25 <= found["above"]
    assert found["is_true_above"]
    pool = threshold("ride", {"what": "pool_in_use", "site": "lake_pool"}, accuracy=0.01)
    found = turned(rides, pool, tmp_path / "pool")
    assert not found["is_true_above"]
    assert found["subject"] == "lake_pool 2028"


def test_nothing_turns_is_told_too(tmp_path: Path) -> None:
    found = turned(
        {"hire": PRICES["hire"]}, threshold("hire", {"what": "schools_moved", "at_least": 2}), tmp_path / "n"
    )
    assert (found["status"], found["looked_at"]) == ("never", 5)
    assert math.isnan(found["below"])
    cheap = {"hire": parameter(HIRE, 0, 30_000)}
    assert turned(cheap, threshold("hire"), tmp_path / "a")["status"] == "always"


def test_the_horizon_from_which_leaving_the_own_pool_pays(tmp_path: Path) -> None:
    """Keeping both pools against the best plan, by last year planned; each horizon planned by itself says the same."""
    years = {"end": parameter("years.last", 2026, 2028)}
    wanted = threshold("end", {"what": "beats_keeping_all"})
    where = setting(asked_of(years, thresholds={"t": wanted}))
    beats = {}
    for last in (2026, 2027, 2028):
        keep_all = answer(where.question, Task(where.at({"end": last}, "keep_all")))
        assert keep_all.best_yen is not None
        beats[last] = best_yen(where, {"end": last}) < keep_all.best_yen
    found = row(answered(thresholds(where), ask_here(where, tmp_path)), threshold="t")
    turning = [last for last in (2027, 2028) if beats[last] != beats[last - 1]]
    assert len(turning) <= 1
    assert found["status"] == ("flips" if turning else "always" if beats[2028] else "never")
    if turning:
        assert (found["below"], found["above"]) == (turning[0] - 1, turning[0])


def test_values_that_contradict_the_scenario_leave_a_hole_not_a_failure(tmp_path: Path) -> None:
    """A pool that lasts one year only, and no club in reach, leave hill without a plan; the rest is told."""
    life = {"ride": parameter(RIDE, 0, 20), "slots": parameter("modes.own.sessions_per_group", 1, 30)}
    table = studied(asked_of(life), tmp_path).one_at_a_time
    found = row(table, parameter="slots", end="high")
    assert found["status"] == "no_plan"
    assert found["reason"]
    assert math.isnan(found["best_yen"])


def test_grids_are_what_single_plans_say(tmp_path: Path) -> None:
    grid = {"label": {"ja": "表", "en": "grid"}, "rows": "repair", "columns": "hire", "steps": 3}
    asked = asked_of(PRICES, grids={"g": grid})
    table = studied(asked, tmp_path).grid
    where = setting(asked)
    assert len(table) == 9
    for cell in table.to_dict("records"):
        values = {"repair": cell["row_value"], "hire": cell["column_value"]}
        assert cell["best_yen"] == pytest.approx(best_yen(where, values), abs=1)
    assert set(table["leading_mode"]) <= {"own", "commission"}
    assert row(table, row_value=4_000_000, column_value=10_000)["schools_moved"] == 1


def test_draws_percentiles_regret_and_stability_follow_from_the_plans(tmp_path: Path) -> None:
    asked = asked_of(PRICES, draws=16, correlations=({"between": ("repair", "hire"), "rank": 0.4, "source": "x"},))
    found, where = studied(asked, tmp_path), setting(asked)
    draws = found.draws
    assert list(draws.columns) == [*COLUMNS["draws"], "repair", "hire"]
    best = [best_yen(where, {"repair": d["repair"], "hire": d["hire"]}) for d in draws.to_dict("records")]
    assert list(draws["best_yen"]) == pytest.approx(best, abs=1)
    assert row(found.percentiles, plan="best")["p50_yen"] == pytest.approx(np.percentile(best, 50), abs=1)
    fixed = [BEST_YEN + (d["repair"] - 6_000_000) / 2 + 36 * (d["hire"] - 20_000) for d in draws.to_dict("records")]
    regret = row(found.regret, plan="reference")
    assert regret["max_yen"] == pytest.approx(max(np.subtract(fixed, best)), abs=2)
    assert regret["draws"] == 16
    stays = np.subtract(fixed, best) <= 1
    lake = row(found.stability, kind="school", id="lake", decision="mode")
    assert lake["reference"] == "commission"
    assert lake["same_share"] >= stays.mean()
    hill = row(found.stability, kind="school", id="hill", decision="mode")
    assert (hill["same_share"], hill["is_no_regret"]) == (1.0, True)
    assert found.facts["draws"]["planned"] == 16
    assert {"reference", "keep_all", "plan_1"} <= set(found.regret["plan"])


def test_every_table_has_its_columns(tmp_path: Path) -> None:
    found = studied(asked_of({"hire": PRICES["hire"]}), tmp_path)
    for name, table in found.tables.items():
        assert list(table.columns)[: len(COLUMNS[name])] == list(COLUMNS[name])


@pytest.mark.parametrize("world", [random_world, random_rich_world, random_free_world])
def test_a_plan_kept_is_the_plan(world: Any) -> None:
    """Decisions taken out of a plan and put back under the same values give its tables, its cost, and no complaint."""
    for seed in range(12):
        network = world(seed)
        solution = solve(build_model(network))
        if solution is None:
            continue
        plan = read_plan(network, solution)
        kept = from_plain(decided(plan).plain())
        again = plan_under(network, kept)
        for name in ("assignments", "sites"):
            one, other = getattr(plan, name), getattr(again, name)
            pd.testing.assert_frame_equal(
                one.drop(columns="assumed", errors="ignore"),
                other.drop(columns="assumed", errors="ignore"),
                check_dtype=False,
            )
        assert cost_of(network, kept) == pytest.approx(solution.objective_yen, abs=1)
        assert refusals(network, kept) == []


def test_prices_kept_and_planned_anew_agree() -> None:
    """On random worlds a plan kept costs the same by the audit's derivation and by the kept model's columns."""
    from poolplan.analysis.sensitivity.kept_model import cost_at_prices

    for seed in range(12):
        network = random_world(seed)
        model = build_model(network)
        step = search(model)
        if step is None:
            continue
        plan = decided(read_plan(network, step.solution))
        kept = keep(model, step)
        scenario = with_values(network.scenario, {REPAIR: 5_000_000, HIRE: 33_000, "costs.discount_share": 0.01})
        by_columns = cost_at_prices(kept, at_prices(kept, scenario), plan)
        by_audit = cost_of(replace(network, scenario=scenario), plan)
        assert by_columns == pytest.approx(by_audit, abs=2)


def test_promises_not_asked_of_a_kept_plan_are_promises() -> None:
    assert AUDITS.keys() >= NOT_OF_A_KEPT_PLAN


def ishigami(x: Any) -> Any:
    """The function of three angles by which such indices are usually tested; its own are known."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_indices_of_the_ishigami_function_are_reproduced() -> None:
    """First order 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437 (a = 7, b = 0.1)."""
    angle = {"low": -math.pi, "high": math.pi, "distribution": "uniform"}
    asked = asked_of({name: {**parameter(name, 0, 1), **angle} for name in "abc"}, index_draws=2048)
    found, used = indices(asked, ishigami(index_draws(asked, dict.fromkeys("abc", 0.0))))
    assert used == 2048 * 5
    for name, first, total in (("a", 0.3139, 0.5576), ("b", 0.4424, 0.4424), ("c", 0.0, 0.2437)):
        assert found[name].first == pytest.approx(first, abs=0.015)
        assert found[name].total == pytest.approx(total, abs=0.015)


def test_groups_of_draws_without_a_plan_are_left_out_of_the_indices() -> None:
    asked = asked_of({"a": {**parameter("a", 0, 1), "distribution": "uniform"}}, index_draws=16)
    draws = index_draws(asked, {"a": 0.5})
    outputs = draws[:, 0].copy()
    outputs[4] = math.nan
    found, used = indices(asked, outputs)
    assert used == 15 * 3
    assert found["a"].total == pytest.approx(1, abs=0.4)
    outputs[:] = math.nan
    assert math.isnan(indices(asked, outputs)[0]["a"].first)


def test_draws_hang_together_as_asked_and_keep_their_distributions() -> None:
    kinds = {
        "a": {**parameter("a", 0, 10), "distribution": "uniform"},
        "b": parameter("b", 0, 10),
        "c": {**parameter("c", 0, 10), "distribution": "normal", "deviation": 2.0},
        "d": {**parameter("d", 0, 10), "distribution": "discrete", "values": (1, 2, 9), "weights": (1, 2, 1)},
    }
    pairs = ({"between": ("a", "b"), "rank": 0.7, "source": "x"}, {"between": ("b", "c"), "rank": -0.5, "source": "x"})
    asked = asked_of(kinds, correlations=pairs)
    drawn = correlated_draws(asked, {"a": 5.0, "b": 4.0, "c": 6.0, "d": 2.0}, 2048)
    ranks = np.asarray(stats.spearmanr(drawn).statistic)
    assert ranks[0, 1] == pytest.approx(0.7, abs=0.02)
    assert ranks[1, 2] == pytest.approx(-0.5, abs=0.02)
    assert ranks[0, 2] == pytest.approx(0, abs=0.03)
    assert drawn[:, 0].mean() == pytest.approx(5, abs=0.02)
    assert drawn[:, 1].mean() == pytest.approx((0 + 4 + 10) / 3, abs=0.02)
    assert np.median(drawn[:, 2]) == pytest.approx(5.91, abs=0.1)
    assert drawn[:, 2].min() >= 0
    assert drawn[:, 2].max() <= 10
    assert [float((drawn[:, 3] == value).mean()) for value in (1, 2, 9)] == pytest.approx([0.25, 0.5, 0.25], abs=0.01)
    assert np.array_equal(drawn, correlated_draws(asked, {"a": 5.0, "b": 4.0, "c": 6.0, "d": 2.0}, 2048))
    assert correlated_draws(asked, {}, 0).shape == (0, 4)


def test_a_normal_distribution_without_deviation_takes_a_quarter_of_the_range() -> None:
    wide = Parameter.model_validate({**parameter("a", 0, 8), "distribution": "normal"})
    assert value_at(wide, 4.0, np.array([0.5, 0.8413]))[0] == pytest.approx(4)
    assert value_at(wide, 4.0, np.array([0.8413]))[0] == pytest.approx(4 + 2 * 0.95, abs=0.1)


def test_a_failure_is_an_answer_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    where = setting(asked_of({"ride": parameter(RIDE, 10, 22)}))

    def broken(*_: object) -> object:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("poolplan.analysis.sensitivity.answers.build_model", broken)
    found = answer(where.question, Task(where.at({"ride": 12})))
    assert (found.status, found.reason) == ("failed", "ZeroDivisionError: a defect; please report this")
    monkeypatch.setattr(
        "poolplan.analysis.sensitivity.answers.build_model", lambda _: (_ for _ in ()).throw(MemoryError)
    )
    assert answer(where.question, Task(where.at({"ride": 12}))).reason.startswith("out of memory")


def test_tasks_are_told_apart_by_values_variant_and_candidates() -> None:
    where = setting(asked_of(PRICES))
    same = Task(where.at({"hire": 20_000, "repair": 6_000_000}))
    assert same == Task(Point(()))
    keys = {
        task.key
        for task in (
            same,
            Task(where.at({"hire": 20_001})),
            Task(where.at({}, "keep_all")),
            Task(where.at({}), (where.reference,)),
            Task(where.at({}), (Candidate("other", "", where.reference.decided),)),
        )
    }
    assert len(keys) == 5


def test_prices_are_answered_without_a_new_search_and_the_rest_is_planned_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    where = setting(asked_of({**PRICES, "ride": parameter(RIDE, 10, 22)}))

    def searched(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("poolplan.analysis.sensitivity.answers.solve_for_aims", searched)
    assert answer(where.question, Task(where.at({"hire": 30_000}))).status == "planned"
    assert answer(where.question, Task(where.at({"ride": 12}))).status == "failed"


def test_where_everything_fails_the_study_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = setting(asked_of({"ride": parameter(RIDE, 10, 22)}))

    def broken(*_: object) -> object:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("poolplan.analysis.sensitivity.answers.build_model", broken)
    with pytest.raises(SolverFailedError) as ended:
        study(where, ask_here(where, tmp_path), {})
    assert ended.value.problems == (
        "every one of the first 3 plans failed: ZeroDivisionError: a defect; please report this",
    )


def test_a_tariff_that_the_timetable_holds_prices_to_may_be_varied() -> None:
    """The timetable checks the scenario's own prices against a notified tariff; a study asks what if they change."""
    scenario = read_scenario(CHEAPEST)
    assert scenario.timetable is not None
    asked = at_reference(scenario)
    check_scenario(with_values(asked, {"costs.bus.large.per_hour_yen": 7_000}))


def test_a_value_of_the_scenario_outside_its_range_is_refused_by_the_study_alone() -> None:
    """A what-if on the command line may leave the range; the study has to be told of it."""
    scenario = with_values(read_scenario(CHEAPEST), {"costs.pool.retirement.demolition_yen": 30_000_000})
    check_scenario(scenario)
    with pytest.raises(ScenarioError, match=r"demolition\.reference: 30,000,000 lies outside of 14,000,000 to 23"):
        at_reference(scenario)
