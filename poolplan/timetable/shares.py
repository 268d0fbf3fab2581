"""Who takes how much of a bus: every duty's day and fare shared out among the lessons it serves, to the last yen."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.network.measured import HUNDREDTHS, LessonsKey
from poolplan.results.finance.keeping import shared_out
from poolplan.scenario.clock import minutes_of
from poolplan.timetable.fleet import CHARTER
from poolplan.timetable.tables import Timetable


class Share(NamedTuple):
    """What some lessons take of the year's buses."""

    bus_days_hundredths: int = 0
    """Hundredths of a chartered bus for a day."""
    yen: int = 0
    """With tax."""


def shares_of(timetable: Timetable) -> dict[LessonsKey, Share]:
    """Return each school's part of the buses, by school, site and mode; the parts add up to all duties.

    A duty is shared out by the minutes that it is out with each group: from leaving the school to being back there.
    So the way to the garage, waiting and empty ways are borne by those who ride, the longer the more. Rests of
    hundredths and yen go where most is cut off. Own buses count no chartered days.
    """
    columns = ["session", "school", "site", "mode"]
    lessons = {row[0]: row[1:] for row in timetable.sessions[columns].itertuples(index=False, name=None)}
    minutes = _minutes_by_duty(timetable)
    found: dict[LessonsKey, Share] = {}
    for duty, owner, yen in timetable.duties[["duty", "owner", "fare_yen"]].itertuples(index=False, name=None):
        riding = dict(sorted(minutes[duty].items()))
        days, fares = shared_out(HUNDREDTHS if owner == CHARTER else 0, riding), shared_out(yen, riding)
        for session in riding:
            share = found.get(lessons[session], Share())
            found[lessons[session]] = Share(share.bus_days_hundredths + days[session], share.yen + fares[session])
    return dict(sorted(found.items()))


def _minutes_by_duty(timetable: Timetable) -> dict[str, dict[str, int]]:
    """Minutes of each session on each duty."""
    spans: dict[str, dict[str, list[int]]] = {}
    for duty, session, depart, arrive in _loaded_legs(timetable):
        span = spans.setdefault(duty, {}).setdefault(session, [depart, arrive])
        span[:] = min(span[0], depart), max(span[1], arrive)
    return {duty: {session: end - start for session, (start, end) in riding.items()} for duty, riding in spans.items()}


def _loaded_legs(timetable: Timetable) -> Iterator[tuple[str, str, int, int]]:
    columns = ["duty", "session", "depart", "arrive"]
    for duty, sessions, depart, arrive in timetable.legs[columns].itertuples(index=False, name=None):
        for session in sessions.split():
            yield duty, session, minutes_of(depart), minutes_of(arrive)
