"""The YAML parser's complaints, put plainly for someone who does not write YAML every day."""

from ruamel.yaml.error import MarkedYAMLError

FULL_WIDTH_COLON = "\uff1a"
FULL_WIDTH_SPACE = "\u3000"
PLAIN = (
    ("found character '\\t'", "a tab stands where spaces belong; indent with spaces"),
    (
        "mapping values are not allowed",
        "this line has a second ': ' or a wrong indent; quote the text or align the line",
    ),
    ("unexpected end of stream", "a quotation mark is not closed; close it"),
    ("expected ',' or ']'", "a bracket '[' is not closed, or a comma is missing; close it"),
    ("expected ',' or '}'", "a bracket '{' is not closed, or a comma is missing; close it"),
    ("expected <block end>", "the indent does not fit the lines above; align the line with its neighbours"),
    ("could not find expected ':'", "a key without ': '; write 'key: value'"),
    ("unknown escape character", "a backslash stands between double quotes; write paths with '/', or without quotes"),
    ("incompatible YAML", "the '%YAML' line is not needed; drop it"),
)


def plain_sentence(error: MarkedYAMLError, text: str) -> tuple[int | None, str]:
    """Return the line (from 1) of a syntax error and a plain sentence: what is wrong; what to do."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    problem = str(error.problem or error.context or "cannot be parsed")
    return line, _full_width(text, line) or _sentence(problem)


def _sentence(problem: str) -> str:
    for sign, sentence in PLAIN:
        if sign in problem:
            return sentence
    if "cannot start any token" in problem:
        return f"{problem.partition(' that ')[0].removeprefix('found ')} may not start a value; put the value in quotes"
    return f"not YAML ({problem}); check this line and the one above"


def _full_width(text: str, line: int | None) -> str:
    """Name the full-width colon or space that a Japanese keyboard leaves, on the line at fault or the one above."""
    lines = text.splitlines()
    near = lines[max(0, line - 2) : line] if line else []
    for sign, name in ((FULL_WIDTH_COLON, f"colon '{FULL_WIDTH_COLON}'"), (FULL_WIDTH_SPACE, "space")):
        if any(sign in suspect for suspect in near):
            return f"a full-width {name} stands here or in the line above; type it half-width"
    return ""
