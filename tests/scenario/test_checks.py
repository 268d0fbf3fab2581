"""Every check has a scenario that provokes it, and says so word for word."""

from pathlib import Path

import pytest

from poolplan.errors import ScenarioError
from poolplan.scenario.check_registry import CHECKS, PLACE_CHECKS
from poolplan.scenario.checks import check_places, check_scenario
from poolplan.scenario.read import read
from tests.scenario.files import WHOLE, child, complaints, write
from tests.scenario.school_days import LESSONS, a_school_day

STAGES = "programme.stages"
SAID = "label: {ja: 例, en: x}, source: test"
PROVOKED = {
    "end_after_the_start": [
        ("years: {last: 2021}", "years.last: the end year 2021 lies before the start 2022; give 2022 or later"),
    ],
    "plan_a_century_at_most": [
        ("years: {last: 2122}", "years.last: 101 years are planned; plan 100 years at most (30 to 60 are usual)"),
    ],
    "prices_not_from_after_the_plan": [
        ("costs: {base_year: 2052}", "costs.base_year: prices are those of 2052, but the plan ends in 2051; "
         "give a base year of 2051 or earlier"),
    ],
    "bounds_hold_a_city": [
        ("places: {bounds: {east: 130.5}}", "places.bounds.east: 130.5 degrees is not more than west (130.5); "
         "exchange or mend the two"),
        ("places: {bounds: {north: 32}}", "places.bounds.north: 32 degrees is not more than south (32.6); "
         "exchange or mend the two"),
    ],
    "keep_what_roads_give": [
        ("places: {travel: , roads: city.osm.pbf}", "places: roads are named, but no table to keep their minutes in; "
         "add travel, for example travel: minutes.csv"),
    ],
    "one_mode_at_the_own_school": [
        ("modes: {own: }", "modes: no mode is held at the own school; set at_own_school: true on one of them"),
        ("modes: {shared: {at_own_school: true}}", "modes.shared.at_own_school: 'own' is held at the own school "
         "already; set at_own_school: false on one of the two"),
        ("modes: {own: {site_kind: club}}", "modes.own.site_kind: lessons at the own school are held at a "
         "school_pool, not at a club; write school_pool"),
        ("modes: {own: {offered: false}}", "modes.own.offered: the own pool is where every school starts and "
         "cannot be left out; drop this line"),
    ],
    "every_trip_has_a_limit": [
        ("modes: {shared: {max_travel_min: }}", "modes.shared.max_travel_min: no school could travel; "
         "give a limit in minutes for walk, bus or both"),
        ("modes: {shared: {max_travel_min: {walk: }}}", "modes.shared.max_travel_min: no school could travel; "
         "give a limit in minutes for walk, bus or both"),
    ],
    "stages_in_order": [
        ("programme: {stages: [{year: 2023, schools: 1}, {year: 2022, schools: 2}]}", f"{STAGES}.1.year: "
         "2022 comes after the stage of 2023; put the stages in order of year"),
        ("programme: {stages: [{year: 2022, schools: 1}, {year: 2022, schools: 2}]}", f"{STAGES}.1.year: "
         "two stages are set for 2022; join them into one"),
    ],
    "stages_within_the_plan": [
        ("programme: {stages: [{year: 2052, schools: 1}]}", f"{STAGES}.0.year: 2052 is not planned (2022-2051); "
         "move the stage or change years"),
    ],
    "stages_never_shrink": [
        ("programme: {stages: [{year: 2022, schools: 3}, {year: 2023, schools: 2}]}", f"{STAGES}.1.schools: "
         "2 is fewer than the 3 schools of 2022, and a school that has moved stays moved; give 3 or more"),
    ],
    "modes_never_shrink": [
        ("programme: {stages: [{year: 2022, schools: 3, by_mode: {shared: 2}}, "
         "{year: 2023, schools: 5, by_mode: {shared: 1}}]}", f"{STAGES}.1.by_mode.shared: "
         "1 is fewer than the 2 of 2022, and no school changes its mode again; give 2 or more"),
    ],
    "mix_fits_in_the_stage": [
        ("programme: {stages: [{year: 2022, schools: 3, by_mode: {shared: 2, commission: 2}}]}",
         f"{STAGES}.0.by_mode: shared 2 + commission 2 do not fit in a stage of 3 (fixed and earlier schools count); "
         "make them agree"),
        ("programme: {stages: [{year: 2022, schools: 2, by_mode: {shared: 2}, fixed: {a: commission}}]}",
         f"{STAGES}.0.by_mode: commission 1 + shared 2 do not fit in a stage of 2 (fixed and earlier schools count); "
         "make them agree"),
        ("programme: {stages: [{year: 2022, schools: 2, by_mode: {shared: 1}, fixed: {a: shared, b: shared}}]}",
         f"{STAGES}.0.by_mode.shared: 1 is fewer than the 2 schools fixed to shared; give 2 or more"),
    ],
    "named_modes_can_be_used": [
        ("programme: {prefer_mode: sharde}", "programme.prefer_mode: no mode 'sharde' (did you mean 'shared'?); "
         "give one of own, commission, shared"),
        ("programme: {prefer_mode: own}", "programme.prefer_mode: 'own' is the school's own pool, which is no move; "
         "give another mode"),
        ("modes: {shared: {offered: false}}\nprogramme: {prefer_mode: shared}", "programme.prefer_mode: 'shared' is "
         "not offered in this scenario; offer it (modes.shared.offered) or give another mode"),
        ("programme: {stages: [{year: 2022, schools: 2, fixed: {a: own}}]}", f"{STAGES}.0.fixed.a: 'own' is the "
         "school's own pool, which is no move; give another mode"),
        ("programme: {stages: [{year: 2022, schools: 2, by_mode: {club: 0}}]}", f"{STAGES}.0.by_mode.club: no mode "
         "'club'; give one of own, commission, shared"),
        ("programme: {stages: [{year: 2022, schools: 2, host_levels: {own: elementary}}]}",
         f"{STAGES}.0.host_levels.own: 'own' is the school's own pool, which is no move; give another mode"),
    ],
    "hosts_only_at_school_pools": [
        ("programme: {stages: [{year: 2022, schools: 2, host_levels: {commission: elementary}}]}",
         f"{STAGES}.0.host_levels.commission: 'commission' is held at a club, which has no host school; "
         "drop this line"),
    ],
    "fixed_schools_stay": [
        ("programme: {stages: [{year: 2022, schools: 1, fixed: {a: commission}}, "
         "{year: 2023, schools: 2, fixed: {a: shared}}]}", f"{STAGES}.1.fixed.a: 'a' is fixed to commission in 2022 "
         "already, and a school moves once; write commission"),
    ],
    "fixed_schools_fit_in_the_stage": [
        ("programme: {stages: [{year: 2022, schools: 1, fixed: {a: commission, b: shared}}]}",
         f"{STAGES}.0.schools: 1 is fewer than the 2 schools fixed by then; give 2 or more"),
    ],
    "aims_make_sense": [
        ("objective: {minimise: [worst_minutes], weights: {cost: 1}, source: x}", "objective.weights: weights and an "
         "order (minimise) are both given; drop one of the two"),
        ("objective: {source: x}", "objective: no aim is named; give minimise, weights or at_most, or drop the block"),
        ("objective: {minimise: [cost, cost], source: x}", "objective.minimise: 'cost' stands twice; name each aim "
         "once"),
        ("objective: {minimise: [cost], give_way_share: {cost: 0.1}, source: x}", "objective.give_way_share.cost: "
         "'cost' comes before no other aim, so nothing can make it give way; drop this line"),
        ("objective: {minimise: [lost_water_minutes], source: x}\n"
         "programme: {unmet_sessions: {yen_per_session: 1, source: x}}", "objective: time in the water cannot be "
         "counted while lessons may be left out (programme.unmet_sessions); drop one"),
    ],
    "whole_schools_where_asked": [
        ("programme: {keep_together: grade, prefer_mode: commission}", "programme.prefer_mode: a preferred mode is for "
         "whole schools; drop this line, or write keep_together: school"),
        ("programme: {keep_together: grade}\nplaces: {quotes: quotes.csv}", "places.quotes: quoted prices are for "
         "whole schools; drop this line, or write programme.keep_together: school"),
    ],
    "the_citys_own_money_counts": [
        ("costs: {counted_payers: [users]}", "costs.counted_payers: general_fund is not named, so that most costs "
         "would look free; name it, or drop the line"),
        ("costs: {counted_payers: []}", "costs.counted_payers: general_fund is not named, so that most costs would "
         "look free; name it, or drop the line"),
    ],
    "surcharges_have_their_days": [
        ("costs: {bus: {surcharges: {season_share: 0.1, source: test}}}", "costs.bus.surcharges.season: no days are "
         "given; give days, or drop season_share"),
        ("costs: {bus: {surcharges: {season_share: 0.1, season: [{first: 04-31, last: 05-05}], source: test}}}",
         "costs.bus.surcharges.season: there is no day 04-31 (month-day); mend it"),
        ("costs: {bus: {surcharges: {night_share: 0.1, night_from: '05:00', source: test}}}",
         "costs.bus.surcharges.night_from: the night begins and ends at 05:00; give its hours, or drop night_share"),
    ],
    "ceilings_are_given": [
        ("costs: {budget: {source: test}}", "costs.budget: no ceiling is given; give works_yen_per_year, "
         "works_yen_by_year or works_over_years, or drop the block"),
    ],
    "ceilings_lie_within_the_plan": [
        ("costs: {budget: {works_yen_by_year: {2052: 1}, source: test}}", "costs.budget.works_yen_by_year.2052: "
         "2052 is not planned (2022-2051); drop the line or change years"),
    ],
    "loans_are_repaid": [
        ("finance: {bonds: {works_share: {}, interest_share: 0.01, years: 3, grace_years: 3, source: x}}",
         "finance.bonds.grace_years: 3 years of grace leave none of 3 to repay in; give fewer"),
    ],
    "ranges_mean_something": [
        (f"sensitivity: {{parameters: {{x: {{path: costs.bus.day.km_step, low: 20, high: 2, {SAID}}}}}}}",
         "sensitivity.parameters.x.high: 2 is not more than low (20); exchange or mend the two"),
    ],
    "sensitivity_names_what_there_is": [
        ("sensitivity: {parameters: {}}", "sensitivity.parameters: no parameter is given; give one or more, or drop "
         "the block sensitivity"),
    ],
    "correlations_agree": [
        (f"sensitivity: {{parameters: {{x: {{path: costs.bus.day.km_step, low: 2, high: 20, {SAID}}}}}, "
         "correlations: [{between: [x, x], rank: 0.5, source: test}]}",
         "sensitivity.correlations.0.between: 'x' is named twice; name two parameters"),
    ],
}  # fmt: skip
PROVOKED |= LESSONS
CASES = [(name, text, sentence) for name, cases in PROVOKED.items() for text, sentence in cases]

