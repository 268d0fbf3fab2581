"""CHECKS of the school day: slots, bells, days of the year, vehicles and the tariff's region."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from poolplan.scenario.blocks import Block
from poolplan.scenario.check_registry import check, place_check
from poolplan.scenario.clock import clock_of, minutes_of
from poolplan.scenario.lessons import BUS_CLASSES, BellTimes, Days, TimetableRules, WeekPattern
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.origins import Problem
from poolplan.scenario.schema import Scenario
from poolplan.scenario.tariffs import Notified, notified_fares

RATES = ("per_hour_yen", "per_km_yen")
BILLING = ("min_running_h", "checks_h", "km_step")
SURCHARGES = ("night_share", "night_from", "night_until", "season_share")
A_LEAP_YEAR = 2024


@check
def slots_lie_within_opening_hours(scenario: Scenario) -> Iterator[Problem]:
    """Every slot of the week lies within the opening hours, and no two overlap."""
    for where, pattern in _patterns(scenario.timetable):
        hours = minutes_of(pattern.closes) - minutes_of(pattern.opens)
        if pattern.slot_min > hours:
            text = f"a slot of {pattern.slot_min} minutes is longer than the opening hours {pattern.opens}-"
            text += f"{pattern.closes} ({max(hours, 0)} minutes); shorten the slot or open longer"
            yield Problem(f"{where}.slot_min", text)
        else:
            yield from _misplaced(where, pattern)


def _misplaced(where: str, pattern: WeekPattern) -> Iterator[Problem]:
    if not pattern.starts or not pattern.weekdays or not pattern.season:
        yield Problem(where, "offers no slot; name weekdays, starts and a season, or drop the pattern")
    ends = 0
    for start in sorted(pattern.starts):
        begins = minutes_of(start)
        end = begins + pattern.slot_min
        if begins < minutes_of(pattern.opens) or end > minutes_of(pattern.closes):
            text = f"the slot {start}-{clock_of(end)} lies outside the opening hours "
            text += f"{pattern.opens}-{pattern.closes}; move it"
            yield Problem(f"{where}.starts", text)
        if begins < ends:
            text = f"the slot from {start} begins before the one before it ends ({clock_of(ends)}); move one"
            yield Problem(f"{where}.starts", text)
        ends = end


@check
def bells_ring_in_order(scenario: Scenario) -> Iterator[Problem]:
    """Boarding, lunch, afternoon and going home follow each other."""
    rules = scenario.timetable
    if rules is None:
        return
    named: dict[str, BellTimes] = {"timetable.bells": rules.bells}
    named |= {f"timetable.bells_by_level.{level}": bells for level, bells in rules.bells_by_level.items()}
    for where, bells in named.items():
        times = (bells.board_from, bells.lunch, bells.afternoon, bells.home)
        if list(times) != sorted(times):
            text = f"board_from, lunch, afternoon and home ({', '.join(times)}) are not in order; mend the times"
            yield Problem(where, text)


@check
def days_exist(scenario: Scenario) -> Iterator[Problem]:
    """Days of the year exist: no 31 April."""
    rules = scenario.timetable
    if rules is None:
        return
    calendar = rules.calendar
    named: dict[str, tuple[Days, ...]] = {"calendar.terms": calendar.terms, "calendar.events": calendar.events}
    named |= {f"calendar.events_by_level.{level}": days for level, days in calendar.events_by_level.items()}
    named |= {f"calendar.events_by_school.{school}": days for school, days in calendar.events_by_school.items()}
    days = [(f"timetable.{where}", day) for where, spans in named.items() for span in spans for day in _ends(span)]
    for where, pattern in _patterns(rules):
        days += [(f"{where}.season", day) for span in pattern.season for day in _ends(span)]
        days += [(f"{where}.closed", day) for span in pattern.closed for day in _ends(span)]
    if calendar.health_check_until:
        days.append(("timetable.calendar.health_check_until", calendar.health_check_until))
    for where, day in days:
        if not _exists(day):
            yield Problem(where, f"there is no day {day} (month-day); mend it")


@check
def lessons_fit_their_slots(scenario: Scenario) -> Iterator[Problem]:
    """A slot is long enough to change, swim and change."""
    at_site = scenario.costs.bus.day.at_site_min
    for where, pattern in _patterns(scenario.timetable):
        if at_site > pattern.slot_min:
            text = f"a slot of {pattern.slot_min} minutes is shorter than a visit (costs.bus.day.at_site_min: "
            text += f"{at_site:g} minutes); lengthen the slot or shorten the visit"
            yield Problem(f"{where}.slot_min", text)
    for name, mode in scenario.modes.items() if scenario.timetable else ():
        if mode.water_min_per_session > at_site:
            text = f"{mode.water_min_per_session:g} minutes in the water do not fit a visit of "
            text += f"{at_site:g} minutes (costs.bus.day.at_site_min); shorten the one or lengthen the other"
            yield Problem(f"modes.{name}.water_min_per_session", text)


@check
def tariff_region_is_known(scenario: Scenario) -> Iterator[Problem]:
    """A region that is named has notified fares."""
    region, table = _region(scenario), notified_fares()
    if region is not None and region not in table:
        hint = did_you_mean(region, table) or f"; known: {', '.join(table)}"
        yield Problem("timetable.tariff_region", f"no fares of a region '{region}' are known{hint}; or drop the line")


def differing_fares(scenario: Scenario) -> Iterator[str]:
    """Say where bus prices are not those notified for the scenario's region: no mistake, but worth knowing."""
    region = _region(scenario)
    if region is None:
        return
    bus, notified = scenario.costs.bus, notified_fares()[region]
    asked = [(f"costs.bus.{name}", getattr(bus, name), fares, RATES) for name, fares in notified.items()]
    asked = [row for row in asked if row[1].per_day_yen is None]
    every = next(iter(notified.values()))
    rows: list[tuple[str, Block, Notified, tuple[str, ...]]] = [*asked, ("costs.bus.day", bus.day, every, BILLING)]
    rows += [("costs.bus.surcharges", bus.surcharges, every, SURCHARGES)] if bus.surcharges else []
    for where, ours, theirs, keys in rows:
        for key in keys:
            said, told = getattr(ours, key), getattr(theirs, key)
            if said != told:
                yield f"{where}.{key}: {_plain(said)}, where {_plain(told)} is notified for {region}"


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _region(scenario: Scenario) -> str | None:
    return scenario.timetable.tariff_region if scenario.timetable else None


