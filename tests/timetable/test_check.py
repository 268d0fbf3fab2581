"""The checker accepts the correct timetable, names every planted defect, and shares nothing with what made it."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import poolplan.timetable.check as package
from poolplan.outputs.tables import write_csv
from poolplan.timetable.check import Finding, check_timetable
from poolplan.timetable.check.registry import CHECKS
from tests.timetable.defects import PLANTED, Defect, Told, rules
from tests.timetable.tiny import YEAR, tiny_plan, tiny_timetable

FILES = sorted(Path(package.__path__[0]).glob("*.py"))
OWN = "poolplan.timetable.check"
ALLOWED = ("poolplan.timetable.rows", "poolplan.results.plan", "poolplan.results.audit.tariff", "poolplan.scenario")
NETWORK_FACTS = {"Network", "Places", "School", "Site", "Trip"}
"""What a checker may take from the network: the facts as read, nothing derived."""
TABLES = ("sessions", "slots", "duties", "legs", "unplaced")


def findings(told: Told, folder: Path) -> list[Finding]:
    """Write the tables of a timetable and check them."""
    for name in TABLES:
        write_csv(getattr(told.timetable, name), folder / f"{name}.csv")
    return check_timetable(told.plan, YEAR, folder)


@pytest.mark.parametrize("full", [True, False])
def test_a_correct_timetable_has_no_finding(tmp_path: Path, full: bool) -> None:  # noqa: FBT001 - a case
    assert findings(Told(tiny_plan(), tiny_timetable(full=full)), tmp_path) == []


def test_every_check_has_a_defect_that_it_finds() -> None:
    assert set(PLANTED) == set(CHECKS)


@pytest.mark.parametrize(
    ("rule", "defect"),
    [
        pytest.param(rule, defect, id=f"{rule}-{n}")
        for rule, listed in PLANTED.items()
        for n, defect in enumerate(listed)
    ],
)
def test_a_planted_defect_is_named(rule: str, defect: Defect, tmp_path: Path) -> None:
    assert rule in {finding.rule for finding in findings(defect(), tmp_path)}


def test_a_wrong_fare_is_told_in_yen(tmp_path: Path) -> None:
    told = PLANTED["fares_are_those_of_the_tariff"][0]()
    assert findings(told, tmp_path) == [
        Finding("fares_are_those_of_the_tariff", "d2024-05-07", "costs 36301 yen; the tariff says 36300")
    ]


def test_groups_of_joined_schools_may_share_a_slot(tmp_path: Path) -> None:
    """Grade 1 of minami takes the slot of grade 1 of chuo_jhs: too many for one group's slot, unless the two join."""
    timetable = tiny_timetable()
    sessions = timetable.sessions.copy()
    chuo, minami = (sessions["session"] == f"{school}-1-1-1" for school in ("chuo_jhs", "minami"))
    late = {"slot": "10:45", "leave": "10:45", "arrive": "10:45", "water_start": "11:00", "water_end": "11:40"}
    for column, value in {**late, "depart": "11:55", "back": "11:55"}.items():
        sessions.loc[chuo, column] = value
    sessions.loc[chuo | minami, "flags"] = "joined"
    told = Told(tiny_plan(), replace(timetable, sessions=sessions))
    assert {finding.rule for finding in findings(told, tmp_path)} == {"slots_are_not_overfull"}
    joint = rules(groups__join_schools=(("chuo_jhs", "minami"),))(tiny_plan())
    assert findings(told._replace(plan=joint), tmp_path) == []


def _without_a_column(text: str) -> str:
    return text.replace("visit,", "", 1)


BROKEN: list[tuple[str, Callable[[str], str], str]] = [
    ("sessions.csv", _without_a_column, "its columns are session, school"),
    ("sessions.csv", lambda text: text.replace("2024-05-07", "2024-05-32", 1), "date is '2024-05-32'; must be a date"),
    ("sessions.csv", lambda text: text.replace("09:20", "9:20", 1), "leave is '9:20'; must be a time of day HH:MM"),
    ("sessions.csv", lambda text: text.replace("kita,1,1,1,10", "kita,1,1,1,ten", 1), "pupils is 'ten'; must be int"),
    ("sessions.csv", lambda text: text.replace("kita-2-1-1", "kita-1-1-1", 1), "kita-1-1-1 stands there twice"),
    ("sessions.csv", lambda text: text.replace(",kita,", ",atlantis,", 1), "'atlantis' is in no table"),
    ("sessions.csv", lambda text: text.replace("d2024-05-07", "ghost", 1), "'ghost' is in no table"),
    ("slots.csv", lambda text: f"{text}{text.splitlines()[-1]}\n", "stands there twice"),
    ("legs.csv", lambda text: text.replace("kita-1-1-1", "nobody", 1), "'nobody' is in no table"),
    ("duties.csv", lambda text: text.replace("commuter,charter", "commuter", 1), "11 cells; must be 12"),
    ("unplaced.csv", lambda _: "\udcff", "cannot be read"),
]


@pytest.mark.parametrize(("file", "spoil", "problem"), BROKEN)
def test_files_that_cannot_be_read_are_reported_alone(
    tmp_path: Path, file: str, spoil: Callable[[str], str], problem: str
) -> None:
    findings(Told(tiny_plan(), tiny_timetable()), tmp_path)
    path = tmp_path / file
    path.write_bytes(spoil(path.read_text("utf-8-sig")).encode("utf-8", "surrogateescape"))
    found = check_timetable(tiny_plan(), YEAR, tmp_path)
    assert {finding.rule for finding in found} == {"files_can_be_read"}
    assert any(problem in finding.problem for finding in found), found


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    findings(Told(tiny_plan(), tiny_timetable()), tmp_path)
    (tmp_path / "legs.csv").unlink()
    (found,) = check_timetable(tiny_plan(), YEAR, tmp_path)
    assert found[:2] == ("files_can_be_read", "legs.csv")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_checker_shares_no_code_with_what_made_the_timetable(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not [name.name for name in node.names if name.name.startswith("poolplan")]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("poolplan"):
            module = node.module or ""
            if module.startswith("poolplan.network"):
                assert {name.name for name in node.names} <= NETWORK_FACTS
            else:
                assert module.startswith((OWN, *ALLOWED)), module
                assert module != "poolplan.scenario.clock"


def test_a_table_read_again_is_the_table_written(tmp_path: Path) -> None:
    """A guard against spreadsheets is taken off again: a cure that begins with a sign stays what it is."""
    timetable = tiny_timetable(full=False)
    unplaced = timetable.unplaced.assign(cure="=1 more slot", why="-")
    told = Told(tiny_plan(), replace(timetable, unplaced=unplaced))
    assert findings(told, tmp_path) == []
    assert pd.read_csv(tmp_path / "unplaced.csv")["cure"][0] == "'=1 more slot"
