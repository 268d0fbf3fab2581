"""The minutes of a bus-day taken apart, on the hand-made timetable of the tiny city."""

from dataclasses import replace

from benchmarks.bus_minutes import why
from tests.timetable.tiny import tiny_plan, tiny_timetable


def test_a_bus_day_is_taken_apart_to_the_minute() -> None:
    """Kita's bus: 2 x 15 to the garage, 4 x 10 with pupils, 2 x 70 at the pool, 4 x 3 to get on and off: 222 min.

    Without the twelve it is out for 210 min, 3.5 h, which is billed like 3.7: 15 days of 36,300 yen either way.
    """
    told = list(why(tiny_plan(), tiny_timetable()))
    parts = "garage 30.0, with_pupils 40.0, at_the_pool 140.0, boarding 12.0, empty 0.0, waiting 0.0; together 222.0"
    assert told[0] == f"minutes of a bus-day: {parts}"
    assert told[1] == "the estimate: 210.0"
    assert told[2:] == [f"billed up to {part}: 544,500 yen" for part in ("at_the_pool", "boarding", "empty", "waiting")]


def test_a_year_without_buses_has_no_minutes() -> None:
    timetable = tiny_timetable()
    assert not list(why(tiny_plan(), replace(timetable, duties=timetable.duties.head(0))))
