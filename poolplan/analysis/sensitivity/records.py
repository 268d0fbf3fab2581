"""Answers on disk, one line each, written as they come: whatever ends a run, what was finished is kept."""

import hashlib
import json
import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from io import FileIO
from pathlib import Path
from typing import Any

from poolplan.errors import PoolplanError

FILE = "records.jsonl"
CHECKSUM_LETTERS = 16
PACKAGES = ("poolplan", "pulp", "highspy", "numpy", "scipy", "salib")
FINGERPRINT = "fingerprint"
"""Key of the first record: what the answers belong to."""


class Records:
    """Answers by their key; each is on disk before it is known here."""

    def __init__(self, file: FileIO, known: dict[str, Any], where: Path) -> None:
        """Go on in an open file that already holds `known`."""
        self._file = file
        self._known = known
        self._where = where
        self.added: set[str] = set()
        """Keys written in this run."""

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Any:
        return self._known[key]

    @property
    def answers(self) -> int:
        """Number of answers, those that failed included."""
        return sum("status" in said for said in self._known.values())

    def add(self, key: str, said: object) -> None:
        """Write an answer down.

        Raises:
            PoolplanError: the disk is full or a right is missing; what was written before stays.
        """
        try:
            _write(self._file, line_of(key, said))
            os.fsync(self._file.fileno())
        except OSError as error:
            why = error.strerror or str(error)
            raise PoolplanError(
                f"{self._where}: cannot be written ({why}); {self.answers} finished answers are kept: "
                "free some space and go on with --resume"
            ) from error
        self._known[key] = said
        self.added.add(key)


def _write(file: FileIO, line: bytes) -> None:
    """Write a line; the system may take it in parts."""
    left = memoryview(line)
    while left:
        left = left[file.write(left) :]


def versions() -> dict[str, str]:
    """Return the versions that answers may depend on."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def line_of(key: str, said: object) -> bytes:
    """Return a record: checksum, key and answer as JSON, one line."""
    text = json.dumps([key, said], ensure_ascii=False, separators=(",", ":"))
    return f"{_checksum(text)} {text}\n".encode()


def read_records(path: Path) -> dict[str, Any]:
    """Return the records of a file by key; a line that was cut off or damaged is passed over, to be answered again."""
    return dict(_sound(path.read_bytes())) if path.exists() else {}


def _sound(content: bytes) -> Iterator[tuple[str, Any]]:
    for line in content[: content.rfind(b"\n") + 1].splitlines():
        said, _, text = line.decode(errors="replace").partition(" ")
        if text and said == _checksum(text):
            key, answer = json.loads(text)
            yield key, answer


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:CHECKSUM_LETTERS]


@contextmanager
def open_records(folder: Path, fingerprint: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Records]:
    """Open the records of a folder for writing, alone.

    Args:
        folder: made if need be.
        fingerprint: what the answers belong to.
        known: records of an earlier run that are taken over, if the folder does not hold them yet.

    Raises:
        PoolplanError: another run is at work there, the records belong to something else, or cannot be written.
    """
    path = folder / FILE
    with _opened(path) as file:
        _claim(file, path)
        found = _mended(file, path)
        check_fingerprint(found, fingerprint, path, f"remove {folder} to begin anew")
        records = Records(file, found, path)
        for key, said in ({FINGERPRINT: dict(fingerprint)} | dict(known)).items():
            if key not in records:
                records.add(key, said)
        records.added.clear()
        yield records


def _opened(path: Path) -> FileIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab+", buffering=0)  # what did not fit on the disk must not be tried again when it is closed
    except OSError as error:
        raise PoolplanError(f"{path}: cannot be written ({error.strerror or error}); check your rights") from error


def check_fingerprint(records: Mapping[str, Any], fingerprint: Mapping[str, Any], path: Path, advice: str) -> None:
    """Refuse records that belong to another question, to other data or to other versions."""
    old = records.get(FINGERPRINT)
    if old is None or old == dict(fingerprint):
        return
    other = [name for name in fingerprint if old.get(name) != fingerprint[name]]
    raise PoolplanError(
        f"{path}: its answers belong to another {', '.join(other) or 'run'}; {advice}, or give another --out"
    )


def _mended(file: FileIO, path: Path) -> dict[str, Any]:
    """Read what is there, and cut off a last line that a killed run did not finish."""
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        file.truncate(content.rfind(b"\n") + 1)
    file.seek(0, os.SEEK_END)
    return dict(_sound(content))


def _claim(file: FileIO, path: Path) -> None:
    """Keep other runs out while this one is at work; the operating system lets go when the process ends."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows has no such lock
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PoolplanError(f"{path}: another run is at work here; wait for it, or give another --out") from None
