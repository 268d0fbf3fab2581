"""The report's figures, worked out by hand for the tiny city and equal to the tables everywhere else."""

import ast
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

import poolplan.scenario.costs as costs_blocks
import poolplan.scenario.schema as schema_blocks
from poolplan.network.build import build_network
from poolplan.network.travel import TravelTimes, Trip
from poolplan.outputs.assumptions import assumed_blocks, sourced_blocks
from poolplan.outputs.manifest import data_hash
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.budget import costs_by_group, payer_table, peak_text, yearly_table
from poolplan.outputs.report.exceptions import exceptions_of
from poolplan.outputs.report.lists import pool_register, school_list, slot_table
from poolplan.outputs.report.patterns import EVERYBODY, GROUPS, NOBODY, columns_of, spending
from poolplan.outputs.report.reasons import reason_text
from poolplan.outputs.report.register import block_name, data_table, settings_table, value_tables
from poolplan.outputs.report.school_pages import school_page
from poolplan.outputs.report.stays import changes_of, most_changes, stays_of
from poolplan.outputs.report.summary import reading_of, summary_of
from poolplan.outputs.report.tables import Row, Table
from poolplan.outputs.words import WORDS
from poolplan.results.people import people
from poolplan.results.plan import Answer
from poolplan.scenario.blocks import LedgerItem, Sourced
from poolplan.scenario.read import read_scenario

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def book(answer: Answer) -> Book:
    """The tiny city in Japanese."""
    return Book(answer, "ja")


def _changed(answer: Answer, change: Mapping[tuple[str, int], Mapping[str, str | float]]) -> Book:
    """Return the tiny city with other cells in rows of the assignments, given by school and year."""
    table = answer.plan.assignments.copy()
    for (school, year), cells in change.items():
        rows = (table["school"] == school) & (table["year"] == year)
        for column, value in cells.items():
            table.loc[rows, column] = value
    return Book(Answer(replace(answer.plan, assignments=table), answer.indicators), "en")


def _texts(table: Table) -> dict[str, list[str]]:
    """Cells of each row by the text of its heading."""
    rows = (row for group in table.groups for row in group.rows)
    return {row.head.text: [cell.text for cell in row.cells] for row in rows}


def _rows(table: Table) -> Iterator[Row]:
    for group in table.groups:
        yield from group.rows


def test_patterns_share_the_ledger_of_2024_by_hand(answer: Answer) -> None:
    """Kita pays 30 x 70,000 and a bus (1 M); chuo's pool (1 M) has 15 own and 30 guest sessions; minami's goes."""
    costs = spending(answer.plan)
    year = costs[costs["year"] == 2024].set_index(["mode", "group"])["yen"]
    assert year["commission", "lessons"] == pytest.approx(2_100_000)
    assert year["commission", "bus"] == pytest.approx(1_000_000)
    assert year["own", "pools"] == pytest.approx(1_000_000 / 3)
    assert year["shared", "pools"] == pytest.approx(2_000_000 / 3)
    assert year[NOBODY, "works"] == pytest.approx(20_000_000)
    assert len(year) == 5


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_the_citys_column_equals_the_indicators(answer: Answer, book: Book, year: int) -> None:
    rows, costs = people(answer.plan), spending(answer.plan)
    city = columns_of(rows[rows["year"] == year], costs[costs["year"] == year])[EVERYBODY]
    told = book.figures(year)
    assert city.total_yen == pytest.approx(told["cost_yen"])
    assert city.pupils == told["pupils"]
    assert city.schools == told["schools"]
    assert city.water_min / city.pupils == pytest.approx(told["water_minutes_per_pupil"])
    assert city.total_yen / city.pupils == pytest.approx(told["cost_per_pupil_yen"], abs=1e-3)
    if "minutes_max" in told:
        assert city.longest_min == told["minutes_max"]
        assert city.pupil_min / city.travelling == pytest.approx(told["minutes_mean"], abs=1e-4)
    else:
        assert math.isnan(city.longest_min)


