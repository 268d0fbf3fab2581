"""What a plan decides, small enough to keep one per draw: who swims where from when, and what becomes of pools."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import pandas as pd

from poolplan.network.options import WHOLE, Cohort, Network
from poolplan.results.plan import Plan, Proof
from poolplan.results.read import ASSIGNMENT_COLUMNS, LEDGER_COLUMNS, SITE_COLUMNS
from poolplan.scenario.sensitivity import Decision

RETIRED, RETIRES = "retired", "retire"
NO_PROOF = Proof("time_limited", 0.0, 0.0, 0.0, "kept plan", 0.0)
"""Stands where a plan is looked at under values for which it was not found."""


class Stay(NamedTuple):
    """Years on end in which a school or grade swims at one place in the same way."""

    school: str
    grade: int
    """0: the whole school."""
    first: int
    last: int
    site: str
    mode: str
    travel_by: str
    minutes: float
    unmet: int
    instead_of: str

    @property
    def place(self) -> tuple[str, str]:
        """Site and mode."""
        return self.site, self.mode


class Span(NamedTuple):
    """Years on end in which a school pool is in the same state."""

    site: str
    first: int
    last: int
    state: str


class Work(NamedTuple):
    """Works on a school pool in a year: repair, rebuild or retire."""

    site: str
    year: int
    works: str


@dataclass(frozen=True)
class Decided:
    """The decisions of a plan, without what follows from them: sessions, capacity, money."""

    stays: tuple[Stay, ...]
    spans: tuple[Span, ...]
    works: tuple[Work, ...]

    def plain(self) -> dict[str, Any]:
        """Return the decisions as JSON takes them."""
        return {name: [list(row) for row in rows] for name, rows in asdict(self).items()}

    @property
    def last_year(self) -> int:
        """Last year planned."""
        return max((stay.last for stay in self.stays), default=0)

    def where(self, year: int) -> dict[Cohort, Stay]:
        """Where each school or grade swims in a year."""
        return {Cohort(stay.school, stay.grade): stay for stay in self.stays if stay.first <= year <= stay.last}

    def retired_in(self) -> dict[str, int]:
        """Year in which each school pool that is taken out of use is."""
        return {work.site: work.year for work in self.works if work.works == RETIRES}

    def retired_by(self, year: int) -> set[str]:
        """School pools taken out of use by a year, or before the first."""
        return {span.site for span in self.spans if span.state == RETIRED and span.first <= year <= span.last}


def from_plain(said: dict[str, Any]) -> Decided:
    """Return the decisions that `plain` wrote."""
    return Decided(
        tuple(Stay(*row) for row in said["stays"]),
        tuple(Span(*row) for row in said["spans"]),
        tuple(Work(*row) for row in said["works"]),
    )


def decided(plan: Plan) -> Decided:
    """Take the decisions out of a plan's tables, which are sorted by school, grade and year, and by site and year."""
    lessons = plan.assignments[["school", "grade", "year", *Stay._fields[4:]]].itertuples(index=False, name=None)
    stays = tuple(Stay._make((*key, first, last, *how)) for key, first, last, how in _runs(lessons, 2))
    pools = {home.site for home in plan.network.home_options.values()}
    at_pools = plan.sites[plan.sites["site"].isin(pools)]
    states = at_pools[["site", "year", "state"]].itertuples(index=False, name=None)
    spans = tuple(Span._make((*key, first, last, *how)) for key, first, last, how in _runs(states, 1))
    under_works = at_pools[at_pools["works"] != ""][["site", "year", "works"]]
    return Decided(stays, spans, tuple(Work(*row) for row in under_works.itertuples(index=False, name=None)))


def _runs(rows: Iterable[tuple[Any, ...]], keys: int) -> Iterator[tuple[tuple[Any, ...], int, int, tuple[Any, ...]]]:
    """Join rows of successive years that say the same: key, first year, last year, what they say."""
    known: tuple[tuple[Any, ...], int, int, tuple[Any, ...]] | None = None
    for row in rows:
        key, year, how = row[:keys], row[keys], row[keys + 1 :]
        if known is not None and (known[0], known[2] + 1, known[3]) == (key, year, how):
            known = (key, known[1], year, how)
            continue
        if known is not None:
            yield known
        known = (key, year, year, how)
    if known is not None:
        yield known


