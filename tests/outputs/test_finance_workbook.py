"""finance.xlsx: the ledger's totals to the yen, formulas that follow a price as planning again would."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from poolplan.analysis.compare import compare
from poolplan.outputs.comparison import comparison_workbook
from poolplan.outputs.finance.formulas import Formulas, cell_name
from poolplan.outputs.finance.prices import prices_of
from poolplan.outputs.finance.workbook import finance_workbook
from poolplan.outputs.sensitivity.workbook import sensitivity_workbook
from poolplan.outputs.words import word
from poolplan.progress import Journal
from poolplan.results.finance.keeping import books_of
from poolplan.results.indicators import RESIDUAL_ITEM
from poolplan.results.plan import Answer, Plan
from poolplan.results.quantities import Part, parts_of
from poolplan.run import Request, plan, read_checked
from poolplan.scenario.costs import PriceGrowth
from tests.outputs.studies import made_study
from tests.outputs.test_report_study import beside
from tests.outputs.tiny import tiny_answer
from tests.results.test_finance import priced
from tests.worlds import shared_and_rebuilt_plan, two_schools_plan

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CITY = Path(__file__).parents[1] / "data_city"


def answered(found: Plan) -> Answer:
    """Return an answer around a plan written by hand."""
    return replace(tiny_answer(), plan=found)


def sheet(book: Any, key: str, lang: Any = "ja") -> Any:
    """A sheet of the workbook by its key."""
    return book[word(f"f_sheet_{key}", lang)]


def opened(content: bytes, path: Path, *, values: bool = True) -> Any:
    """Write a workbook and read it again, values or formulas."""
    path.write_bytes(content)
    return openpyxl.load_workbook(path, data_only=values)


def totals_of(book: Any, lang: Any = "ja") -> dict[str, int]:
    """Ledger total, budget totals and debt of a workbook's stored values."""
    found: dict[str, int] = {}
    for prices in ("nominal", "base_year"):
        rows = list(sheet(book, f"budget_{prices}", lang).iter_rows(min_row=2, values_only=True))
        heads = rows[0]
        whole = next(row for row in rows if row[0] == word("total", lang))
        found |= {f"{prices} {head}": cell for head, cell in zip(heads[3:-1], whole[3:-1], strict=True)}
    lines = list(sheet(book, "lines", lang).iter_rows(min_row=3, values_only=True))
    found["ledger"] = sum(row[14] for row in lines)
    return found


def recalculated(path: Path, changes: Mapping[str, float], folder: Path) -> Any:
    """Type into the named cells of a workbook, let LibreOffice work it out again, and return the values."""
    if SOFFICE is None:
        assert not os.environ.get("CI"), "CI installs libreoffice-calc-nogui"
        pytest.skip("needs LibreOffice: install the package 'libreoffice-calc-nogui'")
    book = openpyxl.load_workbook(path)
    for name, value in changes.items():
        title, cell = next(iter(book.defined_names[cell_name(name)].destinations))
        book[title][cell.replace("$", "")] = value
    (folder / "typed").mkdir()
    book.save(folder / "typed" / path.name)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / "typed" / path.name)], check=True, capture_output=True, timeout=300)
    return openpyxl.load_workbook(folder / "out" / path.name, data_only=True)


@pytest.mark.parametrize("made", [two_schools_plan, priced, shared_and_rebuilt_plan])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_totals_stored_are_the_books_to_the_yen(made: Any, lang: Any, tmp_path: Path) -> None:
    answer = answered(made())
    books = books_of(answer.plan)
    book = opened(finance_workbook(answer, lang), tmp_path / "finance.xlsx")
    found = totals_of(book, lang)
    assert found["ledger"] == answer.plan.ledger["yen"].sum()
    for prices in ("nominal", "base_year"):
        table = books.budgets[prices]
        for name in table.columns[1:-1]:
            assert found[f"{prices} {word(f'f_head_{name}', lang)}"] == table[name].sum(), name


def test_every_line_of_the_worlds_is_a_formula(tmp_path: Path) -> None:
    for number, made in enumerate((two_schools_plan, priced, shared_and_rebuilt_plan)):
        book = opened(finance_workbook(answered(made()), "en"), tmp_path / f"{number}.xlsx", values=False)
        rows = list(sheet(book, "lines", "en").iter_rows(min_row=3, values_only=True))
        assert {row[17] for row in rows} == {"formula"}
        assert all(str(row[14]).startswith("=") for row in rows)


