"""Files that people put beside results, such as notes of a meeting: they outlive the result that they lie beside."""

import re
import shutil
from pathlib import Path

NAMES = (
    "assignments sites ledger indicators dropped to_check bus_calibration usable_slots manifest scenario.resolved "
    "map board report rollout finance workbook plan comparison options "
    "draws grid indices one_at_a_time parameters percentiles records regret sensitivity stability thresholds tornado"
)
OURS = re.compile(rf"(?:{'|'.join(map(re.escape, NAMES.split()))})\.[a-z]+|timetable-\d{{4}}")
"""What poolplan writes into a folder of results, by any of its commands."""
COMPARED = re.compile(r"(?:board|report|finance)_[a-z0-9_]+\.(?:html|xlsx)")
"""What a comparison writes for each scenario."""
OF_PROGRAMS = (".", "~$")
"""Names of files that programs leave behind begin so: locks of open workbooks, thumbnails."""


def carry_over(old: Path, fresh: Path) -> None:
    """Copy everything that is neither poolplan's nor in the new folder already from the old folder to the new one."""
    names = {path.name for path in old.iterdir()} if old.is_dir() else set()
    for name in sorted(names):
        is_ours = OURS.fullmatch(name) or ("comparison.csv" in names and COMPARED.fullmatch(name))
        if is_ours or name.startswith(OF_PROGRAMS) or (fresh / name).exists():
            continue
        if (old / name).is_dir():
            shutil.copytree(old / name, fresh / name, symlinks=True)
        else:
            shutil.copy2(old / name, fresh / name, follow_symlinks=False)
