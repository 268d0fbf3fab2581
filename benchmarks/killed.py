"""A sensitivity study killed hard again and again: is every finished answer kept, and the final table the same?"""

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import KUMAMOTO, ROOT
from poolplan.analysis.sensitivity.records import FILE, read_records
from poolplan.outputs.sensitivity.record import study_folder

HEADER = ("draws", "kills", "answers", "lost", "written_twice", "same_tables", "seconds", "seconds_undisturbed")
MOST_ANSWERS = 40
"""A run is killed after one to so many further answers."""
LOOK_S = 0.05


class Trial:
    """The same study, to be run with or without an early end."""

    def __init__(self, scenario: Path, draws: int, out: Path) -> None:
        """Study `scenario` with so many draws under `out`."""
        self.command = [sys.executable, "-m", "poolplan", "sensitivity", str(scenario), "--resume", "--out", str(out)]
        self.command += ["--set", f"sensitivity.draws={draws}"]
        self.result = out / study_folder(scenario.stem)
        self.work = out / f"{study_folder(scenario.stem)}.work"

    def answers(self) -> int:
        """Count the whole lines on disk."""
        path = self.work / FILE
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def run(self, until: int | None = None) -> bool:
        """Run until so many lines are on disk, then kill it; returns whether it came to its own end."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(self.command, cwd=ROOT, stdout=quiet, stderr=quiet)  # noqa: S603 - our own command
        while until is not None and process.poll() is None and self.answers() < until:
            time.sleep(LOOK_S)
        if until is not None and process.poll() is None:
            process.kill()
            process.wait()
            return False
        if process.wait():
            raise SystemExit(f"ended with {process.returncode}: {' '.join(self.command)}")
        return True


def same_tables(one: Path, other: Path) -> bool:
    """Tell whether two studies have the same tables, byte for byte."""
    names = sorted(path.name for path in one.glob("*.csv"))
    theirs = sorted(path.name for path in other.glob("*.csv"))
    return names == theirs and all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def main(words: Sequence[str] | None = None) -> int:
    """Kill a study, go on, and hold it against an undisturbed one; prints one CSV row."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed", description=__doc__)
    parser.add_argument("--scenario", type=Path, default=KUMAMOTO, help="scenario file (default: Kumamoto, cheapest)")
    parser.add_argument("--draws", type=int, default=64, metavar="N")
    parser.add_argument("--kills", type=int, default=10, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    draw = random.Random(asked.seed)  # noqa: S311 - no secret is made here
    with tempfile.TemporaryDirectory() as folder:
        killed, whole = (Trial(asked.scenario, asked.draws, Path(folder) / name) for name in ("killed", "whole"))
        start, kills, known = time.perf_counter(), 0, dict[str, object]()
        while kills < asked.kills and not killed.run(killed.answers() + draw.randint(1, MOST_ANSWERS)):
            kills += 1
            known |= read_records(killed.work / FILE)
            sys.stderr.write(f"killed {kills} times, {len(known)} answers on disk\n")
        killed.run()
        between = time.perf_counter()
        whole.run()
        spent = f"{between - start:.0f}", f"{time.perf_counter() - between:.0f}"
        found, lines = read_records(killed.result / FILE), (killed.result / FILE).read_bytes().count(b"\n")
        lost = sum(found.get(key) != said for key, said in known.items())
        is_same = same_tables(killed.result, whole.result)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADER)
    table.writerow((asked.draws, kills, len(found), lost, lines - len(found), is_same, *spent))
    return 0 if is_same and not lost else 1


if __name__ == "__main__":
    sys.exit(main())
