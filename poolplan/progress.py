"""Showing long work: a live line on a terminal, plain lines in a log, and the seconds of each step for the manifest."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from rich.status import Status

    from poolplan.model.solve import Progress

SECONDS_BETWEEN_LOG_LINES = 15.0
SECONDS_TOLD = 90
"""A longer time is told in minutes."""


class _Count(NamedTuple):
    """What is counted, what was done when counting began, and when that was."""

    name: str
    done: int
    since: float


class Journal:
    """Tells the user what is being done, on standard error; keeps the seconds of each step."""

    def __init__(self, console: Console | None = None, *, verbose: bool = False) -> None:
        """Write to `console` (standard error if None); `verbose` adds the facts of each step."""
        self.console = console or Console(stderr=True, highlight=False)
        self.verbose = verbose
        self.seconds: dict[str, float] = {}
        """Seconds of each finished step, in order."""
        self._status: Status | None = None
        self._told_s = 0.0
        self._counted = _Count("", 0, 0.0)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and show that it is going on."""
        start = perf_counter()
        self._told_s = 0.0
        if self.console.is_terminal:
            with self.console.status(f"{escape(name)} ...") as self._status:
                yield
            self._status = None
        else:
            self.console.print(f"{name} ...", markup=False)
            yield
        spent = perf_counter() - start
        self.seconds[name] = self.seconds.get(name, 0.0) + spent
        self.fact(f"{name}: {spent:.1f} s")

    @property
    def rounded_seconds(self) -> dict[str, float]:
        """Seconds of each finished step, as files tell them."""
        return {name: round(spent, 2) for name, spent in self.seconds.items()}

    def fact(self, text: str) -> None:
        """Say one line, only when asked to be verbose."""
        if self.verbose:
            self.say(text)

    def hint(self, text: str) -> None:
        """Say what is being done within a step."""
        if self._status is not None:
            self._status.update(f"{escape(text)} (Ctrl-C: stop with what is known so far)")
        else:
            self.say(f"  {text}")

    def say(self, text: str) -> None:
        """Say one line."""
        self.console.print(text, markup=False, soft_wrap=True)

    def count(self, name: str, done: int, total: int) -> None:
        """Show how much of long work is done, and how long the rest may take."""
        now = perf_counter()
        if name != self._counted.name or done < self._counted.done:
            self._counted = _Count(name, done, now)
        fresh, spent = done - self._counted.done, now - self._counted.since
        text = f"{name}: {done:,} of {total:,}"
        text += f", about {_minutes(spent / fresh * (total - done))} left" if fresh and done < total else ""
        if self._status is not None:
            self._status.update(f"{escape(text)} (Ctrl-C: stop; what is finished is kept)")
        elif now >= self._told_s + SECONDS_BETWEEN_LOG_LINES:
            self._told_s = now
            self.say(f"  {text}")

    def watch(self, progress: "Progress") -> None:
        """Show how far the search is: best plan, bound and gap."""
        text = _told(progress)
        if self._status is not None:
            self._status.update(text)
        elif progress.seconds >= self._told_s + SECONDS_BETWEEN_LOG_LINES:
            self._told_s = progress.seconds
            self.say(f"  {text}")


def _minutes(seconds: float) -> str:
    """Write a time in words.

    >>> _minutes(40), _minutes(150)
    ('40 s', '2 min')
    """
    return f"{seconds:.0f} s" if seconds < SECONDS_TOLD else f"{seconds / 60:.0f} min"


def _told(progress: "Progress") -> str:
    best, bound = progress.best_yen, progress.bound_yen
    text = f"solve: {progress.seconds:.0f} s, "
    text += "no plan yet" if best is None else f"best {best / 1e6:,.1f} million yen"
    if best is not None and bound is not None and 0 <= best - bound < abs(best):
        text += f", proven within {(best - bound) / abs(best):.2%}"
    return text + " (Ctrl-C: stop with the best so far)"
