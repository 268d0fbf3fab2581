"""Where each value of a scenario was written, so that every complaint can name its file and line."""

from collections.abc import Mapping
from typing import NamedTuple

OVERRIDE = "--set"


class Mark(NamedTuple):
    """A place in a file; `file` is `--set` for a value given on the command line."""

    file: str
    """Path as messages show it."""
    line: int | None = None
    """From 1; None where the file as a whole is meant."""


Origins = Mapping[str, Mark]
"""Mark of every value and block, by dotted path (`programme.stages.0.schools`); the whole scenario is ``."""


class Problem(NamedTuple):
    """What is wrong at a place of a scenario, and what to do."""

    path: str
    """Dotted path of the value or block, empty for the whole scenario."""
    text: str
    """What is wrong; what to do."""
    mark: Mark | None = None
    """Where it stands, if known better than by the path."""

    def located(self, origins: Origins) -> "Problem":
        """Return the problem with its mark, found by its path where it is not set."""
        return self._replace(mark=self.mark or mark_of(self.path, origins))

    def __str__(self) -> str:
        """Return the sentence: where, what, remedy."""
        where = located(self.path, {"": self.mark} if self.mark else {})
        return f"{where}: {self.text}" if where else self.text


def dotted(steps: tuple[str | int, ...]) -> str:
    """Write a place the way `--set` takes it.

    >>> dotted(("programme", "stages", 0, "schools"))
    'programme.stages.0.schools'
    """
    return ".".join(str(step) for step in steps)


def mark_of(path: str, origins: Origins) -> Mark | None:
    """Return the mark of a dotted path, or of the nearest block around it."""
    while path and path not in origins:
        path = path.rpartition(".")[0]
    return origins.get(path)


def located(path: str, origins: Origins) -> str:
    """Write where a value stands: file, line and dotted path.

    >>> located("years.last", {"years": Mark("x.yaml", 3)})
    'x.yaml, line 3, years.last'
    >>> located("years.last", {"years.last": Mark("--set")})
    '--set years.last'
    """
    mark = mark_of(path, origins)
    if mark is None:
        return path
    if mark.file == OVERRIDE:
        return f"{OVERRIDE} {path}"
    parts = [mark.file, f"line {mark.line}" if mark.line else "", path]
    return ", ".join(part for part in parts if part)
