"""Slots of a place, week by week, used and free: a drawing and a table of tinted cells, both readable in grey."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from poolplan.outputs.colours import INK, LINE, NAVY, WHITE
from poolplan.outputs.plots.draw import Size, Titles
from poolplan.outputs.plots.looks import Look
from poolplan.outputs.plots.yearly import Layer, columns_by_name
from poolplan.outputs.registry import Lang
from poolplan.outputs.timetable.texts import day_text, short_day
from poolplan.outputs.words import word

USED, FREE, RESERVE = Look(NAVY, INK, ""), Look(WHITE, INK, ""), Look(LINE, INK, "")
LEVELS = (0.0, 0.5, 0.9, 1.0)
"""Shares of slots used up to which a cell has the tint 0, 1, 2 and 3; above, 4."""


class Weekly(NamedTuple):
    """Slots of a place in a week."""

    week: str
    """Its Monday."""
    slots: int
    """For lessons."""
    used: int
    reserve: int
    """Kept free besides, for lessons that rain cancels."""


def balance_chart(ident: str, name: str, weeks: Sequence[Weekly], lang: Lang) -> Markup:
    """Draw the slots of each week: dark is used, white is free, grey is kept in reserve."""
    said = word("comma", lang).join(f"{day_text(w.week, lang)} {w.used}/{w.slots}" for w in weeks)
    title = word("t_balance_of", lang).format(site=name)
    titles = Titles(ident, title, said, word("t_slots_axis", lang), Size(height=170))
    layers = [
        Layer(word("t_used", lang), USED, [week.used for week in weeks]),
        Layer(word("t_free", lang), FREE, [week.slots - week.used for week in weeks]),
        Layer(word("t_reserve_key", lang), RESERVE, [week.reserve for week in weeks]),
    ]
    shown = [layer for layer in layers if any(layer.amounts)]
    return columns_by_name(titles, [short_day(week.week, lang) for week in weeks], shown)


def load_table(ident: str, sites: Mapping[str, Sequence[Weekly]], names: Mapping[str, str], lang: Lang) -> Markup:
    """Return one row per place and one column per week: slots used of slots offered, the fuller the darker.

    `ident` is the id of the heading that names the table.
    """
    weeks = sorted({week.week for rows in sites.values() for week in rows if week.slots})
    day = Markup('<th scope="col"><span>{}</span></th>')
    heads = Markup("").join(day.format(short_day(week, lang)) for week in weeks)
    rows = Markup("\n").join(_load_row(names[site], listed, weeks) for site, listed in sites.items())
    page = Markup(
        '<div class="rp-scroll tt-load" tabindex="0" role="region" aria-labelledby="{ident}">'
        '<table aria-labelledby="{ident}">'
        '<thead><tr><th scope="col">{site}</th>{heads}<th scope="col">{total}</th></tr></thead>\n'
        "<tbody>{rows}</tbody></table></div>"
    )
    site, total = word("head_site_label", lang), word("t_total", lang)
    return page.format(ident=ident, site=site, heads=heads, total=total, rows=rows)


def _load_row(name: str, listed: Sequence[Weekly], weeks: Sequence[str]) -> Markup:
    by_week = {week.week: week for week in listed}
    whole = Weekly("", sum(week.slots for week in listed), sum(week.used for week in listed), 0)
    cells = [_load_cell(by_week.get(week)) for week in weeks]
    head = Markup('<tr><th scope="row">{}</th>').format(name)
    return head + Markup("").join([*cells, _load_cell(whole)]) + Markup("</tr>")


def _load_cell(week: Weekly | None) -> Markup:
    if week is None or not week.slots:
        return Markup("<td></td>")
    level = sum(week.used / week.slots > limit for limit in LEVELS[:-1]) + (week.used >= week.slots)
    return Markup('<td class="tt-l{}">{}<span>/{}</span></td>').format(level, week.used, week.slots)
