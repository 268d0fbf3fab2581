"""Who swims where in the year: groups of pupils, and the visits each of them needs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Literal, NamedTuple

from poolplan.network.demand import groups_of
from poolplan.network.options import WHOLE, Cohort
from poolplan.results.plan import Plan
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.schema import Mode
from poolplan.timetable.rules import pupils_at_most, rules_of

Vehicle = Literal["", "bus", "welfare"]


class Group(NamedTuple):
    """Pupils of a school who swim together."""

    school: str
    grade: int
    """1 for the youngest of the school; the youngest of joined grades."""
    number: int
    """1, 2, ... within the grade."""
    pupils: int
    escorts: int
    visits: int
    """Sessions the plan promises in the year."""
    site: str
    mode: str
    travel_by: TravelBy | Literal["none"]
    minutes: int
    """One way, door to door, rounded up."""
    metres: float
    special: bool = False

    @property
    def id(self) -> str:
        """Name of the group: school, grade, number; s for a special-needs group."""
        return f"{self.school}.{self.grade}{'s' if self.special else '-'}{self.number}"

    @property
    def vehicle(self) -> Vehicle:
        """What takes the group to its site."""
        if self.travel_by != "bus":
            return ""
        return "welfare" if self.special else "bus"


class Unit(NamedTuple):
    """Groups that take one slot together: a single group, or groups of tiny schools that join."""

    groups: tuple[Group, ...]

    @property
    def id(self) -> str:
        """Names of its groups."""
        return "+".join(group.id for group in self.groups)

    @property
    def site(self) -> str:
        """Where they swim."""
        return self.groups[0].site

    @property
    def visits(self) -> int:
        """Slots they need in the year."""
        return max(group.visits for group in self.groups)

    @property
    def sessions(self) -> int:
        """Sessions that are lost with each visit without a slot, at least."""
        return sum(group.visits == self.visits for group in self.groups)

    @property
    def pupils(self) -> int:
        """Pupils in the water."""
        return sum(group.pupils for group in self.groups)


class Row(NamedTuple):
    """What an assignment says of those who swim together."""

    cohort: Cohort
    site: str
    mode: str
    travel_by: TravelBy | Literal["none"]
    minutes: float
    sessions: int
    unmet: int


def units_of(plan: Plan, year: int) -> list[Unit]:
    """Everybody who swims where guests swim in a year, in order of site, school, grade and group.

    Sites where only the host school swims are left out: it has nobody to agree with.
    """
    rows = list(_rows(plan, year))
    shared = {row.site for row in rows if row.travel_by != "none"}
    groups = [group for row in rows if row.site in shared for group in _groups(plan, year, row)]
    joined = rules_of(plan.network.scenario).groups.join_schools
    return sorted(_units(groups, joined), key=lambda unit: (unit.site, unit.id))


def _rows(plan: Plan, year: int) -> Iterator[Row]:
    table = plan.assignments[plan.assignments["year"] == year]
    columns = ["school", "grade", "site", "mode", "travel_by", "minutes", "sessions", "unmet"]
    for school, grade, *rest in table[columns].itertuples(index=False, name=None):
        yield Row(Cohort(school, grade), *rest)


def _groups(plan: Plan, year: int, row: Row) -> Iterator[Group]:
    """Groups of a school or grade; where the plan leaves sessions out, the last groups lose a visit each."""
    net, school = plan.network, row.cohort.school
    mode, rules = net.scenario.modes[row.mode], rules_of(net.scenario)
    trip = net.travel[school, row.site, row.travel_by] if row.travel_by != "none" else None
    way = (row.site, row.mode, row.travel_by, ceil(row.minutes), trip.metres if trip else 0.0)
    escorts = net.scenario.costs.bus.day.escorts
    parts = [
        (grade, number, pupils)
        for grade, sizes in _sizes(plan, row, year, mode)
        for number, pupils in enumerate(sizes, 1)
    ]
    for index, (grade, number, pupils) in enumerate(parts):
        fewer = row.unmet // len(parts) + (index >= len(parts) - row.unmet % len(parts))
        yield Group(school, grade, number, pupils, escorts, max(0, mode.sessions_per_group - fewer), *way)
    special = rules.groups.special.get(school)
    if special and row.cohort.grade in {WHOLE, 1}:
        yield Group(school, 1, 1, special.pupils, special.escorts, mode.sessions_per_group, *way, special=True)


def _sizes(plan: Plan, row: Row, year: int, mode: Mode) -> Iterator[tuple[int, list[int]]]:
    """Pupils of the groups of each grade, neighbouring grades joined where the scenario lets them and a slot can."""
    rules, cohort = rules_of(plan.network.scenario).groups, row.cohort
    room = pupils_at_most(rules_of(plan.network.scenario), plan.network.places.sites[row.site], mode.group_pupils)
    most = min(rules.join_grades_up_to, mode.group_pupils, room)
    classes = plan.network.places.classes.get((cohort.school, year), ())
    joined: list[tuple[int, int, int]] = []
    for grade, pupils in enumerate(plan.network.pupils(cohort, year), cohort.grade or 1):
        number = classes[grade - 1] if grade <= len(classes) else 0
        if joined and joined[-1][1] + pupils <= most:
            first, others, already = joined.pop()
            joined.append((first, others + pupils, already + number))
        else:
            joined.append((grade, pupils, number))
    for grade, pupils, number in joined:
        if pupils:
            yield grade, group_sizes(pupils, mode.group_pupils, number if rules.classes_stay_whole else 0)


def group_sizes(pupils: int, largest_group: int, classes: int = 0) -> list[int]:
    """Pupils of each group of a grade: as few groups as the plan counts, as even as can be.

    With `classes`, no class is divided (unless it is larger than a group itself), which may take a group more.

    >>> group_sizes(81, 80), group_sizes(160, 80), group_sizes(160, 80, classes=5)
    ([41, 40], [80, 80], [64, 64, 32])
    """
    (number, _), *_ = groups_of([pupils], largest_group)
    if classes and -(-pupils // classes) <= largest_group:
        sizes = _even(pupils, classes)
        at_once = largest_group // sizes[0]
        return [sum(sizes[first : first + at_once]) for first in range(0, classes, at_once)]
    return _even(pupils, number)


def _even(pupils: int, parts: int) -> list[int]:
    return [pupils // parts + (part < pupils % parts) for part in range(parts)]


def _units(groups: Iterable[Group], joint: Iterable[tuple[str, ...]]) -> Iterator[Unit]:
    """Join the groups of tiny schools that take their slots together: those of a grade, number and site."""
    together = {school: number for number, schools in enumerate(joint) for school in schools}
    found: dict[tuple[object, ...], list[Group]] = defaultdict(list)
    for group in groups:
        shared = together.get(group.school)
        alone = group.school if shared is None else shared
        found[alone, group.site, group.mode, group.grade, group.number, group.special].append(group)
    yield from (Unit(tuple(members)) for members in found.values())
