"""Following `extends:` from a scenario file to its oldest parent, and merging the files into one tree."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from poolplan.errors import DataError, ScenarioError
from poolplan.scenario.origins import Mark, Problem
from poolplan.scenario.text import read_text, shown_path
from poolplan.scenario.yaml_tree import Node, read_tree

LARGEST_FILE_BYTES = 1_000_000
SLUG = re.compile(r"[a-z][a-z0-9_]*")
RESOLVED = ".resolved"


class Chain(NamedTuple):
    """A scenario file merged with its parents."""

    name: str
    """Name of the scenario."""
    root: Node
    """Every key, the name included; `extends` is gone."""
    files: tuple[Path, ...]
    """The files read, the scenario first, its oldest parent last."""


def read_chain(path: Path, problems: list[Problem]) -> Chain:
    """Read a scenario file and its parents: blocks merge, lists and values of the child replace the parent's.

    An empty value (null) in a child takes the parent's key away. Paths under `places` become absolute.

    Raises:
        ScenarioError: a file cannot be read; `problems` then holds why.
    """
    trees: list[Node] = []
    files: list[Path] = []
    following: Path | None = path
    asked: Mark | None = None
    while following is not None:
        tree = _file_tree(following, asked, problems)
        files.append(following)
        _check_name(following, tree, problems)
        trees.append(_with_absolute_places(following, tree))
        asked = _block(tree)["extends"].mark if "extends" in _block(tree) else None
        following = _parent(files, tree, problems)
    name, whole = _name(path, trees[0]), Mark(shown_path(path))
    root = _without(trees.pop(), "extends")
    while trees:
        root = merged(root, _without(trees.pop(), "extends"))
    return Chain(name, Node(_block(root) | {"name": Node(name, whole)}, whole, root.removed), tuple(files))


def merged(parent: Node, child: Node) -> Node:
    """Return the parent overlaid with the child; what was assumed of the parent's source is not of a new one."""
    if not (isinstance(parent.value, dict) and isinstance(child.value, dict)):
        return child
    values, removed = dict(parent.value), parent.removed | child.removed
    source = child.value.get("source")
    if source is not None and source.value is not None:
        values.pop("assumed", None)
    for key, node in child.value.items():
        old = values.get(key)
        if old is not None and node.value is None:
            del values[key]
            removed[key] = node.mark
        else:
            values[key] = merged(old, node) if old else node
            removed.pop(key, None)
    return Node(values, parent.mark, removed)


def absolute(folder: Path, written: str) -> str:
    """Return a path written in a file of `folder` as an absolute path; backslashes of Windows are read too."""
    return os.path.abspath(folder / written.strip().replace("\\", "/"))  # noqa: PTH100 - Path.resolve follows links


def _file_tree(path: Path, asked: Mark | None, problems: list[Problem]) -> Node:
    try:
        return read_tree(read_text(path, LARGEST_FILE_BYTES), shown_path(path), problems)
    except DataError as error:
        if asked:
            problems += [Problem("extends", text, asked) for text in error.problems]
            raise ScenarioError("") from None
        raise


def _check_name(path: Path, tree: Node, problems: list[Problem]) -> None:
    """Note a `name:` that is not the file's own name; it may be left out."""
    written = _block(tree).get("name")
    if written and written.value != path.stem and not path.stem.endswith(RESOLVED):
        text = f"'{written.value}' is not the file's name; leave 'name' out or write {path.stem}"
        problems.append(Problem("name", text, written.mark))


def _name(path: Path, tree: Node) -> str:
    """Return the scenario's name: the file's, or for a `*.resolved.yaml` the one written in it."""
    written = _block(tree).get("name")
    is_resolved = path.stem.endswith(RESOLVED) and written and isinstance(written.value, str)
    return str(written.value) if is_resolved and written else path.stem


def _with_absolute_places(path: Path, tree: Node) -> Node:
    places = _block(tree).get("places")
    if places is None or not isinstance(places.value, dict):
        return tree
    values = {key: _absolute_node(path.parent, node) for key, node in places.value.items()}
    return replace(tree, value=_block(tree) | {"places": replace(places, value=values)})


def _absolute_node(folder: Path, node: Node) -> Node:
    is_path = isinstance(node.value, str) and node.value.strip()
    return replace(node, value=absolute(folder, str(node.value))) if is_path else node


def _parent(files: list[Path], tree: Node, problems: list[Problem]) -> Path | None:
    extends = _block(tree).get("extends")
    if extends is None:
        return None
    if not isinstance(extends.value, str) or not extends.value.strip():
        problems.append(Problem("extends", "names no file; write the path of one parent file", extends.mark))
        raise ScenarioError("")
    parent = Path(absolute(files[-1].parent, extends.value))
    seen = [os.path.realpath(file) for file in files]
    if os.path.realpath(parent) in seen:
        loop = [*files[seen.index(os.path.realpath(parent)) :], parent]
        names = " -> ".join(shown_path(file) for file in loop)
        problems.append(Problem("extends", f"the files extend each other in a loop ({names}); drop one", extends.mark))
        raise ScenarioError("")
    return parent


def _without(tree: Node, key: str) -> Node:
    return replace(tree, value={k: node for k, node in _block(tree).items() if k not in (key, "name")})


def _block(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}
