"""The model an analyst would write first: yes or no for every school, option and year, in loops."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pulp

from benchmarks.naive_costs import Prices
from poolplan.network.options import Network, Option
from poolplan.scenario.schema import Stage

State = dict[tuple[str, int], pulp.LpVariable]


@dataclass(frozen=True)
class NaiveModel:
    """Variables by school, option and year, and by pool, state and year."""

    net: Network
    problem: pulp.LpProblem
    use: dict[tuple[Option, int], pulp.LpVariable] = field(default_factory=dict)
    original: State = field(default_factory=dict)
    repaired: State = field(default_factory=dict)
    rebuilt: State = field(default_factory=dict)
    repairs: State = field(default_factory=dict)
    rebuilds: State = field(default_factory=dict)
    retires: State = field(default_factory=dict)
    lasting: State = field(default_factory=dict)
    """The repair of the year still serves in the last year."""
    contracts: State = field(default_factory=dict)
    """Some school swims at the club or public pool in the year."""

    @property
    def years(self) -> range:
        """Fiscal years planned."""
        return self.net.scenario.planned_years

    def sum_use(self, options: list[Option], year: int) -> pulp.LpAffineExpression:
        """Count the schools that use one of the options in a year."""
        return pulp.lpSum(self.use[o, year] for o in options if (o, year) in self.use)

    def home(self, school: str, year: int) -> pulp.LpVariable | int:
        """Return 1 if the school swims in its own pool; in the year before the first every school does."""
        return 1 if year < self.years.start else self.use[self.net.home_options[school], year]


def naive_model(net: Network) -> NaiveModel:
    """Write all variables, rules and costs."""
    model = NaiveModel(net, pulp.LpProblem("naive", pulp.LpMinimize))
    _add_variables(model)
    _add_contracts(model)
    for rules in (_lessons, _capacity, _pool_states, _credits, _stages, _rollout, _scarcity, _contracts):
        for row in rules(model):
            if not isinstance(row, bool):  # Python says True or False where no variable is left
                model.problem.addConstraint(row)
            elif not row:
                model.problem.addConstraint(pulp.LpConstraint(sense=pulp.LpConstraintGE, rhs=1))
    model.problem.setObjective(pulp.lpSum(_present_values(model)))
    return model


def _add_variables(model: NaiveModel) -> None:
    net, last = model.net, model.net.scenario.years.last

    def binary(*parts: object) -> pulp.LpVariable:
        return model.problem.add_variable("_".join(map(str, parts)), 0, 1, "Binary")

    for number, option in enumerate(net.options):
        for year in range(option.first_year, last + 1):
            model.use[option, year] = binary("use", number, year)
    for home in net.home_options.values():
        span = net.life_spans[home.site]
        for year in model.years:
            key = (home.site, year)
            model.retires[key] = binary("retires", *key)
            if year <= span.original_until:
                model.original[key] = binary("original", *key)
            if span.repair_from <= year <= span.repaired_until:
                model.repaired[key] = binary("repaired", *key)
                model.repairs[key] = binary("repairs", *key)
                model.lasting[key] = binary("lasting", *key)
            if span.can_rebuild:
                model.rebuilt[key] = binary("rebuilt", *key)
                model.rebuilds[key] = binary("rebuilds", *key)


def _add_contracts(model: NaiveModel) -> None:
    for site in model.net.guests:
        for year in model.years if model.net.places.sites[site].school is None else ():
            name = f"contracts_{site}_{year}"
            model.contracts[site, year] = model.problem.add_variable(name, 0, 1, "Binary")


def _lessons(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """Every school swims at one place; it moves once, and its pool is then retired."""
    for school, away in model.net.away_options.items():
        home = model.net.home_options.get(school)
        for year in model.years:
            yield model.sum_use([*away, home] if home else list(away), year) == 1
            for option in away:
                before = model.use.get((option, year - 1))
                if before is not None:
                    yield model.use[option, year] >= before
            if home:
                left = model.home(school, year - 1) - model.home(school, year)
                yield model.retires[home.site, year] == left


def _capacity(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """Lessons fit in the slots of a site, and a pool out of use takes nobody."""
    net = model.net
    for site in net.places.sites.values():
        options = [option for option in net.options if option.site == site.id]
        for year in model.years:
            using = [option for option in options if (option, year) in model.use]
            load = pulp.lpSum(net.needs(option, year) * model.use[option, year] for option in using)
            if site.school in net.home_options:
                is_open = model.home(site.school, year)
                yield load <= site.capacity_slots * is_open
                for option in using:
                    yield model.use[option, year] <= is_open
            elif using:
                yield load <= site.capacity_slots


def _pool_states(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """A pool in use is original, repaired (once) or rebuilt (which then binds to the end)."""
    for school, home in model.net.home_options.items():
        for year in model.years:
            key, before = (home.site, year), (home.site, year - 1)
            original, repaired, rebuilt, repairs, rebuilds = (
                table.get(key, 0)
                for table in (model.original, model.repaired, model.rebuilt, model.repairs, model.rebuilds)
            )
            was_original = 1 if year == model.years.start else model.original.get(before, 0)
            yield pulp.lpSum([original, repaired, rebuilt]) == model.home(school, year)
            yield original + repairs <= was_original
            yield repairs <= repaired
            yield repaired <= model.repaired.get(before, 0) + repairs
            yield rebuilt == model.rebuilt.get(before, 0) + rebuilds


def _credits(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """What a repair is still worth is credited exactly if the pool serves repaired in the last year."""
    last = model.net.scenario.years.last
    for key, lasting in model.lasting.items():
        serving = model.repaired.get((key[0], last), 0)
        yield lasting <= model.repairs[key]
        yield lasting <= serving
        yield lasting >= model.repairs[key] + serving - 1


def _stages(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """The stages of the programme: how many schools, which, how, where, and the oldest pools first if asked."""
    net = model.net
    stages = net.scenario.programme.stages
    for index, stage in enumerate(stages):
        yield pulp.lpSum(1 - model.home(school, stage.year) for school in net.home_options) == stage.schools
        for school, mode in stage.fixed.items():
            yield model.sum_use([o for o in net.away_options[school] if o.mode == mode], stage.year) == 1
        for mode, number in stage.by_mode.items():
            yield model.sum_use(_movers(net, mode), stage.year) == number
        for mode, level in stage.host_levels.items():
            yield model.sum_use([o for o in _movers(net, mode) if _host_level(net, o) != level], stage.year) == 0
        for ward in net.places.wards if stage.every_ward else ():
            homes = [school for school in net.home_options if net.places.schools[school].ward == ward]
            if homes:
                yield pulp.lpSum(1 - model.home(school, stage.year) for school in homes) >= 1
        if net.scenario.programme.order == "oldest_pool_first":
            yield from _oldest_first(model, stage, stages[index - 1] if index else None)


def _movers(net: Network, mode: str) -> list[Option]:
    return [o for school in net.home_options for o in net.away_options[school] if o.mode == mode]


def _host_level(net: Network, option: Option) -> str | None:
    host = net.places.sites[option.site].school
    return net.places.schools[host].level if host else None


def _oldest_first(model: NaiveModel, stage: Stage, earlier: Stage | None) -> Iterator[pulp.LpConstraint | bool]:
    """Nobody joins in a stated mode (or any) while a school with an older pool that could do so stays."""
    net = model.net
    for modes in [{mode} for mode in stage.by_mode] or [set(net.scenario.modes)]:
        able = {
            school: [
                o
                for o in net.away_options[school]
                if o.mode in modes
                and o.first_year <= stage.year
                and stage.host_levels.get(o.mode) in (None, _host_level(net, o))
            ]
            for school in net.home_options
        }
        built = {school: net.life_spans[net.home_options[school].site].build_year for school in able}
        for younger in (school for school, options in able.items() if options and school not in stage.fixed):
            before = model.sum_use(able[younger], earlier.year) if earlier else 0
            joins = model.sum_use(able[younger], stage.year) - before
            for older in (school for school, options in able.items() if options):
                if built[older] < built[younger]:
                    yield joins <= 1 - model.home(older, stage.year)


def _rollout(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """After the last stage so many schools move in a year."""
    programme = model.net.scenario.programme
    start = programme.stages[-1].year + 1 if programme.stages else model.years.start
    for year in range(start, model.years.stop):
        moving = [model.retires[home.site, year] for home in model.net.home_options.values()]
        yield pulp.lpSum(moving) <= programme.rollout_schools_per_year


def _scarcity(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """Money for works, drivers, and clubs that could stand in for one another."""
    net, prices = model.net, Prices(model.net)
    budget, drivers = net.scenario.costs.budget, net.scenario.costs.bus.drivers
    outside = {site.id: site for site in net.places.sites.values() if site.school is None}
    for year in model.years:
        if budget and budget.works_yen_per_year is not None:
            works = [prices.works_yen(table, site, t) * v for table, site, t, v in _works(model) if t == year]
            yield pulp.lpSum(works) / 1e6 <= budget.works_yen_per_year / 1e6
        using = [o for o in net.options if (o, year) in model.use]
        if drivers:
            days = pulp.lpSum(prices.bus_days(o, year) * model.use[o, year] for o in using if o.travel_by == "bus")
            yield days <= drivers.bus_days_per_year
        if net.scenario.programme.clubs_cover_each_other:
            load = pulp.lpSum(net.needs(o, year) * model.use[o, year] for o in using if o.site in outside)
            for club in outside.values():
                if club.kind == "club" and club.id in net.guests:
                    yield load <= sum(site.capacity_slots for site in outside.values() if site is not club)


def _contracts(model: NaiveModel) -> Iterator[pulp.LpConstraint | bool]:
    """A contract wherever a school swims outside, and no more of them than wanted."""
    most = model.net.scenario.programme.outside_sites_at_most
    for (option, year), used in model.use.items():
        if (option.site, year) in model.contracts:
            yield used <= model.contracts[option.site, year]
    for year in model.years if most is not None else ():
        yield pulp.lpSum(held for (_, t), held in model.contracts.items() if t == year) <= most


def _works(model: NaiveModel) -> Iterator[tuple[str, str, int, pulp.LpVariable]]:
    for name in ("repairs", "rebuilds", "retires"):
        for (site, year), variable in getattr(model, name).items():
            yield name, site, year, variable


def _present_values(model: NaiveModel) -> Iterator[pulp.LpAffineExpression]:
    """Every cost in present value, yen."""
    prices = Prices(model.net)
    for (option, year), variable in model.use.items():
        yield prices.lessons_yen(option, year) * prices.discount(year) * variable
    for name in ("original", "repaired"):
        for (site, year), variable in getattr(model, name).items():
            yield prices.in_use_yen(name, site, year) * prices.discount(year) * variable
    for name, site, year, variable in _works(model):
        yield prices.works_yen(name, site, year) * prices.discount(year) * variable
        yield prices.afterwards_present_yen(name, site, year) * variable
    for (site, year), variable in model.contracts.items():
        fee = model.net.places.sites[site].fee_yen * prices.level("site_contract", year)
        yield fee * prices.discount(year) * variable
    for (site, year), variable in model.lasting.items():
        yield prices.lasting_present_yen(site, year) * variable
