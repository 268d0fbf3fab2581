"""Pupils, visits and minutes of a plan: what costs per pupil and visit are divided by."""

import pandas as pd

from poolplan.network.options import Cohort
from poolplan.network.water import water_min_per_year
from poolplan.results.plan import Plan


def people(plan: Plan) -> pd.DataFrame:
    """Return the assignments with pupils, visits and minutes of each row.

    Further columns: pupils, visits (of single pupils, a year, held), water_min (a year, of all), travelling (pupils
    away from their own school), pupil_min (one way, of all who travel), longest (minutes one way, none at home).
    """
    table, modes = plan.assignments, plan.network.scenario.modes
    keys = zip(table["school"], table["grade"], table["year"], strict=True)
    pupils = pd.Series([sum(plan.network.pupils(Cohort(s, g), y)) for s, g, y in keys], index=table.index, dtype=float)
    held = table["sessions"] / (table["sessions"] + table["unmet"]).clip(lower=1)
    travels = ~table["mode"].map({name: mode.at_own_school for name, mode in modes.items()}).astype(bool)
    return table.assign(
        pupils=pupils,
        visits=pupils * table["mode"].map({name: mode.sessions_per_group for name, mode in modes.items()}) * held,
        water_min=pupils * table["mode"].map({name: water_min_per_year(mode) for name, mode in modes.items()}) * held,
        travelling=pupils.where(travels, 0),
        pupil_min=(pupils * table["minutes"]).where(travels, 0),
        longest=table["minutes"].where(travels),
    )
