"""RULES: what every plan must respect, one function per rule, each a sentence for the council."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pulp

from poolplan.model.variables import Decisions, PoolKey, UseKey, at, total
from poolplan.network.options import Network

Row = tuple[tuple[object, ...], pulp.LpConstraint]
Rows = Iterator[Row]
RowsOf = Callable[[Network, Decisions], Rows]


class Rule(NamedTuple):
    """A registered rule."""

    rows: RowsOf
    unit: str
    """Unit of both sides."""
    source: str
    """Law, city page, data column, or the modelling choice and its reason."""


RULES: dict[str, Rule] = {}


def rule(unit: str, source: str) -> Callable[[RowsOf], RowsOf]:
    """Register a rule under its function's name."""

    def register(function: RowsOf) -> RowsOf:
        RULES[function.__name__] = Rule(function, unit, source)
        return function

    return register


@rule(unit="schools", source="Courses of Study: swimming is taught in every school")
def teach_every_school(net: Network, x: Decisions) -> Rows:
    """Every school holds its lessons at exactly one place: in its own pool until it moves, then where it moved.

    for school s (each of its grades, where they may move apart) with an own pool h, year t:
        use[h, t] + sum over options o of s of (moves[o, t] - leaves[o, t]) = use[h, t-1]
        (use[h, t]: is_open of the pool, or stays of the grade; 1 in the year before the first)
    for school s without one:
        sum over options o of s of (moves[o, t] - leaves[o, t]) = 1 in the first year, 0 later
    """
    first = net.scenario.years.first
    for cohort, away in net.away.items():
        home = net.homes.get(cohort)
        for year in net.scenario.planned_years if home or x.swims else (first,):
            keys = [UseKey(option, year) for option in away]
            terms = [(x.moves[key], 1.0) for key in keys if key in x.moves]
            terms += [(x.leaves[key], -1.0) for key in keys if key in x.leaves]
            terms += [(v, 1.0) for v in x.use(home, year)] if home else []
            terms += [(v, -1.0) for v in x.use(home, year - 1)] if home and year > first else []
            if terms:
                yield (*cohort.name_parts, year), total(terms) == (1 if year == first else 0)


@rule(unit="sessions/year", source="slots x weeks x usable share of the site's row")
def fit_in_open_sites(net: Network, x: Decisions) -> Rows:
    """Guests fit in the slots a site has left, and a pool out of use takes none.

    for site p, year t:
        sum over options o of guests at p of sessions[o, t] * (use[o, t] - absent[o, t] + visits[o, t]) - short[p, t]
            <= room[p, t] * (is_open[p, t] - closed[p, t] - under_works[p, t])
    for own pool p, year t in which works may close it, where no lessons may be left out:
        sum over options o of guests at p of sessions[o, t] * use[o, t] <= room[p, t] * is_open[p, t]
        (nobody is sent to a full pool for good because works keep everybody away for a season)
        (room: capacity less the host's own sessions; at clubs and public pools contracts[p, t], or 1 without fees;
        where grades move apart, room is the whole capacity and the host's grades count like guests)
    """
    for site, sharers in net.sharers.items():
        for year in net.scenario.planned_years:
            taken = [(v, sign * net.needs(o, year)) for o in sharers for v, sign in x.swimming(o, year)]
            room = float(net.room_for_sharers(site, year))
            in_use = at(x.is_open, site, year) or at(x.contracts, site, year)
            given = [(v, -room) for v in in_use]
            given += [(v, room) for table in (x.closed, x.under_works) for v in at(table, site, year)]
            short = [(v, -1.0) for v in at(x.short, site, year)]
            if taken:
                yield (site, year), total([*taken, *given, *short]) <= (0 if in_use else room)
            if taken and not short and at(x.under_works, site, year):
                belong = [(v, net.needs(o, year)) for o in sharers for v in x.use(o, year)]
                yield (site, year, "for_good"), total([*belong, *((v, -room) for v in in_use)]) <= 0


@rule(
    unit="pools", source="modelling choice: nobody is sent to a retired pool, and who moves once has a host that lasts"
)
def hosts_stay_open(net: Network, x: Decisions) -> Rows:
    """A pool that takes guests stays in use, to the last year where its guests move no more.

    Where every lesson is held this follows from `fit_in_open_sites` too, but only for whole guests: said apart it makes
    the bound tighter.

    for guest option o at own pool p, last year T (every year, where a school may move more than once):
        use[o, T] <= is_open[p, T]
    """
    years = net.scenario.planned_years
    for site, guests in net.guests.items():
        for year in years if x.swims else years[-1:]:
            for host in at(x.is_open, site, year):
                for option in guests:
                    used = [(v, 1.0) for v in x.use(option, year)]
                    if used:
                        yield (*option.name_parts, year), total([*used, (host, -1.0)]) <= 0


