"""REMEDIES: for each rule that can give way, which value a planner changes, and how far, in words."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

from poolplan.model.aims import MEASURES
from poolplan.model.explain.relax import Give, Index, Key, Way
from poolplan.model.explain.wording import listed, several, years_text
from poolplan.model.search import MILLION
from poolplan.model.variables import Decisions, PoolKey, Variables
from poolplan.network.options import Network
from poolplan.scenario.schema import Stage


class Words(NamedTuple):
    """What a planner reads of a rule that gives way."""

    how_far: str
    """How far, with names, years and units."""
    change: str
    """Which value to change, and to what."""


class Remedy(NamedTuple):
    """How one rule gives way."""

    way: Way
    words: Callable[[Network, Sequence[Give]], Words]


REMEDIES: dict[str, Remedy] = {}


def remedy(rule: str, way: Way) -> Callable[[Callable[[Network, Sequence[Give]], Words]], object]:
    """Register what is said of a rule that gives way."""

    def register(words: Callable[[Network, Sequence[Give]], Words]) -> Callable[[Network, Sequence[Give]], Words]:
        REMEDIES[rule] = Remedy(way, words)
        return words

    return register


def by_row(_net: Network, index: Index) -> Key:
    """Every row leans on a value of its own."""
    return index


def together(_net: Network, _index: Index) -> Key:
    """All rows lean on the same value."""
    return ()


def school_name(net: Network, school: object) -> str:
    """Id and name of a school."""
    return f"'{school}' ({net.places.schools[str(school)].label.ja})"


def site_name(net: Network, site: object) -> str:
    """Id and name of a site."""
    return f"'{site}' ({net.places.sites[str(site)].label.ja})"


def _stage(net: Network, year: object) -> tuple[int, Stage]:
    return next((n, stage) for n, stage in enumerate(net.scenario.programme.stages) if stage.year == year)


def _years(gives: Iterable[Give], place: int) -> str:
    return years_text(int(str(row[place])) for give in gives for row in give.rows)


def _pool_in_use(x: Decisions, index: Index) -> Variables:
    key = PoolKey(str(index[0]), int(str(index[1])))
    return (x.is_open[key],) if key in x.is_open else ()


@remedy("fit_in_open_sites", Way(lambda _net, index: index[:1], in_use=_pool_in_use))
def _slots(net: Network, gives: Sequence[Give]) -> Words:
    files = net.scenario.places
    tables = {"club": files.clubs, "public_pool": files.public_pools, "school_pool": files.school_pools}
    short, more = [], []
    for give in gives:
        site = net.places.sites[str(give.key[0])]
        wanted = site.capacity_slots + give.change
        short.append(
            f"{site_name(net, site.id)} {give.change:g} more than its {site.capacity_slots} in {_years([give], 1)}"
        )
        more.append(f"'{site.id}' {wanted:g} sessions a year in {Path(tables[site.kind]).name}")
    return Words(
        f"{sum(give.change for give in gives):g} sessions a year: {listed(short)}",
        f"Give {listed(more)} (slots_per_week x weeks_per_year x usable_share), or add a site",
    )


@remedy("reach_each_stage", Way(by_row))
def _stages(net: Network, gives: Sequence[Give]) -> Words:
    how, change = [], []
    for give in gives:
        number, stage = _stage(net, give.key[0])
        wanted = f"{stage.schools - give.change:g}"  # the row counts the pools still in use
        how.append(f"{wanted} instead of {stage.schools} in {stage.year}")
        change.append(f"programme.stages.{number}.schools to {wanted}")
    total = sum(abs(give.change) for give in gives)
    return Words(f"{several(total, 'school')}: {listed(how)}", f"Set {listed(change)}")


@remedy("keep_fixed_schools", Way(by_row, signs=(-1,)))
def _fixed(net: Network, gives: Sequence[Give]) -> Words:
    how, change = [], []
    for school, year in (give.key for give in gives):
        number, stage = _stage(net, year)
        how.append(f"{school_name(net, school)} not in mode {stage.fixed[str(school)]} by {year}")
        change.append(f"'{school}' out of programme.stages.{number}.fixed")
    return Words(f"{several(len(gives), 'school')}: {listed(how)}", f"Take {listed(change)}")


@remedy("mix_modes_as_stated", Way(by_row))
def _mix(net: Network, gives: Sequence[Give]) -> Words:
    how, change = [], []
    for give in gives:
        mode, year = give.key
        number, stage = _stage(net, year)
        stated = stage.by_mode[str(mode)]
        how.append(f"{mode} {stated + give.change:g} instead of {stated} in {year}")
        change.append(f"programme.stages.{number}.by_mode.{mode} to {stated + give.change:g}")
    total = sum(abs(give.change) for give in gives)
    return Words(f"{several(total, 'school')}: {listed(how)}", f"Set {listed(change)}")


@remedy("hosts_of_stated_level", Way(by_row, signs=(1,)))
def _hosts(net: Network, gives: Sequence[Give]) -> Words:
    how, change = [], []
    for give in gives:
        mode, year = give.key
        number, stage = _stage(net, year)
        how.append(f"in {year}, {mode} at the pool of no {stage.host_levels[str(mode)]} school")
        change.append(f"'{mode}' out of programme.stages.{number}.host_levels")
    total = sum(give.change for give in gives)
    return Words(f"{several(total, 'school')}: {listed(how)}", f"Take {listed(change)}")


@remedy("serve_every_ward", Way(by_row, is_switch=True))
def _wards(net: Network, gives: Sequence[Give]) -> Words:
    how = [
        f"nobody has moved in '{ward}' ({net.places.wards[str(ward)].label.ja}) by {year}"
        for ward, year in (g.key for g in gives)
    ]
    stages = sorted({_stage(net, give.key[1])[0] for give in gives})
    change = [f"programme.stages.{number}.every_ward to false" for number in stages]
    return Words(f"{several(len(gives), 'ward')}: {listed(how)}", f"Set {listed(change)}")


@remedy("oldest_pools_first", Way(lambda _net, index: index[1:2], is_switch=True))
def _oldest(net: Network, gives: Sequence[Give]) -> Words:
    how = []
    for (school,) in (give.key for give in gives):
        built = net.life_spans[net.home_options[str(school)].site].build_year
        how.append(f"{school_name(net, school)}, built {built}")
    return Words(
        f"{several(len(gives), 'older pool')} left behind: {listed(how)}",
        "Set programme.order to cost, or name those who go before them under programme.stages.*.fixed",
    )


@remedy("roll_out_steadily", Way(together, signs=(1,)))
def _rollout(net: Network, gives: Sequence[Give]) -> Words:
    now = net.scenario.programme.rollout_schools_per_year
    return _one_number(gives, now, "schools a year", "programme.rollout_schools_per_year")


@remedy("keep_contracts_few", Way(together))
def _sites(net: Network, gives: Sequence[Give]) -> Words:
    now = net.scenario.programme.outside_sites_at_most or 0
    return _one_number(gives, now, "clubs and public pools", "programme.outside_sites_at_most")


@remedy("have_enough_drivers", Way(together))
def _drivers(net: Network, gives: Sequence[Give]) -> Words:
    drivers = net.scenario.costs.bus.drivers
    now = drivers.bus_days_per_year if drivers else 0
    return _one_number(gives, now, "bus-days a year", "costs.bus.drivers.bus_days_per_year")


def _ceiling(net: Network, index: Index) -> Key:
    """Years lean on the ceiling of all years, or on one of their own."""
    budget = net.scenario.costs.budget
    return index if budget and str(index[0]) in budget.works_yen_by_year else ()


@remedy("keep_within_the_works_budget", Way(_ceiling, is_whole=False))
def _budget(net: Network, gives: Sequence[Give]) -> Words:
    budget = net.scenario.costs.budget
    assert budget is not None  # noqa: S101 - the rule has rows
    words = []
    for give in gives:
        own = f"by_year.{give.key[0]}" if give.key else "per_year"
        now = budget.works_yen_by_year[str(give.key[0])] if give.key else budget.works_yen_per_year or 0
        words.append(_one_number([_in_yen(give)], now, "yen a year", f"costs.budget.works_yen_{own}"))
    return Words(listed([word.how_far for word in words]), listed([word.change for word in words]))


@remedy("level_the_works", Way(together, is_whole=False))
def _levelling(net: Network, gives: Sequence[Give]) -> Words:
    level = net.scenario.costs.budget.works_over_years if net.scenario.costs.budget else None
    assert level is not None  # noqa: S101 - the rule has rows
    (give,) = gives
    unit, path = f"yen in any {level.years} years", "costs.budget.works_over_years.yen"
    return _one_number([_in_yen(give)], level.yen, unit, path)


def _in_yen(give: Give) -> Give:
    return give._replace(change=ceil(round(give.change * MILLION, 1)))


@remedy("keep_trips_short", Way(lambda _net, index: index[:-1], is_switch=True, signs=(1,)))
def _trips(net: Network, gives: Sequence[Give]) -> Words:
    minutes = {(*option.name_parts,): option.minutes for option in net.options}
    how = [f"{school_name(net, g.key[0])} to {site_name(net, g.key[1])} {minutes[g.key]:.1f} min" for g in gives]
    longest = max(minutes[give.key] for give in gives)
    return Words(
        f"{several(len(gives), 'trip')} too long: {listed(how)}",
        f"Set objective.at_most.worst_minutes to {ceil(longest * 10) / 10:g}",
    )


@remedy("keep_aims_within_bounds", Way(by_row, is_whole=False))
def _aims(net: Network, gives: Sequence[Give]) -> Words:
    objective = net.scenario.objective
    assert objective is not None  # noqa: S101 - the rule has rows
    now = {str(aim): most for aim, most in objective.at_most.items()}
    how, change = [], []
    for give in gives:
        aim = str(give.key[0])
        wanted = ceil(now[aim] + give.change * MEASURES[aim].size)
        how.append(f"{aim} {wanted:,} instead of {now[aim]:,.0f} {MEASURES[aim].unit}")
        change.append(f"objective.at_most.{aim} to {wanted}")
    return Words(listed(how), f"Set {listed(change)}")


@remedy("move_no_more_often", Way(together))
def _moves(net: Network, gives: Sequence[Give]) -> Words:
    now = net.scenario.programme.moves_per_school_at_most
    wanted = round(now + gives[0].change)
    who = listed(sorted({school_name(net, row[0]) for give in gives for row in give.rows}))
    return Words(f"{wanted} moves instead of {now}: {who}", f"Set programme.moves_per_school_at_most to {wanted}")


@remedy("stay_for_the_contract", Way(lambda _net, index: index[:-1], is_switch=True))
def _contracts(net: Network, gives: Sequence[Give]) -> Words:
    how = [f"{school_name(net, key[0])} leaves {site_name(net, key[1])}" for key in (give.key for give in gives)]
    modes = sorted({str(give.key[2]) for give in gives})
    change = [f"modes.{mode}.contract_years to 1" for mode in modes]
    return Words(f"{several(len(gives), 'contract')} ended before the term: {listed(how)}", f"Set {listed(change)}")


@remedy("let_clubs_cover_each_other", Way(together))
def _cover(net: Network, gives: Sequence[Give]) -> Words:
    (give,) = gives
    clubs = listed(sorted({site_name(net, row[0]) for row in give.rows}))
    return Words(
        f"{give.change:g} sessions a year that would find no room if {clubs} closed in {_years(gives, 1)}",
        f"Add {give.change:g} sessions a year at other clubs or public pools, "
        "or set programme.clubs_cover_each_other to false",
    )


def _one_number(gives: Sequence[Give], now: float, unit: str, path: str) -> Words:
    (give,) = gives
    wanted = round(now + give.change)
    how_far = f"{wanted:,} instead of {now:,} {unit} (needed in {_years(gives, 0)})"
    return Words(how_far, f"Set {path} to {wanted}")
