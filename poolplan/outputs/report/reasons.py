"""Why a pair of school and site is no option, in the reader's language: the network gives its reasons in English."""

import re
from collections.abc import Mapping

from poolplan.outputs.registry import Lang
from poolplan.outputs.words import named, word

PATTERNS: Mapping[str, re.Pattern[str]] = {
    key: re.compile(pattern)
    for key, pattern in {
        "r_why_own_room": r"needs (\d+) sessions a year, the pool gives (\d+)",
        "r_why_no_room": r"no room: (?:grade \d+ )?needs (\d+) sessions a year, (\d+) are free in (\d+)",
        "r_why_not_offered": r"mode not offered in this scenario",
        "r_why_stays": r"every (\w+) school keeps its own pool in this scenario",
        "r_why_level": r"the water suits ([\w, ]+) only",
        "r_why_deep": r"the water is too deep below grade (\d+)",
        "r_why_host": r"the host school does not use its pool",
        "r_why_no_trip": r"no trip in the travel-time table",
        "r_why_preferred": r"(\w+) is preferred, and (\w+) has room",
        "r_why_too_far": r"(walk|bus) ([\d.]+) min > limit ([\d.]+) min",
    }.items()
}
"""Word -> the reason as the network writes it; the groups are the word's fields {0}, {1}, {2}."""


def reason_text(reason: str, names: Mapping[str, str], lang: Lang) -> str:
    """Return a reason in a language; one that is not known stays as it is. `names` holds names of modes and sites.

    >>> reason_text("bus 20 min > limit 15 min", {}, "ja")
    'バス 20分（上限15分）'
    """
    if lang == "en":
        return reason
    return word("comma", lang).join(_part(part, names, lang) for part in reason.split("; "))


def _part(reason: str, names: Mapping[str, str], lang: Lang) -> str:
    for key, pattern in PATTERNS.items():
        found = pattern.fullmatch(reason)
        if found:
            return word(key, lang).format(*(_named(text, names, lang) for text in found.groups()))
    return reason


def _named(text: str, names: Mapping[str, str], lang: Lang) -> str:
    if text in ("walk", "bus"):
        return named("travel", text, lang)
    levels = (names.get(part) or named("r_level", part, lang) for part in text.split(", "))
    return word("comma", lang).join(levels)
