"""What a computed table rests on, told by checksums: a file that is unchanged is known by its bytes, not its date."""

import hashlib
from pathlib import Path

from poolplan.errors import DataError
from poolplan.scenario.text import shown_path

SHORT = 8
"""Digits of a checksum that stand in the source of a row."""


def nodes_beside(links: Path) -> Path:
    """Return the table of nodes that belongs to a table of links: `links` in its name gives way to `nodes`.

    Raises:
        DataError: the table is not named so.
    """
    if "links" not in links.name:
        advice = "name the two ..._links.csv and ..._nodes.csv"
        raise DataError(f"{shown_path(links)}: its table of nodes is not known; {advice}")
    return links.with_name(links.name.replace("links", "nodes"))


def road_files(path: Path) -> list[Path]:
    """Return every file that a file of roads stands for: a table of links has its table of nodes beside it."""
    return [path, nodes_beside(path)] if path.suffix.lower() == ".csv" else [path]


def checksum(*paths: Path) -> str:
    """SHA-256 of the bytes of files, one after another.

    Raises:
        DataError: a file is missing or cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except FileNotFoundError:
            raise DataError(f"{shown_path(path)}: no such file; check the path") from None
        except OSError as error:
            raise DataError(f"{shown_path(path)}: cannot be read ({error.strerror}); check your rights") from None
    return digest.hexdigest()
