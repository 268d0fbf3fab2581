"""The same work on a Dask cluster: one on this computer, or the scheduler of a computing centre."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from poolplan.analysis.sensitivity.answers import Question, answer
from poolplan.analysis.sensitivity.records import versions
from poolplan.analysis.sensitivity.tasks import NOTHING_MORE, Found, Known, Task
from poolplan.analysis.sensitivity.workers import DIED, Compute, Hire
from poolplan.errors import PoolplanError

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
LOOPBACK = "127.0.0.1"
RUNNING = "running"
WAIT_S = 30.0
"""A scheduler, or its first worker, that has not answered by then is not there."""
LOOK_S = 2.0
"""How often it is asked whether the scheduler is still there."""
_HERE: dict[str, Question] = {}
"""The question that this worker process answers, by its name: its model stays ready for the next set of tasks."""


@contextmanager
def on_dask(address: str, processes: int) -> Iterator[Hire]:
    """Have tasks answered on a Dask cluster.

    Args:
        question: is sent to every worker once.
        address: `local` for a cluster on this computer, else the scheduler's, as tcp://host:8786.
        processes: workers of the local cluster.

    Raises:
        PoolplanError: no scheduler or worker answers, or the workers have other versions.
    """
    try:
        with ExitStack() as opened:
            opened.enter_context(_quiet())
            client = _client(opened, address, processes)
            _check_workers(client, address)

            def hire(question: Question) -> Compute:
                sent, name = client.scatter(question, broadcast=True, hash=False), uuid4().hex
                return lambda tasks: _sent_out(client, address, (sent, name), tasks)

            yield hire
    except OSError:  # a connection that broke, wherever it was noticed
        raise _gone(address) from None


def _client(opened: ExitStack, address: str, processes: int) -> "Client":
    from distributed import Client, LocalCluster

    if address != LOCAL:
        try:
            remote: Client = opened.enter_context(Client(address, timeout=WAIT_S, set_as_default=False))
        except (OSError, ValueError) as error:
            raise PoolplanError(
                f"--dask {address}: no scheduler answers ({_first_line(error)}); start one with 'dask scheduler', "
                "check the address, or leave --dask out"
            ) from None
        return remote
    cluster = opened.enter_context(
        LocalCluster(
            n_workers=processes,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            scheduler_port=0,
            dashboard_address=f"{LOOPBACK}:0",
            silence_logs=logging.CRITICAL,
        )
    )
    here: Client = opened.enter_context(Client(cluster, set_as_default=False))
    return here


def _check_workers(client: "Client", address: str) -> None:
    """Refuse to work without workers, or with other versions than here: the answers would not be the same."""
    try:
        client.wait_for_workers(1, timeout=WAIT_S)
    except TimeoutError:
        raise PoolplanError(
            f"--dask {address}: no worker has joined the scheduler; start one with 'dask worker {address} --nthreads 1'"
        ) from None
    ours = versions()
    for worker, theirs in client.run(versions).items():
        other = sorted(name for name in ours if theirs.get(name) != ours[name])
        if other:
            had = ", ".join(f"{name} {theirs.get(name)} instead of {ours[name]}" for name in other)
            raise PoolplanError(f"--dask {address}: worker {worker} has {had}; install the same versions there")


def _sent_out(
    client: "Client", address: str, question: tuple[Any, str], tasks: Sequence[Task]
) -> Iterator[tuple[Task, Found]]:
    """Send the tasks; the plans known are sent to every worker once, not with each task.

    Args:
        client: sends them.
        address: of its scheduler.
        question: as it was sent, and its name.
        tasks: about it.
    """
    known = {one.name: one for one in (task.known for task in tasks)}
    sent = {name: client.scatter(one, broadcast=True, hash=False) for name, one in known.items()}

    def submitted(task: Task) -> Any:
        key, light = f"poolplan-{task.key}", task._replace(known=NOTHING_MORE)
        return client.submit(answer_here, *question, light, sent[task.known.name], key=key, pure=False)

    futures = {submitted(task): task for task in tasks}
    try:
        while futures:
            for future in _done(client, address, list(futures)):
                yield futures.pop(future), _result(future)
    finally:
        if client.status == RUNNING:
            client.cancel(list(futures), force=True)


def answer_here(question: Question, name: str, task: Task, known: Known) -> Found:
    """Answer a task in a worker.

    Dask takes copies of what was sent away where no task waits for them, and sends new ones later: the first is used
    as long as it is the same question, for its model is ready.
    """
    if name not in _HERE:
        _HERE.clear()
        _HERE[name] = question
    return answer(_HERE[name], task._replace(known=known))


def _done(client: "Client", address: str, futures: list[Any]) -> set[Any]:
    """Return what is done by now.

    Raises:
        PoolplanError: the scheduler is gone.
    """
    from distributed import wait
    from distributed.client import FutureCancelledError, FuturesCancelledError

    try:
        with client.as_current():
            done: set[Any] = wait(futures, timeout=LOOK_S, return_when="FIRST_COMPLETED").done
    except TimeoutError:
        done = set()
    except (FutureCancelledError, FuturesCancelledError, OSError):
        raise _gone(address) from None
    if client.status != RUNNING:
        raise _gone(address)
    return done


def _gone(address: str) -> PoolplanError:
    return PoolplanError(f"--dask {address}: the scheduler is gone; what is finished is kept: go on with --resume")


def _result(future: Any) -> Found:
    error = future.exception()
    if error is None:
        result: Found = future.result()
        return result
    return DIED if type(error).__name__ == "KilledWorker" else Found("failed", f"{type(error).__name__}: {error}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own messages about workers that come and go off the screen: what matters is told in our words."""
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
