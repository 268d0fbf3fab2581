"""Section 8: every assumed value with its source, the values that have one, and what the scenario sets."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from poolplan.outputs.assumptions import sourced_blocks
from poolplan.outputs.money import number_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import isolated, listed
from poolplan.outputs.words import label_in, named, word
from poolplan.scenario.blocks import Sourced
from poolplan.scenario.schema import Scenario

TOLD_ELSEWHERE = frozenset(
    {"name", "label", "question", "places", "discount_source", "source", "assumed", "sensitivity", "solver"}
)
"""Keys of a scenario that are no values of the plan, or stand elsewhere in the report."""

PARTS_OF_A_KIND = 3
"""`timetable.patterns.club`: a block of the school day that holds for a kind of site or a level."""


def data_table(book: Book) -> Table:
    """Return which columns of the city's tables are assumed, in how many rows, and where the rows are from."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    totals: dict[str, int] = {}
    for name, source, columns in _data_rows(book):
        totals[name] = totals.get(name, 0) + 1
        for column in columns:
            counts = found.setdefault((name, source), {})
            counts[column] = counts.get(column, 0) + 1
    rows = []
    for (name, source), counts in found.items():
        for count in sorted(set(counts.values()), reverse=True):
            columns = [named("r_col", column, book.lang) for column in sorted(counts) if counts[column] == count]
            cells = [Cell(listed(columns, book.lang)), number(f"{count:,} / {totals[name]:,}"), Cell(source)]
            rows.append(Row(Cell(word(f"r_table_{name}", book.lang)), cells))
    heads = [Cell(word(key, book.lang)) for key in ("r_table", "r_assumed_columns")]
    return table(
        word("r_data_caption", book.lang),
        [*heads, number(word("r_rows", book.lang)), Cell(word("source", book.lang))],
        rows,
        word("r_data_note", book.lang) if rows else word("r_none_assumed", book.lang),
        "small",
    )


def _data_rows(book: Book) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Yield table, source and assumed columns of each row of the city's tables that tells where it is from."""
    places = book.places
    for school in places.schools.values():
        yield "schools", isolated(school.source), school.assumed
    for name in places.schools:
        yield "pupils", word("r_source_in_table", book.lang), ["pupils"] if name in places.assumed_pupils else []
    for site in places.sites.values():
        yield site.kind, isolated(site.source), site.assumed
    for trip in book.network.travel.values():
        yield "travel", isolated(trip.source), ["minutes"] if trip.is_assumed else []


def assumed_rows(book: Book) -> list[tuple[str, int, int]]:
    """Count rows of each table in which anything is assumed: name of the table, such rows, all rows."""
    found: dict[str, list[int]] = {}
    for name, _, columns in _data_rows(book):
        counts = found.setdefault(name, [0, 0])
        counts[0] += bool(list(columns))
        counts[1] += 1
    return [(word(f"r_table_{name}", book.lang), some, whole) for name, (some, whole) in found.items()]


def block_name(scenario: Scenario, where: str, lang: Lang) -> str:
    """Return the name of a block of figures, such as `costs.pool.repair`; one without a name is shown as it is."""
    parts = where.split(".")
    if parts[0] == "modes" and parts[1] in scenario.modes:
        mode = isolated(label_in(scenario.modes[parts[1]].label, lang))
        return word("r_block_of_mode", lang).format(mode=mode, block=named("r_block", parts[2], lang))
    if parts[0] == "timetable" and len(parts) == PARTS_OF_A_KIND:
        owner, block = named("r_owner", parts[2], lang), named("r_block", ".".join(parts[:2]), lang)
        return word("r_block_of_mode", lang).format(mode=owner, block=block)
    return named("r_block", where, lang)


def value_tables(book: Book) -> list[Table]:
    """Return the assumed values of the scenario, then those with a source of their own."""
    blocks = list(sourced_blocks(book.scenario))
    parts = (("r_values_assumed", True), ("r_values_sourced", False))
    return [_values(book, key, [b for b in blocks if b[1].assumed == assumed]) for key, assumed in parts]


