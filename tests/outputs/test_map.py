"""The data that the map draws, and the page around it."""

import json
import re

import pytest

from poolplan.outputs.features import SCHOOL_COLUMNS, board, moments, school_costs, snapshot, ward_features
from poolplan.outputs.map_layers import script_json
from poolplan.outputs.map_page import card_of, map_page, moment_name
from poolplan.results.plan import Answer


def _rows(answer: Answer, year: int, before: int | None) -> dict[object, dict[str, object]]:
    data = snapshot(answer.plan, year, before, "ja")["schools"]
    assert isinstance(data, list)
    return {row[0]: dict(zip(SCHOOL_COLUMNS, row, strict=True)) for row in data}


def test_moments_are_stages_and_checkpoints(answer: Answer) -> None:
    assert [tuple(moment) for moment in moments(answer)] == [(2023, 1, 1), (2024, 2, 2), (2025, 0, 2)]
    assert [moment_name(moment, "ja") for moment in moments(answer)] == [
        "2023 第1段階 · 1校", "2024 第2段階 · 2校", "2025 · 2校",
    ]  # fmt: skip


def test_a_school_row_says_everything_the_tooltip_shows(answer: Answer) -> None:
    assert _rows(answer, 2024, 2023)["kita"] == {
        "school": "kita",
        "site": "club_one",
        "mode": "commission",
        "travel_by": "bus",
        "is_new": False,
        "minutes": "10.0分（バス）",
        "pupils": "60人",
        "sessions": "30回",
        "water": "200分",
        "cost": "310万円",
        "why": "通える候補はここだけ",
        "assumed": "capacity minutes pool_age pupils",
    }


def test_only_schools_that_moved_since_the_point_before_are_ringed(answer: Answer) -> None:
    assert [name for name, row in _rows(answer, 2023, None).items() if row["is_new"]] == ["kita"]
    assert [name for name, row in _rows(answer, 2024, 2023).items() if row["is_new"]] == ["minami"]
    assert not [name for name, row in _rows(answer, 2025, 2024).items() if row["is_new"]]


def test_costs_of_a_school_hold_its_pool_but_no_residual_value(answer: Answer) -> None:
    assert school_costs(answer.plan, 2023)["kita"] == 20_000_000 + 2_100_000 + 1_000_000
    assert school_costs(answer.plan, 2025)["chuo_jhs"] == 1_000_000


def test_sites_shown_are_outside_ones_and_hosts_with_guests(answer: Answer) -> None:
    assert snapshot(answer.plan, 2023, None, "en")["sites"] == [["club_one", True, "30 / 200"]]
    assert snapshot(answer.plan, 2024, 2023, "en")["sites"] == [
        ["chuo_jhs_pool", True, "45 / 100"],
        ["club_one", True, "30 / 200"],
    ]


def test_board_is_plain_json_with_looks_and_places(answer: Answer) -> None:
    data = json.loads(json.dumps(board(answer.plan, "en")))
    assert data["schools"]["kita"] == {"at": [32.85, 130.65], "name": "Kita ES"}
    assert data["sites"]["club_one"]["assumed"] is True
    assert data["modes"]["commission"]["fill"] == "#08306B"
    assert data["modes"]["own"]["own"] is True
    assert data["kinds"]["club"]["glyph"] == "C"


def test_wards_are_geojson(answer: Answer) -> None:
    wards = ward_features(answer.plan, "ja")
    assert wards["type"] == "FeatureCollection"
    assert isinstance(wards["features"], list)
    assert [feature["properties"]["name"] for feature in wards["features"]] == ["東区", "西区"]


def test_figures_come_from_the_indicators(answer: Answer) -> None:
    card = card_of(answer, moments(answer)[1], "ja")
    assert (card.moved, card.retired, card.of_pools) == ("2", "2", "／3")
    assert (card.minutes, card.cost, card.works) == ("8.7 / 10.0分", "2,410万円", "うち工事費 2,000万円")
    assert card_of(answer, moments(answer)[0], "en").cost == "¥25.1 million"


def test_nobody_travels(keep_all: Answer) -> None:
    assert card_of(keep_all, moments(keep_all)[0], "ja").minutes == "–"


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "a & b", "it's", "\u2028", "{{7*7}}"])
def test_data_cannot_leave_its_script(text: str) -> None:
    written = script_json({"name": text})
    assert not re.search(r"[<>&'\u2028]", written)
    assert json.loads(written) == {"name": text}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_names_are_text_on_the_page(evil: Answer, lang: str) -> None:
    page = map_page(evil, "ja" if lang == "ja" else "en")
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "<b>太字" not in page
    assert "7*7" in page or lang == "ja"


def test_page_says_what_is_assumed_and_how_good_the_plan_is(answer: Answer) -> None:
    page = map_page(answer, "ja")
    assert '<html lang="ja"' in page
    for expected in (
        "仮定値を含む",
        "児童生徒数 <b>1校</b>",
        "<b>大規模改修</b>",
        "差は0.20%以内",
        "どの学校から移るか。",
    ):
        assert expected in page


def test_equal_answers_give_equal_pages(answer: Answer) -> None:
    assert map_page(answer, "en") == map_page(answer, "en")
