"""The workbook: sheets, names beside ids, live sums with stored values, nothing that runs."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from poolplan.outputs.workbook import write_workbook
from poolplan.results.plan import Answer

SHEETS = ["はじめに", "学校×年度", "年度別費用", "学校別", "プール別", "費用明細", "指標"]


def _open(answer: Answer, folder: Path, lang: str = "ja", *, values: bool = True) -> Any:
    path = folder / "workbook.xlsx"
    write_workbook(answer, path, "ja" if lang == "ja" else "en")
    return openpyxl.load_workbook(path, data_only=values)


def _cells(page: Any) -> list[tuple[object, ...]]:
    return [tuple(row) for row in page.iter_rows(values_only=True)]


def test_sheets_frozen_and_filtered(answer: Answer, tmp_path: Path) -> None:
    book = _open(answer, tmp_path)
    assert book.sheetnames == SHEETS
    for name in SHEETS[3:]:
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref


def test_english_sheets(answer: Answer, tmp_path: Path) -> None:
    book = _open(answer, tmp_path, "en")
    assert book.sheetnames[0] == "Read me"
    assert _cells(book["Assignments"])[0][:3] == ("School id", "School", "Ward")


def test_names_stand_beside_ids(answer: Answer, tmp_path: Path) -> None:
    rows = _cells(_open(answer, tmp_path)["学校別"])
    assert len(rows) == 1 + 12
    row = next(row for row in rows if row[0] == "kita" and row[4] == 2023)
    assert row[1:3] == ("北小学校", "西区")
    assert row[5] == "令和5年度（2023年度）"
    assert row[7] == "仮想クラブ 1"
    assert row[9:12] == ("民間委託", "バス", 10)
    assert row[15] == "受入枠、移動時間、プールの築年・状態、児童生徒数"


def test_read_me_says_question_proof_and_assumptions(answer: Answer, tmp_path: Path) -> None:
    text = "\n".join(str(cell) for row in _cells(_open(answer, tmp_path)["はじめに"]) for cell in row if cell)
    for expected in (
        "小さな市",
        "どの学校から移るか。",
        "0.20%",
        "児童生徒数",
        "costs.pool.repair",
        "made up",
        "ledger.csv: yen",
    ):
        assert expected in text


def test_sums_are_live_and_their_values_stored(answer: Answer, tmp_path: Path) -> None:
    values = _cells(_open(answer, tmp_path)["年度別費用"])
    formulas = _cells(_open(answer, tmp_path, values=False)["年度別費用"])
    head = _cells(_open(answer, tmp_path)["費用明細"])[0]
    assert (head[0], head[1], head[6]) == ("年度", "費目ID", "金額（円）")
    ledger = answer.plan.ledger
    total_row = values[1 + 1 + 4]
    assert total_row[0] == "合計"
    assert total_row[-1] == ledger["yen"].sum()
    assert str(formulas[6][-1]).startswith("=SUM(")
    for row, formula in zip(values[2:6], formulas[2:6], strict=True):
        year = ledger[ledger["year"] == row[0]]
        assert row[-1] == year["yen"].sum()
        assert all(str(cell).startswith("=SUMIFS('費用明細'!$G:$G") for cell in formula[2:-1])
        assert sum(int(str(cell)) for cell in row[2:-1]) == row[-1]


def test_every_indicator_has_a_name(answer: Answer, tmp_path: Path) -> None:
    rows = _cells(_open(answer, tmp_path)["指標"])
    assert rows[0][3:5] == ("指標ID", "指標名")
    assert all(row[4] for row in rows)
    assert {row[4] for row in rows} >= {"民間委託の学校", "枠の使用率（民間クラブ）", "移行した学校"}


def test_chart_is_native(answer: Answer, tmp_path: Path) -> None:
    from zipfile import ZipFile

    _open(answer, tmp_path)
    names = ZipFile(tmp_path / "workbook.xlsx").namelist()
    assert "xl/charts/chart1.xml" in names


def test_matrix_shows_site_or_own_pool_by_year(answer: Answer, tmp_path: Path) -> None:
    page = _open(answer, tmp_path)["学校×年度"]
    rows = {row[0]: row for row in _cells(page)[2:]}
    assert rows["北小学校"] == ("北小学校", "西区", "自校プール", "仮想クラブ 1", "仮想クラブ 1", "仮想クラブ 1")
    fills = {cell.value: cell.fill.fgColor.rgb for cell in page[4] if cell.value}
    assert len(set(fills.values())) > 1


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_names_never_become_formulas_or_links(evil: Answer, lang: str, tmp_path: Path) -> None:
    book = _open(evil, tmp_path, lang, values=False)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert str(cell.value).startswith(("=SUM(", "=SUMIFS("))


def test_every_sheet_is_laid_out_for_paper(answer: Answer, tmp_path: Path) -> None:
    """Across, and no wider than one page; the years of all schools on two, which repeat the names of the schools."""
    pages = {page.title: page for page in _open(answer, tmp_path).worksheets}
    assert {page.page_setup.orientation for page in pages.values()} == {"landscape"}
    wide = {title: page.page_setup.fitToWidth or 1 for title, page in pages.items() if page.page_setup.fitToHeight == 0}
    assert wide.pop("学校×年度") == 2
    assert set(wide.values()) == {1}
    assert pages["学校×年度"].print_title_cols == "$A:$B"
