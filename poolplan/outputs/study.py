"""Files of a sensitivity study: its tables as CSV, sensitivity.json, and whatever else is registered."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from poolplan.analysis.sensitivity.tables import Study
from poolplan.outputs.folder import folder_inside, replace_folder
from poolplan.outputs.registry import Lang
from poolplan.outputs.sensitivity.record import FACTS
from poolplan.outputs.tables import write_csv

StudyOutput = Callable[[Study, Path, Lang], None]
STUDY_OUTPUTS: dict[str, StudyOutput] = {}
"""Every file of a study's folder, one function per file."""


def study_output(name: str) -> Callable[[StudyOutput], StudyOutput]:
    """Register a function that writes the file `name` from a study: `(study, path, lang) -> None`."""

    def register(function: StudyOutput) -> StudyOutput:
        STUDY_OUTPUTS[name] = function
        return function

    return register


def write_study(study: Study, folder: Path, lang: Lang, extra: Mapping[str, bytes]) -> list[Path]:
    """Write every table and registered output of a study into `folder`, whole or not at all; returns the files.

    Args:
        study: what to write.
        folder: replaced as a whole.
        lang: language of labels and pages.
        extra: further files, name -> content.

    Raises:
        PoolplanError: the folder cannot be written, or holds files of someone else.
    """
    from poolplan.outputs.sensitivity import page, workbook  # noqa: F401  (fills STUDY_OUTPUTS)

    def write(into: Path) -> Iterable[Path]:
        for name, table in study.tables.items():
            write_csv(table, into / f"{name}.csv")
        for name, function in STUDY_OUTPUTS.items():
            function(study, into / name, lang)
        for name, content in extra.items():
            folder_inside(into, name).write_bytes(content)
        return into.iterdir()

    return replace_folder(folder, write)


@study_output(FACTS)
def facts(study: Study, path: Path, _lang: Lang) -> None:
    """What was asked and how it was answered; seconds differ from run to run, the rest does not."""
    path.write_text(json.dumps(study.facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
