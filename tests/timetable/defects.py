"""PLANTED: for every check of a timetable, files and school days that break its promise, each by one small lie."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from poolplan.results.plan import Plan
from poolplan.scenario.costs import Bus
from poolplan.scenario.lessons import TimetableRules
from poolplan.timetable.tables import Timetable
from tests.timetable.tiny import tiny_plan, tiny_timetable

Cells = Mapping[str, Any]
KITA = {"session": "kita-1-1-1"}
SECOND = {"session": "kita-2-1-1"}
MINAMI = {"session": "minami-1-1-1"}
CHUO = {"session": "chuo_jhs-1-1-1"}
DUTY = {"duty": "d2024-05-07"}
SOURCE = {"source": "made up"}
BELLS = {"board_from": "08:45", "lunch": "12:20", "lunch_wait_min": 30, "afternoon": "13:30", "home": "15:40", **SOURCE}


class Told(NamedTuple):
    """A plan, and a timetable that is told to be its own."""

    plan: Plan
    timetable: Timetable


Defect = Callable[[], Told]
PLANTED: dict[str, list[Defect]] = {}


def plant(check: str, *defects: Defect) -> None:
    """Enter defects that a check must find."""
    PLANTED.setdefault(check, []).extend(defects)


def told(table: str, where: Cells, lie: Cells) -> Defect:
    """Change cells of a table in the rows whose cells are as stated."""

    def defect() -> Told:
        timetable = tiny_timetable(full=table != "unplaced")
        return Told(tiny_plan(), with_table(timetable, table, changed(getattr(timetable, table), where, lie)))

    return defect


def with_table(timetable: Timetable, name: str, table: pd.DataFrame) -> Timetable:
    """Return the timetable with another table."""
    tables: dict[str, Any] = {name: table}
    return replace(timetable, **tables)


def changed(table: pd.DataFrame, where: Cells, lie: Cells) -> pd.DataFrame:
    """Copy a table with other values in some rows; there must be such rows."""
    copy = table.astype(object)
    rows = pd.Series(data=True, index=copy.index)
    for column, value in where.items():
        rows &= copy[column] == value
    assert rows.any()
    for column, value in lie.items():
        copy.loc[rows, column] = value
    return copy


def left_out(table: str, where: Cells) -> Defect:
    """Leave rows out of a table."""

    def defect() -> Told:
        timetable = tiny_timetable()
        rows = getattr(timetable, table)
        kept = ~pd.concat([rows[column] == value for column, value in where.items()], axis=1).all(axis=1)
        return Told(tiny_plan(), with_table(timetable, table, rows[kept]))

    return defect


def added(table: str, like: Cells, lie: Cells) -> Defect:
    """Add a copy of a row with other cells."""

    def defect() -> Told:
        timetable = tiny_timetable()
        rows = getattr(timetable, table)
        found = rows[pd.concat([rows[column] == value for column, value in like.items()], axis=1).all(axis=1)]
        more = pd.DataFrame([{**found.iloc[0].to_dict(), **lie}])
        return Told(tiny_plan(), with_table(timetable, table, pd.concat([rows, more], ignore_index=True)))

    return defect


Change = Callable[[Plan], Plan]


def under(*changes: Change) -> Defect:
    """Hand the timetable in under another plan."""

    def defect() -> Told:
        plan = tiny_plan()
        for change in changes:
            plan = change(plan)
        return Told(plan, tiny_timetable())

    return defect


def rules(**changes: Any) -> Change:
    """Set values of the school day, by path with `__` for a dot."""

    def change(plan: Plan) -> Plan:
        scenario = plan.network.scenario
        assert scenario.timetable is not None
        dumped = scenario.timetable.model_dump()
        for path, value in changes.items():
            *steps, last = path.split("__")
            block = dumped
            for step in steps:
                block = block[step]
            block[last] = value
        day = TimetableRules.model_validate(dumped)
        return replace(plan, network=replace(plan.network, scenario=scenario.model_copy(update={"timetable": day})))

    return change


def site(name: str, **lies: Any) -> Change:
    """Set facts of a site."""

    def change(plan: Plan) -> Plan:
        places = plan.network.places
        sites = {**places.sites, name: replace(places.sites[name], **lies)}
        return replace(plan, network=replace(plan.network, places=replace(places, sites=sites)))

    return change


def buses(**changes: Any) -> Change:
    """Set values of `costs.bus`, by path with `__` for a dot."""

    def change(plan: Plan) -> Plan:
        scenario = plan.network.scenario
        dumped = scenario.costs.bus.model_dump()
        for path, value in changes.items():
            *steps, last = path.split("__")
            block = dumped
            for step in steps:
                block = block[step]
            block[last] = value
        costs = scenario.costs.model_copy(update={"bus": Bus.model_validate(dumped)})
        return replace(plan, network=replace(plan.network, scenario=scenario.model_copy(update={"costs": costs})))

    return change


plant(
    "every_group_swims_as_often_as_planned",
    left_out("sessions", MINAMI),
    added("sessions", MINAMI, {"session": "again", "date": "2024-07-12", "visit": 6}),
    added("sessions", MINAMI, {"session": "third", "group": 2}),
    told("unplaced", {"school": "minami"}, {"sessions_short": 2}),
    under(rules(groups__special={"kita": {"pupils": 3, "escorts": 2, **SOURCE}})),
    under(rules(groups__join_grades_up_to=20)),
)
plant("groups_are_as_large_as_planned", told("sessions", MINAMI, {"pupils": 6}))
plant(
    "sessions_are_where_the_plan_sends_them",
    told("sessions", MINAMI, {"mode": "commission"}),
    told("sessions", MINAMI, {"travel_by": "bus"}),
)
plant("visits_are_counted_in_order", told("sessions", MINAMI, {"visit": 2}))
plant(
    "unplaced_sessions_say_what_is_missing",
    told("unplaced", {"school": "minami"}, {"cure": ""}),
    told("unplaced", {"school": "minami"}, {"why": ""}),
)
plant(
    "sessions_take_slots_that_are_offered",
    told("sessions", MINAMI, {"slot": "10:46"}),
    told("sessions", MINAMI, {"date": "2024-07-15"}),
    told("slots", {"site": "chuo_jhs_pool", "date": "2024-06-10"}, {"reserve": True}),
)
plant(
    "slots_lie_in_the_pattern_of_the_week",
    told("slots", {"site": "club_one", "date": "2024-05-07"}, {"date": "2024-05-10"}),
    told("slots", {"site": "club_one", "date": "2024-05-07"}, {"date": "2024-06-18"}),
    told("slots", {"site": "club_one", "slot": "11:00"}, {"end": "12:30"}),
    under(rules(patterns__club__closed=({"first": "06-04", "last": "06-05"},))),
    under(rules(calendar__events=({"first": "06-04", "last": "06-05"},))),
)
plant(
    "slots_have_the_room_of_their_site",
    told("slots", {"site": "club_one", "date": "2024-05-07"}, {"lanes": 7}),
    told("slots", {"site": "club_one", "date": "2024-05-07"}, {"exclusive": False}),
    told("slots", {"site": "club_one", "date": "2024-05-07"}, {"pupils_at_most": 81}),
    under(rules(staff={"club": {"pupils_per_adult": 10, "instructors": 3, "teachers": 4, **SOURCE}})),
)
plant(
    "slots_are_not_overfull",
    told("sessions", MINAMI, {"slot": "09:00"}),
    told("slots", {"site": "chuo_jhs_pool", "date": "2024-06-10"}, {"pupils_at_most": 29}),
)
plant(
    "groups_take_the_lanes_they_need",
    under(rules(patterns__school_pool__shared_by="lanes", patterns__school_pool__pupils_per_lane=4)),
)
plant(
    "sites_give_no_more_slots_than_they_have",
    under(site("chuo_jhs_pool", capacity_slots=44)),
    under(site("chuo_jhs_pool", slots_per_week=8.0)),
)
plant(
    "outdoor_sites_keep_days_in_reserve",
    under(rules(patterns__school_pool__outdoor=True), site("chuo_jhs_pool", usable_share=0.8)),
    told("slots", {"site": "club_one", "date": "2024-06-13"}, {"reserve": True}),
)
plant(
    "times_of_a_visit_follow_each_other",
    told("sessions", MINAMI, {"water_start": "11:40", "water_end": "11:39"}),
    told("sessions", MINAMI, {"back": "11:50"}),
)
plant(
    "trips_take_as_long_as_the_table_says",
    told("sessions", KITA, {"leave": "09:21"}),
    told("sessions", KITA, {"back": "10:49"}),
    told("sessions", MINAMI, {"leave": "10:40"}),
)
plant(
    "visits_have_their_time_at_the_site",
    told("sessions", MINAMI, {"depart": "11:50"}),
    told("sessions", MINAMI, {"water_end": "11:35"}),
    told("sessions", MINAMI, {"water_start": "10:55", "water_end": "11:35"}),
)
plant(
    "visits_lie_within_their_slot",
    told("sessions", MINAMI, {"arrive": "10:44"}),
    told("sessions", SECOND, {"depart": "12:21"}),
)
plant(
    "trips_fit_the_school_day",
    told("sessions", CHUO, {"leave": "08:44"}),
    told("sessions", SECOND, {"back": "12:48"}),
    told("sessions", SECOND, {"leave": "13:33", "back": "15:38"}),
    told("sessions", KITA, {"leave": "08:47"}),
    under(rules(bells__lunch="12:00", bells__lunch_wait_min=0)),
    under(rules(bells_by_level={"junior_high": {**BELLS, "board_from": "09:01"}})),
)
plant(
    "days_are_school_days",
    told("sessions", MINAMI, {"date": "2024-05-06"}),
    told("sessions", MINAMI, {"date": "2024-08-05"}),
    told("sessions", MINAMI, {"date": "2024-06-09"}),
    under(rules(calendar__health_check_until="06-10")),
    under(rules(calendar__events_by_level={"junior_high": ({"first": "06-12", "last": "06-12"},)})),
    under(rules(calendar__events_by_school={"minami": ({"first": "06-11", "last": "06-11"},)})),
)
plant(
    "flags_say_what_is_unusual",
    told("sessions", SECOND, {"flags": ""}),
    told("sessions", MINAMI, {"flags": "after_lunch"}),
    under(rules(limits__weekdays_by_school={"minami": ("tue",)})),
)
plant(
    "few_groups_are_away_at_once",
    told("sessions", SECOND, {"leave": "10:49"}),
    told("sessions", {"session": "minami-5-1-1"}, {"date": "2024-06-12", "leave": "10:39"}),
)
plant(
    "schools_swim_no_more_than_they_want",
    under(rules(limits__sessions_per_day=1)),
    under(rules(limits__sessions_per_week=5)),
    told("sessions", MINAMI, {"date": "2024-06-13"}),
)
plant("visits_keep_their_distance", under(rules(limits__days_between_visits=8)))
plant(
    "groups_that_ride_have_buses_and_others_none",
    told("sessions", KITA, {"duties": ""}),
    told("sessions", MINAMI, {"duties": "d2024-05-07"}),
    told("sessions", KITA, {"duties": "d2024-05-08"}),
    told("duties", DUTY, {"bus_class": "welfare"}),
    told("sessions", KITA, {"special": True}),
)
plant(
    "everybody_has_a_seat",
    told("legs", {**DUTY, "leg": 2}, {"pupils": 15}),
    under(buses(commuter__seats=11)),
    under(buses(day__escorts=5)),
)
plant(
    "buses_take_every_group_there_and_back",
    left_out("legs", {**DUTY, "leg": 3}),
    told("legs", {**DUTY, "leg": 2}, {"pupils": 9}),
    told("legs", {**DUTY, "leg": 2}, {"depart": "09:19"}),
    told("legs", {**DUTY, "leg": 2}, {"arrive": "09:31"}),
    told("legs", {**DUTY, "leg": 3}, {"depart": "10:39"}),
    told("legs", {**DUTY, "leg": 3}, {"arrive": "10:51"}),
    told("legs", {**DUTY, "leg": 3}, {"to": "minami"}),
    told("legs", {**DUTY, "leg": 1}, {"session": "minami-1-1-1"}),
)
plant(
    "boarding_takes_its_time",
    told("legs", {**DUTY, "leg": 2}, {"depart": "09:19"}),
    told("legs", {**DUTY, "leg": 4}, {"depart": "10:55"}),
    told("legs", {**DUTY, "leg": 6}, {"depart": "12:28"}),
)
plant(
    "legs_join_up",
    told("legs", {**DUTY, "leg": 4}, {"from": "minami"}),
    told("legs", {**DUTY, "leg": 4}, {"depart": "10:49"}),
    told("legs", {**DUTY, "leg": 1}, {"from": "minami"}),
    told("legs", {**DUTY, "leg": 6}, {"leg": 7}),
    told("duties", DUTY, {"out": "09:01"}),
    left_out("legs", DUTY),
)
plant(
    "legs_take_the_time_of_the_table",
    told("legs", {**DUTY, "leg": 2}, {"minutes": 9}),
    told("legs", {**DUTY, "leg": 2}, {"metres": 4990}),
    told("legs", {**DUTY, "leg": 2}, {"arrive": "09:29"}),
    told("legs", {**DUTY, "leg": 1}, {"minutes": 14}),
    told("legs", {**DUTY, "leg": 3}, {"to": "chuo_jhs", "metres": 9000}),
    told("legs", {**DUTY, "leg": 3}, {"to": "chuo_jhs", "metres": 14_000}),
    told("legs", {**DUTY, "leg": 3}, {"to": "moon"}),
)
plant(
    "duties_say_what_they_run",
    told("duties", DUTY, {"running_min": 221}),
    told("duties", DUTY, {"run_km": 29.0}),
)
plant(
    "fares_are_those_of_the_tariff",
    told("duties", DUTY, {"fare_yen": 36_301}),
    told("duties", DUTY, {"billed_h": 5}),
    told("duties", DUTY, {"billed_km": 40}),
    told("duties", DUTY, {"bus_class": "large", "owner": "city"}),
    told("duties", DUTY, {"bus_class": "rocket"}),
    under(buses(commuter__per_day_yen=33_001)),
    under(buses(day__contract_discount_share=0.1)),
    under(buses(day__tax_share=0.08)),
    under(buses(surcharges={"season_share": 0.1, "season": ({"first": "05-14", "last": "05-14"},), **SOURCE})),
    under(buses(surcharges={"night_share": 0.2, "night_from": "13:14", **SOURCE})),
)
plant(
    "there_are_so_many_buses",
    under(rules(fleet__vehicles={"commuter": 0})),
    under(rules(fleet__bus_days_per_day=0)),
    under(buses(drivers={"bus_days_per_year": 14, **SOURCE})),
    told("duties", DUTY, {"owner": "city"}),
    added("duties", DUTY, {"duty": "two", "owner": "club", "garage": "club_one"}),
)
plant("club_buses_serve_their_club", told("duties", DUTY, {"owner": "club", "garage": "chuo_jhs_pool"}))
plant(
    "buses_rest_over_lunch_where_they_must",
    under(rules(fleet__chain_over_lunch=False, bells__lunch="10:00", bells__afternoon="10:50")),
)
