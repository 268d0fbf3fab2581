"""Turning a validation error into one sentence: what is wrong, with value and unit, and what to do."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from poolplan.scenario.blocks import YEAR_PATTERN
from poolplan.scenario.spelling import as_share, plainly

LONGEST_SHOWN = 60
KINDS = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "yes or no",
    "string_type": "text",
    "string_too_short": "text",
    "dict_type": "a block of keys and values",
    "model_type": "a block of keys and values",
    "model_attributes_type": "a block of keys and values",
    "tuple_type": "a list",
}
RANGES = {
    "greater_than_equal": "at least {ge:g}",
    "greater_than": "more than {gt:g}",
    "less_than_equal": "at most {le:g}",
    "less_than": "less than {lt:g}",
}
SHORTEST_STEM = 3
EMPTY = (None, "")
THOUSANDS = re.compile(r"\d{3}")
BLOCKS = ("dict_type", "model_type", "model_attributes_type")
MOST_KEYS_NAMED = 4


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)`, or an empty string when nothing known is near.

    The only name that begins with the word comes before the one that looks most alike.

    >>> did_you_mean("akitaminani", ["akitaminami", "tasoko"])
    " (did you mean 'akitaminami'?)"
    """
    near = nearest(word, known)
    return f" (did you mean '{near}'?)" if near else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that a word most likely stands for, None where nothing is near."""
    candidates = list(known)
    begun = [name for name in candidates if len(word) >= SHORTEST_STEM and name.startswith(word)]
    near = begun if len(begun) == 1 else get_close_matches(word, candidates, n=1, cutoff=0.6)
    return near[0] if near else None


def explain(error: ErrorDetails, known_keys: Iterable[str], unit: str = "", elsewhere: str = "") -> str:
    """Say in one clause what is wrong with a value and what to do about it.

    Args:
        error: one entry of pydantic's `ValidationError.errors()`.
        known_keys: keys allowed at this place, for near misses; where a block is asked for, the keys in it.
        unit: unit of the value asked for, if it has one.
        elsewhere: the block an unknown key would belong to, if there is one.
    """
    key = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return _unknown(key, sorted(known_keys), elsewhere)
    if error["type"] == "missing":
        return f"'{key}' is missing; add it{_in(unit)}"
    if error["type"] in BLOCKS and len(keys := list(known_keys)) in range(1, MOST_KEYS_NAMED + 1):
        return f"{_not_a(error)}; give a block with the keys {', '.join(keys)}"
    return _wrong_value(error, unit)


def _wrong_value(error: ErrorDetails, unit: str) -> str:
    kind, value = error["type"], error["input"]
    if kind in KINDS:
        wanted = f"give {KINDS[kind]}{_in(unit)}{_plainly(kind, value, unit)}"
        return f"{_not_a(error)}; {wanted}"
    if kind == "string_pattern_mismatch":
        if error.get("ctx", {}).get("pattern") == YEAR_PATTERN:
            return f"{shown(value)} is no fiscal year; write it in four digits, for example 2030"
        wanted = "small letters, digits and _, starting with a letter"
        return f"is empty; give an id ({wanted})" if value in EMPTY else f"{shown(value)} is no id; use {wanted}"
    if kind in ("literal_error", "enum"):
        choices = _choices(error)
        return f"is empty; give {choices}" if value in EMPTY else f"{shown(value)} is not one of {choices}"
    if kind in RANGES:
        allowed = RANGES[kind].format(**error.get("ctx", {}))
        share = as_share(value) if unit.startswith("share") and kind.startswith("less") else ""
        return f"{shown(value)} is out of range; give a value {allowed}{_in(unit)}" + (
            f", written {share}" if share else ""
        )
    return f"{shown(value)} is not valid: {error['msg']}"


def shown(value: object) -> str:
    """Show a value as the user wrote it, shortened.

    >>> shown("15 min"), shown(True), shown(float("nan")), shown((1, 2))
    ("'15 min'", 'true', '.nan', '[1, 2]')
    """
    if isinstance(value, dict):
        return "a block of keys and values"
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        return f"{value}".replace("nan", ".nan").replace("inf", ".inf")
    if isinstance(value, bool):
        return str(value).lower()
    text = "nothing" if value is None else repr(list(value) if isinstance(value, tuple) else value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def schema_at(model: type[BaseModel], location: tuple[int | str, ...]) -> tuple[list[str], str]:
    """Return the keys known beside a place in a scenario, and the unit of the value there.

    Walks the JSON schema of the model: one fact, one place.
    """
    schema = json_schema(model)
    node = parent = schema
    for step in location:
        parent = resolved(node, schema)
        node = below(parent, step) or {}
    return list(parent.get("properties", {})), str(resolved(node, schema).get("unit", ""))


@cache
def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON schema of a model, worked out once."""
    return model.model_json_schema()


def below(node: dict[str, Any], step: int | str) -> dict[str, Any] | None:
    """Return the schema one step below a resolved schema node; None where the schema knows no such step."""
    if isinstance(step, int):
        return node.get("items")
    free = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    found = node.get("properties", {}).get(step) or free[0]
    return found if isinstance(found, dict) else None


def meaning_at(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    """Return what a key stands for, as the manual says it, without the full stop; empty where it says nothing."""
    schema = json_schema(model)
    node = schema
    for step in location:
        node = below(resolved(node, schema), step) or {}
    return str(node.get("description", "")).removesuffix(".")


def resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and the branch of an optional value that is not null."""
    for _ in range(10):
        if "$ref" in node:
            node = schema.get("$defs", {})[node["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            node = next(branch for branch in node["anyOf"] if branch.get("type") != "null")
        else:
            break
    return node


def _unknown(key: str, known: list[str], elsewhere: str) -> str:
    if key != key.strip():
        return f"unknown key '{key}': a full-width space stands in it; indent with plain spaces"
    if THOUSANDS.fullmatch(key):
        return f"unknown key '{key}': a comma ends a value here; write numbers without commas"
    hint = did_you_mean(key, known)
    if not hint:
        hint = f"; it belongs in {elsewhere}" if elsewhere else f"; known here: {', '.join(known)}"
    return f"unknown key '{key}'{hint}"


def _not_a(error: ErrorDetails) -> str:
    """Say that a value is not of the kind asked for, or empty."""
    value = error["input"]
    return "is empty" if value in EMPTY else f"{shown(value)} is not {KINDS[error['type']]}"


def _choices(error: ErrorDetails) -> str:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return expected + did_you_mean(str(error["input"]), re.findall(r"'([^']*)'", expected))


def _plainly(kind: str, value: object, unit: str) -> str:
    """Show how to write a number that an office writes otherwise, or a text that needs quotes.

    >>> _plainly("int_type", "6,330", "yen"), _plainly("int_type", "2022", ""), _plainly("int_type", "6330 yen", "yen")
    (', written 6330', ', written 2022 without quotes', '')
    """
    if kind == "string_type" and isinstance(value, int | float):
        return f", written '{shown(value)}'"
    if not kind.startswith(("int_", "float_")):
        return ""
    plain = plainly(value, unit, whole=kind.startswith("int_"))
    return f", written {plain}" + (" without quotes" if plain == value else "") if plain else ""


def _in(unit: str) -> str:
    return f" ({unit})" if unit else ""