def plan_under(network: Network, kept: Decided) -> Plan:
    """Return the tables of a plan that is kept to the letter under other values; its ledger is empty.

    Sessions follow from the network's pupils and modes. Years that are no longer planned are left out.
    """
    years = network.scenario.planned_years
    lessons = []
    used: dict[tuple[str, int], int] = {}
    for stay in kept.stays:
        for year in range(max(stay.first, years.start), min(stay.last, years.stop - 1) + 1):
            held = _needed(network, stay, year) - stay.unmet
            used[stay.site, year] = used.get((stay.site, year), 0) + held
            way = (stay.site, stay.mode, stay.travel_by, stay.minutes)
            lessons.append((stay.school, stay.grade, year, *way, held, stay.unmet, stay.instead_of, ""))
    sites = list(_sites(network, kept, used))
    return Plan(
        network,
        pd.DataFrame(lessons, columns=ASSIGNMENT_COLUMNS),
        pd.DataFrame(sites, columns=SITE_COLUMNS),
        pd.DataFrame([], columns=LEDGER_COLUMNS),
        NO_PROOF,
    )


def _needed(network: Network, stay: Stay, year: int) -> int:
    if stay.grade == WHOLE:
        return network.sessions[stay.school, stay.mode, year]
    option = next(o for o in network.options if o[:3] == (stay.school, stay.site, stay.mode) and o.grade == stay.grade)
    return network.needs(option, year)


def _sites(network: Network, kept: Decided, used: dict[tuple[str, int], int]) -> Iterator[tuple[object, ...]]:
    works = {(work.site, work.year): work.works for work in kept.works}
    states = {(span.site, year): span.state for span in kept.spans for year in range(span.first, span.last + 1)}
    pool, years = network.scenario.costs.pool, network.scenario.planned_years
    seasons = {"repair": pool.repair.closed_seasons, "rebuild": pool.rebuild.closed_seasons}
    closed = {
        (site, later) for (site, year), what in works.items() for later in range(year, year + seasons.get(what, 0))
    }
    for site in network.places.sites.values():
        for year in years:
            key = (site.id, year)
            state = states.get(key, RETIRED if site.kind == "school_pool" else "in_use")
            is_shut = state in (RETIRED, "closed") or key in closed
            capacity = 0 if is_shut else site.capacity_slots
            yield (*key, state, works.get(key, ""), used.get(key, 0), capacity)


def is_true(decision: Decision, network: Network, kept: Decided) -> bool:
    """Say whether a statement holds for a plan; `beats_keeping_all` is about money and not asked here."""
    year = decision.year or network.scenario.years.last
    stays = [stay for cohort, stay in kept.where(year).items()]
    if decision.what == "schools_moved":
        return len(moved(network, kept, year, decision.mode)) >= decision.at_least
    if decision.what == "pool_in_use":
        return decision.site not in kept.retired_by(year)
    own = [stay for stay in stays if stay.school == decision.school]
    if decision.what == "school_mode":
        return any(stay.mode == decision.mode for stay in own)
    return any(stay.site == decision.site for stay in own)


def moved(network: Network, kept: Decided, year: int, mode: str | None = None) -> set[str]:
    """Schools that have left their own pool by a year; those that swim in one mode then, if it is given."""
    retired = kept.retired_by(year)
    schools = {school for school, home in network.home_options.items() if home.site in retired}
    if mode is None:
        return schools
    return {stay.school for stay in kept.where(year).values() if stay.mode == mode} & schools


def modes_used(kept: Decided, year: int, modes: Sequence[str]) -> list[int]:
    """Schools in each mode in a year; one whose grades swim apart counts in each."""
    pairs = {(stay.school, stay.mode) for stay in kept.where(year).values()}
    return [sum(mode == used for _, used in pairs) for mode in modes]
