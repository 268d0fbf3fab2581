"""Laws that any correct model keeps, whatever the numbers."""

from dataclasses import replace
from random import Random
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poolplan.model.build import build_model
from poolplan.model.costs import ITEMS
from poolplan.model.solve import solve
from poolplan.model.variables import total
from poolplan.network.options import Network
from poolplan.results.audit import audit
from poolplan.results.read import read_plan
from poolplan.scenario.blocks import LedgerItem
from poolplan.scenario.costs import Budget, Costs, WorksOfYears
from tests.random_worlds import random_rich_world
from tests.worlds import random_world, two_schools, varied

SEEDS = st.integers(0, 10_000)
quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def cost(net: Network) -> float:
    found = solve(build_model(net))
    return found.objective_yen if found else float("inf")


def with_more_slots(net: Network, more: int) -> Network:
    """Clubs and public pools offer more; a larger own pool may be one that its school then has to retire."""
    sites = {
        name: site if site.school else replace(site, capacity_slots=site.capacity_slots + more)
        for name, site in net.places.sites.items()
    }
    return varied(net, places=replace(net.places, sites=sites))


def free(net: Network) -> Network:
    """The same world without stages or preference: laws of capacity do not hold for fixed counts."""
    programme = net.scenario.programme.model_copy(update={"stages": (), "prefer_mode": None})
    return varied(net, scenario=net.scenario.model_copy(update={"programme": programme}))


@quick
@given(SEEDS, st.integers(1, 30))
def test_more_capacity_never_costs_more(seed: int, more: int) -> None:
    net = free(random_world(seed))
    assert cost(with_more_slots(net, more)) <= cost(net) + 1


@quick
@given(SEEDS)
def test_a_slower_roll_out_never_costs_less(seed: int) -> None:
    net = free(random_world(seed))
    programme = net.scenario.programme.model_copy(update={"rollout_schools_per_year": 0})
    slower = varied(net, scenario=net.scenario.model_copy(update={"programme": programme}))
    assert cost(slower) >= cost(net) - 1


@quick
@given(SEEDS, st.integers(2, 20))
def test_a_budget_never_makes_a_plan_cheaper_and_a_larger_one_never_dearer(seed: int, million: int) -> None:
    net = free(random_rich_world(seed))
    tight, wide = (
        varied(net, scenario=net.scenario.model_copy(update={"costs": with_budget(net.scenario.costs, yen)}))
        for yen in (million * 1_000_000, (million + 5) * 1_000_000)
    )
    unbound = varied(net, scenario=net.scenario.model_copy(update={"costs": with_budget(net.scenario.costs, None)}))
    assert cost(tight) + 1 >= cost(wide) >= cost(unbound) - 1


@quick
@given(SEEDS, st.integers(2, 4), st.integers(2, 20))
def test_a_ceiling_on_successive_years_is_the_tighter_the_more_years_it_spans(seed: int, years: int, more: int) -> None:
    net = free(random_rich_world(seed))
    ceilings = [{"years": years + 1, "yen": more * 10**6}, {"years": years, "yen": more * 10**6}]
    budgets = [Budget(works_over_years=WorksOfYears.model_validate(over), source="made up") for over in ceilings]
    tight, wide, unbound = (
        varied(net, scenario=net.scenario.model_copy(update={"costs": net.scenario.costs.model_copy(update=update)}))
        for update in ({"budget": budget} for budget in (*budgets, None))
    )
    assert cost(tight) + 1 >= cost(wide) >= cost(unbound) - 1


def with_budget(costs: Costs, yen: int | None) -> Costs:
    budget = None if yen is None else Budget(works_yen_per_year=yen, source="made up")
    return costs.model_copy(update={"budget": budget})


def test_every_item_that_has_a_price_may_grow() -> None:
    assert set(get_args(LedgerItem)) == ITEMS.keys() - {"residual_value"}


def test_prices_times_thousand_cost_times_thousand() -> None:
    net = two_schools()

    def dearer(block: object) -> object:
        if isinstance(block, dict):
            return {k: v * 1000 if v and str(k).endswith("_yen") else dearer(v) for k, v in block.items()}
        return block

    values = net.scenario.model_dump()
    values["modes"], values["costs"] = dearer(values["modes"]), dearer(values["costs"])
    assert cost(varied(net, scenario=type(net.scenario).model_validate(values))) == pytest.approx(1000 * cost(net))


def test_two_solves_give_the_same_plan() -> None:
    first, second = solve(build_model(two_schools())), solve(build_model(two_schools()))
    assert first is not None
    assert second is not None
    assert (first.chosen, first.pool_years, first.ledger) == (second.chosen, second.pool_years, second.ledger)


PROOFS = {
    "objective_is_the_discounted_ledger",
    "no_plan_beats_the_bound",
    "gap_follows_from_objective_and_bound",
    "status_claims_no_more_than_the_gap_shows",
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS, st.randoms(use_true_random=False))
def test_any_plan_that_keeps_the_rules_passes_the_audit_not_only_the_best(seed: int, draw: Random) -> None:
    """A search stopped early may end anywhere: rules, not prices, must keep works and credits straight."""
    net = draw.choice((random_world, random_rich_world))(seed)
    model = build_model(net)
    model.problem.setObjective(total((v, draw.uniform(-1e6, 1e6)) for v in model.problem.variables()))
    found = solve(model)
    if found is not None:
        assert [f for f in audit(read_plan(net, found)) if f.rule not in PROOFS] == []
