"""Reading the city's CSV tables row by row, with every problem named by file, line and column."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails

from poolplan.errors import DataError
from poolplan.scenario.messages import did_you_mean, explain, schema_at
from poolplan.scenario.text import read_text, shown_path

MOST_PROBLEMS_PER_FILE = 20


class Row(BaseModel):
    """A row of a city table: text from a CSV file, converted to the column's type."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True)

    _line: int = PrivateAttr(default=0)

    @property
    def line(self) -> int:
        """Line of the file this row stands in, from 1; 0 where it was not read from a file."""
        return self._line


R = TypeVar("R", bound=Row)


def read_table(path: Path, row_type: type[R], key: tuple[str, ...], problems: list[str]) -> list[R]:
    """Read a CSV table; one `row_type` per line. Problems are appended, bad rows left out.

    Args:
        path: UTF-8 (with or without BOM) or CP932 file with a header line.
        row_type: the columns asked for; further columns are ignored.
        key: columns that name a row; a repetition is a problem.
        problems: sentences are added here, at most 20 per file.
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
        lines = csv.DictReader(io.StringIO(read_text(path)), strict=True)
        header = [name.strip() for name in lines.fieldnames or []]
        lines.fieldnames = header
        missing = list(_missing_columns(path, row_type, header))
        if missing:
            found += missing
            return []
        return _rows(path, lines, row_type, key, found)
    except DataError as error:
        found += error.problems
    except csv.Error as error:
        found.append(f"{shown_path(path)}: not a CSV table ({error}); save it again as 'CSV UTF-8'")
    return []


def _missing_columns(path: Path, row_type: type[Row], header: list[str]) -> Iterator[str]:
    if not header:
        yield f"{shown_path(path)}: empty; the first line must name the columns {', '.join(row_type.model_fields)}"
        return
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield f"{shown_path(path)}: column '{name}' stands twice; keep one"
    for name, field in row_type.model_fields.items():
        if field.is_required() and name not in header:
            near = did_you_mean(name, header).replace("did you mean", "is it")
            yield f"{shown_path(path)}: column '{name}' is missing{near}; add it to the first line"


def _rows(
    path: Path, lines: "csv.DictReader[str]", row_type: type[R], key: tuple[str, ...], found: list[str]
) -> list[R]:
    rows: list[R] = []
    seen: dict[tuple[object, ...], int] = {}
    for cells in lines:
        number = lines.line_num
        if None in cells:
            found.append(
                f"{shown_path(path)}, line {number}: more cells than columns; put quotes around text that holds a comma"
            )
            continue
        try:
            row = row_type.model_validate({k: v for k, v in cells.items() if k and v is not None})
        except ValidationError as error:
            found += [_sentence(path, number, row_type, details) for details in error.errors(include_url=False)]
            continue
        row._line = number  # noqa: SLF001 - the reader is the one who knows it
        name = tuple(getattr(row, part) for part in key)
        if name in seen:
            written = ", ".join(str(part) for part in name)
            where = f"{shown_path(path)}, line {number}: {' + '.join(key)} '{written}'"
            found.append(f"{where} stands already in line {seen[name]}; drop one of the two or give it another id")
            continue
        seen[name] = number
        rows.append(row)
    return rows


def _sentence(path: Path, number: int, row_type: type[Row], error: ErrorDetails) -> str:
    keys, unit = schema_at(row_type, error["loc"])
    column = error["loc"][-1] if error["loc"] else "?"
    return f"{shown_path(path)}, line {number}, column '{column}': {explain(error, keys, unit)}"
