"""The plan's buses beside the timetable's, by city, place and school; and the rounds in which they came near."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from poolplan.outputs.money import number_text, yen_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.tables import Cell, Row, Table, kept, number, table
from poolplan.outputs.words import word
from poolplan.results.timetabled import Round, Timetabled

Names = Mapping[str, str]


def signed(amount: float) -> str:
    """Return a difference with its sign.

    >>> signed(3), signed(-1200), signed(0)
    ('+3', '-1,200', '±0')
    """
    return f"{amount:+,.0f}" if round(amount) else "±0"


def days_text(days: float) -> str:
    """Return bus-days: whole ones whole, shares of shared buses to one decimal.

    >>> days_text(54.0), days_text(1419.75), days_text(7.25)
    ('54', '1,419.8', '7.2')
    """
    return number_text(days, decimals=0 if float(days).is_integer() else 1)


def totals_table(found: Timetabled, lang: Lang) -> Table:
    """Return bus-days and yen of the whole city: estimated, planned where that differs, timetabled."""
    days = [found.planned_days, found.bus_days]
    yen = [found.planned_yen, found.timetabled_yen]
    names = ["planned", "timetabled", "difference"]
    if found.is_calibrated:
        days, yen, names = [found.estimated_days, *days], [found.estimated_yen, *yen], ["estimated", *names]
    heads = [Cell(""), *(number(word(f"t_{name}", lang)) for name in names)]
    rows = [
        Row(Cell(word(name, lang)), [*(number(text(n)) for n in numbers), number(signed(numbers[-1] - numbers[-2]))])
        for name, numbers, text in (("t_bus_days", days, days_text), ("t_fares_yen", yen, number_text))
    ]
    return table(word("t_whole_city", lang), heads, rows, word("t_compared_note", lang))


def by_site(found: Timetabled, sites: Names, lang: Lang) -> Table:
    """Return bus-days and yen by the place where schools swim, with the sum."""
    sums = found.buses.groupby("site", as_index=False).sum(numeric_only=True)
    heads = [Cell(word("head_site_label", lang)), *_heads(found, lang)]
    differing = {site.site for site in found.differing}
    rows = []
    for row in sums.to_dict(orient="records"):
        site = str(row["site"])
        mark = f" {word('t_differs', lang)}" if site in differing else ""
        rows.append(Row(Cell(sites.get(site, site), mark=mark), _cells(found, row)))
    note = word("t_differs_note", lang) if differing else ""
    return table(word("t_buses_by_site", lang), heads, [*rows, _sum_row(found, lang)], note, "small")


def by_school(found: Timetabled, schools: Names, sites: Names, lang: Lang) -> Table:
    """Return bus-days and yen by school and the place where it swims."""
    heads = [Cell(word("head_school_label", lang)), Cell(word("head_site_label", lang)), *_heads(found, lang)]
    rows = []
    for row in found.buses.to_dict(orient="records"):
        where = kept(sites.get(str(row["site"]), str(row["site"])))
        rows.append(Row(Cell(schools[str(row["school"])]), [where, *_cells(found, row)]))
    return table(word("t_by_school", lang), heads, rows, word("t_by_school_note", lang), "small")


def _heads(found: Timetabled, lang: Lang) -> list[Cell]:
    kinds = ["planned", "timetabled"]
    kinds = ["estimated", *kinds] if found.is_calibrated else kinds
    names = [*(f"t_short_{kind}_days" for kind in kinds), *(f"t_short_{kind}_yen" for kind in kinds), "t_short_gap_yen"]
    return [number(word(name, lang)) for name in names]


def _cells(found: Timetabled, row: Mapping[Hashable, Any]) -> list[Cell]:
    kinds = ["estimated", "planned", "timetabled"] if found.is_calibrated else ["planned", "timetabled"]
    texts = [days_text(row[f"{kind}_days"]) for kind in kinds]
    texts += [number_text(row[f"{kind}_yen"]) for kind in kinds]
    return [number(text) for text in (*texts, signed(row["timetabled_yen"] - row["planned_yen"]))]


def _sum_row(found: Timetabled, lang: Lang) -> Row:
    sums: pd.Series = found.buses.sum(numeric_only=True)
    return Row(Cell(word("t_total", lang)), _cells(found, sums.to_dict()), is_sum=True)


def rounds_table(found: Timetabled, lang: Lang) -> Table | None:
    """Return the plans made in turn with timetables; None where nothing was given back."""
    if not found.rounds:
        return None
    names = [
        "planned_days",
        "timetabled_days",
        "planned_yen",
        "timetabled_yen",
        "sites_short",
        "sites_differ",
        "true_cost",
    ]
    heads = [Cell(word("t_round", lang)), *(number(word(f"t_{name}", lang)) for name in names)]
    rows = [_round_row(one, lang) for one in found.rounds]
    return table(word("t_rounds", lang), heads, rows, word("t_rounds_note", lang), "small")


def _round_row(one: Round, lang: Lang) -> Row:
    made = not one.sites_with_fewer_slots or one.timetabled_days or one.timetabled_yen
    texts = [
        days_text(one.planned_days),
        number_text(one.timetabled_days if made else None),
        number_text(one.planned_yen),
        number_text(one.timetabled_yen if made else None),
        number_text(one.sites_with_fewer_slots),
        number_text(one.sites_that_differ if made else None),
        yen_text(one.cost_yen, lang) if made else number_text(None),
    ]
    mark = f" {word('t_kept', lang)}" if one.is_kept else ""
    return Row(Cell(str(one.round), mark=mark), [number(text) for text in texts], one.is_kept)


def rounds_lines(found: Timetabled, lang: Lang) -> Iterator[str]:
    """Yield whether the plan and the timetable agree, and by how much not; nothing where nothing was given back."""
    if not found.rounds:
        return
    kept = next(one for one in found.rounds if one.is_kept)
    made_again = (kept.timetabled_days, kept.timetabled_yen) != (found.bus_days, found.timetabled_yen)
    ending = "made_again" if made_again else f"ended_{found.ended}"
    yield word(f"t_{ending}", lang).format(n=len(found.rounds))
    if ending == "ended_agreed":
        return
    days, yen = (found.planned_days, found.bus_days), (found.planned_yen, found.timetabled_yen)
    key = "t_differ_slots" if kept.sites_with_fewer_slots and not made_again else "t_differ"
    yield word(key, lang).format(days=_share(days), yen=_share(yen), sites=kept.sites_with_fewer_slots)
    if found.differing:
        yield word("t_differ_at", lang).format(n=len(found.differing), of=len(found.sites))


def _share(numbers: Sequence[float]) -> str:
    """Return by how much the second lies above the first.

    >>> _share((100, 116)), _share((0, 3))
    ('+16.0 %', '–')
    """
    planned, made = numbers
    return f"{(made - planned) / planned:+.1%}".replace("%", " %") if planned else "–"
