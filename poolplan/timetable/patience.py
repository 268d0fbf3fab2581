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

    def __init__(self, seconds: float) -> None:
        """Be patient for so many seconds from now on."""
        self._ends = perf_counter() + seconds
        self._stopped = Event()

    @property
    def left_s(self) -> float:
        """Seconds left, 0 or more."""
        return 0.0 if self._stopped.is_set() else max(0.0, self._ends - perf_counter())

    @property
    def is_stopped(self) -> bool:
        """True once Ctrl-C was pressed."""
        return self._stopped.is_set()

    @property
    def is_over(self) -> bool:
        """True once the time is up or Ctrl-C was pressed."""
        return self.left_s <= 0

    def stop(self) -> None:
        """Wait no longer."""
        self._stopped.set()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Let Ctrl-C end the waiting instead of the program."""
        with ctrl_c_calls(self.stop):
            yield


def interruptible(work: Callable[[], Found], stop: Callable[[], None], patience: Patience) -> Found:
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

    Thread(target=run, daemon=True).start()
    while not done.wait(SECONDS_BETWEEN_LOOKS):
        if patience.is_over:
            stop()
    if failed:
        raise failed[0]
    return found[0]
