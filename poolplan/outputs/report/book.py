"""An answer laid out for looking things up: rows by school and year, names, and the points in time of the report."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

import pandas as pd

from poolplan.network.options import Dropped
from poolplan.outputs.features import figures
from poolplan.outputs.money import year_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.texts import isolated, ward_text
from poolplan.outputs.sheets import mode_names, school_names, site_names
from poolplan.outputs.words import word
from poolplan.results.by_school import by_school
from poolplan.results.indicators import RESIDUAL_ITEM
from poolplan.results.plan import Answer


class Lesson(NamedTuple):
    """A row of the assignments."""

    school: str
    grade: int
    year: int
    site: str
    mode: str
    travel_by: str
    minutes: float
    sessions: int
    unmet: int
    instead_of: str
    assumed: str


class SiteYear(NamedTuple):
    """A row of the sites."""

    site: str
    year: int
    state: str
    works: str
    sessions: int
    capacity: int

    @property
    def used_share(self) -> float:
        """Share of the slots that have a session, 0 to 1."""
        return self.sessions / self.capacity if self.capacity else 0.0


Kind = TypeVar("Kind", Lesson, SiteYear)


class Point(NamedTuple):
    """A point in time that the report's tables show."""

    year: int
    stage: int
    """Number of the stage, 0 where the year is no stage."""


class Book:
    """An answer in one language, ready for the sections of the report; everything is worked out once."""

    def __init__(self, answer: Answer, lang: Lang) -> None:
        """Keep the answer."""
        self.answer, self.plan, self.lang = answer, answer.plan, lang
        self.network, self.scenario = answer.plan.network, answer.plan.network.scenario
        self.places = answer.plan.network.places
        self.first, self.last = self.scenario.years.first, self.scenario.years.last

    @cached_property
    def points(self) -> list[Point]:
        """Stages and the last year; where there are no stages, the first year and the last."""
        stages = {stage.year: number for number, stage in enumerate(self.scenario.programme.stages, start=1)}
        years = {*(stages or {self.first: 0}), self.last}
        return [Point(year, stages.get(year, 0)) for year in sorted(years)]

    def point_name(self, point: Point) -> str:
        """Stage and year, or the last year."""
        if point.stage:
            name = word("stage", self.lang).format(n=point.stage)
        else:
            name = word("r_last_year" if point.year == self.last else "r_first_year", self.lang)
        return f"{name} {year_text(point.year, self.lang)}"

    @cached_property
    def schools(self) -> dict[str, str]:
        """Names of schools."""
        return _isolated(school_names(self.plan, self.lang))

    @cached_property
    def sites(self) -> dict[str, str]:
        """Names of sites."""
        return _isolated(site_names(self.plan, self.lang))

    @cached_property
    def modes(self) -> dict[str, str]:
        """Names of modes."""
        return _isolated(mode_names(self.plan, self.lang))

    def ward_name(self, ward: str) -> str:
        """Name of a ward; places outside the city have none."""
        return ward_text(self.places, ward, self.lang)

    @cached_property
    def lessons(self) -> dict[tuple[str, int], list[Lesson]]:
        """Rows of the assignments by school and year."""
        found: dict[tuple[str, int], list[Lesson]] = {}
        for lesson in _rows(Lesson, self.plan.assignments):
            found.setdefault((lesson.school, lesson.year), []).append(lesson)
        return found

    @cached_property
    def main(self) -> dict[tuple[str, int], Lesson]:
        """Where each school swims in each year, or most of its pupils."""
        return {(lesson.school, lesson.year): lesson for lesson in _rows(Lesson, by_school(self.plan))}

    @cached_property
    def use(self) -> dict[str, dict[int, SiteYear]]:
        """Rows of the sites by site and year."""
        found: dict[str, dict[int, SiteYear]] = {}
        for row in _rows(SiteYear, self.plan.sites):
            found.setdefault(row.site, {})[row.year] = row
        return found

    @cached_property
    def guests(self) -> dict[tuple[str, int], list[str]]:
        """Schools that swim at a site that is not their own, by site and year."""
        homes = {home.site: school for school, home in self.network.home_options.items()}
        found: dict[tuple[str, int], list[str]] = {}
        for (school, year), lessons in self.lessons.items():
            for site in dict.fromkeys(lesson.site for lesson in lessons):
                if homes.get(site) != school:
                    found.setdefault((site, year), []).append(school)
        return found

    @cached_property
    def dropped(self) -> dict[str, list[Dropped]]:
        """Pairs that are no option, by school."""
        found: dict[str, list[Dropped]] = {}
        for drop in self.network.dropped:
            found.setdefault(drop.school, []).append(drop)
        return found

    @cached_property
    def items_at(self) -> dict[str, set[str]]:
        """Items of the ledger by place."""
        pairs = self.plan.ledger[["place", "item"]].drop_duplicates().itertuples(index=False, name=None)
        found: dict[str, set[str]] = {}
        for place, item in pairs:
            found.setdefault(place, set()).add(item)
        return found

    @cached_property
    def yearly_yen(self) -> dict[int, int]:
        """Cost of each year without the value left at the end."""
        ledger = self.plan.ledger[self.plan.ledger["item"] != RESIDUAL_ITEM]
        sums = ledger.groupby("year")["yen"].sum()
        return {year: int(sums.get(year, 0)) for year in self.scenario.planned_years}

    def figures(self, year: int) -> Mapping[str, float]:
        """Indicators of the whole city in a year."""
        return figures(self.answer, year)

    def pupils(self, school: str, year: int) -> int:
        """Pupils of a school."""
        return sum(self.places.pupils[school, year])

    @cached_property
    def by_ward(self) -> dict[str, list[str]]:
        """Schools of each ward, in the order of ids; wards too."""
        wards = sorted({school.ward for school in self.places.schools.values()})
        return {w: [s.id for s in self.places.schools.values() if s.ward == w] for w in wards}


def _isolated(names: Mapping[str, str]) -> dict[str, str]:
    return {ident: isolated(name) for ident, name in names.items()}


def _rows(kind: type[Kind], table: pd.DataFrame) -> Iterator[Kind]:
    cells = table[list(kind._fields)].itertuples(index=False, name=None)
    return (kind(*row) for row in cells)
