"""What one table of the city cannot know about another: strangers, doubles, places outside the city, missing years."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, get_args

from poolplan.network.measured import Feedback, strange_rows
from poolplan.network.rows import LandmarkRow, PlaceRow, PoolRow, PupilRow, QuoteRow, SchoolRow, SlotRow, SourcedRow
from poolplan.network.wards import Ward
from poolplan.scenario.blocks import Level
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.schema import Bounds, Scenario
from poolplan.scenario.text import shown_path

Located = SchoolRow | PlaceRow | LandmarkRow


class Tables(NamedTuple):
    """The city's tables as read."""

    scenario: Scenario
    schools: dict[str, SchoolRow]
    pools: list[PoolRow]
    clubs: list[PlaceRow]
    public_pools: list[PlaceRow]
    pupils: list[PupilRow]
    wards: dict[str, Ward]
    quotes: list[QuoteRow]
    landmarks: list[LandmarkRow]
    feedback: Feedback

    @property
    def outside(self) -> list[tuple[str, PlaceRow]]:
        """Clubs and public pools, each with the name of its file."""
        files = self.scenario.places
        public = [(_shown(files.public_pools), row) for row in self.public_pools]
        return [(_shown(files.clubs), row) for row in self.clubs] + public


def misplaced(tables: Tables) -> list[str]:
    """Say which schools, clubs, public pools and landmarks lie outside the city, one sentence each."""
    bounds, files = tables.scenario.places.bounds, tables.scenario.places
    rows: list[tuple[str, str, Located]] = [(_shown(files.schools), r.school, r) for r in tables.schools.values()]
    rows += [(path, row.site, row) for path, row in tables.outside]
    rows += [(_shown(files.landmarks or ""), row.place, row) for row in tables.landmarks]
    return [sentence for path, name, row in rows for sentence in _misplaced(path, name, row, bounds)]


def contradictions(tables: Tables) -> list[str]:
    """Say everything that is wrong between the tables, one sentence each."""
    finders = (
        _schools,
        _own_pools,
        _outside_places,
        _levels,
        _assumed_columns,
        _strange_pupils,
        _missing_years,
        _missing_grades,
        _strange_quotes,
        _strange_feedback,
    )
    return [sentence for find in finders for sentence in find(tables)]


def _schools(tables: Tables) -> Iterator[str]:
    files = tables.scenario.places
    path = _shown(files.schools)
    if not tables.schools:
        yield f"{path}: holds no school; add one row per school"
    for school in tables.schools.values():
        if school.ward not in tables.wards:
            hint = f"{did_you_mean(school.ward, tables.wards)}; mend the id"
            yield f"{path}: school '{school.school}': ward '{school.ward}' is not in {_shown(files.wards or '')}{hint}"


def _own_pools(tables: Tables) -> Iterator[str]:
    files = tables.scenario.places
    path, owners = _shown(files.school_pools), dict[str, str]()
    for pool in tables.pools:
        if pool.school not in tables.schools:
            hint = did_you_mean(pool.school, tables.schools)
            yield f"{path}: pool '{pool.site}': no school '{pool.school}' in {_shown(files.schools)}{hint}; mend the id"
        elif owners.setdefault(pool.school, pool.site) != pool.site:
            yield f"{path}: school '{pool.school}' has two pools; keep one row"
        if pool.build_year > tables.scenario.years.first:
            first = tables.scenario.years.first
            yield f"{path}, line {pool.line}: pool '{pool.site}' is built in {pool.build_year}, after {first}; mend it"


def _outside_places(tables: Tables) -> Iterator[str]:
    files = tables.scenario.places
    first_in = {pool.site: _shown(files.school_pools) for pool in tables.pools}
    for path, place in tables.outside:
        if place.site in first_in:
            yield f"{path}: site '{place.site}' stands already in {first_in[place.site]}; ids must differ"
        first_in[place.site] = path
        if place.ward and place.ward not in tables.wards:
            hint = f"{did_you_mean(place.ward, tables.wards)}; mend the id"
            yield f"{path}: site '{place.site}': ward '{place.ward}' is not in {_shown(files.wards or '')}{hint}"


def _misplaced(path: str, name: str, row: Located, bounds: Bounds) -> Iterator[str]:
    if _inside(row.longitude, row.latitude, bounds):
        return
    where = f"{path}, line {row.line}: '{name}': longitude {row.longitude}, latitude {row.latitude}"
    if _inside(row.latitude, row.longitude, bounds):
        yield f"{where}: longitude and latitude are swapped; exchange the two values"
    else:
        box = f"{bounds.west}-{bounds.east} E, {bounds.south}-{bounds.north} N"
        yield f"{where}: outside the city ({box}); mend the coordinate or widen places.bounds"


def _inside(longitude: float, latitude: float, bounds: Bounds) -> bool:
    return bounds.west <= longitude <= bounds.east and bounds.south <= latitude <= bounds.north


