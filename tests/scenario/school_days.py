"""A complete `timetable:` block for the tests, with changes, and what contradicts it."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

SOURCE = {"source": "test"}
SCHOOL_DAY: dict[str, Any] = {
    "calendar": {"terms": [{"first": "04-08", "last": "03-24"}], **SOURCE},
    "bells": {"board_from": "08:45", "lunch": "12:20", "afternoon": "13:30", "home": "15:40", **SOURCE},
    "patterns": {
        "club": {
            "weekdays": ["tue", "wed"],
            "starts": ["09:15", "10:55"],
            "slot_min": 90,
            "opens": "09:00",
            "closes": "12:30",
            "season": [{"first": "05-01", "last": "02-28"}],
            **SOURCE,
        }
    },
    "limits": {"sessions_per_day": 3, "sessions_per_week": 6, "days_between_visits": 5, **SOURCE},
    "groups": SOURCE,
    "fleet": {"board_min": 3, **SOURCE},
}
SPECIAL = {"honjo": {"pupils": 6, "escorts": 4, **SOURCE}}
BUS = {"owner": "city", "garage": "honjo", "seats": 2, "per_day_yen": 1, "per_year_yen": 1, **SOURCE}


def a_school_day(changes: Mapping[str, Any]) -> str:
    """Return the line of YAML of a `timetable:` block, with values changed by dotted path."""
    block = deepcopy(SCHOOL_DAY)
    for path, value in changes.items():
        *steps, last = path.split(".")
        inner = block
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return f"timetable: {json.dumps(block)}"


CLUB = "timetable.patterns.club"
LESSONS = {
    "slots_lie_within_opening_hours": [
        (a_school_day({"patterns.club.slot_min": 240}), f"{CLUB}.slot_min: a slot of 240 minutes is longer than the "
         "opening hours 09:00-12:30 (210 minutes); shorten the slot or open longer"),
        (a_school_day({"patterns.club.starts": ["08:30"]}), f"{CLUB}.starts: the slot 08:30-10:00 lies outside the "
         "opening hours 09:00-12:30; move it"),
        (a_school_day({"patterns.club.starts": ["09:15", "10:30"]}), f"{CLUB}.starts: the slot from 10:30 begins "
         "before the one before it ends (10:45); move one"),
        (a_school_day({"patterns.club.weekdays": []}), f"{CLUB}: offers no slot; name weekdays, starts and a season, "
         "or drop the pattern"),
    ],
    "bells_ring_in_order": [
        (a_school_day({"bells.lunch": "08:20"}), "timetable.bells: board_from, lunch, afternoon and home "
         "(08:45, 08:20, 13:30, 15:40) are not in order; mend the times"),
    ],
    "days_exist": [
        (a_school_day({"calendar.events": [{"first": "04-31", "last": "05-01"}]}), "timetable.calendar.events: there "
         "is no day 04-31 (month-day); mend it"),
        (a_school_day({"patterns.club.closed": [{"first": "06-30", "last": "06-31"}]}), f"{CLUB}.closed: there is no "
         "day 06-31 (month-day); mend it"),
    ],
    "lessons_fit_their_slots": [
        (a_school_day({"patterns.club.slot_min": 60}), f"{CLUB}.slot_min: a slot of 60 minutes is shorter than a "
         "visit (costs.bus.day.at_site_min: 70 minutes); lengthen the slot or shorten the visit"),
        (a_school_day({}) + "\nmodes: {own: {water_min_per_session: 80}}", "modes.own.water_min_per_session: "
         "80 minutes in the water do not fit a visit of 70 minutes (costs.bus.day.at_site_min); shorten the one or "
         "lengthen the other"),
    ],
    "tariff_region_is_known": [
        (a_school_day({"tariff_region": "kyusyu"}), "timetable.tariff_region: no fares of a region 'kyusyu' are known "
         "(did you mean 'kyushu'?); or drop the line"),
        (a_school_day({"tariff_region": "mars"}), "timetable.tariff_region: no fares of a region 'mars' are known; "
         "known: kyushu; or drop the line"),
    ],
    "special_groups_have_a_vehicle": [
        (a_school_day({"groups.special": SPECIAL}), "timetable.groups.special.honjo: no vehicle is named for "
         "special-needs groups; give timetable.welfare"),
        (a_school_day({"groups.special": SPECIAL, "welfare": {"seats": 4, "per_day_yen": 1, **SOURCE}}),
         "timetable.groups.special.honjo: 10 people with 4 escorts in each vehicle leave no seat for pupils; give "
         "more seats than the 4 of timetable.welfare"),
    ],
    "every_bus_seats_pupils": [
        (a_school_day({"fleet.own": [BUS]}), "timetable.fleet.own.0.seats: 2 seats are taken by 2 escorts "
         "(costs.bus.day.escorts); give more seats"),
    ],
    "some_bus_can_be_had": [
        (a_school_day({"fleet.vehicles": dict.fromkeys(("large", "medium", "small", "commuter"), 0)}),
         "timetable.fleet.vehicles: no bus of any class can be had, and nobody has one of their own; give vehicles or "
         "timetable.fleet.own"),
    ],
    "schools_join_once": [
        (a_school_day({"groups.join_schools": [["honjo", "aoba"], ["aoba", "kita"]]}),
         "timetable.groups.join_schools: 'aoba' is named 2 times; name every school once"),
    ],
}  # fmt: skip
