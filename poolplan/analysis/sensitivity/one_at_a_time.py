"""One parameter at a time, low and high: the reference plan kept to the letter, and a plan found for that value."""

from collections.abc import Mapping

import pandas as pd

from poolplan.analysis.sensitivity.decided import Decided
from poolplan.analysis.sensitivity.setting import MISSING, Setting, money
from poolplan.analysis.sensitivity.tables import table_of
from poolplan.analysis.sensitivity.tasks import Found, Task

ENDS = ("low", "high")


def one_at_a_time(setting: Setting, answers: Mapping[str, Found]) -> pd.DataFrame:
    """Return the table `one_at_a_time` from the answers at both ends of every parameter."""
    rows = [_row(setting, name, end, task, answers) for (name, end), task in end_tasks(setting).items()]
    return table_of("one_at_a_time", rows)


def end_tasks(setting: Setting) -> dict[tuple[str, str], Task]:
    """Return the task at each end of each parameter, by id and end."""
    return {
        (name, end): setting.task({name: getattr(parameter, end)})
        for name, parameter in setting.parameters.items()
        for end in ENDS
    }


def _row(setting: Setting, name: str, end: str, task: Task, answers: Mapping[str, Found]) -> dict[str, object]:
    found = answers[task.key]
    kept = found.kept[0] if found.kept else None
    before, after = setting.reference.decided, found.decided
    return {
        "parameter": name,
        "end": end,
        "value": setting.leaves[name].fitted(getattr(setting.parameters[name], end)),
        "reference_yen": setting.reference_yen,
        "fixed_yen": MISSING if kept is None or kept.yen is None else kept.yen,
        "fixed_reason": kept.refusal if kept else found.reason,
        **money(found),
        "schools_changed": MISSING if after is None else len(schools_changed(before, after)),
        "pools_changed": MISSING if after is None else len(pools_changed(before, after)),
    }


def schools_changed(one: Decided, other: Decided) -> set[str]:
    """Schools that swim elsewhere or in another mode, in the last year that both plans know."""
    year = min(one.last_year, other.last_year)
    here, there = one.where(year), other.where(year)
    return {
        cohort.school
        for cohort in here.keys() | there.keys()
        if cohort not in here or cohort not in there or here[cohort].place != there[cohort].place
    }


def pools_changed(one: Decided, other: Decided) -> set[str]:
    """Pools retired in another year, or only in one of the two plans."""
    here, there = one.retired_in(), other.retired_in()
    return {site for site in here.keys() | there.keys() if here.get(site) != there.get(site)}