def test_works_that_keep_a_school_away_leave_the_cost_of_its_pool_with_it(answer: Answer) -> None:
    away = {"site": "club_one", "mode": "commission", "travel_by": "bus", "instead_of": "chuo_jhs_pool"}
    book = _changed(answer, {("chuo_jhs", 2023): away})
    costs = spending(book.plan)
    there = costs[(costs["year"] == 2023) & (costs["group"] == "pools")].set_index("mode")["yen"]
    assert there.to_dict() == {"own": 2_000_000.0}


def test_sums_over_modes_equal_the_ledger(answer: Answer) -> None:
    ledger = answer.plan.ledger[answer.plan.ledger["item"] != "residual_value"]
    shared = spending(answer.plan).groupby("year")["yen"].sum()
    pd.testing.assert_series_equal(shared, ledger.groupby("year")["yen"].sum().astype(float))


def test_every_item_of_the_ledger_belongs_to_a_group() -> None:
    assert {item for items in GROUPS.values() for item in items} == set(get_args(LedgerItem))


def test_the_chart_and_the_yearly_table_hold_the_ledger(book: Book) -> None:
    groups = costs_by_group(book)
    assert [sum(year) for year in zip(*groups.values(), strict=True)] == list(book.yearly_yen.values())
    assert book.yearly_yen == {year: book.figures(year)["cost_yen"] for year in (2022, 2023, 2024, 2025)}
    texts = _texts(yearly_table(book))
    assert texts["令和5（2023） ▲"] == ["200", "210", "100", "2,000", "2,510", "2,510"]
    assert texts["合計"][-2] == f"{sum(book.yearly_yen.values()) / 10_000:,.0f}"
    assert peak_text(book).startswith("最も費用のかかる年度は令和5年度（2023年度）で2,510万円（うち工事費2,000万円）")


def test_payers_and_present_value_are_those_of_the_indicators(answer: Answer, book: Book) -> None:
    texts = _texts(payer_table(book))
    table = answer.indicators
    worth = float(table.loc[table["indicator"] == "present_value_yen", "value"].iloc[0])
    assert texts["現在価値"] == [f"{worth / 10_000:,.0f}"] * 2
    assert texts["残存価値"] == ["-500", "-500"]
    assert texts["解体"] == ["4,000", "4,000"]


def test_stays_and_changes(book: Book) -> None:
    own, club = stays_of(book, "kita")
    assert (own.first, own.last, own.site) == (2022, 2022, "kita_pool")
    assert (club.first, club.last, club.site, club.travel_by, club.minutes) == (2023, 2025, "club_one", "bus", 10.0)
    assert changes_of(book, "kita") == [(2023, "club_one")]
    assert not changes_of(book, "chuo_jhs")


def test_lists_say_where_each_school_swims_and_what_becomes_of_its_pool(book: Book) -> None:
    assert _texts(school_list(book))["南小学校"] == [
        "30", "令和6（2024）", "自校プール", "中央中学校プール 徒歩6.0分", "中央中学校プール 徒歩6.0分",
    ]  # fmt: skip
    register = _texts(pool_register(book))
    assert register["北小学校"] == ["昭和45（1970）", "B", "52", "–", "令和5（2023）", "解体", "–"]
    assert register["中央中学校"][-3:] == ["使用を継続", "–", "南小学校"]
    slots = _texts(slot_table(book))
    assert slots["仮想クラブ 1"] == ["200", "30 (15%)", "30 (15%)", "30 (15%)", "15% (2023)", "1"]
    assert slots["中央中学校プール"] == ["100", "15 (15%)", "45 (45%)", "45 (45%)", "45% (2024)", "1"]


def test_a_plan_without_exceptions_says_so(book: Book) -> None:
    titles = [kind.title for kind in exceptions_of(book) if kind.table is None]
    assert len(titles) == 6, "all but the schools with few places to go to"


def test_a_school_with_nowhere_to_go_is_listed_with_the_reason(book: Book) -> None:
    few = exceptions_of(book)[5].table
    assert few is not None
    assert _texts(few)["中央中学校"] == ["自校プール", "仮想クラブ 1：バス 25分（上限20分）"]


