"""comparison.csv, comparison.xlsx and comparison.html: several answers side by side, in one folder."""

import math
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import xlsxwriter

from poolplan.analysis.compare import OF_WHOLE_HORIZON, checkpoints, compare, side_by_side
from poolplan.errors import PoolplanError
from poolplan.outputs import assets
from poolplan.outputs.features import Json, board, kinds, moments, snapshot
from poolplan.outputs.folder import replace_folder
from poolplan.outputs.map_layers import Glue, MomentLayer, base_map, figure_of
from poolplan.outputs.map_page import Card, card_of
from poolplan.outputs.money import number_text, year_text, yen_text
from poolplan.outputs.panels import legend_of, notes_of, render
from poolplan.outputs.registry import Lang
from poolplan.outputs.sheets import HEAD
from poolplan.outputs.tables import write_csv
from poolplan.outputs.words import label_in, word
from poolplan.outputs.workbook import CREATED, OPTIONS
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


class Choice(NamedTuple):
    """An entry of a list to choose from."""

    value: str
    name: str
    is_chosen: bool
    """Chosen when the page opens."""


def check_different(names: Iterable[str]) -> None:
    """Refuse a comparison of nothing, or of two scenarios with one name."""
    listed = list(names)
    double = sorted({name for name in listed if listed.count(name) > 1})
    if double or not listed:
        what = f"scenario '{double[0]}' is given twice" if double else "no scenario is given"
        raise PoolplanError(f"comparison: {what}; give scenarios with different names")


def write_comparison(answers: Sequence[Answer], folder: Path, lang: Lang) -> list[Path]:
    """Write the comparison of answers into `folder`, whole or not at all; returns the files, sorted.

    Raises:
        PoolplanError: two answers share a scenario name, or the folder cannot be written.
    """
    check_different(answer.plan.network.scenario.name for answer in answers)
    tidy = compare(answers)

    def write(into: Path) -> Iterable[Path]:
        write_csv(tidy, into / "comparison.csv")
        (into / "comparison.xlsx").write_bytes(comparison_workbook(answers, tidy, lang))
        page = comparison_page(answers, tidy, lang)
        (into / "comparison.html").write_text(page, encoding="utf-8", newline="\n")
        return into.iterdir()

    return replace_folder(folder, write)


def blocks_of(tidy: pd.DataFrame, lang: Lang) -> list[Block]:
    """Lay the comparison out for the page, best values marked."""
    wide = side_by_side(tidy)
    values = {(index.year, index.indicator): list(row) for index, row in _indexed(wide)}
    stages = {index.year: index.stage for index, _ in _indexed(wide)}
    blocks = []
    for year, stage in stages.items():
        lines = [_line(name, values[year, name], lang) for name in SHOWN if (year, name) in values]
        title = word("stage", lang).format(n=stage) if stage else ""
        blocks.append(Block(year_text(year, lang), title, lines))
    whole = {tuple(_once(wide, name)): name for name in reversed(OF_WHOLE_HORIZON)}  # equal values are told once
    lines = [_line(name, list(values), lang) for values, name in reversed(whole.items())]
    return [*blocks, Block(word("whole_horizon", lang), "", lines)]


def _once(wide: pd.DataFrame, indicator: str) -> list[float]:
    """Return what stands in every year, once per scenario."""
    return [float(value) for value in wide.xs(indicator, level="indicator").bfill().iloc[0]]


class Index(NamedTuple):
    """What a row of the table for people is about."""

    year: int
    stage: int
    indicator: str
    unit: str


def _indexed(wide: pd.DataFrame) -> list[tuple[Index, tuple[float, ...]]]:
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


