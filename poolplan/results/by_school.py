"""One row per school for maps and sheets, also where its grades swim at different places."""

import pandas as pd

from poolplan.network.options import WHOLE, Cohort
from poolplan.results.plan import Plan

KEYS = ["school", "year"]


def by_school(plan: Plan) -> pd.DataFrame:
    """Where each school swims, or most of its pupils where grades are apart; columns as in `Plan.assignments`.

    Sessions held and left out are those of the whole school.
    """
    table = plan.assignments
    if plan.network.keeps_schools_together:
        return table
    keys = zip(table["school"], table["grade"], table["year"], strict=True)
    rows = table.assign(pupils=[sum(plan.network.pupils(Cohort(school, grade), year)) for school, grade, year in keys])
    rows["at_place"] = rows.groupby([*KEYS, "site", "mode"])["pupils"].transform("sum")
    sums = rows.groupby(KEYS, as_index=False)[["sessions", "unmet"]].sum()
    first = rows.sort_values([*KEYS, "at_place", "grade"], ascending=[True, True, False, True], kind="stable")
    main = first.drop_duplicates(KEYS).drop(columns=["sessions", "unmet"]).merge(sums, on=KEYS, validate="one_to_one")
    return main.assign(grade=WHOLE)[list(table.columns)]
