"""How a number that an office writes in its own way is to be written here: commas, full-width digits, 和暦, %, 億円."""

import re
import unicodedata

LONGEST_NUMBER = 20
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
COUNTED = re.compile(r"(?P<number>[\d.]+)(?P<unit>億円|百万円|万円|千円|円|人|校|学級|レーン|コマ|回|週|分|年度?|歳)")
TIMES = {"億円": 10**8, "百万円": 10**6, "万円": 10**4, "千円": 10**3}
ERA_YEAR = re.compile(r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\.?(?P<year>元|\d{1,2})(年度?)?")
YEAR_BEFORE = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before the first of an era; eras are also written by their first letter."""
YEAR_BEFORE |= dict(zip("MTSHR", YEAR_BEFORE.values(), strict=True))
YEAR_UNITS = ("fiscal year", "year AD")
LEAST_PERCENT = 2
"""From here on a share that is too large is taken for a percentage; 1.5 may be meant as it stands."""


def plainly(value: object, unit: str, *, whole: bool) -> str:
    """Return a number as it is to be written, empty where it cannot be guessed.

    Args:
        value: as the user wrote it.
        unit: of the value asked for, if it has one.
        whole: whether a whole number is asked for.

    >>> plainly("6,330", "", whole=True), plainly("S45", "year AD", whole=True), plainly("2億円", "yen", whole=True)
    ('6330', '1970', '200000000')
    >>> plainly("30%", "share, 0 to 1", whole=False), plainly(1.5e8, "yen", whole=True), plainly("many", "", whole=True)
    ('0.3', '150000000', '')
    """
    if isinstance(value, float):
        return f"{value:.0f}" if whole and value.is_integer() and abs(value) < 10**LONGEST_NUMBER else ""
    if not isinstance(value, str) or len(value) > 2 * LONGEST_NUMBER:
        return ""
    written = unicodedata.normalize("NFKC", value).replace(",", "").replace("_", "").strip().lstrip("¥\\").strip()
    if unit.startswith("share") and written.endswith("%"):
        return as_share(written[:-1])
    return _year(written, unit) or _counted(written) or _number(written, whole=whole)


def as_share(value: object) -> str:
    """Return the share that a percentage stands for, empty where the value is none.

    >>> as_share("75"), as_share(33.33), as_share(1.5), as_share("half")
    ('0.75', '0.3333', '', '')
    """
    text = str(value).strip()
    if not NUMBER.fullmatch(text) or len(text) > LONGEST_NUMBER or not LEAST_PERCENT <= float(text) <= 100:  # noqa: PLR2004 - per cent
        return ""
    return f"{float(text) / 100:.10g}"


def _year(written: str, unit: str) -> str:
    """Return the Western year of a Japanese era's."""
    found = ERA_YEAR.fullmatch(written) if unit.startswith(YEAR_UNITS) else None
    return str(YEAR_BEFORE[found["era"]] + int(found["year"].replace("元", "1"))) if found else ""


def _counted(written: str) -> str:
    """Return a number that stands before a counting word."""
    found = COUNTED.fullmatch(written)
    if not found or not NUMBER.fullmatch(found["number"]) or len(written) > LONGEST_NUMBER:
        return ""
    return f"{float(found['number']) * TIMES.get(found['unit'], 1):.15g}"


def _number(written: str, *, whole: bool) -> str:
    is_number = NUMBER.fullmatch(written) and len(written) <= LONGEST_NUMBER
    return "" if not is_number or ("." in written and whole) else written
