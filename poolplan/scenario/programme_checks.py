"""CHECKS of the programme: stages, schools fixed, modes named, and what goes with grades that move apart."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from poolplan.scenario.check_registry import check, place_check
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.origins import Problem
from poolplan.scenario.schema import Scenario


@check
def stages_in_order(scenario: Scenario) -> Iterator[Problem]:
    """Stages follow each other, one a year at most."""
    for number, (before, stage) in enumerate(pairwise(scenario.programme.stages), start=1):
        if stage.year == before.year:
            text = f"two stages are set for {stage.year}; join them into one"
        elif stage.year < before.year:
            text = f"{stage.year} comes after the stage of {before.year}; put the stages in order of year"
        else:
            continue
        yield Problem(_stage(number, "year"), text)


@check
def stages_within_the_plan(scenario: Scenario) -> Iterator[Problem]:
    """Every stage lies in a planned year."""
    first, last = scenario.years.first, scenario.years.last
    for number, stage in enumerate(scenario.programme.stages):
        if first <= last and not first <= stage.year <= last:
            text = f"{stage.year} is not planned ({first}-{last}); move the stage or change years"
            yield Problem(_stage(number, "year"), text)


@check
def stages_never_shrink(scenario: Scenario) -> Iterator[Problem]:
    """A school that has moved stays moved, so a stage is no smaller than the one before."""
    for number, (before, stage) in enumerate(pairwise(scenario.programme.stages), start=1):
        if stage.schools < before.schools:
            text = (
                f"{stage.schools} is fewer than the {before.schools} schools of {before.year}, and a school that has "
                f"moved stays moved; give {before.schools} or more"
            )
            yield Problem(_stage(number, "schools"), text)


@check
def modes_never_shrink(scenario: Scenario) -> Iterator[Problem]:
    """A school stays in the mode it moved to, so a stated number of schools in a mode never falls."""
    if scenario.programme.moves_per_school_at_most > 1:
        return
    stated: dict[str, tuple[int, int]] = {}
    for number, stage in enumerate(scenario.programme.stages):
        for mode, schools in stage.by_mode.items():
            year, before = stated.get(mode, (stage.year, 0))
            if schools < before:
                text = f"{schools} is fewer than the {before} of {year}, and no school changes its mode again"
                text += f"; give {before} or more"
                yield Problem(_stage(number, "by_mode", mode), text)
            stated[mode] = (stage.year, schools)


@check
def mix_fits_in_the_stage(scenario: Scenario) -> Iterator[Problem]:
    """The schools a stage states by mode, with those fixed or stated before, are no more than the stage holds."""
    least: dict[str, int] = {}
    fixed: dict[str, str] = {}
    largest = 0
    for number, stage in enumerate(scenario.programme.stages):
        fixed |= {school: mode for school, mode in stage.fixed.items() if mode in scenario.modes}
        largest = max(largest, stage.schools)
        least |= {mode: max(least.get(mode, 0), list(fixed.values()).count(mode)) for mode in fixed.values()}
        for mode, schools in stage.by_mode.items():
            in_mode = list(fixed.values()).count(mode)
            if schools < in_mode:
                text = f"{schools} is fewer than the {in_mode} schools fixed to {mode}; give {in_mode} or more"
                yield Problem(_stage(number, "by_mode", mode), text)
        least |= stage.by_mode
        if sum(least.values()) > stage.schools == largest:  # a stage that shrinks has its own sentence
            mix = " + ".join(f"{mode} {schools}" for mode, schools in least.items() if schools)
            text = f"{mix} do not fit in a stage of {stage.schools} (fixed and earlier schools count); make them agree"
            yield Problem(_stage(number, "by_mode" if stage.by_mode else "schools"), text)


@check
def named_modes_can_be_used(scenario: Scenario) -> Iterator[Problem]:
    """Stages and preferences name modes that exist, are offered, and lead away from the own school."""
    for path, name in _named_modes(scenario):
        mode = scenario.modes.get(name)
        if mode is None:
            known = ", ".join(scenario.modes)
            text = f"no mode '{name}'{did_you_mean(name, scenario.modes)}; give one of {known}"
        elif mode.at_own_school:
            text = f"'{name}' is the school's own pool, which is no move; give another mode"
        elif not mode.offered:
            text = f"'{name}' is not offered in this scenario; offer it (modes.{name}.offered) or give another mode"
        else:
            continue
        yield Problem(path, text)


def _named_modes(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the path of each mode that the programme asks for, and its name; `shared: 0` asks for nothing."""
    if scenario.programme.prefer_mode is not None:
        yield "programme.prefer_mode", scenario.programme.prefer_mode
    for number, stage in enumerate(scenario.programme.stages):
        for school, name in stage.fixed.items():
            yield _stage(number, "fixed", school), name
        for name, schools in stage.by_mode.items():
            if schools or name not in scenario.modes:
                yield _stage(number, "by_mode", name), name
        for name in stage.host_levels:
            yield _stage(number, "host_levels", name), name


