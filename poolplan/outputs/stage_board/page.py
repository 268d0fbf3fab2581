"""board.html: up to three stages as maps that move together, with figures, costs, wards and schools, in one file."""

from pathlib import Path

import folium
from branca.element import Figure

from poolplan.outputs import assets
from poolplan.outputs.features import Json, Moment, board, kinds, snapshot, ward_features
from poolplan.outputs.map_layers import Glue, MomentLayer, Raw, Shared, add_static, bounds_of
from poolplan.outputs.money import year_text
from poolplan.outputs.panels import legend_of, notes_of, render
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.method import marks_of
from poolplan.outputs.stage_board import parts
from poolplan.outputs.words import label_in, word
from poolplan.results.plan import Answer


def board_page(answer: Answer, lang: Lang, baseline: Answer | None = None) -> str:
    """Return the page as HTML; equal answers give equal pages.

    `baseline` is the answer of the same city in which every school keeps its pool, where it is known.
    """
    book = Book(answer, lang)
    points = parts.shown(book)
    figure = Figure()
    add_static(figure, ("board.css", "stages.css"), ("labels.js", "board.js", "stages.js"))
    figure.header.add_child(Shared(_shared(book)), name="board_data")
    figure.html.add_child(Raw(_body(book, points, baseline)), name="board_body")
    before = None
    for number, point in enumerate(points):
        canvas = folium.Map(tiles=None, zoom_snap=0.25, prefer_canvas=True, track_resize=False)
        MomentLayer(str(number), str(number), snapshot(answer.plan, point.year, before, lang), show=True).add_to(canvas)
        Glue(f"stages.add({canvas.get_name()}, {number});").add_to(canvas)
        figure.add_child(canvas)
        before = point.year
    title = f"{label_in(book.scenario.label, lang)} – {word('sb_title', lang)}"
    return assets.self_contained(figure, lang=lang, title=title, has_tiles=True)


def _shared(book: Book) -> Json:
    """What all maps share: places, looks, wards with their outlines, the city's bounds."""
    plan, lang = book.plan, book.lang
    return board(plan, lang) | {
        "wards": ward_features(plan, lang),
        "ward_bounds": {ward: bounds_of(plan, ward) for ward in book.by_ward},
        "bounds": bounds_of(plan),
    }


def _body(book: Book, points: list[Moment], baseline: Answer | None) -> str:
    lang = book.lang
    plan_mark, data_mark = marks_of(book)
    stages = parts.stages_of(book, points)
    return render(
        "stage_board.html",
        lang,
        {
            "title": parts.title_of(book),
            "question": label_in(book.scenario.question, lang),
            "whole": parts.against_keeping(book, baseline),
            "stages": stages,
            "most_moved": max(len(stage.moved) + bool(stage.more) for stage in stages),
            "keys": parts.keys_of(book),
            "wards": parts.ward_rows(book, points),
            "schools": parts.school_rows(book, points),
            "modes": legend_of(book.scenario, lang),
            "kinds": kinds(book.plan, lang),
            "notes": notes_of([book.answer], lang),
            "note": word("sb_note", lang).format(year=year_text(book.scenario.costs.base_year, lang)),
            "marks": word("r_marks", lang).format(plan=plan_mark, data=data_mark),
        },
    )


@output("board.html")
def write_board(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the stage board."""
    path.write_text(board_page(answer, lang), encoding="utf-8", newline="\n")