@rule(unit="contracts", source="clubs' basic fees, column fee_yen_per_year; programme.outside_sites_at_most")
def contract_every_site_used(net: Network, x: Decisions) -> Rows:
    """The city has a contract with a club or public pool in exactly the years in which a school swims there.

    for club or public pool p with a fee or a limit, year t:
        for guest option o at p: use[o, t] + visits[o, t] <= contracts[p, t]
        contracts[p, t] <= sum over guest options o at p of (use[o, t] + visits[o, t])
    """
    for (site, year), contract in x.contracts.items():
        everybody = []
        for option in net.guests[site]:
            used = x.swimming(option, year)
            everybody += [(v, -sign) for v, sign in used]
            if used:
                yield (*option.name_parts, year), total([*used, (contract, -1.0)]) <= 0
        yield (site, year), total([(contract, 1.0), *everybody]) <= 0


@rule(unit="pools", source="modelling choice: a school whose pool is in use swims in it")
def open_pools_have_a_state(net: Network, x: Decisions) -> Rows:
    """A pool in use is unrepaired, repaired or rebuilt; or closed, where lessons may be left out.

    for own pool p, year t:
        is_open[p, t] = original[p, t] + repaired[p, t] + sum over u <= t of rebuilds[p, u] + closed[p, t]
    """
    first = net.scenario.years.first
    for (site, year), is_open in x.is_open.items():
        rebuilt = [v for u in range(first, year + 1) for v in at(x.rebuilds, site, u)]
        states = [*at(x.original, site, year), *at(x.repaired, site, year), *rebuilt, *at(x.closed, site, year)]
        yield (site, year), total([(is_open, -1.0), *((v, 1.0) for v in states)]) == 0


@rule(unit="pools", source="pool register: build year and condition")
def wear_on_until_repaired(net: Network, x: Decisions) -> Rows:
    """A pool that was not repaired yet stays so, or is repaired now.

    for own pool p, year t:
        original[p, t] + repairs[p, t] <= original[p, t-1]     (1 in the year before the first)
    """
    for site, year in x.is_open:
        now = [*at(x.original, site, year), *at(x.repairs, site, year)]
        before = at(x.original, site, year - 1)
        first = year == net.scenario.years.first
        if now:
            yield (site, year), total([*((v, 1.0) for v in now), *((v, -1.0) for v in before)]) <= (1 if first else 0)


@rule(unit="pools", source="modelling choice: one major repair in the life of a pool")
def repaired_means_repaired(_net: Network, x: Decisions) -> Rows:
    """A pool counts as repaired from its major repair on, and only then.

    for own pool p, year t:
        repairs[p, t] <= repaired[p, t] <= repaired[p, t-1] + repairs[p, t]
    """
    for (site, year), repaired in x.repaired.items():
        allowed = [*at(x.repaired, site, year - 1), *at(x.repairs, site, year)]
        yield (site, year), total([(repaired, 1.0), *((v, -1.0) for v in allowed)]) <= 0
    for key, repairs in x.repairs.items():
        yield (*key, "done"), total([(repairs, 1.0), (x.repaired[key], -1.0)]) <= 0


@rule(unit="pools", source="modelling choice: only works that still serve at the end have a value left")
def credit_lasting_repairs(net: Network, x: Decisions) -> Rows:
    """A repair is credited at the end exactly if it was done and the pool still serves repaired in the last year.

    for own pool p, year t, last year T:
        repairs[p, t] + repaired[p, T] - 1 <= lasting[p, t] <= repairs[p, t]
        sum over years u of lasting[p, u] <= repaired[p, T]
    """
    last = net.scenario.years.last
    for key, lasting in x.lasting.items():
        done, serving = x.repairs[key], x.repaired[PoolKey(key.site, last)]
        yield (*key, "done"), total([(lasting, 1.0), (done, -1.0)]) <= 0
        yield (*key, "both"), total([(done, 1.0), (serving, 1.0), (lasting, -1.0)]) <= 1
    for site in sorted({key.site for key in x.lasting}):
        credited = [(v, 1.0) for key, v in x.lasting.items() if key.site == site]
        serving = [(v, -1.0) for v in at(x.repaired, site, last)]
        yield (site, "last"), total([*credited, *serving]) <= 0
