"""What a scenario may say: frozen blocks with units, whose docstrings are the planner's manual."""

from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from poolplan.scenario.blocks import (
    Block,
    Count,
    Degrees,
    Label,
    Level,
    Minutes,
    Positive,
    Seconds,
    Share,
    SiteKind,
    Slug,
    Sourced,
    Text,
    Year,
    Years,
    Yen,
)
from poolplan.scenario.costs import Costs
from poolplan.scenario.finance import Finance
from poolplan.scenario.lessons import TimetableRules
from poolplan.scenario.objective import Objective
from poolplan.scenario.sensitivity import Sensitivity
from poolplan.scenario.travel import Travel


class Horizon(Block):
    """The fiscal years that are planned."""

    first: Year
    """First fiscal year decided."""
    last: Year
    """Last fiscal year decided."""


class Bounds(Block):
    """A box that holds the whole city; a place outside it is refused as a typing error."""

    west: Degrees
    """Smallest longitude."""
    south: Degrees
    """Smallest latitude."""
    east: Degrees
    """Largest longitude."""
    north: Degrees
    """Largest latitude."""


class PlaceFiles(Block):
    """The city's tables. Paths are relative to the file that names them."""

    bounds: Bounds
    """Where the city lies, WGS84 longitude and latitude."""
    schools: Text
    """CSV: one row per school (school, label_ja, label_en, level, ward, longitude, latitude, source, assumed)."""
    pupils: Text
    """CSV: one row per school, year and grade (school, year, grade, pupils, classes, source, assumed)."""
    school_pools: Text
    """CSV: one row per school's own pool (site, school, build_year, lanes, condition, can_rebuild, slots, ...)."""
    clubs: Text
    """CSV: one row per private swimming club."""
    public_pools: Text
    """CSV: one row per public pool."""
    wards: Text | None = None
    """GeoJSON: outlines of the wards (ward, label_ja, label_en); without it wards are no more than names."""
    travel: Text | None = None
    """CSV: one-way minutes and metres (school, site, travel_by, minutes, metres, source); where `roads` are named they
    are computed into it. Without it straight lines with a detour stand for the roads, marked approximate."""
    roads: Text | None = None
    """Roads (.osm.pbf, .osm, Overpass .json, .graphml, .gpkg, ..._links.csv) on which `travel` is computed, if any."""
    speed_model: Text | None = None
    """YAML: the city's own speed model; without it the one named in the block `travel` counts."""
    quotes: Text | None = None
    """CSV: yearly prices quoted for a school at a site (school, site, mode, yen_per_year, source, assumed), if any."""
    landmarks: Text | None = None
    """CSV: places that everybody knows, drawn on the maps (place, label_ja, label_en, longitude, latitude, source)."""
    bus_calibration: Text | None = None
    """CSV: what buses took in a timetable, against the estimate (school, site, mode, year, bus_days, ...), if any."""
    usable_slots: Text | None = None
    """CSV: sessions a year that the calendar of a timetable leaves a site (site, year, slots, source), if any."""


class LessonPrices(Sourced):
    """What lessons cost besides the bus; every item is a line of the ledger."""

    hire_yen: Yen = 0
    """Hire of the pool, per session."""
    utilities_yen: Yen = 0
    """Share of water, heat and light, per session."""
    coaching_yen: Yen = 0
    """Instructors and lifeguards paid for, per session."""
    entry_yen: Yen = 0
    """Entry fee, per pupil and visit."""
    entry_users_share: Share = 0
    """Share of the entry fee that the pupils' families pay (payer `users`); the rest is paid from the general fund."""


class TravelLimits(Sourced):
    """The longest trip one way, door to door; a way of travelling that is left out is not allowed."""

    walk: Minutes | None = None
    """Longest walk, minutes one way."""
    bus: Minutes | None = None
    """Longest bus trip, minutes one way."""


class Mode(Block):
    """A way of holding swimming lessons: own pool, private club, neighbour's pool, public pool."""

    label: Label
    """Name shown on maps and in tables."""
    site_kind: SiteKind
    """Kind of site where lessons of this mode are held."""
    at_own_school: bool = False
    """True for lessons in the school's own pool; false for every mode that makes the school travel."""
    offered: bool = True
    """False leaves the mode out of this scenario."""
    sessions_per_group: Positive
    """Visits of each group in a year."""
    group_pupils: Positive
    """Largest group that one session can take, pupils of one grade."""
    water_min_per_session: Minutes
    """Minutes in the water in one session."""
    max_travel_min: TravelLimits | None = None
    """Longest trip; not needed at the own school."""
    max_travel_min_by_level: dict[Level, TravelLimits] = Field(default_factory=dict)
    """Longest trip of schools of a level, where it differs, for example junior_high."""
    prices: LessonPrices
    """What lessons cost besides the bus."""
    delivered_share: Share = 1
    """Share of the sessions booked that heat and rain let take place; it counts for time in the water, not for cost."""
    contract_years: Years = 0
    """Years that a school stays at least at a site of this mode, before it may move again."""

    def travel_limits(self, level: Level) -> TravelLimits | None:
        """Longest trips of a school of this level."""
        return self.max_travel_min_by_level.get(level, self.max_travel_min)


