"""poolplan in a process that is cut short at a given record of a study by itself: no test depends on who is faster.

`python -m tests.cut_short RECORDS DEED COMMAND...`: after so many new records the process does the deed, whose name may
be followed by the number of another process: `kill`, `kill_while_writing`, `ctrl_c`, `kill_other:PID`.
"""

import os
import signal
import sys
from collections.abc import Callable

from poolplan.analysis.sensitivity.records import FINGERPRINT, Records, line_of
from poolplan.cli import main


def cut_short(records: int, deed: str) -> None:
    """Have the deed done once so many new ones are on disk."""
    name, _, other = deed.partition(":")
    pid, add, left = int(other or os.getpid()), Records.add, [records]

    def counted(file: Records, key: str, said: object) -> None:
        if name == "kill_while_writing" and not left[0]:
            line = line_of(key, said)
            file._file.write(line[: len(line) // 2])  # as much as a killed run had written
            os.kill(pid, signal.SIGKILL)
        add(file, key, said)
        left[0] -= key != FINGERPRINT
        if left[0] == 0 and key != FINGERPRINT:
            DEEDS[name](pid)

    Records.add = counted  # type: ignore[method-assign,assignment]


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


DEEDS: dict[str, Callable[[int], None]] = {
    "kill": _kill,
    "kill_other": _kill,
    "kill_while_writing": lambda _: None,
    "ctrl_c": lambda _: signal.raise_signal(signal.SIGINT),
}
"""What is done after a record, to a process; a line is cut off when the next one comes."""


if __name__ == "__main__":
    cut_short(int(sys.argv[1]), sys.argv[2])
    sys.exit(main(sys.argv[3:]))
