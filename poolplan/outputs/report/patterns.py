"""Section 3: the patterns (ways of holding lessons) side by side as cities publish them, all from one ledger."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from poolplan.model.pool_costs import WORKS
from poolplan.outputs.money import number_text
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import span_text, unit_text
from poolplan.outputs.words import word
from poolplan.results.indicators import FREED_ITEM, RESIDUAL_ITEM
from poolplan.results.people import people
from poolplan.results.plan import Plan

GROUPS: Mapping[str, tuple[str, ...]] = {
    "pools": ("pool_upkeep", "pool_failure", "idle_tank"),
    "lessons": (
        "lesson_hire", "lesson_utilities", "lesson_coaching", "lesson_entry", "lesson_quote", "site_contract",
    ),
    "bus": ("bus_hire",),
    "works": WORKS,
    "other": ("unmet_sessions", FREED_ITEM),
}  # fmt: skip
"""Items of the ledger as people speak of them; an item that stands nowhere counts as other."""
NOBODY = ""
"""Stands for the mode of costs of retired pools."""
EVERYBODY = "all"
"""Stands for the mode in sums of the whole city; no mode's id may be it."""
TINY = 1e-9


def group_of(item: str) -> str:
    """Return the group of an item.

    >>> group_of("bus_hire"), group_of("a_new_item")
    ('bus', 'other')
    """
    return next((name for name, items in GROUPS.items() if item in items), "other")


class Column(NamedTuple):
    """What a mode is and costs, in a year or over years; sums over school-years where there are several."""

    schools: float
    pupils: float
    sessions: int
    visits: float
    water_min: float
    """Of all pupils together."""
    travelling: float
    """Pupils who travel."""
    pupil_min: float
    """One way, of all pupils who travel."""
    longest_min: float
    yen: Mapping[str, float]
    """By group of items."""

    @property
    def total_yen(self) -> float:
        """All groups together."""
        return sum(self.yen.values())


def spending(plan: Plan) -> pd.DataFrame:
    """Share the ledger out to modes; one row per year, mode and group; columns year, mode, group, yen.

    Lessons and buses belong to the mode of the school; the costs of a pool are shared between its own school and
    its guests by their sessions; what is spent on retired pools belongs to no mode (""). The value left at the end
    is not in it. Sums over modes equal the ledger.
    """
    ledger = plan.ledger[plan.ledger["item"] != RESIDUAL_ITEM]
    ledger = ledger.assign(group=ledger["item"].map(group_of), at=ledger["item"].map(_where))
    shares = pd.concat(_shares(plan), ignore_index=True)
    lines = ledger.merge(shares, on=["year", "place", "at"], how="left")
    lines = lines.assign(mode=lines["mode"].fillna(NOBODY), yen=lines["yen"] * lines["share"].fillna(1.0))
    return lines.groupby(["year", "mode", "group"])["yen"].sum().reset_index()


def _where(item: str) -> str:
    """Say what the place of a ledger line is: a school, a school that rides buses, or a site; ids may coincide."""
    if group_of(item) == "bus":
        return "bus"
    return "school" if item.startswith("lesson_") else "site"


def _shares(plan: Plan) -> Iterator[pd.DataFrame]:
    """Yield the share of each mode in what is spent on a school, on its buses, and on a site, by year."""
    table = plan.assignments
    need = (table["sessions"] + table["unmet"] + TINY).astype(float)
    rows = table.assign(need=need, belongs=table["instead_of"].where(table["instead_of"] != "", table["site"]))
    rows = rows.assign(mode_there=_modes_there(plan, rows))
    yield _share(rows, "school", "mode", "school")
    yield _share(rows[rows["travel_by"] == "bus"], "school", "mode", "bus")
    yield _share(rows, "belongs", "mode_there", "site")


def _share(rows: pd.DataFrame, place: str, mode: str, at: str) -> pd.DataFrame:
    sums = rows.groupby(["year", place, mode], as_index=False)["need"].sum()
    share = sums["need"] / sums.groupby(["year", place])["need"].transform("sum")
    return pd.DataFrame({"year": sums["year"], "place": sums[place], "mode": sums[mode], "share": share, "at": at})