class Stage(Block):
    """A step of the model-school programme: how many schools have left their own pool by this year."""

    year: Year
    """Fiscal year in which the stage is reached."""
    schools: Count
    """Schools that have left their own pool by then, all told."""
    fixed: dict[Slug, Slug] = Field(default_factory=dict)
    """Schools that must have moved, with their mode."""
    by_mode: dict[Slug, Count] = Field(default_factory=dict)
    """Schools by mode, exactly; modes not named are free."""
    host_levels: dict[Slug, Level] = Field(default_factory=dict)
    """For a mode at school pools: the level of the host school, for example shared: junior_high."""
    every_ward: bool = False
    """True: by this stage at least one school of every ward has moved."""


class UnmetSessions(Sourced):
    """Lessons may be left out where there is no room, at a price."""

    yen_per_session: Annotated[int, Field(ge=1, le=10**9, json_schema_extra={"unit": "yen of the base year"})]
    """What a session that cannot be held counts: the price of a substitute, high enough to be the last resort."""


class Programme(Block):
    """Which schools move when."""

    stages: tuple[Stage, ...] = ()
    """Steps of the model-school programme, in order of year; a school that has moved stays moved."""
    order: Literal["cost", "oldest_pool_first"] = "cost"
    """What decides who joins a stage: cost, or the age of the pool (cost then breaks ties)."""
    rollout_schools_per_year: Count
    """Schools that may move in one year after the last stage."""
    levels_that_stay: tuple[Level, ...] = ()
    """Schools of these levels keep their own pool, for example junior highs with a swimming club."""
    clubs_cover_each_other: bool = False
    """True: if any one club closed, the other clubs and public pools would have room for its lessons."""
    outside_sites_at_most: Count | None = None
    """Clubs and public pools used in a year, at most; no limit where this is left out."""
    keep_together: Literal["school", "grade"] = "school"
    """school: a school swims at one place; grade: its grades may move to different places in different years."""
    moves_per_school_at_most: Positive = 1
    """How often a school (or a grade, if grades move apart) may change its place; a start without a pool counts."""
    unmet_sessions: UnmetSessions | None = None
    """Lessons may be left out at this price; every lesson must be held where this is left out."""
    prefer_mode: Slug | None = None
    """A school that can use this mode and moves must use it; others are free."""


class Solver(Block):
    """How hard to search; the plan is the same on every run unless the time limit ends it."""

    name: Literal["highs", "cbc"] = "highs"
    """Solver that is given PuLP's model: HiGHS, or CBC as a second opinion, which takes longer."""
    gap_share: Share
    """Stop when the plan is proven to be within this share of the best possible."""
    time_limit_s: Seconds
    """Stop after this many seconds with the best plan so far."""


class Scenario(Block):
    """One question of the city, complete: every value that decides the answer."""

    name: Slug
    """Name of the file, without `.yaml`."""
    label: Label
    """Name shown on maps and tables."""
    question: Label
    """The question this scenario answers, one sentence."""
    years: Horizon
    """Fiscal years planned."""
    places: PlaceFiles
    """The city's tables."""
    modes: dict[Slug, Mode]
    """Ways of holding lessons."""
    costs: Costs
    """Unit prices."""
    programme: Programme
    """Which schools move when."""
    objective: Objective | None = None
    """What the plan makes as small as it can; the cost where this is left out."""
    finance: Finance | None = None
    """Rising prices and loans, for the finance section."""
    travel: Travel | None = None
    """How minutes are found on `places.roads`; without roads the table is taken as it is."""
    solver: Solver
    """How hard to search."""
    sensitivity: Sensitivity | None = None
    """What is not known for sure; asked for by `poolplan sensitivity` alone."""
    timetable: TimetableRules | None = None
    """The school day, for a year's timetable; without it no timetable can be made."""

    @property
    def planned_years(self) -> range:
        """Fiscal years decided, first to last."""
        return range(self.years.first, self.years.last + 1)

    @property
    def board_min(self) -> int:
        """Whole minutes in which a group gets on a bus, or off, in a timetable."""
        own = self.timetable.fleet.board_min if self.timetable else None
        return ceil(self.costs.bus.day.board_min) if own is None else own

    @property
    def own_mode(self) -> str:
        """Id of the mode held at the school's own pool (checked to be exactly one)."""
        return next(name for name, mode in self.modes.items() if mode.at_own_school)