def test_a_line_that_no_formula_explains_stands_as_it_is(tmp_path: Path) -> None:
    """A ledger that somebody has changed by a yen: the workbook shows the ledger, not what it should be."""
    found = two_schools_plan()
    ledger = found.ledger.copy()
    ledger["yen"] = ledger["yen"] + 1 * (ledger["item"] == "pool_repair")
    book = opened(finance_workbook(answered(replace(found, ledger=ledger)), "en"), tmp_path / "x.xlsx")
    fixed = [row for row in sheet(book, "lines", "en").iter_rows(min_row=3, values_only=True) if row[17] == "fixed"]
    assert [(row[1], row[14]) for row in fixed] == [("pool_repair", 6_000_001)]


def test_growing_prices_are_in_the_formulas() -> None:
    """Repairs rise by 10 % a year, so the repair of 2027 costs 6 M x 1.21 and 3.63 M of it are left."""
    found = two_schools_plan()
    growth = PriceGrowth(share_per_year={"pool_repair": 0.1}, source="made up")
    costs = found.network.scenario.costs.model_copy(update={"growth": growth})
    scenario = found.network.scenario.model_copy(update={"costs": costs})
    grown = replace(found, network=replace(found.network, scenario=scenario))
    formulas = Formulas({price.path: price.value for price in prices_of(scenario, "en")})
    parts = parts_of(grown)
    key = (2027, "pool_repair", "general_fund", "hill_pool")
    assert formulas.value(formulas.line(key, parts[key], ["B1"], "A1"), {"A1": 2027, "B1": 1}) == 7_260_000
    left = (2028, RESIDUAL_ITEM, "general_fund", "hill_pool")
    assert formulas.value(formulas.line(left, parts[left], ["B1", "C1"], "A1"), {"B1": 0.5, "C1": 2027}) == -3_630_000


def test_several_parts_of_one_line_are_added() -> None:
    """Two grades that swim in different modes: 10 sessions at 20,000 yen and 4 at 6,000."""
    formulas = Formulas({"modes.a.prices.hire_yen": 20_000, "modes.b.prices.hire_yen": 6_000})
    parts = [Part("units", "modes.a.prices.hire_yen", (10,)), Part("units", "modes.b.prices.hire_yen", (4,))]
    formula = formulas.line((2025, "lesson_hire", "general_fund", "hill"), parts, [], "A1")
    assert formula == "modes_a_prices_hire_yen*10+modes_b_prices_hire_yen*4"
    assert formulas.value(formula, {}) == 224_000


def test_a_share_that_is_nothing_is_not_for_typing_into(tmp_path: Path) -> None:
    """Nobody has a bond line, so raising the share of bonds here would take money from the city and give it to none."""
    book = opened(finance_workbook(answered(two_schools_plan()), "en"), tmp_path / "x.xlsx", values=False)
    rows = {row[7]: row[4] for row in sheet(book, "prices", "en").iter_rows(min_row=3, values_only=True)}
    assert rows["costs.pool.repair.cost_yen"] == "yes, plan fixed"
    assert rows["costs.pool.repair.bond_share"] == "no, plan again"
    assert rows["costs.pool.rebuild.life_years"] == "no, plan again"


def test_named_cells_hold_the_prices(tmp_path: Path) -> None:
    answer = answered(priced())
    book = opened(finance_workbook(answer, "ja"), tmp_path / "x.xlsx")
    for price in prices_of(answer.plan.network.scenario, "ja"):
        title, cell = next(iter(book.defined_names[cell_name(price.path)].destinations))
        assert book[title][cell.replace("$", "")].value == price.value


@pytest.mark.slow
def test_libreoffice_finds_the_same_totals(tmp_path: Path) -> None:
    path = tmp_path / "finance.xlsx"
    before = totals_of(opened(finance_workbook(answered(priced()), "ja"), path))
    assert totals_of(recalculated(path, {}, tmp_path)) == before


