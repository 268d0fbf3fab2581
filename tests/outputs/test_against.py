"""Plan against timetable, pool by pool: which differ is marked, counted and told."""

from dataclasses import replace

import pandas as pd

from poolplan.outputs.timetable.against import by_site, rounds_lines
from poolplan.results.timetabled import Round, Timetabled
from poolplan.timetable.compared import compared
from tests.timetable.tiny import tiny_plan, tiny_timetable

NAMES = {"club_one": "Club one", "dome": "Dome"}


def found(dome_yen: int) -> Timetabled:
    """Return what the tiny timetable says, with 12 bus-days more to a dome, planned for 12 x 40,000 yen."""
    told = compared(tiny_plan(), tiny_timetable())
    dome = told.buses.assign(site="dome", planned_days=12.0, planned_yen=480_000, timetabled_days=12.0)
    buses = pd.concat([told.buses, dome.assign(timetabled_yen=dome_yen)], ignore_index=True)
    rounds = (Round(1, 0, 27.0, 1_024_500, 27, 544_500 + dome_yen, 1, 1, is_kept=True),)
    return replace(told, buses=buses, bus_days=27, rounds=rounds, ended="rounds")


def test_a_pool_that_differs_is_marked_and_counted() -> None:
    """A bus-day is 44,000 yen there: 48,000 more than planned are beyond that and beyond 2 %."""
    table = by_site(found(528_000), NAMES, "en")
    assert [(row.head.text, row.head.mark) for row in table.groups[0].rows] == [
        ("Club one", ""),
        ("Dome", " differs"),
        ("All", ""),
    ]
    assert table.note.startswith("Differs: ")
    assert list(rounds_lines(found(528_000), "en"))[-1].startswith("At 1 of 2 pools they differ by more than 2 %")


def test_a_bus_for_a_day_is_no_difference() -> None:
    """43,000 yen more are less than the 43,583 of a bus-day."""
    near = found(523_000)
    assert near.differing == ()
    assert not any(row.head.mark for row in by_site(near, NAMES, "en").groups[0].rows)
    assert not any(line.startswith("At ") for line in rounds_lines(near, "en"))
