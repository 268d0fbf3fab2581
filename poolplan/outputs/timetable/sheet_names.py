"""Names of sheets that Excel accepts, made from names of places that may hold anything."""

import re
from collections.abc import Iterable

LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = "history"
"""Excel keeps this name for itself."""


def sheet_names(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Return a name for each sheet: allowed, at most 31 letters, different from the others but for case.

    >>> sheet_names(["club [1]/a", "club  1  a", "'quoted'", ""], ["Read me"])
    ['club 1 a', 'club 1 a 2', 'quoted', '–']
    """
    used = {name.casefold() for name in (*taken, RESERVED)}
    found = []
    for name in names:
        plain = " ".join(FORBIDDEN.sub(" ", name).split()).strip("'") or "–"
        candidate, number = _cut(plain, ""), 1
        while candidate.casefold() in used:
            number += 1
            candidate = _cut(plain, f" {number}")
        used.add(candidate.casefold())
        found.append(candidate)
    return found


def _cut(name: str, suffix: str) -> str:
    """Cut a name so that it fits; Excel counts in UTF-16, where rare letters are two."""
    while len(f"{name}{suffix}".encode("utf-16-le")) > 2 * LONGEST:
        name = name[:-1]
    return f"{name.rstrip(chr(39)).rstrip()}{suffix}"
