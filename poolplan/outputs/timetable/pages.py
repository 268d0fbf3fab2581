"""What all pages of a timetable share: the sheet around their body, anchors, and sentences on what is missing."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from poolplan.outputs import assets
from poolplan.outputs.manifest import plan_hash
from poolplan.outputs.map_layers import static
from poolplan.outputs.money import year_text
from poolplan.outputs.panels import render
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.missing import told_text
from poolplan.outputs.timetable.texts import letters_of
from poolplan.outputs.words import label_in, word
from poolplan.timetable.rows import Unplaced
from poolplan.timetable.tables import Timetable

MARK_LETTERS = 12


def timetable_hash(timetable: Timetable) -> str:
    """Checksum of the sessions and bus duties: equal for equal timetables."""
    text = timetable.sessions.to_csv(index=False) + timetable.legs.to_csv(index=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write_page(desk: Desk, path: Path, template: str, values: Mapping[str, object]) -> None:
    """Write a page of the timetable from its template."""
    lang, scenario = desk.lang, label_in(desk.scenario.label, desk.lang)
    plan = plan_hash(desk.plan)[:MARK_LETTERS]
    mark = timetable_hash(desk.timetable)[:MARK_LETTERS]
    year = f"{year_text(desk.year, lang)} · {scenario}"
    marks = word("t_marks", lang).format(plan=plan, timetable=mark)
    body = render(template, lang, {"year": year, "marks": marks, **values})
    foot = FOOT.format(plan=plan, timetable=mark)
    head = f"<style>{static('report.css')}{static('timetable.css')}{foot}</style>"
    title = f"{values['title']} – {year}"
    page = assets.page_of(head, f'<div id="top">{body}</div>', lang=lang, title=title)
    path.write_text(page, encoding="utf-8", newline="\n")


FOOT = '@page {{ @bottom-left {{ content: "poolplan · plan {plan} · timetable {timetable}"; }} }}'
"""Foot of every printed page; the checksums hold letters and figures only."""


MISSING_LETTERS, MISSING_LINE_MM, MISSING_FRAME_MM = 105, 4.8, 13.0
"""Narrow letters that a line of sentences on missing lessons takes, its height, and that of title and frame."""


def missing_mm(sentences: Iterable[str]) -> float:
    """Height of the frame with sentences on missing lessons; none where there are none."""
    lines = sum(-(-letters_of(text) // MISSING_LETTERS) for text in sentences)
    return MISSING_FRAME_MM + MISSING_LINE_MM * lines if lines else 0.0


def missing_text(desk: Desk, row: Unplaced) -> str:
    """Say which sessions found no place, why, and what would cure it."""
    return word("t_missing_line", desk.lang).format(
        school=desk.schools[row.school],
        group=desk.group_name(row),
        site=desk.sites.get(row.site, row.site),
        n=row.sessions_short,
        told=told_text(row, desk.sites, desk.lang),
    )
