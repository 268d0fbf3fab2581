"""Schools and the places with water, as read from the city's tables and found to be sound."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from poolplan.errors import DataError
from poolplan.network.measured import Calibration, UsableSlots, measured_of, read_feedback, usable_of
from poolplan.network.place_checks import Tables, contradictions, misplaced
from poolplan.network.rows import LandmarkRow, PlaceRow, PoolRow, PupilRow, QuoteRow, SchoolRow
from poolplan.network.tables import read_table
from poolplan.network.wards import Ward, read_wards, wards_named
from poolplan.scenario.blocks import Condition, Label, Level, SiteKind
from poolplan.scenario.schema import Scenario


@dataclass(frozen=True)
class School:
    """A school that teaches swimming."""

    id: str
    label: Label
    level: Level
    ward: str
    longitude: float
    latitude: float
    assumed: frozenset[str]
    source: str = ""


@dataclass(frozen=True)
class Site:
    """A place with water. `school`, `build_year`, `condition` and `can_rebuild` concern own pools only."""

    id: str
    label: Label
    kind: SiteKind
    ward: str
    longitude: float
    latitude: float
    lanes: int
    capacity_slots: int
    """Sessions a year."""
    source: str
    assumed: frozenset[str]
    school: str | None = None
    build_year: int | None = None
    condition: Condition | None = None
    can_rebuild: bool = False
    is_fire_water: bool = False
    """True for a tank named as a fire-water source."""
    levels: frozenset[str] = frozenset()
    """Levels of school the water suits; empty: all."""
    youngest_grade: int = 1
    """Youngest grade of elementary schools that the water suits."""
    fee_yen: int = 0
    """Basic fee in every year in which a school swims here, clubs and public pools only."""
    slots_per_week: float | None = None
    """Sessions offered per week of the season; None where only the year's are known."""
    usable_share: float = 1.0
    """Share of the slots that weather and closures leave."""


@dataclass(frozen=True)
class Landmark:
    """A place that everybody in the city knows."""

    id: str
    label: Label
    longitude: float
    latitude: float
    source: str


@dataclass(frozen=True)
class Places:
    """Everything on the map: ids are keys, in alphabetical order."""

    schools: dict[str, School]
    sites: dict[str, Site]
    pupils: dict[tuple[str, int], tuple[int, ...]]
    """Pupils by grade, for each school and fiscal year planned."""
    assumed_pupils: frozenset[str]
    """Schools whose pupil numbers are assumed."""
    wards: dict[str, Ward]
    quotes: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """Yearly prices quoted, yen of the base year, by school, site and mode."""
    calibration: Calibration = field(default_factory=dict)
    """Buses that timetables found lessons to take, against the estimate."""
    usable_slots: Mapping[str, UsableSlots] = field(default_factory=dict)
    """Slots that the calendar leaves, by site, where they stand in for what the site's own row says."""
    landmarks: dict[str, Landmark] = field(default_factory=dict)
    """Places by which readers of a map find their way."""
    classes: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    """Classes by grade, for each school and fiscal year planned, where known."""

    def home_site(self, school: str) -> Site | None:
        """Return the school's own pool, or None where it has none."""
        return self._homes.get(school)

    @property
    def outlined_wards(self) -> list[Ward]:
        """Wards whose outline is known, in order of id."""
        return [ward for ward in self.wards.values() if ward.geometry]

    @cached_property
    def _homes(self) -> dict[str, Site]:
        return {site.school: site for site in self.sites.values() if site.school is not None}


