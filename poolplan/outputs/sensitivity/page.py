"""sensitivity.html, tornado.svg and stability.svg: what moves the answer, in words; offline, on A4."""

from pathlib import Path

from markupsafe import Markup

from poolplan.analysis.sensitivity.tables import Study
from poolplan.outputs import assets
from poolplan.outputs.map_layers import static
from poolplan.outputs.panels import render
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.sensitivity.firmness import firm_text, least_sure_table, stability_chart
from poolplan.outputs.sensitivity.telling import (
    Telling,
    draws_sentence,
    grid_tables,
    indices_table,
    one_at_a_time_table,
    spread_table,
    threshold_sentences,
    tornado_of,
)
from poolplan.outputs.study import study_output
from poolplan.outputs.words import label_in, word


def sensitivity_page(study: Study, lang: Lang) -> str:
    """Return the page; equal studies give equal pages."""
    telling = Telling(study, lang)
    name = label_in(telling.scenario.label, lang)
    values = {
        "title": isolated(name),
        "question": isolated(label_in(telling.scenario.question, lang)),
        "tornado": tornado_of(telling, "s-tornado"),
        "one": one_at_a_time_table(telling),
        "thresholds": list(threshold_sentences(telling)),
        "grids": list(grid_tables(telling)),
        "draws": draws_sentence(telling),
        "spread": spread_table(telling),
        "indices": indices_table(telling),
        "firm": firm_text(telling),
        "stability": stability_chart(telling, "s-stability"),
        "least": least_sure_table(telling),
        "ranges": list(ranges_of(telling)),
    }
    body = render("sensitivity.html", lang, values)
    title = f"{name} – {word('s_title', lang)}"
    return assets.page_of(f"<style>{static('report.css')}</style>", body, lang=lang, title=title)


def ranges_of(telling: Telling) -> list[tuple[str, str, str]]:
    """Return name, range and source of each parameter."""
    found = []
    for parameter, row in telling.parameters.items():
        texts = [telling.value(parameter, float(row[name])) for name in ("low", "reference", "high")]
        mark = f"（{telling.word('assumed')}）" if bool(row["assumed"]) else ""
        found.append((telling.name(parameter) + mark, " / ".join(texts), isolated(str(row["source"]))))
    return found


@study_output("sensitivity.html")
def write_sensitivity(study: Study, path: Path, lang: Lang) -> None:
    """Write the page."""
    path.write_text(sensitivity_page(study, lang), encoding="utf-8", newline="\n")


@study_output("tornado.svg")
def write_tornado(study: Study, path: Path, lang: Lang) -> None:
    """Write the tornado as a file to paste elsewhere."""
    _write(tornado_of(Telling(study, lang), "tornado"), path)


@study_output("stability.svg")
def write_stability(study: Study, path: Path, lang: Lang) -> None:
    """Write the stability of decisions as a file to paste elsewhere."""
    _write(stability_chart(Telling(study, lang), "stability"), path)


def _write(drawing: Markup, path: Path) -> None:
    """Write a drawing; nothing where there is none."""
    if drawing:
        path.write_text(f"{drawing}\n", encoding="utf-8", newline="\n")
