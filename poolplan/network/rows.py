"""The columns of the city's tables: one class per table, whose docstrings are the column manual."""

from typing import Annotated

from pydantic import Field

from poolplan.network.tables import Row
from poolplan.scenario.blocks import Condition, Level, Share, Slug, Text, TravelBy, Year

Longitude = Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"unit": "decimal degrees east, WGS84"})]
Latitude = Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"unit": "decimal degrees north, WGS84"})]


class SourcedRow(Row):
    """A row that says where its facts are from, and which of them nobody has confirmed."""

    source: Text
    """Where the facts of this row are from."""
    assumed: str = ""
    """Names of this row's columns whose values are assumptions, separated by spaces."""

    @property
    def assumed_columns(self) -> frozenset[str]:
        """Columns of this row whose values are assumptions."""
        return frozenset(self.assumed.split())


class SchoolRow(SourcedRow):
    """schools.csv: a school that teaches swimming."""

    school: Slug
    """Id, a romanised slug."""
    label_ja: Text
    """Japanese name."""
    label_en: Text
    """English name."""
    level: Level
    """elementary or junior_high."""
    ward: Slug
    """Id of the ward, as in the ward outlines."""
    longitude: Longitude
    """Longitude."""
    latitude: Latitude
    """Latitude."""


class PupilRow(SourcedRow):
    """pupils.csv: pupils of one grade in one fiscal year."""

    school: Slug
    """Id of the school."""
    year: Year
    """Fiscal year."""
    grade: Annotated[int, Field(ge=1, le=9)]
    """Grade, from 1."""
    pupils: Annotated[int, Field(ge=0, le=2000)]
    """Pupils of the grade."""
    classes: Annotated[int, Field(ge=0, le=60)]
    """Classes of the grade."""


class SlotRow(SourcedRow):
    """What every place with water offers schools in a year."""

    lanes: Annotated[int, Field(ge=1, le=20)]
    """Lanes."""
    slots_per_week: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
    """Sessions offered per week of the season."""
    weeks_per_year: Annotated[float, Field(ge=0, le=52, allow_inf_nan=False)]
    """Weeks of the season."""
    usable_share: Share
    """Share of the slots that weather and closures leave, 0 to 1."""
    levels: str = ""
    """Levels whose pupils the water suits (shallow enough), separated by spaces; empty: all."""
    youngest_grade: Annotated[int, Field(ge=1, le=6)] = 1
    """Youngest grade of elementary schools whose pupils the water suits; 3 where lower grades find no shallow tank."""

    @property
    def capacity_slots(self) -> int:
        """Sessions the site can give schools in a year, rounded down."""
        return int(self.slots_per_week * self.weeks_per_year * self.usable_share + 1e-9)


class PoolRow(SlotRow):
    """school_pools.csv: a school's own pool; it lies at its school."""

    site: Slug
    """Id of the pool."""
    school: Slug
    """Id of the school it belongs to."""
    build_year: Annotated[int, Field(ge=1900, le=2100, json_schema_extra={"unit": "year AD"})]
    """Year in which it was built or last rebuilt."""
    condition: Condition
    """A (good) to D (poor)."""
    can_rebuild: bool
    """no where the site allows no new pool."""
    fire_water: bool = False
    """yes where the tank is a named fire-water source."""


class PlaceRow(SlotRow):
    """clubs.csv and public_pools.csv: a place with water outside the schools."""

    site: Slug
    """Id of the site."""
    label_ja: Text
    """Japanese name."""
    label_en: Text
    """English name."""
    ward: str
    """Id of the ward, empty outside the city."""
    longitude: Longitude
    """Longitude."""
    latitude: Latitude
    """Latitude."""
    fee_yen_per_year: Annotated[int, Field(ge=0, json_schema_extra={"unit": "yen of the base year"})] = 0
    """Basic fee of the contract in every year in which a school swims here, whatever the number of lessons."""


class LandmarkRow(SourcedRow):
    """landmarks.csv: a place that everybody in the city knows, drawn on the maps so that readers find their way."""

    place: Slug
    """Id of the place."""
    label_ja: Text
    """Japanese name."""
    label_en: Text
    """English name."""
    longitude: Longitude
    """Longitude."""
    latitude: Latitude
    """Latitude."""


class QuoteRow(SourcedRow):
    """quotes.csv: a yearly price that a site quotes for a school, on top of the mode's prices per session."""

    school: Slug
    """Id of the school."""
    site: Slug
    """Id of the site."""
    mode: Slug
    """Id of the mode."""
    yen_per_year: Annotated[int, Field(ge=0, json_schema_extra={"unit": "yen of the base year"})]
    """Price of a year's lessons of the whole school."""


class CalibrationRow(SourcedRow):
    """bus_calibration.csv: buses that lessons took in a timetable, against what the plan's estimate says of them."""

    school: Text
    """Id of the school; * for all, with * as site or mode."""
    site: Text
    """Id of the site; * for all."""
    mode: Text
    """Id of the mode; * for all."""
    year: int
    """Fiscal year of the timetable."""
    bus_days: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False, json_schema_extra={"unit": "bus-days"})]
    """Bus-days of a year; the part of a bus that several schools share, to two decimals."""
    yen: Annotated[int, Field(ge=0, json_schema_extra={"unit": "yen with tax"})]
    """What these cost."""
    estimated_days: Annotated[int, Field(ge=1, json_schema_extra={"unit": "bus-days"})]
    """Bus-days that the estimate gives for the same lessons in the same year."""
    estimated_yen: Annotated[int, Field(ge=1, json_schema_extra={"unit": "yen with tax"})]
    """Yen that the estimate gives; the plan multiplies its estimate of each year by yen / estimated_yen."""


class UsableSlotsRow(SourcedRow):
    """usable_slots.csv: sessions that a site can give in a year by the calendar, in place of what its own row says."""

    site: Slug
    """Id of the site."""
    year: int
    """Fiscal year of the timetable."""
    slots: Annotated[int, Field(ge=0, le=10_000, json_schema_extra={"unit": "sessions a year"})]
    """Sessions a year."""


class TripRow(Row):
    """travel_times.csv: one way from a school to a site, door to door."""

    school: Slug
    """Id of the school."""
    site: Slug
    """Id of the site."""
    travel_by: TravelBy
    """walk or bus."""
    minutes: Annotated[float, Field(ge=0, le=600, allow_inf_nan=False, json_schema_extra={"unit": "minutes one way"})]
    """Minutes one way, door to door."""
    metres: Annotated[float, Field(ge=0, le=500_000, allow_inf_nan=False, json_schema_extra={"unit": "metres"})]
    """Metres one way."""
    source: Text
    """How the minutes were found."""
