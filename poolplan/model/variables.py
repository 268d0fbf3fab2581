"""Every decision of the model: its index and meaning."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pulp

from poolplan.network.options import Cohort, Network, Option


class UseKey(NamedTuple):
    """An option, of a school or a grade, in one year."""

    option: Option
    year: int


class PoolKey(NamedTuple):
    """A site in one year."""

    site: str
    year: int


Variables = tuple[pulp.LpVariable, ...]


@dataclass(frozen=True)
class Decisions:
    """All variables, 0 or 1 but for `short`. A key that is missing is a decision that cannot be taken.

    Where a school moves once, it holds its lessons at the place it moved to from that year on. Deciding the *start* of
    use instead of use year by year needs no rule to say so, and makes the linear relaxation twenty times faster to
    solve (docs/decisions/001). Only where a scenario allows more moves, `swims` and `leaves` say where a school is.
    """

    moves: Mapping[UseKey, pulp.LpVariable]
    """The school or grade begins to swim there in the year."""
    leaves: Mapping[UseKey, pulp.LpVariable]
    """It swam there until the year before; only where it may move more than once."""
    swims: Mapping[UseKey, pulp.LpVariable]
    """It swims there in the year; only where it may move more than once."""
    stays: Mapping[UseKey, pulp.LpVariable]
    """The grade swims in its school's own pool; only where grades may move apart."""
    absent: Mapping[UseKey, pulp.LpVariable]
    """It belongs to the pool, but works close it this season; only where works close pools."""
    visits: Mapping[UseKey, pulp.LpVariable]
    """It swims there this season because works close its own place; only where works close pools."""
    is_open: Mapping[PoolKey, pulp.LpVariable]
    """The own pool is in use: its school, or a grade of it, belongs there, though works may close it for a season."""
    retires: Mapping[PoolKey, pulp.LpVariable]
    """The own pool is taken out of use in the year, for good."""
    original: Mapping[PoolKey, pulp.LpVariable]
    """The pool is in use without repair or rebuilding so far."""
    repaired: Mapping[PoolKey, pulp.LpVariable]
    """The pool is in use after its major repair."""
    repairs: Mapping[PoolKey, pulp.LpVariable]
    """The major repair is done in the year."""
    rebuilds: Mapping[PoolKey, pulp.LpVariable]
    """The pool is rebuilt in the year, and in use from then on to the last year."""
    lasting: Mapping[PoolKey, pulp.LpVariable]
    """The major repair of the year still serves in the last year."""
    under_works: Mapping[PoolKey, pulp.LpVariable]
    """Works close the pool this season; only where works close pools."""
    closed: Mapping[PoolKey, pulp.LpVariable]
    """The pool is worn out and its lessons are left out; only where lessons may be left out."""
    short: Mapping[PoolKey, pulp.LpVariable]
    """Sessions left out at a site that several share, a whole number; only where lessons may be left out."""
    contracts: Mapping[PoolKey, pulp.LpVariable]
    """A school swims at the club or public pool in the year; only where a fee or a limit asks for it."""

    longest: Variables = ()
    """The longest trip of any school, minutes one way; only where it is an aim."""
    _moved_by: dict[Option, list[tuple[int, pulp.LpVariable]]] = field(default_factory=dict, init=False)
    """Moves by option, filled when first asked for."""

    def use(self, option: Option, year: int) -> Variables:
        """Variables whose sum says that a school or grade uses an option in a year (empty: it cannot)."""
        if option.is_home:
            return (self.stays[UseKey(option, year)],) if option.grade else (self.is_open[PoolKey(option.site, year)],)
        if self.swims:
            key = UseKey(option, year)
            return (self.swims[key],) if key in self.swims else ()
        if not self._moved_by:
            for start, move in self.moves.items():
                self._moved_by.setdefault(start.option, []).append((start.year, move))
        return tuple(move for start, move in self._moved_by.get(option, ()) if start <= year)

    def swimming(self, option: Option, year: int) -> list[tuple[pulp.LpVariable, float]]:
        """Terms whose sum says that a school or grade holds its lessons there in a year, for good or for a season."""
        key = UseKey(option, year)
        terms = [(variable, 1.0) for variable in self.use(option, year)]
        terms += [(self.visits[key], 1.0)] if self.visits and key in self.visits else []
        return terms + ([(self.absent[key], -1.0)] if self.absent and key in self.absent else [])

    def uses(self, options: Iterable[Option], year: int) -> list[pulp.LpVariable]:
        """Variables whose sum counts the schools that use one of the options in a year."""
        return [variable for option in options for variable in self.use(option, year)]