def comparison_page(answers: Sequence[Answer], tidy: pd.DataFrame, lang: Lang) -> str:
    """Return the page: table of all options, and one map on which to choose option and point in time."""
    years = checkpoints([answer.plan.network.scenario for answer in answers])
    first = answers[0]
    canvas = base_map(first.plan, lang)
    cards: list[Card] = []
    for answer in answers:
        name, before = answer.plan.network.scenario.name, None
        for moment in moments(answer, years):
            key = f"{name}|{moment.year}"
            cards.append(card_of(answer, moment._replace(stage=years[moment.year]), lang, key))
            data = snapshot(answer.plan, moment.year, before, lang)
            MomentLayer(key, key, data, show=False, control=False).add_to(canvas)
            before = moment.year
    figure = figure_of(canvas, _body(answers, tidy, cards, lang), _board(answers, lang))
    Glue(f"poolplan.settle({canvas.get_name()});").add_to(canvas)
    Glue(f"poolplan.choose({canvas.get_name()}, ['pp-scenario', 'pp-year']);").add_to(canvas)
    return assets.self_contained(figure, lang=lang, title=word("comparison_title", lang))


def _board(answers: Sequence[Answer], lang: Lang) -> Json:
    """Shared data of all answers: their modes together."""
    boards = [board(answer.plan, lang) for answer in answers]
    merged = dict(boards[0])
    for part in ("schools", "sites", "modes", "kinds"):
        merged[part] = {key: value for one in reversed(boards) for key, value in _items(one[part])}
    return merged


def _items(part: object) -> list[tuple[str, object]]:
    return list(part.items()) if isinstance(part, dict) else []


def _body(answers: Sequence[Answer], tidy: pd.DataFrame, cards: list[Card], lang: Lang) -> str:
    scenarios = [answer.plan.network.scenario for answer in answers]
    years = checkpoints(scenarios)
    modes = dict.fromkeys(line for scenario in scenarios for line in legend_of(scenario, lang))
    return render(
        "comparison.html",
        lang,
        {
            "title": word("comparison_title", lang),
            "question": word("comparison_question", lang),
            "scenarios": _scenario_choices(scenarios, lang),
            "years": _year_choices(years, lang),
            "blocks": blocks_of(tidy, lang),
            "cards": cards,
            "modes": list(modes),
            "kinds": {key: value for answer in answers for key, value in kinds(answer.plan, lang).items()},
            "notes": notes_of(answers, lang),
        },
    )


def _scenario_choices(scenarios: Sequence[Scenario], lang: Lang) -> list[Choice]:
    """List the options; the page opens with the first that moves schools."""
    first = next((scenario for scenario in scenarios if scenario.programme.stages), scenarios[0])
    return [Choice(scenario.name, label_in(scenario.label, lang), scenario is first) for scenario in scenarios]


def _year_choices(years: Mapping[int, int], lang: Lang) -> list[Choice]:
    """List the points in time; the page opens with the last stage."""
    opens = max(years, key=lambda year: (years[year], year))
    names = {year: word("stage", lang).format(n=stage) if stage else "" for year, stage in years.items()}
    return [Choice(str(year), f"{year_text(year, lang)} {name}".strip(), year == opens) for year, name in names.items()]


def comparison_workbook(answers: Sequence[Answer], tidy: pd.DataFrame, lang: Lang) -> bytes:
    """Return a workbook with the table for people: one row per year and indicator, one column per scenario."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": word("comparison_title", lang), "author": "poolplan", "created": CREATED})
    page = book.add_worksheet(word("comparison_title", lang))
    head = book.add_format(HEAD)
    number = book.add_format({"num_format": "#,##0.##"})
    labels = [label_in(answer.plan.network.scenario.label, lang) for answer in answers]
    titles = [
        word("head_year", lang),
        word("point_in_time", lang),
        word("indicator", lang),
        word("head_unit", lang),
    ]
    for column, title in enumerate([*titles, *labels]):
        page.write_string(0, column, title, head)
    for row, (index, values) in enumerate(_indexed(side_by_side(tidy)), start=1):
        page.write_number(row, 0, index.year)
        page.write_string(row, 1, word("stage", lang).format(n=index.stage) if index.stage else "")
        page.write_string(row, 2, word(index.indicator, lang))
        page.write_string(row, 3, index.unit)
        for column, value in enumerate(values, start=4):
            if not math.isnan(value):
                page.write_number(row, column, value, number)
    page.set_column(0, 1, 10)
    page.set_column(2, 3, 26)
    page.set_column(4, 3 + len(labels), 20)
    page.freeze_panes(1, 4)
    book.close()
    return buffer.getvalue()