def _modes_there(plan: Plan, rows: pd.DataFrame) -> list[str]:
    """Mode of each row at the site where it belongs, also in seasons in which works keep it away."""
    homes = {school: home.site for school, home in plan.network.home_options.items()}
    modes, sites = plan.network.scenario.modes, plan.network.places.sites
    guest = {mode.site_kind: name for name, mode in reversed(modes.items()) if not mode.at_own_school}
    found = []
    for school, site, mode, away_from in zip(
        rows["school"], rows["belongs"], rows["mode"], rows["instead_of"], strict=True
    ):
        is_home = homes.get(school) == site
        there = plan.network.scenario.own_mode if is_home else guest.get(sites[site].kind, mode)
        found.append(there if away_from else mode)
    return found


def columns_of(rows: pd.DataFrame, costs: pd.DataFrame) -> dict[str, Column]:
    """Sum rows of `people` and `spending` up by mode, and for the whole city."""
    modes = dict.fromkeys([*rows["mode"], *costs["mode"]])
    parts = {mode: (rows[rows["mode"] == mode], costs[costs["mode"] == mode]) for mode in modes}
    return {mode: _column(*part) for mode, part in {**parts, EVERYBODY: (rows, costs)}.items()}


def _column(rows: pd.DataFrame, costs: pd.DataFrame) -> Column:
    longest = float(rows["longest"].max()) if rows["longest"].notna().any() else float("nan")
    sums = rows[["pupils", "visits", "water_min", "travelling", "pupil_min"]].sum()
    yen = costs.groupby("group")["yen"].sum().to_dict()
    return Column(
        schools=len(rows[["school", "year"]].drop_duplicates()),
        pupils=float(sums["pupils"]),
        sessions=int(rows["sessions"].sum()),
        visits=float(sums["visits"]),
        water_min=float(sums["water_min"]),
        travelling=float(sums["travelling"]),
        pupil_min=float(sums["pupil_min"]),
        longest_min=longest,
        yen={str(group): float(amount) for group, amount in yen.items()},
    )


def pattern_tables(book: Book) -> list[Table]:
    """Return one table per point in time, and one of the yearly means of all years."""
    rows, costs = people(book.plan), spending(book.plan)
    tables = []
    for point in book.points:
        columns = columns_of(rows[rows["year"] == point.year], costs[costs["year"] == point.year])
        tables.append(_table(book, book.point_name(point), columns, 1))
    years = span_text(book.first, book.last, book.lang)
    caption = f"{word('r_mean_of_years', book.lang)} {years}"
    return [*tables, _table(book, caption, columns_of(rows, costs), len(book.scenario.planned_years))]


def _table(book: Book, caption: str, columns: Mapping[str, Column], years: int) -> Table:
    """Write the columns as text; figures of several years as yearly means."""
    shown = [mode for mode in book.scenario.modes if mode in columns]
    shown += [mode for mode in (NOBODY, EVERYBODY) if mode in columns]
    names = book.modes | {NOBODY: word("r_retired_pools", book.lang), EVERYBODY: word("city", book.lang)}
    heads = [Cell(word("r_per_pattern", book.lang)), *(number(names[mode]) for mode in shown)]
    lines = {mode: dict(_lines(book, columns[mode], years)) for mode in shown}
    groups = [name for name in GROUPS if any(columns[mode].yen.get(name) for mode in shown)]
    wanted = [
        key for key in lines[EVERYBODY] if not key.startswith("r_group_") or key.removeprefix("r_group_") in groups
    ]
    rows = [
        Row(Cell(word(key, book.lang)), [number(lines[mode][key]) for mode in shown], is_sum=key == "r_total_cost")
        for key in wanted
    ]
    return table(caption, heads, rows, look="patterns")


def _lines(book: Book, column: Column, years: int) -> Iterator[tuple[str, str]]:
    """Yield the word of each line with its text."""
    lang = book.lang
    yield "r_schools", number_text(column.schools / years or None, decimals=0 if years == 1 else 1)
    yield "pupils", number_text(column.pupils / years or None)
    yield "r_sessions", number_text(column.sessions / years or None)
    yield "r_visits", number_text(column.visits / years or None)
    yield "r_water", _per(column.water_min, column.pupils)
    yield "r_minutes_mean", _per(column.pupil_min, column.travelling, decimals=1)
    yield "r_minutes_max", number_text(column.longest_min, decimals=1)
    for group in GROUPS:
        yield f"r_group_{group}", unit_text(column.yen.get(group, 0) / years, lang)
    yield "r_total_cost", unit_text(column.total_yen / years, lang)
    yield "r_per_pupil", _per(column.total_yen, column.pupils)
    yield "r_per_visit", _per(column.total_yen, column.visits)


def _per(amount: float, of: float, decimals: int = 0) -> str:
    return number_text(amount / of if of else None, decimals=decimals)
