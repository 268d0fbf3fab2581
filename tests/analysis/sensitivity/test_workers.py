"""Who works does not change the answers; a worker that dies takes one task with it at most."""

import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from poolplan.analysis.sensitivity import on_dask
from poolplan.analysis.sensitivity.answers import Question
from poolplan.analysis.sensitivity.asking import asker
from poolplan.analysis.sensitivity.records import open_records
from poolplan.analysis.sensitivity.tasks import NOTHING_MORE, Candidate, Found, Task
from poolplan.analysis.sensitivity.workers import DIED, in_processes
from poolplan.errors import StoppedError
from tests.analysis.sensitivity.studies import HIRE, RIDE, asked_of, in_this_process, parameter, setting

UNSURE = asked_of({"hire": parameter(HIRE, 10_000, 80_000), "ride": parameter(RIDE, 10, 22)})


class Poison:
    """Decisions that end the process that reads them."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Be read as the end of the process."""
        return os._exit, (1,)

    def plain(self) -> str:
        """Return what stands for it in a key."""
        return "poison"


def test_processes_answer_as_this_one_does_and_survive_a_death() -> None:
    """Five sound tasks and one that kills whoever reads it: five answers as here, and one that says so."""
    where = setting(UNSURE)
    sound = [where.task({"hire": fee}) for fee in (10_000, 50_000, 80_000)]
    sound += [where.task({"ride": minutes}) for minutes in (11, 21)]
    deadly = Task(where.at({"hire": 33_333}), (Candidate("poison", "", Poison()),))  # type: ignore[arg-type]
    here = {task.key: found for task, found in in_this_process(where.question)(sound)}
    with in_processes(2) as hire:
        there = {task.key: found for task, found in hire(where.question)([*sound[:2], deadly, *sound[2:]])}
    assert there.pop(deadly.key) == DIED
    assert there == here


def test_what_is_known_is_not_asked_again_but_failures_are_in_another_run(tmp_path: Path) -> None:
    where = setting(UNSURE)
    tasks = [where.task({"hire": fee}) for fee in (10_000, 80_000)]
    asked: list[str] = []

    def compute(missing: Any) -> Any:
        for task in missing:
            asked.append(task.key)
            yield task, Found("failed", "by chance") if task == tasks[1] else Found("no_plan", "none")

    for run, expected in ((1, [task.key for task in tasks]), (2, [tasks[1].key])):
        asked.clear()
        with open_records(tmp_path, {"run": "all"}, {}) as records:
            ask = asker(compute, records, lambda *_: None)
            assert ask(tasks)[tasks[1].key].reason == "by chance", run
            ask(tasks)
        assert asked == expected


def test_ctrl_c_tells_how_much_is_kept(tmp_path: Path) -> None:
    where = setting(UNSURE)
    tasks = [where.task({"hire": fee}) for fee in (10_000, 80_000)]

    def compute(missing: Any) -> Any:
        yield missing[0], Found("no_plan", "none")
        raise StoppedError("stopped by Ctrl-C; nothing was written")

    with open_records(tmp_path, {"run": "all"}, {}) as records, pytest.raises(StoppedError) as stopped:
        asker(compute, records, lambda *_: None)(tasks)
    assert stopped.value.problems == ("stopped by Ctrl-C; 1 finished answers are kept: go on with --resume",)


def test_a_worker_stays_with_the_copy_whose_model_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask may send the same question again: the first copy goes on answering, until another question comes."""
    where = setting(UNSURE)
    task, used = where.task({"hire": 10_000}), list[Question]()

    def answer(question: Question, _: Task) -> Found:
        used.append(question)
        return Found("no_plan", "none")

    monkeypatch.setattr(on_dask, "answer", answer)
    copies: list[Question] = [pickle.loads(pickle.dumps(where.question)) for _ in range(3)]  # noqa: S301 - our own
    for question, name in zip(copies, ("one", "one", "other"), strict=True):
        on_dask.answer_here(question, name, task, NOTHING_MORE)
    assert list(map(id, used)) == [id(copies[0]), id(copies[0]), id(copies[2])]
