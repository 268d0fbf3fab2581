"""Section 5: what falls due in each year, by item and payer, and the year in which it is most."""

from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from poolplan.outputs.money import MAN, MILLION, year_text, yen_text
from poolplan.outputs.plots.draw import Size, Titles
from poolplan.outputs.plots.looks import LOOKS
from poolplan.outputs.plots.yearly import Layer, Mark, columns
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.patterns import GROUPS, group_of
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import short_year, unit_text
from poolplan.outputs.sheets import costs_by_item
from poolplan.outputs.words import named, word
from poolplan.results.indicators import CITY, RESIDUAL_ITEM, payer_indicators


class Budget(NamedTuple):
    """The section's parts."""

    chart: Markup
    peak: str
    yearly: Table
    payers: Table


def budget_of(book: Book) -> Budget:
    """Return chart and tables of the yearly costs."""
    return Budget(chart_of(book, "rp-cost", 300), peak_text(book), yearly_table(book), payer_table(book))


def costs_by_group(book: Book) -> dict[str, list[float]]:
    """Yen of every year by group of items, groups without any left out; the value left at the end is not in it."""
    costs = costs_by_item(book.plan).drop(columns=RESIDUAL_ITEM, errors="ignore")
    sums = costs.T.groupby([group_of(str(item)) for item in costs.columns]).sum().T
    return {name: [float(yen) for yen in sums[name]] for name in GROUPS if name in sums and sums[name].any()}


def chart_of(book: Book, ident: str, height: float) -> Markup:
    """Draw the yearly costs by group of items; `ident` is unique on the page."""
    lang, unit = book.lang, MAN if book.lang == "ja" else MILLION
    layers = [
        Layer(word(f"r_group_{name}", lang), LOOKS[name], [yen / unit for yen in values])
        for name, values in costs_by_group(book).items()
    ]
    titles = Titles(ident, word("r_chart_title", lang), peak_text(book), word("r_unit", lang), Size(height=height))
    year, yen = _peak_year(book), yen_text(_peak_yen(book), lang)
    peak = Mark(year, word("r_peak_short", lang).format(year=year, yen=yen)) if _peak_yen(book) > 0 else None
    return columns(titles, list(book.scenario.planned_years), layers, peak)


def _peak_year(book: Book) -> int:
    return max(book.yearly_yen, key=lambda year: (book.yearly_yen[year], -year))


def _peak_yen(book: Book) -> int:
    return book.yearly_yen[_peak_year(book)]


def peak_text(book: Book) -> str:
    """Say in which year most falls due, and how much of it is works."""
    year, works = _peak_year(book), book.figures(_peak_year(book)).get("capex_yen", 0.0)
    return word("r_peak", book.lang).format(
        year=year_text(year, book.lang),
        yen=yen_text(_peak_yen(book), book.lang),
        works=yen_text(works, book.lang),
        mean=yen_text(sum(book.yearly_yen.values()) / len(book.yearly_yen), book.lang),
    )


def yearly_table(book: Book) -> Table:
    """Return year x item with the total, and what of it each payer pays."""
    lang, ledger = book.lang, book.plan.ledger[book.plan.ledger["item"] != RESIDUAL_ITEM]
    items = costs_by_item(book.plan).drop(columns=RESIDUAL_ITEM, errors="ignore")
    order = sorted(items.columns, key=lambda item: (list(GROUPS).index(group_of(str(item))), str(item)))
    paid = ledger.pivot_table(index="year", columns="payer", values="yen", aggfunc="sum", fill_value=0)
    paid = paid.reindex(items.index, fill_value=0)
    whole = pd.concat([items[order], items.sum(axis=1).rename("total"), paid], axis=1)
    heads = [Cell(word("head_year", lang)), *(number(named("item", item, lang)) for item in order)]
    heads += [number(word("total", lang)), *(number(named("payer", payer, lang)) for payer in paid.columns)]
    peak = _peak_year(book)
    rows = [
        Row(Cell(_marked(year, is_peak=year == peak, book=book)), [number(unit_text(yen, lang)) for yen in cells])
        for year, *cells in whole.itertuples(name=None)
    ]
    rows.append(Row(Cell(word("total", lang)), [number(unit_text(yen, lang)) for yen in whole.sum()], is_sum=True))
    caption = f"{word('r_yearly_caption', lang)} ({word('r_unit', lang)})"
    return table(caption, heads, rows, word("r_yearly_note", lang), look="yearly")


def _marked(year: int, *, is_peak: bool, book: Book) -> str:
    return f"{short_year(year, book.lang)} ▲" if is_peak else short_year(year, book.lang)


def payer_table(book: Book) -> Table:
    """Return item x payer over all years, with the value left and the present value below."""
    lang, ledger = book.lang, book.plan.ledger
    wide = ledger.pivot_table(index="item", columns="payer", values="yen", aggfunc="sum", fill_value=0)
    left = wide.reindex([RESIDUAL_ITEM], fill_value=0).iloc[0]
    spent = wide.drop(index=RESIDUAL_ITEM, errors="ignore")
    payers = list(wide.columns)
    order = sorted(spent.index, key=lambda item: (list(GROUPS).index(group_of(str(item))), str(item)))
    rows = [_payer_row(named("item", str(item), lang), spent.loc[item], book) for item in order]
    rows.append(_payer_row(word("total", lang), spent.sum(), book, is_sum=True))
    rows.append(_payer_row(word("item_residual_value", lang), left, book))
    rows.append(_payer_row(word("r_present_value", lang), _present_values(book, payers), book, is_sum=True))
    heads = [Cell(word("head_item_label", lang)), *(number(named("payer", str(payer), lang)) for payer in payers)]
    share = book.scenario.costs.discount_share
    note = word("r_payers_note", lang).format(
        base=year_text(book.scenario.costs.base_year, lang), share=f"{share:.1%}", last=year_text(book.last, lang)
    )
    caption = f"{word('r_payers_caption', lang)} ({word('r_unit', lang)})"
    return table(caption, [*heads, number(word("total", lang))], rows, note)


def _payer_row(name: str, yen: "pd.Series[float]", book: Book, *, is_sum: bool = False) -> Row:
    cells = [*yen.tolist(), float(yen.sum())]
    return Row(Cell(name), [number(unit_text(amount, book.lang)) for amount in cells], is_sum=is_sum)


def _present_values(book: Book, payers: list[str]) -> "pd.Series[float]":
    table = book.answer.indicators
    city = table[table["scope"] == CITY].set_index("indicator")["value"]
    return pd.Series({payer: float(city.get(payer_indicators(payer)[1], 0.0)) for payer in payers})