def _slot_rows(tables: Tables) -> list[tuple[str, SlotRow, str]]:
    """Every place with water, with its file and id."""
    path = _shown(tables.scenario.places.school_pools)
    rows: list[tuple[str, SlotRow, str]] = [(path, pool, pool.site) for pool in tables.pools]
    return rows + [(path, place, place.site) for path, place in tables.outside]


def _levels(tables: Tables) -> Iterator[str]:
    known = get_args(Level)
    for path, row, name in _slot_rows(tables):
        for level in sorted(set(row.levels.split()) - set(known)):
            yield f"{path}, line {row.line}: '{name}': levels names '{level}'; give {' or '.join(known)}, or nothing"


def _assumed_columns(tables: Tables) -> Iterator[str]:
    files = tables.scenario.places
    rows: list[tuple[str, SourcedRow, str]] = [*_slot_rows(tables)]
    rows += [(_shown(files.schools), school, school.school) for school in tables.schools.values()]
    rows += [(_shown(files.pupils), row, row.school) for row in tables.pupils]
    rows += [(_shown(files.landmarks or ""), row, row.place) for row in tables.landmarks]
    for path, row, name in rows:
        known = set(type(row).model_fields)
        for column in sorted(row.assumed_columns - known):
            hint = f"{did_you_mean(column, known)}; mend it"
            yield f"{path}: '{name}': assumed names '{column}', which is no column{hint}"


def _strange_pupils(tables: Tables) -> Iterator[str]:
    files = tables.scenario.places
    for name in sorted({row.school for row in tables.pupils} - tables.schools.keys()):
        hint = did_you_mean(name, tables.schools)
        yield f"{_shown(files.pupils)}: no school '{name}' in {_shown(files.schools)}{hint}; mend the id"


def _strange_feedback(tables: Tables) -> Iterator[str]:
    known = {"school": tables.schools.keys(), "site": _site_ids(tables)}
    return strange_rows(tables.scenario.places, tables.feedback, known, tables.scenario.modes)


def _site_ids(tables: Tables) -> set[str]:
    return {pool.site for pool in tables.pools} | {place.site for _, place in tables.outside}


def _strange_quotes(tables: Tables) -> Iterator[str]:
    sites = _site_ids(tables)
    known = {"school": tables.schools.keys(), "site": sites, "mode": tables.scenario.modes.keys()}
    for row in tables.quotes:
        for column, ids in known.items():
            name = getattr(row, column)
            if name not in ids:
                where = f"{_shown(tables.scenario.places.quotes or '')}, line {row.line}"
                yield f"{where}: no {column} '{name}'{did_you_mean(name, ids)}; mend the id"


def _missing_years(tables: Tables) -> Iterator[str]:
    """Schools that lack the same years share one sentence: often the table ends before the plan does."""
    years: dict[str, set[int]] = {}
    for row in tables.pupils:
        years.setdefault(row.school, set()).add(row.year)
    lacking: dict[tuple[int, ...], list[str]] = {}
    for name in sorted(tables.schools):
        missing = tuple(sorted(set(tables.scenario.planned_years) - years.get(name, set())))
        lacking.setdefault(missing, []).append(name)
    path = _shown(tables.scenario.places.pupils)
    for missing, names in sorted(lacking.items(), key=lambda pair: pair[1]):
        if missing:
            span = f"{missing[0]}" if len(missing) == 1 else f"{missing[0]}-{missing[-1]} ({len(missing)} years)"
            yield f"{path}: {_schools_named(names)} no pupils for {span}; add them or change years"


def _schools_named(names: list[str]) -> str:
    """Name schools, the first and a count where they are many.

    >>> _schools_named(["hill"]), _schools_named(["bay", "hill", "lake"])
    ("school 'hill' has", "school 'bay' and 2 others have")
    """
    if len(names) == 1:
        return f"school '{names[0]}' has"
    return f"school '{names[0]}' and {len(names) - 1} other{'s' * (len(names) > 2)} have"  # noqa: PLR2004 - two others


def _missing_grades(tables: Tables) -> Iterator[str]:
    """A grade without a row would be taught nothing, unseen; a grade without pupils has a row with 0."""
    grades: dict[str, dict[int, set[int]]] = {}
    for row in tables.pupils:
        grades.setdefault(row.school, {}).setdefault(row.year, set()).add(row.grade)
    path = _shown(tables.scenario.places.pupils)
    for name, by_year in sorted(grades.items()):
        every = set().union(*by_year.values())
        for year, found in sorted(by_year.items()):
            for grade in sorted(every - found):
                yield f"{path}: school '{name}' has no row for grade {grade} in {year}; add it, with 0 for no pupils"


def _shown(path: str) -> str:
    """Show a path relative to the current folder where that is shorter."""
    return shown_path(Path(path))
