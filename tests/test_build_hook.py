"""The build hook places the page assets whole and up to date, and asks npm only when it must."""

import json
from pathlib import Path

import pytest

import hatch_build
from hatch_build import FetchError, VendorHook, vendor

WANTED = {"vendor": {"assets": {"leaflet": "leaflet/dist/leaflet.js"}, "extra": ["leaflet/dist/dot.png"]}}


class Npm:
    """Stands in for npm: lays down one package and counts how often it was asked."""

    def __init__(self, *, licence: bool = True) -> None:
        """Prepare a package, with or without its licence text."""
        self.asked = 0
        self.licence = licence

    def __call__(self, work: Path) -> None:
        """Write the package's files."""
        self.asked += 1
        package = work / "node_modules" / "leaflet"
        (package / "dist").mkdir(parents=True)
        (package / "dist" / "leaflet.js").write_text("var L;")
        (package / "dist" / "dot.png").write_bytes(b"dot")
        (package / "package.json").write_text(json.dumps({"version": "1.9.4", "license": "BSD-2-Clause"}))
        if self.licence:
            (package / "LICENSE").write_text("terms")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that wants one script and one picture."""
    (tmp_path / "package.json").write_text(json.dumps(WANTED))
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch) -> Npm:
    """Return the stand-in, in npm's place."""
    stand_in = Npm()
    monkeypatch.setattr(hatch_build, "install", stand_in)
    return stand_in


def test_npm_is_asked_once(project: Path, npm: Npm) -> None:
    """Files in place with the right checksums are left alone: a second build needs no network."""
    vendor(project)
    vendor(project)
    assert npm.asked == 1
    told = json.loads((project / hatch_build.VENDOR / "vendor.json").read_text())
    assert told["assets"] == {"leaflet": "leaflet/dist/leaflet.js"}
    assert sorted(told["sha256"]) == ["leaflet/LICENSE", "leaflet/dist/dot.png", "leaflet/dist/leaflet.js"]


@pytest.mark.parametrize("name", ["vendor.json", "leaflet/LICENSE", "leaflet/dist/leaflet.js"])
def test_a_missing_file_is_fetched_again(project: Path, npm: Npm, name: str) -> None:
    """Whatever is missing, the folder is made anew."""
    vendor(project)
    (project / hatch_build.VENDOR / name).unlink()
    vendor(project)
    assert npm.asked == 2
    assert (project / hatch_build.VENDOR / name).is_file()


def test_a_changed_file_is_fetched_again(project: Path, npm: Npm) -> None:
    """A file that differs from its checksum is replaced."""
    vendor(project)
    script = project / hatch_build.VENDOR / "leaflet" / "dist" / "leaflet.js"
    script.write_text("var evil;")
    vendor(project)
    assert npm.asked == 2
    assert script.read_text() == "var L;"


def test_a_new_lock_is_fetched(project: Path, npm: Npm) -> None:
    """Another version in the lock means other files, and nothing of the old ones stays."""
    vendor(project)
    stray = project / hatch_build.VENDOR / "old.js"
    stray.write_text("")
    (project / "package-lock.json").write_text('{"lockfileVersion": 3}')
    vendor(project)
    assert npm.asked == 2
    assert not stray.exists()


def test_a_package_without_terms_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no licence text cannot be passed on; nothing is placed."""
    monkeypatch.setattr(hatch_build, "install", Npm(licence=False))
    with pytest.raises(FetchError, match=r"package\.json: npm package leaflet has no licence text"):
        vendor(project)
    assert not (project / hatch_build.VENDOR).exists()


def test_no_network_is_said_in_one_sentence() -> None:
    """What npm says is quoted, and what to do is told."""
    log = "npm error code ENOTFOUND\nnpm error network request failed\nnpm error network details"
    assert hatch_build._sentence(log) == (
        "poolplan: npm could not fetch the map's scripts (code ENOTFOUND; network request failed); "
        "connect to npm's registry for this one installation (or name your proxy or mirror in .npmrc) and repeat it"
    )


def test_hatchling_knows_the_hook() -> None:
    """The class is one that hatchling finds in this file."""
    from hatchling.plugin.utils import load_plugin_from_script

    script = str(Path(hatch_build.__file__))
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    assert (
        load_plugin_from_script(script, "hatch_build.py", BuildHookInterface, "build_hook").__name__
        == VendorHook.__name__
    )


def test_the_lock_names_no_host() -> None:
    """Checksums pin the packages; where they come from is each computer's own setting."""
    lock = json.loads((Path(hatch_build.__file__).parent / "package-lock.json").read_text())
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert all("integrity" in told and "resolved" not in told for told in packages.values())
