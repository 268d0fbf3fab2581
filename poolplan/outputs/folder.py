"""Writing a folder of results whole or not at all: the earlier result survives any failure."""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from uuid import uuid4

from poolplan.errors import PoolplanError
from poolplan.outputs.assets import check_installed
from poolplan.outputs.foreign import carry_over
from poolplan.outputs.registry import OUTPUTS, Lang
from poolplan.results.plan import Answer

LEFTOVER_AGE_S = 600
"""A temporary folder untouched for so long belongs to a run that was killed."""
MARKS = ("manifest.json", "assignments.csv", "comparison.csv", "sensitivity.json")
"""A folder that holds one of these was written by poolplan and may be replaced."""

Write = Callable[[Path], Iterable[Path]]


def folder_inside(root: Path, name: str) -> Path:
    """Return the folder `name` directly under the output root.

    Raises:
        PoolplanError: the name would lead out of the root.
    """
    folder = root / name
    if name in ("", ".", "..") or Path(name).name != name or "\\" in name or "\0" in name:
        raise PoolplanError(f"output folder '{name}': leads out of {root}; give a plain name")
    if folder.is_symlink():
        raise PoolplanError(f"{folder}: is a link; remove it or give another output folder")
    return folder


def write_outputs(
    answer: Answer, folder: Path, lang: Lang, extra: Mapping[str, str], more: Callable[[Path], None] | None = None
) -> list[Path]:
    r"""Write every registered output of an answer into `folder`, whole or not at all; returns the files, sorted.

    Args:
        answer: what to write.
        folder: replaced as a whole; see `folder_inside`.
        lang: language of labels and pages.
        extra: further files, name -> text, written as UTF-8 with "\n" line ends.
        more: writes what else belongs into the new folder, after all outputs.

    Raises:
        PoolplanError: the folder cannot be written, or holds files of someone else.
    """
    from poolplan.outputs import everything  # noqa: F401  (fills OUTPUTS)

    def write(into: Path) -> Iterable[Path]:
        for name, function in OUTPUTS.items():
            function(answer, into / name, lang)
        for name, text in extra.items():
            folder_inside(into, name).write_text(text, encoding="utf-8", newline="\n")
        if more is not None:
            more(into)
        return into.iterdir()

    return replace_folder(folder, write)


def change_folder(folder: Path, change: Callable[[Path], None]) -> list[Path]:
    """Let `change` work on a copy of a folder of results, which then takes its place: whole or not at all.

    Raises:
        PoolplanError: as for `replace_folder`.
    """

    def write(into: Path) -> Iterable[Path]:
        shutil.copytree(folder, into, dirs_exist_ok=True)
        change(into)
        return into.iterdir()

    return replace_folder(folder, write)


def replace_folder(folder: Path, write: Write) -> list[Path]:
    """Let `write` fill a new folder beside `folder`, then put it in its place by renaming.

    What others have put into the folder stays in it.

    Raises:
        PoolplanError: one sentence, when the disk is full, a right is missing or the folder is not poolplan's.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _mend(folder)
        check_replaceable(folder)
        fresh = folder.with_name(f".{folder.name}.new-{uuid4().hex}")
        try:
            fresh.mkdir()
            names = sorted(path.name for path in write(fresh))
            carry_over(folder, fresh)
            _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        why = error.strerror or str(error)
        advice = "free some space, check your rights, or give another output folder; nothing was changed"
        raise PoolplanError(f"{folder}: cannot be written ({why}); {advice}") from error
    return [folder / name for name in names]


def _swap(fresh: Path, folder: Path) -> None:
    """Put the new folder in place; the old one is back in place if that fails."""
    old = folder.with_name(f".{folder.name}.old-{uuid4().hex}")
    had_one = folder.exists()
    try:
        if had_one:
            folder.rename(old)
        fresh.rename(folder)
    except BaseException:
        if had_one and old.exists() and not folder.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _mend(folder: Path) -> None:
    """Put back a result that a killed run had set aside, and remove what killed runs left."""
    aside = sorted(folder.parent.glob(f".{folder.name}.old-*"), key=os.path.getmtime)
    if aside and not folder.exists():
        aside.pop().rename(folder)
    unfinished = [
        p for p in folder.parent.glob(f".{folder.name}.new-*") if time.time() - p.stat().st_mtime > LEFTOVER_AGE_S
    ]
    for path in [*aside, *unfinished]:
        shutil.rmtree(path, ignore_errors=True)


def check_before_search(folder: Path) -> None:
    """Refuse at once what would otherwise fail when a long search is over and its result is written.

    Raises:
        PoolplanError: see `check_replaceable`; or the folder cannot be made for want of a right, or the scripts of
            the pages are not installed.
    """
    check_replaceable(folder)
    ground = next(path for path in folder.parents if path.exists())
    if not ground.is_dir():
        raise PoolplanError(f"{ground}: is no folder; give another output folder")
    if not os.access(ground, os.W_OK | os.X_OK):
        raise PoolplanError(f"{ground}: may not be written to; check your rights, or give another output folder")
    check_installed()


def check_replaceable(folder: Path) -> None:
    """Refuse to replace anything that poolplan did not write.

    Raises:
        PoolplanError: `folder` is a file, a link, or a folder with other content.
    """
    if not folder.exists():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise PoolplanError(f"{folder}: is no folder; give another output folder")
    names = {path.name for path in folder.iterdir()}
    if names and not names & set(MARKS):
        shown = ", ".join(sorted(names)[:3])
        raise PoolplanError(f"{folder}: holds files that poolplan did not write ({shown}); give another output folder")