@check
def surcharges_have_their_days(scenario: Scenario) -> Iterator[Problem]:
    """A surcharge of a season says on which days, a night when it begins and ends."""
    asked = scenario.costs.bus.surcharges
    if asked and asked.season_share and not asked.season:
        yield Problem("costs.bus.surcharges.season", "no days are given; give days, or drop season_share")
    for span in asked.season if asked else ():
        for day in _ends(span):
            if not _exists(day):
                yield Problem("costs.bus.surcharges.season", f"there is no day {day} (month-day); mend it")
    if asked and asked.night_share and asked.night_from == asked.night_until:
        text = f"the night begins and ends at {asked.night_from}; give its hours, or drop night_share"
        yield Problem("costs.bus.surcharges.night_from", text)


@check
def special_groups_have_a_vehicle(scenario: Scenario) -> Iterator[Problem]:
    """Special-needs groups travel in a vehicle with a lift, large enough for the largest of them."""
    rules = scenario.timetable
    for school, group in rules.groups.special.items() if rules else ():
        where, needs = f"timetable.groups.special.{school}", group.pupils + group.escorts
        if rules is not None and rules.welfare is None:
            yield Problem(where, "no vehicle is named for special-needs groups; give timetable.welfare")
        elif rules is not None and rules.welfare is not None and group.escorts >= rules.welfare.seats:
            text = f"{needs} people with {group.escorts} escorts in each vehicle leave no seat for pupils; "
            yield Problem(where, text + f"give more seats than the {rules.welfare.seats} of timetable.welfare")


@check
def every_bus_seats_pupils(scenario: Scenario) -> Iterator[Problem]:
    """Escorts leave seats for pupils in every bus that may be used."""
    rules, day = scenario.timetable, scenario.costs.bus.day
    if rules is None:
        return
    for number, bus in enumerate(rules.fleet.own):
        if bus.seats <= day.escorts:
            text = f"{bus.seats} seats are taken by {day.escorts} escorts (costs.bus.day.escorts); give more seats"
            yield Problem(f"timetable.fleet.own.{number}.seats", text)


@check
def some_bus_can_be_had(scenario: Scenario) -> Iterator[Problem]:
    """Where no class of bus can be chartered, clubs or city have buses of their own."""
    fleet = scenario.timetable.fleet if scenario.timetable else None
    if fleet and not fleet.own and all(fleet.vehicles.get(name) == 0 for name in BUS_CLASSES):
        text = "no bus of any class can be had, and nobody has one of their own; give vehicles or timetable.fleet.own"
        yield Problem("timetable.fleet.vehicles", text)


@check
def schools_join_once(scenario: Scenario) -> Iterator[Problem]:
    """A tiny school takes its slots together with one set of others, and not with itself."""
    joined = scenario.timetable.groups.join_schools if scenario.timetable else ()
    named = Counter(school for together in joined for school in together)
    for school, times in named.items():
        if times > 1:
            text = f"'{school}' is named {times} times; name every school once"
            yield Problem("timetable.groups.join_schools", text)


@place_check
def schools_of_the_timetable_exist(scenario: Scenario, schools: Mapping[str, str]) -> Iterator[Problem]:
    """Every school that the timetable's rules name is in the table of schools."""
    rules = scenario.timetable
    if rules is None:
        return
    named = [("calendar.events_by_school", school) for school in rules.calendar.events_by_school]
    named += [("limits.weekdays_by_school", school) for school in rules.limits.weekdays_by_school]
    named += [("groups.special", school) for school in rules.groups.special]
    named += [("groups.join_schools", school) for together in rules.groups.join_schools for school in together]
    for where, school in named:
        if school not in schools:
            text = f"school '{school}' is in no table of schools{did_you_mean(school, schools)}; mend the id"
            yield Problem(f"timetable.{where}", text)


def _patterns(rules: TimetableRules | None) -> Iterator[tuple[str, WeekPattern]]:
    for kind, pattern in rules.patterns.items() if rules else ():
        yield f"timetable.patterns.{kind}", pattern
    for site, pattern in rules.patterns_by_site.items() if rules else ():
        yield f"timetable.patterns_by_site.{site}", pattern


def _ends(span: Days) -> tuple[str, str]:
    return span.first, span.last


def _exists(month_day: str) -> bool:
    month, day = (int(part) for part in month_day.split("-"))
    try:
        date(A_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
