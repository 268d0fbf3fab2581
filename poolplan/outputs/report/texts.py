"""Years, names and amounts as the report writes them: the same way in every section."""

import unicodedata
from collections.abc import Iterable

from poolplan.network.places import Places
from poolplan.outputs.money import MAN, MILLION, number_text, wareki, year_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.words import label_in, word

TURNS = frozenset({"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI"})
"""Kinds of letters and marks that turn the direction of the text around them."""
FIRST_STRONG, END = "\u2068", "\u2069"


def short_year(year: int, lang: Lang) -> str:
    """Fiscal year for headings of narrow columns.

    >>> short_year(2022, "ja"), short_year(2022, "en")
    ('令和4（2022）', '2022')
    """
    return f"{wareki(year)}（{year}）" if lang == "ja" else str(year)


def built_text(year: int, lang: Lang) -> str:
    """Year in which something was built.

    >>> built_text(1970, "ja"), built_text(1970, "en")
    ('昭和45年（1970年）', '1970')
    """
    return f"{wareki(year)}年（{year}年）" if lang == "ja" else str(year)


def span_text(first: int, last: int, lang: Lang) -> str:
    """Fiscal years from first to last.

    >>> span_text(2022, 2030, "ja"), span_text(2022, 2030, "en"), span_text(2022, 2022, "en")
    ('令和4～令和12年度（2022～2030年度）', 'FY2022–2030', 'FY2022')
    """
    if first == last:
        return year_text(first, lang)
    if lang == "en":
        return f"FY{first}–{last}"
    return f"{wareki(first)}～{wareki(last)}年度（{first}～{last}年度）"


def unit_text(yen: float, lang: Lang) -> str:
    """Yen in the unit of the report's tables: 万円, or million yen; zero is a dash.

    >>> [unit_text(yen, "ja") for yen in (23_456_000, 0, -20_000_000)], unit_text(23_456_000, "en")
    (['2,346', '–', '-2,000'], '23.46')
    """
    if not yen:
        return number_text(None)
    return f"{yen / MAN:,.0f}" if lang == "ja" else f"{yen / MILLION:,.2f}"


def isolated(name: str) -> str:
    """Keep a name that is read from right to left from turning the text around it.

    >>> isolated("南小学校") == "南小学校", isolated("\u202eabc") == "\u202eabc"
    (True, False)
    """
    return f"{FIRST_STRONG}{name}{END}" if any(unicodedata.bidirectional(c) in TURNS for c in name) else name


def ward_text(places: Places, ward: str, lang: Lang) -> str:
    """Name of a ward; a place outside the city has none, and says so."""
    known = places.wards.get(ward)
    return isolated(label_in(known.label, lang)) if known else ward or word("r_outside", lang)


def listed(names: Iterable[str], lang: Lang) -> str:
    """Join names by the language's comma."""
    return word("comma", lang).join(names)


def minutes_text(minutes: float | None, lang: Lang) -> str:
    """Minutes with one decimal; a dash where there are none."""
    return number_text(minutes, "" if minutes is None else word("min", lang), 1)
