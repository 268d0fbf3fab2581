"""OUTPUTS: every file of an answer's folder, one function per file."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from poolplan.results.plan import Answer

Lang = Literal["ja", "en"]
Output = Callable[[Answer, Path, Lang], None]
OUTPUTS: dict[str, Output] = {}


def output(name: str) -> Callable[[Output], Output]:
    """Register a function that writes the file `name` from an answer: `(answer, path, lang) -> None`."""

    def register(function: Output) -> Output:
        OUTPUTS[name] = function
        return function

    return register