@pytest.mark.slow
def test_typing_a_price_moves_the_totals_as_planning_again_does(tmp_path: Path) -> None:
    """Prices rise a little, so that the plan of the little city stays; every kind of price is among them."""
    changes = {
        "modes.commission.prices.hire_yen": 10_007,
        "modes.shared.prices.coaching_yen": 5_003,
        "modes.public.prices.hire_yen": 6_001,
        "costs.bus.large.per_hour_yen": 6_013,
        "costs.bus.medium.per_km_yen": 123,
        "costs.bus.day.tax_share": 0.11,
        "costs.pool.upkeep.base_yen": 1_000_001,
        "costs.pool.repair.cost_yen": 80_000_009,
        "costs.pool.rebuild.cost_yen": 200_000_011,
        "costs.pool.retirement.demolition_yen": 2_000_003,
    }
    before = planned({})
    after = planned(changes)
    assert after.plan.assignments.equals(before.plan.assignments)
    assert after.plan.sites.equals(before.plan.sites)
    path = tmp_path / "finance.xlsx"
    stored = totals_of(opened(finance_workbook(before, "ja"), path))
    typed = totals_of(recalculated(path, changes, tmp_path))
    assert typed["ledger"] == after.plan.ledger["yen"].sum() != stored["ledger"]
    assert typed == totals_of(opened(finance_workbook(after, "ja"), tmp_path / "after.xlsx"))


def planned(changes: Mapping[str, float]) -> Answer:
    """Plan the little city with values set as on the command line, in rising prices and with loans."""
    fixed = {
        "finance.inflation.share_per_year": 0.013,
        "finance.inflation.source": "test",
        "finance.bonds.works_share.demolition": 0.5,
        "finance.bonds.works_share.pool_repair": 0.5,
        "finance.bonds.works_share.pool_rebuild": 0.5,
        "finance.bonds.interest_share": 0.012,
        "finance.bonds.years": 5,
        "finance.bonds.source": "test",
    }
    overrides = tuple(f"{path}={value}" for path, value in {**fixed, **changes}.items())
    return plan(read_checked(CITY / "move.yaml", Request(Path("unused"), overrides)), Journal(verbose=False))


def test_equal_answers_give_equal_bytes() -> None:
    assert finance_workbook(answered(priced()), "ja") == finance_workbook(answered(priced()), "ja")


def test_charts_are_native_and_sheets_are_there(answer: Answer, keep_all: Answer, tmp_path: Path) -> None:
    book = opened(finance_workbook(answer, "ja", keep_all), tmp_path / "x.xlsx")
    assert word("f_sheet_against", "ja") in book.sheetnames
    names = ZipFile(tmp_path / "x.xlsx").namelist()
    assert {f"xl/charts/chart{number}.xml" for number in range(1, 5)} <= set(names)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_study_that_fits_stands_in_the_workbook(answer: Answer, lang: Any, tmp_path: Path) -> None:
    """Tornado, turning points and plans as in sensitivity.xlsx; where none fits, the front sheet says what to do."""
    told = beside(answer, tmp_path)
    book = opened(finance_workbook(told, lang), tmp_path / "x.xlsx")
    alone = opened(sensitivity_workbook(made_study(), lang), tmp_path / "y.xlsx")
    for key in ("s_tornado_sheet", "s_thresholds_sheet", "s_plans_sheet"):
        ours, theirs = (list(one[word(key, lang)].iter_rows(values_only=True)) for one in (book, alone))
        assert ours == theirs
    without = opened(finance_workbook(answer, lang), tmp_path / "z.xlsx")
    assert word("s_tornado_sheet", lang) not in without.sheetnames
    said = [row[0] for row in without.worksheets[0].iter_rows(values_only=True)]
    assert word("s_report_none", lang) in said


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_names_never_become_formulas_or_links(evil: Answer, lang: Any, tmp_path: Path) -> None:
    book = opened(finance_workbook(evil, lang), tmp_path / "x.xlsx", values=False)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert "cmd" not in str(cell.value)
                    assert "@SUM" not in str(cell.value)
                    assert "1+1" not in str(cell.value)


def test_plans_are_compared_in_money(answer: Answer, keep_all: Answer, tmp_path: Path) -> None:
    """Totals are those of each plan's own books, and the cost to date ends with them."""
    content = comparison_workbook([keep_all, answer], compare([keep_all, answer]), "ja")
    book = opened(content, tmp_path / "x.xlsx")
    rows = {row[0]: row[1:] for row in book[word("f_sheet_compared", "ja")].iter_rows(min_row=3, values_only=True)}
    cost = [int(books_of(one.plan).budgets["base_year"]["cost_yen"].sum()) for one in (keep_all, answer)]
    assert list(rows[word("f_total_cost_yen_base_year", "ja")]) == cost
    to_date = list(book[word("f_sheet_to_date", "ja")].iter_rows(min_row=3, values_only=True))
    last = next(row for row in to_date if row[0] == 2025)
    assert list(last[3:5]) == cost
    assert sum(row[1] for row in to_date if row[0]) == cost[0]
