"""Buses at what timetables found them to take: one table behind the plan's cost, its caps, its arrays and its audit."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from poolplan.model.build import build_model
from poolplan.model.repriced import costs_of, price
from poolplan.model.resolve import at_prices, keep
from poolplan.model.search import matrix_of
from poolplan.model.solve import solve
from poolplan.network.given_back import with_calibration
from poolplan.network.measured import ANY, LessonsKey, Measured
from poolplan.network.options import Network
from poolplan.outputs.finance.formulas import Formulas
from poolplan.results.audit import audit
from poolplan.results.plan import Plan
from poolplan.results.quantities import parts_of
from poolplan.results.read import read_plan
from poolplan.scenario.costs import Drivers
from tests.random_worlds import random_world
from tests.worlds import BEST_YEN, two_schools, two_schools_plan, varied

LAKE: LessonsKey = ("lake", "club", "commission")


def found(yen: int, days: int = 600) -> dict[LessonsKey, Measured]:
    """Lake's buses, estimated at 6 days and 184,800 yen."""
    return {LAKE: Measured(2026, days, yen, 6, 184_800, "made up")}


def best(network: Network) -> Plan:
    """Return the best plan, audited."""
    solution = solve(build_model(network))
    assert solution is not None
    plan = read_plan(network, solution)
    assert audit(plan) == []
    return plan


def test_every_year_pays_what_was_found() -> None:
    """Half as dear again: 277,200 yen in each of three years, 3 x 92,400 more than the best plan without it."""
    plan = best(with_calibration(two_schools(), found(277_200)))
    assert plan.ledger[plan.ledger["item"] == "bus_hire"]["yen"].tolist() == [277_200] * 3
    assert plan.proof.objective_yen == BEST_YEN + 277_200


def test_a_bus_that_takes_much_more_keeps_lake_at_its_pool() -> None:
    """Repaired in 2025, lake's pool costs 8.0 M instead of 6.1064 M; 3 x (x - 184,800) exceed that from 816,001 on."""
    assert set(best(with_calibration(two_schools(), found(815_900))).assignments["site"]) == {
        "hill_pool",
        "lake_pool",
        "club",
    }
    dear = best(with_calibration(two_schools(), found(816_100)))
    assert set(dear.assignments["site"]) == {"hill_pool", "lake_pool"}
    assert dear.proof.objective_yen == 7_100_000 + 8_000_000


def test_drivers_drive_the_days_that_were_found() -> None:
    """Six days by the estimate, seven and a half found: seven days of drivers are half a day too few."""

    def with_drivers(days: int) -> Network:
        net = two_schools()
        drivers = Drivers(bus_days_per_year=days, source="made up")
        bus = net.scenario.costs.bus.model_copy(update={"drivers": drivers})
        costs = net.scenario.costs.model_copy(update={"bus": bus})
        return varied(net, scenario=net.scenario.model_copy(update={"costs": costs}))

    table = found(184_800, days=750)
    assert "club" in set(best(with_drivers(6)).assignments["site"])
    assert "club" in set(best(with_calibration(with_drivers(8), table)).assignments["site"])
    assert "club" not in set(best(with_calibration(with_drivers(7), table)).assignments["site"])
    plan = two_schools_plan(with_calibration(with_drivers(7), table))
    said = [finding for finding in audit(plan) if finding.rule == "buses_have_drivers"]
    assert [finding.problem for finding in said] == ["7.5 bus-days; there are drivers for 7"] * 3


def test_the_audit_refuses_yen_that_nothing_was_found_of() -> None:
    plan = two_schools_plan(with_calibration(two_schools(), found(277_200)))
    said = [finding for finding in audit(plan) if finding.rule == "ledger_lines_are_right"]
    assert [finding.problem for finding in said] == ["184,800 yen; must be 277,200"] * 3


def random_table(net: Network, seed: int) -> dict[LessonsKey, Measured]:
    """Rows for some lessons, some sites and modes, and perhaps the city."""
    draw = random.Random(seed)  # noqa: S311 - no secret is made here
    keys = {(o.school, o.site, o.mode) for o in net.options}
    keys |= {(ANY, site, ANY) for _, site, _ in keys} | {(ANY, ANY, mode) for *_, mode in keys} | {(ANY, ANY, ANY)}
    return {
        key: Measured(
            2025,
            draw.randint(0, 2_000),
            draw.randint(0, 900_000),
            draw.randint(1, 20),
            draw.randint(1, 600_000),
            "made up",
        )
        for key in sorted(keys)
        if draw.random() < 0.5
    }


@pytest.mark.parametrize("seed", range(12))
def test_plans_at_what_was_found_pass_the_audit(seed: int) -> None:
    net = random_world(seed)
    net = with_calibration(net, random_table(net, seed))
    solution = solve(build_model(net))
    if solution is not None:
        assert audit(read_plan(net, solution)) == []


@pytest.mark.parametrize("seed", range(6))
def test_arrays_and_the_kept_model_say_the_same(seed: int) -> None:
    net = random_world(seed)
    net = with_calibration(net, random_table(net, seed))
    model = build_model(net)
    matrix = matrix_of(model.problem)
    column = {variable: index for index, variable in enumerate(matrix.variables)}
    assert np.allclose(costs_of(net, price(net, model.decisions, column)), matrix.costs, rtol=0, atol=1e-9)
    assert np.allclose(at_prices(keep(model), net.scenario).costs, matrix.costs, rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_what_equals_the_estimate_changes_nothing(seed: int) -> None:
    net = random_world(seed)
    same = with_calibration(net, {(ANY, ANY, ANY): Measured(2025, 1200, 345_678, 12, 345_678, "made up")})
    ours, theirs = (matrix_of(build_model(one).problem) for one in (net, same))
    assert (ours.costs == theirs.costs).all()
    solution = solve(build_model(same))
    if solution is not None:
        assert audit(read_plan(net, solution)) == [], "the plan without the table"


def test_a_spreadsheet_works_the_same_yen_out() -> None:
    plan = best(with_calibration(two_schools(), found(277_201)))
    prices = _numbers(plan.network.scenario.model_dump())
    lines = {row[:4]: row[4] for row in plan.ledger.itertuples(index=False, name=None)}
    buses = {key: parts for key, parts in parts_of(plan).items() if key[1] == "bus_hire"}
    assert len(buses) == 3
    for key, parts in buses.items():
        formulas = Formulas(prices)
        cells = [f"q{number}" for number in range(1, 7)]
        text = formulas.line(key, parts, cells, "year")
        assert "277201/184800" in text
        assert formulas.value(text, dict(zip(cells, parts[0].amounts, strict=True))) == lines[key]


def _numbers(values: object, where: str = "") -> dict[str, float]:
    if isinstance(values, dict):
        parts = (_numbers(value, f"{where}.{key}" if where else str(key)) for key, value in values.items())
        return {path: number for part in parts for path, number in part.items()}
    is_number = isinstance(values, int | float) and not isinstance(values, bool)
    return {where: float(values)} if is_number else {}  # type: ignore[arg-type]


def test_shares_of_days_are_exact() -> None:
    """The plan's hundredths and the audit's are the same number: halves go up in both."""
    for days in range(0, 400, 7):
        row = Measured(2025, days, 1, 8, 1, "made up")
        for estimated in range(12):
            exact = int(Fraction(days * estimated, 8) + Fraction(1, 2))
            assert row.days(estimated) == exact / 100


def test_a_table_stays_with_the_network_where_places_vary() -> None:
    net = with_calibration(two_schools(), found(277_200))
    again = varied(net, places=replace(net.places, landmarks={}))
    assert again.places.calibration == found(277_200)
