"""rollout.html: the years on a slider that stops at decisions, over strips of pools, schools and slots."""

from pathlib import Path

from poolplan.outputs import assets
from poolplan.outputs.map_layers import static
from poolplan.outputs.panels import legend_of, notes_of, render
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.method import marks_of
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.rollout.decisions import decisions_of, figures_of
from poolplan.outputs.rollout.sheet import sheets_of
from poolplan.outputs.rollout.strips import pool_groups, school_groups, slot_groups
from poolplan.outputs.words import label_in, word
from poolplan.results.plan import Answer


def rollout_page(answer: Answer, lang: Lang) -> str:
    """Return the page as HTML; equal answers give equal pages."""
    book = Book(answer, lang)
    plan_mark, data_mark = marks_of(book)
    years = list(book.scenario.planned_years)
    body = render(
        "rollout.html",
        lang,
        {
            "title": isolated(label_in(book.scenario.label, lang)),
            "question": label_in(book.scenario.question, lang),
            "years": years,
            "decisions": decisions_of(book),
            "charts": [
                ("pools", word("ro_chart_pools", lang), pool_groups(book)),
                ("schools", word("ro_chart_schools", lang), school_groups(book)),
                ("slots", word("ro_chart_slots", lang), slot_groups(book)),
            ],
            "sheets": sheets_of(book),
            "summary": [(year, figures_of(book, year)) for year in years],
            "modes": legend_of(book.scenario, lang),
            "notes": notes_of([answer], lang),
            "marks": word("r_marks", lang).format(plan=plan_mark, data=data_mark),
        },
    )
    head = f"<style>{static('board.css')}{static('rollout.css')}</style><script>{static('rollout.js')}</script>"
    title = f"{label_in(book.scenario.label, lang)} – {word('ro_title', lang)}"
    return assets.page_of(head, body, lang=lang, title=title)


@output("rollout.html")
def write_rollout(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the roll-out page."""
    path.write_text(rollout_page(answer, lang), encoding="utf-8", newline="\n")
