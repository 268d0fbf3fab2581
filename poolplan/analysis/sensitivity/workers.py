"""Who does the work: several processes of this computer, or many computers by Dask; the answers are the same."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from poolplan.analysis.sensitivity.answers import Question, answer
from poolplan.analysis.sensitivity.tasks import Found, Task

Compute = Callable[[Sequence[Task]], Iterator[tuple[Task, Found]]]
"""Answers tasks, in the order in which they are done."""

Hire = Callable[[Question], Compute]
"""Tells the question to those who will answer tasks about it."""

MOST_DEATHS = 2
"""A task during which so many worker processes died is given up."""
AHEAD = 2
"""Tasks handed out to each process: it goes on while the answer before is written down."""
DIED = Found(
    "failed", "the worker process died, for want of memory perhaps; use fewer workers, or close other programs"
)


@contextmanager
def in_processes(processes: int) -> Iterator[Hire]:
    """Have tasks answered in several processes of this computer; they end with this one, however it ends."""
    children = set(multiprocessing.active_children())
    crews: list[ProcessPoolExecutor] = []

    def hire(question: Question) -> Compute:
        packed = pickle.dumps(question)
        spawn = multiprocessing.get_context("spawn")

        def crew() -> ProcessPoolExecutor:
            crews.append(ProcessPoolExecutor(processes, spawn, initializer=_begin, initargs=(packed,)))
            return crews[-1]

        at_work = [crew()]
        return lambda tasks: _shared_out(tasks, at_work, crew, processes)

    try:
        yield hire
    finally:
        for child in set(multiprocessing.active_children()) - children:
            child.kill()
        for known in crews:
            known.shutdown(wait=True, cancel_futures=True)


def _shared_out(
    tasks: Sequence[Task], at_work: list[ProcessPoolExecutor], crew: Callable[[], ProcessPoolExecutor], processes: int
) -> Iterator[tuple[Task, Found]]:
    """Hand out tasks, a few to each process; those over which a process died are tried once more, alone.

    The crew at work stays for the next tasks, for its model is ready; another takes its place where a process died.
    """
    deaths: Counter[str] = Counter()
    waiting = deque(tasks)
    while waiting:
        running = dict[Future[Found], Task]()
        try:
            yield from _worked_on(at_work[0], waiting, running, deaths, processes)
        except BrokenProcessPool:
            at_work[0].shutdown(wait=False, cancel_futures=True)
            at_work[0] = crew()
            for task in running.values():
                deaths[task.key] += 1
                if deaths[task.key] < MOST_DEATHS:
                    waiting.appendleft(task)
                else:
                    yield task, DIED


def _worked_on(
    pool: ProcessPoolExecutor,
    waiting: deque[Task],
    running: dict[Future[Found], Task],
    deaths: Counter[str],
    processes: int,
) -> Iterator[tuple[Task, Found]]:
    while waiting or running:
        while waiting and len(running) < AHEAD * processes and not (running and deaths[waiting[0].key]):
            task = waiting.popleft()
            running[pool.submit(_work, task)] = task
            if deaths[task.key]:
                break
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            found = future.result()
            yield running.pop(future), found


_HERE: dict[str, Question] = {}
"""The question of this worker process."""
_THREAD: list[ThreadPoolExecutor] = []
"""Work is done beside the main thread, so that Ctrl-C is the business of the process that started this one."""


def _begin(packed: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _HERE["question"] = pickle.loads(packed)  # noqa: S301 - written by the process that started this one
    _THREAD.append(ThreadPoolExecutor(1))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Task) -> Found:
    return _THREAD[0].submit(answer, _HERE["question"], task).result()
