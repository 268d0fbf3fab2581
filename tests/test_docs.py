"""What the documents promise is there: generated pages up to date, links that lead somewhere, commands that run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from poolplan.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "scenarios/README.md", ROOT / "gis_data/kumamoto/README.md"]
)
LINKING = sorted({*PAGES, *ROOT.glob("benchmarks/*.md"), *ROOT.glob("gis_data/*/README.md")})
"""Every page; those that are not among `PAGES` show commands of other programs too."""
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHEAPEST = ROOT / "scenarios" / "kumamoto_expand_cheapest.yaml"
FILE_NAMED = re.compile(r"(?<![\w/.<])[\w./<>*]+\.(?:yaml|py|txt)\b")
CODE = re.compile(r"```(?:sh|console)\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def commands_of(page: Path) -> str:
    """Return the commands that a page shows, one a line: blocks of shell, and code in a line that starts a program."""
    found = [block or inline for block, inline in CODE.findall(page.read_text(encoding="utf-8"))]
    starts = ("python", "py ", ".venv", "run ", "validate ", "compare ", "poolplan ", "--")
    return "\n".join(code for code in found if code.strip().startswith(starts))


def test_reference_pages_are_generated_from_the_code() -> None:
    subprocess.run([sys.executable, ROOT / "docs" / "build_reference.py", "--check"], check=True)


@pytest.mark.parametrize("page", LINKING, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = [found[0] for found in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_readme_opens_with_the_two_commands() -> None:
    block = README.split("```")[1]
    assert re.findall(r"(?m)^python3 install\.py.*?(?= {2,}#)", block) == [
        "python3 install.py && .venv/bin/python run_scenario.py scenarios/kumamoto_expand_cheapest.yaml",
        "python3 install.py --dev && .venv/bin/python -m pytest",
    ]
    assert (ROOT / "install.py").is_file()
    assert (ROOT / "run_scenario.py").is_file()


def test_readme_fits_a_screen() -> None:
    assert len(README.splitlines()) <= 45


@pytest.mark.parametrize("scenario", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_scenarios_are_sound(scenario: Path) -> None:
    assert main(["validate", str(scenario)]) == 0


def test_commands_in_the_documents_name_files_that_exist() -> None:
    """`my_city` and `<city>` stand for the reader's own files; a pattern must match something."""
    own = re.compile(r"my_city|<city>")
    named = {
        (page.name, path) for page in PAGES for path in FILE_NAMED.findall(commands_of(page)) if not own.search(path)
    }
    assert len(named) > 3
    assert sorted((page, path) for page, path in named if not list(ROOT.glob(path))) == []


def test_options_in_the_documents_are_options_of_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "validate", "compare", "timetable", "travel", "doctor", "sensitivity"):
        main([command, "--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    lines = [(page.name, line) for page in PAGES for line in commands_of(page).splitlines() if ".py" not in line]
    named = {(page, option) for page, line in lines for option in re.findall(r"(?<!\S)--[a-z-]+", line)}
    assert "--set" in {option for _, option in named}
    assert [(page, option) for page, option in sorted(named) if option not in known] == []


def test_values_set_in_the_documents_can_be_set() -> None:
    changes = {change for page in PAGES for change in re.findall(r"--set ([a-z_0-9.]+=\w+)", page.read_text("utf-8"))}
    assert len(changes) > 1
    assert main(["validate", str(CHEAPEST), *(word for change in sorted(changes) for word in ("--set", change))]) == 0


def test_readme_counts_the_scenarios_it_compares() -> None:
    assert "compare scenarios/kumamoto_*.yaml` (eight scenarios" in README
    assert len(list(ROOT.glob("scenarios/kumamoto_*.yaml"))) == 8


def test_every_decision_has_a_number_of_its_own_and_is_listed() -> None:
    pages = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [page.split("-")[0] for page in pages]
    listed = LINK.findall((ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8"))
    assert numbers == sorted(set(numbers))
    assert [link for link, _ in listed if link[0].isdigit()] == pages
