"""RULES of the model-school programme: stages, who joins them, and the roll-out after them."""

from collections.abc import Iterable
from typing import NamedTuple

import pulp

from poolplan.model.constraints import Rows, rule
from poolplan.model.variables import Decisions, count, total
from poolplan.network.options import Network, Option
from poolplan.scenario.schema import Stage


def _at_home(net: Network, x: Decisions, year: int) -> list[pulp.LpVariable]:
    return x.uses(net.home_options.values(), year)


def _in_mode(net: Network, mode: str, schools: Iterable[str]) -> list[Option]:
    """Options of schools in a mode; until the last stage a school moves whole, so its youngest grade stands for it."""
    return [o for school in schools for o in net.away_options[school] if o.mode == mode and o.grade <= 1]


def _host_level(net: Network, option: Option) -> str | None:
    host = net.places.sites[option.site].school
    return net.places.schools[host].level if host else None


@rule(unit="schools", source="city's programme: 2 -> 5 -> 7 model schools")
def reach_each_stage(net: Network, x: Decisions) -> Rows:
    """By each stage exactly the stated number of schools has left its own pool.

    for stage k in year t:
        sum over schools s with an own pool of is_open[pool of s, t] = schools with an own pool - schools[k]
    """
    for stage in net.scenario.programme.stages:
        staying = len(net.home_options) - stage.schools
        yield (stage.year,), count(_at_home(net, x, stage.year)) == staying


@rule(unit="schools", source="city's programme: schools already decided")
def keep_fixed_schools(net: Network, x: Decisions) -> Rows:
    """A school fixed by a stage has moved to the stated mode by then.

    for stage k in year t, school s fixed to mode m:
        sum over options o of s in mode m of use[o, t] = 1
    """
    for stage in net.scenario.programme.stages:
        for school, mode in stage.fixed.items():
            yield (school, stage.year), count(x.uses(_in_mode(net, mode, [school]), stage.year)) == 1


@rule(unit="schools", source="city's programme: mix of modes in a stage")
def mix_modes_as_stated(net: Network, x: Decisions) -> Rows:
    """Where a stage states a mix, exactly so many of the schools that have moved use each mode.

    for stage k in year t, mode m with stated number n:
        sum over options o in mode m of schools with an own pool of use[o, t] = n
    """
    for stage in net.scenario.programme.stages:
        for mode, number in stage.by_mode.items():
            yield (mode, stage.year), count(x.uses(_in_mode(net, mode, net.home_options), stage.year)) == number


@rule(unit="schools", source="city's programme: the FY2023 host was a junior high")
def hosts_of_stated_level(net: Network, x: Decisions) -> Rows:
    """Where a stage states the level of hosts, no school that has moved shares a pool of another level.

    for stage k in year t, mode m with host level l:
        sum over options o in mode m of schools with an own pool whose host is of another level of use[o, t] = 0
    """
    for stage in net.scenario.programme.stages:
        for mode, level in stage.host_levels.items():
            other = x.uses(
                [o for o in _in_mode(net, mode, net.home_options) if _host_level(net, o) != level], stage.year
            )
            if other:
                yield (mode, stage.year), count(other) == 0


@rule(unit="schools", source="board's option: model schools in every ward")
def serve_every_ward(net: Network, x: Decisions) -> Rows:
    """Where a stage asks for it, at least one school of every ward has moved.

    for stage k in year t, ward w:
        sum over schools s of w with an own pool of is_open[pool of s, t] <= schools of w with an own pool - 1
    """
    for stage in net.scenario.programme.stages:
        for ward in net.places.wards if stage.every_ward else ():
            homes = [home for school, home in net.home_options.items() if net.places.schools[school].ward == ward]
            if homes:
                yield (ward, stage.year), count(x.uses(homes, stage.year)) <= len(homes) - 1


