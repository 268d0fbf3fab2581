"""Reading text files as Japanese offices write them: UTF-8 with or without BOM, or CP932."""

import codecs
import os
from pathlib import Path

from poolplan.errors import DataError
from poolplan.scenario.messages import nearest

LARGEST_FILE_BYTES = 200_000_000
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls files begin."""


def read_text(path: Path, largest_bytes: int = LARGEST_FILE_BYTES) -> str:
    """Return the text of a file in UTF-8 (a BOM is dropped) or, failing that, CP932 (Windows Japanese).

    Raises:
        DataError: the file is missing, unreadable, larger than `largest_bytes` or in neither encoding.
    """
    shown = shown_path(path)
    try:
        if path.stat().st_size > largest_bytes:
            raise DataError(f"{shown}: larger than {largest_bytes:,} bytes; split it or check the path")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{shown}: no such file; check the path{_near(path)}") from None
    except IsADirectoryError:
        raise DataError(f"{shown}: is a folder; name a file in it") from None
    except OSError as error:
        raise DataError(f"{shown}: cannot be read ({error.strerror}); check the path and your rights") from None
    except ValueError:
        raise DataError(f"{shown!r}: no path a file can have; write it again") from None
    kind = "CSV UTF-8" if path.suffix.lower() == ".csv" else "UTF-8"
    if raw.startswith(WORKBOOK):
        raise DataError(f"{shown}: an Excel workbook, whatever its name says; save it from Excel as '{kind}'")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DataError(f"{shown}: saved as UTF-16 ('Unicode'); save it again as '{kind}'")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{shown}: neither UTF-8 nor CP932 text; save it again as '{kind}'")


def shown_path(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder where that is shorter.

    >>> shown_path(Path.cwd() / "scenarios" / "x.yaml")
    'scenarios/x.yaml'
    """
    whole = path.as_posix()
    try:
        short = Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive on Windows, or no path at all
        return whole
    return short if len(short) < len(whole) else whole


def _near(path: Path) -> str:
    try:
        siblings = [sibling.stem for sibling in path.parent.iterdir() if sibling.suffix == path.suffix]
    except OSError:
        return ""
    near = nearest(path.stem, siblings)
    return f" (did you mean '{near}{path.suffix}'?)" if near else ""
