"""Tables complete and well-formed: columns, values, ids, years, one row each."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import pandas as pd

from poolplan.results.audit.registry import Complaint, table_audit
from poolplan.results.plan import Plan

STATES = frozenset({"in_use", "repaired", "rebuilt", "closed", "retired"})
WORKS = frozenset({"", "repair", "rebuild", "retire"})
WAYS = frozenset({"none", "walk", "bus"})
PAYERS = frozenset({"general_fund", "national_grant", "local_bond", "users"})
ITEMS = frozenset(
    {"pool_upkeep", "pool_failure", "pool_repair", "pool_rebuild", "residual_value"}
    | {"demolition", "fire_cistern", "idle_tank", "freed_site"}
    | {"lesson_hire", "lesson_utilities", "lesson_coaching", "lesson_entry", "lesson_quote", "bus_hire"}
    | {"site_contract", "unmet_sessions"}
)
WORDS: dict[str, Callable[[Plan], AbstractSet[object]]] = {
    "school": lambda plan: plan.network.places.schools.keys(),
    "site": lambda plan: plan.network.places.sites.keys(),
    "place": lambda plan: plan.network.places.schools.keys() | plan.network.places.sites.keys(),
    "instead_of": lambda plan: plan.network.places.sites.keys() | {""},
    "mode": lambda plan: plan.network.scenario.modes.keys(),
    "year": lambda plan: frozenset(plan.network.scenario.planned_years),
    "travel_by": lambda _: WAYS,
    "state": lambda _: STATES,
    "works": lambda _: WORKS,
    "item": lambda _: ITEMS,
    "payer": lambda _: PAYERS,
}
"""Values that a column may hold."""


class Form(NamedTuple):
    """What a table must look like."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    """Columns that name a row."""
    whole: tuple[str, ...]
    """Columns of whole numbers."""
    numbers: tuple[str, ...] = ()
    """Columns of any number."""
    is_signed: bool = False
    """True if numbers may be negative."""


FORMS = {
    "assignments": Form(
        (
            "school",
            "grade",
            "year",
            "site",
            "mode",
            "travel_by",
            "minutes",
            "sessions",
            "unmet",
            "instead_of",
            "assumed",
        ),
        ("school", "grade", "year"),
        ("grade", "year", "sessions", "unmet"),
        ("minutes",),
    ),
    "sites": Form(
        ("site", "year", "state", "works", "sessions", "capacity"), ("site", "year"), ("year", "sessions", "capacity")
    ),
    "ledger": Form(
        ("year", "item", "payer", "place", "yen"), ("year", "item", "payer", "place"), ("year", "yen"), is_signed=True
    ),
}


def _tables(plan: Plan) -> Iterator[tuple[str, pd.DataFrame, Form]]:
    tables = {"assignments": plan.assignments, "sites": plan.sites, "ledger": plan.ledger}
    return ((name, tables[name], form) for name, form in FORMS.items())


@table_audit
def tables_have_their_columns(plan: Plan) -> Iterator[Complaint]:
    """Every table has its columns, in order."""
    for name, table, form in _tables(plan):
        if tuple(table.columns) != form.columns:
            yield name, f"columns are {', '.join(map(str, table.columns))}; must be {', '.join(form.columns)}"


@table_audit
def no_value_is_missing(plan: Plan) -> Iterator[Complaint]:
    """Every cell is filled; a word that does not apply is empty text."""
    for name, table, _ in _tables(plan):
        for column, number in table.isna().sum().items():
            if number:
                yield f"{name}, {column}", f"{number} cells hold nothing"


@table_audit
def numbers_are_numbers(plan: Plan) -> Iterator[Complaint]:
    """Years, sessions and yen are whole; minutes are numbers; only yen may be negative; the rest is text."""
    for name, table, form in _tables(plan):
        for column in form.columns:
            values = table[column]
            if column in form.whole:
                is_right = values.empty or pd.api.types.is_integer_dtype(values)
            elif column in form.numbers:
                is_right = values.empty or pd.api.types.is_numeric_dtype(values)
            else:
                is_right = all(isinstance(value, str) for value in values)
            if not is_right:
                yield f"{name}, {column}", f"holds values of the wrong kind ({values.dtype})"
            elif column in form.whole + form.numbers and not form.is_signed and (values < 0).any():
                yield f"{name}, {column}", "holds a negative number"


@table_audit
def words_are_known(plan: Plan) -> Iterator[Complaint]:
    """Ids are those of the places, years those planned, and states, works, items and payers the known ones."""
    for name, table, form in _tables(plan):
        for column in form.columns:
            allowed = WORDS[column](plan) if column in WORDS else None
            strangers = [value for value in table[column].unique() if allowed is not None and value not in allowed]
            for value in strangers:
                yield f"{name}, {column}", f"'{value}' is unknown"


@table_audit
def no_row_stands_twice(plan: Plan) -> Iterator[Complaint]:
    """One row per school and year, per site and year, per year, item, payer and place."""
    for name, table, form in _tables(plan):
        key = list(form.key)
        for row in table.loc[table.duplicated(key), key].itertuples(index=False, name=None):
            yield f"{name}, {' '.join(map(str, row))}", "stands twice"


@table_audit
def every_school_and_site_has_every_year(plan: Plan) -> Iterator[Complaint]:
    """No school and no site is left out in any year."""
    network = plan.network
    apart = network.scenario.programme.keep_together == "grade"
    grades = {school: range(1, len(pupils) + 1) if apart else range(1) for (school, _), pupils in _pupils(plan)}
    for name, table, ids in (
        ("assignments", plan.assignments, [(school, grade) for school in grades for grade in grades[school]]),
        ("sites", plan.sites, [(site,) for site in network.places.sites]),
    ):
        found = set(table[list(FORMS[name].key)].itertuples(index=False, name=None))
        wanted = {(*ident, year) for ident in ids for year in network.scenario.planned_years}
        for row in sorted(wanted - found, key=str):
            yield f"{name}, {' '.join(map(str, row))}", "has no row"
        for row in sorted(found - wanted, key=str):
            yield f"{name}, {' '.join(map(str, row))}", "is of no school or grade that swims together"


def _pupils(plan: Plan) -> Iterator[tuple[tuple[str, int], tuple[int, ...]]]:
    return iter(plan.network.places.pupils.items())


@table_audit
def no_line_is_zero(plan: Plan) -> Iterator[Complaint]:
    """Lines of zero yen are left out of the ledger."""
    for row in plan.ledger[plan.ledger["yen"] == 0].itertuples(index=False, name=None):
        yield f"ledger, {' '.join(map(str, row[:4]))}", "is a line of 0 yen"
