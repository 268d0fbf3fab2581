"""A study's tables as sentences, tables and charts, in words a council understands."""

from collections.abc import Hashable, Iterator, Mapping
from math import isnan

from markupsafe import Markup

from poolplan.analysis.sensitivity.tables import Study
from poolplan.outputs.money import MAN, MILLION, OKU, change_text, number_text, yen_text
from poolplan.outputs.plots.swings import Swing, tornado, tornado_titles
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.register import value_text
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.words import label_in, named, word

GROWTH = "share_per_year"
"""Word of the path of a rise of prices; the item comes after it."""


class Telling:
    """A study in one language."""

    def __init__(self, study: Study, lang: Lang) -> None:
        """Keep the study, its parameters by id."""
        self.study, self.lang = study, lang
        self.scenario = study.network.scenario
        self.parameters = {str(row["parameter"]): row for row in study.parameters.to_dict("records")}

    def word(self, key: str) -> str:
        """Return a word in the reader's language."""
        return word(key, self.lang)

    def name(self, parameter: str) -> str:
        """Name of a parameter."""
        row = self.parameters.get(parameter)
        return isolated(str(row[f"label_{self.lang}"])) if row else parameter

    def value(self, parameter: str, value: float) -> str:
        """Write a value of a parameter in its unit."""
        if isnan(value):
            return number_text(None)
        unit = self.unit(parameter)
        is_short = unit.endswith("_yen") and value >= MILLION and value % _step(value, self.lang) == 0
        return yen_text(value, self.lang) if is_short else value_text(unit, value, self.lang)

    def unit(self, parameter: str) -> str:
        """Return the word of a parameter's path that ends in its unit."""
        row = self.parameters.get(parameter)
        steps = str(row["path"]).split(".") if row else [""]
        return GROWTH if GROWTH in steps else steps[-1]

    def more(self, yen: float) -> str:
        """Write a difference of cost with its sign."""
        return number_text(None) if isnan(yen) else change_text(round(yen), self.lang)

    def label(self, row: dict[object, object]) -> str:
        """Name that a row of a table carries in both languages."""
        return isolated(str(row[f"label_{self.lang}"]))


def _step(yen: float, lang: Lang) -> int:
    """Amounts that are a multiple of this many yen lose nothing where they are written short."""
    if lang == "en":
        return MILLION // 10 if yen < 100 * MILLION else MILLION
    return MAN if yen < OKU else OKU // 100


def unit_of(telling: Telling) -> tuple[int, str]:
    """Unit of the tornado in yen, and the words over its axis: 億円, 万円 where that is too large, or million yen."""
    if telling.lang == "en":
        return MILLION, telling.word("s_more_million")
    rows = telling.study.one_at_a_time
    costs = rows[["fixed_yen", "best_yen"]].astype(float).sub(rows["reference_yen"].astype(float), axis=0)
    is_large = costs.abs().max().max() >= OKU
    return (OKU, telling.word("s_more_oku")) if is_large else (MAN, telling.word("s_more_man"))


def swings_of(telling: Telling) -> list[Swing]:
    """Return the swings of all parameters, in the unit of `unit_of`."""
    (unit, _), rows = unit_of(telling), telling.study.one_at_a_time
    found = []
    for parameter, both in rows.groupby("parameter", sort=False):
        ends = {str(row["end"]): row for row in both.to_dict("records")}
        low, high = ends["low"], ends["high"]
        found.append(
            Swing(
                telling.name(str(parameter)),
                telling.value(str(parameter), float(low["value"])),
                telling.value(str(parameter), float(high["value"])),
                (_more(low, "fixed_yen") / unit, _more(high, "fixed_yen") / unit),
                (_more(low, "best_yen") / unit, _more(high, "best_yen") / unit),
            )
        )
    return found


def _more(row: Mapping[Hashable, object], column: str) -> float:
    """Whole yen more than the reference."""
    yen = float(str(row[column])) - float(str(row["reference_yen"]))
    return yen if isnan(yen) else round(yen)


def tornado_of(telling: Telling, ident: str) -> Markup:
    """Draw the tornado; empty where nothing was varied one at a time."""
    swings = swings_of(telling)
    if not swings:
        return Markup("")
    said = telling.word("s_tornado_said")
    titles = tornado_titles(ident, telling.word("s_tornado"), said, unit_of(telling)[1], len(swings))
    return tornado(titles, swings, (telling.word("s_plan_kept"), telling.word("s_planned_anew")))


def one_at_a_time_table(telling: Telling) -> Table | None:
    """Return both ends of every parameter: cost with the plan kept and planned anew, and what changes in it."""
    rows = []
    for row in telling.study.one_at_a_time.to_dict("records"):
        parameter, base = str(row["parameter"]), float(row["reference_yen"])
        cells = [
            number(telling.value(parameter, float(row["value"]))),
            number(telling.more(float(row["fixed_yen"]) - base)),
            number(telling.more(float(row["best_yen"]) - base)),
            number(_count(row["schools_changed"])),
            number(_count(row["pools_changed"])),
            Cell(isolated(str(row["fixed_reason"] or row["reason"]))),
        ]
        end = telling.word(f"s_{row['end']}")
        rows.append(Row(Cell(f"{telling.name(parameter)} {end}"), cells))
    keys = ("s_value", "s_plan_kept", "s_planned_anew", "s_schools_changed", "s_pools_changed")
    heads = [
        Cell(telling.word("s_parameter")),
        *(number(telling.word(key)) for key in keys),
        Cell(telling.word("s_remark")),
    ]
    return table(telling.word("s_one_at_a_time"), heads, rows, telling.word("s_gap_note"), "small") if rows else None


