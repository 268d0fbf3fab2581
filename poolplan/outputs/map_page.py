"""map.html: one file, no network: the stages of an answer on a map, with figures, legend and what is assumed."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import folium

from poolplan.outputs import assets
from poolplan.outputs.features import Moment, board, figures, kinds, moments, snapshot
from poolplan.outputs.map_layers import Glue, MomentLayer, base_map, figure_of
from poolplan.outputs.money import number_text, schools_text, year_text, yen_text
from poolplan.outputs.panels import ModeLegend, Notes, legend_of, notes_of, render
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.words import label_in, word
from poolplan.results.plan import Answer


class Card(NamedTuple):
    """Figures of one point in time, as text."""

    key: str
    name: str
    year: str
    short_year: str
    stage: str
    moved: str
    retired: str
    of_pools: str
    minutes: str
    cost: str
    works: str


def card_of(answer: Answer, moment: Moment, lang: Lang, key: str = "") -> Card:
    """Write the figures of a point in time."""
    values = figures(answer, moment.year)
    pools = number_text(values["pools_in_use"] + values["pools_retired"])
    return Card(
        key=key or str(moment.year),
        name=moment_name(moment, lang),
        year=year_text(moment.year, lang),
        short_year=str(moment.year),
        stage=word("stage", lang).format(n=moment.stage) if moment.stage else "",
        moved=number_text(values["schools_moved"]),
        retired=number_text(values["pools_retired"]),
        of_pools=word("of_n", lang).format(n=pools),
        minutes=minutes_text(values, lang),
        cost=yen_text(values["cost_yen"], lang),
        works=word("of_works", lang).format(yen=yen_text(values["capex_yen"], lang)),
    )


def minutes_text(values: Mapping[str, float], lang: Lang) -> str:
    """Mean and longest trip, `8.7 / 15.0分`; a dash where nobody travels."""
    if "minutes_max" not in values:
        return number_text(None)
    mean, longest = (number_text(values[f"minutes_{name}"], "", 1) for name in ("mean", "max"))
    return f"{mean} / {longest}{word('min', lang)}"


def moment_name(moment: Moment, lang: Lang) -> str:
    """Short name of a point in time: year, stage and schools moved, `2022 第1段階 ・ 2校`."""
    stage = f" {word('stage', lang).format(n=moment.stage)}" if moment.stage else ""
    return f"{moment.year}{stage} · {schools_text(moment.schools, lang)}"


def map_page(answer: Answer, lang: Lang) -> str:
    """Return the page as HTML; equal answers give equal pages."""
    plan = answer.plan
    shown = moments(answer)
    canvas = base_map(plan, lang)
    before = None
    for moment in shown:
        data = snapshot(plan, moment.year, before, lang)
        name = moment_name(moment, lang)
        MomentLayer(name, str(moment.year), data, show=moment is shown[0]).add_to(canvas)
        before = moment.year
    control = folium.LayerControl(collapsed=False)
    control.add_to(canvas)
    body = _body(answer, shown, lang)
    figure = figure_of(canvas, body, board(plan, lang))
    Glue(f"poolplan.settle({canvas.get_name()});").add_to(canvas)
    Glue(f"poolplan.dock({control.get_name()}, 'pp-stages');").add_to(canvas)
    title = f"{label_in(plan.network.scenario.label, lang)} – {word('map_title', lang)}"
    return assets.self_contained(figure, lang=lang, title=title)


def _body(answer: Answer, shown: list[Moment], lang: Lang) -> str:
    scenario = answer.plan.network.scenario
    notes: Notes = notes_of([answer], lang)
    modes: list[ModeLegend] = legend_of(scenario, lang)
    return render(
        "map.html",
        lang,
        {
            "title": label_in(scenario.label, lang),
            "question": label_in(scenario.question, lang),
            "cards": [card_of(answer, moment, lang) for moment in shown],
            "modes": modes,
            "kinds": kinds(answer.plan, lang),
            "notes": notes,
        },
    )


@output("map.html")
def write_map(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the map page."""
    path.write_text(map_page(answer, lang), encoding="utf-8", newline="\n")
