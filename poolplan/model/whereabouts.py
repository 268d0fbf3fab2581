"""RULES of who is where: pools that retire, grades that move apart, schools that move on, lessons that are left out."""

from poolplan.model.constraints import Rows, rule
from poolplan.model.variables import Decisions, UseKey, at, total
from poolplan.network.options import Network


@rule(unit="pools", source="domain: retirement is one-way, a pool taken out of use is not brought back")
def retire_when_left(net: Network, x: Decisions) -> Rows:
    """A pool is retired in the year in which its school leaves it, and never comes back.

    for own pool p, year t:
        is_open[p, t] + retires[p, t] = is_open[p, t-1]     (1 in the year before the first)
    """
    first = net.scenario.years.first
    for (site, year), retires in x.retires.items():
        before = [(v, -1.0) for v in at(x.is_open, site, year - 1)]
        now = [(v, 1.0) for v in at(x.is_open, site, year)]
        yield (site, year), total([*now, (retires, 1.0), *before]) == (1 if year == first else 0)


@rule(unit="grades", source="city's choice: programme.keep_together")
def retire_with_the_last_grade(net: Network, x: Decisions) -> Rows:
    """Where grades move apart, a pool stays in use exactly until the last grade of its school leaves it for good.

    for own pool p, grade g of its school, year t:
        stays[g, t] <= is_open[p, t]
        is_open[p, t] <= sum over grades g of its school of stays[g, t]
        stays[g, t] <= stays[g, t-1]     (where more than one move is allowed; else nothing else is possible)
    """
    for school, home in net.home_options.items():
        grades = [option for option in net.homes.values() if option.school == school and option.grade]
        for year in net.scenario.planned_years if grades else ():
            (is_open,) = x.use(home, year)
            stays = [(x.stays[UseKey(option, year)], option.grade) for option in grades]
            for stay, grade in stays:
                yield (school, grade, year), total([(stay, 1.0), (is_open, -1.0)]) <= 0
            for option in grades if x.swims and year > net.scenario.years.first else ():
                now, before = x.stays[UseKey(option, year)], x.stays[UseKey(option, year - 1)]
                yield (school, option.grade, year, "for_good"), total([(now, 1.0), (before, -1.0)]) <= 0
            yield (school, year), total([(is_open, 1.0), *((stay, -1.0) for stay, _ in stays)]) <= 0


@rule(unit="grades", source="city's programme: a model school tries out lessons for all its grades")
def move_model_schools_whole(net: Network, x: Decisions) -> Rows:
    """Until the last stage, all grades of a school move to the same place in the same year.

    for school s, option o of its youngest grade, the same option q of another grade g, year t up to the last stage:
        moves[o, t] = moves[q, t], leaves[o, t] = leaves[q, t]
    for option o of some grade that not all grades have:
        moves[o, t] = 0
    """
    stages = net.scenario.programme.stages
    if net.keeps_schools_together or not stages:
        return
    whole = {(o.school, *o[1:3]): o.first_year for options in net.whole_options.values() for o in options}
    youngest = {(o.school, *o[1:3]): o for o in net.options if o.grade == 1 and not o.is_home}
    for name, table in (("moves", x.moves), ("leaves", x.leaves)):
        for (option, year), variable in table.items():
            where = (option.school, *option[1:3])
            if year > stages[-1].year:
                continue
            if year < whole.get(where, year + 1):
                yield (name, *option.name_parts, year), total([(variable, 1.0)]) == 0
            elif option.grade > 1:
                same = table[UseKey(youngest[where], year)]
                yield (name, *option.name_parts, year), total([(variable, 1.0), (same, -1.0)]) == 0


@rule(unit="schools", source="modelling choice: programme.moves_per_school_at_most")
def swim_there_until_moving_on(_net: Network, x: Decisions) -> Rows:
    """A school swims where it moved to until it moves on.

    for option o, year t, where a school may move more than once:
        swims[o, t] = swims[o, t-1] + moves[o, t] - leaves[o, t]
    """
    for (option, year), swims in x.swims.items():
        terms = [(swims, -1.0), (x.moves[UseKey(option, year)], 1.0)]
        for table, sign in ((x.swims, 1.0), (x.leaves, -1.0)):
            key = UseKey(option, year - 1 if table is x.swims else year)
            terms += [(table[key], sign)] if key in table else []
        yield (*option.name_parts, year), total(terms) == 0


@rule(unit="moves", source="city's choice: programme.moves_per_school_at_most")
def move_no_more_often(net: Network, x: Decisions) -> Rows:
    """No school moves more often than the programme allows; going somewhere in the first year counts as a move.

    for school s (or grade), where it may move more than once:
        sum over options o of s, years t of moves[o, t] <= moves at most
    """
    most = net.scenario.programme.moves_per_school_at_most
    for cohort, away in net.away.items() if x.swims else ():
        moves = [(v, 1.0) for (option, _), v in x.moves.items() if option.cohort == cohort] if away else []
        if moves:
            yield cohort.name_parts, total(moves) <= most


@rule(unit="moves", source="contracts with sites: modes.*.contract_years")
def stay_for_the_contract(net: Network, x: Decisions) -> Rows:
    """A school that moved to a site stays there for the term of the contract.

    for option o in a mode with a term of n years, year t:
        sum over years u <= t of leaves[o, u] <= sum over years u <= t - n of moves[o, u]
    """
    years = net.scenario.planned_years
    for option, year in x.leaves:
        term = net.scenario.modes[option.mode].contract_years
        if term > 1:
            left = [(x.leaves[key], 1.0) for key in (UseKey(option, u) for u in years if u <= year) if key in x.leaves]
            since = (UseKey(option, u) for u in years if u <= year - term)
            yield (*option.name_parts, year), total([*left, *((x.moves[k], -1.0) for k in since if k in x.moves)]) <= 0
