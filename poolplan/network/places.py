"""Schools and the places with water, as read from the city's tables and found to be sound."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from poolplan.errors import DataError
from poolplan.network.rows import PlaceRow, PoolRow, PupilRow, SchoolRow, SlotRow
from poolplan.network.tables import read_table
from poolplan.network.wards import Ward, read_wards
from poolplan.scenario.blocks import Condition, Label, Level, SiteKind
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.schema import Bounds, Scenario
from poolplan.scenario.text import shown_path


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

    def home_site(self, school: str) -> Site | None:
        """Return the school's own pool, or None where it has none."""
        return self._homes.get(school)

    @property
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
    wards = read_wards(Path(files.wards), problems)
    if not problems:
        problems += _contradictions(
            scenario, schools, pools, [(files.clubs, clubs), (files.public_pools, public)], wards
        )
        problems += _pupil_gaps(scenario, schools, pupil_rows)
    if problems:
        raise DataError(problems)
    sites = [_own_pool(row, schools[row.school]) for row in pools]
    sites += [_place(row, "club") for row in clubs] + [_place(row, "public_pool") for row in public]
    return Places(
        schools={row.school: _school(row) for row in sorted(schools.values(), key=lambda row: row.school)},
        sites={site.id: site for site in sorted(sites, key=lambda site: site.id)},
        pupils=_pupils(scenario, pupil_rows),
        assumed_pupils=frozenset(row.school for row in pupil_rows if "pupils" in row.assumed_columns),
        wards=wards,
    )


def _school(row: SchoolRow) -> School:
    label = Label(ja=row.label_ja, en=row.label_en)
    return School(row.school, label, row.level, row.ward, row.longitude, row.latitude, row.assumed_columns)


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
        source=row.source,
        assumed=row.assumed_columns,
        school=row.school,
        build_year=row.build_year,
        condition=row.condition,
        can_rebuild=row.can_rebuild,
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
        source=row.source,
        assumed=row.assumed_columns,
    )


def _pupils(scenario: Scenario, rows: list[PupilRow]) -> dict[tuple[str, int], tuple[int, ...]]:
    grades: dict[tuple[str, int], dict[int, int]] = {}
    for row in rows:
        if row.year in scenario.planned_years:
            grades.setdefault((row.school, row.year), {})[row.grade] = row.pupils
    return {key: tuple(by_grade[g] for g in sorted(by_grade)) for key, by_grade in sorted(grades.items())}


def _contradictions(
    scenario: Scenario,
    schools: dict[str, SchoolRow],
    pools: list[PoolRow],
    others: list[tuple[str, list[PlaceRow]]],
    wards: dict[str, Ward],
) -> Iterator[str]:
    files = scenario.places
    if not schools:
        yield f"{_shown(files.schools)}: holds no school; add one row per school"
    for school in schools.values():
        yield from _misplaced(files.schools, school.school, school, files.bounds)
        if school.ward not in wards:
            yield (
                f"{_shown(files.schools)}: school '{school.school}': ward '{school.ward}' is not in {_shown(files.wards)}"
                + did_you_mean(school.ward, wards)
            )
    owners: dict[str, str] = {}
    for pool in pools:
        if pool.school not in schools:
            hint = did_you_mean(pool.school, schools)
            yield f"{_shown(files.school_pools)}: pool '{pool.site}': no school '{pool.school}' in {_shown(files.schools)}{hint}"
        elif owners.setdefault(pool.school, pool.site) != pool.site:
            yield f"{_shown(files.school_pools)}: school '{pool.school}' has two pools; keep one row"
    first_in: dict[str, str] = {pool.site: files.school_pools for pool in pools}
    for path, places in others:
        for place in places:
            yield from _misplaced(path, place.site, place, files.bounds)
            if place.site in first_in:
                yield f"{_shown(path)}: site '{place.site}' stands already in {_shown(first_in[place.site])}; ids must differ"
            first_in[place.site] = path
    every: list[tuple[str, str, SlotRow]] = [(files.school_pools, pool.site, pool) for pool in pools]
    every += [(path, place.site, place) for path, places in others for place in places]
    for path, name, row in every:
        yield from _unknown_assumed(path, name, row)


def _misplaced(path: str, name: str, row: SchoolRow | PlaceRow, bounds: Bounds) -> Iterator[str]:
    if _inside(row.longitude, row.latitude, bounds):
        return
    where = f"{_shown(path)}: '{name}': longitude {row.longitude}, latitude {row.latitude}"
    if _inside(row.latitude, row.longitude, bounds):
        yield f"{where}: longitude and latitude are swapped; exchange the two values"
    else:
        box = f"{bounds.west}-{bounds.east} E, {bounds.south}-{bounds.north} N"
        yield f"{where}: outside the city ({box}); mend the coordinate or widen places.bounds"


def _inside(longitude: float, latitude: float, bounds: Bounds) -> bool:
    return bounds.west <= longitude <= bounds.east and bounds.south <= latitude <= bounds.north


def _unknown_assumed(path: str, name: str, row: SlotRow) -> Iterator[str]:
    known = set(type(row).model_fields)
    for column in sorted(row.assumed_columns - known):
        yield f"{_shown(path)}: '{name}': assumed names '{column}', which is no column{did_you_mean(column, known)}"


def _pupil_gaps(scenario: Scenario, schools: dict[str, SchoolRow], rows: list[PupilRow]) -> Iterator[str]:
    path = scenario.places.pupils
    strangers = sorted({row.school for row in rows} - schools.keys())
    for name in strangers:
        yield f"{_shown(path)}: no school '{name}' in {_shown(scenario.places.schools)}{did_you_mean(name, schools)}"
    years: dict[str, set[int]] = {}
    for row in rows:
        years.setdefault(row.school, set()).add(row.year)
    for name in sorted(schools):
        missing = sorted(set(scenario.planned_years) - years.get(name, set()))
        if missing:
            span = f"{missing[0]}" if len(missing) == 1 else f"{missing[0]}-{missing[-1]} ({len(missing)} years)"
            yield f"{_shown(path)}: school '{name}' has no pupils for {span}; add them or shorten years.last"


def _shown(path: str) -> str:
    """Show a path relative to the current folder where that is shorter."""
    return shown_path(Path(path))
