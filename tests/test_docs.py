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
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_reference_pages_are_generated_from_the_code() -> None:
    subprocess.run([sys.executable, ROOT / "docs" / "build_reference.py", "--check"], check=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
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


def test_run_scenario_is_poolplan_run() -> None:
    """Both ways give the same answer, here to a file that is missing."""
    commands = ["run_scenario.py", "none.yaml"], ["-m", "poolplan", "run", "none.yaml"]
    answers = [
        subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
        for command in commands
    ]
    assert [answer.returncode for answer in answers] == [1, 1]
    assert answers[0].stderr == answers[1].stderr
    assert "none.yaml" in answers[0].stderr