def read_places(scenario: Scenario) -> Places:
    """Read and check the city's tables.

    Raises:
        DataError: every problem found in any of the tables, together.
    """
    files = scenario.places
    problems: list[str] = []
    schools = {row.school: row for row in read_table(Path(files.schools), SchoolRow, ("school",), problems)}
    pools = read_table(Path(files.school_pools), PoolRow, ("site",), problems)
    clubs = read_table(Path(files.clubs), PlaceRow, ("site",), problems)
    public = read_table(Path(files.public_pools), PlaceRow, ("site",), problems)
    pupil_rows = read_table(Path(files.pupils), PupilRow, ("school", "year", "grade"), problems)
    named = [row.ward for row in schools.values()] + [row.ward for row in [*clubs, *public] if row.ward]
    wards = read_wards(Path(files.wards), problems) if files.wards else wards_named(named)
    key = ("school", "site", "mode")
    quotes = read_table(Path(files.quotes), QuoteRow, key, problems) if files.quotes else []
    marks = read_table(Path(files.landmarks), LandmarkRow, ("place",), problems) if files.landmarks else []
    feedback = read_feedback(files, problems)
    tables = Tables(scenario, schools, pools, clubs, public, pupil_rows, wards, quotes, marks, feedback)
    if not problems:  # a row that could not be read would look like a row that is missing
        problems += contradictions(tables)
    problems += misplaced(tables)
    if problems:
        raise DataError(problems)
    sites = [_own_pool(row, schools[row.school]) for row in pools]
    sites += [_place(row, "club") for row in clubs] + [_place(row, "public_pool") for row in public]
    places = Places(
        schools={row.school: _school(row) for row in sorted(schools.values(), key=lambda row: row.school)},
        sites={site.id: site for site in sorted(sites, key=lambda site: site.id)},
        pupils=_by_grade(scenario, ((row, row.pupils) for row in pupil_rows)),
        classes=_by_grade(scenario, ((row, row.classes) for row in pupil_rows)),
        assumed_pupils=frozenset(row.school for row in pupil_rows if "pupils" in row.assumed_columns),
        wards=wards,
        quotes={(row.school, row.site, row.mode): row.yen_per_year for row in quotes},
        calibration=measured_of(feedback.calibration),
        landmarks={row.place: _landmark(row) for row in sorted(marks, key=lambda row: row.place)},
    )
    return with_usable_slots(places, usable_of(feedback.usable_slots))


def with_usable_slots(places: Places, usable: Mapping[str, UsableSlots]) -> Places:
    """Return the places where sites give the slots that a calendar leaves them, in place of earlier ones."""
    sites = {
        name: replace(site, capacity_slots=usable[name].slots) if name in usable else site
        for name, site in places.sites.items()
    }
    return replace(places, sites=sites, usable_slots={**places.usable_slots, **usable})


def _school(row: SchoolRow) -> School:
    label = Label(ja=row.label_ja, en=row.label_en)
    return School(row.school, label, row.level, row.ward, row.longitude, row.latitude, row.assumed_columns, row.source)


def _own_pool(row: PoolRow, school: SchoolRow) -> Site:
    return Site(
        id=row.site,
        label=Label(ja=f"{school.label_ja}プール", en=f"{school.label_en} pool"),
        kind="school_pool",
        ward=school.ward,
        longitude=school.longitude,
        latitude=school.latitude,
        lanes=row.lanes,
        capacity_slots=row.capacity_slots,
        slots_per_week=row.slots_per_week,
        usable_share=row.usable_share,
        source=row.source,
        assumed=row.assumed_columns,
        school=row.school,
        build_year=row.build_year,
        condition=row.condition,
        can_rebuild=row.can_rebuild,
        is_fire_water=row.fire_water,
        levels=frozenset(row.levels.split()),
        youngest_grade=row.youngest_grade,
    )


def _place(row: PlaceRow, kind: SiteKind) -> Site:
    return Site(
        id=row.site,
        label=Label(ja=row.label_ja, en=row.label_en),
        kind=kind,
        ward=row.ward,
        longitude=row.longitude,
        latitude=row.latitude,
        lanes=row.lanes,
        capacity_slots=row.capacity_slots,
        slots_per_week=row.slots_per_week,
        usable_share=row.usable_share,
        source=row.source,
        assumed=row.assumed_columns,
        levels=frozenset(row.levels.split()),
        youngest_grade=row.youngest_grade,
        fee_yen=row.fee_yen_per_year,
    )


def _landmark(row: LandmarkRow) -> Landmark:
    label = Label(ja=row.label_ja, en=row.label_en)
    return Landmark(row.place, label, row.longitude, row.latitude, row.source)


def _by_grade(scenario: Scenario, numbers: Iterable[tuple[PupilRow, int]]) -> dict[tuple[str, int], tuple[int, ...]]:
    grades: dict[tuple[str, int], dict[int, int]] = {}
    for row, number in numbers:
        if row.year in scenario.planned_years:
            grades.setdefault((row.school, row.year), {})[row.grade] = number
    return {key: tuple(by_grade[g] for g in sorted(by_grade)) for key, by_grade in sorted(grades.items())}
