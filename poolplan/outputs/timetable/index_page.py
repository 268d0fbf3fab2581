"""index.html: what the timetable says about the plan, for planner and board, and the way to the other files."""

from pathlib import Path

from poolplan.outputs.money import number_text, yen_text
from poolplan.outputs.report.summary import Figure
from poolplan.outputs.report.tables import Table
from poolplan.outputs.timetable.against import by_school, by_site, days_text, rounds_table, totals_table
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.fairness import fairness_line, fairness_table
from poolplan.outputs.timetable.missing import unplaced_table
from poolplan.outputs.timetable.pages import write_page
from poolplan.outputs.timetable.sites_page import sites_in_use
from poolplan.outputs.timetable.summary import answer_lines, load_of
from poolplan.outputs.words import word
from poolplan.results.timetabled import Timetabled

FILES = (
    "schools.html",
    "sites.html",
    "duties.html",
    "workbook.xlsx",
    "calendars/",
    "sessions.csv",
    "slots.csv",
    "duties.csv",
    "legs.csv",
    "unplaced.csv",
    "slots_by_week.csv",
    "buses_by_school.csv",
    "bus_calibration.csv",
)
"""Files beside this page, in the order in which a reader may want them; `t_file_<name>` says what they hold."""


def write_index(desk: Desk, path: Path) -> None:
    """Write the page."""
    found, lang = desk.found, desk.lang
    values = {
        "title": word("t_index_title", lang),
        "answer": list(answer_lines(found, lang)),
        "figures": _figures(desk, found),
        "files": [(file, word(f"t_file_{_key(file)}", lang)) for file in FILES],
        "totals": totals_table(found, lang),
        "intro": word("t_compared_calibrated" if found.is_calibrated else "t_compared_intro", lang),
        "by_site": by_site(found, desk.sites, lang),
        "by_school": by_school(found, desk.schools, desk.sites, lang),
        "rounds": rounds_table(found, lang),
        "load": load_of("tt-load", found, sites_in_use(desk), desk.sites, lang),
        "fair": fairness_line(desk),
        "burdens": fairness_table(desk),
        "unplaced": _unplaced(desk) if desk.unplaced else None,
    }
    write_page(desk, path, "timetable_index.html", values)


def _key(file: str) -> str:
    return file.rstrip("/").replace(".", "_")


def _figures(desk: Desk, found: Timetabled) -> list[Figure]:
    lang = desk.lang
    slots, used = int(found.weeks["slots"].sum()), int(found.weeks["used"].sum())
    of_planned = word("t_planned_n", lang).format(n=days_text(found.planned_days))
    of_slots = word("t_of_slots", lang).format(used=number_text(used), slots=number_text(slots))
    of_sessions = word("t_of_sessions", lang).format(n=number_text(found.demanded))
    planned_yen = word("t_planned_n", lang).format(n=yen_text(found.planned_yen, lang))
    return [
        Figure(word("t_placed", lang), number_text(found.placed), of_sessions),
        Figure(word("t_bus_days", lang), number_text(found.bus_days), of_planned),
        Figure(word("t_fares", lang), yen_text(found.timetabled_yen, lang), planned_yen),
        Figure(word("t_slots_used", lang), f"{used / slots:.0%}" if slots else number_text(None), of_slots),
        Figure(word("t_schools_and_sites", lang), f"{len(desk.by_school)} / {len(desk.by_site)}", ""),
    ]


def _unplaced(desk: Desk) -> Table:
    return unplaced_table(desk.unplaced, (desk.schools, desk.sites), desk.group_name, desk.lang)
