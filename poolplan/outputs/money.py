"""Yen and fiscal years as Japanese and English readers write them."""

import math
from collections.abc import Sequence

from poolplan.outputs.registry import Lang
from poolplan.outputs.words import word

MAN, OKU, MILLION = 10_000, 100_000_000, 1_000_000
ERAS: Sequence[tuple[int, str]] = ((2019, "令和"), (1989, "平成"), (1926, "昭和"))
"""First fiscal year of each era, by the year in which it began; the latest first."""


def yen_text(yen: float, lang: Lang) -> str:
    """Yen in 万円 and 億円, or in million yen.

    >>> [yen_text(yen, "ja") for yen in (398_000_000, 12_345_678, 9_800, -20_000_000)]
    ['3.98億円', '1,235万円', '9,800円', '-2,000万円']
    >>> [yen_text(yen, "en") for yen in (398_000_000, 12_345_678, 9_800, -20_000_000)]
    ['¥398 million', '¥12.3 million', '¥9,800', '-¥20.0 million']
    """
    size = abs(yen)
    if lang == "en":
        sign = "-" if yen < 0 else ""
        if size < MILLION / 10:
            return f"{sign}¥{size:,.0f}"
        return f"{sign}¥{size / MILLION:,.{1 if size < 100 * MILLION else 0}f} million"
    if size < MAN:
        return f"{yen:,.0f}円"
    if size < OKU - MAN / 2:
        return f"{yen / MAN:,.0f}万円"
    return f"{yen / OKU:,.{2 if size < 100 * OKU else 1}f}億円"


def change_text(yen: float, lang: Lang) -> str:
    """Yen more or less than something else, always with a sign.

    >>> [change_text(yen, "ja") for yen in (6_530_000, -398_000_000, 0)]
    ['+653万円', '−3.98億円', '±0円']
    """
    sign = "+" if yen > 0 else "−" if yen < 0 else "±"
    return f"{sign}{yen_text(abs(yen), lang)}"


def wareki(year: int) -> str:
    """Fiscal year in the Japanese calendar; before 1926 the western year.

    >>> [wareki(year) for year in (2022, 2019, 2018, 1965, 1920)]
    ['令和4', '令和元', '平成30', '昭和40', '1920']
    """
    for first, era in ERAS:
        if year >= first:
            return f"{era}{'元' if year == first else year - first + 1}"
    return str(year)


def year_text(year: int, lang: Lang) -> str:
    """Fiscal year for people.

    >>> year_text(2022, "ja")
    '令和4年度（2022年度）'
    >>> year_text(2022, "en")
    'FY2022'
    """
    return f"{wareki(year)}年度（{year}年度）" if lang == "ja" else f"FY{year}"


def number_text(value: float | None, unit: str = "", decimals: int = 0) -> str:
    """Return a number with thousands separators, or a dash where there is none.

    >>> number_text(1234.56, "分", 1), number_text(None), number_text(float("nan"))
    ('1,234.6分', '–', '–')
    """
    if value is None or math.isnan(value):
        return "–"
    return f"{value:,.{decimals}f}{unit}"


def schools_text(number: int, lang: Lang) -> str:
    """Return a number of schools.

    >>> schools_text(1, "ja"), schools_text(1, "en"), schools_text(7, "en")
    ('1校', '1 school', '7 schools')
    """
    return word("schools_1" if number == 1 else "schools_n", lang).format(n=number)