@check
def hosts_only_at_school_pools(scenario: Scenario) -> Iterator[Problem]:
    """The level of the host is stated only for modes held at another school's pool."""
    for number, stage in enumerate(scenario.programme.stages):
        for name in stage.host_levels:
            mode = scenario.modes.get(name)
            if mode is not None and mode.site_kind != "school_pool":
                text = f"'{name}' is held at a {mode.site_kind}, which has no host school; drop this line"
                yield Problem(_stage(number, "host_levels", name), text)


@check
def fixed_schools_stay(scenario: Scenario) -> Iterator[Problem]:
    """A school fixed to a mode by one stage is not fixed to another by a later one."""
    if scenario.programme.moves_per_school_at_most > 1:
        return
    earlier: dict[str, tuple[int, str]] = {}
    for number, stage in enumerate(scenario.programme.stages):
        for school, mode in stage.fixed.items():
            year, before = earlier.setdefault(school, (stage.year, mode))
            if before != mode:
                text = f"'{school}' is fixed to {before} in {year} already, and a school moves once; write {before}"
                yield Problem(_stage(number, "fixed", school), text)


@check
def fixed_schools_fit_in_the_stage(scenario: Scenario) -> Iterator[Problem]:
    """No stage fixes more schools than it holds, those of earlier stages included."""
    fixed: set[str] = set()
    for number, stage in enumerate(scenario.programme.stages):
        fixed |= stage.fixed.keys()
        if len(fixed) > stage.schools:
            text = f"{stage.schools} is fewer than the {len(fixed)} schools fixed by then; give {len(fixed)} or more"
            yield Problem(_stage(number, "schools"), text)


@check
def whole_schools_where_asked(scenario: Scenario) -> Iterator[Problem]:
    """What is stated for whole schools is not asked of schools whose grades may move apart."""
    if scenario.programme.keep_together == "school":
        return
    if scenario.programme.prefer_mode is not None:
        text = "a preferred mode is for whole schools; drop this line, or write keep_together: school"
        yield Problem("programme.prefer_mode", text)
    if scenario.places.quotes is not None:
        text = "quoted prices are for whole schools; drop this line, or write programme.keep_together: school"
        yield Problem("places.quotes", text)


@place_check
def stages_fit_in_the_city(scenario: Scenario, schools: Mapping[str, str]) -> Iterator[Problem]:
    """No stage is larger than the number of schools."""
    for number, stage in enumerate(scenario.programme.stages):
        if stage.schools > len(schools):
            text = f"{stage.schools} is more than the city's {len(schools)} schools; give {len(schools)} or fewer"
            yield Problem(_stage(number, "schools"), text)


@place_check
def fixed_schools_exist(scenario: Scenario, schools: Mapping[str, str]) -> Iterator[Problem]:
    """Every fixed school is in the table of schools."""
    for number, stage in enumerate(scenario.programme.stages):
        for school in stage.fixed:
            if school not in schools:
                text = f"no school '{school}' in the table of schools{did_you_mean(school, schools)}; mend the id"
                yield Problem(_stage(number, "fixed", school), text)


@place_check
def stage_has_a_school_for_every_ward(scenario: Scenario, schools: Mapping[str, str]) -> Iterator[Problem]:
    """A stage that must serve every ward holds at least one school per ward."""
    wards = len(set(schools.values()))
    for number, stage in enumerate(scenario.programme.stages):
        if stage.every_ward and stage.schools < wards:
            text = f"{stage.schools} schools cannot serve {wards} wards; give {wards} schools or drop every_ward"
            yield Problem(_stage(number, "every_ward"), text)


def _stage(number: int, *steps: str) -> str:
    return ".".join(("programme", "stages", str(number), *steps))
