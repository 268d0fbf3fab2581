"""Several answers side by side, at the years a board asks about."""

from collections.abc import Sequence

import pandas as pd

from poolplan.results.indicators import CITY
from poolplan.results.plan import Answer
from poolplan.scenario.schema import Scenario

COMPARED = (
    "schools_moved",
    "pools_retired",
    "minutes_mean",
    "minutes_max",
    "pupils_travelling",
    "water_minutes_per_pupil",
    "cost_yen",
    "opex_yen",
    "cost_to_date_yen",
    "present_value_yen",
    "present_value_general_fund_yen",
)
"""Indicators compared, in the order in which people read them."""
WHOLE_HORIZON = "present_value_yen"
OF_WHOLE_HORIZON = (WHOLE_HORIZON, "present_value_general_fund_yen")
"""Life-cycle cost whoever pays, and what of it finance sees: the two may rank plans differently."""
STEP_YEARS = 10
NEAR_LAST_YEARS = 5
"""A decade closer to the last year than this adds nothing and is left out."""
COLUMNS = ["year", "stage", "scenario", "indicator", "value", "unit"]


def checkpoints(scenarios: Sequence[Scenario]) -> dict[int, int]:
    """Years at which plans are compared: every stage year, each decade well before the last year, and the last year.

    The value is the number of the stage, counting those of all scenarios in order of year from 1; 0 where the year
    is no stage.
    """
    stages = sorted({stage.year for scenario in scenarios for stage in scenario.programme.stages})
    years = set(stages)
    for scenario in scenarios:
        last = scenario.years.last
        years |= {year for year in scenario.planned_years if year % STEP_YEARS == 0 and year <= last - NEAR_LAST_YEARS}
        years.add(last)
    return {year: stages.index(year) + 1 if year in stages else 0 for year in sorted(years)}


def compare(answers: Sequence[Answer]) -> pd.DataFrame:
    """Compare answers; one row per checkpoint year, scenario and indicator of the whole city.

    Columns: year, stage (1, 2, ...; 0 = no stage), scenario, indicator, value, unit. A scenario without stages is
    compared at the stage years of the others; years it does not plan are left out. The present values, which belong
    to the whole horizon, stand in every year. Rows keep the order of `answers` and of `COMPARED`.
    """
    stages = checkpoints([answer.plan.network.scenario for answer in answers])
    found = pd.concat([_rows(answer, stages, place) for place, answer in enumerate(answers)], ignore_index=True)
    found["order"] = found["indicator"].map({name: place for place, name in enumerate(COMPARED)})
    found = found.sort_values(["year", "order", "place"], ignore_index=True)
    return found[COLUMNS]


def baseline_of(answers: Sequence[Answer]) -> Answer | None:
    """Return the first answer in which no school ever moves, against which the others' costs are told, if any."""
    return next((answer for answer in answers if not _moved(answer)), None)


def present_value(answer: Answer) -> float:
    """Cost of the whole horizon, whoever pays, yen."""
    table = answer.indicators
    return float(table.loc[table["indicator"] == WHOLE_HORIZON, "value"].iloc[0])


def _moved(answer: Answer) -> bool:
    table = answer.indicators
    return bool((table.loc[table["indicator"] == "schools_moved", "value"] > 0).any())


def side_by_side(tidy: pd.DataFrame) -> pd.DataFrame:
    """Lay a comparison out for people: one row per year and indicator, one column per scenario.

    The index is year, stage, indicator, unit; a scenario without the value has NaN.
    """
    order = list(dict.fromkeys(tidy["scenario"]))
    index = ["year", "stage", "indicator", "unit"]
    wide = tidy.pivot_table(index=index, columns="scenario", values="value", aggfunc="first").reindex(columns=order)
    places = {name: place for place, name in enumerate(COMPARED)}
    return wide.sort_index(key=lambda level: level.map(places) if level.name == "indicator" else level)


def _rows(answer: Answer, stages: dict[int, int], place: int) -> pd.DataFrame:
    scenario = answer.plan.network.scenario
    table = answer.indicators
    table = table[(table["scope"] == CITY) & table["indicator"].isin(COMPARED)]
    whole = table[table["indicator"].isin(OF_WHOLE_HORIZON)]
    years = [year for year in stages if year in scenario.planned_years]
    yearly = table[table["year"].isin(years) & ~table["indicator"].isin(OF_WHOLE_HORIZON)]
    repeated = [whole.assign(year=year) for year in years]
    rows = pd.concat([yearly, *repeated], ignore_index=True)
    return rows.assign(stage=rows["year"].map(stages), scenario=scenario.name, place=place)
