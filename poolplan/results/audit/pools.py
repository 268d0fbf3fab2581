"""What becomes of each place with water: states, works, years of use, and room for the lessons."""

from collections.abc import Iterator
from typing import NamedTuple

from poolplan.network.places import Site
from poolplan.results.audit.facts import Case, SiteYear, built_in
from poolplan.results.audit.registry import Complaint, audited

NEXT = {
    "in_use": {"in_use", "repaired", "rebuilt", "closed", "retired"},
    "repaired": {"repaired", "rebuilt", "closed", "retired"},
    "closed": {"closed", "rebuilt", "retired"},
    "rebuilt": {"rebuilt"},
    "retired": {"retired"},
}
"""States that may follow a state."""
WORKS_BEFORE = {"repaired": "repair", "rebuilt": "rebuild", "retired": "retire"}
"""Works that lead to a state."""


class Step(NamedTuple):
    """A school pool from one year to the next."""

    pool: Site
    year: int
    before: str
    """State in the year before; in the year before the first, `in_use`, or `retired` if no school could use it."""
    now: str
    works: str

    @property
    def where(self) -> str:
        """Pool and year."""
        return f"{self.pool.id}, {self.year}"

    def starts(self, state: str) -> bool:
        """True if the pool enters a state this year."""
        return self.now == state != self.before


def steps(case: Case) -> Iterator[Step]:
    """Every school pool in every year."""
    for school, pool in case.pools.items():
        before = "in_use" if school in case.homes else "retired"
        for year in case.years:
            row = case.site_years[pool.id, year]
            yield Step(pool, year, before, row.state, row.works)
            before = row.state


def original_until(case: Case, pool: Site) -> int:
    """Last year of use without works: the life that the condition promises, or the grace for pools past it."""
    life = case.scenario.costs.pool.life_years
    years_by_condition = {"A": life.A, "B": life.B, "C": life.C, "D": life.D}
    by_age = built_in(pool) + years_by_condition[pool.condition or ""] - 1
    in_grace = case.scenario.years.first + life.overdue_grace_years - 1
    return max(by_age, in_grace)


def repaired_until(case: Case, pool: Site) -> int:
    """Last year of use after a major repair."""
    return original_until(case, pool) + case.scenario.costs.pool.repair.extends_years


@audited
def pools_in_use_are_used_by_their_school(case: Case) -> Iterator[Complaint]:
    """A school pool is in use in exactly the years in which its own school swims in it."""
    for step in steps(case):
        is_used = case.is_at_home(str(step.pool.school), step.year)
        if is_used != (step.now != "retired"):
            yield step.where, f"{step.now}, but its school {'swims' if is_used else 'does not swim'} there"
        if step.now == "closed" and case.scenario.programme.unmet_sessions is None:
            yield step.where, "closed, but no lesson may be left out"


@audited
def pool_states_follow_each_other(case: Case) -> Iterator[Complaint]:
    """Original, repaired, rebuilt, retired: never back, and a rebuilt pool is never retired."""
    for step in steps(case):
        if step.now not in NEXT[step.before]:
            yield step.where, f"{step.now} after {step.before}"


@audited
def works_stand_in_the_year_of_the_change(case: Case) -> Iterator[Complaint]:
    """Repair, rebuilding and retirement are named in the year in which the state changes, and in no other."""
    for step in steps(case):
        works = "" if step.now == step.before else WORKS_BEFORE.get(step.now, "")
        if step.works != works:
            yield step.where, f"works '{step.works}' from {step.before} to {step.now}; must be '{works}'"


@audited
def pools_are_used_no_longer_than_they_last(case: Case) -> Iterator[Complaint]:
    """No pool is used beyond its life, with the grace at the start and the years that a repair adds."""
    for step in steps(case):
        last = {"in_use": original_until, "repaired": repaired_until}.get(step.now)
        if last and step.year > last(case, step.pool):
            yield step.where, f"{step.now} after {last(case, step.pool)}, its last year"


@audited
def repairs_are_done_in_their_years(case: Case) -> Iterator[Complaint]:
    """A repair is offered, waits for the age from which it is worth doing, and follows use without a gap."""
    for step in steps(case):
        if step.starts("repaired") and not case.scenario.costs.pool.repair.offered:
            yield step.where, "repaired, which the scenario does not offer"
        elif step.starts("repaired"):
            first = built_in(step.pool) + case.scenario.costs.pool.repair.from_age
            last = original_until(case, step.pool) + 1
            if not first <= step.year <= last:
                yield step.where, f"repaired, which is possible in {first}-{last}"


@audited
def only_sites_that_allow_it_are_rebuilt(case: Case) -> Iterator[Complaint]:
    """A pool is rebuilt only where the site, or the scenario for any site, allows it."""
    for step in steps(case):
        is_allowed = step.pool.can_rebuild or case.scenario.costs.pool.rebuild.on_any_site
        if step.starts("rebuilt") and not is_allowed:
            yield step.where, "rebuilt, but the site allows no new pool"


@audited
def outside_sites_stay_as_they_are(case: Case) -> Iterator[Complaint]:
    """Clubs and public pools are in use, without works of the city."""
    for row in case.site_years.values():
        if case.places.sites[row.site].kind != "school_pool" and (row.state, row.works) != ("in_use", ""):
            yield f"{row.site}, {row.year}", f"{row.state} '{row.works}'; must be in_use without works"


@audited
def lessons_fit_in_the_slots(case: Case) -> Iterator[Complaint]:
    """The sessions of all schools at a site are no more than it offers, and a retired pool holds none."""
    for row in case.site_years.values():
        held, offered = case.sessions_held.get((row.site, row.year), 0), _offered(case, row)
        if held > offered:
            yield f"{row.site}, {row.year}", f"{held} sessions in {offered} slots"
        if held and row.state in ("retired", "closed"):
            yield f"{row.site}, {row.year}", f"{held} sessions in a {row.state} pool"


@audited
def sites_report_their_sessions(case: Case) -> Iterator[Complaint]:
    """The sessions of a site are those of the schools that swim there."""
    for row in case.site_years.values():
        held = case.sessions_held.get((row.site, row.year), 0)
        if row.sessions != held:
            yield f"{row.site}, {row.year}", f"{row.sessions} sessions; the schools there need {held}"


@audited
def sites_report_their_capacity(case: Case) -> Iterator[Complaint]:
    """The capacity of a site is what its row offers, and nothing while works close it or once it is out of use."""
    for row in case.site_years.values():
        offered = _offered(case, row)
        if row.capacity != offered:
            yield f"{row.site}, {row.year}", f"capacity {row.capacity} sessions; must be {offered}"


def _offered(case: Case, row: SiteYear) -> int:
    """Sessions that a site offers in a year."""
    is_shut = row.state in ("retired", "closed") or (row.site, row.year) in case.under_works
    return 0 if is_shut else case.places.sites[row.site].capacity_slots
