"""sites.html: for every place the page that hangs at its counter: which school comes when, and what is still free."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from poolplan.outputs.money import number_text
from poolplan.outputs.report.summary import Figure
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.timetable.charts import Weekly, balance_chart
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.fairness import unwelcome_text
from poolplan.outputs.timetable.grids import Grid, site_grid
from poolplan.outputs.timetable.pages import missing_mm, missing_text, write_page
from poolplan.outputs.timetable.summary import weekly_slots
from poolplan.outputs.timetable.texts import day_text, short_date
from poolplan.outputs.words import named, word
from poolplan.timetable.burdens import burdens

KINDS = ("club", "public_pool", "school_pool")


class SitePage(NamedTuple):
    """The page of a place."""

    anchor: str
    kind: str
    name: str
    figures: list[Figure]
    missing: list[str]
    chart: Markup
    schools: Table
    grid: Grid


def write_sites(desk: Desk, path: Path) -> None:
    """Write the page."""
    values = {
        "title": word("t_sites_title", desk.lang),
        "kinds": list(_index(desk)),
        "sites": [_page(desk, site) for site in sites_in_use(desk)],
    }
    write_page(desk, path, "timetable_sites.html", values)


def sites_in_use(desk: Desk) -> list[str]:
    """Places with lessons or with slots, clubs first."""
    known = [site for site in desk.sites if site in desk.slots or site in desk.by_site]
    return sorted(known, key=lambda site: (KINDS.index(desk.places.sites[site].kind), site))


def _index(desk: Desk) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for kind in KINDS:
        found = [site for site in sites_in_use(desk) if desk.places.sites[site].kind == kind]
        if found:
            yield named("kind", kind, desk.lang), [(f"site-{site}", desk.sites[site]) for site in found]


def _page(desk: Desk, site: str) -> SitePage:
    weeks = weekly_slots(desk.found, site)
    missing = [missing_text(desk, row) for row in desk.unplaced if row.site == site]
    return SitePage(
        anchor=f"site-{site}",
        kind=named("kind", desk.places.sites[site].kind, desk.lang),
        name=desk.sites[site],
        figures=_figures(desk, site, weeks),
        missing=missing,
        chart=balance_chart(f"balance-{site}", desk.sites[site], weeks, desk.lang),
        schools=_schools(desk, site),
        grid=site_grid(desk, site, missing_mm(missing)),
    )


def _figures(desk: Desk, site: str, weeks: Sequence[Weekly]) -> list[Figure]:
    lang, sessions = desk.lang, desk.by_site.get(site, [])
    offered, used = sum(week.slots for week in weeks), sum(week.used for week in weeks)
    full = sum(week.slots > 0 and week.used == week.slots for week in weeks)
    span = f"{short_date(sessions[0].date, lang)} – {short_date(sessions[-1].date, lang)}" if sessions else ""
    share = f"{used / offered:.0%}" if offered else number_text(None)
    of_slots = word("t_of_slots", lang).format(used=used, slots=offered)
    return [
        Figure(word("t_slots_used", lang), share, of_slots),
        Figure(word("t_sessions", lang), number_text(len(sessions)), span),
        Figure(word("t_full_weeks", lang), number_text(full), word("t_of_weeks", lang).format(n=_open(weeks))),
        Figure(word("schools", lang), number_text(len({row.school for row in sessions})), ""),
        Figure(word("t_pupil_visits", lang), number_text(sum(row.pupils for row in sessions)), ""),
    ]


def _open(weeks: Sequence[Weekly]) -> int:
    return sum(week.slots > 0 for week in weeks)


def _schools(desk: Desk, site: str) -> Table:
    lang = desk.lang
    heads = [Cell(word("head_school_label", lang)), Cell(word("head_mode_label", lang))]
    heads += [Cell(word("head_travel_by", lang)), number(word("t_groups", lang)), number(word("t_sessions", lang))]
    heads += [number(word("t_unwelcome_visits", lang)), number(word("t_most_pupils", lang))]
    heads += [Cell(word("t_first_day", lang)), Cell(word("t_last_day", lang))]
    found = burdens(desk.timetable.sessions)
    shares = {one.school: unwelcome_text(one) for one in found if one.site == site}
    rows = []
    for school in dict.fromkeys(row.school for row in desk.by_site.get(site, [])):
        here = [row for row in desk.by_site[site] if row.school == school]
        ways = " / ".join(dict.fromkeys(named("travel", row.travel_by, lang) for row in here))
        modes = " / ".join(dict.fromkeys(desk.modes[row.mode] for row in here))
        groups, most = len({(row.grade, row.group) for row in here}), max(row.pupils for row in here)
        counts = (number_text(groups), number_text(len(here)), shares[school], number_text(most))
        days = [Cell(day_text(row.date, lang), look="k") for row in (here[0], here[-1])]
        cells = [Cell(modes), Cell(ways), *(number(count) for count in counts), *days]
        rows.append(Row(Cell(desk.schools[school]), cells))
    return table(word("t_who_comes", lang), heads, rows, look="small")
