"""Write docs/reference/ from the code: rules, cost items, scenario keys, tables in and out; `--check` only compares."""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import NoneType
from typing import Annotated, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from poolplan.analysis.sensitivity.tables import COLUMNS
from poolplan.model import build, programme  # noqa: F401  (registers every rule)
from poolplan.model.constraints import RULES
from poolplan.model.costs import ITEMS
from poolplan.network import rows
from poolplan.results.timetabled import Timetabled
from poolplan.scenario import schema
from poolplan.timetable.tables import Timetable

FOLDER = Path(__file__).parent / "reference"
WORDS: dict[object, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}
NOTE = "<!-- Written by docs/build_reference.py; edit the docstrings instead. -->\n"


def rules_page() -> Iterator[str]:
    """The rules, each with its sentence, formula, unit and source."""
    yield "# Rules of the model\n"
    yield "Every plan keeps all of these. Symbols are those of `poolplan/model/variables.py`.\n"
    for name, rule in RULES.items():
        *sentences, formula = inspect.cleandoc(rule.rows.__doc__ or "").split("\n\n")
        yield f"## {name}\n"
        yield from (f"{sentence}\n" for sentence in sentences)
        yield f"```\n{formula}\n```\n"
        yield f"Unit: {rule.unit}. Source: {rule.source}.\n"


def items_page() -> Iterator[str]:
    """The cost items of the ledger."""
    yield "# Cost items\n"
    yield "Lines of `ledger.csv`: whole yen, undiscounted, in prices of the base year; of items that `costs.growth`"
    yield "names, in prices of the line's own year.\n"
    yield "| item | what it is |\n|---|---|"
    for name, item in ITEMS.items():
        yield f"| `{name}` | {' '.join((item.__doc__ or '').split())} |"
    yield ""


def scenario_page() -> Iterator[str]:
    """Every key a scenario file may hold."""
    yield "# Scenario keys\n"
    yield "A scenario is YAML; unknown keys are refused. `extends:` names one parent file; maps merge, lists replace.\n"
    yield from _blocks(schema.Scenario, set())


def _blocks(block: type[BaseModel], done: set[type[BaseModel]]) -> Iterator[str]:
    if block in done:
        return
    done.add(block)
    yield f"## {block.__name__}\n\n{inspect.cleandoc(block.__doc__ or '')}\n"
    yield "| key | kind | needed | meaning |\n|---|---|---|---|"
    for name, field in block.model_fields.items():
        needed = "yes" if field.is_required() else _default(field)
        yield f"| `{name}` | {_kind(field)} | {needed} | {field.description or ''} |"
    yield ""
    for field in block.model_fields.values():
        for part in _parts(field.annotation):
            yield from _blocks(part, done)


def _kind(field: FieldInfo) -> str:
    return _unit([field, *field.metadata]) or _told(field.annotation)


def _unit(extras: Iterable[object]) -> str:
    """Unit that an annotation states; empty without one."""
    known = (extra.json_schema_extra for extra in extras if isinstance(extra, FieldInfo))
    return next((str(extra["unit"]) for extra in known if isinstance(extra, dict) and "unit" in extra), "")


def _told(kind: object) -> str:
    """Say in words what a value may be; whether it may be left out is told elsewhere."""
    origin, inner = get_origin(kind), [part for part in get_args(kind) if part not in {NoneType, Ellipsis}]
    if origin is Annotated:
        return _unit(inner[1:]) or _told(inner[0])
    if origin is Literal:
        return " or ".join(filter(None, [", ".join(map(str, inner[:-1])), str(inner[-1])]))
    if origin is dict:
        key = _told(inner[0])
        return f"{_told(inner[1])}, by {'key' if key == WORDS[str] else key}"
    if origin is tuple:
        return f"list of {_told(inner[0])}"
    if inner:
        return " or ".join(map(_told, inner))
    return WORDS.get(kind, getattr(kind, "__name__", str(kind)))


def _default(field: FieldInfo) -> str:
    """Say that a key may be left out, and what counts then, if anything."""
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return f"no ({str(value).lower()})"
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return "no" if value in (None, "", (), {}) else f"no ({text})"


def _parts(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _parts(inner)


CITY_ROWS = (
    *(rows.SchoolRow, rows.PupilRow, rows.PoolRow, rows.PlaceRow, rows.TripRow, rows.LandmarkRow),
    *(rows.CalibrationRow, rows.UsableSlotsRow),
)


def tables_page() -> Iterator[str]:
    """The columns of a city's tables."""
    yield "# Tables of a city\n"
    yield "CSV files, UTF-8 (with or without BOM) or CP932; further columns are ignored.\n"
    for row in CITY_ROWS:
        yield f"## {inspect.cleandoc(row.__doc__ or '')}\n"
        yield "| column | needed | meaning |\n|---|---|---|"
        for name, field in row.model_fields.items():
            yield f"| `{name}` | {'yes' if field.is_required() else 'no'} | {field.description or ''} |"
        yield ""
    yield "# Tables of a timetable\n"
    yield "Written to `timetable-<year>/`: UTF-8 with BOM.\n"
    told = {**_told_tables(Timetable), **_told_tables(Timetabled)}
    for name, file in TIMETABLE_FILES.items():
        yield f"- `{file}`: {told[name]}"
    yield ""


TIMETABLE_FILES = {
    **{name: f"{name}.csv" for name in ("sessions", "slots", "duties", "legs", "unplaced")},
    "weeks": "slots_by_week.csv",
    "buses": "buses_by_school.csv",
}


def _told_tables(kind: type) -> dict[str, str]:
    """What a docstring says of each of its tables: `name: text`, on several lines."""
    told = re.findall(r"^(\w+): (.*(?:\n    .*)*)", inspect.cleandoc(kind.__doc__ or ""), re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in told}


def sensitivity_page() -> Iterator[str]:
    """The columns of the tables of a sensitivity study."""
    yield "# Tables of a sensitivity study\n"
    yield "CSV files of `poolplan sensitivity`. Money: present value of what the counted payers pay, in base-year yen."
    yield "Values of parameters are in the unit of the scenario's own number; empty where there is none.\n"
    for name, columns in COLUMNS.items():
        yield f"## {name}.csv\n\n| column | meaning |\n|---|---|"
        yield from (f"| `{column}` | {meaning} |" for column, meaning in columns.items())
        yield ""
    yield "`draws.csv` has one further column per parameter, named by its id: the value drawn."


PAGES = {
    "rules.md": rules_page,
    "cost-items.md": items_page,
    "scenario.md": scenario_page,
    "tables.md": tables_page,
    "sensitivity-tables.md": sensitivity_page,
}


def main(*, check: bool) -> int:
    """Write the pages, or with `check` return 1 if one is out of date."""
    stale = []
    for name, page in PAGES.items():
        text = NOTE + "\n".join(page()).rstrip() + "\n"
        path = FOLDER / name
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    if stale:
        print(f"docs/reference: {', '.join(stale)} out of date; run python docs/build_reference.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
