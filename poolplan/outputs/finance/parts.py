"""Tables and charts of finance.html, all from the books: budget, horizons, levelling, break-even and so on."""

from collections.abc import Sequence
from functools import cached_property
from statistics import median

from markupsafe import Markup

from poolplan.outputs.colours import APRICOT, BROWN, INK, NAVY
from poolplan.outputs.money import MAN, MILLION, OKU, number_text, year_text, yen_text
from poolplan.outputs.plots.draw import Size, Titles
from poolplan.outputs.plots.looks import LOOKS, Look
from poolplan.outputs.plots.yearly import Curve, Layer, Mark, columns, curves_over_years
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import short_year, unit_text
from poolplan.outputs.words import word
from poolplan.results.finance.baseline import Against, against, cheaper_from, is_comparable
from poolplan.results.finance.books import COST_TO_BURDEN, Books, Prices
from poolplan.results.finance.horizons import horizons
from poolplan.results.finance.keeping import books_of
from poolplan.results.finance.levelling import Levelling, levelling
from poolplan.results.finance.own_pool import Away, away, new_pool
from poolplan.results.people import people
from poolplan.results.plan import Answer

BURDEN = (
    ("cash_yen", LOOKS["lessons"]),
    ("principal_yen", LOOKS["works"]),
    ("interest_yen", Look(APRICOT, BROWN, "----")),
)
"""Layers of the chart of what the general fund pays."""
YEARLY = ("works_yen", "running_yen", *COST_TO_BURDEN[1:], "debt_yen")
"""Columns of the yearly table, which leads from works and running costs; those without any yen are left out."""


class Account:
    """A plan's money in one language, ready for the sections of the page; everything is worked out once."""

    def __init__(self, answer: Answer, lang: Lang, baseline: Answer | None) -> None:
        """Keep the answer, and the one with every pool kept if it may be compared."""
        self.book, self.lang, self.plan = Book(answer, lang), lang, answer.plan
        comparable = baseline is not None and is_comparable(answer.plan, baseline.plan) and baseline is not answer
        self.baseline = baseline if comparable else None
        self.scenario = answer.plan.network.scenario

    @cached_property
    def books(self) -> Books:
        """The books."""
        return books_of(self.plan)

    def yearly(self, column: str, prices: Prices = "nominal", *, until: int | None = None) -> dict[int, int]:
        """Yen of a column of the budget by year, to `until` or to the last repayment."""
        rows = self.books.budgets[prices][["year", column]].itertuples(index=False, name=None)
        return {int(year): int(yen) for year, yen in rows if until is None or year <= until}

    def total(self, column: str, prices: Prices = "nominal") -> int:
        """Sum of a column of the budget."""
        return sum(self.yearly(column, prices).values())

    @property
    def has_loans(self) -> bool:
        """Whether anything is borrowed."""
        return self.total("borrowed_yen") > 0

    @property
    def has_inflation(self) -> bool:
        """Whether prices rise."""
        finance = self.scenario.finance
        return bool(finance and finance.inflation and finance.inflation.share_per_year)

    def level(self, column: str) -> Levelling:
        """Peak and mean of the planned years, in prices of the year."""
        return levelling(self.yearly(column, until=self.book.last))

    @cached_property
    def against(self) -> list[Against]:
        """Year by year against keeping every pool; empty where that is not known."""
        return against(self.plan, self.baseline.plan) if self.baseline else []

    @cached_property
    def away(self) -> list[Away]:
        """Schools that have left their own pool."""
        return away(self.plan, self.books)

    def word(self, key: str) -> str:
        """Return a word in the reader's language."""
        return word(key, self.lang)


def burden_chart(account: Account) -> Markup:
    """Draw what the general fund pays each year, in prices of the year, and what it would pay without borrowing."""
    lang, unit = account.lang, MAN if account.lang == "ja" else MILLION
    years = list(account.yearly("burden_yen"))
    peak = account.level("burden_yen")
    layers = [
        Layer(account.word(f"f_head_{name}"), look, [yen / unit for yen in account.yearly(name).values()])
        for name, look in BURDEN
        if account.total(name)
    ]
    without = [yen / unit for yen in account.yearly("city_yen").values()]
    curve = [Curve(account.word("fp_without_loans"), INK, "--", without)] if account.has_loans else []
    said = account.word("fp_peak_short").format(year=peak.peak_year, yen=yen_text(peak.peak_yen, lang))
    title = account.word("f_chart_nominal")
    titles = Titles("fp-burden", title, said, account.word("r_unit"), Size(height=310))
    return columns(titles, years, layers, Mark(peak.peak_year, said) if peak.peak_yen > 0 else None, curve)


