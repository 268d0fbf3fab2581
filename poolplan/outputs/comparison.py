"""The files of a comparison: tables, map and options board of several answers, and board and report of each."""

import math
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import xlsxwriter

from poolplan.analysis.compare import baseline_of, checkpoints, compare, side_by_side
from poolplan.errors import PoolplanError
from poolplan.outputs import assets
from poolplan.outputs.comparison_parts import (
    against_line,
    blocks_of,
    indexed,
    merged_board,
    scenario_choices,
    year_choices,
)
from poolplan.outputs.features import kinds, moments, snapshot
from poolplan.outputs.finance.compared_sheet import add_compared
from poolplan.outputs.finance.page import finance_page
from poolplan.outputs.finance.workbook import finance_workbook
from poolplan.outputs.folder import replace_folder
from poolplan.outputs.map_layers import Glue, MomentLayer, base_map, figure_of
from poolplan.outputs.map_page import Card, card_of
from poolplan.outputs.options_board import options_page
from poolplan.outputs.panels import legend_of, notes_of, render
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.page import report_page
from poolplan.outputs.sheets import HEAD, on_a4, unit_name
from poolplan.outputs.stage_board.page import board_page
from poolplan.outputs.tables import write_csv
from poolplan.outputs.words import label_in, word
from poolplan.outputs.workbook import CREATED, OPTIONS
from poolplan.results.plan import Answer


def check_different(names: Iterable[str]) -> None:
    """Refuse a comparison of nothing, or of two scenarios with one name."""
    listed = list(names)
    double = sorted({name for name in listed if listed.count(name) > 1})
    if double or not listed:
        what = f"scenario '{double[0]}' is given twice" if double else "no scenario is given"
        raise PoolplanError(f"comparison: {what}; give scenarios with different names")


def write_comparison(answers: Sequence[Answer], folder: Path, lang: Lang) -> list[Path]:
    """Write the comparison of answers into `folder`, whole or not at all; returns the files, sorted.

    Where one of them keeps every pool, the others' boards and reports tell their costs against it.

    Raises:
        PoolplanError: two answers share a scenario name, or the folder cannot be written.
    """
    check_different(answer.plan.network.scenario.name for answer in answers)
    tidy = compare(answers)

    def write(into: Path) -> Iterable[Path]:
        write_csv(tidy, into / "comparison.csv")
        (into / "comparison.xlsx").write_bytes(comparison_workbook(answers, tidy, lang))
        _write_page(into / "comparison.html", comparison_page(answers, tidy, lang))
        _write_page(into / "options.html", options_page(answers, tidy, lang))
        baseline = baseline_of(answers)
        for answer in answers:
            name = answer.plan.network.scenario.name
            _write_page(into / f"board_{name}.html", board_page(answer, lang, baseline))
            _write_page(into / f"report_{name}.html", report_page(answer, lang, baseline))
            _write_page(into / f"finance_{name}.html", finance_page(answer, lang, baseline))
            (into / f"finance_{name}.xlsx").write_bytes(finance_workbook(answer, lang, baseline))
        return into.iterdir()

    return replace_folder(folder, write)


def _write_page(path: Path, page: str) -> None:
    path.write_text(page, encoding="utf-8", newline="\n")


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
    figure = figure_of(canvas, _body(answers, tidy, cards, lang), merged_board(answers, lang))
    Glue(f"poolplan.settle({canvas.get_name()});").add_to(canvas)
    Glue(f"poolplan.choose({canvas.get_name()}, ['pp-scenario', 'pp-year']);").add_to(canvas)
    return assets.self_contained(figure, lang=lang, title=word("comparison_title", lang))


def _body(answers: Sequence[Answer], tidy: pd.DataFrame, cards: list[Card], lang: Lang) -> str:
    scenarios = [answer.plan.network.scenario for answer in answers]
    modes = dict.fromkeys(line for scenario in scenarios for line in legend_of(scenario, lang))
    return render(
        "comparison.html",
        lang,
        {
            "title": word("comparison_title", lang),
            "question": word("comparison_question", lang),
            "scenarios": scenario_choices(scenarios, lang),
            "years": year_choices(scenarios, lang),
            "blocks": blocks_of(tidy, lang, against_line(answers, lang)),
            "cards": cards,
            "modes": list(modes),
            "kinds": {key: value for answer in answers for key, value in kinds(answer.plan, lang).items()},
            "notes": notes_of(answers, lang),
        },
    )


def comparison_workbook(answers: Sequence[Answer], tidy: pd.DataFrame, lang: Lang) -> bytes:
    """Return a workbook with the table for people: one row per year and indicator, one column per scenario."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": word("comparison_title", lang), "author": "poolplan", "created": CREATED})
    page = book.add_worksheet(word("comparison_title", lang))
    head = book.add_format(HEAD)
    number, yen = book.add_format({"num_format": "#,##0.##"}), book.add_format({"num_format": "#,##0"})
    labels = [label_in(answer.plan.network.scenario.label, lang) for answer in answers]
    titles = [
        word("head_year", lang),
        word("point_in_time", lang),
        word("indicator", lang),
        word("head_unit", lang),
    ]
    for column, title in enumerate([*titles, *labels]):
        page.write_string(0, column, title, head)
    for row, (index, values) in enumerate(indexed(side_by_side(tidy)), start=1):
        page.write_number(row, 0, index.year)
        page.write_string(row, 1, word("stage", lang).format(n=index.stage) if index.stage else "")
        page.write_string(row, 2, word(index.indicator, lang))
        page.write_string(row, 3, unit_name(index.unit, lang))
        for column, value in enumerate(values, start=4):
            if not math.isnan(value):
                page.write_number(row, column, value, yen if index.unit.startswith("yen") else number)
    page.set_column(0, 1, 12)
    page.set_column(2, 2, 44)
    page.set_column(3, 3, 26)
    page.set_column(4, 3 + len(labels), 20)
    page.freeze_panes(1, 4)
    on_a4(page, head_row=0)
    add_compared(book, answers, lang)
    book.close()
    return buffer.getvalue()
