"""YAML text to a tree of plain values that remember their lines; whatever could surprise a planner is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from poolplan.errors import ScenarioError
from poolplan.scenario.origins import Mark, Problem, dotted
from poolplan.scenario.yaml_syntax import FULL_WIDTH_COLON, plain_sentence

Scalar = str | int | float | bool | None
Steps = tuple[str | int, ...]

DEEPEST = 20
TAGS = "tag:yaml.org,2002:"
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
CORE = (
    (re.compile(r"(~|null|Null|NULL|)"), "null"),
    (re.compile(r"(true|True|TRUE|false|False|FALSE)"), "bool"),
    (re.compile(r"[-+]?[0-9]{1,400}"), "int"),
    (re.compile(r"0o[0-7]{1,400}|0x[0-9a-fA-F]{1,400}"), "int"),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), "float"),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "float"),
)


@dataclass(frozen=True)
class Node:
    """A value, a list or a block, with the place it was written."""

    value: "Scalar | tuple[Node, ...] | dict[str, Node]"
    mark: Mark
    removed: dict[str, Mark] = field(default_factory=dict)
    """Keys of a block that an empty value has taken away, with the place of that empty value."""


def read_tree(text: str, file: str, problems: list[Problem]) -> Node:
    """Parse one YAML document whose top level is a block.

    Duplicate keys, tags, anchors and aliases are added to `problems`, and parsing goes on.

    Args:
        text: the YAML text.
        file: name of the file as messages show it.
        problems: sentences are added here.

    Raises:
        ScenarioError: the text is no YAML block at all; `problems` then holds why.
    """
    root = _parsed(text, file, problems)
    if not isinstance(root.value, dict):
        colon = FULL_WIDTH_COLON
        hint = f" (full-width '{colon}' found: type a plain ':' and a space)" if colon in text else ""
        problems.append(Problem("", f"holds no 'key: value' lines; a scenario is a block of keys{hint}", Mark(file, 1)))
        raise ScenarioError("")
    return root


def read_value(text: str, problems: list[Problem]) -> Node:
    """Parse the single value of an override.

    Raises:
        ScenarioError: the text is not YAML; `problems` then holds why.
    """
    return _parsed(text, "", problems)


def plain(node: Node) -> object:
    """Return the bare values of a tree: dicts, tuples and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return tuple(plain(child) for child in node.value)
    return node.value


def marks(node: Node, steps: Steps = ()) -> Iterator[tuple[str, Mark]]:
    """Yield the dotted path and the mark of every value, block and removed key of a tree."""
    yield dotted(steps), node.mark
    for key, mark in node.removed.items():
        yield dotted((*steps, key)), mark
    children = node.value.items() if isinstance(node.value, dict) else ()
    items = enumerate(node.value) if isinstance(node.value, tuple) else ()
    for step, child in (*children, *items):
        yield from marks(child, (*steps, step))


def core_value(text: str) -> Scalar:
    """Read a plain scalar by the YAML 1.2 core schema: `yes` and dates are text, `0o17` is a number.

    >>> [core_value(text) for text in ("15", "0.3333", "true", "yes", "2022-04-01", "")]
    [15, 0.3333, True, 'yes', '2022-04-01', None]
    """
    kind = next((name for pattern, name in CORE if pattern.fullmatch(text)), "str")
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text, 0 if text[:2] in ("0o", "0x") else 10)
    return float(text.replace(".inf", "inf").replace(".nan", "nan")) if kind == "float" else text


def _parsed(text: str, file: str, problems: list[Problem]) -> Node:
    events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
    try:
        return _Builder(file, events, problems).document()
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        problems.append(Problem("", "a control character stands here; write the line again", Mark(file, line)))
    except MarkedYAMLError as error:
        at, sentence = plain_sentence(error, text)
        problems.append(Problem("", sentence, Mark(file, at)))
    raise ScenarioError("")


@dataclass
class _Builder:
    """Builds the tree of one document from the parser's events."""

    file: str
    events: Iterator[Event]
    problems: list[Problem]
    depth: int = 0
    has_anchors: bool = False

    def document(self) -> Node:
        root = Node(None, Mark(self.file, 1))
        for count, start in enumerate(e for e in self.events if isinstance(e, DocumentStartEvent | StreamEndEvent)):
            if isinstance(start, StreamEndEvent):
                break
            if count:
                self._complain((), "a second document ('---') starts here; keep one document per file", self._at(start))
                break
            event = next(self.events)
            root = self._node(event, (), self._at(event))
        return root

    def _node(self, event: Event, steps: Steps, mark: Mark) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            self._complain((), f"blocks are nested more than {DEEPEST} deep; a scenario needs fewer", mark)
            raise ScenarioError("")
        anchor = getattr(event, "anchor", None)
        if anchor and not self.has_anchors:
            self.has_anchors = True
            text = f"anchors (&{anchor}) and aliases (*{anchor}) are not read, here or further down"
            self._complain(steps, f"{text}; write the values out, or share them by 'extends'", mark)
        if isinstance(event, MappingStartEvent):
            node = Node(self._block(steps), mark)
        elif isinstance(event, SequenceStartEvent):
            node = Node(tuple(self._items(steps)), mark)
        elif isinstance(event, ScalarEvent):
            node = Node(self._scalar(event, steps, mark), mark)
        else:
            node = Node(None, mark)
        self._refuse_tag(event, node, steps)
        self.depth -= 1
        return node

    def _items(self, steps: Steps) -> Iterator[Node]:
        for number, event in enumerate(self.events):
            if isinstance(event, SequenceEndEvent):
                return
            yield self._node(event, (*steps, number), self._at(event))

    def _block(self, steps: Steps) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            key, mark = self._key(event, steps), self._at(event)
            value = self._node(next(self.events), (*steps, key), mark)
            if key in found:
                first = found[key].mark.line
                self._complain((*steps, key), f"this key stands already in line {first}; keep one of the two", mark)
            found.setdefault(key, value)
        return found

    def _key(self, event: Event, steps: Steps) -> str:
        self._node(event, steps, self._at(event))
        if isinstance(event, ScalarEvent):
            return str(event.value)
        self._complain(steps, "a key must be one word; this one is a list or a block", self._at(event))
        return ""

    def _scalar(self, event: ScalarEvent, steps: Steps, mark: Mark) -> Scalar:
        text = str(event.value)
        if NOT_TEXT.search(text):
            self._complain(steps, f"{text!r} holds a control character; write it again", mark)
            return NOT_TEXT.sub("", text)
        return core_value(text) if event.style is None and str(event.tag or "") != TAGS + "str" else text

    def _refuse_tag(self, event: Event, node: Node, steps: Steps) -> None:
        tag = str(getattr(event, "tag", None) or "")
        if tag and tag != TAGS + _kind(node):
            self._complain(steps, f"the tag '{tag.replace(TAGS, '!!')}' is not read; write the plain value", node.mark)

    def _at(self, event: Event) -> Mark:
        return Mark(self.file, event.start_mark.line + 1)

    def _complain(self, steps: Steps, text: str, mark: Mark) -> None:
        self.problems.append(Problem(dotted(steps), text, mark))


def _kind(node: Node) -> str:
    return {dict: "map", tuple: "seq", type(None): "null"}.get(type(node.value), type(node.value).__name__)
