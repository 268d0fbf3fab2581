"""The tables of the workbook: ids with their names beside them, headings in the reader's language."""

from collections.abc import Mapping
from typing import NamedTuple, get_args

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from poolplan.outputs.assumptions import fact_names
from poolplan.outputs.money import year_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.words import label_in, named, word
from poolplan.results.by_school import by_school
from poolplan.results.indicators import CITY, UNITS, payer_indicators
from poolplan.results.plan import Answer, Plan
from poolplan.scenario.blocks import Payer

HEAD = {"bold": True, "bottom": 1, "bg_color": "#E7EEF8", "text_wrap": True, "valign": "top"}
"""Look of every heading."""


WIDE_FROM = 256
"""Code point from which a letter counts as wide: everything beyond Latin."""


def letters(text: str) -> int:
    """Width of a text in a sheet, as columns count it: a Han character counts twice.

    >>> letters("費用 A")
    6
    """
    return sum(1 if ord(letter) < WIDE_FROM else 2 for letter in text)


def on_a4(page: Worksheet, pages: int = 0, head_row: int | None = 1) -> None:
    """Print a sheet across one A4 page.

    Args:
        page: the sheet.
        pages: most pages; 0: as many as its length takes.
        head_row: row repeated on each, counted from 0.
    """
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, pages)
    if head_row is not None:
        page.repeat_rows(head_row)


def unit_name(unit: str, lang: Lang) -> str:
    """Name of an indicator's unit."""
    return named("unit", unit.replace(" ", "_"), lang)


class Sheet(NamedTuple):
    """A table of the workbook."""

    key: str
    """Word of its title, `sheet_<key>`."""
    table: pd.DataFrame
    """Columns are ids of headings, `head_<column>`."""


def sheets_of(answer: Answer, lang: Lang) -> list[Sheet]:
    """Return the four tables of the answer with names added to ids."""
    plan = answer.plan
    return [
        Sheet("assignments", _assignments(plan, lang)),
        Sheet("sites", _sites(plan, lang)),
        Sheet("ledger", _ledger(plan, lang)),
        Sheet("indicators", _indicators(answer, lang)),
    ]


def _assignments(plan: Plan, lang: Lang) -> pd.DataFrame:
    places = plan.network.places
    schools, sites, modes = school_names(plan, lang), site_names(plan, lang), mode_names(plan, lang)
    wards = {name: _ward_name(plan, school.ward, lang) for name, school in places.schools.items()}
    table = plan.assignments
    return pd.DataFrame(
        {
            "school": table["school"],
            "school_label": table["school"].map(schools),
            "ward_label": table["school"].map(wards),
            "grade": table["grade"],
            "year": table["year"],
            "year_label": _years(table["year"], lang),
            "site": table["site"],
            "site_label": table["site"].map(sites),
            "mode": table["mode"],
            "mode_label": table["mode"].map(modes),
            "travel_by": _named(table["travel_by"], "travel", lang),
            "minutes": table["minutes"],
            "sessions": table["sessions"],
            "unmet": table["unmet"],
            "instead_of": table["instead_of"].map({**sites, "": ""}),
            "assumed": table["assumed"].map(lambda facts: fact_names(facts, lang)),
        }
    )


def _sites(plan: Plan, lang: Lang) -> pd.DataFrame:
    table = plan.sites
    return pd.DataFrame(
        {
            "site": table["site"],
            "site_label": table["site"].map(site_names(plan, lang)),
            "year": table["year"],
            "state": _named(table["state"], "state", lang),
            "works": _named(table["works"], "works", lang),
            "sessions": table["sessions"],
            "capacity": table["capacity"],
        }
    )


def _ledger(plan: Plan, lang: Lang) -> pd.DataFrame:
    table, names = plan.ledger, {**site_names(plan, lang), **school_names(plan, lang)}
    return pd.DataFrame(
        {
            "year": table["year"],
            "item": table["item"],
            "item_label": _named(table["item"], "item", lang),
            "payer": _named(table["payer"], "payer", lang),
            "place": table["place"],
            "place_label": table["place"].map(lambda place: names.get(place, place)),
            "yen": table["yen"],
        }
    )


def _indicators(answer: Answer, lang: Lang) -> pd.DataFrame:
    table, plan = answer.indicators, answer.plan
    names = indicator_names(plan, lang)
    city = {CITY: word("city", lang)}
    scopes = city | {ward: _ward_name(plan, ward, lang) for ward in plan.network.places.wards}
    return pd.DataFrame(
        {
            "year": table["year"],
            "scope": table["scope"],
            "scope_label": table["scope"].map(lambda scope: scopes.get(scope, scope)),
            "indicator": table["indicator"],
            "indicator_label": table["indicator"].map(names),
            "value": table["value"],
            "unit": table["unit"].map(lambda unit: unit_name(unit, lang)),
        }
    )


def school_names(plan: Plan, lang: Lang) -> dict[str, str]:
    """Name of each school."""
    return {name: label_in(school.label, lang) for name, school in plan.network.places.schools.items()}


def site_names(plan: Plan, lang: Lang) -> dict[str, str]:
    """Name of each site."""
    return {name: label_in(site.label, lang) for name, site in plan.network.places.sites.items()}


def mode_names(plan: Plan, lang: Lang) -> dict[str, str]:
    """Name of each mode."""
    return {name: label_in(mode.label, lang) for name, mode in plan.network.scenario.modes.items()}


def indicator_names(plan: Plan, lang: Lang) -> dict[str, str]:
    """Name of each indicator."""
    modes = {f"schools_{mode}": name for mode, name in mode_names(plan, lang).items()}
    kinds = dict.fromkeys(site.kind for site in plan.network.places.sites.values())
    return {
        **{name: word("schools_in_mode", lang).format(mode=mode) for name, mode in modes.items()},
        **{name: word(name, lang) for payer in get_args(Payer) for name in payer_indicators(payer)},
        **{f"slots_used_share_{k}": word("slots_used_at", lang).format(kind=word(f"kind_{k}", lang)) for k in kinds},
        **{name: word(name, lang) for name in UNITS},
    }


def _ward_name(plan: Plan, ward: str, lang: Lang) -> str:
    known = plan.network.places.wards.get(ward)
    return label_in(known.label, lang) if known else ward


def _years(years: pd.Series, lang: Lang) -> pd.Series:
    return years.map(lambda year: year_text(year, lang))


def _named(column: pd.Series, group: str, lang: Lang) -> pd.Series:
    return column.map(lambda ident: named(group, ident, lang) if ident else "")


def costs_by_item(plan: Plan) -> pd.DataFrame:
    """Yen by year (rows, every planned year) and item (columns, in order of size)."""
    table = plan.ledger.pivot_table(index="year", columns="item", values="yen", aggfunc="sum", fill_value=0)
    order = table.abs().sum().sort_values(ascending=False, kind="stable").index
    years = list(plan.network.scenario.planned_years)
    return table[order].reindex(years, fill_value=0)


def works_and_sites(plan: Plan) -> Mapping[str, pd.DataFrame]:
    """School x year matrices of the site and the mode used."""
    return {
        name: by_school(plan).pivot_table(index="school", columns="year", values=name, aggfunc="first")
        for name in ("site", "mode")
    }
