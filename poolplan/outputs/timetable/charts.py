"""Slots of a place, week by week, used and free: a drawing and a table of tinted cells, both readable in grey."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from poolplan.outputs.registry import Lang
from poolplan.outputs.report.charts import BOTTOM, INK, LEFT, LINE, RIGHT, Frame, frame_of, label
from poolplan.outputs.timetable.texts import day_text, short_day
from poolplan.outputs.words import word

USED, RESERVE = "#08306b", "#d5d1c7"
WIDTH, HEIGHT = 690.0, 150.0
LABEL_PX = 44.0
"""Width that the day below a bar needs."""
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
    frame = frame_of(0.0, max([1, *(week.slots + week.reserve for week in weeks)]), WIDTH, HEIGHT)
    head = Markup(
        '<svg class="rp-chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{said}</desc>'
    )
    title = word("t_balance_of", lang).format(site=name)
    said = word("comma", lang).join(f"{day_text(w.week, lang)} {w.used}/{w.slots}" for w in weeks)
    drawn = [*_lines(frame, word("t_slots_axis", lang)), *_bars(frame, weeks, lang)]
    opened = head.format(w=WIDTH, h=HEIGHT, id=ident, title=title, said=said)
    return opened + Markup("\n").join(drawn) + Markup("</svg>")


def _lines(frame: Frame, unit: str) -> Iterator[Markup]:
    step = max(1.0, frame.step)
    for number in range(int(frame.high // step) + 1):
        y = frame.y(number * step)
        drawn = Markup('<path d="M{x1} {y}H{x2}" stroke="{colour}" stroke-width=".7"/>')
        yield drawn.format(x1=LEFT, x2=frame.width - RIGHT, y=y, colour=LINE if number else INK)
        yield label(f"{number * step:g}", LEFT - 5, y + 3.5, "end")
    yield label(unit, 2, 11, "start")


def _bars(frame: Frame, weeks: Sequence[Weekly], lang: Lang) -> Iterator[Markup]:
    place = (frame.width - LEFT - RIGHT) / max(1, len(weeks))
    every = max(1, -int(-LABEL_PX // place))
    bar = Markup('<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}" stroke="{ink}" stroke-width=".7"/>')
    for number, week in enumerate(weeks):
        x, width = LEFT + place * (number + 0.12), place * 0.76
        for amount, fill in ((week.slots + week.reserve, RESERVE), (week.slots, "#ffffff"), (week.used, USED)):
            y = frame.y(amount)
            height = round(frame.y(0) - y, 2)
            if amount:
                yield bar.format(x=round(x, 2), y=y, w=round(width, 2), h=height, fill=fill, ink=INK)
        if number % every == 0:
            yield label(short_day(week.week, lang), x + width / 2, frame.height - BOTTOM + 14, "middle")


def load_table(ident: str, sites: Mapping[str, Sequence[Weekly]], names: Mapping[str, str], lang: Lang) -> Markup:
    """Return one row per place and one column per week: slots used of slots offered, the fuller the darker.

    `ident` is the id of the heading that names the table.
    """
    weeks = sorted({week.week for rows in sites.values() for week in rows})
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(short_day(week, lang)) for week in weeks)
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
    return Markup('<td class="tt-l{}">{}/{}</td>').format(level, week.used, week.slots)
