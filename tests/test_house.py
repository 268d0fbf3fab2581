"""The house rules that no linter knows: sizes, docstrings, a light command line, no traps, no registry hosts."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = sorted((ROOT / "poolplan").rglob("*.py"))
MODEL = sorted((ROOT / "poolplan" / "model").rglob("*.py"))
MODULE_LINES, FUNCTION_LINES = 300, 40
NAMED = (ast.Name, ast.Attribute)
LOCKS = ("requirements.txt", "requirements-dev.txt")
HEAVY = (
    "branca",
    "folium",
    "geopandas",
    "highspy",
    "matplotlib",
    "networkx",
    "numpy",
    "pandas",
    "pulp",
    "scipy",
    "shapely",
)
HOSTS = re.compile(r"pypi\.(org|python)|pythonhosted\.org|registry\.(npmjs|yarnpkg)|deb\.debian")
PLACES = re.compile(r"(?<![\w.~/])/(work|root|opt|tmp|home)/\w")


def relative(path: Path) -> str:
    """Return a path as test ids show it."""
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, methods and inner ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def comparisons(path: Path) -> Iterator[ast.Compare]:
    """Yield every comparison of a module."""
    yield from (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Compare))


def tracked() -> list[Path]:
    """Return the files that git tracks or would add; empty where there is no git folder."""
    if not (ROOT / ".git").exists():
        return []
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", PACKAGE, ids=relative)
def test_a_module_fits_in_the_head(path: Path) -> None:
    """At most 300 lines, a docstring that says why it is here, no function body over 40 lines."""
    tree = tree_of(path)
    assert ast.get_docstring(tree), "no module docstring"
    assert path.read_text(encoding="utf-8").count("\n") <= MODULE_LINES
    sizes = {function.name: body_lines(function) for function in functions(tree)}
    long = {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES}
    assert not long


@pytest.mark.parametrize("path", PACKAGE, ids=relative)
def test_public_functions_name_what_they_take(path: Path) -> None:
    """No public function takes `**kwargs`: a misspelt argument would vanish in it."""
    public = (function for function in functions(tree_of(path)) if not function.name.startswith("_"))
    assert not [function.name for function in public if function.args.kwarg]


@pytest.mark.parametrize("path", MODEL, ids=relative)
def test_the_model_has_no_chained_comparison(path: Path) -> None:
    """PuLP silently keeps only one side of `2 <= x <= 5`."""
    assert not [node.lineno for node in comparisons(path) if len(node.ops) > 1]


@pytest.mark.parametrize("path", MODEL, ids=relative)
def test_the_model_never_asks_for_a_mode(path: Path) -> None:
    """A mode is data: what differs between modes is a field of the mode, not a branch of the model."""
    assert not [node.lineno for node in comparisons(path) if asks_for_a_mode(node)]


def asks_for_a_mode(node: ast.Compare) -> bool:
    """Tell whether a comparison is `mode == ...`, or of some `mode` with a name written out in the code."""
    sides = [node.left, *node.comparators]
    names = {side.id if isinstance(side, ast.Name) else side.attr for side in sides if isinstance(side, NAMED)}
    written_out = any(isinstance(part, ast.Constant) for side in sides for part in ast.walk(side))
    return "mode" in names and (isinstance(node.left, ast.Name) or written_out)


@pytest.mark.parametrize("command", ["import poolplan.cli", "from poolplan.cli import main; main(['--help'])"])
def test_the_command_line_is_light(command: str) -> None:
    """`poolplan --help` answers at once: it imports no heavy package."""
    script = f"{command}\nimport sys\nprint('heavy:', *sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy:"


def test_nothing_lies_unused() -> None:
    """Functions, classes and constants of the package are used in it, or by benchmarks and scripts; tests do not count.

    What a decorator registers is used by its registry, `__version__` by the build.
    """
    shown = [
        path
        for path in tracked()
        if path.suffix in {".py", ".html", ".toml"} and path.relative_to(ROOT).parts[0] != "tests"
    ]
    words = Counter(word for path in shown for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))
    assert [(relative(path), name) for path in PACKAGE for name in defined(tree_of(path)) if words[name] == 1] == []


def defined(tree: ast.Module) -> Iterator[str]:
    """Yield what a module defines for others or itself, without what a decorator registers."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (
                name.id
                for target in targets
                for name in ast.walk(target)
                if isinstance(name, ast.Name) and not name.id.startswith("__")
            )


def test_no_file_names_a_registry_or_a_place_on_a_computer() -> None:
    """Locks and documents work behind any mirror, and on any computer."""
    named = []
    for path in tracked():
        if path.suffix not in {".png", ".xlsx", ".gpkg"} and path != Path(__file__):
            text = path.read_text(encoding="utf-8", errors="replace")
            named += [f"{relative(path)}: {found[0]}" for found in (HOSTS.search(text), PLACES.search(text)) if found]
    assert not named


def test_the_changelog_opens_with_numbers() -> None:
    """Whoever updates reads first what may change their numbers."""
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings[1:3] == ["## Unreleased", "### May change your numbers"]


def test_both_locks_agree() -> None:
    """The tests run with the versions that the users get."""
    pins = [set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS]
    assert pins[0] < pins[1]
