"""The timetable's folder: tables, workbook and calendars, hostile names included, and the same bytes every time."""

import json
from datetime import time
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pandas as pd
import pytest

from poolplan.errors import AuditError
from poolplan.outputs.timetable.calendars import write_calendars
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.record import RECORD, read_record
from poolplan.outputs.timetable.sheet_names import LONGEST, sheet_names
from poolplan.outputs.timetable.write import FILES, RESOLVED, write_timetable
from poolplan.results.timetabled import Timetabled
from poolplan.timetable.compared import compared
from tests.outputs.conftest import EVIL
from tests.timetable.tiny import YEAR, tiny_plan, tiny_timetable


def written(folder: Path, lang: str = "ja", *, full: bool = True, evil: bool = False) -> Path:
    """Write the tiny timetable and return its folder."""
    names = EVIL if evil else None
    out = folder / f"timetable-{YEAR}"
    write_timetable(tiny_plan(names), tiny_timetable(names, full=full), out, "ja" if lang == "ja" else "en")
    return out


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder written once; read only."""
    return written(tmp_path_factory.mktemp("timetable"))


def test_every_file_is_there(files: Path) -> None:
    assert {path.name for path in files.iterdir()} == {*FILES, RECORD, RESOLVED}
    names = {path.name for path in (files / "calendars").iterdir()}
    assert names == {
        *(f"school-{school}.ics" for school in ("kita", "minami", "chuo_jhs")),
        "site-club_one.ics",
        "site-chuo_jhs_pool.ics",
    }


def test_equal_timetables_give_equal_bytes(files: Path, tmp_path: Path) -> None:
    again = written(tmp_path)
    for path in files.rglob("*.*"):
        assert (again / path.relative_to(files)).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("full", [True, False])
def test_tables_come_back_as_they_were(tmp_path: Path, full: bool) -> None:  # noqa: FBT001 - a case
    timetable = tiny_timetable(full=full)
    folder = written(tmp_path, full=full)
    for name in ("sessions", "slots", "duties", "legs", "unplaced"):
        table = getattr(timetable, name)
        again = pd.read_csv(folder / f"{name}.csv", keep_default_na=False)
        again = again.assign(told="") if name == "unplaced" else again
        pd.testing.assert_frame_equal(again.astype(table.dtypes), table)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("ja", "枠が足りません。中央中学校プールの枠を年にあと1枠増やします（いまは50枠）。"),
        (
            "en",
            "The place has too few slots. Offer more slots a year at Chuo JHS pool: 1 more than the 50 now.",
        ),
    ],
)
def test_what_would_cure_it_is_told_in_the_language_asked_for(tmp_path: Path, lang: str, told: str) -> None:
    folder = written(tmp_path, lang, full=False)
    assert pd.read_csv(folder / "unplaced.csv")["told"].tolist() == [told]
    sheet = openpyxl.load_workbook(folder / "workbook.xlsx").worksheets[-1]
    assert "".join(str(cell.value) for cell in sheet[2][-2:]).replace(" ", "") == told.replace(" ", "")
    assert told in (folder / "sites.html").read_text("utf-8")


def test_buses_and_slots_are_held_against_the_plan() -> None:
    """Only kita rides: 30 sessions of two a day are 15 bus-days, as planned; the club has 36 slots, 30 used."""
    found = compared(tiny_plan(), tiny_timetable())
    assert (found.demanded, found.placed) == (75, 75)
    assert (found.planned_days, found.bus_days, found.bus_days_bound) == (15, 15, 15)
    assert (found.planned_yen, found.timetabled_yen) == (544_500, 544_500)
    club = found.weeks[found.weeks["site"] == "club_one"]
    assert club["week"].tolist() == ["2024-05-06", "2024-05-13", "2024-05-20", "2024-05-27", "2024-06-03", "2024-06-10"]
    assert club["slots"].tolist() == [6] * 6
    assert club["used"].tolist() == [6] * 5 + [0]


def test_a_shared_bus_is_divided_by_the_minutes_it_is_out_with_each_school() -> None:
    """The first session of minami rides on kita's first bus, 90 min like each of kita's two: a third of 36,300 yen.

    Of 100 hundredths each of the three gets 33, and the rest the first of them by name: one of kita's.
    """
    timetable = tiny_timetable()
    first = timetable.legs.iloc[1].to_dict()
    there = first | {"leg": 7, "session": "minami-1-1-1"}
    back = timetable.legs.iloc[2].to_dict() | {"leg": 8, "session": "minami-1-1-1"}
    timetable.legs.loc[len(timetable.legs)] = there
    timetable.legs.loc[len(timetable.legs)] = back
    found: Timetabled = compared(tiny_plan(), timetable)
    by_school = found.buses.set_index("school")
    assert by_school["timetabled_days"].to_dict() == {"kita": 14.67, "minami": 0.33}
    assert by_school["timetabled_yen"].to_dict() == {"kita": 532_400, "minami": 12_100}
    assert found.planned_days == 15


def _cells(page: Any) -> list[list[object]]:
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_the_workbook_has_a_sheet_per_place(files: Path) -> None:
    book = openpyxl.load_workbook(files / "workbook.xlsx")
    assert book.sheetnames == [
        "はじめに",
        "仮想クラブ 1",
        "中央中学校プール",
        "計画との比較",
        "授業",
        "バス",
        "入らなかった授業",
    ]
    club = _cells(book["仮想クラブ 1"])
    assert club[2] == ["日", "9:30", "11:00"]
    assert club[3] == ["5月7日（火）", "北小学校 1年 (10人)", "北小学校 2年 (10人)"]
    assert club[-1] == ["6月13日（木）", "空き", "空き"]
    sessions = _cells(book["授業"])
    assert len(sessions) == 1 + 75
    assert sessions[1][:8] == [pd.Timestamp("2024-05-07"), "火", "北小学校", "1年", 1, 10, "仮想クラブ 1", "民間委託"]
    assert sessions[1][8:14] == [time(9, 20), time(9, 30), time(9, 45), time(10, 25), time(10, 40), time(10, 50)]
    assert [row[0] for row in _cells(book["入らなかった授業"])[1:]] == ["すべての授業に日と枠があります。"]
    told = [row[0] for row in _cells(book["はじめに"])]
    assert "バスは計画の15台・日に対して15台・日（±0）。料金の差は0円です。" in told
    assert sum(int(str(row[10])) for row in _cells(book["バス"])[1:]) == 544_500


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_hostile_names_stay_text_in_the_workbook(tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(written(tmp_path, lang, evil=True) / "workbook.xlsx")
    assert len(book.sheetnames) == len({name.casefold() for name in book.sheetnames}) == 7
    for page in book:
        assert len(page.title) <= LONGEST
        kinds = {cell.data_type for row in page.iter_rows() for cell in row}
        assert "f" not in kinds, page.title
        assert not [cell for row in page.iter_rows() for cell in row if cell.hyperlink]


def test_sheet_names_differ_and_fit() -> None:
    long = "長い名前のスイミングクラブ" * 4
    names = sheet_names([long, long, long.upper(), "History", "🏊" * 40], ["Read me"])
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name.encode("utf-16-le")) <= 2 * LONGEST for name in names)


def _events(path: Path) -> list[Any]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_calendars_hold_every_visit_at_the_right_time(files: Path) -> None:
    school, site = (_events(files / "calendars" / name) for name in ("school-kita.ics", "site-club_one.ics"))
    assert len(school) == len(site) == 30
    first = school[0]
    assert first.decoded("dtstart").isoformat() == "2024-05-07T09:20:00+09:00"
    assert first.decoded("dtend").isoformat() == "2024-05-07T10:50:00+09:00"
    assert str(first["summary"]) == "水泳 1年 1回目（仮想クラブ 1）"
    assert site[0].decoded("dtstart").isoformat() == "2024-05-07T09:30:00+09:00"
    assert str(site[0]["summary"]) == "北小学校 1年 1回目"
    uids = [str(event["uid"]) for event in [*school, *site]]
    assert len(set(uids)) == 60
    assert uids[0] == "kita.1-1.1.school.tiny.2024@poolplan"
    text = (files / "calendars" / "school-kita.ics").read_bytes()
    assert b"BEGIN:VTIMEZONE" in text
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))


def test_a_visit_that_moves_keeps_its_uid(tmp_path: Path) -> None:
    """A calendar that is read again then moves the event and does not add a second one."""
    timetable = tiny_timetable()
    timetable.sessions.loc[0, "date"] = "2024-06-11"
    write_calendars(Desk(tiny_plan(), timetable, "ja"), tmp_path / "calendars")
    moved = {str(event["uid"]): event for event in _events(tmp_path / "calendars" / "school-kita.ics")}
    assert moved["kita.1-1.1.school.tiny.2024@poolplan"].decoded("dtstart").date().isoformat() == "2024-06-11"


def test_hostile_names_stay_text_in_calendars(tmp_path: Path) -> None:
    names = EVIL | {"kita": ("x\nEND:VEVENT\nATTACH:evil", "x\r\nEND:VCALENDAR;,\\")}
    write_timetable(tiny_plan(names), tiny_timetable(names), tmp_path / "evil", "en")
    events = _events(tmp_path / "evil" / "calendars" / "site-club_one.ics")
    assert len(events) == 30
    assert not [event for event in events if "attach" in event]


def test_the_record_brings_the_figures_back(files: Path) -> None:
    record = json.loads((files / RECORD).read_text("utf-8"))
    assert record["bus_days"] == record["bus_days_planned"] == 15
    assert record["status"] == "proven"
    found, again = compared(tiny_plan(), tiny_timetable()), read_record(files)
    assert (again.year, again.demanded, again.placed) == (YEAR, 75, 75)
    assert (again.planned_days, again.bus_days, again.timetabled_yen) == (15, 15, 544_500)
    assert again.weeks.to_numpy().tolist() == found.weeks.to_numpy().tolist()


def test_a_timetable_that_breaks_a_promise_is_not_written(tmp_path: Path) -> None:
    timetable = tiny_timetable()
    timetable.duties.loc[0, "fare_yen"] = 1
    with pytest.raises(AuditError, match="fares_are_those_of_the_tariff: d2024-05-07: costs 1 yen") as told:
        write_timetable(tiny_plan(), timetable, tmp_path / "wrong", "ja")
    assert told.value.exit_code == 5
    assert not (tmp_path / "wrong" / "schools.html").exists()
