"""Reading the city's CSV tables row by row, with every problem named by file, line and column."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails

from poolplan.errors import DataError
from poolplan.scenario.messages import did_you_mean, explain, schema_at
from poolplan.scenario.text import read_text, shown_path

MOST_PROBLEMS_PER_FILE = 20
MOST_LINES_NAMED = 3
DEEPEST_HEADER = 20
"""Lines from the top among which a line of column names is looked for."""
SEPARATORS = {"\t": "tabs", ";": "semicolons"}


class Row(BaseModel):
    """A row of a city table: text from a CSV file, converted to the column's type."""

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)

    _line: int = PrivateAttr(default=0)

    @property
    def line(self) -> int:
        """Line of the file this row stands in, from 1; 0 where it was not read from a file."""
        return self._line


class Fault(NamedTuple):
    """What is wrong in a line, apart from where."""

    line: int
    column: str
    """Empty where the whole line is meant."""
    text: str


R = TypeVar("R", bound=Row)


def read_table(path: Path, row_type: type[R], key: tuple[str, ...], problems: list[str]) -> list[R]:
    """Read a CSV table; one `row_type` per line. Problems are appended, bad rows left out.

    Args:
        path: UTF-8 (with or without BOM) or CP932 file with a header line.
        row_type: the columns asked for; further columns are ignored.
        key: columns that name a row; a repetition is a problem.
        problems: sentences are added here, at most 20 per file; lines in which the same is wrong share one.
    """
    found: list[str] = []
    rows = _parsed(path, row_type, key, found)
    problems += found[:MOST_PROBLEMS_PER_FILE]
    if len(found) > MOST_PROBLEMS_PER_FILE:
        problems.append(
            f"{shown_path(path)}: {len(found) - MOST_PROBLEMS_PER_FILE} more problems of this kind; mend these first"
        )
    return rows


def _parsed(path: Path, row_type: type[R], key: tuple[str, ...], found: list[str]) -> list[R]:
    try:
        text = read_text(path)
        lines = csv.DictReader(io.StringIO(text), strict=True)
        header = [name.strip() for name in lines.fieldnames or []]
        lines.fieldnames = header
        missing = list(_missing_columns(path, row_type, header))
        if missing:
            found += [*_misread(path, row_type, text, header)] or missing
            return []
        faults: list[Fault] = []
        rows = _rows(lines, row_type, key, faults)
    except DataError as error:
        found += error.problems
        return []
    except csv.Error as error:
        found.append(f"{shown_path(path)}: not a CSV table ({error}); save it again as 'CSV UTF-8'")
        return []
    found += _told(path, faults)
    return rows


def _misread(path: Path, row_type: type[Row], text: str, header: list[str]) -> Iterator[str]:
    """Say what hides the column names, if it is a separator of another kind or lines above them."""
    needed = {name for name, field in row_type.model_fields.items() if field.is_required()}
    for separator, named in SEPARATORS.items():
        if len(header) == 1 and needed <= {name.strip() for name in header[0].split(separator)}:
            yield f"{shown_path(path)}: its cells are separated by {named}, not commas; save it again as 'CSV UTF-8'"
            return
    reader = csv.reader(io.StringIO(text))
    for cells in islice(reader, DEEPEST_HEADER):
        if needed <= {name.strip() for name in cells}:
            where = f"line {reader.line_num}, not in line 1"
            yield f"{shown_path(path)}: the names of the columns stand in {where}; delete the lines above them"
            return


def _missing_columns(path: Path, row_type: type[Row], header: list[str]) -> Iterator[str]:
    if not header:
        yield f"{shown_path(path)}: empty; the first line must name the columns {', '.join(row_type.model_fields)}"
        return
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield f"{shown_path(path)}: column '{name}' stands twice; keep one"
    strange = [name for name in header if name not in row_type.model_fields]
    for name, field in row_type.model_fields.items():
        if field.is_required() and name not in header:
            near = did_you_mean(name, strange).replace("did you mean", "is it")
            yield f"{shown_path(path)}: column '{name}' is missing{near}; add it to the first line"


def _rows(lines: "csv.DictReader[str]", row_type: type[R], key: tuple[str, ...], faults: list[Fault]) -> list[R]:
    rows: list[R] = []
    seen: dict[tuple[object, ...], int] = {}
    for cells in lines:
        number = lines.line_num
        if not any(cell.strip() for cell in _cells(cells)):
            continue  # a spreadsheet keeps lines that were emptied
        if None in cells:
            faults.append(Fault(number, "", "more cells than columns; put quotes around text that holds a comma"))
            continue
        try:
            row = row_type.model_validate({k: v.strip() for k, v in cells.items() if k and v is not None})
        except ValidationError as error:
            faults += [_fault(number, row_type, details) for details in error.errors(include_url=False)]
            continue
        row._line = number  # noqa: SLF001 - the reader is the one who knows it
        name = tuple(getattr(row, part) for part in key)
        if name in seen:
            written = ", ".join(str(part) for part in name)
            remedy = "drop one of the two or give it another id"
            text = f"{' + '.join(key)} '{written}' stands already in line {seen[name]}; {remedy}"
            faults.append(Fault(number, "", text))
            continue
        seen[name] = number
        rows.append(row)
    return rows


def _cells(cells: Mapping[str | Any, str | Any]) -> Iterator[str]:
    """Yield the cells of a line, those beyond the last column too; a line that ends early has none there."""
    for cell in cells.values():
        yield from cell if isinstance(cell, list) else [cell or ""]


def _fault(number: int, row_type: type[Row], error: ErrorDetails) -> Fault:
    keys, unit = schema_at(row_type, error["loc"])
    column = error["loc"][-1] if error["loc"] else "?"
    return Fault(number, str(column), explain(error, keys, unit))


def _told(path: Path, faults: Iterable[Fault]) -> Iterator[str]:
    """Yield one sentence for all lines in which the same is wrong, in the order of their first lines."""
    alike: dict[tuple[str, str], list[int]] = {}
    for fault in faults:
        alike.setdefault((fault.column, fault.text), []).append(fault.line)
    for (column, text), numbers in alike.items():
        where = f"{shown_path(path)}, {_lines(numbers)}" + (f", column '{column}'" if column else "")
        yield f"{where}: {text}"


def _lines(numbers: list[int]) -> str:
    """Name lines, the first and a count where they are many.

    >>> _lines([2]), _lines([2, 4, 5]), _lines([2, 4, 5, 6])
    ('line 2', 'lines 2, 4, 5', 'line 2 and 3 further lines')
    """
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    if len(numbers) <= MOST_LINES_NAMED:
        return f"lines {', '.join(map(str, numbers))}"
    return f"line {numbers[0]} and {len(numbers) - 1} further lines"
