"""A timetable laid out for looking things up: rows as tuples, names, sessions by school, by site and by bus duty."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from poolplan.outputs.registry import Lang
from poolplan.outputs.report.texts import isolated, ward_text
from poolplan.outputs.timetable.texts import group_text
from poolplan.outputs.words import label_in, named
from poolplan.results.plan import Plan
from poolplan.results.timetabled import Timetabled
from poolplan.timetable.compared import compared, monday
from poolplan.timetable.rows import Duty, Kind, Leg, Session, Slot, Unplaced, rows_of
from poolplan.timetable.tables import Timetable


class Desk:
    """A timetable in one language; everything is worked out once."""

    def __init__(self, plan: Plan, timetable: Timetable, lang: Lang) -> None:
        """Keep the plan and its timetable."""
        self.plan, self.timetable, self.lang, self.year = plan, timetable, lang, timetable.year
        self.scenario, self.places = plan.network.scenario, plan.network.places

    @cached_property
    def schools(self) -> dict[str, str]:
        """Names of schools."""
        return {name: isolated(label_in(school.label, self.lang)) for name, school in self.places.schools.items()}

    @cached_property
    def sites(self) -> dict[str, str]:
        """Names of sites."""
        return {name: isolated(label_in(site.label, self.lang)) for name, site in self.places.sites.items()}

    @cached_property
    def modes(self) -> dict[str, str]:
        """Names of modes."""
        return {name: isolated(label_in(mode.label, self.lang)) for name, mode in self.scenario.modes.items()}

    def place_name(self, place: str) -> str:
        """Name of a school, a site or a garage: where a bus stops."""
        return self.schools.get(place) or self.sites.get(place) or named("t_place", place, self.lang)

    @cached_property
    def sessions(self) -> list[Session]:
        """All sessions in order of time."""
        rows = rows_of(Session, self.timetable.sessions)
        return sorted(rows, key=lambda row: (row.date, row.slot, row.site, row.school, row.grade, row.group))

    @cached_property
    def by_id(self) -> dict[str, Session]:
        """Sessions by id."""
        return {session.session: session for session in self.sessions}

    @cached_property
    def by_school(self) -> dict[str, list[Session]]:
        """Sessions by school, schools in the order of the city's table; those without any are left out."""
        return _grouped(self.schools, self.sessions, "school")

    @cached_property
    def by_site(self) -> dict[str, list[Session]]:
        """Sessions by site; sites without any are left out."""
        return _grouped(self.sites, self.sessions, "site")

    @cached_property
    def slots(self) -> dict[str, list[Slot]]:
        """Slots by site in order of time."""
        return _grouped(self.sites, sorted(rows_of(Slot, self.timetable.slots), key=lambda row: row[1:3]), "site")

    @cached_property
    def in_slot(self) -> dict[tuple[str, str, str], list[Session]]:
        """Sessions by site, date and slot."""
        found: dict[tuple[str, str, str], list[Session]] = {}
        for session in self.sessions:
            found.setdefault((session.site, session.date, session.slot), []).append(session)
        return found

    @cached_property
    def duties(self) -> list[Duty]:
        """Bus duties in order of time."""
        return sorted(rows_of(Duty, self.timetable.duties), key=lambda row: (row.date, row.out, row.duty))

    @cached_property
    def legs(self) -> dict[str, list[Leg]]:
        """Legs by duty, in order."""
        found: dict[str, list[Leg]] = {}
        for leg in sorted(rows_of(Leg, self.timetable.legs), key=lambda row: (row.duty, row.leg)):
            found.setdefault(leg.duty, []).append(leg)
        return found

    @cached_property
    def unplaced(self) -> list[Unplaced]:
        """What found no place, in the order of the table."""
        return rows_of(Unplaced, self.timetable.unplaced)

    @cached_property
    def found(self) -> Timetabled:
        """What the timetable found out about the plan."""
        return compared(self.plan, self.timetable)

    @cached_property
    def _divided(self) -> set[tuple[str, int]]:
        """Schools and grades of several groups."""
        groups = {(row.school, row.grade, row.group) for row in self.sessions}
        seen: dict[tuple[str, int], int] = {}
        for school, grade, _ in groups:
            seen[school, grade] = seen.get((school, grade), 0) + 1
        return {key for key, count in seen.items() if count > 1}

    def group_name(self, row: Session | Unplaced) -> str:
        """Name of a group."""
        divided = (row.school, row.grade) in self._divided
        return group_text(row.grade, row.group, self.lang, divided=divided, special=row.special)

    def ward_name(self, ward: str) -> str:
        """Name of a ward; places outside the city have none."""
        return ward_text(self.places, ward, self.lang)


def week_of(row: Session | Slot) -> str:
    """Monday of the week of a session or a slot."""
    return monday(row.date)


def _grouped(order: Mapping[str, str], rows: Iterable[Kind], key: str) -> dict[str, list[Kind]]:
    found: dict[str, list[Kind]] = {name: [] for name in order}
    for row in rows:
        found[getattr(row, key)].append(row)
    return {name: listed for name, listed in found.items() if listed}