def against_chart(account: Account) -> Markup:
    """Draw the cost to date of the plan and of keeping every pool."""
    unit = OKU if account.lang == "ja" else MILLION
    rows, start = account.against, cheaper_from(account.against)
    ours, theirs = ([row.ours_to_date_yen for row in rows], [row.theirs_to_date_yen for row in rows])
    curves = [
        Curve(
            account.word("f_against_theirs"),
            BROWN,
            "--",
            [yen / unit for yen in theirs],
            yen_text(theirs[-1], account.lang),
        ),
        Curve(
            account.word("f_against_ours"), NAVY, "-", [yen / unit for yen in ours], yen_text(ours[-1], account.lang)
        ),
    ]
    mark = Mark(start, account.word("fp_cheaper_from").format(year=start)) if start and start > rows[0].year else None
    axis = account.word("f_unit_oku")
    titles = Titles("fp-against", account.word("f_chart_against"), against_text(account), axis, Size(height=280))
    return curves_over_years(titles, [row.year for row in rows], curves, mark)


def against_text(account: Account) -> str:
    """Say what the plan costs less, or more, than keeping every pool."""
    last, lang = account.against[-1], account.lang
    less = last.theirs_to_date_yen - last.ours_to_date_yen
    key = "fp_less" if less >= 0 else "fp_more"
    return account.word(key).format(
        year=year_text(last.year, lang),
        ours=yen_text(last.ours_to_date_yen, lang),
        theirs=yen_text(last.theirs_to_date_yen, lang),
        yen=yen_text(abs(less), lang),
    )


def yearly_table(account: Account, prices: Prices) -> Table:
    """Return the budget year by year."""
    lang, peak = account.lang, account.level("burden_yen").peak_year
    shown = [name for name in YEARLY if account.total(name, prices)]
    rows = []
    for values in account.books.budgets[prices].to_dict("records"):
        year = int(values["year"])
        mark = " ▲" if year == peak and prices == "nominal" else ""
        cells = [number(unit_text(int(values[name]), lang)) for name in shown]
        rows.append(Row(Cell(f"{short_year(year, lang)}{mark}"), cells))
    sums = [number(unit_text(account.total(name, prices), lang) if name != "debt_yen" else "") for name in shown]
    rows.append(Row(Cell(account.word("total")), sums, is_sum=True))
    heads = [Cell(account.word("head_year")), *(number(account.word(f"f_head_{name}")) for name in shown)]
    caption = f"{account.word(f'f_sheet_budget_{prices}')}（{account.word('r_unit')}）"
    return table(caption, heads, rows, account.word("fp_yearly_note"), look="yearly")


def totals_table(account: Account) -> Table:
    """Return totals in both kinds of prices, from the whole cost to what the general fund pays."""
    kinds: Sequence[Prices] = ("nominal", "base_year") if account.has_inflation else ("nominal",)
    rows = [
        Row(
            Cell(account.word(f"fp_total_{name}")),
            [number(yen_text(account.total(name, prices), account.lang)) for prices in kinds],
            is_sum=name in ("cost_yen", "city_yen", "burden_yen"),
        )
        for name in COST_TO_BURDEN
        if any(account.total(name, prices) for prices in kinds)
    ]
    heads = [Cell(""), *(number(account.word(f"fp_prices_{prices}")) for prices in kinds)]
    return table(account.word("fp_totals"), heads, rows, account.word("fp_totals_note"))