def starts_only(moves: Mapping[UseKey, pulp.LpVariable], contracts: Mapping[PoolKey, pulp.LpVariable]) -> Decisions:
    """Decisions of a question in which there is nothing but moves and contracts."""
    none: dict[UseKey, pulp.LpVariable] = {}
    no_pools: dict[PoolKey, pulp.LpVariable] = {}
    return Decisions(
        moves=moves,
        leaves=none,
        swims=none,
        stays=none,
        absent=none,
        visits=none,
        is_open=no_pools,
        retires=no_pools,
        original=no_pools,
        repaired=no_pools,
        repairs=no_pools,
        rebuilds=no_pools,
        lasting=no_pools,
        under_works=no_pools,
        closed=no_pools,
        short=no_pools,
        contracts=contracts,
    )


def total(terms: Iterable[tuple[pulp.LpVariable, float]]) -> pulp.LpAffineExpression:
    """Sum of coefficient times variable, in one pass; a variable may appear more than once."""
    sums: dict[pulp.LpVariable, float] = {}
    for variable, coefficient in terms:
        sums[variable] = sums.get(variable, 0.0) + coefficient
    return pulp.LpAffineExpression(sums)


def count(*groups: Iterable[pulp.LpVariable]) -> pulp.LpAffineExpression:
    """Sum of variables."""
    return total((variable, 1.0) for group in groups for variable in group)


def at(table: Mapping[PoolKey, pulp.LpVariable], site: str, year: int) -> list[pulp.LpVariable]:
    """Return the variable of a site and year as a list of one, or an empty list where it cannot be taken."""
    key = PoolKey(site, year)
    return [table[key]] if key in table else []


def decisions(network: Network, problem: pulp.LpProblem, *, split_schools: bool = False) -> Decisions:
    """Create every decision that the network allows; moves in shares where schools may be split."""

    def variable(table: str, parts: Iterable[object], most: int = 1) -> pulp.LpVariable:
        kind = "Continuous" if split_schools and table in {"moves", "swims", "leaves"} else "Integer"
        return problem.add_variable("__".join([table, *map(str, parts)]), 0, most, kind)

    tables = {
        name: {key: variable(name, key, most_short(network, key) if name == "short" else 1) for key in keys}
        for name, keys in _site_years(network).items()
    }
    uses = {
        name: {key: variable(name, (*key.option.name_parts, key.year)) for key in keys}
        for name, keys in _uses(network).items()
    }
    aims = network.scenario.objective
    is_aim = aims is not None and "worst_minutes" in {*aims.order, *aims.weights}
    longest = max((option.minutes for option in network.options), default=0.0)
    return Decisions(
        longest=(problem.add_variable("longest", 0, longest, "Continuous"),) if is_aim else (),
        moves=uses["moves"],
        leaves=uses["leaves"],
        swims=uses["swims"],
        stays=uses["stays"],
        absent=uses["absent"],
        visits=uses["visits"],
        **tables,
    )


