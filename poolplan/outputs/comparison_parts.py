"""What the pages and tables of a comparison share: indicators side by side, choices, and the data of all answers."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from poolplan.analysis.compare import OF_WHOLE_HORIZON, baseline_of, checkpoints, present_value, side_by_side
from poolplan.outputs.features import Json, board
from poolplan.outputs.money import change_text, number_text, year_text, yen_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.words import label_in, word
from poolplan.results.plan import Answer
from poolplan.scenario.schema import Scenario

SHOWN = ("schools_moved", "pools_retired", "minutes_mean", "minutes_max", "cost_yen", "cost_to_date_yen")
"""Indicators of each point in time on the page, top to bottom; the present value of all stands below them."""
LESS_IS_BETTER = frozenset({"minutes_mean", "minutes_max", "cost_yen", "cost_to_date_yen", *OF_WHOLE_HORIZON})
"""Indicators whose smallest value is marked. How many schools move or pools go is a choice, not a score."""


class Cell(NamedTuple):
    """A value as people read it."""

    text: str
    is_best: bool


class Line(NamedTuple):
    """A row of the page's table: one indicator at one point in time."""

    name: str
    cells: list[Cell]


class Block(NamedTuple):
    """The rows of one point in time."""

    year: str
    stage: str
    lines: list[Line]
    of: str = ""
    """The year as figures; empty for the whole period."""


class Choice(NamedTuple):
    """An entry of a list to choose from."""

    value: str
    name: str
    is_chosen: bool
    """Chosen when the page opens."""


def blocks_of(tidy: pd.DataFrame, lang: Lang, against: Line | None = None) -> list[Block]:
    """Lay the comparison out for the page, best values marked; `against` ends it."""
    wide = side_by_side(tidy)
    values = {(index.year, index.indicator): list(row) for index, row in indexed(wide)}
    stages = {index.year: index.stage for index, _ in indexed(wide)}
    blocks = []
    for year, stage in stages.items():
        lines = [_line(name, values[year, name], lang) for name in SHOWN if (year, name) in values]
        title = word("stage", lang).format(n=stage) if stage else ""
        blocks.append(Block(year_text(year, lang), title, lines, str(year)))
    whole = {tuple(_once(wide, name)): name for name in reversed(OF_WHOLE_HORIZON)}  # equal values are told once
    lines = [_line(name, list(values), lang) for values, name in reversed(whole.items())]
    return [*blocks, Block(word("whole_horizon", lang), "", [*lines, *([against] if against else [])])]


def against_text(yen: float, baseline_yen: float, lang: Lang) -> str:
    """Say how much more or less something costs than with every pool kept.

    >>> against_text(7_170_000_000, 11_710_000_000, "ja")
    '（全校自校プールより −45.40億円、−39%）'
    """
    share = f"{yen / baseline_yen - 1:+.0%}".replace("-", "−") if baseline_yen > 0 else number_text(None)
    return word("against_keeping", lang).format(yen=change_text(yen - baseline_yen, lang), share=share)


def against_line(answers: Sequence[Answer], lang: Lang) -> Line | None:
    """Cost of each option against the one in which every school keeps its pool, or None where it is not compared."""
    baseline = baseline_of(answers)
    if baseline is None:
        return None
    known = present_value(baseline)
    changes = [
        number_text(None) if answer is baseline else change_text(present_value(answer) - known, lang)
        for answer in answers
    ]
    return Line(word("against_keeping_name", lang), [Cell(text, is_best=False) for text in changes])


def _once(wide: pd.DataFrame, indicator: str) -> list[float]:
    """Return what stands in every year, once per scenario."""
    return [float(value) for value in wide.xs(indicator, level="indicator").bfill().iloc[0]]


class Index(NamedTuple):
    """What a row of the table for people is about."""

    year: int
    stage: int
    indicator: str
    unit: str


def indexed(wide: pd.DataFrame) -> list[tuple[Index, tuple[float, ...]]]:
    """Rows of the table for people, one value per scenario."""
    rows = wide.reset_index().itertuples(index=False, name=None)
    return [(Index(int(row[0]), int(row[1]), str(row[2]), str(row[3])), tuple(map(float, row[4:]))) for row in rows]


def _line(indicator: str, values: list[float], lang: Lang) -> Line:
    known = [value for value in values if not math.isnan(value)]
    differ = len({round(value, 1) for value in known}) > 1
    best = min(known) if differ and indicator in LESS_IS_BETTER else math.nan
    return Line(word(indicator, lang), [Cell(value_text(indicator, value, lang), value == best) for value in values])


def value_text(indicator: str, value: float, lang: Lang) -> str:
    """Return a value of an indicator as people read it."""
    if math.isnan(value):
        return number_text(None)
    if indicator.endswith("_yen"):
        return yen_text(value, lang)
    if indicator.startswith("minutes_"):
        return number_text(value, word("min", lang), 1)
    return number_text(value, word("schools_unit", lang) if indicator.startswith("schools_") else "")


def merged_board(answers: Sequence[Answer], lang: Lang) -> Json:
    """Shared data of all answers: their modes together."""
    boards = [board(answer.plan, lang) for answer in answers]
    merged = dict(boards[0])
    for part in ("schools", "sites", "modes", "kinds"):
        merged[part] = {key: value for one in reversed(boards) for key, value in _items(one[part])}
    return merged


def _items(part: object) -> list[tuple[str, object]]:
    return list(part.items()) if isinstance(part, dict) else []


def scenario_choices(scenarios: Sequence[Scenario], lang: Lang) -> list[Choice]:
    """List the options; the page opens with the first that moves schools."""
    first = next((scenario for scenario in scenarios if scenario.programme.stages), scenarios[0])
    return [Choice(scenario.name, label_in(scenario.label, lang), scenario is first) for scenario in scenarios]


def year_choices(scenarios: Sequence[Scenario], lang: Lang) -> list[Choice]:
    """List the points in time; the page opens with the last stage."""
    years = checkpoints(scenarios)
    opens = max(years, key=lambda year: (years[year], year))
    names = {year: word("stage", lang).format(n=stage) if stage else "" for year, stage in years.items()}
    return [Choice(str(year), f"{year_text(year, lang)} {name}".strip(), year == opens) for year, name in names.items()]
