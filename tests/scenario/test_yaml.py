"""YAML that is no scenario, or could surprise the one who wrote it: each refusal word for word."""

from pathlib import Path

import pytest

from poolplan.scenario.read import read_scenario
from tests.scenario.files import child, complaints, write

SYNTAX = [
    ("a: 1\n\tb: 2", "line 2: a tab stands where spaces belong; indent with spaces"),
    ("a: b: c", "line 1: this line has a second ': ' or a wrong indent; quote the text or align the line"),
    ("a: 'x", "line 1: a quotation mark is not closed; close it"),
    ('a: "..\\data"', "line 1: a backslash stands between double quotes; write paths with '/', or without quotes"),
    ("a: [1, 2", "line 1: a bracket '[' is not closed, or a comma is missing; close it"),
    ("a: {b: 2", "line 1: a bracket '{' is not closed, or a comma is missing; close it"),
    ("a:\n  b: 1\n c: 2", "line 3: the indent does not fit the lines above; align the line with its neighbours"),
    ("a: 1\nbcd\n", "line 3: a key without ': '; write 'key: value'"),
    ("a: @x", "line 1: character '@' may not start a value; put the value in quotes"),
    ("a: 1\nyears\uff1a2022\n",
     "line 3: a full-width colon '\uff1a' stands here or in the line above; type it half-width"),
    ("a: 1\n\u3000bc\nd: 2", "line 3: a full-width space stands here or in the line above; type it half-width"),
    ("years\uff1a2022", "line 1: holds no 'key: value' lines; a scenario is a block of keys "
     "(full-width '\uff1a' found: type a plain ':' and a space)"),
    ("", "line 1: holds no 'key: value' lines; a scenario is a block of keys"),
    ("- 1", "line 1: holds no 'key: value' lines; a scenario is a block of keys"),
    ("{" * 5000, "line 1: blocks are nested more than 20 deep; a scenario needs fewer"),
    ("- " * 5000, "line 1: blocks are nested more than 20 deep; a scenario needs fewer"),
    ("a: 1\nb: \x07", "line 2: a control character stands here; write the line again"),
    ("a: !<", "line 1: not YAML (expected URI, but found '\\x00'); check this line and the one above"),
    ("%YAML 3.0\n---\na: 1", "line 1: the '%YAML' line is not needed; drop it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), SYNTAX, ids=[repr(text[:12]) for text, _ in SYNTAX])
def test_text_that_is_no_yaml_block_is_named_by_line(folder: Path, text: str, sentence: str) -> None:
    assert complaints(write(folder, "bad.yaml", text)) == [f"bad.yaml, {sentence}"]


UNWANTED = [
    ("years: {last: 2040}\nyears: {last: 2041}",
     "line 3, years: this key stands already in line 2; keep one of the two"),
    ("years: {last: 2040, last: 2041}", "line 2, years.last: this key stands already in line 2; keep one of the two"),
    ("years: !!python/object:os.system {}", "line 2, years: the tag '!!python/object:os.system' is not read; "
     "write the plain value"),
    ("label: {ja: !x 例}", "line 2, label.ja: the tag '!x' is not read; write the plain value"),
    ("years: {last: !!float 2040}", "line 2, years.last: the tag '!!float' is not read; write the plain value"),
    ("label: {ja: &x 例}", "line 2, label.ja: anchors (&x) and aliases (*x) are not read, here or further down; "
     "write the values out, or share them by 'extends'"),
    ("label: {ja: *x }", "line 2, label.ja: anchors (&x) and aliases (*x) are not read, here or further down; "
     "write the values out, or share them by 'extends'"),
    ('label: {ja: "a\\0"}', "line 2, label.ja: 'a\\x00' holds a control character; write it again"),
    ("? [label]\n: 1", "line 2: a key must be one word; this one is a list or a block"),
    ("---\nlabel: {ja: a}", "line 2: a second document ('---') starts here; keep one document per file"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), UNWANTED, ids=[text for text, _ in UNWANTED])
def test_yaml_that_could_surprise_is_refused(folder: Path, text: str, sentence: str) -> None:
    assert f"child.yaml, {sentence}" in complaints(child(folder, text + "\n"))


def test_core_tags_are_read(folder: Path) -> None:
    path = child(folder, "label: {ja: !!str 5}\nyears: {last: !!int 2040}\n")
    assert (read_scenario(path).label.ja, read_scenario(path).years.last) == ("5", 2040)


def test_an_alias_bomb_is_defused(folder: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in ("ab", "bc", "cd", "de", "ef", "fg", "gh"))
    assert "anchors (&a) and aliases (*a) are not read" in "\n".join(complaints(write(folder, "bomb.yaml", bomb)))
