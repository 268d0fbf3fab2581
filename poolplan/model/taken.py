"""The columns that a plan written in words takes, so that old plans can be priced without a search."""

from collections.abc import Iterable, Mapping

import numpy as np
import pulp

from poolplan.model.build import PlanModel
from poolplan.model.search import Floats
from poolplan.model.variables import PoolKey, UseKey
from poolplan.network.options import Option

WORKS = {"repair": "repairs", "rebuild": "rebuilds", "retire": "retires"}
STATES = {"in_use": "original", "repaired": "repaired"}


def values_of(
    model: PlanModel,
    column: Mapping[pulp.LpVariable, int],
    swims: Mapping[tuple[str, int], tuple[str, str]],
    pools: Mapping[tuple[str, int], str],
    works: Iterable[tuple[str, int, str]],
) -> Floats | None:
    """Return the values of a plan's decisions, one per column; None where the model cannot take one of them.

    For models in which schools move whole and once, and works close no pool.

    Args:
        model: the model.
        column: number of each decision.
        swims: site and mode of each school in each year, by school and year.
        pools: state of each own pool in each year, by site and year.
        works: site, year and kind (repair, rebuild, retire) of all works.
    """
    x, taken = model.decisions, np.zeros(len(column))
    options = {option[:3]: option for option in model.network.options}
    try:
        chosen = [UseKey(options[school, site, mode], year) for (school, year), (site, mode) in swims.items()]
        variables = [x.moves[key] for key in _first_years(chosen)]
        variables += [x.is_open[PoolKey(key.option.site, key.year)] for key in chosen if key.option.is_home]
        variables += [getattr(x, STATES[state])[PoolKey(*key)] for key, state in pools.items() if state in STATES]
        done = [(getattr(x, WORKS[kind]), PoolKey(site, year)) for site, year, kind in works]
        variables += [table[key] for table, key in done]
    except KeyError:
        return None
    last = model.network.scenario.years.last
    lasting = [key for table, key in done if table is x.repairs and pools.get((key.site, last)) == "repaired"]
    variables += [x.lasting[key] for key in lasting if key in x.lasting]
    at = {PoolKey(key.option.site, key.year) for key in chosen}
    variables += [variable for key, variable in x.contracts.items() if key in at]
    taken[[column[variable] for variable in variables]] = 1.0
    return taken


def _first_years(chosen: Iterable[UseKey]) -> list[UseKey]:
    """The moves behind where schools swim: the first year of each option away from home."""
    first: dict[Option, int] = {}
    for option, year in chosen:
        if not option.is_home:
            first[option] = min(year, first.get(option, year))
    return [UseKey(option, year) for option, year in first.items()]