def test_each_kind_of_exception_is_found(answer: Answer) -> None:
    book = _changed(
        answer,
        {
            ("kita", 2025): {"site": "chuo_jhs_pool", "mode": "shared"},
            ("minami", 2025): {"minutes": 16.5},
            ("chuo_jhs", 2024): {"sessions": 5, "unmet": 10},
        },
    )
    far, _, _, moves, unmet, _, _ = (kind.table for kind in exceptions_of(book))
    assert far is not None
    assert _texts(far) == {"Minami ES": ["FY2025", "Chuo JHS pool", "16.5 min by walk", "15.0 min"]}
    assert moves is not None
    assert _texts(moves) == {"Kita ES": ["2023 Hypothetical club 1, 2025 Chuo JHS pool"]}
    assert unmet is not None
    assert _texts(unmet) == {"Chuo JHS": ["FY2024", "10", "own pool worn out and closed"]}
    assert any("10 sessions are left out" in warning for warning in reading_of(book).warnings)


def test_a_trip_near_its_limit_is_an_exception(answer: Answer) -> None:
    """17 min by a guess may be 20.4; the limit is 20."""
    plan = answer.plan
    travel = plan.network.travel | {("kita", "club_one", "bus"): Trip(17.0, 8000, "approximate")}
    network = replace(plan.network, travel=travel)
    near = exceptions_of(_changed(Answer(replace(plan, network=network), answer.indicators), {}))[1].table
    assert near is not None
    cells = _texts(near)["Kita ES"]
    assert cells[0] == "Hypothetical club 1"
    assert cells[2:] == ["13.6 min – 20.4 min", "20.0 min"]


def test_a_place_far_from_any_road_is_an_exception(answer: Answer) -> None:
    plan = answer.plan
    trips: TravelTimes = {
        ("kita", "club_one", "bus"): Trip(10.0, 8000, "roads; doubtful: far from the road"),
        ("minami", "club_one", "bus"): Trip(15.0, 9000, "roads; doubtful: far from the road"),
    }
    network = replace(plan.network, travel=plan.network.travel | trips)
    doubtful = exceptions_of(_changed(Answer(replace(plan, network=network), answer.indicators), {}))[2].table
    assert doubtful is not None
    assert list(_texts(doubtful)) == ["Kita ES"], "minami swims elsewhere"


def test_a_pool_in_its_years_of_grace_is_an_exception(answer: Answer) -> None:
    places = answer.plan.network.places
    old = replace(places.sites["chuo_jhs_pool"], build_year=1963)
    network = replace(answer.plan.network, places=replace(places, sites=places.sites | {"chuo_jhs_pool": old}))
    book = Book(Answer(replace(answer.plan, network=network), answer.indicators), "en")
    table = exceptions_of(book)[6].table
    assert table is not None
    assert _texts(table) == {"Chuo JHS": ["FY2023–2025", "B", "62 (life 60)"]}


def test_a_season_away_during_works_is_no_change_of_place(answer: Answer) -> None:
    away = {"site": "club_one", "mode": "commission", "travel_by": "bus", "instead_of": "chuo_jhs_pool"}
    book = _changed(answer, {("chuo_jhs", 2023): away})
    assert most_changes(book, "chuo_jhs") == 0
    assert "only during works" in _texts(school_page(book, "chuo_jhs").stays)["FY2023"][0]


