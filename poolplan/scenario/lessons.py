"""What decides when a school can swim: calendar, slots of the week, bell times, limits of schools, buses of the day."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from poolplan.scenario.blocks import Block, Count, Level, Positive, SiteKind, Slug, Sourced, Text, Yen

Clock = Annotated[
    str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), Field(json_schema_extra={"unit": "HH:MM"})
]
MonthDay = Annotated[
    str,
    StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
    Field(json_schema_extra={"unit": "month-day, MM-DD"}),
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BusClassName = Literal["large", "medium", "small", "commuter"]
BUS_CLASSES: tuple[BusClassName, ...] = ("large", "medium", "small", "commuter")
WholeMinutes = Annotated[int, Field(ge=0, le=600, json_schema_extra={"unit": "minutes"})]
SlotMinutes = Annotated[int, Field(ge=1, le=600, json_schema_extra={"unit": "minutes"})]
Seats = Annotated[int, Field(ge=1, le=100, json_schema_extra={"unit": "seats, 1 or more"})]


class Days(Block):
    """Days of every school year from a first to a last; from 12-25 to 01-07 runs over the new year."""

    first: MonthDay
    """First day."""
    last: MonthDay
    """Last day, included."""


class SchoolCalendar(Sourced):
    """Days on which schools may swim."""

    terms: tuple[Days, ...]
    """School terms; no lessons between them."""
    weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    """Days of the week with lessons."""
    national_holidays: bool = True
    """True: no lessons on Japan's national holidays, substitute holidays included."""
    events: tuple[Days, ...] = ()
    """Days of every school on which nobody swims: ceremonies, sports day, school trips."""
    events_by_level: dict[Level, tuple[Days, ...]] = Field(default_factory=dict)
    """Such days of one level, for example exams of junior highs."""
    events_by_school: dict[Slug, tuple[Days, ...]] = Field(default_factory=dict)
    """Such days of single schools."""
    health_check_until: MonthDay | None = None
    """Nobody swims on or before this day: the doctor sees every pupil first. No such day where this is left out."""


class BellTimes(Sourced):
    """Hours of the school day into which a trip to the pool must fit."""

    board_from: Clock
    """No group leaves its classroom earlier."""
    lunch: Clock
    """Lunch begins; a group that is back later is flagged."""
    lunch_wait_min: WholeMinutes = 0
    """How long after `lunch` a group may be back and eat late."""
    afternoon: Clock
    """No group leaves between lunch and this time."""
    home: Clock
    """Every group is back by then."""


class WeekPattern(Sourced):
    """When a place with water takes schools: hours of the week, season, closed days.

    How many slots a week and a year it gives is said by the city's tables (slots_per_week, weeks_per_year,
    usable_share) and not repeated here: this says when they lie, and must leave room for so many.
    """

    weekdays: tuple[Weekday, ...]
    """Days of the week."""
    starts: tuple[Clock, ...]
    """Starts of the slots of a day."""
    slot_min: SlotMinutes
    """Length of a slot: a group changes, swims and changes within it."""
    opens: Clock
    """Schools may be in the building from this time on."""
    closes: Clock
    """Schools have left the building by this time."""
    season: tuple[Days, ...]
    """Days of the year on which schools are taken."""
    closed: tuple[Days, ...] = ()
    """Days within the season on which the place is closed: maintenance, contests."""
    outdoor: bool = False
    """True: the share of days that rain and heat take (1 - usable_share) is kept free as reserve days."""
    shared_by: Literal["group", "lanes"] = "group"
    """group: a slot is one group's alone; lanes: groups share it, each on lanes of its own."""
    pupils_per_lane: Positive = 15
    """Pupils on one lane, where slots are shared by lanes."""


class Staff(Sourced):
    """Adults who watch and teach: a slot takes no more pupils than they can."""

    pupils_per_adult: Positive
    """Pupils for each adult in or at the water, at most."""
    instructors: Count
    """Instructors of the place, or lifeguards at a school pool."""
    teachers: Count
    """Teachers who can come with a group."""

    @property
    def pupils_at_most(self) -> int:
        """Pupils whom all adults together may have in the water."""
        return self.pupils_per_adult * (self.instructors + self.teachers)