def levelling_table(account: Account) -> Table:
    """Return peak, mean and the fund that would level the budget, without loans and with."""
    names = ("city_yen", "burden_yen") if account.has_loans else ("burden_yen",)
    found = {name: account.level(name) for name in names}
    lang = account.lang
    lines = {
        "fp_peak_year": [year_text(one.peak_year, lang) for one in found.values()],
        "fp_peak": [yen_text(one.peak_yen, lang) for one in found.values()],
        "fp_mean": [yen_text(one.mean_yen, lang) for one in found.values()],
        "fp_ratio": [f"{one.peak_to_mean:.2f}" for one in found.values()],
        "fp_fund": [yen_text(one.fund_yen, lang) for one in found.values()],
        "fp_fund_most": [yen_text(one.fund_most_yen, lang) for one in found.values()],
    }
    rows = [Row(Cell(account.word(key)), [number(text) for text in texts]) for key, texts in lines.items()]
    heads = [Cell(""), *(number(account.word(f"fp_level_{name}")) for name in names)]
    return table(account.word("fp_levelling"), heads, rows, account.word("fp_levelling_note"))


def horizons_table(account: Account) -> Table:
    """Return 30, 40, 50 and 60 years, beside keeping every pool where it is known."""
    lang, plans = account.lang, [account.plan, *([account.baseline.plan] if account.baseline else [])]
    found = [horizons(plan, account.books if plan is account.plan else books_of(plan)) for plan in plans]
    rows = []
    for place, one in enumerate(found[0]):
        cells = [number(yen_text(one.yen, lang)), number(yen_text(one.yen_per_year, lang))]
        if len(found) > 1:
            theirs = found[1][place]
            cells += [number(yen_text(theirs.yen, lang)), number(yen_text(theirs.yen - one.yen, lang))]
        cells.append(number(yen_text(one.present_yen, lang)))
        rows.append(Row(Cell(account.word("fp_years").format(n=one.years, last=year_text(one.last, lang))), cells))
    keys = ["fp_horizon_total", "fp_mean", *(["f_against_theirs", "f_against_less"] if len(found) > 1 else [])]
    heads = [Cell(account.word("f_horizon_years")), *(number(account.word(key)) for key in (*keys, "r_present_value"))]
    return table(account.word("f_sheet_horizons"), heads, rows, account.word("f_horizons_note"))


def own_pool_table(account: Account) -> Table | None:
    """Return what lessons elsewhere cost, by mode, against a rebuilt own pool; None where nobody has left."""
    pool, lang = new_pool(account.scenario.costs.pool), account.lang
    rows = []
    for mode, name in account.book.modes.items():
        here = [one for one in account.away if one.mode == mode]
        if not here:
            continue
        fees = sorted(one.fee_yen for one in here)
        lives = [one.break_even_years for one in here if one.break_even_years is not None]
        visits = sum(one.visits for one in here)
        cells = [
            number_text(len(here)),
            yen_text(median(fees), lang),
            f"{yen_text(fees[0], lang)} – {yen_text(fees[-1], lang)}",
            number_text(sum(fees) / visits if visits else None),
            number_text(sum(fee < pool.yen_per_year for fee in fees)),
            number_text(min(lives) if lives else None),
        ]
        rows.append(Row(Cell(name), [number(text) for text in cells]))
    keys = ("r_schools", "fp_fee_median", "fp_fee_range", "f_own_per_visit", "fp_cheaper", "fp_life_least")
    heads = [Cell(account.word("f_own_mode")), *(number(account.word(key)) for key in keys)]
    return table(account.word("f_sheet_own_pool"), heads, rows, account.word("f_own_note")) if rows else None


def per_pupil_table(account: Account) -> Table:
    """Return cost per pupil and per visit at the points in time of the report, base-year prices."""
    sums = people(account.plan).groupby("year")[["pupils", "visits"]].sum()
    cost, rows = account.yearly("cost_yen", "base_year"), []
    for point in account.book.points:
        pupils, visits = (float(sums[name].get(point.year, 0.0)) for name in ("pupils", "visits"))
        yen = cost[point.year]
        cells = [yen_text(yen, account.lang), number_text(pupils), number_text(visits)]
        cells += [number_text(yen / pupils if pupils else None), number_text(yen / visits if visits else None)]
        rows.append(Row(Cell(account.book.point_name(point)), [number(text) for text in cells]))
    keys = ("f_head_cost_yen", "f_pupils", "f_visits", "f_yen_per_pupil", "f_yen_per_visit")
    heads = [Cell(account.word("point_in_time")), *(number(account.word(key)) for key in keys)]
    return table(account.word("fp_per_pupil"), heads, rows, account.word("fp_per_pupil_note"))