def test_grades_that_part_are_told_apart(answer: Answer) -> None:
    """Every school swims as before, but kita's sixth grade goes to chuo_jhs_pool from 2024 on."""
    network, table = answer.plan.network, answer.plan.assignments
    programme = network.scenario.programme.model_copy(update={"keep_together": "grade"})
    scenario = network.scenario.model_copy(update={"programme": programme})
    apart = pd.concat([table.assign(grade=grade, sessions=5) for grade in range(1, 7)], ignore_index=True)
    apart = apart[(apart["grade"] <= 3) | (apart["school"] != "chuo_jhs")].reset_index(drop=True)
    sixth = (apart["school"] == "kita") & (apart["grade"] == 6) & (apart["year"] >= 2024)
    apart.loc[sixth, ["site", "mode"]] = ["chuo_jhs_pool", "shared"]
    graded = build_network(scenario, network.places, network.travel)
    plan = replace(answer.plan, assignments=apart, network=graded)
    book = Book(Answer(plan, answer.indicators), "en")
    assert {stay.grades for stay in stays_of(book, "kita")} == {(1, 2, 3, 4, 5), (6,)}
    page = school_page(book, "kita")
    assert "From FY2024, swimming lessons of grade 6 are held at Chuo JHS pool (Shared)." in page.headline
    assert most_changes(book, "kita") == 2


@pytest.mark.parametrize(
    ("school", "headline"),
    [
        ("kita", "令和5年度（2023年度）から、水泳の授業は仮想クラブ 1（民間委託）で行います。"),
        ("chuo_jhs", "水泳の授業は、令和7年度（2025年度）まで今と同じ自校プールで行います。"),
    ],
)
def test_a_school_page_says_what_changes(book: Book, school: str, headline: str) -> None:
    assert school_page(book, school).headline == headline


def test_a_school_page_tells_way_visits_water_and_the_fate_of_the_pool(book: Book) -> None:
    page = school_page(book, "kita")
    assert _texts(page.stays)["令和5～令和7年度（2023～2025年度）"] == [
        "仮想クラブ 1（民間委託）", "バス10.0分", "5回", "200分", "30回",
    ]  # fmt: skip
    assert page.own_pool == [
        "昭和45年（1970年）に造られ、令和4年度（2022年度）で52年になります（健全度：B 古いが健全）。",
        "令和5年度（2023年度）に使用をやめます。その後：解体。",
    ]
    assert "児童生徒数" in page.assumed
    assert "仮想クラブ 1の位置（実在しない場合があります）" in page.assumed
    assert any("roads, approximate" in source for source in page.sources)
    assert any("南小学校" in line for line in school_page(book, "chuo_jhs").own_pool)


def test_school_pages_speak_of_no_money(book: Book) -> None:
    for school in book.places.schools:
        said = repr(school_page(book, school)._replace(sources=[]))
        assert not any(money in said for money in ("円", "¥", "yen", "費用は"))


def test_the_summary_is_made_from_the_figures(answer: Answer, book: Book, keep_all: Answer) -> None:
    moves, money, trips = summary_of(book, None).answer
    assert "3校のうち2校" in moves
    assert "2023: 1 → 2024: 2校" in moves
    assert (
        money
        == "4年間の費用は合計5,630万円、年平均1,408万円で、最初の年度である令和4年度（2022年度）の300万円の4.69倍です。"
    )
    assert "北小学校から仮想クラブ 1までのバス10.0分で、令和5年度（2023年度）から" in trips
    assert "多くなります（現在価値" in summary_of(book, keep_all).answer[1]
    assert "少なくなります（現在価値" in summary_of(Book(keep_all, "ja"), answer).answer[1]


def test_nobody_travels(keep_all: Answer) -> None:
    summary = summary_of(Book(keep_all, "en"), None)
    assert summary.answer[2] == "No school travels to its lessons."
    assert [figure.value for figure in summary.figures][3] == "–"


def test_assumptions_are_counted_and_named(book: Book) -> None:
    reading = reading_of(book)
    assert reading.facts is not None
    assert _texts(reading.facts) == {
        "プールの築年・状態": ["3校"],
        "受入枠": ["2校"],
        "移動時間": ["2校"],
        "児童生徒数": ["1校"],
    }
    assert _texts(reading.rows)["学校プール"] == ["3 / 3"]
    assert reading.blocks == [("大規模改修", "made up")]
    assumed, sourced = value_tables(book)
    assert "費用 80,000,000円" in _texts(assumed)["大規模改修"][0]
    named = list(_rows(assumed)) + list(_rows(sourced))
    assert len(named) == len(list(sourced_blocks(book.scenario)))
    assert len(list(_rows(assumed))) == len(assumed_blocks(book.scenario))
    assert _texts(data_table(book))["民間クラブ"][1:] == ["1 / 1", "made up"]
    assert _texts(settings_table(book))["programme.stages.2.schools"] == ["移行校数（累計）", "2"]