def _values(book: Book, key: str, blocks: Iterable[tuple[str, Sourced]]) -> Table:
    lang = book.lang
    rows = [
        Row(
            Cell(block_name(book.scenario, where, lang), mark=where),
            [Cell(listed(_said(block, lang), lang) or number_text(None)), Cell(isolated(block.source))],
        )
        for where, block in blocks
    ]
    heads = [word(head, lang) for head in ("r_block", "r_values", "source")]
    caption = word("r_counted", lang).format(name=word(key, lang), n=len(rows))
    return table(caption, heads, rows, "" if rows else word("r_none_assumed", lang), "small")


def _said(block: Sourced, lang: Lang) -> Iterator[str]:
    for name in type(block).model_fields:
        value = getattr(block, name)
        if name in TOLD_ELSEWHERE or (name not in block.model_fields_set and not value):
            continue
        if isinstance(value, BaseModel):
            yield from (f"{named('r_field', key, lang)} {value_text(key, part, lang)}" for key, part in value)
        elif value is not None:
            yield f"{named('r_field', name, lang)} {value_text(name, value, lang)}"


def value_text(name: str, value: object, lang: Lang) -> str:
    """Write a value in the unit that its name ends in.

    >>> value_text("cost_yen", 80_000_000, "ja"), value_text("grant_share", 0.3333, "ja")
    ('80,000,000円', '33.33%')
    >>> value_text("walk", 12.0, "en"), value_text("year", 2022, "en")
    ('12 min', '2022')
    """
    if isinstance(value, Mapping):
        parts = ((named("item", str(key), lang), value_text(name, part, lang)) for key, part in value.items())
        return listed((f"{key} {part}" for key, part in parts), lang)
    if isinstance(value, tuple | list):
        return listed((value_text(name, part, lang) for part in value), lang)
    if isinstance(value, bool):
        return word("r_yes" if value else "r_no", lang)
    return _amount(name, value, lang) if isinstance(value, int | float) else named("r_value", str(value), lang)


def _amount(name: str, value: float, lang: Lang) -> str:
    if name.endswith(("_share", "share_per_year")):
        return f"{value:.2%}".replace(".00%", "%")
    unit = next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")
    text = str(value) if name in CALENDAR else f"{value:,.10g}"
    return text + (word(unit, lang) if unit else "")


CALENDAR = frozenset({"year", "first", "last", "base_year"})
"""Values that are fiscal years."""
UNITS = {
    "_yen": "r_unit_yen",
    "yen_per_year": "r_unit_yen",
    "yen_per_session": "r_unit_yen",
    "_min": "min",
    "walk": "min",
    "bus": "min",
    "_h": "r_unit_hours",
    "_km": "r_unit_km",
    "_years": "r_unit_years",
    "_s": "r_unit_seconds",
}
"""Ending of a value's name -> word of its unit."""


def settings_table(book: Book) -> Table:
    """Return what the scenario sets besides prices: lessons, stages, aims, years, search."""
    rows = [
        Row(Cell(where), [Cell(named("r_field", name, book.lang)), Cell(text)])
        for where, name, text in _settings(book, book.scenario, "")
    ]
    heads = [word(head, book.lang) for head in ("r_key", "r_meaning", "head_value")]
    return table(word("r_settings", book.lang), heads, rows, look="small")


def _settings(book: Book, block: BaseModel, where: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, name and value of what a block sets, blocks with a source left out: they stand in their own tables."""
    for name in type(block).model_fields:
        if name not in block.model_fields_set or name in TOLD_ELSEWHERE:
            continue
        yield from _setting(book, getattr(block, name), name, f"{where}.{name}" if where else name)


def _setting(book: Book, value: object, name: str, where: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, Sourced) or value is None:
        return
    if isinstance(value, BaseModel):
        yield from _settings(book, value, where)
    elif isinstance(value, dict):
        for key, part in value.items():
            names = book.schools | book.modes
            shown = names.get(part, part) if isinstance(part, str) else part
            yield from _setting(book, shown, name, f"{where}.{key}")
    elif isinstance(value, tuple) and any(isinstance(part, BaseModel) for part in value):
        for place, part in enumerate(value, start=1):
            yield from _setting(book, part, name, f"{where}.{place}")
    else:
        yield where, name, value_text(name, value, book.lang)