PLACES = {
    "stages_fit_in_the_city": "town.yaml, line 58, programme.stages.1.schools: 5 is more than the city's 3 schools; "
    "give 3 or fewer",
    "fixed_schools_exist": "town.yaml, line 57, programme.stages.0.fixed.akitaminami: no school 'akitaminami' in the "
    "table of schools (did you mean 'akitaminani'?); mend the id",
    "stage_has_a_school_for_every_ward": "--set programme.stages.0.every_ward: 2 schools cannot serve 3 wards; "
    "give 3 schools or drop every_ward",
    "decisions_name_schools_there_are": "town.yaml, line 64, sensitivity.thresholds.t.decision.school: 'honjou' is no "
    "school (did you mean 'honjo'?)",
}
ASKED = f"""\
sensitivity:
  parameters: {{x: {{path: costs.bus.day.km_step, low: 2, high: 20, {SAID}}}}}
  thresholds:
    t: {{label: {{ja: 例, en: x}}, parameter: x, decision: {{what: school_mode, mode: shared, school: honjou}}}}
"""


def test_every_check_is_provoked() -> None:
    assert PROVOKED.keys() == CHECKS.keys()
    assert {*PLACES, "schools_of_the_timetable_exist"} == PLACE_CHECKS.keys()


@pytest.mark.parametrize(("name", "text", "sentence"), CASES)
def test_a_contradiction_is_named_with_its_line(folder: Path, name: str, text: str, sentence: str) -> None:
    found = complaints(child(folder, text + "\n"))
    assert sentence in [problem.partition(f"line {number}, ")[2] for problem in found for number in _lines(problem)]
    reading = read(folder / "child.yaml")
    assert sentence in [str(problem) for problem in CHECKS[name](reading.scenario)]


