"""YAML files to a Scenario, and back: every problem at once, each with its file and line."""

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML

from poolplan.errors import ScenarioError
from poolplan.scenario.chain import RESOLVED, SLUG, Chain, read_chain
from poolplan.scenario.messages import BLOCKS, explain, meaning_at, nearest, schema_at
from poolplan.scenario.origins import OVERRIDE, Origins, Problem, dotted, mark_of
from poolplan.scenario.overrides import known_paths, with_overrides
from poolplan.scenario.schema import Scenario
from poolplan.scenario.text import shown_path
from poolplan.scenario.yaml_tree import Node, marks, plain

MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Reading:
    """A scenario as read, with the place each value was written."""

    scenario: Scenario
    origins: Origins
    """File and line of each value, by dotted path."""
    files: tuple[Path, ...]
    """The files read, the scenario first, its oldest parent last."""


def read(path: Path, overrides: Sequence[str] = ()) -> Reading:
    """Read a scenario file, its parents (`extends:`) and overrides (`costs.bus.large.per_hour_yen=7000`).

    Raises:
        ScenarioError: every problem found, together; at most 50 sentences and a count of the rest.
        DataError: the file itself cannot be read.
    """
    problems: list[Problem] = []
    try:
        chain = read_chain(path, problems)
    except ScenarioError:
        raise ScenarioError(_sentences(problems, ())) from None
    problems += _bad_name(path, chain)
    root = with_overrides(chain.root, overrides, problems)
    origins = dict(marks(root))
    scenario = _validated(root, origins, problems)
    if scenario is None or problems:
        raise ScenarioError(_sentences(problems, chain.files))
    return Reading(scenario, origins, chain.files)


def read_scenario(path: Path, overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario file; see `read`."""
    return read(path, overrides).scenario


def resolved_yaml(scenario: Scenario, relative_to: Path) -> str:
    """Write a whole scenario as one YAML file that `read_scenario` reads back to an equal scenario.

    Args:
        scenario: any scenario.
        relative_to: folder the file will lie in; paths under `places` are written relative to it. Name the file
            after the scenario, or anything that ends in `.resolved.yaml`.
    """
    values = scenario.model_dump(mode="json", exclude_none=True)
    values["places"] = {
        key: _relative(value, relative_to) if isinstance(value, str) else value
        for key, value in values["places"].items()
    }
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.representer.sort_base_mapping_type_on_output = False
    yaml.width = 10_000
    stream = io.StringIO()
    yaml.dump(values, stream)
    return stream.getvalue()


def _relative(path: str, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive on Windows
        return path


def _bad_name(path: Path, chain: Chain) -> Iterable[Problem]:
    if SLUG.fullmatch(chain.name):
        return
    of = "the name" if path.stem.endswith(RESOLVED) else "the file's name"
    text = f"{of} '{chain.name}' is no id; use small letters, digits and _, starting with a letter"
    yield Problem("", text, chain.root.mark)


def _validated(root: Node, origins: Origins, problems: list[Problem]) -> Scenario | None:
    """Check every value; places that have a problem already are passed over."""
    spoilt = {problem.path for problem in problems if problem.path} | {"name"}
    try:
        return Scenario.model_validate(plain(root))
    except ValidationError as error:
        found = error.errors(include_url=False)
        bad_keys = {dotted(details["loc"][:-1]) for details in found if details["loc"][-1:] == ("[key]",)}
        misspelt = {dotted(details["loc"]) for details in found if details["type"] == "missing"} & set(_meant(found))
        for details in found:
            where = dotted(details["loc"])
            if where in misspelt:
                continue
            is_key = details["loc"][-1:] == ("[key]",)
            if is_key or not any(f"{where}.".startswith(f"{path}.") for path in spoilt | bad_keys):
                problems.append(_problem(details, root, origins))
    return None


def _meant(found: Sequence[ErrorDetails]) -> Iterator[str]:
    """Yield the key that each unknown key stands for, as far as it can be guessed."""
    for details in found:
        if details["type"] == "extra_forbidden":
            *block, key = details["loc"]
            near = nearest(str(key), schema_at(Scenario, details["loc"])[0])
            yield from [dotted((*block, near))] if near else []


def _problem(error: ErrorDetails, root: Node, origins: Origins) -> Problem:
    steps = tuple(step for step in error["loc"] if step != "[key]")
    whole, block = dotted(steps), dotted(steps[:-1])
    keys, unit = schema_at(Scenario, steps)
    keys = schema_at(Scenario, (*steps, ""))[0] if error["type"] in BLOCKS else keys
    text = explain(error, keys, unit, _home_of(str(steps[-1]), root) if steps else "")
    mark = mark_of(whole, origins)
    if error["type"] == "missing":
        if whole in origins:
            text = f"'{steps[-1]}' is taken away by an empty value here, but is needed; give a value or drop the line"
        elif meaning := meaning_at(Scenario, steps):
            text += f": {meaning}"
        return Problem(block, text, mark)
    return Problem(block if error["type"] == "extra_forbidden" else whole, text, mark)


def _home_of(key: str, root: Node) -> str:
    """Return the only block that knows a key, or an empty string."""
    homes = {path.rpartition(".")[0] for path in known_paths(root) if path.rpartition(".")[2] == key}
    return homes.pop() if len(homes) == 1 else ""


def _sentences(problems: Iterable[Problem], files: Sequence[Path]) -> list[str]:
    """Sort by file (child first), line and path; the command line comes last."""
    rank = {shown_path(file): number for number, file in enumerate(files)} | {OVERRIDE: len(files)}
    ordered = sorted(problems, key=lambda p: (rank.get(p.mark.file, 0), p.mark.line or 0) if p.mark else (0, 0))
    sentences = list(dict.fromkeys(str(problem) for problem in ordered))
    rest = len(sentences) - MOST_PROBLEMS
    return sentences[:MOST_PROBLEMS] + ([f"and {rest} more problems; mend these first"] if rest > 0 else [])
