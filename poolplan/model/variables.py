"""Every decision of the model: its index and meaning."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pulp

from poolplan.network.options import Network, Option


class UseKey(NamedTuple):
    """A school's option in one year."""

    option: Option
    year: int


class PoolKey(NamedTuple):
    """An own pool in one year."""

    site: str
    year: int


Variables = tuple[pulp.LpVariable, ...]


@dataclass(frozen=True)
class Decisions:
    """All variables, 0 or 1. A key that is missing is a decision that cannot be taken.

    A school moves once: from the year of its move on it holds its lessons there, and its own pool is retired.
    Deciding the *start* of use instead of use year by year needs no rule to say so, and makes the linear relaxation
    twenty times faster to solve (docs/decisions).
    """

    moves: Mapping[UseKey, pulp.LpVariable]
    """The school of the option leaves its own pool for it in the year."""
    is_open: Mapping[PoolKey, pulp.LpVariable]
    """The own pool is in use, and its school swims in it."""
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
    contracts: Mapping[PoolKey, pulp.LpVariable]
    """A school swims at the club or public pool in the year; only where a fee or a limit asks for it."""

    def use(self, option: Option, year: int) -> Variables:
        """Variables whose sum says that a school uses an option in a year (empty: it cannot)."""
        if option.is_home:
            return (self.is_open[PoolKey(option.site, year)],)
        keys = (UseKey(option, start) for start in range(option.first_year, year + 1))
        return tuple(self.moves[key] for key in keys if key in self.moves)

    def uses(self, options: Iterable[Option], year: int) -> list[pulp.LpVariable]:
        """Variables whose sum counts the schools that use one of the options in a year."""
        return [variable for option in options for variable in self.use(option, year)]


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
    """Return the variable of a pool and year as a list of one, or an empty list where it cannot be taken."""
    key = PoolKey(site, year)
    return [table[key]] if key in table else []


def decisions(network: Network, problem: pulp.LpProblem, *, split_schools: bool = False) -> Decisions:
    """Create every decision that the network allows; moves in shares where schools may be split."""

    def binary(table: str, parts: Iterable[object]) -> pulp.LpVariable:
        kind = "Continuous" if split_schools and table == "moves" else "Binary"
        return problem.add_variable("__".join([table, *map(str, parts)]), 0, 1, kind)

    tables = {name: {key: binary(name, key) for key in keys} for name, keys in _pool_years(network).items()}
    moves = {key: binary("moves", (*key.option[:3], key.year)) for key in _move_years(network)}
    return Decisions(moves=moves, **tables)


def _move_years(network: Network) -> Iterator[UseKey]:
    """Years in which a school may move to an option; a school without a pool starts in the first year."""
    years = network.scenario.planned_years
    for school, away in network.away_options.items():
        for option in away:
            if school in network.home_options:
                yield from (UseKey(option, year) for year in years if year >= option.first_year)
            elif option.first_year == years.start:
                yield UseKey(option, years.start)


def _pool_years(network: Network) -> dict[str, list[PoolKey]]:
    """Years in which each state or work of each pool in use is possible."""
    last = network.scenario.years.last
    counted = network.scenario.programme.outside_sites_at_most is not None
    tables = ("is_open", "original", "repaired", "repairs", "rebuilds", "lasting", "contracts")
    keys: dict[str, list[PoolKey]] = {name: [] for name in tables}
    for home in network.home_options.values():
        span = network.life_spans[home.site]
        for year in network.scenario.planned_years:
            key = PoolKey(home.site, year)
            keys["is_open"].append(key)
            if year <= span.original_until:
                keys["original"].append(key)
            if year in range(span.repair_from, span.repaired_until + 1):
                keys["repaired"].append(key)
            if year in range(span.repair_from, min(span.original_until + 1, span.repaired_until) + 1):
                keys["repairs"].append(key)
                keys["lasting"] += [key] if last <= span.repaired_until else []
            if span.can_rebuild:
                keys["rebuilds"].append(key)
    for site in network.guests:
        place = network.places.sites[site]
        if place.school is None and (counted or place.fee_yen):
            keys["contracts"] += [PoolKey(site, year) for year in network.scenario.planned_years]
    return keys
