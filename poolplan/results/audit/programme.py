"""The model-school programme as promised: stages, who joins them, and the roll-out after them."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from poolplan.results.audit.facts import Case, built_in
from poolplan.results.audit.registry import Complaint, audited
from poolplan.scenario.schema import Stage


def _stages(case: Case) -> tuple[Stage, ...]:
    return case.scenario.programme.stages


def _in_mode(case: Case, year: int, mode: str) -> list[str]:
    """Moved schools that use a mode in a year."""
    return [school for school in sorted(case.moved[year]) if _belongs(case, school, year)[1] == mode]


def _belongs(case: Case, school: str, year: int) -> tuple[str, str]:
    """Site and mode of a school in a stage year, or of its youngest grade: until then all grades move together."""
    return case.belongs[school, case.lessons_of[school, year][0].grade, year]


@audited
def model_schools_move_whole(case: Case) -> Iterator[Complaint]:
    """Up to the last stage all grades of a school swim at the same place in the same mode."""
    last = max((stage.year for stage in _stages(case)), default=case.scenario.years.first - 1)
    for (school, year), lessons in case.lessons_of.items():
        places = {case.belongs[school, lesson.grade, year] for lesson in lessons}
        if year <= last and len(places) > 1:
            yield f"{school}, {year}", f"grades at {len(places)} places before the stages are over"


def _host_level(case: Case, site: str) -> str | None:
    host = case.places.sites[site].school
    return case.places.schools[host].level if host else None


@audited
def stages_have_their_schools(case: Case) -> Iterator[Complaint]:
    """By each stage exactly the stated number of schools has moved."""
    for stage in _stages(case):
        moved = len(case.moved[stage.year])
        if moved != stage.schools:
            yield f"stage {stage.year}", f"{moved} schools have moved; must be {stage.schools}"


@audited
def fixed_schools_are_where_they_should(case: Case) -> Iterator[Complaint]:
    """A school fixed by a stage uses the stated mode in that year."""
    for stage in _stages(case):
        for school, mode in stage.fixed.items():
            _, used = _belongs(case, school, stage.year)
            if used != mode:
                yield f"stage {stage.year}, {school}", f"uses {used}; fixed to {mode}"


@audited
def stages_have_their_mix(case: Case) -> Iterator[Complaint]:
    """Where a stage states a mix, exactly so many moved schools use each mode."""
    for stage in _stages(case):
        for mode, number in stage.by_mode.items():
            schools = _in_mode(case, stage.year, mode)
            if len(schools) != number:
                yield f"stage {stage.year}, {mode}", f"{len(schools)} schools; must be {number}"


@audited
def hosts_have_the_stated_level(case: Case) -> Iterator[Complaint]:
    """Where a stage states the level of hosts, moved schools in that mode have no other host."""
    for stage in _stages(case):
        for mode, level in stage.host_levels.items():
            for school in _in_mode(case, stage.year, mode):
                site, _ = _belongs(case, school, stage.year)
                if _host_level(case, site) != level:
                    yield f"stage {stage.year}, {school}", f"{mode} at {site}, whose school is no {level}"


@audited
def every_ward_is_served(case: Case) -> Iterator[Complaint]:
    """Where a stage asks for it, a school has moved in every ward that has a school with a pool to leave."""
    wards = {case.places.schools[school].ward for school in case.homes}
    for stage in _stages(case):
        served = {case.places.schools[school].ward for school in case.moved[stage.year]}
        for ward in sorted(wards - served) if stage.every_ward else ():
            yield f"stage {stage.year}, {ward}", "no school of this ward has moved"


@audited
def oldest_pools_go_first(case: Case) -> Iterator[Complaint]:
    """No school joins a stage while a school with an older pool that could do the same is left behind.

    A school that could use the preferred mode counts as able to do that only, for its other ways may be closed to it.
    """
    if case.scenario.programme.order != "oldest_pool_first":
        return
    before: AbstractSet[str] = frozenset()
    for stage in _stages(case):
        joined = case.moved[stage.year] - before - stage.fixed.keys()
        before = case.moved[stage.year]
        for mode in stage.by_mode or {"": 0}:
            able = [school for school in sorted(case.homes.keys() - before) if _could_join(case, school, mode, stage)]
            oldest = min(able, key=lambda school: _built(case, school), default=None)
            for school in sorted(joined):
                fits = mode in ("", _belongs(case, school, stage.year)[1])
                if oldest and fits and _built(case, school) > _built(case, oldest):
                    pools = f"{_built(case, school)}; {oldest}, built {_built(case, oldest)}, stays behind"
                    yield f"stage {stage.year}, {school}", f"joins {mode or 'in any mode'} with a pool of {pools}"


def _built(case: Case, school: str) -> int:
    return built_in(case.homes[school])


def _could_join(case: Case, school: str, mode: str, stage: Stage) -> bool:
    """True if a school surely had a way to hold its lessons in a mode ("": in any) from the stage year on for good."""
    preferred = case.scenario.programme.prefer_mode
    sites = case.sites_in_reach
    is_bound = preferred is not None and (school, preferred) in sites
    modes = [preferred] if preferred is not None and is_bound else list(case.scenario.modes)
    return any(
        _fits_from(case, school, name, site, stage.year)
        for name in modes
        if mode in ("", name)
        for site in sites.get((school, name), ())
        if stage.host_levels.get(name) in (None, _host_level(case, site))
    )


def _fits_from(case: Case, school: str, mode: str, site: str, first: int) -> bool:
    """True if a site has room for a school's lessons, besides its own school's, in every year from the first on."""
    host = case.places.sites[site].school
    for year in range(first, case.scenario.years.last + 1):
        own = case.needed_sessions(host, case.own_mode, year) if host else 0
        if own + case.needed_sessions(school, mode, year) > case.places.sites[site].capacity_slots:
            return False
    return True


@audited
def roll_out_keeps_its_pace(case: Case) -> Iterator[Complaint]:
    """After the last stage, or from the first year, no more schools move in a year than the programme allows."""
    programme = case.scenario.programme
    last_stage = max((stage.year for stage in programme.stages), default=case.scenario.years.first - 1)
    for year in range(last_stage + 1, case.scenario.years.last + 1):
        moving = len(case.moved[year] - case.moved[year - 1])
        if moving > programme.rollout_schools_per_year:
            yield str(year), f"{moving} schools move; at most {programme.rollout_schools_per_year} may"