class SchoolLimits(Sourced):
    """What a school puts up with."""

    grades_at_once: Positive = 1
    """Groups of a school that may be away at the same time."""
    sessions_per_day: Positive
    """Sessions of a school in a day, at most."""
    sessions_per_week: Positive
    """Sessions of a school in a week, at most."""
    days_between_visits: Positive
    """Days from one visit of a group to its next, at least; 7: the same weekday a week later."""
    weekdays: tuple[Weekday, ...] = ()
    """Weekdays that schools prefer; all alike where this is empty."""
    weekdays_by_school: dict[Slug, tuple[Weekday, ...]] = Field(default_factory=dict)
    """Weekdays that single schools prefer."""


class SpecialGroup(Sourced):
    """A special-needs group of a school, with its staff and vehicle; it swims as often as the other groups."""

    pupils: Positive
    """Pupils."""
    escorts: Count
    """Adults who travel with them."""


class Grouping(Sourced):
    """How grades become groups, beyond the split by the mode's `group_pupils`."""

    classes_stay_whole: bool = False
    """True: no class is divided between groups, though a grade may then need a group more than the plan counts."""
    join_grades_up_to: Count = 0
    """Neighbouring grades of a school swim as one group while they are no more pupils than this; 0: never."""
    join_schools: tuple[tuple[Slug, ...], ...] = ()
    """Tiny schools that take their slots together: their groups of a grade share a slot."""
    special: dict[Slug, SpecialGroup] = Field(default_factory=dict)
    """Special-needs groups by school; none is assumed."""


class WelfareVehicle(Sourced):
    """Vehicle of special-needs groups, with a lift; hired by the day."""

    seats: Seats
    """Seats for pupils and escorts."""
    per_day_yen: Yen
    """Price of a day, before tax."""


class OwnBus(Sourced):
    """Buses that are not chartered: a club's, for its own site, or the city's."""

    owner: Literal["club", "city"]
    """club: serves only the club where it stands; city: serves everybody."""
    garage: Slug
    """Id of the club, or of the school or site where the city's bus stands."""
    seats: Seats
    """Seats for pupils and escorts."""
    vehicles: Positive = 1
    """How many of them."""
    per_day_yen: Yen
    """Driver and fuel of a day, with tax."""
    per_year_yen: Yen
    """Cost of a year whether it runs or not: the price over its life, insurance, inspection; with tax."""


class Fleet(Sourced):
    """Buses and drivers that can be had on one day."""

    vehicles: dict[BusClassName, Count] = Field(default_factory=dict)
    """Chartered buses of a class on one day, at most; as many as needed of classes left out."""
    bus_days_per_day: Count | None = None
    """Chartered buses on one day, at most: drivers are scarce. No limit where this is left out."""
    board_min: WholeMinutes | None = None
    """Minutes a group takes to get on at its school, and to get off; left out: as the plan reckons, `costs.bus.day`."""
    chain_over_lunch: bool = True
    """True: a bus of the morning may go on in the afternoon as the same bus-day."""
    own: tuple[OwnBus, ...] = ()
    """Buses that are not chartered."""


class TimetableRules(Block):
    """The school day: what a year's timetable must keep (`poolplan timetable`, `poolplan run --with-timetable`)."""

    calendar: SchoolCalendar
    """Days on which schools may swim."""
    bells: BellTimes
    """Hours of the school day."""
    bells_by_level: dict[Level, BellTimes] = Field(default_factory=dict)
    """Hours of a level, where they differ."""
    patterns: dict[SiteKind, WeekPattern]
    """Slots of the week by kind of site."""
    patterns_by_site: dict[Slug, WeekPattern] = Field(default_factory=dict)
    """Slots of the week of single sites, where they differ."""
    staff: dict[SiteKind, Staff] = Field(default_factory=dict)
    """Staffing rule by kind of site; a kind left out has none."""
    limits: SchoolLimits
    """What a school puts up with."""
    groups: Grouping
    """How grades become groups."""
    welfare: WelfareVehicle | None = None
    """Vehicle of special-needs groups; needed where there are any that go by bus."""
    fleet: Fleet
    """Buses and drivers of a day."""
    tariff_region: Text | None = None
    """Region whose notified fares `costs.bus` is held against; every difference is told, none is refused."""
    time_limit_s: Annotated[float, Field(gt=0, le=3600, json_schema_extra={"unit": "seconds"})] = 300
    """The search ends after so many seconds of the clock with the best timetable so far, said not to be proven."""