def _sourced_classes() -> Iterator[type[Sourced]]:
    for module in (costs_blocks, schema_blocks):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Sourced) and value is not Sourced:
                yield value


def test_every_value_of_a_block_has_a_name() -> None:
    told = {"source", "assumed"}
    fields = {name for block in _sourced_classes() for name in block.model_fields if name not in told}
    assert not {name for name in fields if f"r_field_{name}" not in WORDS}


def test_every_block_of_a_scenario_has_a_name(book: Book) -> None:
    for where, _ in sourced_blocks(book.scenario):
        assert block_name(book.scenario, where, "ja") != where


def test_every_block_of_a_usual_school_day_has_a_name() -> None:
    """Those that hold for a kind of site are named with it."""
    scenario = read_scenario(ROOT / "scenarios" / "kumamoto_keep_all.yaml")
    names = {
        where: block_name(scenario, where, "ja") for where, _ in sourced_blocks(scenario) if where[:9] == "timetable"
    }
    assert names["timetable.patterns.school_pool"] == "学校プール：週の枠"
    assert [where for where, name in names.items() if where == name or "timetable" in name] == []


def _reasons() -> Iterator[str]:
    """Yield every reason that the network can write, its figures replaced by 7."""
    inside: set[int] = set()
    for file in ("build.py", "preference.py"):
        tree = ast.parse((ROOT / "poolplan" / "network" / file).read_text(encoding="utf-8"))
        wanted = {"_home_options", "_no_room", "_refused", "_way", "keep_preferred"}
        functions = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f.name in wanted]
        docstrings = {id(function.body[0].value) for function in functions if isinstance(function.body[0], ast.Expr)}
        for function in functions:
            for node in ast.walk(function):
                if isinstance(node, ast.JoinedStr) and id(node) not in inside:
                    inside |= {id(part) for part in ast.walk(node)}
                    yield "".join(_part(value) for value in node.values)  # noqa: PD011
                elif isinstance(node, ast.Constant) and id(node) not in inside | docstrings:
                    text = str(node.value)
                    if " " in text.strip("; "):
                        yield text


def _part(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    assert isinstance(value, ast.FormattedValue)
    if isinstance(value.value, ast.Name) and value.value.id == "travel_by":
        return "bus"
    is_prefix = isinstance(value.value, ast.Call) and getattr(value.value.func, "id", "") == "_whose"
    return "" if is_prefix else "7"


def test_every_reason_of_the_network_is_known_in_japanese() -> None:
    reasons = sorted(set(_reasons()))
    assert len(reasons) == 10
    for reason in reasons:
        said = reason_text(reason, {}, "ja")
        assert said != reason
        assert not any("a" <= letter <= "z" for letter in said), said


def test_reasons_name_sites_and_join(book: Book) -> None:
    text = reason_text("walk 20 min > limit 15 min; bus 25 min > limit 20 min", {}, "ja")
    assert text == "徒歩 20分（上限15分）、バス 25分（上限20分）"
    preferred = reason_text("shared is preferred, and club_one has room", book.modes | book.sites, "ja")
    assert preferred == "隣接校共用を優先し、仮想クラブ 1に空きがある"


def test_the_data_version_changes_with_the_tables_alone(answer: Answer, keep_all: Answer) -> None:
    network = answer.plan.network
    assert data_hash(network) == data_hash(keep_all.plan.network)
    places = network.places
    older = replace(places.sites["club_one"], lanes=5)
    assert data_hash(replace(network, places=replace(places, sites=places.sites | {"club_one": older}))) != data_hash(
        network
    )