def _count(value: object) -> str:
    return number_text(float(str(value)) if str(value) not in ("", "nan") else None)


def threshold_sentences(telling: Telling) -> Iterator[str]:
    """Yield one sentence per turning point."""
    for row in telling.study.thresholds.to_dict("records"):
        parameter, status = str(row["parameter"]), str(row["status"])
        told = {"label": telling.label(row), "parameter": telling.name(parameter)}
        if status == "flips":
            key = "s_flips_true" if bool(row["is_true_above"]) else "s_flips_false"
            below, above = (telling.value(parameter, float(row[end])) for end in ("below", "above"))
            yield telling.word(key).format(**told, below=below, above=above)
        else:
            yield telling.word(f"s_status_{status}").format(**told, reason=isolated(str(row["reason"])))


def grid_tables(telling: Telling) -> Iterator[Table]:
    """Yield a table per grid: cost, and the mode of most schools."""
    modes = {name: isolated(label_in(mode.label, telling.lang)) for name, mode in telling.scenario.modes.items()}
    for _, cells in telling.study.grid.groupby("grid", sort=False):
        first = cells.to_dict("records")[0]
        row_name, column_name = str(first["row_parameter"]), str(first["column_parameter"])
        across = list(dict.fromkeys(cells["column_value"]))
        rows = []
        for value, line in cells.groupby("row_value"):
            texts = [
                number_text(None)
                if isnan(float(cell["best_yen"]))
                else f"{yen_text(float(cell['best_yen']), telling.lang)} {modes.get(str(cell['leading_mode']), '')}"
                for cell in line.to_dict("records")
            ]
            rows.append(Row(Cell(telling.value(row_name, float(str(value)))), [number(text) for text in texts]))
        corner = f"{telling.name(row_name)} ＼ {telling.name(column_name)}"
        heads = [Cell(corner), *(number(telling.value(column_name, float(value))) for value in across)]
        yield table(telling.label(first), heads, rows, telling.word("s_grid_note"))


def draws_sentence(telling: Telling) -> str:
    """Say how many draws there are and how sure each is; empty where none were asked for."""
    draws = telling.study.draws
    if draws.empty:
        return ""
    planned = draws[draws["status"] == "planned"]
    return telling.word("s_draws").format(
        draws=number_text(len(draws)),
        none=number_text(int((draws["status"] == "no_plan").sum())),
        failed=number_text(int((draws["status"] == "failed").sum())),
        gap=f"{float(planned['gap_share'].max()) if len(planned) else 0.0:.2%}",
    )


def spread_table(telling: Telling) -> Table | None:
    """Return percentiles of the cost, and the regret of candidate plans."""
    regret = {str(row["plan"]): row for row in telling.study.regret.to_dict("records")}
    rows = []
    for row in telling.study.percentiles.to_dict("records"):
        plan = str(row["plan"])
        cells = [yen_text(float(row[name]), telling.lang) for name in ("p05_yen", "p50_yen", "p95_yen")]
        if plan in regret:
            share = f"{float(regret[plan]['max_share']):.1%}"
            cells += [yen_text(float(regret[plan]["mean_yen"]), telling.lang), share]
        else:
            cells += [number_text(None)] * 2
        rows.append(Row(Cell(plan_name(telling, plan)), [number(text) for text in cells]))
    keys = ("s_p05", "s_p50", "s_p95", "s_regret_mean", "s_regret_max")
    heads = [Cell(telling.word("s_plan")), *(number(telling.word(key)) for key in keys)]
    return table(telling.word("s_spread"), heads, rows, telling.word("s_spread_note")) if rows else None


def plan_name(telling: Telling, plan: str) -> str:
    """Name of a candidate; those found on the way are told by where they were found."""
    found = {str(row["plan"]): str(row["found_at"]) for row in telling.study.regret.to_dict("records")}
    name = named("s_plan", plan, telling.lang)
    if name != plan or plan not in found:
        return name
    parameter, _, end = found[plan].rpartition(" ")
    return telling.word(f"s_plan_at_{end}").format(parameter=telling.name(parameter))


def indices_table(telling: Telling) -> Table | None:
    """Return how much of the spread each parameter explains, the most important first."""
    rows = telling.study.indices[telling.study.indices["output"] == "best_yen"]
    rows = rows.sort_values("total", ascending=False, kind="stable")
    lines = [
        Row(
            Cell(telling.name(str(row["parameter"]))),
            [
                number(_with_error(float(row["first"]), float(row["first_error"]))),
                number(_with_error(float(row["total"]), float(row["total_error"]))),
            ],
        )
        for row in rows.to_dict("records")
    ]
    heads = [Cell(telling.word("s_parameter")), *(number(telling.word(key)) for key in ("s_first", "s_total"))]
    return table(telling.word("s_indices"), heads, lines, telling.word("s_indices_note")) if lines else None


def _with_error(share: float, error: float) -> str:
    """Write a share with its uncertainty; a dash where too few draws, or no spread at all, leave it open."""
    return number_text(None) if isnan(share) or isnan(error) else f"{share:.0%} ± {error:.0%}"
