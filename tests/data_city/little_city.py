"""A city of five schools as real files, small enough that every yen of its plan can be worked out by hand."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NAMES = ("city.yaml", "move.yaml", "keep.yaml", "wards.geojson")


def copy_city(folder: Path) -> Path:
    """Copy the scenarios and tables into a folder; return the scenario in which schools move."""
    for path in [*(FOLDER / name for name in NAMES), *FOLDER.glob("*.csv")]:
        shutil.copy(path, folder)
    return folder / "move.yaml"


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return the manifest of a result."""
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