@rule(unit="schools", source="board's option: oldest pools first")
def oldest_pools_first(net: Network, x: Decisions) -> Rows:
    """No school joins a stage while an older pool that could do the same is left behind.

    for stage k in year t, mode m stated by the stage (or any), school s with an option in m and an own pool:
        sum over schools r with a younger pool, not fixed, of (use of r in m in t - use of r in m in the stage before)
            <= joining[k] * (1 - is_open[pool of s, t])
        or, where schools may move again, so that a change of mode is no joining, for each r:
            use of r in m in t + use of the own pool of r in the stage before + is_open[pool of s, t] <= 2
    """
    programme = net.scenario.programme
    if programme.order != "oldest_pool_first":
        return
    waiting = _one_by_one if programme.moves_per_school_at_most > 1 else _all_together
    for joining in map(_Joining, programme.stages, (None, *programme.stages)):
        stage = joining.stage
        for modes in [frozenset({mode}) for mode in stage.by_mode] or [frozenset(net.scenario.modes)]:
            able, named = _able(net, stage, modes), "or".join(sorted(stage.by_mode.keys() & modes)) or "any"
            for school in able:
                younger = {s: able[s] for s in able if _built(net, s) > _built(net, school) and s not in stage.fixed}
                for further, row in waiting(net, x, joining, school, younger):
                    yield (named, school, stage.year, *further), row


class _Joining(NamedTuple):
    """A stage and the one before it."""

    stage: Stage
    earlier: Stage | None

    @property
    def before(self) -> int | None:
        """Year of the stage before; None where this is the first."""
        return self.earlier.year if self.earlier else None

    @property
    def schools(self) -> int:
        """How many schools join."""
        return self.stage.schools - (self.earlier.schools if self.earlier else 0)


Younger = dict[str, list[Option]]
"""Schools with younger pools that could join a stage, with their options for it."""


def _all_together(net: Network, x: Decisions, joining: _Joining, school: str, younger: Younger) -> Rows:
    """No younger pool joins while that of a school is in use: one row for all of them."""
    (home,) = x.use(net.home_options[school], joining.stage.year)
    terms = _newly(x, [o for options in younger.values() for o in options], joining.stage.year, joining.before)
    if terms:
        yield (), total([*terms, (home, joining.schools)]) <= joining.schools


def _one_by_one(net: Network, x: Decisions, joining: _Joining, school: str, younger: Younger) -> Rows:
    """The same, a row for each younger pool: who moves again and changes its mode does not join."""
    (home,) = x.use(net.home_options[school], joining.stage.year)
    for other, options in younger.items():
        homes = x.use(net.home_options[other], joining.before) if joining.before is not None else ()
        uses = (*x.uses(options, joining.stage.year), *homes, home)
        yield (other,), count(uses) <= 1 + len(homes)


def _able(net: Network, stage: Stage, modes: frozenset[str]) -> dict[str, list[Option]]:
    """Schools with an own pool that could join a stage in one of the modes, with their options for it."""
    able: dict[str, list[Option]] = {}
    for school in net.home_options:
        for option in net.whole_options[school]:
            level = stage.host_levels.get(option.mode)
            fits = option.first_year <= stage.year and (level is None or _host_level(net, option) == level)
            if fits and option.mode in modes:
                mine = net.away_options[school]
                able.setdefault(school, []).extend(o for o in mine if o[1:3] == option[1:3] and o.grade <= 1)
    return able


def _built(net: Network, school: str) -> int:
    return net.life_spans[net.home_options[school].site].build_year


def _newly(x: Decisions, options: list[Option], year: int, before: int | None) -> list[tuple[pulp.LpVariable, float]]:
    """Terms that count the options used in a year and not in an earlier one."""
    terms = [(variable, 1.0) for variable in x.uses(options, year)]
    return terms + ([(variable, -1.0) for variable in x.uses(options, before)] if before is not None else [])


@rule(unit="schools/year", source="modelling choice: how many schools the office can move in a year")
def roll_out_steadily(net: Network, x: Decisions) -> Rows:
    """After the last stage at most the stated number of schools moves in a year.

    for year t after the last stage:
        sum over schools s with an own pool of (is_open[pool of s, t-1] - is_open[pool of s, t]) <= schools per year
        (in the first year every pool was open before)
    """
    programme, years = net.scenario.programme, net.scenario.planned_years
    start = programme.stages[-1].year + 1 if programme.stages else years.start
    for year in range(start, years.stop):
        limit = programme.rollout_schools_per_year
        now = [(v, -1.0) for v in _at_home(net, x, year)]
        if now and year == years.start:
            yield (year,), total(now) <= limit - len(now)
        elif now:
            yield (year,), total([*now, *((v, 1.0) for v in _at_home(net, x, year - 1))]) <= limit
