"""options.html: two or three answers of a comparison side by side, with the schools in which they differ."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import folium
import pandas as pd
from branca.element import Figure

from poolplan.analysis.compare import checkpoints, present_value
from poolplan.outputs import assets
from poolplan.outputs.comparison_parts import (
    Choice,
    against_line,
    blocks_of,
    merged_board,
    scenario_choices,
    year_choices,
)
from poolplan.outputs.features import Json, kinds, moments, snapshot, ward_features
from poolplan.outputs.map_layers import Glue, Raw, Shared, add_static, bounds_of
from poolplan.outputs.map_page import card_of
from poolplan.outputs.money import yen_text
from poolplan.outputs.panels import legend_of, notes_of, render
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.method import marks_of
from poolplan.outputs.words import word
from poolplan.results.plan import Answer

MOST = 3
"""Maps side by side."""
FIGURES = ("moved", "retired", "minutes", "cost")
"""Fields of a card that stand above each map."""


class Column(NamedTuple):
    """A map with what is chosen on it."""

    number: int
    choices: list[Choice]
    """The options; the last column may stay empty."""


def options_page(answers: Sequence[Answer], tidy: pd.DataFrame, lang: Lang) -> str:
    """Return the page as HTML; equal answers give equal pages."""
    years = checkpoints([answer.plan.network.scenario for answer in answers])
    figure = Figure()
    add_static(figure, ("board.css", "stages.css"), ("labels.js", "board.js", "stages.js", "options.js"))
    figure.header.add_child(Shared(_shared(answers, years, lang)), name="board_data")
    columns = columns_of(answers, lang)
    figure.html.add_child(Raw(_body(answers, tidy, columns, lang)), name="board_body")
    for column in columns:
        canvas = folium.Map(tiles=None, zoom_snap=0.25, prefer_canvas=True, track_resize=False)
        Glue(f"options.add({canvas.get_name()}, {column.number});").add_to(canvas)
        figure.add_child(canvas)
    return assets.self_contained(figure, lang=lang, title=word("ob_title", lang), has_tiles=True)


def columns_of(answers: Sequence[Answer], lang: Lang) -> list[Column]:
    """One column per map; each opens with another answer, those that move schools first."""
    scenarios = [answer.plan.network.scenario for answer in answers]
    choices = [choice._replace(is_chosen=False) for choice in scenario_choices(scenarios, lang)]
    order = sorted(range(len(answers)), key=lambda place: not scenarios[place].programme.stages)
    return [
        Column(number, [choice._replace(is_chosen=place == order[number]) for place, choice in enumerate(choices)])
        for number in range(min(MOST, len(answers)))
    ]


def _shared(answers: Sequence[Answer], years: Mapping[int, int], lang: Lang) -> Json:
    """What all maps share, with every answer at every point in time: who swims where, and the figures."""
    plan, snapshots, cards = answers[0].plan, dict[str, Json](), dict[str, list[str]]()
    for answer in answers:
        name, before = answer.plan.network.scenario.name, None
        whole = yen_text(present_value(answer), lang)
        for moment in moments(answer, years):
            key = f"{name}|{moment.year}"
            snapshots[key] = snapshot(answer.plan, moment.year, before, lang)
            card = card_of(answer, moment, lang)
            cards[key] = [*(str(getattr(card, field)) for field in FIGURES), whole]
            before = moment.year
    return merged_board(answers, lang) | {
        "wards": ward_features(plan, lang),
        "bounds": bounds_of(plan),
        "snapshots": snapshots,
        "cards": cards,
    }


def _body(answers: Sequence[Answer], tidy: pd.DataFrame, columns: list[Column], lang: Lang) -> str:
    scenarios = [answer.plan.network.scenario for answer in answers]
    names = ("short_moved", "short_retired", "minutes", "cost_yen", "ob_whole")
    modes = dict.fromkeys(line for scenario in scenarios for line in legend_of(scenario, lang))
    return render(
        "options_board.html",
        lang,
        {
            "columns": columns,
            "figures": [word(name, lang) for name in names],
            "years": year_choices(scenarios, lang),
            "scenarios": scenario_choices(scenarios, lang),
            "blocks": blocks_of(tidy, lang, against_line(answers, lang)),
            "modes": list(modes),
            "kinds": {key: value for answer in answers for key, value in kinds(answer.plan, lang).items()},
            "notes": notes_of(answers, lang),
            "marks": _marks(answers, lang),
        },
    )


def _marks(answers: Sequence[Answer], lang: Lang) -> str:
    """What identifies each plan, and the data that they share."""
    marks = [marks_of(Book(answer, lang)) for answer in answers]
    plans = word("comma", lang).join(dict.fromkeys(plan for plan, _ in marks))
    return word("ob_marks", lang).format(plans=plans, data=word("comma", lang).join(dict.fromkeys(d for _, d in marks)))
