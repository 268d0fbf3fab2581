"""The comparison of several answers."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from poolplan.analysis.compare import baseline_of, compare, present_value
from poolplan.errors import PoolplanError
from poolplan.outputs.comparison import write_comparison
from poolplan.outputs.comparison_parts import Cell, against_line, blocks_of
from poolplan.outputs.foreign import COMPARED, OURS
from poolplan.outputs.money import change_text
from poolplan.results.plan import Answer


def _cell(text: str, *, is_best: bool = False) -> Cell:
    return Cell(text, is_best)


def test_files_and_their_bytes(answer: Answer, keep_all: Answer, tmp_path: Path) -> None:
    first = write_comparison([keep_all, answer], tmp_path / "one", "ja")
    names = [f"{kind}_{scenario}.html" for kind in ("board", "finance", "report") for scenario in ("keep_all", "tiny")]
    names += [f"finance_{scenario}.xlsx" for scenario in ("keep_all", "tiny")]
    names += ["comparison.csv", "comparison.html", "comparison.xlsx", "options.html"]
    assert [path.name for path in first] == sorted(names)
    assert [name for name in names if not (OURS.fullmatch(name) or COMPARED.fullmatch(name))] == []
    for path in write_comparison([keep_all, answer], tmp_path / "two", "ja"):
        assert path.read_bytes() == (tmp_path / "one" / path.name).read_bytes()
    assert len(pd.read_csv(tmp_path / "one" / "comparison.csv")) == len(compare([keep_all, answer]))


def test_best_is_marked_where_less_is_better(answer: Answer, keep_all: Answer) -> None:
    blocks = blocks_of(compare([keep_all, answer]), "ja", against_line([keep_all, answer], "ja"))
    assert [block.stage for block in blocks] == ["第1段階", "第2段階", "", ""]
    lines = {line.name: line.cells for line in blocks[1].lines}
    assert lines["移行した学校"] == [_cell("0校"), _cell("2校")]
    assert lines["その年の費用"] == [_cell("300万円", is_best=True), _cell("2,410万円")]
    assert lines["移動時間（最長）"] == [_cell("–"), _cell("10.0分")]
    assert blocks[-1].year == "全期間"
    assert [line.name for line in blocks[-1].lines] == ["全期間の費用（現在価値）", "全校自校プールとの差"]


def test_costs_are_told_against_the_answer_in_which_nobody_moves(
    answer: Answer, keep_all: Answer, tmp_path: Path
) -> None:
    """Wherever that answer stands in the list: in the table, on the other's board and in its report."""
    change = present_value(answer) - present_value(keep_all)
    assert change > 0
    for order in ([keep_all, answer], [answer, keep_all]):
        assert baseline_of(order) is keep_all
        line = against_line(order, "ja")
        assert line is not None
        assert sorted(cell.text for cell in line.cells) == sorted(["–", change_text(change, "ja")])
    write_comparison([answer, keep_all], tmp_path / "c", "ja")
    board, report = ((tmp_path / "c" / f"{kind}_tiny.html").read_text(encoding="utf-8") for kind in ("board", "report"))
    assert f"全校自校プールより {change_text(change, 'ja')}" in board
    assert "全校が自校プールを使い続ける場合より" in report
    assert "全校自校プールより" not in (tmp_path / "c" / "board_keep_all.html").read_text(encoding="utf-8")


def test_without_such_an_answer_nothing_is_told_against_it(answer: Answer) -> None:
    assert baseline_of([answer]) is None
    assert against_line([answer], "ja") is None


def test_workbook_has_one_column_per_option(answer: Answer, keep_all: Answer, tmp_path: Path) -> None:
    write_comparison([keep_all, answer], tmp_path / "c", "ja")
    page = openpyxl.load_workbook(tmp_path / "c" / "comparison.xlsx").worksheets[0]
    head = [cell.value for cell in page[1]]
    assert head == ["年度", "時点", "指標", "単位", "全校が自校プール", "小さな市"]


def test_the_same_scenario_twice_is_refused(answer: Answer, tmp_path: Path) -> None:
    with pytest.raises(PoolplanError, match="'tiny' is given twice"):
        write_comparison([answer, answer], tmp_path / "c", "en")
    with pytest.raises(PoolplanError, match="no scenario"):
        write_comparison([], tmp_path / "c", "en")


def test_names_are_text_on_the_page(evil: Answer, keep_all: Answer, tmp_path: Path) -> None:
    write_comparison([evil, keep_all], tmp_path / "c", "en")
    page = (tmp_path / "c" / "comparison.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "<b>太字" not in page
