"""report.html: one file for education board and finance section, made for A4 paper and for reading offline."""

from pathlib import Path

from poolplan.outputs import assets
from poolplan.outputs.map_layers import static
from poolplan.outputs.money import year_text
from poolplan.outputs.panels import render
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.budget import budget_of
from poolplan.outputs.report.exceptions import exceptions_of
from poolplan.outputs.report.lists import anchor, pool_register, school_list, slot_table
from poolplan.outputs.report.method import marks_of, method_of
from poolplan.outputs.report.patterns import pattern_tables
from poolplan.outputs.report.register import data_table, settings_table, value_tables
from poolplan.outputs.report.school_pages import school_pages
from poolplan.outputs.report.studied import what_moves
from poolplan.outputs.report.summary import reading_of, summary_of
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.report.timetabled import timetabled_years
from poolplan.outputs.words import label_in, word
from poolplan.results.plan import Answer

SECTIONS = (
    "summary",
    "reading",
    "patterns",
    "lists",
    "budget",
    "exceptions",
    "sensitivity",
    "register",
    "schools",
    "method",
)
"""Sections in order; each is an anchor of the page and has the title `r_section_<name>`."""
TIMETABLE = "timetable"
"""Section of answers with a timetable; it comes before the budget."""


def report_page(answer: Answer, lang: Lang, baseline: Answer | None = None) -> str:
    """Return the report as HTML; equal answers give equal pages.

    `baseline` is the answer of the same city in which every school keeps its pool, where it is known: the cost is
    then told against it, else against the first year.
    """
    book = Book(answer, lang)
    title = f"{label_in(book.scenario.label, lang)} – {word('r_title', lang)}"
    plan_mark, data_mark = marks_of(book)
    sections = _sections(book)
    body = render(
        "report.html",
        lang,
        {
            "title": isolated(label_in(book.scenario.label, lang)),
            "sections": [(name, word(f"r_section_{name}", lang)) for name in sections],
            "numbers": {name: number for number, name in enumerate(sections, start=1)},
            "timetables": timetabled_years(book),
            "summary": summary_of(book, baseline),
            "reading": reading_of(book),
            "patterns": pattern_tables(book),
            "lists": [school_list(book), pool_register(book), slot_table(book)],
            "budget": budget_of(book),
            "study": what_moves(book),
            "exceptions": exceptions_of(book),
            "registers": [data_table(book), *value_tables(book), settings_table(book)],
            "wards": _index(book),
            "schools": school_pages(book),
            "method": method_of(book),
            "marks": word("r_marks", lang).format(plan=plan_mark, data=data_mark),
            "money": word("money_note", lang).format(year=year_text(book.scenario.costs.base_year, lang)),
        },
    )
    foot = FOOT.format(plan=plan_mark, data=data_mark)
    tables = static("timetable.css") if TIMETABLE in sections else ""
    return assets.page_of(f"<style>{static('report.css')}{tables}{foot}</style>", body, lang=lang, title=title)


def _sections(book: Book) -> list[str]:
    """Return the sections of an answer, in order."""
    before = SECTIONS.index("budget")
    return [*SECTIONS[:before], *([TIMETABLE] if book.answer.timetabled else []), *SECTIONS[before:]]


FOOT = '@page {{ @bottom-left {{ content: "poolplan · plan {plan} · data {data}"; }} }}'
"""Foot of every printed page; the checksums hold letters and figures only."""


def _index(book: Book) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the names of wards, each with anchors and names of its schools."""
    return [
        (book.ward_name(ward), [(anchor(school), book.schools[school]) for school in schools])
        for ward, schools in book.by_ward.items()
    ]


@output("report.html")
def write_report(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the report."""
    path.write_text(report_page(answer, lang), encoding="utf-8", newline="\n")
