"""Two parameters varied together: what the plan costs, and which mode wins."""

from collections.abc import Iterator, Mapping

import pandas as pd

from poolplan.analysis.sensitivity.decided import modes_used, moved
from poolplan.analysis.sensitivity.setting import MISSING, Setting, money, steps_between
from poolplan.analysis.sensitivity.tables import table_of
from poolplan.analysis.sensitivity.tasks import Found, Task
from poolplan.scenario.sensitivity import Grid

Cell = tuple[str, float, float]
"""Grid, value of the row, value of the column."""


def grid_tasks(setting: Setting) -> dict[Cell, Task]:
    """Return the task at every cell of every grid."""
    return {
        (name, row, column): setting.task({grid.rows: row, grid.columns: column})
        for name, grid in setting.asked.grids.items()
        for row in _values(setting, grid.rows, grid.steps)
        for column in _values(setting, grid.columns, grid.steps)
    }


def cells_by_grid(setting: Setting) -> Iterator[list[Task]]:
    """Yield the tasks of each grid."""
    cells = grid_tasks(setting)
    for name in setting.asked.grids:
        yield [task for (grid, _, _), task in cells.items() if grid == name]


def grid_table(setting: Setting, answers: Mapping[str, Found]) -> pd.DataFrame:
    """Return the table `grid` from the answers at every cell."""
    return table_of("grid", list(_rows(setting, grid_tasks(setting), answers)))


def _values(setting: Setting, name: str, steps: int) -> list[float]:
    parameter = setting.parameters[name]
    return steps_between(setting.leaves[name], parameter.low, parameter.high, steps)


def _rows(setting: Setting, cells: dict[Cell, Task], answers: Mapping[str, Found]) -> Iterator[dict[str, object]]:
    for (name, row, column), task in cells.items():
        grid: Grid = setting.asked.grids[name]
        found = answers[task.key]
        yield {
            "grid": name,
            "label_ja": grid.label.ja,
            "label_en": grid.label.en,
            "row_parameter": grid.rows,
            "row_value": row,
            "column_parameter": grid.columns,
            "column_value": column,
            **money(found),
            **_winner(setting, found),
        }


def _winner(setting: Setting, found: Found) -> dict[str, object]:
    if found.decided is None:
        return {"schools_moved": MISSING, "leading_mode": "", "leading_schools": MISSING}
    year, modes = found.decided.last_year, list(setting.network.scenario.modes)
    counts = modes_used(found.decided, year, modes)
    leading = counts.index(max(counts))
    return {
        "schools_moved": len(moved(setting.network, found.decided, year)),
        "leading_mode": modes[leading],
        "leading_schools": counts[leading],
    }