def _uses(network: Network) -> dict[str, list[UseKey]]:
    """Years in which each school or grade may begin, end or be at each option."""
    moves = list(_move_years(network))
    years, may_move_on = network.scenario.planned_years, network.scenario.programme.moves_per_school_at_most > 1
    away = [option for option in network.options if not option.is_home] if may_move_on else []
    return {
        "moves": moves,
        "leaves": [UseKey(option, year) for option in away for year in years if year > option.first_year],
        "swims": [UseKey(option, year) for option in away for year in years if year >= option.first_year],
        "stays": [UseKey(home, year) for home in network.homes.values() if home.grade for year in years],
        **_seasons_away(network),
    }


def _seasons_away(network: Network) -> dict[str, list[UseKey]]:
    """Years in which works may send a school or grade away from a pool, and where it may go for the season."""
    absent = [
        UseKey(option, year)
        for option in network.options
        for year in network.years_under_works.get(option.site, ())
        if year >= option.first_year
    ]
    away = {(key.option.cohort, key.year) for key in absent}
    visits = [
        UseKey(option, year)
        for cohort, options in network.away.items()
        for option in options
        for year in network.scenario.planned_years
        if (cohort, year) in away and network.needs(option, year) <= network.most_for_guests(option.site, year)
    ]
    return {"absent": absent, "visits": visits}


def _move_years(network: Network) -> Iterator[UseKey]:
    """Years in which a school may move to an option; one that has no pool and moves once starts in the first year."""
    years, may_move_on = network.scenario.planned_years, network.scenario.programme.moves_per_school_at_most > 1
    for cohort, away in network.away.items():
        for option in away:
            if cohort in network.homes or may_move_on:
                yield from (UseKey(option, year) for year in years if year >= option.first_year)
            elif option.first_year == years.start:
                yield UseKey(option, years.start)


def _site_years(network: Network) -> dict[str, list[PoolKey]]:
    """Years in which each state or work of each pool in use is possible, and what guests ask of sites."""
    programme, years = network.scenario.programme, network.scenario.planned_years
    may_leave_out = programme.unmet_sessions is not None
    tables = ("is_open", "retires", "original", "repaired", "repairs", "rebuilds", "lasting", "closed", "under_works")
    keys: dict[str, list[PoolKey]] = {name: [] for name in (*tables, "short", "contracts")}
    for home in network.home_options.values():
        for name, possible in _life_years(network, home.site).items():
            keys[name] += [PoolKey(home.site, year) for year in years if year in possible]
    keys["short"] = [PoolKey(site, year) for site in network.sharers for year in years] if may_leave_out else []
    keys["contracts"] = contract_keys(network)
    return keys


def most_short(network: Network, key: PoolKey) -> int:
    """Sessions that can be left out at a site in a year, at most: all who may share it come with what takes most."""
    most: dict[Cohort, int] = {}
    for option in network.sharers[key.site]:
        most[option.cohort] = max(most.get(option.cohort, 0), network.needs(option, key.year))
    return sum(most.values())


def contract_keys(network: Network) -> list[PoolKey]:
    """Clubs and public pools that some school may use, and years, where a fee or a limit asks for a contract."""
    is_counted = network.scenario.programme.outside_sites_at_most is not None
    asked = [network.places.sites[site] for site in network.sharers]
    asked = [place for place in asked if place.school is None and (is_counted or place.fee_yen)]
    return [PoolKey(place.id, year) for place in asked for year in network.scenario.planned_years]


def _life_years(network: Network, site: str) -> dict[str, range]:
    """Years in which each state of an own pool, and each of the works on it, is possible."""
    years, span = network.scenario.planned_years, network.life_spans[site]
    last, never = years.stop - 1, range(0)
    repairs = range(span.repair_from, min(span.original_until + 1, span.repaired_until) + 1)
    return {
        "is_open": years,
        "retires": years,
        "original": range(years.start, span.original_until + 1),
        "repaired": range(span.repair_from, span.repaired_until + 1),
        "repairs": repairs,
        "rebuilds": years if span.can_rebuild else never,
        "lasting": repairs if last <= span.repaired_until else never,
        "under_works": network.years_under_works.get(site, never),
        "closed": years if network.scenario.programme.unmet_sessions is not None else never,
    }
