"""Asking for answers: what is on disk is not asked again, and what is answered is on disk before it is used."""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from poolplan.analysis.sensitivity.records import Records
from poolplan.analysis.sensitivity.tasks import Found, Task, found_from_plain
from poolplan.analysis.sensitivity.workers import Compute
from poolplan.errors import StoppedError

Told = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""
Ask = Callable[[Sequence[Task]], Mapping[str, Found]]
"""Answers tasks; the answers are named by the tasks' keys."""
Part = Generator[Sequence[Task], Mapping[str, Found], Any]
"""A part of the study: it asks for tasks, is sent the answers, may ask again, and returns its result."""


def asker(compute: Compute, records: Records, told: Told) -> Ask:
    """Return what answers tasks, from the records where they are known.

    Args:
        compute: does the work.
        records: answers of before; new ones are written there.
        told: hears of the progress.
    """

    def ask(tasks: Sequence[Task]) -> Mapping[str, Found]:
        wanted = {task.key: task for task in tasks}
        missing = [task for key, task in wanted.items() if not _is_final(records, key)]
        done = len(wanted) - len(missing)
        kind = tasks[-1].kind if tasks else ""
        told(kind, done, len(wanted))
        try:
            for task, found in compute(missing) if missing else ():
                records.add(task.key, found.plain())
                done += 1
                told(kind, done, len(wanted))
        except StoppedError:
            raise StoppedError(
                f"stopped by Ctrl-C; {records.answers} finished answers are kept: go on with --resume"
            ) from None
        return {key: found_from_plain(records[key]) for key in wanted}

    return ask


def _is_final(records: Records, key: str) -> bool:
    """Say whether an answer is known; what failed is tried again in another run."""
    return key in records and (records[key]["status"] != "failed" or key in records.added)


def side_by_side(parts: Mapping[str, Part]) -> Part:
    """Let several parts ask, each round together, until every one has its result; the result is theirs, by name."""
    results: dict[str, Any] = {}
    wishes = {name: _next(part, None, results, name) for name, part in parts.items()}
    while any(wishes.values()):
        answers = yield [task for tasks in wishes.values() for task in tasks]
        for name, tasks in wishes.items():
            if tasks:
                wishes[name] = _next(parts[name], answers, results, name)
    return {name: results[name] for name in parts}


def _next(part: Part, sent: Mapping[str, Found] | None, results: dict[str, Any], name: str) -> Sequence[Task]:
    """Send answers to a part; returns what it asks for next, nothing once it has its result."""
    try:
        wanted = next(part) if sent is None else part.send(sent)
        while not wanted:
            wanted = part.send({})
    except StopIteration as end:
        results[name] = end.value
        return ()
    return wanted


def answered(part: Part, ask: Ask) -> Any:
    """Answer whatever a part asks for; returns its result."""
    results: dict[str, Any] = {}
    wanted = _next(part, None, results, "part")
    while wanted:
        wanted = _next(part, ask(wanted), results, "part")
    return results["part"]
