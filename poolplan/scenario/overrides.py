"""Changing single values of a scenario from the command line: `--set costs.bus.large.per_hour_yen=7000`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from poolplan.errors import ScenarioError
from poolplan.scenario.chain import absolute
from poolplan.scenario.messages import below, did_you_mean, json_schema, resolved
from poolplan.scenario.origins import OVERRIDE, Mark, Problem
from poolplan.scenario.schema import Scenario
from poolplan.scenario.yaml_tree import Node, Scalar, read_value

EXAMPLE = f"{OVERRIDE} costs.bus.large.per_hour_yen=7000"
ON_COMMAND_LINE = Mark(OVERRIDE)


def with_overrides(root: Node, overrides: Sequence[str], problems: list[Problem]) -> Node:
    """Return the tree with each `path=value` set; those that cannot be set are added to `problems`."""
    for override in overrides:
        path, equals, written = override.partition("=")
        path = path.strip()
        refusal = _refusal(root, path) if equals else f"has no '='; write it like {EXAMPLE}"
        value, complaints = (None, [refusal]) if refusal else _value(path, written)
        problems += [Problem(path, complaint, ON_COMMAND_LINE) for complaint in complaints]
        if not complaints:
            root = _with(root, path.split("."), value)
    return root


def known_paths(node: Node | None, schema: dict[str, Any] | None = None, path: str = "") -> Iterator[str]:
    """Yield the dotted path of every value a scenario may hold, with the modes and stages this one has."""
    whole = json_schema(Scenario)
    here = resolved(schema or whole, whole)
    children = _steps(here, node)
    if not children and not _is_block(here):
        yield path
    for step in children:
        yield from known_paths(_child(node, step), _below(here, step), f"{path}.{step}" if path else step)


def _refusal(root: Node, path: str) -> str:
    """Say why a path cannot be set; empty if it can."""
    if path == "name":
        return "the name is the file's; copy the file under another name"
    kind = _kind_at(root, path.split("."))
    if kind == "value":
        return ""
    known = [p for p in known_paths(root) if p != "name"]
    if kind == "block":
        inside = next((p for p in known if p.startswith(f"{path}.") and not p.endswith(("source", "assumed"))), "")
        return "is a block, not a value; set one value in it" + (f", for example {inside}" if inside else "")
    return f"no such value{did_you_mean(path, known)}; write it like {EXAMPLE}"


def _kind_at(root: Node, steps: list[str]) -> Literal["value", "block", "unknown"]:
    whole = json_schema(Scenario)
    here, node = whole, root
    for step in steps:
        here = resolved(here, whole)
        found, child = _below(here, step), _child(node, step)
        if found is None:
            return "unknown"
        is_listed = "properties" in here or child is not None
        if not is_listed and (here.get("type") == "array" or _is_block(resolved(found, whole))):
            return "unknown"
        here, node = found, child or Node(None, ON_COMMAND_LINE)
    return "block" if _is_block(resolved(here, whole)) else "value"


def _is_block(schema: dict[str, Any]) -> bool:
    return schema.get("type") in ("object", "array")


def _below(schema: dict[str, Any], step: str) -> dict[str, Any] | None:
    if schema.get("type") == "array":
        return below(schema, int(step)) if step.isdecimal() else None
    return below(schema, step)


def _steps(schema: dict[str, Any], node: Node | None) -> list[str]:
    if "properties" in schema:
        return list(schema["properties"])
    value = node.value if node is not None else None
    if isinstance(value, tuple) and schema.get("type") == "array":
        return [str(number) for number in range(len(value))]
    is_free = "patternProperties" in schema or isinstance(schema.get("additionalProperties"), dict)
    return list(value) if isinstance(value, dict) and is_free else []


def _child(node: Node | None, step: str) -> Node | None:
    if node is not None and isinstance(node.value, tuple):
        return node.value[int(step)] if step.isdecimal() and int(step) < len(node.value) else None
    return node.value.get(step) if node is not None and isinstance(node.value, dict) else None


def _value(path: str, written: str) -> tuple[Scalar, list[str]]:
    """Return the value written on the command line, or what is wrong with it."""
    found: list[Problem] = []
    try:
        value = read_value(written, found).value
    except ScenarioError:
        value = None
    if isinstance(value, dict | tuple):
        return None, ["give one value, not a list or a block; put longer changes in a file"]
    is_path = path.startswith("places.") and path.count(".") == 1 and isinstance(value, str) and value
    return absolute(Path.cwd(), str(value)) if is_path else value, [problem.text for problem in found]


def _with(node: Node | None, steps: list[str], value: Scalar) -> Node:
    """Return the node with the value set below it; an empty value takes a key away.

    As in files, a new source takes away what was assumed of the old one, unless the command line says so itself.
    """
    if not steps:
        return Node(value, ON_COMMAND_LINE)
    first, rest = steps[0], steps[1:]
    if node is not None and isinstance(node.value, tuple):
        items = [_with(old, rest, value) if str(n) == first else old for n, old in enumerate(node.value)]
        return replace(node, value=tuple(items))
    values = dict(node.value) if node is not None and isinstance(node.value, dict) else {}
    kept = node or Node({}, ON_COMMAND_LINE)
    if not rest and value is None:
        values.pop(first, None)
        return replace(kept, value=values, removed=kept.removed | {first: ON_COMMAND_LINE})
    values[first] = _with(values.get(first), rest, value)
    if steps == ["source"] and "assumed" in values and values["assumed"].mark != ON_COMMAND_LINE:
        del values["assumed"]
    return replace(kept, value=values)
