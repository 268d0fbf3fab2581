"""calendars/: one iCalendar file per school and per place, for the calendars that teachers and counters already use.

Equal timetables give equal bytes: no clock is read, and an event keeps its UID as long as it stands for the same
visit of the same group, so that a calendar that subscribes moves events instead of doubling them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.texts import between, flag_names
from poolplan.outputs.words import named, word
from poolplan.timetable.rows import Session

if TYPE_CHECKING:
    from icalendar import Event, Timezone

ZONE = "Asia/Tokyo"
HERE = ZoneInfo(ZONE)
OFFSET_H = 9


def write_calendars(desk: Desk, path: Path) -> None:
    """Write the folder: `school-<id>.ics` and `site-<id>.ics`."""
    path.mkdir()
    for school, sessions in desk.by_school.items():
        title = word("t_calendar_school", desk.lang).format(name=desk.schools[school])
        _write(desk, path / f"school-{school}.ics", title, (_school_event(desk, row) for row in sessions))
    for site, sessions in desk.by_site.items():
        title = word("t_calendar_site", desk.lang).format(name=desk.sites[site])
        _write(desk, path / f"site-{site}.ics", title, (_site_event(desk, row) for row in sessions))


def _write(desk: Desk, path: Path, title: str, events: Iterable["Event"]) -> None:
    from icalendar import Calendar, vText

    calendar: Calendar = Calendar()
    calendar.add("prodid", f"-//poolplan//timetable {desk.year}//{desk.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(" ".join(title.split())))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    path.write_bytes(calendar.to_ical())


def _zone() -> "Timezone":
    """Return Japan's time, which knows no summer: readers of the file need not look it up."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  (local by RFC 5545)
    standard.add("tzoffsetfrom", timedelta(hours=OFFSET_H))
    standard.add("tzoffsetto", timedelta(hours=OFFSET_H))
    standard.add("tzname", "JST")
    zone.add_component(standard)
    return zone


def _school_event(desk: Desk, row: Session) -> "Event":
    """From leaving the school to being back."""
    lang, site = desk.lang, desk.sites[row.site]
    title = word("t_event_school", lang).format(group=desk.group_name(row), site=site, n=row.visit)
    lines = [
        word("t_event_times", lang).format(
            leave=between(row.leave, row.arrive), water=between(row.water_start, row.water_end), back=row.back
        ),
        f"{desk.modes[row.mode]} · {named('travel', row.travel_by, lang)}",
        *([word("t_event_buses", lang).format(buses=row.duties)] if row.duties else []),
        *flag_names(row.flags, lang),
    ]
    return _event(desk, row, "school", (row.leave, row.back), title, lines)


def _site_event(desk: Desk, row: Session) -> "Event":
    """From arriving at the place to leaving it."""
    lang, school = desk.lang, desk.schools[row.school]
    title = word("t_event_site", lang).format(school=school, group=desk.group_name(row), n=row.visit)
    lines = [
        word("t_event_room", lang).format(
            pupils=row.pupils, lanes=row.lanes, water=between(row.water_start, row.water_end)
        ),
        f"{desk.modes[row.mode]} · {named('travel', row.travel_by, lang)}",
    ]
    return _event(desk, row, "site", (row.arrive, row.depart), title, lines)


def _event(  # noqa: PLR0913, PLR0917 - one per property
    desk: Desk, row: Session, view: str, times: tuple[str, str], title: str, lines: list[str]
) -> "Event":
    from icalendar import Event

    start, end = (datetime.fromisoformat(f"{row.date}T{time}").replace(tzinfo=HERE) for time in times)
    event: Event = Event()
    group = f"{row.school}.{row.grade}{'s' if row.special else '-'}{row.group}"
    event.add("uid", f"{group}.{row.visit}.{view}.{desk.scenario.name}.{desk.year}@poolplan")
    event.add("dtstamp", datetime(desk.year, 4, 1, tzinfo=UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", title)
    event.add("location", desk.sites[row.site])
    event.add("description", "\n".join(lines))
    return event