def test_contradictions_come_together(folder: Path) -> None:
    text = "years: {last: 2021}\nplaces: {bounds: {east: 130}}\nprogramme: {prefer_mode: own}\n"
    assert [problem.partition(":")[0] for problem in complaints(child(folder, text))] == [
        "child.yaml, line 2, years.last",
        "child.yaml, line 3, places.bounds.east",
        "child.yaml, line 4, programme.prefer_mode",
    ]


def test_without_origins_the_path_alone_is_named(folder: Path) -> None:
    scenario = read(child(folder, "years: {last: 2020}\ncosts: {base_year: 2020}\n")).scenario
    with pytest.raises(ScenarioError) as caught:
        check_scenario(scenario)
    assert caught.value.problems[0] == "years.last: the end year 2020 lies before the start 2022; give 2022 or later"


def test_what_does_not_fit_the_city(folder: Path) -> None:
    reading = read(write(folder, "town.yaml", WHOLE + ASKED), ["programme.stages.0.every_ward=true"])
    wards = {"akitaminani": "minami", "tasoko": "kita", "honjo": "chuo"}
    with pytest.raises(ScenarioError) as caught:
        check_places(reading.scenario, wards, reading.origins)
    assert sorted(caught.value.problems) == sorted(PLACES.values())
    known = {f"s{n}": "w" for n in range(9)} | {"akitaminami": "w", "honjou": "w"}
    check_places(reading.scenario, known, reading.origins)


def test_a_timetable_names_schools_of_the_city(folder: Path) -> None:
    text = a_school_day({"limits.weekdays_by_school": {"tasko": ["mon"]}})
    reading = read(child(folder, text + "\nprogramme: {stages: []}"))
    with pytest.raises(ScenarioError, match="'tasko' is in no table of schools \\(did you mean 'tasoko'") as caught:
        check_places(reading.scenario, {"tasoko": "kita"}, reading.origins)
    assert len(caught.value.problems) == 1


def _lines(sentence: str) -> list[str]:
    return [part.removeprefix("line ") for part in sentence.split(", ") if part.startswith("line ")]
