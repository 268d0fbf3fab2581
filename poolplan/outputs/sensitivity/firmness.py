"""How firmly decisions stand in a study: a chart, a sentence, and those that most often change."""

import pandas as pd
from markupsafe import Markup

from poolplan.analysis.sensitivity.tables import NO_REGRET_SHARE
from poolplan.outputs.money import number_text
from poolplan.outputs.plots.draw import Size, Titles
from poolplan.outputs.plots.looks import LOOKS
from poolplan.outputs.plots.yearly import Layer, columns_by_name
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.sensitivity.telling import Telling
from poolplan.outputs.words import label_in

BANDS = (0.5, 0.8, NO_REGRET_SHARE, 1.0)
"""Upper ends of the bands, from 0, in which decisions are counted by the share of draws that say the same."""
LEAST_SURE = 15
"""Decisions listed that most often change."""


def stability_chart(telling: Telling, ident: str) -> Markup:
    """Draw how many schools and pools are decided the same in how many draws; empty where nothing was drawn."""
    if telling.study.stability.empty:
        return Markup("")
    starts = (0.0, *BANDS[:-1])
    names = [f"{low:.0%}–{high:.0%}" for low, high in zip(starts, BANDS, strict=True)]
    layers = [
        Layer(telling.word("s_schools_mode"), LOOKS["lessons"], _banded(telling.study.stability, "mode")),
        Layer(telling.word("s_pools_retired"), LOOKS["works"], _banded(telling.study.stability, "retired_in")),
    ]
    titles = Titles(
        ident, telling.word("s_stability"), telling.word("s_stability_said"), telling.word("s_count"), Size(height=230)
    )
    return columns_by_name(titles, names, layers)


def _banded(stability: pd.DataFrame, decision: str) -> list[float]:
    shares = stability[stability["decision"] == decision]["same_share"].astype(float)
    starts = (0.0, *BANDS[:-1])
    return [
        float(((shares >= low) & ((shares < high) | (high == 1))).sum())
        for low, high in zip(starts, BANDS, strict=True)
    ]


def firm_text(telling: Telling) -> str:
    """Say how many decisions hold in nearly all draws: the no-regret list."""
    stability = telling.study.stability
    if stability.empty:
        return ""
    modes = stability[stability["decision"] == "mode"]
    pools = stability[stability["decision"] == "retired_in"]
    return telling.word("s_firm").format(
        share=f"{NO_REGRET_SHARE:.0%}",
        schools=number_text(int(modes["is_no_regret"].astype(bool).sum())),
        of=number_text(len(modes)),
        pools=number_text(int(pools["is_no_regret"].astype(bool).sum())),
        of_pools=number_text(len(pools)),
    )


def least_sure_table(telling: Telling) -> Table | None:
    """Return the decisions that change most often."""
    rows = telling.study.stability
    rows = rows[rows["decision"].isin(["mode", "retired_in"])].sort_values("same_share", kind="stable").head(LEAST_SURE)
    lines = [
        Row(
            Cell(telling.label(row)),
            [
                Cell(telling.word(f"s_decision_{row['decision']}")),
                Cell(_decided(telling, row["decision"], row["reference"])),
                number(f"{float(row['same_share']):.0%}"),
                Cell(_decided(telling, row["decision"], row["most_frequent"])),
                number(f"{float(row['most_share']):.0%}"),
            ],
        )
        for row in rows.to_dict("records")
        if float(row["same_share"]) < NO_REGRET_SHARE
    ]
    keys = ("s_place", "s_decision", "s_reference", "s_same", "s_most", "s_most_share")
    heads = [Cell(telling.word(key)) for key in keys]
    return table(telling.word("s_least_sure"), heads, lines) if lines else None


def _decided(telling: Telling, decision: object, value: object) -> str:
    text = str(value)
    if decision == "mode" and text in telling.scenario.modes:
        return isolated(label_in(telling.scenario.modes[text].label, telling.lang))
    return text or telling.word("s_never")
