"""Mistakes in the school day, on the little city's files and by the command: one sentence each, and nothing written."""

from pathlib import Path

import pytest

from poolplan.cli import main
from tests.data_city.little_city import copy_city
from tests.timetable.test_command import SCHOOL_DAY, WEEK

SEASON = "season: [{first: 05-07, last: 07-19}]"
TERMS = "terms: [{first: 04-08, last: 07-20}, {first: 08-28, last: 12-24}]"
FLEET = "fleet: {board_min: 3, source: made up}"
SCHOOL_POOL = f"    school_pool: {WEEK}\n"
GROUPS = "groups: {source: made up}"
OWN = "{{owner: {}, garage: {}, seats: {}, per_day_yen: 9000, per_year_yen: 1000000, source: made up}}"


def fleet(more: str) -> str:
    """Return the buses of a day with one value more."""
    return f"fleet: {{board_min: 3, source: made up, {more}}}"


CASES: dict[str, tuple[str, str, str]] = {
    "a season with no open day": (
        SEASON,
        "season: [{first: 08-01, last: 08-20}]",
        "timetable.patterns.club.season: no day of 2025 is open both here and at a school (terms, holidays, events); "
        "lengthen the season or the terms",
    ),
    "no season": (
        SEASON,
        "season: []",
        "timetable.patterns.club: offers no slot; name weekdays, starts and a season, or drop the pattern",
    ),
    "a slot longer than the opening hours": (
        "slot_min: 90",
        "slot_min: 300",
        "timetable.patterns.club.slot_min: a slot of 300 minutes is longer than the opening hours 08:30-12:30 (240 "
        "minutes); shorten the slot or open longer",
    ),
    "a slot shorter than a visit": (
        "slot_min: 90",
        "slot_min: 40",
        "timetable.patterns.club.slot_min: a slot of 40 minutes is shorter than a visit",
    ),
    "no seats": (
        FLEET,
        fleet(f"own: [{OWN.format('city', 'ai', 0)}]"),
        "timetable.fleet.own.0.seats: 0 is out of range; give a value at least 1 (seats, 1 or more)",
    ),
    "seats for escorts only": (
        FLEET,
        fleet(f"own: [{OWN.format('city', 'ai', 2)}]"),
        "2 seats are taken by 2 escorts (costs.bus.day.escorts); give more seats",
    ),
    "a tariff region that does not exist": (
        FLEET,
        f"{FLEET}\n  tariff_region: kyushuu",
        "timetable.tariff_region: no fares of a region 'kyushuu' are known (did you mean 'kyushu'?); or drop the line",
    ),
    "a calendar that leaves too few days": (
        TERMS,
        "terms: [{first: 06-09, last: 06-13}]",
        "timetable.calendar: the days of 2025 allow each group 1 visit 5 days apart, where 2 are needed, at the places "
        "of timetable.patterns.club; shorten closures and events, or the distance",
    ),
    "bells that let nobody leave in time": (
        'board_from: "08:45"',
        'board_from: "11:50"',
        "timetable.bells: no school can reach a slot of timetable.patterns.club and be back within its day; move the "
        "slots or the bells",
    ),
    "a day that does not exist": (
        TERMS,
        "terms: [{first: 04-31, last: 07-20}]",
        "timetable.calendar.terms: there is no day 04-31 (month-day); mend it",
    ),
    "no bus at all": (
        FLEET,
        fleet("vehicles: {large: 0, medium: 0, small: 0, commuter: 0}"),
        "timetable.fleet.vehicles: no bus of any class can be had, and nobody has one of their own; give vehicles or "
        "timetable.fleet.own",
    ),
    "a club's bus at no club": (
        FLEET,
        fleet(f"own: [{OWN.format('club', 'club_eas', 20)}]"),
        "timetable.fleet.own.0.garage: 'club_eas' is no club of the tables (did you mean 'club_east'?); mend the id",
    ),
    "a pattern of a site that is not there": (
        "  limits:",
        "  patterns_by_site:\n    dom: {weekdays: [mon], starts: ['09:00'], slot_min: 90, opens: '08:30', "
        "closes: '12:30', season: [{first: 05-07, last: 07-19}], source: made up}\n  limits:",
        "timetable.patterns_by_site: site 'dom' is in no table (did you mean 'dome'?); mend the id",
    ),
    "a school that joins twice": (
        GROUPS,
        "groups: {source: made up, join_schools: [[ai, ume], [ume, matsu]]}",
        "timetable.groups.join_schools: 'ume' is named 2 times; name every school once",
    ),
    "a special-needs group without a vehicle": (
        GROUPS,
        "groups: {source: made up, special: {ai: {pupils: 3, escorts: 2, source: made up}}}",
        "timetable.groups.special.ai: no vehicle is named for special-needs groups; give timetable.welfare",
    ),
}


def a_scenario(tmp_path: Path, *changes: tuple[str, str]) -> str:
    """Write the little city with a school day in which some text is another; return the scenario's path."""
    city = tmp_path / "city"
    city.mkdir()
    path, text = copy_city(city).with_name("days.yaml"), SCHOOL_DAY
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    path.write_text(text, encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what was told, progress aside."""
    return [line for line in capsys.readouterr().err.splitlines() if not line.endswith(" ...")]


@pytest.mark.parametrize(("right", "wrong", "sentence"), CASES.values(), ids=list(CASES))
def test_a_mistake_is_told_in_one_sentence(
    right: str, wrong: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_scenario(tmp_path, (right, wrong))
    assert main(["timetable", path, "--year", "2025", "--out", str(tmp_path / "out"), "--lang", "en"]) == 1
    told = said(capsys)
    assert any(sentence in line for line in told), told
    assert len({line.split(": ")[0] for line in told}) == 1, "further places may have the same fault, no other"
    assert not (tmp_path / "out").exists()
    assert main(["validate", path]) == 1
    years_of = str.maketrans("", "", "0123456789-")
    assert any(sentence.translate(years_of) in line.translate(years_of) for line in said(capsys)), "of more years"


def test_validation_tells_everything_about_the_school_day_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A season in the holidays at clubs, three days at public pools: for all years."""
    path = a_scenario(
        tmp_path,
        (SEASON, "season: [{first: 08-01, last: 08-20}]"),
        (SEASON, "season: [{first: 07-01, last: 07-03}]"),
    )
    assert main(["validate", path]) == 1
    assert said(capsys) == [
        "timetable.calendar: the days of 2022-2025 allow each group 1 visit 5 days apart, where 2 are needed, at the "
        "places of timetable.patterns.public_pool; shorten closures and events, or the distance",
        "timetable.patterns.club.season: no day of 2022-2025 is open both here and at a school (terms, holidays, "
        "events); lengthen the season or the terms",
    ]


def test_what_a_plan_may_have_no_need_of_is_told_and_not_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only ai has nearly a year of events, and it has a pool of its own; nobody says when pools of schools are free."""
    events = "events_by_school: {ai: [{first: 04-08, last: 07-14}, {first: 07-19, last: 12-24}]}"
    path = a_scenario(
        tmp_path, ("    source: made up\n  bells", f"    {events}\n    source: made up\n  bells"), (SCHOOL_POOL, "")
    )
    assert main(["validate", path]) == 0
    assert said(capsys) == [
        "timetable.calendar: the days of 2022-2025 allow each group 1 visit 5 days apart, where 2 are needed, at any "
        "place that 'ai' could go to; shorten closures and events, or the distance",
        "timetable.patterns: no slots are given for a school_pool, where schools may swim as guests; add school_pool",
    ]
