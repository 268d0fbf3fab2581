"""Install poolplan into `.venv` beside this file: `python3 install.py`; `--dev` adds the tools of tests and checks.

Exact versions, each checked against its checksum. It needs the network once; while nothing has changed it does nothing.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
SOURCES = ("pyproject.toml", "package.json", "package-lock.json", "hatch_build.py")
SHAPING = (*LOCKS.values(), *(ROOT / name for name in SOURCES))
"""Files that decide what an installation is; a change in one calls for a new one."""
OLDEST = (3, 11)


def main(arguments: list[str]) -> None:
    """Install what is asked for, unless it is there already."""
    if arguments not in ([], ["--dev"]):
        _stop("usage: python3 install.py [--dev]")
    if sys.version_info < OLDEST:
        _stop(f"poolplan needs Python 3.11 or newer; this is {sys.version.split()[0]}: run install.py with a newer one")
    kind = "dev" if arguments else "run"
    if not _is_installed(kind):
        _install(kind)


def _install(kind: str) -> None:
    print(f"installing poolplan into {VENV.name} (once; needs the network) ...", flush=True)
    _call(sys.executable, "-m", "venv", "--clear", str(VENV), remedy="on Debian and Ubuntu: apt install python3-venv")
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    remedy = "check the network, and pip's proxy settings"
    _call(*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS[kind]), remedy=remedy)
    _call(*pip, "--no-deps", "--editable", str(ROOT), remedy=remedy)
    for satisfied in {kind, "run"}:
        _stamp(satisfied).write_text(_fingerprint(), encoding="utf-8")


def _is_installed(kind: str) -> bool:
    stamp = _stamp(kind)
    return PYTHON.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == _fingerprint()


def _stamp(kind: str) -> Path:
    return VENV / f"poolplan-{kind}.sha256"


def _fingerprint() -> str:
    """Return a checksum of everything an installation depends on, the place and the Python version included."""
    parts = [str(ROOT).encode(), sys.version.encode(), *(path.read_bytes() for path in SHAPING)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _call(*command: str, remedy: str) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 - our own commands
    if done.returncode:
        _stop(f"install.py: `{' '.join(command[:4])} ...` failed, see above; {remedy}, then run install.py again")


def _stop(sentence: str) -> NoReturn:
    sys.exit(sentence)


if __name__ == "__main__":
    main(sys.argv[1:])
