"""finance.html: what the plan costs whom and when, in words a council understands; offline, on A4."""

from collections.abc import Iterator
from pathlib import Path

from poolplan.outputs import assets
from poolplan.outputs.finance.bridge_table import bridge_table
from poolplan.outputs.finance.parts import (
    Account,
    against_chart,
    against_text,
    burden_chart,
    horizons_table,
    levelling_table,
    own_pool_table,
    per_pupil_table,
    totals_table,
    yearly_table,
)
from poolplan.outputs.map_layers import static
from poolplan.outputs.money import number_text, year_text, yen_text
from poolplan.outputs.panels import render
from poolplan.outputs.payers import quality_text
from poolplan.outputs.registry import Lang, output
from poolplan.outputs.report.method import marks_of
from poolplan.outputs.report.page import FOOT
from poolplan.outputs.report.register import value_text
from poolplan.outputs.report.texts import isolated, listed
from poolplan.outputs.words import label_in, named, word
from poolplan.results.finance.own_pool import new_pool
from poolplan.results.plan import Answer


def finance_page(answer: Answer, lang: Lang, baseline: Answer | None = None) -> str:
    """Return the page; equal answers give equal pages. `baseline` is the answer with every pool kept, if known."""
    account = Account(answer, lang, baseline)
    title = f"{label_in(account.scenario.label, lang)} – {word('fp_title', lang)}"
    plan_mark, data_mark = marks_of(account.book)
    body = render(
        "finance.html",
        lang,
        {
            "title": isolated(label_in(account.scenario.label, lang)),
            "question": isolated(label_in(account.scenario.question, lang)),
            "answer": list(sentences_of(account)),
            "quality": quality_text(answer.plan, lang),
            "basis": basis_text(account),
            "burden": burden_chart(account),
            "totals": totals_table(account),
            "bridge": bridge_table(account),
            "against": against_chart(account) if account.against else "",
            "against_said": against_text(account) if account.against else "",
            "horizons": horizons_table(account),
            "levelling": levelling_table(account),
            "own_pool": own_pool_table(account),
            "own_said": own_pool_text(account),
            "per_pupil": per_pupil_table(account),
            "yearly": [yearly_table(account, "nominal")]
            + ([yearly_table(account, "base_year")] if account.has_inflation else []),
            "assumed": list(assumed_of(account)),
            "marks": word("r_marks", lang).format(plan=plan_mark, data=data_mark),
        },
    )
    foot = FOOT.format(plan=plan_mark, data=data_mark)
    return assets.page_of(f"<style>{static('report.css')}{foot}</style>", body, lang=lang, title=title)


def sentences_of(account: Account) -> Iterator[str]:
    """Yield the answer in a few sentences: whole cost, who pays, peak, comparison."""
    lang, years = account.lang, len(account.scenario.planned_years)
    cost = account.total("cost_yen")
    parts = [
        account.word(f"fp_part_{name}").format(yen=yen_text(account.total(name), lang))
        for name in ("national_grant_yen", "users_yen", "borrowed_yen")
        if account.total(name)
    ]
    said = account.word("fp_whole").format(years=years, yen=yen_text(cost, lang))
    yield said + (account.word("fp_parts").format(parts=listed(parts, lang)) if parts else "")
    key = "fp_burden_loans" if account.has_loans and account.total("principal_yen") else "fp_burden"
    yield account.word(key).format(
        yen=yen_text(account.total("burden_yen"), lang),
        interest=yen_text(account.total("interest_yen"), lang),
        until=year_text(max(account.yearly("burden_yen")), lang),
    )
    peak = account.level("burden_yen")
    yield account.word("fp_peak_said").format(
        year=year_text(peak.peak_year, lang),
        yen=yen_text(peak.peak_yen, lang),
        mean=yen_text(peak.mean_yen, lang),
        times=f"{peak.peak_to_mean:.1f}",
    )
    if account.against:
        yield against_text(account)


def own_pool_text(account: Account) -> str:
    """Say when a rebuilt own pool would be cheaper than what schools pay elsewhere."""
    pool, lang = new_pool(account.scenario.costs.pool), account.lang
    cheaper = sum(one.fee_yen < pool.yen_per_year for one in account.away)
    key = "fp_own_said" if account.away else "fp_own_nobody"
    return account.word(key).format(
        price=yen_text(pool.price_yen, lang),
        life=pool.life_years,
        running=yen_text(pool.running_yen, lang),
        yen=yen_text(pool.yen_per_year, lang),
        schools=number_text(len(account.away)),
        cheaper=number_text(cheaper),
    )


def basis_text(account: Account) -> str:
    """Say in whose prices amounts are."""
    finance = account.scenario.finance
    rise = f"{finance.inflation.share_per_year:.1%}" if finance and finance.inflation else "0 %"
    base = year_text(account.scenario.costs.base_year, account.lang)
    return account.word("fp_basis").format(rise=rise, base=base)


def assumed_of(account: Account) -> Iterator[tuple[str, str, str]]:
    """Yield name, values and source of what budgets rest on besides the plan."""
    finance, lang = account.scenario.finance, account.lang
    blocks = {"finance.inflation": finance.inflation, "finance.bonds": finance.bonds} if finance else {}
    for where, block in blocks.items():
        if block is not None:
            values = [
                f"{named('r_field', name, lang)} {value_text(name, value, lang)}"
                for name, value in block
                if name not in ("source", "assumed")
            ]
            mark = f"（{word('assumed', lang)}）" if block.assumed else ""
            yield named("r_block", where, lang) + mark, listed(values, lang), isolated(block.source)


@output("finance.html")
def write_finance(answer: Answer, path: Path, lang: Lang) -> None:
    """Write the page."""
    path.write_text(finance_page(answer, lang), encoding="utf-8", newline="\n")
