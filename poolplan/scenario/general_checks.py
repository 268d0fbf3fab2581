"""CHECKS of years, the city's box, aims and modes."""

from collections.abc import Iterator

from poolplan.scenario.check_registry import check
from poolplan.scenario.origins import Problem
from poolplan.scenario.schema import Scenario

LONGEST_PLAN_YEARS = 100


@check
def end_after_the_start(scenario: Scenario) -> Iterator[Problem]:
    """The last year is not before the first."""
    first, last = scenario.years.first, scenario.years.last
    if last < first:
        yield Problem("years.last", f"the end year {last} lies before the start {first}; give {first} or later")


@check
def plan_a_century_at_most(scenario: Scenario) -> Iterator[Problem]:
    """No plan is longer than 100 years: pupil numbers and prices mean nothing by then."""
    number = scenario.years.last - scenario.years.first + 1
    if number > LONGEST_PLAN_YEARS:
        text = f"{number} years are planned; plan {LONGEST_PLAN_YEARS} years at most (30 to 60 are usual)"
        yield Problem("years.last", text)


@check
def prices_not_from_after_the_plan(scenario: Scenario) -> Iterator[Problem]:
    """Prices are those of a year before or within the plan."""
    base, last = scenario.costs.base_year, scenario.years.last
    if base > max(last, scenario.years.first):
        text = f"prices are those of {base}, but the plan ends in {last}; give a base year of {last} or earlier"
        yield Problem("costs.base_year", text)


@check
def bounds_hold_a_city(scenario: Scenario) -> Iterator[Problem]:
    """The city's box has a width and a height."""
    box = scenario.places.bounds
    for low, high, less, more in ((box.west, box.east, "west", "east"), (box.south, box.north, "south", "north")):
        if high <= low:
            text = f"{high:g} degrees is not more than {less} ({low:g}); exchange or mend the two"
            yield Problem(f"places.bounds.{more}", text)


@check
def keep_what_roads_give(scenario: Scenario) -> Iterator[Problem]:
    """Where minutes are computed on roads or asked of a server, a table is named that keeps them."""
    places, asked = scenario.places, scenario.travel
    if places.travel is None and (places.roads or (asked and asked.url)):
        text = "roads are named, but no table to keep their minutes in; add travel, for example travel: minutes.csv"
        yield Problem("places", text)


@check
def aims_make_sense(scenario: Scenario) -> Iterator[Problem]:
    """An objective names aims in an order or weighs them, not both, each once, and only those that can be counted."""
    objective = scenario.objective
    if objective is None:
        return
    if objective.weights and objective.minimise:
        yield Problem("objective.weights", "weights and an order (minimise) are both given; drop one of the two")
    if not (objective.weights or objective.minimise or objective.at_most):
        yield Problem("objective", "no aim is named; give minimise, weights or at_most, or drop the block")
    for aim in sorted({aim for aim in objective.minimise if objective.minimise.count(aim) > 1}):
        yield Problem("objective.minimise", f"'{aim}' stands twice; name each aim once")
    for aim in objective.give_way_share:
        if aim not in objective.order[:-1]:
            text = f"'{aim}' comes before no other aim, so nothing can make it give way; drop this line"
            yield Problem(f"objective.give_way_share.{aim}", text)
    named = {*objective.order, *objective.weights, *objective.at_most}
    if "lost_water_minutes" in named and scenario.programme.unmet_sessions is not None:
        text = "time in the water cannot be counted while lessons may be left out (programme.unmet_sessions); drop one"
        yield Problem("objective", text)


@check
def one_mode_at_the_own_school(scenario: Scenario) -> Iterator[Problem]:
    """Exactly one mode is held at the school's own pool, and it cannot be left out."""
    own = [name for name, mode in scenario.modes.items() if mode.at_own_school]
    if not own:
        yield Problem("modes", "no mode is held at the own school; set at_own_school: true on one of them")
    for name in own[1:]:
        text = f"'{own[0]}' is held at the own school already; set at_own_school: false on one of the two"
        yield Problem(f"modes.{name}.at_own_school", text)
    for name in own:
        mode = scenario.modes[name]
        if mode.site_kind != "school_pool":
            text = f"lessons at the own school are held at a school_pool, not at a {mode.site_kind}; write school_pool"
            yield Problem(f"modes.{name}.site_kind", text)
        if not mode.offered:
            text = "the own pool is where every school starts and cannot be left out; drop this line"
            yield Problem(f"modes.{name}.offered", text)


@check
def every_trip_has_a_limit(scenario: Scenario) -> Iterator[Problem]:
    """A mode away from the own school says how long a trip may be."""
    for name, mode in scenario.modes.items():
        limits = mode.max_travel_min
        if not mode.at_own_school and (limits is None or (limits.walk is None and limits.bus is None)):
            text = "no school could travel; give a limit in minutes for walk, bus or both"
            yield Problem(f"modes.{name}.max_travel_min", text)
