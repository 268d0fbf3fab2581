"""How long a search may go on: to a time of the clock, or until Ctrl-C; then the best so far counts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import perf_counter
from typing import TypeVar

from poolplan.model.search import ctrl_c_calls

Found = TypeVar("Found")
SECONDS_BETWEEN_LOOKS = 0.1


class Patience:
    """The time that is left to a search, and whether it was cut short."""

    def __init__(self, seconds: float, stopped: Event | None = None) -> None:
        """Be patient for so many seconds from now on, unless stopped; others may be stopped by the same event."""
        self._ends = perf_counter() + seconds
        self._stopped = stopped or Event()

    @property
    def left_s(self) -> float:
        """Seconds left, 0 or more."""
        return 0.0 if self.is_stopped else max(0.0, self._ends - perf_counter())

    @property
    def is_over(self) -> bool:
        """True once the time is up or somebody asked to stop."""
        return self.left_s <= 0

    @property
    def is_stopped(self) -> bool:
        """True once somebody asked to stop."""
        return self._stopped.is_set()

    def ends(self, *, has_plan: bool) -> bool:
        """Say whether to end: at once if somebody asked to stop, but not before there is a plan if the time is up."""
        return self.is_stopped or (has_plan and self.is_over)

    def stop(self) -> None:
        """Wait no longer."""
        self._stopped.set()

    def within(self, seconds: float) -> "Patience":
        """Return the patience for a part of the work, from now on: no longer than all of it, and stopped with it."""
        return Patience(min(seconds, self.left_s), self._stopped)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do something that does not count."""
        begun = perf_counter()
        yield
        self._ends += perf_counter() - begun

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Let Ctrl-C end the waiting instead of the program."""
        with ctrl_c_calls(self.stop):
            yield


def endless() -> Patience:
    """Return the patience of a search that ends by itself."""
    return Patience(float("inf"))


class _Dropped(BaseException):
    """Work was dropped where it stood."""


def droppable(work: Callable[[], Found], patience: Patience) -> Found | None:
    """Do work in Python of which a part is of no use: Ctrl-C ends it where it stands, and patience; None then."""

    def drop() -> None:
        patience.stop()
        raise _Dropped

    try:
        with ctrl_c_calls(drop):
            return work()
    except _Dropped:
        return None


def interruptible(work: Callable[[], Found], stop: Callable[[], object], patience: Patience) -> Found:
    """Do work that may be stopped by Ctrl-C though it is not written in Python, and so hears of no signal.

    Args:
        work: done in a thread of its own, while this one can be told of signals.
        stop: makes the work end early.
        patience: says whether it must.
    """
    found: list[Found] = []
    failed: list[BaseException] = []
    done = Event()

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)
        finally:
            done.set()

    thread = Thread(target=run, daemon=True)
    try:
        thread.start()
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            if patience.is_over:
                stop()
    except BaseException:  # Ctrl-C where nobody listens: no work goes on behind anybody's back
        stop()
        if thread.is_alive():
            thread.join()
        raise
    if failed:
        raise failed[0]
    return found[0]
